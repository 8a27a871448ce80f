// A server that believes everybody, to see that the checks can fail: it looks into a token and verifies nothing.

import { createServer } from 'node:http';

const [issuer] = process.argv.slice(2);

const server = createServer((request, response) => {
  const url = `http://127.0.0.1:${server.address().port}/mcp`;
  const answer = (status, body, headers = {}) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  if (request.url.startsWith('/.well-known/oauth-protected-resource')) {
    answer(200, { resource: url, authorization_servers: [issuer] });
    return;
  }
  const [, body] = (request.headers.authorization ?? '').replace(/^Bearer /, '').split('.');
  let claims;
  try {
    claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  } catch {
    answer(401, {}, { 'WWW-Authenticate': `Bearer resource_metadata="http://127.0.0.1:${server.address().port}/.well-known/oauth-protected-resource/mcp"` });
    return;
  }
  answer(200, { jsonrpc: '2.0', id: 1, result: { sub: claims.sub } }, { 'Mcp-Session-Id': 'everybodys' });
});

server.listen(0, '127.0.0.1', () => console.log(`ready at http://127.0.0.1:${server.address().port}/mcp`));
