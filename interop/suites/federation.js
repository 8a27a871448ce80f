// Servers that people use, all behind one front by one file, before clients that people use: everything is listed, one tool of
// each server is called, those that ask are answered, a resource is read, a prompt got, an argument completed. Each client that
// has a session has its own memory, browser and counters, also beside another one at the same time.

import { ok, strictEqual } from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHROMIUM, installChromium } from '../chromium.js';
import { execute, freePort, INTEROP, NODE, NotRun, packaged, warnings, WORK } from '../harness.js';
import { java, python } from '../toolchains.js';
import { visit } from '../visit.js';

const INSPECTOR = packaged('@modelcontextprotocol', 'inspector', 'clients', 'launcher', 'build', 'index.js');
const REMOTE = packaged('mcp-remote', 'dist', 'proxy.js');
const DOCUMENT = 'demo://resource/static/document/architecture.md';
const TYPESCRIPT = { name: 'TypeScript SDK', command: [NODE, join(INTEROP, 'visitors', 'typescript.js')] };

/** The servers by the names that they have in the file, which the names of their tools begin with; each gives its entry. */
const SERVERS = {
  everything: () => npm('server-everything', ['stdio']),
  files: ({ folder }) => npm('server-filesystem', [folder]),
  memory: ({ folder }) => ownFile(npm('server-memory', []), join(folder, 'memory')),
  thinking: () => npm('server-sequential-thinking', []),
  browser: browser,
  fastmcp: fastmcp,
  java: javaSdk,
};

export default async function federation(harness) {
  if (harness.direct) throw new NotRun('without the gateway there is no front for several servers');
  const page = await pages();
  const folder = join(harness.folder, 'files');
  await mkdir(folder);
  await writeFile(join(folder, 'shrimp.txt'), 'with shrimps\n');
  try {
    await meet(harness, { folder, page: `http://127.0.0.1:${page.address().port}/` });
  } finally {
    page.closeAllConnections();
    page.close();
  }
}

async function meet(harness, place) {
  const entries = await present(harness, place);
  const servers = Object.keys(entries);
  const config = join(harness.folder, 'mcp.json');
  await writeFile(config, JSON.stringify({ mcpServers: entries }, undefined, 2));
  const gateway = await harness.through({ config });
  const http = { url: gateway.url };
  const remote = { command: ['env', `MCP_REMOTE_CONFIG_DIR=${join(WORK, 'mcp-remote')}`, NODE, REMOTE, http.url, '--transport', 'http-only'] };
  const fast = await fastmcpClient();
  // Two at a time, so that each is beside another one that calls itself something else.
  const pairs = [
    [[TYPESCRIPT, 'legacy', 'http', http], [TYPESCRIPT, 'legacy', 'http again', http]],
    [[TYPESCRIPT, 'legacy', 'mcp-remote', remote], [TYPESCRIPT, 'stateless', 'http', http]],
    fast ? [[fast, 'legacy', 'http', http], [fast, 'stateless', 'http', http]] : [],
    [[TYPESCRIPT, 'legacy', 'stdio', harness.overStdio({ config })]],
  ];
  for (const pair of pairs) {
    await Promise.all(pair.map(([client, era, way, target]) => {
      const who = `${client.name}, ${era}, ${way}`;
      return harness.check(who, () => visit(client, plan(servers, place, era, who, target)), 120_000);
    }));
  }
  await inspect(harness, servers, place, http);
  await harness.check('nothing is warned of', async () => strictEqual((await warnings(gateway.logs)).join('\n'), ''));
}

/** The entries of those servers that this machine can run; says which it cannot. */
async function present(harness, place) {
  const entries = {};
  for (const [name, make] of Object.entries(SERVERS)) {
    try {
      entries[name] = await make(place, harness);
    } catch (problem) {
      if (!(problem instanceof NotRun)) throw problem;
      console.log(`  not run: the server ${name} (${problem.message})`);
    }
  }
  return entries;
}

async function fastmcpClient() {
  try {
    return { name: 'FastMCP', command: [await python(), join(INTEROP, 'visitors', 'visitor.py'), 'fastmcp'] };
  } catch (problem) {
    if (!(problem instanceof NotRun)) throw problem;
    console.log(`  not run: the client of FastMCP (${problem.message})`);
    return undefined;
  }
}

function entry([command, ...args]) {
  return { command, args };
}

function npm(name, args) {
  return entry([NODE, packaged('@modelcontextprotocol', name, 'dist', 'index.js'), ...args]);
}

/** Each process of the server has a file of its own. */
function ownFile({ command, args }, prefix) {
  return entry(['sh', '-c', `MEMORY_FILE_PATH=${prefix}-$$.jsonl exec "$0" "$@"`, command, ...args]);
}

async function browser({ folder }) {
  await installChromium();
  return entry([NODE, packaged('@playwright', 'mcp', 'cli.js'), '--headless', '--no-sandbox', '--isolated',
    '--executable-path', CHROMIUM, '--output-dir', folder]);
}

async function fastmcp(_, harness) {
  const port = String(await freePort());
  await harness.start(await python(), [join(INTEROP, 'fastmcp', 'server.py'), 'http', port],
    { ready: (line) => line.includes('Uvicorn running') });
  return { url: `http://127.0.0.1:${port}/mcp` };
}

/** Over stdio this SDK's server may end where two of its threads write at once (java-sdk 686), as for a list beside a call. */
async function javaSdk(_, harness) {
  const [program, ...args] = (await java())('Server', 'http', String(await freePort()));
  const { ready } = await harness.start(program, args, { ready: (line) => line.match(/listening on (\S+)/)?.[1] });
  return { url: ready };
}

const call = (tool, args, has) => ({ tool, arguments: args, has });

/** What a client does that calls itself `who`; of servers that are not there, nothing. */
function plan(servers, { folder, page }, era, who, target) {
  const graph = [{ name: who, entityType: 'person', observations: ['counts'] }];
  const first = {
    everything: call('everything__get-sum', { a: 2, b: 3 }, '5'),
    files: call('files__read_text_file', { path: join(folder, 'shrimp.txt') }, 'with shrimps'),
    memory: call('memory__create_entities', { entities: graph }, who),
    thinking: thought(1),
    browser: call('browser__browser_navigate', { url: page + encodeURIComponent(who) }, ''),
    fastmcp: call('fastmcp__recall', {}, '0'),
    java: call('java__recall', {}, '0'),
  };
  const asking = {
    everything: call('everything__trigger-elicitation-request', {}, 'Ada'),
    fastmcp: call('fastmcp__greet', { who: 'bob' }, 'Hello, BOB!'),
    java: call('java__greet', { who: 'alice' }, 'Hello, ALICE!'),
  };
  const later = {
    memory: call('memory__read_graph', {}, JSON.stringify({ entities: graph, relations: [] }, undefined, 2)),
    browser: call('browser__browser_snapshot', {}, `The page of ${who}.`),
    thinking: thought(2),
    // It speaks the stateless era, too, and then it has no session to remember.
    fastmcp: era === 'legacy' ? call('fastmcp__recall', {}, '1') : undefined,
    java: call('java__recall', {}, '1'),
  };
  const of = (calls) => servers.map((server) => calls[server]).filter((one) => one !== undefined);
  const questions = of(asking).length;
  return {
    target, era,
    answers: [['alice?', { name: 'ALICE' }], ['bob?', { value: 'BOB' }], ['', { name: 'Ada' }]],
    steps: [
      { name: 'lists', tools: of(first).map(({ tool }) => tool) },
      { name: 'calls one tool of each', calls: of(first) },
      { name: 'is asked by each that asks, at once', calls: of(asking), questions },
      { name: 'is asked again', calls: [asking.everything], questions: questions + 1 },
      { name: 'finds its own state', calls: of(later) },
      { name: 'reads', resources: [[DOCUMENT, 'Everything'], ['memory://knowledge-graph', who]] },
      { name: 'gets a prompt', prompts: [['everything__args-prompt', { city: 'Bern' }, 'Bern']] },
      { name: 'completes', completions: [['everything__completable-prompt', { name: 'department', value: 'S' }, 'Sales']] },
    ],
  };
}

function thought(number) {
  const thinking = { thought: `thought ${number}`, thoughtNumber: number, totalThoughts: 3, nextThoughtNeeded: true };
  return call('thinking__sequentialthinking', thinking, `"thoughtHistoryLength": ${number}`);
}

/** The inspector's command line is a client of its own in each of these. */
async function inspect(harness, servers, { folder, page }, { url }) {
  const ask = async (method, options = [], era = 'modern') => {
    const { code, output, errors } = await execute(
      NODE, [INSPECTOR, '--cli', url, '--transport', 'http', '--protocol-era', era, '--method', method, ...options],
      { environment: { HOME: harness.folder, MCP_CATALOG_PATH: join(harness.folder, 'catalog.json') }, milliseconds: 60_000 });
    strictEqual(code, 0, `${output}\n${errors}`);
    return JSON.parse(output);
  };
  const tools = (name, ...args) => async () => {
    const { isError, content: [{ text }] } = await ask('tools/call', ['--tool-name', name, ...args.flatMap((one) => ['--tool-arg', one])]);
    ok(!isError, text);
  };
  const called = {
    everything: tools('everything__get-sum', 'a=2', 'b=3'),
    files: tools('files__list_directory', `path=${folder}`),
    memory: tools('memory__read_graph'),
    thinking: tools('thinking__sequentialthinking', 'thought=a', 'thoughtNumber=1', 'totalThoughts=1', 'nextThoughtNeeded=false'),
    browser: tools('browser__browser_navigate', `url=${page}inspector`),
    fastmcp: tools('fastmcp__recall'),
    java: tools('java__recall'),
  };
  const inspected = {
    ...Object.fromEntries(['legacy', 'modern'].map((era) => [`tools/list, ${era}`, async () => {
      const listed = (await ask('tools/list', [], era)).tools.map(({ name }) => name);
      for (const server of servers) ok(listed.some((name) => name.startsWith(`${server}__`)), `nothing of ${server} in ${listed}`);
    }])),
    ...Object.fromEntries(servers.map((server) => [`tools/call, ${server}`, called[server]])),
    'resources/read': async () => ok((await ask('resources/read', ['--uri', DOCUMENT])).contents[0].text.includes('Everything')),
    'prompts/get': async () => ok(JSON.stringify(
      await ask('prompts/get', ['--prompt-name', 'everything__args-prompt', '--prompt-args', 'city=Bern'])).includes('Bern')),
  };
  for (const [name, body] of Object.entries(inspected)) await harness.check(`inspector: ${name}`, body, 70_000);
}

/** Pages that say whose they are, by their path. */
function pages() {
  return new Promise((resolve, reject) => {
    const server = createServer(({ url }, response) => response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><title>A page</title><p>The page of ${decodeURIComponent(url.slice(1))}.</p>`));
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve(server));
  });
}
