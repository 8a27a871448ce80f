// A session with Playwright's server is recorded, and the recording is the server for the same client: nothing differs.
// Against a server that has changed, the differences are named (scenario 121).

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { CHROMIUM, installChromium } from '../chromium.js';
import { execute, NODE, packaged } from '../harness.js';

const page = (label) => `<!doctype html><title>Counter</title><button>${label}</button>`;

/** The time is in the name of a file, which is another one each time, and so it is masked. */
const STAMP = /page-[0-9TZ-]+/;

export default async function record(harness) {
  if (harness.direct) return; // The recorder is the gateway's.
  await installChromium();
  let label = 'Count';
  const server = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(page(label)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await visits(harness, `http://127.0.0.1:${server.address().port}/`, (other) => { label = other; });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function visits(harness, url, relabel) {
  const tieline = harness.gateway[0];
  const file = join(harness.folder, 'session.jsonl');
  const browser = [NODE, packaged('@playwright', 'mcp', 'cli.js'), '--headless', '--no-sandbox', '--isolated',
    '--executable-path', CHROMIUM, '--output-dir', harness.folder];
  let seen;
  await harness.check('a session with a browser is recorded', async () => {
    seen = await visit(harness, { command: [tieline, 'record', file, '--stdio', '--mask', STAMP.source, '--', ...browser] }, url);
    ok(seen.some((text) => text.includes('button "Count"')), seen.join('\n'));
    const lines = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    strictEqual(lines[0].tieline, 'recording');
    ok(lines.some(({ from, message }) => from === 'server' && message?.method === 'roots/list'), 'the question is in it');
  });
  await harness.check('replayed as a server to the same client there is no difference', async () => {
    deepStrictEqual(await visit(harness, { command: [tieline, 'replay', file, '--stdio'] }, url), seen);
  });
  await harness.check('replayed against the same server there is none either', async () => {
    const { code, errors } = await execute(tieline, ['replay', file, '--patience', '30s', '--', ...browser]);
    strictEqual(code, 0, errors);
  });
  await harness.check('of a server that has changed the differences are named', async () => {
    relabel('Add');
    const { code, errors } = await execute(tieline, ['replay', file, '--patience', '30s', '--', ...browser]);
    writeFileSync(join(harness.folder, 'differences.txt'), errors);
    strictEqual(code, 1, errors);
    match(errors, /The answer to tools\/call browser_\w+ \(line \d+\) differs\n +\/result\/content\/0\/text: recorded /);
  });
}

async function visit(harness, target, url) {
  const client = await harness.connect(target, {
    capabilities: { roots: {} }, handlers: { 'roots/list': () => ({ roots: [] }) },
  });
  const seen = [];
  const call = async (name, args = {}) => {
    const { content } = await client.callTool({ name, arguments: args });
    seen.push(content.map((block) => block.text ?? '').join('\n').replace(STAMP, '***'));
  };
  try {
    seen.push(String((await client.listTools()).tools.length));
    await call('browser_navigate', { url });
    await call('browser_snapshot');
    await call('browser_close');
  } finally {
    await client.close();
  }
  return seen;
}
