// The official suite over one leg, which is a way through the gateway from a client of one era to a server of one era: what
// must pass there, and whether it does.

import { strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { baseline, conformance, required } from './verdicts.js';

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

/** The titles of the columns of what `walk` gives. */
export const COLUMNS = ['leg', 'transport', 'required', 'warnings', 'others'];

/** Runs the suite against `url` as a client of `revision`; gives the row of the table. */
export async function walk(harness, leg, revision, transport, url) {
  const { pass, of, others } = TARGETS[leg];
  const expected = await baseline(leg);
  const name = `${leg} ${transport}`;
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
