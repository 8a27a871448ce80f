// The TypeScript SDK's client at a visit: `typescript.js PLAN`. See visit.js for the plan and for what is printed.

import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const { target, era, answers, steps } = JSON.parse(process.argv[2]);
const asked = [];

const client = new Client({ name: 'typescript', version: '1.0.0' }, {
  capabilities: { elicitation: {} }, versionNegotiation: { mode: era === 'legacy' ? 'legacy' : { pin: '2026-07-28' } },
});
client.setRequestHandler('elicitation/create', ({ params: { message } }) => {
  asked.push(message);
  const content = answers.find(([words]) => message.includes(words))?.[1];
  return content ? { action: 'accept', content } : { action: 'decline' };
});

const transport = transportTo(target);
await check('connects', () => client.connect(transport));
for (const step of steps) await check(step.name, () => take(step));
await check('leaves', async () => {
  await transport.terminateSession?.();
  await client.close();
});

function transportTo({ url, command: line }) {
  if (url) return url.endsWith('/sse') ? new SSEClientTransport(new URL(url)) : new StreamableHTTPClientTransport(new URL(url));
  const [command, ...args] = line;
  return new StdioClientTransport({ command, args, stderr: 'ignore' });
}

async function take({ tools, calls = [], questions }) {
  if (tools) {
    const listed = (await client.listTools()).tools.map(({ name }) => name);
    const absent = tools.filter((name) => !listed.includes(name));
    if (absent.length > 0) throw new Error(`no ${absent} in ${listed}`);
  }
  await Promise.all(calls.map(async ({ tool, arguments: args, has }) => {
    const { content } = await client.callTool({ name: tool, arguments: args });
    const text = content.map((block) => block.text ?? '').join('\n');
    if (!text.includes(has)) throw new Error(`no ${has} in ${text}`);
  }));
  if (questions !== undefined && asked.length !== questions) throw new Error(`asked ${asked.length} times: ${asked}`);
}

async function check(name, body) {
  let problem;
  try {
    await body();
  } catch (failure) {
    problem = String(failure);
  }
  console.log(JSON.stringify({ name, problem }));
}
