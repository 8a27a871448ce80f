// The TypeScript SDK's client at a visit: `typescript.js PLAN`. See visit.js for the plan and for what is printed.

import { setTimeout as sleep } from 'node:timers/promises';
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const { target, era, answers, steps } = JSON.parse(process.argv[2]);
const asked = [];
const PATIENCE_MILLISECONDS = 20_000;

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

async function take({ tools, calls = [], questions, resources = [], prompts = [], completions = [] }) {
  if (tools) await list(tools);
  await Promise.all(calls.map(async ({ tool, arguments: args, has }) => {
    const { content } = await client.callTool({ name: tool, arguments: args });
    const text = content.map((block) => block.text ?? '').join('\n');
    demand(has, text);
  }));
  for (const [uri, has] of resources) demand(has, JSON.stringify((await client.readResource({ uri })).contents));
  for (const [name, args, has] of prompts) demand(has, JSON.stringify((await client.getPrompt({ name, arguments: args })).messages));
  for (const [name, argument, has] of completions) {
    const { completion } = await client.complete({ ref: { type: 'ref/prompt', name }, argument });
    demand(has, completion.values.join());
  }
  if (questions !== undefined && asked.length !== questions) throw new Error(`asked ${asked.length} times: ${asked}`);
}

/** Of several servers, one that is just starting is listed later. */
async function list(tools) {
  const end = performance.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const listed = (await client.listTools()).tools.map(({ name }) => name);
    const absent = tools.filter((name) => !listed.includes(name));
    if (absent.length === 0) return;
    if (performance.now() > end) throw new Error(`no ${absent} in ${listed}`);
    await sleep(100);
  }
}

function demand(has, text) {
  if (!text.includes(has)) throw new Error(`no ${has} in ${text}`);
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
