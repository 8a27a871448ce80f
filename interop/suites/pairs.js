// Every client before every server: a TypeScript SDK client of each era, over HTTP and over stdio, before the reference
// server of each era, over HTTP and over stdio; sixteen pairs. In each, a tool asks twice and gets the answers meant for
// it, a call goes over two rounds, and a server of the handshake era still knows in a later call what it was told.
// `--direct` leaves those four pairs that need no gateway.

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { INTEROP, NODE } from '../harness.js';
import { LEGS, revisions, WALKED } from '../legs.js';

const REFERENCE = join(INTEROP, 'reference', 'serve.js');
const TRANSPORTS = ['http', 'stdio'];

const STEPS = {
  'is asked': (visitor) => asked(visitor, 'Ada'),
  'is asked again': (visitor) => asked(visitor, 'Grace'),
  'answers two rounds': async (visitor) => {
    visitor.answers = [{ name: 'Ada' }, { color: 'red' }];
    strictEqual(await textOf(visitor, 'test_input_required_result_multi_round', {}), 'Ada likes red');
    strictEqual(visitor.questions.splice(0).length, 2);
  },
  'is remembered': async (visitor) => {
    await textOf(visitor, 'test_session_memory', { word: 'shrimp' });
    strictEqual(await textOf(visitor, 'test_session_memory', {}), 'Remembered: shrimp');
  },
};

export const PARTS = LEGS;

export default async function pairs(harness, parts = harness.direct ? ['LL', 'MM'] : WALKED) {
  const rows = [];
  for (const leg of parts) {
    const [front, behind] = revisions(leg);
    const server = await harness.start(
      NODE, [REFERENCE, 'http', '--revision', behind], { ready: (line) => line.match(/http:\S+/)?.[0] });
    const backends = { http: { url: server.ready }, stdio: { command: [NODE, REFERENCE, 'stdio', '--revision', behind] } };
    for (const near of TRANSPORTS) {
      for (const far of TRANSPORTS.filter((transport) => !harness.direct || (transport === near && front === behind))) {
        const name = `${front} ${near} -> ${behind} ${far}`;
        const target = near === 'http' ? () => harness.through(backends[far]) : () => harness.overStdio(backends[far]);
        rows.push([front, near, behind, far, ...await meet(harness, name, target, leg)]);
      }
    }
  }
  harness.table(['client', 'over', 'server', 'over', ...Object.keys(STEPS)], rows);
}

/** One client before one server; gives for each step whether it went well. */
async function meet(harness, name, target, leg) {
  let visitor;
  if (!await harness.check(`${name}: connects`, async () => { visitor = await visit(harness, await target(), leg); })) {
    return Object.keys(STEPS).map(() => '✗');
  }
  const marks = [];
  for (const [step, take] of Object.entries(STEPS)) {
    // A server of the stateless era keeps nothing from call to call.
    const meaningless = step === 'is remembered' && leg.endsWith('M');
    marks.push(meaningless ? '-' : await harness.check(`${name}: ${step}`, () => take(visitor), 20_000) ? '✓' : '✗');
  }
  await visitor.client.close();
  return marks;
}

/** A client that knows its revision only, and gives its answers in order. */
async function visit(harness, target, leg) {
  const visitor = { answers: [], questions: [] };
  const [revision] = revisions(leg);
  visitor.client = await harness.connect(target, {
    mode: leg.startsWith('M') ? { pin: revision } : 'legacy',
    capabilities: { elicitation: {} },
    handlers: {
      'elicitation/create': ({ params }) => {
        visitor.questions.push(params.message);
        return { action: 'accept', content: visitor.answers.shift() };
      },
    },
  });
  strictEqual(visitor.client.getNegotiatedProtocolVersion(), revision);
  return visitor;
}

async function asked(visitor, username) {
  const message = `Who is there, ${username}?`;
  visitor.answers = [{ username, email: `${username}@example.org` }];
  const text = await textOf(visitor, 'test_elicitation', { message });
  ok(text.includes(`"username":"${username}"`), text);
  deepStrictEqual(visitor.questions.splice(0), [message]);
}

async function textOf({ client }, name, args) {
  const { content: [{ text }], isError } = await client.callTool({ name, arguments: args });
  ok(!isError, text);
  return text;
}
