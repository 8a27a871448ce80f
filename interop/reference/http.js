// Streamable HTTP on 127.0.0.1: with sessions, where every stream can be resumed, or one request at a time without any.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import {
  localhostHostValidation, localhostOriginValidation, NodeStreamableHTTPServerTransport, toNodeHandler,
} from '@modelcontextprotocol/node';
import { createMcpHandler, isInitializeRequest } from '@modelcontextprotocol/server';

const RETRY_MILLISECONDS = 500;

/** Hands every request from this machine to `handle(request, response)`; settles with the URL once it listens. */
export function listen(handle, port) {
  const hostAllowed = localhostHostValidation();
  const originAllowed = localhostOriginValidation();
  const listener = createServer(async (request, response) => {
    if (!hostAllowed(request, response) || !originAllowed(request, response)) return;
    try {
      await handle(request, response);
    } catch (problem) {
      console.error(problem);
      if (!response.headersSent) refuse(response, 400, -32700, 'The body could not be read as JSON');
    }
  });
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${listener.address().port}/mcp`));
  });
}

/** The handshake era: one server made by `newServer` for each session. */
export function sessions(newServer) {
  const open = new Map();

  async function opened() {
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new EventLog(),
      retryInterval: RETRY_MILLISECONDS,
      onsessioninitialized: (id) => void open.set(id, transport),
      onsessionclosed: (id) => void open.delete(id),
    });
    await newServer().connect(transport);
    return transport;
  }

  return async (request, response) => {
    const body = request.method === 'POST' ? await json(request) : undefined;
    const id = request.headers['mcp-session-id'];
    if (id === undefined && isInitializeRequest(body)) return (await opened()).handleRequest(request, response, body);
    const transport = open.get(id);
    if (transport) return transport.handleRequest(request, response, body);
    return id === undefined
      ? refuse(response, 400, -32000, 'A session id is needed')
      : refuse(response, 404, -32001, 'There is no such session');
  };
}

/** The stateless era: one server made by `newServer` for each request; a change goes to all who listen. */
export function singleRequests(newServer) {
  const handler = createMcpHandler(() => newServer(changed), { legacy: 'reject' });
  function changed(kind) {
    if (kind === 'tools') handler.notify.toolsChanged();
    else handler.notify.promptsChanged();
  }
  return toNodeHandler(handler);
}

/** Every event of one session in order; an event id is its stream and its place in the log. */
class EventLog {
  #events = [];

  async storeEvent(stream, message) {
    return `${stream}_${this.#events.push({ stream, message }) - 1}`;
  }

  async getStreamIdForEventId(id) {
    return id.slice(0, id.lastIndexOf('_'));
  }

  async replayEventsAfter(id, { send }) {
    const stream = await this.getStreamIdForEventId(id);
    const last = Number(id.slice(id.lastIndexOf('_') + 1));
    for (const [place, event] of this.#events.entries()) {
      if (place > last && event.stream === stream) await send(`${stream}_${place}`, event.message);
    }
    return stream;
  }
}

function refuse(response, status, code, message) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } }));
}
