// The inspector's command line, on the way to the authors' reference server: what it prints must be the same through
// the gateway as directly.

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { execute, NODE, packaged } from '../harness.js';

const INSPECTOR = packaged('@modelcontextprotocol', 'inspector', 'clients', 'launcher', 'build', 'index.js');
const BACKEND = { command: [NODE, packaged('@modelcontextprotocol', 'server-everything', 'dist', 'index.js'), 'stdio'] };

const REQUESTS = {
  'tools/list': [],
  'tools/call': ['--tool-name', 'get-sum', '--tool-arg', 'a=20', 'b=22'],
  'resources/list': [],
  'resources/templates/list': [],
  'prompts/list': [],
  'prompts/get': ['--prompt-name', 'args-prompt', '--prompt-args', 'city=Bern'],
};

export default async function inspector(harness) {
  const gateway = await harness.through(BACKEND);
  for (const [method, options] of Object.entries(REQUESTS)) {
    await harness.check(method, async () => {
      const ask = (target) => inspect(harness, target, method, options);
      const [expected, actual] = await Promise.all([ask(BACKEND), ask(gateway)]);
      deepStrictEqual(actual, expected);
    });
  }
}

async function inspect(harness, target, method, options) {
  const way = target.url ? [target.url, '--transport', 'http'] : target.command;
  const { code, output, errors } = await execute(
    NODE, [INSPECTOR, '--cli', ...way, '--method', method, ...options],
    { environment: { HOME: harness.folder, MCP_CATALOG_PATH: join(harness.folder, 'catalog.json') }, milliseconds: 50_000 });
  strictEqual(code, 0, `${output}\n${errors}`);
  return JSON.parse(output);
}
