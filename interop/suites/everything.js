// The reference server of the protocol's authors, over stdio, Streamable HTTP and the older HTTP+SSE, used by the
// TypeScript SDK's client: once directly and once through the gateway, step by step, and each step must look the same
// from both places.

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { Client as TaskClient } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { eventually, freePort, INTEROP, NODE, packaged } from '../harness.js';

const SERVER = packaged('@modelcontextprotocol', 'server-everything', 'dist', 'index.js');
const TEXT = 'demo://resource/dynamic/text/1';
const BLOB = 'demo://resource/dynamic/blob/2';

const tool = (name, args = {}) => (visitor) => visitor.client.callTool({ name, arguments: args });
const prompt = (name, args) => (visitor) => visitor.client.getPrompt({ name, arguments: args });
const complete = (name, argument, context) => (visitor) =>
  visitor.client.complete({ ref: { type: 'ref/prompt', name }, argument, ...(context && { context }) });

/** What a visitor does, in order; each step gives something to compare. */
const STEPS = {
  'introduces itself': ({ client }) => {
    const { tasks, ...capabilities } = client.getServerCapabilities();
    return { capabilities, server: client.getServerVersion(), instructions: client.getInstructions() };
  },
  'answers a ping': ({ client }) => client.ping(),
  'lists tools': ({ client }) => client.listTools(),
  'lists resources': ({ client }) => client.listResources(),
  'lists resource templates': ({ client }) => client.listResourceTemplates(),
  'lists prompts': ({ client }) => client.listPrompts(),
  'reads text': ({ client }) => client.readResource({ uri: TEXT }),
  'reads a blob': ({ client }) => client.readResource({ uri: BLOB }),
  'reads a document': async ({ client }) => {
    const { resources } = await client.listResources();
    return client.readResource({ uri: resources[0].uri });
  },
  'refuses an unknown resource': ({ client }) => client.readResource({ uri: 'demo://nowhere' }),
  'gives a prompt': prompt('simple-prompt'),
  'gives a prompt with arguments': prompt('args-prompt', { city: 'Zürich', state: 'ZH' }),
  'gives a prompt with a resource': prompt('resource-prompt', { resourceType: 'Text', resourceId: '1' }),
  'completes an argument': complete('completable-prompt', { name: 'department', value: 'S' }),
  'completes by context': complete(
    'completable-prompt', { name: 'name', value: '' }, { arguments: { department: 'Sales' } }),
  'calls echo': tool('echo', { message: 'räksmörgås \u2028 🦐' }),
  'calls get-sum': tool('get-sum', { a: 0.1, b: 0.2 }),
  'calls get-sum wrongly': tool('get-sum', { a: 'one' }),
  'calls an unknown tool': tool('no-such-tool'),
  'calls get-tiny-image': tool('get-tiny-image'),
  'calls get-annotated-message': tool('get-annotated-message', { messageType: 'error', includeImage: true }),
  'calls get-structured-content': tool('get-structured-content', { location: 'Chicago' }),
  'calls get-resource-links': tool('get-resource-links', { count: 3 }),
  'calls get-resource-reference': tool('get-resource-reference', { resourceType: 'Blob', resourceId: 3 }),
  'calls gzip-file-as-resource': tool('gzip-file-as-resource', { name: 'a.gz', data: 'data:,abc', outputType: 'resource' }),
  'reads the resource that a tool made': async (visitor) => {
    const { content: [{ uri }] } = await tool('gzip-file-as-resource', { name: 'b.gz', data: 'data:,abc' })(visitor);
    const { resources } = await visitor.client.listResources();
    ok(resources.some((resource) => resource.uri === uri));
    return visitor.client.readResource({ uri });
  },
  'has an environment': async (visitor) => {
    const { content: [{ text }] } = await tool('get-env')(visitor);
    return typeof JSON.parse(text).PATH;
  },
  'hears progress': async (visitor) => {
    const { length } = visitor.heard;
    const result = await visitor.client.callTool(
      { name: 'trigger-long-running-operation', arguments: { duration: 0.4, steps: 4 } }, { onprogress: () => {} });
    await visitor.hears('notifications/progress', ({ progress }) => progress === 4, length);
    const heard = visitor.heard.slice(length).filter(({ method }) => method === 'notifications/progress')
      .map(({ params: { progressToken, ...report } }) => report);
    deepStrictEqual(heard.map(({ progress }) => progress), [1, 2, 3, 4]);
    return { heard, result };
  },
  'is asked and accepts': asked('trigger-elicitation-request', {}, { action: 'accept', content: { name: 'Ada', integer: 7 } }),
  'is asked again and declines': asked('trigger-elicitation-request', {}, { action: 'decline' }),
  'is asked a third time and cancels': asked('trigger-elicitation-request', {}, { action: 'cancel' }),
  'is asked to open a page': asked(
    'trigger-url-elicitation', { url: 'http://127.0.0.1/a', elicitationId: 'a' }, { action: 'accept' }),
  'is told that a page must be opened first': tool(
    'trigger-url-elicitation', { url: 'http://127.0.0.1/b', elicitationId: 'b', errorPath: true }),
  'is asked twice at once': async (visitor) => {
    visitor.answer = ({ url }) => ({ action: url.endsWith('/yes') ? 'accept' : 'decline' });
    const ask = (word) => tool('trigger-url-elicitation', { url: `http://127.0.0.1/${word}`, elicitationId: word })(visitor);
    const [yes, no] = await Promise.all([ask('yes'), ask('no')]);
    visitor.questions();
    ok(yes.content[0].text.includes('completed'), yes.content[0].text);
    ok(no.content[0].text.includes('declined'), no.content[0].text);
    return { yes, no };
  },
  'is asked for a completion': asked('trigger-sampling-request', { prompt: 'Hello?', maxTokens: 9 }),
  'is asked for its roots': tool('get-roots-list'),
  'tells that its roots have changed': async (visitor) => {
    visitor.roots.push({ uri: 'file:///second', name: 'second' });
    await visitor.client.sendRootsListChanged();
    await visitor.hears('notifications/message', ({ data }) => String(data).includes('Roots updated: 2'));
    return tool('get-roots-list')(visitor);
  },
  'sets the level and hears the log': async (visitor) => {
    await visitor.client.setLoggingLevel('debug');
    const { length } = visitor.heard;
    await tool('toggle-simulated-logging')(visitor);
    await visitor.hears('notifications/message', ({ data }) => /level.message/i.test(String(data)), length);
    return tool('toggle-simulated-logging')(visitor);
  },
  'hears updates of what it subscribed to': async (visitor) => {
    await visitor.client.subscribeResource({ uri: TEXT });
    await tool('toggle-subscriber-updates')(visitor);
    await visitor.hears('notifications/resources/updated', ({ uri }) => uri === TEXT);
    await visitor.client.unsubscribeResource({ uri: TEXT });
    return tool('toggle-subscriber-updates')(visitor);
  },
};

export default async function everything(harness) {
  await compare(harness, 'stdio', { command: [NODE, SERVER, 'stdio'] });
  await compare(harness, 'http', { url: `${await listening(harness, 'streamableHttp')}/mcp` });
  await compare(harness, 'sse', { url: `${await listening(harness, 'sse')}/sse` });
}

async function listening(harness, transport) {
  const port = await freePort();
  await harness.start(NODE, ['--require', join(INTEROP, 'loopback.cjs'), SERVER, transport],
    { environment: { PORT: String(port) }, ready: (line) => /(listening|running) on port/.test(line) });
  return `http://127.0.0.1:${port}`;
}

async function compare(harness, transport, backend) {
  const gateway = await harness.through(backend);
  if (transport === 'sse') gateway.url = gateway.url.replace(/mcp$/, 'sse');
  const [near, far] = [await visit(harness, backend), await visit(harness, gateway)];
  for (const [name, step] of Object.entries(STEPS)) {
    await harness.check(`${transport}: ${name}`, async () => {
      const expected = await outcome(near, step);
      deepStrictEqual(await outcome(far, step), expected);
    });
  }
  await harness.check(`${transport}: a client that cannot be asked is not offered what would ask`, async () => {
    const names = [];
    for (const target of [backend, gateway]) {
      const client = await harness.connect(target);
      names.push((await client.listTools()).tools.map(({ name }) => name));
      await client.close();
    }
    ok(!names[1].includes('trigger-elicitation-request'));
    deepStrictEqual(names[1], names[0]);
  });
  await harness.check(`${transport}: runs a task that asks`, async () => {
    const [expected, actual] = await Promise.all([research(backend), research(gateway)]);
    deepStrictEqual(actual, expected);
  });
  await Promise.all([near.client.close(), far.client.close()]);
}

/** A client that answers every question, and remembers what it was asked and told. */
async function visit(harness, target) {
  const visitor = { roots: [{ uri: 'file:///first', name: 'first' }], asked: [], heard: [], answer: () => ({ action: 'cancel' }) };
  visitor.questions = () => visitor.asked.splice(0);
  visitor.hears = (method, matches, from = 0) => eventually(
    () => visitor.heard.slice(from).find((note) => note.method === method && matches(note.params)), `no ${method}`);
  const note = (notification) => void visitor.heard.push(notification);
  visitor.client = await harness.connect(target, {
    capabilities: { elicitation: { form: {}, url: {} }, sampling: {}, roots: { listChanged: true } },
    handlers: {
      'roots/list': () => ({ roots: visitor.roots }),
      'elicitation/create': ({ params }) => { visitor.asked.push(params); return visitor.answer(params); },
      'sampling/createMessage': ({ params }) => {
        visitor.asked.push(params);
        return { role: 'assistant', model: 'parrot', stopReason: 'endTurn', content: { type: 'text', text: 'Hello!' } };
      },
    },
    notifications: {
      'notifications/message': note,
      'notifications/resources/updated': note,
      // The SDK's client drops a report that it reads together with the result.
      'notifications/progress': note,
    },
  });
  return visitor;
}

/** A step that calls a tool, gives `answer` to its question, and shows both the question and the result. */
function asked(name, args, answer) {
  return async (visitor) => {
    visitor.answer = () => answer;
    const result = await tool(name, args)(visitor);
    const questions = visitor.questions();
    strictEqual(questions.length, 1);
    return { questions, result };
  };
}

/** What a step gives or throws, without what differs from run to run: times of day, names of sessions and tasks. */
async function outcome(visitor, step) {
  let value;
  try {
    value = { result: await step(visitor) };
  } catch (problem) {
    if (problem.code === undefined || problem.code === 'ERR_ASSERTION') throw problem;
    value = { code: problem.code, message: problem.message, data: problem.data };
  }
  return steady(value);
}

function steady(value) {
  const decoded = JSON.stringify(value, (key, member) => (key === 'blob' ? `${Buffer.from(member, 'base64')}` : member));
  return JSON.parse(decoded
    .replace(/created at [^"]*?[AP]M/g, 'created at TIME')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{32}/g, 'ID'));
}

/** A task of the revision 2025-11-25, which only the first generation of the SDK can run. */
async function research(target) {
  const client = new TaskClient({ name: 'tieline-interop-tasks', version: '1.0.0' }, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { interpretation: 'snake' } }));
  await client.connect(taskTransport(target));
  try {
    const kinds = [];
    let last;
    const stream = client.experimental.tasks.callToolStream(
      { name: 'simulate-research-query', arguments: { topic: 'python', ambiguous: true } }, undefined, { task: { ttl: 60_000 } });
    for await (const message of stream) {
      if (message.type !== kinds.at(-1)) kinds.push(message.type);
      last = message;
    }
    ok(last.type === 'result', String(last.error?.message ?? last.type));
    return steady({ kinds, result: last.result });
  } finally {
    await client.close();
  }
}

function taskTransport({ url, command }) {
  if (command) return new StdioClientTransport({ command: command[0], args: command.slice(1), stderr: 'ignore' });
  return url.endsWith('/sse') ? new SSEClientTransport(new URL(url)) : new StreamableHTTPClientTransport(new URL(url));
}
