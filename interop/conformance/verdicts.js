// The command of the conformance suite, and its verdicts as it leaves them on disk.

import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execute, INTEROP, NODE, packaged } from '../harness.js';

export const REVISION = '2025-11-25';
const COMMAND = packaged('@modelcontextprotocol', 'conformance', 'dist', 'index.js');
const LOOPBACK = join(INTEROP, 'loopback.cjs');

/** Runs the suite and settles with a function that throws unless the given scenario passed without a warning. */
export async function conformance(mode, folder, options, environment) {
  await mkdir(folder);
  const { code, output, errors } = await execute(
    NODE, ['--require', LOOPBACK, COMMAND, mode, ...options, '-o', folder], { environment });
  const verdicts = await readdir(folder);
  return async (scenario) => {
    const verdict = verdicts.find((name) => new RegExp(`^(server-)?${scenario}-\\d{4}-`).test(name));
    if (!verdict) throw new Error(`was not run\n${output}\n${errors}`);
    const checks = JSON.parse(await readFile(join(folder, verdict, 'checks.json'), 'utf8'));
    const bad = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
    if (bad.length > 0) throw new Error([...bad.map(describe), mode === 'client' ? errors : ''].join('\n'));
    if (!checks.some(({ status }) => status === 'SUCCESS')) throw new Error('nothing was checked');
    if (mode === 'client' && code !== 0) throw new Error(`the client ended with an error\n${errors}`);
  };
}

function describe({ status, id, description, errorMessage }) {
  return `${status} ${id}: ${errorMessage ?? description}`;
}
