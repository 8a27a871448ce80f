// Web pages in a real browser: a page of an allowed origin uses the gateway with nothing but what browsers have, over
// Streamable HTTP of both eras and over HTTP+SSE; a page of another origin gets nothing (scenario 184).

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { CHROMIUM, installChromium } from '../chromium.js';
import { INTEROP, NODE } from '../harness.js';

const SERVER = [NODE, `${INTEROP}/reference/serve.js`, 'stdio'];

export default async function browser(harness) {
  if (harness.direct) return; // Only the gateway knows of origins here.
  await installChromium();
  const site = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Page</title>'));
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address();
  const chrome = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const origin = `http://127.0.0.1:${port}`;
    const { url } = await harness.through({ command: SERVER }, ['--allow-origin', origin]);
    const cookies = await harness.through({ command: SERVER }, ['--allow-origin', origin, '--state-key', 'cookie']);
    await allowed(harness, await open(chrome, origin), url, cookies.url);
    await foreign(harness, await open(chrome, `http://localhost:${port}`), url);
  } finally {
    await chrome.close();
    site.closeAllConnections();
    site.close();
  }
}

/** A tab with a page of that origin, in which the functions of `inPage` are there. */
async function open(chrome, origin) {
  const page = await (await chrome.newContext()).newPage();
  await page.goto(origin);
  await page.evaluate(inPage);
  return page;
}

/** Runs in the browser: what a page needs to speak MCP. */
function inPage() {
  const JSON_AND_EVENTS = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
  window.post = (url, message, headers = {}, options = {}) => fetch(url, {
    method: 'POST', headers: { ...JSON_AND_EVENTS, ...headers }, body: JSON.stringify({ jsonrpc: '2.0', ...message }), ...options,
  });
  window.initialize = (id) => ({
    id,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: { elicitation: {} }, clientInfo: { name: 'page', version: '1' } },
  });
  window.messages = async function* messages(response) {
    let text = '';
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
      text += value;
      const events = text.split('\n\n');
      text = events.pop();
      for (const event of events) {
        const data = event.split('\n').filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)).join('');
        if (data) yield JSON.parse(data);
      }
    }
  };
}

async function allowed(harness, page, url, cookies) {
  let session;
  await harness.check('a page of an allowed origin initializes and reads its session id', async () => {
    session = await page.evaluate(async (to) => {
      const response = await post(to, initialize(1));
      const { result } = await response.json();
      return { id: response.headers.get('mcp-session-id'), revision: result.protocolVersion };
    }, url);
    match(session.id, /^[\x21-\x7e]+$/);
    strictEqual(session.revision, '2025-11-25');
  });
  const headers = { 'Mcp-Session-Id': session?.id, 'MCP-Protocol-Version': '2025-11-25', Authorization: 'Bearer none' };
  await harness.check('what wants no answer is accepted', async () => {
    strictEqual(await page.evaluate(async ([to, own]) =>
      (await post(to, { method: 'notifications/initialized' }, own)).status, [url, headers]), 202);
  });
  await harness.check('a tool asks in the middle of its call, on the stream that the page reads', async () => {
    const seen = await page.evaluate(async ([to, own]) => {
      const response = await post(to, {
        id: 2, method: 'tools/call', params: { name: 'test_elicitation', arguments: { message: 'Who?' } },
      }, own);
      const methods = [];
      for await (const message of messages(response)) {
        methods.push(message.method ?? message.result.content[0].text);
        if (message.method !== 'elicitation/create') continue;
        await post(to, { id: message.id, result: { action: 'accept', content: { username: 'ada', email: 'a@b.c' } } }, own);
      }
      return methods;
    }, [url, headers]);
    strictEqual(seen[0], 'elicitation/create');
    match(seen.at(-1), /ada/);
  });
  await harness.check('the stream of what is said unasked opens', async () => {
    deepStrictEqual(await page.evaluate(async ([to, own]) => {
      const stop = new AbortController();
      const response = await fetch(to, { headers: { ...own, Accept: 'text/event-stream' }, signal: stop.signal });
      const seen = [response.status, response.headers.get('content-type')];
      stop.abort();
      return seen;
    }, [url, headers]), [200, 'text/event-stream']);
  });
  await harness.check('an error is readable, with its status and its sentence', async () => {
    const [status, sentence] = await page.evaluate(async (to) => {
      const response = await post(to, { id: 3, method: 'tools/list' }, { 'Mcp-Session-Id': 'gone' });
      return [response.status, (await response.json()).error.message];
    }, url);
    strictEqual(status, 404);
    match(sentence, /initialize/);
  });
  await harness.check('the session ends with DELETE', async () => {
    strictEqual(await page.evaluate(async ([to, own]) =>
      (await fetch(to, { method: 'DELETE', headers: own })).status, [url, headers]), 204);
  });
  await harness.check('a request of the stateless era, with the headers that repeat its body', async () => {
    const names = await page.evaluate(listStatelessly, [url, {}]);
    ok(names.includes('test_elicitation'), names);
  });
  await harness.check('cookies go along where state is kept by them', async () => {
    const names = await page.evaluate(listStatelessly, [cookies, { credentials: 'include' }]);
    ok(names.includes('test_elicitation'), names);
    const [cookie] = await page.context().cookies(cookies);
    match(cookie.name, /state/);
  });
  await harness.check('HTTP+SSE by the EventSource of the browser', async () => {
    strictEqual(await page.evaluate(async (to) => {
      const source = new EventSource(to);
      const next = (type) => new Promise((resolve, reject) => {
        source.addEventListener(type, ({ data }) => resolve(data), { once: true });
        source.onerror = reject;
      });
      const endpoint = new URL(await next('endpoint'), to);
      const answer = next('message');
      const { status } = await post(endpoint, initialize(1));
      const { result } = JSON.parse(await answer);
      source.close();
      return `${status} ${result.protocolVersion}`;
    }, url.replace(/\/mcp$/, '/sse')), '202 2025-11-25');
  });
}

/** Runs in the browser: the names of all tools. */
async function listStatelessly([to, options]) {
  const response = await post(to, {
    id: 'list',
    method: 'tools/list',
    params: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'page', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  }, { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/list', 'Mcp-Param-Region': 'eu' }, options);
  const { result, error } = await response.json();
  return error ? error.message : result.tools.map(({ name }) => name);
}

async function foreign(harness, page, url) {
  const name = (step) => `a page of another origin ${step}`;
  await harness.check(name('cannot initialize'), async () => {
    strictEqual(await page.evaluate((to) => post(to, initialize(1)).then(() => 'read', ({ name: kind }) => kind), url), 'TypeError');
  });
  await harness.check(name('cannot read what a simple request brings'), async () => {
    strictEqual(await page.evaluate((to) => fetch(to).then(() => 'read', ({ name: kind }) => kind), url), 'TypeError');
  });
  await harness.check(name('cannot send what browsers send without asking first'), async () => {
    const [response] = await Promise.all([
      page.waitForResponse(url),
      page.evaluate((to) => fetch(to, { method: 'POST', mode: 'no-cors', body: '{}' }).catch(() => {}), url),
    ]);
    strictEqual(response.status(), 403);
    strictEqual(response.headers()['access-control-allow-origin'], undefined);
  });
  await harness.check(name('cannot listen'), async () => {
    strictEqual(await page.evaluate((to) => new Promise((resolve) => {
      const source = new EventSource(to);
      source.addEventListener('endpoint', () => resolve('heard'));
      source.onerror = () => resolve('refused');
    }), url.replace(/\/mcp$/, '/sse')), 'refused');
  });
}
