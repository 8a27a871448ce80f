// One gateway serves clients of every kind at once: TypeScript SDK clients that find out the era, that know only the
// stateless era, and that know only the handshake era, each before servers that know only one.

import { ok, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { INTEROP, NODE, packaged } from '../harness.js';

const REFERENCE = join(INTEROP, 'reference', 'serve.js');
const HANDSHAKE = '2025-11-25';
const STATELESS = '2026-07-28';

/** How clients choose the era, and which one they must come to. */
const MODES = { auto: ['auto', STATELESS], pinned: [{ pin: STATELESS }, STATELESS], legacy: ['legacy', HANDSHAKE] };

const SERVERS = {
  'reference, handshake era': { server: [REFERENCE, 'stdio', '--revision', HANDSHAKE], visit: visitReference },
  'reference, stateless era': { server: [REFERENCE, 'stdio', '--revision', STATELESS], visit: visitReference },
  'server-everything': {
    server: [packaged('@modelcontextprotocol', 'server-everything', 'dist', 'index.js'), 'stdio'], visit: visitEverything,
  },
};

export default async function modes(harness) {
  // Directly no server speaks to all of them.
  if (harness.direct) return;
  for (const [name, { server, visit }] of Object.entries(SERVERS)) {
    const backend = { command: [NODE, ...server] };
    const targets = { http: await harness.through(backend), stdio: harness.overStdio(backend) };
    for (const [transport, target] of Object.entries(targets)) {
      await Promise.all(Object.entries(MODES).map(([title, [mode, revision]]) => harness.check(
        `${title} client over ${transport}, ${name}`, () => meet(harness, target, mode, revision, visit))));
    }
  }
}

async function meet(harness, target, mode, revision, visit) {
  const questions = [];
  const client = await harness.connect(target, {
    mode,
    // Without roots, which server-everything asks for of its own accord, beside whatever it is called for.
    capabilities: { elicitation: {} },
    handlers: {
      'elicitation/create': ({ params }) => {
        questions.push(params.message);
        return { action: 'accept', content: { username: 'Ada', email: 'ada@example.org', name: 'Ada' } };
      },
    },
  });
  try {
    strictEqual(client.getNegotiatedProtocolVersion(), revision);
    await visit(client, questions);
  } finally {
    await client.close();
  }
}

async function visitReference(client, questions) {
  strictEqual(client.getServerVersion().name, 'tieline-reference');
  for (const who of ['Who?', 'Who else?']) {
    const answer = await textOf(client, 'test_elicitation', { message: who });
    ok(answer.includes('"username":"Ada"'), answer);
    strictEqual(questions.at(-1), who);
  }
  strictEqual(questions.length, 2);
  const { contents: [{ text }] } = await client.readResource({ uri: 'test://static-text' });
  ok(text.length > 0);
}

async function visitEverything(client, questions) {
  strictEqual(await textOf(client, 'echo', { message: 'räksmörgås' }), 'Echo: räksmörgås');
  const { tools } = await client.listTools();
  ok(tools.length > 5, `${tools.length} tools`);
  const { messages } = await client.getPrompt({ name: 'args-prompt', arguments: { city: 'Bern' } });
  ok(messages[0].content.text.includes('Bern'));
  const { content } = await client.callTool({ name: 'trigger-elicitation-request', arguments: {} });
  ok(JSON.stringify(content).includes('Ada'), JSON.stringify(content));
  strictEqual(questions.length, 1);
}

async function textOf(client, name, args) {
  const { content: [{ text }], isError } = await client.callTool({ name, arguments: args });
  ok(!isError, text);
  return text;
}
