// The official conformance suite as the client of a server that is written with the framework: one server, whose handlers
// serve both eras at once. No gateway takes part.

import { strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { conformance, required } from '../conformance/verdicts.js';
import { program } from '../framework.js';

/** For each revision how many scenarios are required, and which others are to pass although not scored. */
const TARGETS = {
  '2025-11-25': { of: 30, others: ['server-session-lifecycle', 'json-schema-2020-12'] },
  '2026-07-28': {
    of: 37, others: ['json-schema-2020-12', 'http-header-validation', 'http-custom-header-server-validation'],
  },
};

export const PARTS = Object.keys(TARGETS);

export default async function frameworkServer(harness, parts = PARTS) {
  const [java, ...options] = await program('ConformanceServer');
  const server = await harness.start(java, options, { ready: (line) => line.match(/listening on (\S+)/)?.[1] });
  const rows = [];
  for (const revision of parts) rows.push(await judge(harness, revision, server.ready));
  harness.table(['revision', 'required', 'warnings', 'others'], rows);
}

/** Runs what a revision requires; gives the row of the table. */
async function judge(harness, revision, url) {
  const { of, others } = TARGETS[revision];
  const verdict = await conformance('server', join(harness.folder, revision), ['--url', url, '--requirements', revision]);
  const scenarios = await required(revision, 'server');
  const passed = scenarios.filter((scenario) => verdict.passes(scenario)).length;
  const warned = scenarios.filter((scenario) => verdict.warns(scenario)).length;
  const unscored = others.filter((scenario) => verdict.passes(scenario)).length;
  for (const scenario of [...scenarios, ...others]) {
    await harness.check(`${revision}: ${scenario}`, () => verdict.demand(scenario));
  }
  await harness.check(`${revision}: ${of} of ${of}`, () => {
    strictEqual(scenarios.length, of, 'the frozen contract has changed');
    strictEqual(passed, of, `only ${passed} of ${of}`);
    strictEqual(verdict.code, 0, verdict.output.slice(-2000));
  });
  return [revision, `${passed}/${of}`, String(warned), `${unscored}/${others.length}`];
}
