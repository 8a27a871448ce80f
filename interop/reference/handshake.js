// The catalogue served by the revision 2025-11-25 and no other: questions go to the client as requests in mid-call.

import { setTimeout as sleep } from 'node:timers/promises';
import { ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server';
import { PROMPTS } from './prompts.js';
import { read, RESOURCE_TEMPLATES, RESOURCES } from './resources.js';
import { TOOLS } from './tools.js';

export const REVISION = '2025-11-25';
const RESOURCE_NOT_FOUND = -32002;

/** One server, for one session. */
export function handshakeServer() {
  const server = new Server({ name: 'tieline-reference', version: '1.0.0' }, {
    supportedProtocolVersions: [REVISION],
    capabilities: { tools: {}, resources: { subscribe: true }, prompts: {}, completions: {}, logging: {} },
  });
  serveTools(server);
  serveResources(server);
  servePrompts(server);
  return server;
}

function serveTools(server) {
  server.setRequestHandler('tools/list', () => ({ tools: TOOLS.map(definition) }));
  server.setRequestHandler('tools/call', async ({ params }, context) =>
    named(TOOLS, params.name).run(params.arguments ?? {}, callOf(context)));
}

function serveResources(server) {
  server.setRequestHandler('resources/list', () => ({ resources: RESOURCES }));
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: RESOURCE_TEMPLATES }));
  server.setRequestHandler('resources/subscribe', () => ({}));
  server.setRequestHandler('resources/unsubscribe', () => ({}));
  server.setRequestHandler('resources/read', ({ params: { uri } }) => {
    const contents = read(uri);
    if (!contents) throw new ProtocolError(RESOURCE_NOT_FOUND, `No resource at ${uri}`, { uri });
    return { contents: [contents] };
  });
}

function servePrompts(server) {
  server.setRequestHandler('prompts/list', () => ({ prompts: PROMPTS.map(definition) }));
  server.setRequestHandler('prompts/get', async ({ params }, context) => ({
    messages: await named(PROMPTS, params.name).run(params.arguments ?? {}, callOf(context)),
  }));
  server.setRequestHandler('completion/complete', ({ params: { argument } }) => {
    const values = ['paris', 'park', 'party'].filter((word) => word.startsWith(argument.value));
    return { completion: { values, total: values.length, hasMore: false } };
  });
}

/** What a tool sees of the request that it serves. */
function callOf({ mcpReq, http }) {
  return {
    pause: (milliseconds) => sleep(milliseconds),
    log: (level, data) => mcpReq.log(level, data, 'reference'),
    progress: (progress, total) => mcpReq._meta?.progressToken === undefined ? undefined : mcpReq.notify({
      method: 'notifications/progress', params: { progressToken: mcpReq._meta.progressToken, progress, total },
    }),
    ask: async (questions) => Object.fromEntries(await Promise.all(
      Object.entries(questions).map(async ([key, question]) => [key, await mcpReq.send(question)]))),
    closeStream: () => http?.closeSSE?.(),
  };
}

function definition({ run, ...rest }) {
  return rest;
}

function named(catalogue, name) {
  const found = catalogue.find((entry) => entry.name === name);
  if (!found) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no ${name} here`);
  return found;
}
