// The checks against any MCP server: node resource-server/main.js URL. It prints the issuer that the server must trust,
// waits for a line on stdin, and then begins; the exit code is 1 if a check failed.

import { once } from 'node:events';
import { AuthorizationServer } from './authorization-server.js';
import { checks } from './checks.js';

const [url] = process.argv.slice(2);
if (!url) {
  console.error('write: node resource-server/main.js URL');
  process.exit(2);
}
const authorization = await AuthorizationServer.start();
console.log(`Have ${url} trust the issuer ${authorization.issuer}, for tokens of the audience ${url}; then press Enter.`);
await once(process.stdin, 'data');
let failed = 0;
await checks(async (name, body) => {
  try {
    await body();
    console.log(`✓ ${name}`);
  } catch (problem) {
    failed++;
    console.log(`✗ ${name}\n    ${problem.message}`);
  }
}, url, authorization);
authorization.close();
process.exit(failed > 0 ? 1 : 0);
