// A server that takes its time: it answers its handshake and each list after a second, everything else at once. It speaks
// 2025-11-25 over stdio and has one tool, one resource and one prompt.

import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const SLOW_MILLISECONDS = 1_000;
const URI = 'slow://clock';

const SLOWLY = {
  'initialize': () => ({
    protocolVersion: '2025-11-25',
    capabilities: { tools: {}, resources: {}, prompts: {} },
    serverInfo: { name: 'slow', version: '1.0.0' },
  }),
  'tools/list': () => ({ tools: [{ name: 'tick', description: 'Says tock', inputSchema: { type: 'object' } }] }),
  'resources/list': () => ({ resources: [{ uri: URI, name: 'clock', mimeType: 'text/plain' }] }),
  'resources/templates/list': () => ({ resourceTemplates: [] }),
  'prompts/list': () => ({ prompts: [{ name: 'patience', description: 'Asks for patience' }] }),
};

const AT_ONCE = {
  'ping': () => ({}),
  'tools/call': () => ({ content: [{ type: 'text', text: 'tock' }] }),
  'resources/read': () => ({ contents: [{ uri: URI, mimeType: 'text/plain', text: 'a quarter to' }] }),
  'prompts/get': () => ({ messages: [{ role: 'user', content: { type: 'text', text: 'Wait.' } }] }),
};

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined || method === undefined) return;
  if (SLOWLY[method]) await sleep(SLOW_MILLISECONDS);
  const result = (SLOWLY[method] ?? AT_ONCE[method])?.();
  const outcome = result ? { result } : { error: { code: -32601, message: `There is no ${method} here` } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...outcome })}\n`);
});
