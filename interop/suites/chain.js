// Tieline among other people's bridges, all of them real programs: client → mcp-remote → Tieline → supergateway → server, and
// the Node mcp-proxy behind or before it. In every chain a tool is called, asks in mid-call, tells its progress, and the
// session is remembered. `--direct` leaves Tieline out; what a chain cannot carry then, it cannot carry with it: mcp-proxy hands
// no question on.

import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { eventually, freePort, INTEROP, NODE, packaged, WORK } from '../harness.js';

const REFERENCE = join(INTEROP, 'reference', 'serve.js');
const SERVER = [NODE, REFERENCE, 'stdio', '--revision', '2025-11-25'];
const LOOPBACK = ['--require', join(INTEROP, 'loopback.cjs')];
const REMOTE = packaged('mcp-remote', 'dist', 'proxy.js');
const SUPERGATEWAY = packaged('supergateway', 'dist', 'index.js');
const PROXY = packaged('mcp-proxy', 'dist', 'bin', 'mcp-proxy.mjs');

/** What stands between Tieline and the server, by name; each gives what Tieline is told to use. */
const BEHIND = {
  // It puts all that its server says on the stream of the oldest request, and with it the questions of other calls.
  supergateway: (harness) => supergateway(harness, SERVER, 'streamableHttp', ['--stateful', '--sessionTimeout', '60000']),
  'supergateway over HTTP+SSE': (harness) => supergateway(harness, SERVER, 'sse', []),
  'mcp-proxy': (harness) => mcpProxy(harness, SERVER),
};

/** What stands between the client and a Tieline that is started over stdio. */
const BEFORE = {
  'supergateway before Tieline': (harness, line) => supergateway(harness, line, 'streamableHttp', ['--stateful', '--sessionTimeout', '60000']),
  'mcp-proxy before Tieline': (harness, line) => mcpProxy(harness, line),
};

export default async function chain(harness) {
  for (const [name, start] of Object.entries(BEHIND)) {
    const backend = await start(harness);
    const gateway = await harness.through(backend);
    // Over HTTP+SSE supergateway has one server for all and tells everybody everything, so that a second connection, which
    // mcp-remote opens to find out whether the newer transport is there, refuses the questions to the first.
    if (backend.url.endsWith('/sse')) gateway.url = gateway.url.replace(/mcp$/, 'sse');
    await walk(harness, `mcp-remote → Tieline → ${name}`, { ...backend, url: undefined, command: remote(gateway.url) });
  }
  for (const [name, start] of Object.entries(BEFORE)) {
    const { command } = harness.overStdio({ command: SERVER });
    await walk(harness, name, await start(harness, command));
  }
}

function remote(url) {
  return ['env', `MCP_REMOTE_CONFIG_DIR=${join(WORK, 'mcp-remote')}`, NODE, REMOTE, url,
    '--transport', url.endsWith('/sse') ? 'sse-only' : 'http-only'];
}

async function supergateway(harness, line, transport, options) {
  const port = String(await freePort());
  await harness.start(NODE, [...LOOPBACK, SUPERGATEWAY, '--stdio', line.join(' '), '--outputTransport', transport,
    '--port', port, ...options], { ready: (text) => /Listening on port/.test(text) });
  return { url: `http://127.0.0.1:${port}/${transport === 'sse' ? 'sse' : 'mcp'}` };
}

async function mcpProxy(harness, line) {
  const port = String(await freePort());
  await harness.start(NODE, [...LOOPBACK, PROXY, '--port', port, '--server', 'stream', '--', ...line]);
  const url = `http://127.0.0.1:${port}`;
  await eventually(() => fetch(`${url}/ping`).then(({ ok }) => ok, () => false), 'mcp-proxy does not listen', 60_000);
  return { url: `${url}/mcp`, asks: false };
}

async function walk(harness, name, target) {
  const questions = [];
  const progress = [];
  let sooner;
  let client;
  const check = (what, body) => harness.check(`${name}: ${what}`, body);
  const call = async (tool, args = {}, options) => {
    const { content: [{ text }], isError } = await client.callTool({ name: tool, arguments: args }, options);
    ok(!isError, text);
    return text;
  };
  const connected = await check('connects', async () => {
    client = await harness.connect(target, {
      capabilities: { elicitation: {} },
      handlers: {
        'elicitation/create': async ({ params: { message } }) => {
          questions.push(message);
          if (message === 'later') await sooner;
          return { action: 'accept', content: { username: message, email: 'ada@example.org' } };
        },
      },
    });
  });
  if (!connected) return;
  await check('lists', async () => ok((await client.listTools()).tools.length > 5));
  await check('calls', async () => ok((await call('test_simple_text')).includes('simple text')));
  if (target.asks === false) {
    await check('a question is refused at once', () => rejects(call('test_elicitation', { message: 'Who?' }), /Method not found|did not declare/));
  } else {
    await check('is asked in mid-call', async () =>
      ok((await call('test_elicitation', { message: 'Who?' })).includes('"username":"Who?"')));
    await check('is asked twice at once', async () => {
      const answers = await Promise.all(['one', 'two'].map((message) => call('test_elicitation', { message })));
      ok(answers[0].includes('"username":"one"') && answers[1].includes('"username":"two"'), answers.join());
      deepStrictEqual(questions.sort(), ['Who?', 'one', 'two']);
    });
    await check('answers a question when the call on whose stream it came is over', async () => {
      sooner = call('test_elicitation', { message: 'sooner' });
      const later = call('test_elicitation', { message: 'later' });
      ok((await sooner).includes('"username":"sooner"'));
      ok((await later).includes('"username":"later"'));
      strictEqual(questions.filter((message) => message === 'later').length, 1);
    });
  }
  await check('hears progress', async () => {
    await call('test_tool_with_progress', {}, { onprogress: (report) => progress.push(report.progress) });
    ok(progress.length > 0);
  });
  await check('is remembered', async () => {
    await call('test_session_memory', { word: 'shrimp' });
    strictEqual(await call('test_session_memory'), 'Remembered: shrimp');
  });
  await check('leaves', async () => {
    await client.transport?.terminateSession?.();
    await client.close();
  });
}
