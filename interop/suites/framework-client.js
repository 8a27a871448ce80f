// The official conformance suite as the server, and a client written with the framework. No gateway takes part.

import { join } from 'node:path';
import { CLIENT_SCENARIOS } from '../conformance/scenarios.js';
import { conformance } from '../conformance/verdicts.js';
import { program } from '../framework.js';

export const PARTS = Object.keys(CLIENT_SCENARIOS);

export default async function frameworkClient(harness, parts = PARTS) {
  const command = (await program('ConformanceClient')).join(' ');
  for (const revision of parts) {
    for (const scenario of CLIENT_SCENARIOS[revision]) {
      await harness.check(`${revision}: ${scenario}`, async () => {
        const options = ['--scenario', scenario, '--spec-version', revision, '--command', command];
        const verdict = await conformance('client', join(harness.folder, `${revision}-${scenario}`), options);
        verdict.demand(scenario);
      });
    }
  }
}
