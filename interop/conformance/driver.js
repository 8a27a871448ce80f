// A small client for the mock servers of the conformance suite, which starts it with a mock's URL as last argument.
// It starts the gateway that TIELINE_GATEWAY describes (a JSON array) in front of the mock, or none if that is empty.

import { Harness } from '../harness.js';

const scenario = process.env.MCP_CONFORMANCE_SCENARIO;
const harness = new Harness(`conformance-client-${scenario}`, JSON.parse(process.env.TIELINE_GATEWAY || 'null') ?? undefined);

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
};

async function call(client, name, args = {}) {
  await client.listTools();
  const result = await client.callTool({ name, arguments: args });
  if (result.isError) throw new Error(JSON.stringify(result));
}

process.on('SIGTERM', async () => { await harness.close(); process.exit(143); });

let problem;
try {
  const target = await harness.through({ url: process.argv.at(-1) });
  const client = await harness.connect(target, {
    capabilities: { elicitation: {} }, handlers: { 'elicitation/create': acceptDefaults },
  });
  await STEPS[scenario](client);
  await client.close();
} catch (failure) {
  problem = failure;
}
await harness.close();
if (problem) console.error(problem);
process.exit(problem || harness.results.some(({ passed }) => !passed) ? 1 : 0);
