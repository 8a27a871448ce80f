// A small client for the mock servers of the conformance suite, which starts it with a mock's URL as last argument.
// It starts the gateway that TIELINE_GATEWAY describes (a JSON array) in front of the mock, or none if that is empty.

import { Harness } from '../harness.js';

const STATELESS = '2026-07-28';
const scenario = process.env.MCP_CONFORMANCE_SCENARIO;
const revision = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION;
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT || '{}');
const harness = new Harness(
  `conformance-client-${revision}-${scenario}`, JSON.parse(process.env.TIELINE_GATEWAY || 'null') ?? undefined);

/** A user who accepts what is proposed: every field that has a default keeps it. */
function acceptDefaults({ params: { requestedSchema } }) {
  const proposed = Object.entries(requestedSchema.properties).filter(([, field]) => 'default' in field);
  return { action: 'accept', content: Object.fromEntries(proposed.map(([name, field]) => [name, field.default])) };
}

const STEPS = {
  'initialize': (client) => client.listTools(),
  'tools_call': (client) => call(client, 'add_numbers', { a: 5, b: 3 }),
  'elicitation-sep1034-client-defaults': (client) => call(client, 'test_client_elicitation_defaults'),
  'sse-retry': (client) => call(client, 'test_reconnection'),
  'json-schema-2020-12-preservation': async (client) => {
    const { tools } = await client.listTools();
    const { inputSchema } = tools.find(({ name }) => name === 'json_schema_2020_12_tool');
    await call(client, 'json_schema_echo', { schema: inputSchema });
  },
  'request-metadata': (client) => client.listTools(),
  'sep-2322-client-request-state': async (client) => {
    // While the first call waits for its answer, another one must carry nothing of it.
    client.setRequestHandler('elicitation/create', async () => {
      await call(client, 'test_mrtr_unrelated');
      return { action: 'accept', content: { confirmed: true } };
    });
    for (const tool of ['echo_state', 'no_state']) await call(client, `test_mrtr_${tool}`);
    // The SDK's client refuses a result that does not name its type, which the gateway therefore adds.
    const untyped = call(client, 'test_mrtr_no_result_type');
    await (harness.direct ? untyped.catch(() => {}) : untyped);
  },
  'http-standard-headers': async (client) => {
    for (const { name } of (await client.listTools()).tools) await client.callTool({ name, arguments: {} });
    for (const { uri } of (await client.listResources()).resources) await client.readResource({ uri });
    for (const { name } of (await client.listPrompts()).prompts) await client.getPrompt({ name });
  },
  'http-custom-headers': async (client) => {
    for (const { name, arguments: args } of context.toolCalls) await call(client, name, args);
  },
  'http-invalid-tool-headers': async (client) => {
    for (const { name } of (await client.listTools()).tools) await client.callTool({ name, arguments: { region: 'eu' } });
  },
  'json-schema-ref-no-deref': (client) => client.listTools(),
};

/**
 * How the client speaks. Where tools with bad headers must be left out it is a client of the handshake era, since one of
 * the stateless era would leave them out itself, whatever the gateway let through.
 */
function mode() {
  const hidesTheGateway = scenario === 'http-invalid-tool-headers' && !harness.direct;
  return revision === STATELESS && !hidesTheGateway ? { pin: STATELESS } : 'legacy';
}

async function call(client, name, args = {}) {
  await client.listTools();
  const result = await client.callTool({ name, arguments: args });
  if (result.isError) throw new Error(JSON.stringify(result));
}

process.on('SIGTERM', async () => { await harness.close(); process.exit(143); });

let problem;
try {
  const options = revision === STATELESS ? ['--backend-revision', STATELESS] : [];
  const target = await harness.through({ url: process.argv.at(-1) }, options);
  const client = await harness.connect(target, {
    mode: mode(), capabilities: { elicitation: {} }, handlers: { 'elicitation/create': acceptDefaults },
  });
  await STEPS[scenario](client);
  await client.close();
} catch (failure) {
  problem = failure;
}
await harness.close();
if (problem) console.error(problem);
process.exit(problem || harness.results.some(({ passed }) => !passed) ? 1 : 0);
