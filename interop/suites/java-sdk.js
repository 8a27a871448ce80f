// The official Java SDK, as a client of the reference server and as a server that asks.

import { strictEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { eventually, execute, freePort, INTEROP, Missing, NODE, WORK } from '../harness.js';

const PROJECT = join(INTEROP, 'java-sdk');
const SOURCES = ['pom.xml', ...['Client', 'Server'].map((name) => `src/main/java/io/tieline/interop/${name}.java`)];
const CLASSES = [join(PROJECT, 'target', 'classes'), join(PROJECT, 'target', 'libraries', '*')].join(delimiter);
const REFERENCE = join(INTEROP, 'reference', 'serve.js');
const CHECKS = 14;

const java = (program, ...args) => ['-cp', CLASSES, `io.tieline.interop.${program}`, ...args];

export default async function javaSdk(harness) {
  await compile();
  const reference = await harness.start(NODE, [REFERENCE, 'http'], { ready: (line) => line.match(/http:\S+/)?.[0] });
  await asClient(harness, 'client, stdio', { command: [NODE, REFERENCE, 'stdio'] });
  await asClient(harness, 'client, http', { url: reference.ready });

  await asServer(harness, 'server, stdio', { command: ['java', ...java('Server', 'stdio')] });
  const port = String(await freePort());
  const server = await harness.start('java', java('Server', 'http', port), { ready: (line) => line.match(/listening on (\S+)/)?.[1] });
  await asServer(harness, 'server, http', { url: server.ready });
}

async function asClient(harness, name, backend) {
  const target = await harness.through(backend);
  await harness.judgedBy('java', java('Client', ...(target.url ? [target.url] : target.command)), name, CHECKS);
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

async function compile() {
  const sources = await Promise.all(SOURCES.map((file) => readFile(join(PROJECT, file))));
  const wanted = createHash('sha256').update(Buffer.concat(sources)).digest('hex');
  const stamp = join(WORK, 'java-sdk.stamp');
  if (existsSync(join(PROJECT, 'target', 'classes')) && existsSync(stamp) && await readFile(stamp, 'utf8') === wanted) return;
  console.log('  compiling the Java peers ...');
  const { code, output } = await execute('mvn', ['-q', '-f', join(PROJECT, 'pom.xml'), 'compile'], { milliseconds: 300_000 });
  if (code !== 0) throw new Missing(`the Java peers cannot be compiled: ${output.trim().slice(-800)}`);
  await writeFile(stamp, wanted);
}
