// The official conformance suite as the client, through the gateway to the reference server, which speaks one revision
// and no other, over HTTP and over stdio. `--direct` leaves only the legs within one era, and only HTTP.

import { join } from 'node:path';
import { COLUMNS, walk } from '../conformance/leg.js';
import { INTEROP, NODE } from '../harness.js';
import { LEGS, revisions, WALKED } from '../legs.js';

const REFERENCE = join(INTEROP, 'reference', 'serve.js');

export const PARTS = LEGS;

export default async function fourLegs(harness, parts = harness.direct ? ['LL', 'MM'] : WALKED) {
  const rows = [];
  for (const leg of parts) {
    const [front, behind] = revisions(leg);
    if (harness.direct && front !== behind) continue;
    const server = await harness.start(
      NODE, [REFERENCE, 'http', '--revision', behind], { ready: (line) => line.match(/http:\S+/)?.[0] });
    rows.push(await through(harness, leg, front, 'http', { url: server.ready }));
    const command = [NODE, REFERENCE, 'stdio', '--revision', behind];
    if (!harness.direct) rows.push(await through(harness, leg, front, 'stdio', { command }));
  }
  harness.table(COLUMNS, rows);
}

async function through(harness, leg, revision, transport, backend) {
  const { url } = await harness.through(backend);
  return walk(harness, leg, revision, transport, url);
}
