// Serves the reference server by one revision and no other: `node serve.js stdio` or `node serve.js http [PORT]`, which
// names its URL on stderr; with `--revision 2026-07-28` by the stateless era, otherwise by the handshake era.

import { parseArgs } from 'node:util';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { handshakeServer } from './handshake.js';
import { listen, sessions, singleRequests } from './http.js';
import { statelessServer } from './stateless.js';

const SERVED = {
  '2025-11-25': {
    stdio: () => handshakeServer().connect(new StdioServerTransport()),
    http: () => sessions(handshakeServer),
  },
  '2026-07-28': {
    stdio: () => serveStdio(() => statelessServer(), { legacy: 'reject' }),
    http: () => singleRequests(statelessServer),
  },
};

const { values: { revision }, positionals: [transport, port = '0'] } = parseArgs({
  allowPositionals: true, options: { revision: { type: 'string', default: '2025-11-25' } },
});
const start = SERVED[revision]?.[transport];
if (!start) {
  console.error(`usage: serve.js stdio | http [PORT] [--revision ${Object.keys(SERVED).join(' | ')}]`);
  process.exit(2);
}
const handler = await start();
if (transport === 'http') console.error(`listening on ${await listen(handler, Number(port))}`);
