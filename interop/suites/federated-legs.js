// The official conformance suite through one front to three servers: the reference server, whose things keep their names,
// server-everything, and one that takes a second for its handshake and for each list. What passes with the reference server
// alone passes beside the others. The reference speaks one revision and no other, over HTTP and over stdio.

import { deepStrictEqual } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COLUMNS, walk } from '../conformance/leg.js';
import { eventually, INTEROP, NODE, NotRun, packaged } from '../harness.js';
import { LEGS, revisions, WALKED } from '../legs.js';

const REFERENCE = join(INTEROP, 'reference', 'serve.js');
const OTHERS = {
  everything: { command: NODE, args: [packaged('@modelcontextprotocol', 'server-everything', 'dist', 'index.js'), 'stdio'] },
  slow: { command: NODE, args: [join(INTEROP, 'federation', 'slow.js')] },
};
/** A tool of each server, by the name that it has behind the front. */
const OF_EACH = ['everything__echo', 'slow__tick', 'test_simple_text'];

export const PARTS = LEGS;

export default async function federatedLegs(harness, parts = WALKED) {
  if (harness.direct) throw new NotRun('without the gateway there is no front for several servers');
  const ways = [];
  for (const leg of parts) ways.push([leg, 'http'], [leg, 'stdio']);
  harness.table(COLUMNS, await fourAtOnce(ways, ([leg, transport]) => federated(harness, leg, transport)));
}

async function federated(harness, leg, transport) {
  const [front, behind] = revisions(leg);
  const config = join(harness.folder, `${leg}-${transport}.json`);
  const reference = transport === 'stdio'
    ? { command: NODE, args: [REFERENCE, 'stdio', '--revision', behind] } : { url: await listening(harness, behind) };
  await writeFile(config, JSON.stringify({ mcpServers: { reference: { ...reference, prefix: '' }, ...OTHERS } }));
  const target = await harness.through({ config });
  const row = await walk(harness, leg, front, transport, target.url);
  await harness.check(`${leg} ${transport}: all servers are listed`, () => allAreListed(harness, target, front));
  return row;
}

async function listening(harness, revision) {
  const { ready } = await harness.start(
    NODE, [REFERENCE, 'http', '--revision', revision], { ready: (line) => line.match(/http:\S+/)?.[0] });
  return ready;
}

/** The slow server may be late for the first list of a client. */
async function allAreListed(harness, target, revision) {
  const client = await harness.connect(target, { mode: revision === '2026-07-28' ? { pin: revision } : 'legacy' });
  const listed = async () => (await client.listTools()).tools.map(({ name }) => name).filter((name) => OF_EACH.includes(name));
  await eventually(async () => (await listed()).length === OF_EACH.length, 'not all servers were listed');
  deepStrictEqual((await listed()).sort(), OF_EACH);
  await client.close();
}

/** Four at a time, since most of it is waiting; gives the results in the order of the tasks. */
async function fourAtOnce(tasks, perform) {
  const results = [];
  let next = 0;
  const worker = async () => {
    for (let place = next++; place < tasks.length; place = next++) results[place] = await perform(tasks[place]);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return results;
}
