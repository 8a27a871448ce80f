// HTTP/1.1 as somebody writes it who wants no help: bytes on a socket, cut wherever the attack wants it.

import { connect } from 'node:net';

export const MIB = 1024 * 1024;

/** A loopback address of many, since one has no more than some 28,000 ports. */
export function source(number) {
  return `127.0.0.${2 + Math.floor(number / 8_000)}`;
}

/** An open socket that bears whatever the peer does to it. */
export function dial(url, { from = source(0), onData } = {}) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), localAddress: undefined });
  socket.on('error', () => {});
  if (onData) socket.on('data', onData);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(socket));
    socket.once('close', () => resolve(socket));
  });
}

/** The head of a POST, with these further lines. */
export function head(url, length, further = {}) {
  const lines = Object.entries({
    host: new URL(url).host,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'content-length': length,
    ...further,
  });
  return `POST /mcp HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

/** A whole POST of this message. */
export function post(url, message, further) {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  return head(url, Buffer.byteLength(body), further) + body;
}

export function call(id, name, args = {}, more = {}) {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args, ...more } };
}

export function initialize(more = {}) {
  return {
    jsonrpc: '2.0', id: 'i', method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'hostile', version: '1' }, ...more },
  };
}

/** What a client of 2026-07-28 sends with every request. */
export function stateless(method, params = {}) {
  const further = {
    'mcp-protocol-version': '2026-07-28', 'mcp-method': method,
    ...(params.name ? { 'mcp-name': params.name } : {}), ...(params.uri ? { 'mcp-name': params.uri } : {}),
  };
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'hostile', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
  };
  return [{ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } }, further];
}

/** Posts one message and reads the whole answer, which is `{status, headers, body}`. */
export async function ask(url, message, further = {}, { milliseconds = 30_000 } = {}) {
  const answer = await fetch(url, {
    method: 'POST', signal: AbortSignal.timeout(milliseconds),
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...further },
    body: typeof message === 'string' ? message : JSON.stringify(message),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

/** Opens a session; gives what its requests must carry. */
export async function openSession(url, more) {
  const { status, headers, body } = await ask(url, initialize(more));
  const id = headers.get('mcp-session-id');
  if (!id) throw new Error(`no session: ${status} ${body.slice(0, 300)}`);
  const session = { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' };
  await ask(url, { jsonrpc: '2.0', method: 'notifications/initialized' }, session);
  return session;
}

/** Does `step` for each number below `count`, so many at a time. */
export async function each(count, atOnce, step) {
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < count) await step(next++);
  }));
}
