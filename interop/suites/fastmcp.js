// FastMCP, a system in Python, as the server with questions and session state, and as the client that answers.

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execute, freePort, INTEROP, Missing, WORK } from '../harness.js';

const FOLDER = join(INTEROP, 'fastmcp');
const PYTHON = join(WORK, 'python', 'bin', 'python');
const CHECKS = 7;

export default async function fastmcp(harness) {
  await installFastmcp();
  const server = join(FOLDER, 'server.py');
  await visit(harness, 'stdio', { command: [PYTHON, server, 'stdio'] });
  const port = String(await freePort());
  await harness.start(PYTHON, [server, 'http', port], { ready: (line) => line.includes('Uvicorn running') });
  await visit(harness, 'http', { url: `http://127.0.0.1:${port}/mcp` });
}

async function visit(harness, transport, backend) {
  const target = await harness.through(backend);
  // Directly, both peers would choose the stateless era, which knows no session; a gateway must bring them to the older.
  const mode = harness.direct ? 'legacy' : 'auto';
  const client = [join(FOLDER, 'client.py'), JSON.stringify(target), mode];
  await harness.judgedBy(PYTHON, client, transport, CHECKS);
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
