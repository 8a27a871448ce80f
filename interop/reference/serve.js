// Serves the reference server: `node serve.js stdio`, or `node serve.js http [PORT]`, which names its URL on stderr.

import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { handshakeServer } from './handshake.js';
import { serveHttp } from './http.js';

const [transport, port = '0'] = process.argv.slice(2);

switch (transport) {
  case 'stdio':
    await handshakeServer().connect(new StdioServerTransport());
    break;
  case 'http':
    console.error(`listening on ${await serveHttp(handshakeServer, Number(port))}`);
    break;
  default:
    console.error('usage: serve.js stdio | http [PORT]');
    process.exit(2);
}
