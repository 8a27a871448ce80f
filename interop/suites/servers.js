// Servers that people use, each before real clients of several SDKs and both eras, through a gateway over HTTP and through
// one that the client starts itself: list, call, a question where the server has one, state across calls, the end.

import { deepStrictEqual } from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, execute, family, freePort, NODE, NotRun, packaged, warnings, WORK } from '../harness.js';
import { go, java, python, rust } from '../toolchains.js';
import { GREETINGS, visit, visitors } from '../visit.js';

const ERAS = ['legacy', 'stateless'];

/** By the language that a server is written in; each gives the servers: name, transport, backend, plan, eras. */
const LANGUAGES = { npm, python: pythonServers, go: goServers, rust: rustServers, java: javaServers };

export const PARTS = Object.keys(LANGUAGES);

export default async function servers(harness, parts = PARTS) {
  const clients = await visitors();
  let turn = 0;
  for (const part of parts) {
    for (const server of await available(part, harness)) await meet(harness, server, clients, turn++);
  }
}

async function available(part, harness) {
  try {
    return await LANGUAGES[part](harness);
  } catch (problem) {
    if (!(problem instanceof NotRun)) throw problem;
    console.log(`  not run: the servers in ${part} (${problem.message})`);
    return [];
  }
}

/**
 * All clients before one server; those that have sessions come first and must leave nothing behind. Every client meets every
 * server: one that asks in both eras, another in one of them, over HTTP or stdio by turns.
 */
async function meet(harness, { name, transport, backend, plan, eras }, clients, turn) {
  const gateway = await harness.through(backend);
  const fronts = harness.direct ? { directly: backend } : { http: gateway, stdio: harness.overStdio(backend) };
  const asks = plan.steps.some(({ questions }) => questions);
  for (const [index, era] of ERAS.entries()) {
    if (harness.direct && !eras.includes(era)) continue;
    const steps = plan.steps.filter(({ session }) => !session || era === 'legacy').map(({ session, ...step }) => step);
    const visits = clients.flatMap((client, place) => {
      if (!asks && (place + turn) % 2 !== index) return [];
      const choice = place + turn + (asks ? index : place >> 1);
      const [front, target] = Object.entries(fronts).at(choice % Object.keys(fronts).length);
      const title = `${client.name}, ${era}, ${front} → ${name}, ${transport}`;
      return [() => harness.check(title, () => visit(client, { ...plan, era, steps, target }), 120_000)];
    });
    await pairwise(visits);
    if (era === 'legacy' && gateway.pid && backend.command) {
      await harness.check(`${name}: no session is left`, () => eventually(
        () => family(gateway.pid).length === 0, 'children are still there'));
    }
  }
  if (gateway.logs) await harness.check(`${name}: nothing is warned of`, async () => deepStrictEqual(await warnings(gateway.logs), []));
}

/** Two at a time. */
async function pairwise(tasks) {
  const waiting = [...tasks];
  const worker = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) await task();
  };
  await Promise.all([worker(), worker()]);
}

const call = (tool, args, has) => ({ tool, arguments: args, has });

function stdio(name, command, plan, eras = ['legacy']) {
  return { name, transport: 'stdio', backend: { command }, plan: { answers: [], ...plan }, eras };
}

async function npm() {
  const folder = join(WORK, 'files');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'räksmörgås.txt'), 'with shrimps\n');
  const server = (name) => [NODE, packaged('@modelcontextprotocol', name, 'dist', 'index.js')];
  return [
    stdio('everything', server('server-everything'), {
      answers: [['', { name: 'Ada' }]],
      steps: [
        { name: 'lists', tools: ['echo', 'get-sum'] },
        { name: 'calls', calls: [call('echo', { message: 'tack' }, 'Echo: tack'), call('get-sum', { a: 2, b: 3 }, '5')] },
        { name: 'is asked', calls: [call('trigger-elicitation-request', {}, 'Ada')], questions: 1 },
        { name: 'is asked again', calls: [call('trigger-elicitation-request', {}, 'Ada')], questions: 2 },
      ],
    }),
    stdio('filesystem', [...server('server-filesystem'), folder], {
      steps: [
        { name: 'lists', tools: ['read_text_file', 'write_file'] },
        { name: 'reads', calls: [call('read_text_file', { path: join(folder, 'räksmörgås.txt') }, 'with shrimps')] },
        { name: 'writes', calls: [call('write_file', { path: join(folder, 'new.txt'), content: 'new' }, 'Success')] },
        { name: 'sees what it wrote', calls: [call('list_directory', { path: folder }, 'new.txt')] },
        { name: 'is refused', calls: [call('read_text_file', { path: '/etc/hostname' }, 'denied')] },
      ],
    }),
    stdio('memory', ['env', `MEMORY_FILE_PATH=${join(folder, 'memory.jsonl')}`, ...server('server-memory')], {
      steps: [
        { name: 'lists', tools: ['create_entities', 'read_graph'] },
        { name: 'remembers', calls: [call('create_entities',
          { entities: [{ name: 'Ada', entityType: 'person', observations: ['counts'] }] }, '')] },
        { name: 'recalls', calls: [call('search_nodes', { query: 'Ada' }, 'counts')] },
      ],
    }),
    stdio('sequential-thinking', server('server-sequential-thinking'), {
      steps: [
        { name: 'lists', tools: ['sequentialthinking'] },
        { name: 'thinks', calls: [thought(1, 1)] },
        { name: 'thinks on', calls: [thought(2, 2)], session: true },
      ],
    }),
  ];
}

function thought(number, length) {
  const thinking = { thought: `thought ${number}`, thoughtNumber: number, totalThoughts: 3, nextThoughtNeeded: true };
  return call('sequentialthinking', thinking, `"thoughtHistoryLength": ${length}`);
}

async function pythonServers() {
  const program = await python();
  const repository = join(WORK, 'repository');
  await rm(repository, { recursive: true, force: true });
  await execute('git', ['init', '--quiet', '--initial-branch', 'trunk', repository]);
  await writeFile(join(repository, 'shrimp.txt'), 'shrimp\n');
  const page = await listening();
  return [
    stdio('git', [program, '-m', 'mcp_server_git', '--repository', repository], {
      steps: [
        { name: 'lists', tools: ['git_status', 'git_add'] },
        { name: 'calls', calls: [call('git_status', { repo_path: repository }, 'shrimp.txt')] },
        { name: 'acts', calls: [call('git_add', { repo_path: repository, files: ['shrimp.txt'] }, 'staged')] },
      ],
    }),
    stdio('fetch', [program, '-m', 'mcp_server_fetch', '--allow-private-ips', '--ignore-robots-txt'], {
      steps: [
        { name: 'lists', tools: ['fetch'] },
        { name: 'fetches', calls: [call('fetch', { url: page, raw: true }, 'a page of shrimps')] },
        { name: 'fetches twice at once',
          calls: [call('fetch', { url: page, raw: true }, '<p>'), call('fetch', { url: page, raw: true, start_index: 9 }, 'shrimps')] },
      ],
    }),
    stdio('time', [program, '-m', 'mcp_server_time', '--local-timezone', 'Europe/Zurich'], {
      steps: [
        { name: 'lists', tools: ['get_current_time', 'convert_time'] },
        { name: 'calls', calls: [call('convert_time',
          { source_timezone: 'Asia/Tokyo', time: '12:00', target_timezone: 'Asia/Kolkata' }, '-3.5h')] },
        { name: 'is told what is wrong', calls: [call('get_current_time', { timezone: 'Nowhere' }, 'Nowhere')] },
      ],
    }),
  ];
}

async function goServers(harness) {
  const program = await go();
  return [...await greeting(harness, 'go-sdk', [program, 'server', 'go-sdk']),
    ...await greeting(harness, 'mcp-go', [program, 'server', 'mcp-go'])];
}

async function rustServers(harness) {
  return greeting(harness, 'rmcp', [await rust(), 'server']);
}

async function javaServers(harness) {
  const modern = await greeting(harness, 'java-sdk 2026-07-28', (await java())('ModernServer'));
  const plan = { ...GREETINGS, steps: GREETINGS.steps.filter(({ session }) => !session) };
  return modern.map((server) => ({ ...server, eras: ['stateless'], plan }));
}

/** A server that asks, over both transports. */
async function greeting(harness, name, command) {
  const [program, ...args] = command;
  const { ready } = await harness.start(program, [...args, 'http', String(await freePort())],
    { ready: (line) => line.match(/listening on (\S+)/)?.[1] });
  return [
    stdio(name, [...command, 'stdio'], GREETINGS, ERAS),
    { name, transport: 'http', backend: { url: ready }, plan: GREETINGS, eras: ERAS },
  ];
}

/** A page to fetch. */
function listening() {
  return new Promise((resolve, reject) => {
    const server = createServer((_, response) => response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<html><body><article><h1>Shrimps</h1><p>This is a page of shrimps.</p></article></body></html>'));
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}/`));
    server.unref();
  });
}
