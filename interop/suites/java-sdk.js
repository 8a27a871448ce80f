// The official Java SDK, as a client of the reference server and as a server that asks.

import { strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { eventually, freePort, INTEROP, NODE } from '../harness.js';
import { java } from '../toolchains.js';

const REFERENCE = join(INTEROP, 'reference', 'serve.js');
const CHECKS = 14;

export default async function javaSdk(harness) {
  const peer = await java();
  const reference = await harness.start(NODE, [REFERENCE, 'http'], { ready: (line) => line.match(/http:\S+/)?.[0] });
  await asClient(harness, 'client, stdio', peer, { command: [NODE, REFERENCE, 'stdio'] });
  await asClient(harness, 'client, http', peer, { url: reference.ready });

  await asServer(harness, 'server, stdio', { command: peer('Server', 'stdio') });
  await asServer(harness, 'server, http', await listening(harness, peer('Server', 'http', String(await freePort()))));
}

async function listening(harness, [program, ...args]) {
  const { ready } = await harness.start(program, args, { ready: (line) => line.match(/listening on (\S+)/)?.[1] });
  return { url: ready };
}

async function asClient(harness, name, peer, backend) {
  const target = await harness.through(backend);
  const [program, ...args] = peer('Client', ...(target.url ? [target.url] : target.command));
  await harness.judgedBy(program, args, name, CHECKS);
}

async function asServer(harness, name, backend) {
  const target = await harness.through(backend);
  const alice = await visitor(harness, target);
  const bob = await visitor(harness, target);
  const check = (what, body) => harness.check(`${name}: ${what}`, body);

  await check('a tool that asks gets its answer', async () =>
    strictEqual(await alice.call('greet', { who: 'alice' }), 'Hello, ALICE! Greeting 1.'));
  await check('and again in the same session', async () =>
    strictEqual(await alice.call('greet', { who: 'alice' }), 'Hello, ALICE! Greeting 2.'));
  await check('twice at once, each its own answer', async () => {
    const [carol, dave] = await Promise.all(['carol', 'dave'].map((who) => alice.call('greet', { who })));
    strictEqual(carol.slice(0, 13), 'Hello, CAROL!');
    strictEqual(dave.slice(0, 12), 'Hello, DAVE!');
  });
  await check('a declined question comes back as such', async () =>
    strictEqual(await alice.call('greet', { who: 'nobody' }), 'nobody would not say'));
  await check('the state of the session is kept', async () => strictEqual(await alice.call('recall'), '4'));
  await check('a second client has its own state and its own questions', async () => {
    strictEqual(await bob.call('recall'), '0');
    const both = await Promise.all([alice.call('greet', { who: 'alice' }), bob.call('greet', { who: 'bob' })]);
    strictEqual(both.join(' '), 'Hello, ALICE! Greeting 5. Hello, BOB! Greeting 1.');
    strictEqual(bob.questions.join(), 'What is your name, bob?');
  });
  await check('sampling reaches the client', async () =>
    strictEqual(await alice.call('think', { about: 'tea' }), 'a thought about tea'));
  await check('roots reach the server', async () => strictEqual(await alice.call('places'), '[file:///here]'));
  await check('each client hears its own log', async () => {
    await eventually(() => bob.log.length >= 1 && alice.log.length >= 6, 'not all was heard');
    strictEqual(bob.log.join(), 'about to ask bob');
    strictEqual(alice.log.includes('about to ask bob'), false);
  });
  await Promise.all([alice.client.close(), bob.client.close()]);
}

async function visitor(harness, target) {
  const questions = [];
  const log = [];
  const client = await harness.connect(target, {
    capabilities: { elicitation: {}, sampling: {}, roots: {} },
    handlers: {
      'elicitation/create': ({ params: { message } }) => {
        questions.push(message);
        const who = /What is your name, (.*)\?/.exec(message)[1];
        return who === 'nobody' ? { action: 'decline' } : { action: 'accept', content: { name: who.toUpperCase() } };
      },
      'sampling/createMessage': ({ params }) => ({
        role: 'assistant', model: 'parrot', content: { type: 'text', text: `a thought about ${params.messages[0].content.text}` },
      }),
      'roots/list': () => ({ roots: [{ uri: 'file:///here' }] }),
    },
    notifications: { 'notifications/message': ({ params }) => void log.push(params.data) },
  });
  const call = async (name, args = {}) => {
    const { content: [{ text }] } = await client.callTool({ name, arguments: args });
    return text;
  };
  return { client, call, questions, log };
}
