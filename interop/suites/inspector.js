// The inspector's command line, on the way to the authors' reference server: what it prints must be the same through
// the gateway as directly, also where the inspector speaks the stateless era, which that server does not know. Likewise on
// the way to a server of the stateless era only, which speaks to the inspector of the handshake era too where the gateway
// is between them.

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { execute, INTEROP, NODE, packaged } from '../harness.js';

const INSPECTOR = packaged('@modelcontextprotocol', 'inspector', 'clients', 'launcher', 'build', 'index.js');
const EVERYTHING = { command: [NODE, packaged('@modelcontextprotocol', 'server-everything', 'dist', 'index.js'), 'stdio'] };
const STATELESS = { command: [NODE, join(INTEROP, 'reference', 'serve.js'), 'stdio', '--revision', '2026-07-28'] };

/** What a result of the stateless era says beyond one of the handshake era. */
const STATELESS_ONLY = ['_meta', 'resultType', 'ttlMs', 'cacheScope'];

const REQUESTS = {
  'tools/list': [],
  'tools/call': ['--tool-name', 'get-sum', '--tool-arg', 'a=20', 'b=22'],
  'resources/list': [],
  'resources/templates/list': [],
  'prompts/list': [],
  'prompts/get': ['--prompt-name', 'args-prompt', '--prompt-args', 'city=Bern'],
};

const STATELESS_REQUESTS = {
  'tools/list': [],
  'tools/call': ['--tool-name', 'test_simple_text'],
  'resources/read': ['--uri', 'test://static-text'],
  'prompts/get': ['--prompt-name', 'test_prompt_with_arguments', '--prompt-args', 'arg1=a', 'arg2=b'],
};

export default async function inspector(harness) {
  const everything = await harness.through(EVERYTHING);
  for (const [method, options] of Object.entries(REQUESTS)) {
    await harness.check(method, async () => {
      const ask = (target, era) => inspect(harness, target, era, method, options);
      const eras = harness.direct ? ['legacy'] : ['legacy', 'modern'];
      const [expected, legacy, modern] = await Promise.all(
        [ask(EVERYTHING, 'legacy'), ...eras.map((era) => ask(everything, era))]);
      deepStrictEqual(legacy, expected);
      if (modern) deepStrictEqual(plain(modern), inNewerWords(expected, modern));
    });
  }
  const stateless = await harness.through(STATELESS);
  for (const [method, options] of Object.entries(STATELESS_REQUESTS)) {
    await harness.check(`stateless server: ${method}`, async () => {
      const ask = (target, era) => inspect(harness, target, era, method, options);
      const eras = harness.direct ? ['modern'] : ['modern', 'legacy'];
      const [expected, modern, legacy] = await Promise.all(
        [ask(STATELESS, 'modern'), ...eras.map((era) => ask(stateless, era))]);
      deepStrictEqual(modern, expected);
      if (legacy) deepStrictEqual(plain(legacy), plain(expected));
    });
  }
}

/**
 * What the stateless era makes of a result: tools say nothing of tasks. This server adds tools for clients that can be asked;
 * it has them here, because the session that it has serves all clients without one.
 */
function inNewerWords(result, { tools: listed }) {
  if (!result.tools) return result;
  const known = new Map(result.tools.map(({ execution, ...tool }) => [tool.name, tool]));
  const there = listed.map((tool) => known.get(tool.name) ?? tool);
  return { ...result, tools: [...there, ...[...known.values()].filter((tool) => !there.includes(tool))] };
}

function plain(result) {
  return Object.fromEntries(Object.entries(result).filter(([key]) => !STATELESS_ONLY.includes(key)));
}

async function inspect(harness, target, era, method, options) {
  const way = target.url ? [target.url, '--transport', 'http'] : target.command;
  const { code, output, errors } = await execute(
    NODE, [INSPECTOR, '--cli', ...way, '--protocol-era', era, '--method', method, ...options],
    { environment: { HOME: harness.folder, MCP_CATALOG_PATH: join(harness.folder, 'catalog.json') }, milliseconds: 50_000 });
  strictEqual(code, 0, `${output}\n${errors}`);
  return JSON.parse(output);
}
