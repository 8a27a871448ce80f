// The official conformance suite as the client, through the gateway to the reference server, which speaks one revision
// and no other, over HTTP and over stdio. `--direct` leaves only the legs within one era, and only HTTP.

import { strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { baseline, conformance, required } from '../conformance/verdicts.js';
import { INTEROP, NODE } from '../harness.js';
import { LEGS, revisions, WALKED } from '../legs.js';

const REFERENCE = join(INTEROP, 'reference', 'serve.js');

const HEADERS = ['http-header-validation', 'http-custom-header-server-validation'];
/** All that the suite has on tasks but tasks-status-notifications, which it always skips. */
const TASKS = [
  'tasks-lifecycle', 'tasks-capability-negotiation', 'tasks-wire-fields', 'tasks-request-state-removal',
  'tasks-mrtr-input', 'tasks-request-headers', 'tasks-dispatch-and-envelope', 'tasks-required-task-error',
  'tasks-mrtr-composition',
];

/** For each leg how many scenarios must pass, of how many required, and which others are to pass although not scored. */
const TARGETS = {
  LL: { pass: 30, of: 30, others: ['server-session-lifecycle', 'json-schema-2020-12', 'server-sse-polling'] },
  LM: { pass: 30, of: 30, others: ['server-session-lifecycle', 'json-schema-2020-12'] },
  ML: { pass: 35, of: 37, others: ['json-schema-2020-12', ...HEADERS] },
  MM: { pass: 37, of: 37, others: ['json-schema-2020-12', ...HEADERS, ...TASKS] },
};

export const PARTS = LEGS;

export default async function fourLegs(harness, parts = harness.direct ? ['LL', 'MM'] : WALKED) {
  const rows = [];
  for (const leg of parts) {
    const [front, behind] = revisions(leg);
    if (harness.direct && front !== behind) continue;
    const server = await harness.start(
      NODE, [REFERENCE, 'http', '--revision', behind], { ready: (line) => line.match(/http:\S+/)?.[0] });
    rows.push(await walk(harness, leg, front, 'http', { url: server.ready }));
    const command = [NODE, REFERENCE, 'stdio', '--revision', behind];
    if (!harness.direct) rows.push(await walk(harness, leg, front, 'stdio', { command }));
  }
  harness.table(['leg', 'transport', 'required', 'warnings', 'others'], rows);
}

/** Runs the suite over one leg; gives the row of the table. */
async function walk(harness, leg, revision, transport, backend) {
  const { pass, of, others } = TARGETS[leg];
  const expected = await baseline(leg);
  const name = `${leg} ${transport}`;
  const { url } = await harness.through(backend);
  const verdict = await conformance('server', join(harness.folder, name.replace(' ', '-')), [
    '--url', url, '--requirements', revision, ...(expected.file ? ['--expected-failures', expected.file] : []),
  ]);
  const scenarios = await required(revision, 'server');
  const unscored = others.filter((scenario) => verdict.passes(scenario)).length;
  const passed = scenarios.filter((scenario) => verdict.passes(scenario)).length;
  const warned = scenarios.filter((scenario) => verdict.warns(scenario)).length;

  for (const scenario of [...scenarios, ...others].filter((each) => !expected.scenarios.includes(each))) {
    await harness.check(`${name}: ${scenario}`, () => verdict.demand(scenario));
  }
  await harness.check(`${name}: ${pass} of ${of}${expected.file ? ', and only the baseline is missed' : ''}`, () => {
    strictEqual(scenarios.length, of, 'the frozen contract has changed');
    strictEqual(passed, pass, `only ${passed} of ${of}`);
    strictEqual(verdict.code, 0, verdict.output.slice(-2000));
  });
  return [leg, transport, `${passed}/${of}`, String(warned), `${unscored}/${others.length}`];
}
