// FastMCP, a system in Python, as the server with questions and session state, and as the client that answers: in each era
// on each side. Its own proxy cannot bring a client of one era to a server of the other that asks.

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execute, freePort, INTEROP, Missing, WORK } from '../harness.js';

const FOLDER = join(INTEROP, 'fastmcp');
const PYTHON = join(WORK, 'python', 'bin', 'python');
const HANDSHAKE = '2025-11-25';
const STATELESS = '2026-07-28';
const CHECKS = 6;
const CHECKS_OF_STATE = 1;

/** By the client's mode, which is FastMCP's own word; `auto` finds the stateless era wherever it is offered. */
const PAIRS = [['legacy', HANDSHAKE], ['auto', HANDSHAKE], ['legacy', STATELESS], ['auto', STATELESS]];
const ERA = { legacy: HANDSHAKE, auto: STATELESS };

export default async function fastmcp(harness) {
  await installFastmcp();
  const server = join(FOLDER, 'server.py');
  const port = String(await freePort());
  await harness.start(PYTHON, [server, 'http', port], { ready: (line) => line.includes('Uvicorn running') });
  const backends = { stdio: { command: [PYTHON, server, 'stdio'] }, http: { url: `http://127.0.0.1:${port}/mcp` } };
  for (const [mode, revision] of PAIRS.filter(([front, behind]) => !harness.direct || ERA[front] === behind)) {
    for (const [transport, backend] of Object.entries(backends)) {
      await visit(harness, `${mode} -> ${revision} ${transport}`, backend, mode, revision);
    }
  }
}

async function visit(harness, name, backend, mode, revision) {
  // The server speaks both eras: which one is up to the gateway. Clients without sessions are told apart by their cookies.
  const target = await harness.through(backend, ['--backend-revision', revision, '--state-key', 'cookie']);
  const stateful = revision === HANDSHAKE;
  const client = [join(FOLDER, 'client.py'), JSON.stringify(target), mode, ...(stateful ? ['stateful'] : [])];
  await harness.judgedBy(PYTHON, client, name, stateful ? CHECKS + CHECKS_OF_STATE : CHECKS);
}

async function installFastmcp() {
  const stamp = join(WORK, 'python.stamp');
  const wanted = await readFile(join(FOLDER, 'requirements.txt'), 'utf8');
  if (existsSync(PYTHON) && existsSync(stamp) && await readFile(stamp, 'utf8') === wanted) return;
  console.log('  installing FastMCP ...');
  await succeed('python3', ['-m', 'venv', '--clear', join(WORK, 'python')]);
  // Without these options pip waits for minutes where an index is out of reach.
  await succeed(PYTHON, ['-m', 'pip', 'install', '--quiet', '--retries', '0', '--timeout', '2',
    '-r', join(FOLDER, 'requirements.txt')]);
  await writeFile(stamp, wanted);
}

async function succeed(program, args) {
  const { code, output, errors } = await execute(program, args, { milliseconds: 300_000 });
  if (code !== 0) throw new Missing(`${program} ${args.join(' ')}: ${(errors || output).trim().slice(-500)}`);
}
