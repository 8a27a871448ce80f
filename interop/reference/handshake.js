// The catalogue served by the revision 2025-11-25 and no other: questions go to the client as requests in mid-call.

import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from '@modelcontextprotocol/server';
import { CAPABILITIES, change, IDENTITY, progressOf, serveCatalogue } from './catalogue.js';
import { TOOLS } from './tools.js';

/** One server, for one session. */
export function handshakeServer() {
  const server = new Server(IDENTITY, { supportedProtocolVersions: ['2025-11-25'], capabilities: CAPABILITIES });
  const memory = {};
  serveCatalogue(server, TOOLS, async (entry, args, context, whenDone) =>
    whenDone(await entry.run(args, callOf(server, memory, context))));
  server.setRequestHandler('resources/subscribe', () => ({}));
  server.setRequestHandler('resources/unsubscribe', () => ({}));
  return server;
}

/** What a tool sees of the request that it serves. */
function callOf(server, memory, { mcpReq, http }) {
  return {
    memory,
    pause: (milliseconds) => sleep(milliseconds),
    log: (level, data) => mcpReq.log(level, data, 'reference'),
    progress: progressOf(mcpReq),
    may: (capability) => server.getClientCapabilities()?.[capability] !== undefined,
    ask: async (questions) => Object.fromEntries(await Promise.all(
      Object.entries(questions).map(async ([key, question]) => [key, await mcpReq.send(question)]))),
    changed: (kind) => {
      change(kind);
      return kind === 'tools' ? server.sendToolListChanged() : server.sendPromptListChanged();
    },
    closeStream: () => http?.closeSSE?.(),
  };
}
