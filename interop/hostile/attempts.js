// What is tried once and must come to nothing: each attempt says of which threat it is, what is done, and throws when it
// works. `world` has the URLs of a gateway and of its harmful backend, and what its log says.

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ask, call, dial, head, initialize, openSession, post, stateless } from './wire.js';

export const ATTEMPTS = {
  'T2: a session id in capitals, cut, or with a blank within': async ({ url }) => {
    const id = (await openSession(url))['mcp-session-id'];
    for (const other of [id.toUpperCase(), id.slice(1), `${id.slice(0, 9)} ${id.slice(9)}`, `${id},${id}`, '0', '../x']) {
      const { status, body } = await ask(url, call(1, 'any'), { 'mcp-session-id': other });
      if (other === id) continue;
      deepStrictEqual([status, body.includes(id)], [404, false], other);
    }
  },
  'T2: a session of one transport by the other one\'s door': async ({ url }) => {
    const id = (await openSession(url))['mcp-session-id'];
    for (const path of ['/messages?sessionId=', '/messages?session_id=', '/sse?sessionId=']) {
      const answer = await fetch(new URL(path + id, url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(call(1, 'any')) });
      ok(answer.status >= 400, `${path}: ${answer.status}`);
    }
  },
  'T2: a session that was ended is used again': async ({ url }) => {
    const session = await openSession(url);
    strictEqual((await fetch(url, { method: 'DELETE', headers: session })).status < 300, true);
    strictEqual((await fetch(url, { method: 'DELETE', headers: session })).status, 404);
    strictEqual((await ask(url, call(1, 'any'), session)).status, 404);
  },
  'T3: the events of another session are asked for by their ids': async ({ url }) => {
    const mine = await openSession(url);
    const other = await openSession(url);
    const answer = await ask(url, call(1, 'odd'), other);
    const ids = [...answer.body.matchAll(/^id: ?(.*)$/gm)].map(([, id]) => id);
    for (const id of [...ids, '0', '1', '1_0', '18446744073709551615', '-1', 'x'.repeat(5_000)]) {
      const stop = new AbortController();
      const stream = await fetch(url, { headers: { accept: 'text/event-stream', 'last-event-id': id, ...mine }, signal: stop.signal });
      const text = await Promise.race([stream.text(), sleep(150, '')]).catch(() => '');
      stop.abort();
      doesNotMatch(text, /"result"|structuredContent/, id);
    }
  },
  'T8: names that mean this machine, or look as if': async ({ url }) => {
    const { port } = new URL(url);
    for (const host of [`127.0.0.1.evil.example:${port}`, `localhost.evil.example:${port}`, `127.1:${port}`, `2130706433:${port}`, `0x7f000001:${port}`,
      `a@127.0.0.1:${port}`, `127.0.0.1:${port}@evil.example`, `[::ffff:7f00:1]:${port}`, `127.0.0.1:${port}, evil.example`, `127.0.0.1 evil.example`, '']) {
      const answer = await raw(url, post(url, initialize()).replace(/host: .*/, `host: ${host}`));
      match(answer, /^HTTP\/1.1 40[03]/, `${host}: ${answer.slice(0, 40)}`);
    }
    match(await raw(url, post(url, initialize()).replace('POST /mcp', 'POST http://evil.example/mcp')), /^HTTP\/1.1 40[03]/);
  },
  'T8: origins of nobody, of files, and of names that begin alike': async ({ url }) => {
    for (const origin of ['null', 'file://', 'http://127.0.0.1.evil.example', 'http://localhost@evil.example', 'chrome-extension://x', 'http://evil.example:80',
      'http://127.0.0.1 http://evil.example']) {
      strictEqual((await ask(url, initialize(), { origin })).status, 403, origin);
    }
  },
  'T9: a page of another origin asks whether it may': async ({ url }) => {
    const answer = await fetch(url, { method: 'OPTIONS', headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' } });
    strictEqual(answer.headers.get('access-control-allow-origin'), null);
  },
  'T11: the credentials of a client, sent on to the backend': async ({ url, seen }) => {
    const session = await openSession(url);
    await ask(url, call(1, 'any'), { ...session, authorization: 'Bearer canary-7f3a', cookie: 'canary-7f3a', 'proxy-authorization': 'canary-7f3a', 'x-api-key': 'canary-7f3a' });
    doesNotMatch(await seen(), /canary-7f3a/);
  },
  'T15: member names that differ in case or come twice': async ({ url }) => {
    const session = await openSession(url);
    for (const body of ['{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}', '{"jsonrpc":"2.0","id":1,"Method":"ping"}', '{"jsonrpc":"2.0","ID":1,"method":"ping","id":1,"id":2}',
      '{"jsonrpc":"2.0","id":1,"m\\u0065thod":"ping","method":"tools/list"}']) {
      const answer = await ask(url, body, session);
      ok(answer.status === 400 || answer.body.includes('"error"'), answer.body);
    }
  },
  'T15: bodies that are not UTF-8': async ({ url }) => {
    const session = await openSession(url);
    const text = JSON.stringify(call(1, 'any'));
    for (const body of [Buffer.from(text, 'utf16le'), Buffer.from([0xfe, 0xff, ...Buffer.from(text)]), Buffer.from(text.replace('any', '\xc0\xaf'), 'latin1'), Buffer.from(text.replace('any', '\xed\xa0\x80'), 'latin1')]) {
      const { status } = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...session }, body });
      strictEqual(status, 400);
    }
  },
  'T16: headers that say another method, tool or revision than the body': async ({ url }) => {
    const [message, headers] = stateless('tools/call', { name: 'any', arguments: {} });
    for (const lie of [{ 'mcp-method': 'tools/list' }, { 'mcp-name': 'echo' }, { 'mcp-name': 'Any' }, { 'mcp-name': '=?base64?ZWNobw==?=' }, { 'mcp-method': 'TOOLS/CALL' }, { 'mcp-name': '' }]) {
      const { status, body } = await ask(url, message, { ...headers, ...lie });
      deepStrictEqual([status, body.includes('-32020')], [400, true], JSON.stringify(lie) + body);
    }
  },
  'T17: a body that would be large if it were unpacked': async ({ url }) => {
    const bomb = gzipSync(JSON.stringify(initialize()) + ' '.repeat(100_000_000));
    const { status } = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: bomb });
    strictEqual(status, 415);
  },
  'T17: chunks with endless extensions, or a length beyond all numbers': async ({ url }) => {
    const chunked = head(url, 0, { 'transfer-encoding': 'chunked' }).replace('content-length: 0\r\n', '');
    for (const chunk of [`1;${'x'.repeat(200_000)}\r\n`, 'ffffffffffffffffffff\r\n', '-1\r\n', '0x5\r\n', `${'0'.repeat(100_000)}5\r\n`]) {
      match(await raw(url, chunked + chunk), /^HTTP\/1.1 4\d\d/, chunk.slice(0, 20));
    }
  },
  'T17: ids, methods and names of a megabyte': async ({ url }) => {
    const session = await openSession(url);
    const long = 'x'.repeat(1_000_000);
    for (const message of [{ ...call(1, 'any'), id: long }, { ...call(1, 'any'), method: long }, call(1, long)]) {
      const begun = performance.now();
      const { body } = await ask(url, message, session);
      ok(body.length < 2_000 || message.params?.name === long || message.method === long, `${body.length} bytes`);
      ok(performance.now() - begun < 5_000);
    }
  },
  'T20: requests of which two readers see two': async ({ url }) => {
    const body = JSON.stringify(initialize());
    const evil = 'GET /evil HTTP/1.1\r\nhost: evil\r\n\r\n';
    const plain = post(url, initialize());
    for (const request of [
      plain.replace(/content-length: .*/, `content-length: ${body.length}\r\ntransfer-encoding: chunked`),
      plain.replace(/content-length: (.*)/, 'content-length: +$1'), plain.replace(/content-length: (.*)/, 'content-length: $1, $1'),
      plain.replace(/content-length: (.*)/, 'content-length : $1'), plain.replace(/content-length: (.*)/, 'content-length:\r\n $1'),
      plain.replace(/content-length: (.*)/, 'content-length: $1\r\ncontent-length: 0'), plain.replace(/content-length: (.*)/, 'content-length: 0x10'),
      plain.replace(/content-length: .*/, 'transfer-encoding: \u000bchunked'), plain.replace('\r\nhost', '\nhost').replace(/content-length/, 'transfer-encoding: chunked\ncontent-length'),
    ]) {
      const answer = await raw(url, request + evil);
      ok(!answer.includes('evil') && answer.match(/^HTTP\/1\.1 \d/gm)?.length === 1 && !answer.startsWith('HTTP/1.1 200'), `${request.slice(0, 250)}\n${answer.slice(0, 200)}`);
    }
  },
  'T20: HTTP/2, asked for by its preface and by an upgrade': async ({ url }) => {
    match(await raw(url, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), /^HTTP\/1.1 505/);
    doesNotMatch(await raw(url, post(url, initialize(), { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAARAAAAAAAIAAAAA' })), / 101 /);
  },
  'T24: line ends and escapes on their way into the log': async ({ url, log }) => {
    const session = await openSession(url);
    const forged = '\r\n2026-01-01 info forged-line \u001b[2J\u202e';
    await ask(url, call(1, `x${forged}`), session);
    await ask(url, { jsonrpc: '2.0', id: 2, method: `x${forged}` }, session);
    await ask(url, initialize({ clientInfo: { name: forged, version: forged } }));
    await ask(url, initialize(), { 'user-agent': 'x forged-line' });
    await raw(url, `GET /${encodeURIComponent(forged)} HTTP/1.1\r\nhost: evil.example\r\n\r\n`);
    const text = log();
    doesNotMatch(text, /^2026-01-01 info forged-line/m);
    doesNotMatch(text, /[\u001b\u202e]/);
    ok(!text.includes(session['mcp-session-id']), 'a whole session id is in the log');
  },
  'T26: headers by which proxies say who calls': async ({ url }) => {
    for (const lie of [{ 'x-forwarded-host': 'evil.example' }, { forwarded: 'host=evil.example;proto=https' }, { 'x-forwarded-prefix': '/evil' }, { 'x-original-url': '/evil' }, { 'x-http-method-override': 'DELETE' }]) {
      const session = await openSession(url);
      const { status, body } = await ask(url, call(1, 'any'), { ...session, ...lie });
      deepStrictEqual([status, body.includes('here'), body.includes('evil')], [200, true, false], JSON.stringify(lie));
    }
    const stop = new AbortController();
    const sse = await fetch(new URL('/sse', url), { headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-prefix': '/evil' }, signal: stop.signal });
    const { value } = await sse.body.getReader().read();
    stop.abort();
    doesNotMatch(Buffer.from(value).toString(), /evil/);
  },
  'T28: answers, progress and cancellations for what is another\'s': async ({ url }) => {
    const victim = await openSession(url);
    const thief = await openSession(url);
    const running = ask(url, call('victim', 'echo', { text: 'mine' }), victim);
    for (const id of ['victim', 0, 1, 2, '0', '1']) {
      await ask(url, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } }, thief);
      await ask(url, { jsonrpc: '2.0', id, result: { action: 'accept', content: {} } }, thief);
      await ask(url, { jsonrpc: '2.0', id, error: { code: 1, message: 'x' } }, thief);
      await ask(url, { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: id, progress: 1 } }, thief);
    }
    match((await running).body, /mine/);
  },
  'T29: a stream of news, opened a thousand times': async ({ url }) => {
    const session = await openSession(url);
    const stop = new AbortController();
    for (let i = 0; i < 1_000; i++) fetch(url, { headers: { accept: 'text/event-stream', ...session }, signal: stop.signal }).catch(() => {});
    await sleep(500);
    match((await ask(url, call(1, 'any'), session)).body, /here/);
    stop.abort();
  },
  'T29: the same id, a hundred times at once': async ({ url }) => {
    const session = await openSession(url);
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(url, call(1, 'any'), session)));
    ok(answers.every(({ body }) => body.includes('here') || body.includes('-32600')));
  },
  'T12: a backend sends the gateway elsewhere': async ({ url, canary }) => {
    const session = await openSession(url);
    for (const status of [301, 302, 303, 307, 308]) await ask(url, call(1, 'redirect', { to: canary.url, status }), session);
    strictEqual(canary.hits, 0);
  },
  'T17: a backend whose head never ends': async ({ url }) => {
    const session = await openSession(url);
    match((await ask(url, call(1, 'fields'), session)).body, /-3100[13]/);
    match((await ask(url, call(2, 'any'), session)).body, /here/);
  },
  'T17: a backend that goes on and on with one event': async ({ url }) => {
    const session = await openSession(url);
    match((await ask(url, call(1, 'endless'), session, { milliseconds: 60_000 })).body, /-3100[134]/);
    match((await ask(url, call(2, 'any'), await openSession(url))).body, /here/);
  },
  'T19: a backend that answers twice, and what others asked': async ({ url }) => {
    const session = await openSession(url);
    const [, other] = await Promise.all([ask(url, call(1, 'twice'), session), ask(url, call(2, 'echo', { text: 'mine' }), session)]);
    match(other.body, /mine/);
    doesNotMatch(other.body, /stolen/);
  },
  'T30: addresses that no page should have, in what must be visited': async ({ url, canary }) => {
    const session = await openSession(url);
    await ask(url, call(1, 'address', { url: canary.url }), session);
    strictEqual(canary.hits, 0);
  },
};

/** Sends these bytes; what comes back within a moment. */
async function raw(url, bytes) {
  let text = '';
  const socket = await dial(url, { onData: (data) => { text += data.toString('latin1'); } });
  socket.write(Buffer.from(bytes, 'latin1'));
  for (let i = 0; i < 60 && !socket.destroyed && text === ''; i++) await sleep(25);
  await sleep(30);
  socket.destroy();
  return text;
}

/** A listener that nobody has reason to call. */
export async function canaryListener() {
  const canary = { hits: 0 };
  const server = createServer((socket) => {
    canary.hits++;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  canary.url = `http://127.0.0.1:${server.address().port}/mcp`;
  canary.close = () => server.close();
  return canary;
}
