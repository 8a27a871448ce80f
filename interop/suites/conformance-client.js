// The official conformance suite as the server: its mocks behind the gateway, a small SDK client in front of it. What a
// mock sees is the gateway, which must therefore be a conforming client. The OAuth scenarios cannot pass through.

import { join } from 'node:path';
import { CLIENT_SCENARIOS } from '../conformance/scenarios.js';
import { conformance } from '../conformance/verdicts.js';
import { INTEROP, NODE } from '../harness.js';

const DRIVER = join(INTEROP, 'conformance', 'driver.js');

/** The revisions whose scenarios run unless some are named: those that the gateway speaks to a backend. */
const REVISIONS = ['2025-11-25', '2026-07-28'];

export const PARTS = Object.keys(CLIENT_SCENARIOS);

export default async function conformanceClient(harness, parts) {
  const gateway = harness.direct ? '' : JSON.stringify(harness.gateway);
  for (const revision of parts ?? REVISIONS) {
    for (const scenario of CLIENT_SCENARIOS[revision]) {
      await harness.check(`${revision}: ${scenario}`, async () => {
        const options = ['--scenario', scenario, '--spec-version', revision, '--command', `${NODE} ${DRIVER}`];
        const verdict = await conformance(
          'client', join(harness.folder, `${revision}-${scenario}`), options, { TIELINE_GATEWAY: gateway });
        verdict.demand(scenario);
      });
    }
  }
}
