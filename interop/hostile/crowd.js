// Attackers, many of them in one cheap process: `node crowd.js ATTACK URL [COUNT]`. When all of it is done, it says so with
// what it has seen, and keeps its connections until it is killed.

import { ask, call, dial, each, head, initialize, MIB, openSession, post, stateless } from './wire.js';

const [attack, url, count] = process.argv.slice(2);
const seen = { opened: 0, refused: 0, closed: 0, statuses: {} };
const BLANKS = Buffer.alloc(4 * MIB, ' ');
const HEAD_WITHOUT_END = `POST /mcp HTTP/1.1\r\nhost: ${new URL(url).host}\r\n`;

/** What is done, `count` times unless it says otherwise. */
const ATTACKS = {
  'bodies without their last byte': { count: 150, step: () => hold(head(url, 4 * MIB), BLANKS.subarray(1)) },
  'calls of 4 MiB in flight': { count: 100, step: () => hold(...padded(...stateless('tools/call', { name: 'hold', arguments: {} }))) },
  'answers that nobody reads': { count: 150, step: () => unread(post(url, ...stateless('tools/call', { name: 'large', arguments: {} }))) },
  'notifications for nobody': { count: 8, step: notifications },
  'padded handshakes': { count: 60, atOnce: 2, step: () => told(JSON.stringify(initialize()) + ' '.repeat(4 * MIB - 300)) },
  'session after session': { count: 1_500, step: () => told(initialize()) },
  'a number of a million digits': { count: 10, atOnce: 4, step: mirrored },
  'a listen with 100,000 URIs': { count: 5, step: () => toldStateless('subscriptions/listen', { notifications: { resourceSubscriptions: uris(100_000) } }) },
  'subscriptions one by one': { count: 2_000, session: true, step: (i, session) => told({ jsonrpc: '2.0', id: i, method: 'resources/subscribe', params: { uri: `x:/${i}` } }, session) },
  'pages to visit, 20,000': tool('pages', 8),
  'questions at once, 20,000': tool('inputs', 8),
  'requests that no backend may send': tool('forbidden', 200),
  'odd shapes from the backend': tool('odd', 200),
  'odd shapes from clients': { count: 400, session: true, step: (i, session) => told(SHAPES[i % SHAPES.length], session) },
  'bytes behind an answer': tool('residue', 300),
  'streams that ask to be resumed at once': { count: 40, step: () => hold(post(url, ...stateless('tools/call', { name: 'retry', arguments: {} }))) },
  'callers that drop their calls': { count: 1_000, session: true, step: dropped },
  'heads without an end': { count: 2_000, step: () => hold(HEAD_WITHOUT_END + `x: ${'y'.repeat(20)}\r\n`.repeat(500)) },
  'heads of thousands of fields': { count: 500, step: () => hold(HEAD_WITHOUT_END + 'a: b\r\n'.repeat(5_000)) },
  'requests in a row without reading': { count: 60, step: (i) => unread(post(url, initialize()).repeat(500)) },
  'everything at once': { count: 20_000, atOnce: 300, step: everything },
};

const SHAPES = [
  '', 'null', '[]', '[[]]', '7', '"x"', '{', '{}', '{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0","id":1}', '{"jsonrpc":"2.0","id":{},"method":"tools/call"}',
  '{"jsonrpc":"2.0","id":1,"method":7}', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[null]}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":{}}}', '{"jsonrpc":"2.0","method":"notifications/cancelled","params":7}',
  '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":[]}}', '{"jsonrpc":"2.0","id":"x","result":null}',
  '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}', '{"jsonrpc":"2.0","id":1e999,"method":"ping"}', '\ufeff{}', '\u0000',
  `${'['.repeat(100_000)}`, `{"a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
];

/** Calls one tool again and again, by clients of both eras. */
function tool(name, times) {
  return {
    count: times, session: true, atOnce: 4,
    step: (i, session) => (i % 2 ? told(call(i, name), session) : toldStateless('tools/call', { name, arguments: {} })),
  };
}

/** Sends this, and leaves the connection as it is. */
async function hold(...parts) {
  const socket = await opened();
  socket.resume();
  for (const part of parts) socket.write(part);
  return socket;
}

async function unread(text) {
  const socket = await opened();
  socket.pause();
  socket.write(text);
}

async function opened() {
  const socket = await dial(url);
  if (socket.destroyed || socket.connecting) seen.refused++;
  else seen.opened++;
  socket.once('close', () => seen.closed++);
  return socket;
}

async function told(message, further) {
  try {
    const { status } = await ask(url, message, further);
    seen.statuses[status] = (seen.statuses[status] ?? 0) + 1;
  } catch {
    seen.refused++;
  }
}

function toldStateless(method, params, further = {}) {
  const [message, headers] = stateless(method, params);
  return told(message, { ...headers, ...further });
}

/** A call of the greatest length, in parts of which all have the largest in common. */
function padded(message, further) {
  const text = JSON.stringify(message);
  return [head(url, 4 * MIB, further), text, BLANKS.subarray(text.length)];
}

async function mirrored(i) {
  if (i === 0) await toldStateless('tools/list');
  const [message, headers] = stateless('tools/call', { name: 'any', arguments: { n: 0 } });
  const body = JSON.stringify(message).replace('"n":0', `"n":1${'0'.repeat(1_000_000)}`);
  await told(body, { ...headers, 'mcp-param-n': '1e1000000' });
}

async function notifications() {
  const session = await openSession(url);
  await told(call(1, 'notes'), session);
}

async function dropped(i, session) {
  const socket = await hold(post(url, call(`d${i}`, 'hold'), session));
  socket.destroy();
}

function everything(i) {
  switch (i % 5) {
    case 0: return hold();
    case 1: return hold(HEAD_WITHOUT_END);
    case 2: return hold(HEAD_WITHOUT_END + `x: ${'y'.repeat(20)}\r\n`.repeat(100));
    case 3: return hold(head(url, 4 * MIB), BLANKS.subarray(0, 20_000));
    default: return unread(post(url, ...stateless('tools/call', { name: 'large', arguments: {} })));
  }
}

function uris(number) {
  return Array.from({ length: number }, (_, i) => `x:/${i}`);
}

const plan = ATTACKS[attack];
const session = plan.session ? await openSession(url) : undefined;
await each(Number(count ?? plan.count), plan.atOnce ?? 16, (i) => plan.step(i, session));
console.log('ready', JSON.stringify(seen));
setInterval(() => {}, 60_000);
