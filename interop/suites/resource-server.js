// Tieline as OAuth resource server, judged by checks that know nothing of it; and a server that verifies nothing, which
// they must find out.

import { ok } from 'node:assert/strict';
import { freePort, INTEROP, NODE } from '../harness.js';
import { AuthorizationServer } from '../resource-server/authorization-server.js';
import { checks } from '../resource-server/checks.js';

const SERVER = [NODE, `${INTEROP}/reference/serve.js`, 'stdio'];
const MOST_LENIENT = 20;

export default async function resourceServer(harness) {
  if (harness.direct) return; // The reference server asks nobody who they are.
  const authorization = await AuthorizationServer.start();
  try {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/mcp`;
    const [program, ...options] = harness.gateway;
    await harness.start(program, [
      ...options, '--listen', `127.0.0.1:${port}`, '--public-url', new URL(url).origin, '--auth-issuer', authorization.issuer, '--', ...SERVER,
    ], { ready: (line) => line.includes('ready at') });
    await checks((name, body) => harness.check(name, body), url, authorization);
    await harness.check('the checks find out a server that verifies nothing', () => lenient(harness, authorization));
  } finally {
    authorization.close();
  }
}

async function lenient(harness, authorization) {
  const open = await harness.start(NODE, [`${INTEROP}/resource-server/open-server.js`, authorization.issuer], {
    ready: (line) => line.match(/http:\S+/)?.[0],
  });
  let failed = 0;
  await checks(async (name, body) => {
    try {
      await body();
    } catch {
      failed++;
    }
  }, open.ready, authorization);
  ok(failed >= MOST_LENIENT, `only ${failed} checks have failed`);
}
