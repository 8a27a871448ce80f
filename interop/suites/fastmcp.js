// FastMCP, a system in Python, as the server with questions and session state, and as the client that answers: in each era
// on each side. Its own proxy cannot bring a client of one era to a server of the other that asks.

import { join } from 'node:path';
import { freePort, INTEROP } from '../harness.js';
import { python } from '../toolchains.js';

const FOLDER = join(INTEROP, 'fastmcp');
const HANDSHAKE = '2025-11-25';
const STATELESS = '2026-07-28';
const CHECKS = 6;
const CHECKS_OF_STATE = 1;

/** By the client's mode, which is FastMCP's own word; `auto` finds the stateless era wherever it is offered. */
const PAIRS = [['legacy', HANDSHAKE], ['auto', HANDSHAKE], ['legacy', STATELESS], ['auto', STATELESS]];
const ERA = { legacy: HANDSHAKE, auto: STATELESS };

export default async function fastmcp(harness) {
  const program = await python();
  const server = join(FOLDER, 'server.py');
  const port = String(await freePort());
  await harness.start(program, [server, 'http', port], { ready: (line) => line.includes('Uvicorn running') });
  const backends = { stdio: { command: [program, server, 'stdio'] }, http: { url: `http://127.0.0.1:${port}/mcp` } };
  for (const [mode, revision] of PAIRS.filter(([front, behind]) => !harness.direct || ERA[front] === behind)) {
    for (const [transport, backend] of Object.entries(backends)) {
      await visit(harness, program, `${mode} -> ${revision} ${transport}`, backend, mode, revision);
    }
  }
}

async function visit(harness, program, name, backend, mode, revision) {
  // The server speaks both eras: which one is up to the gateway. Its client discovers first and keeps cookies, by which clients
  // without sessions are told apart (scenario 109).
  const target = await harness.through(backend, ['--backend-revision', revision]);
  const stateful = revision === HANDSHAKE;
  const client = [join(FOLDER, 'client.py'), JSON.stringify(target), mode, ...(stateful ? ['stateful'] : [])];
  await harness.judgedBy(program, client, name, stateful ? CHECKS + CHECKS_OF_STATE : CHECKS);
}
