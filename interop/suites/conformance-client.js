// The official conformance suite as the server: its mocks behind the gateway, a small SDK client in front of it. What a
// mock sees is the gateway, which must therefore be a conforming client. The OAuth scenarios cannot pass through.

import { join } from 'node:path';
import { conformance, REVISION } from '../conformance/verdicts.js';
import { INTEROP, NODE } from '../harness.js';

const DRIVER = join(INTEROP, 'conformance', 'driver.js');
const SCENARIOS = [
  'initialize', 'tools_call', 'elicitation-sep1034-client-defaults', 'sse-retry', 'json-schema-2020-12-preservation',
];

export default async function conformanceClient(harness) {
  const gateway = harness.direct ? '' : JSON.stringify(harness.gateway);
  for (const scenario of SCENARIOS) {
    await harness.check(scenario, async () => {
      const options = ['--scenario', scenario, '--spec-version', REVISION, '--command', `${NODE} ${DRIVER}`];
      const passed = await conformance('client', join(harness.folder, scenario), options, { TIELINE_GATEWAY: gateway });
      await passed(scenario);
    });
  }
}
