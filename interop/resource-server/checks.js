// Checks of an MCP server as OAuth resource server (MCP 2025-11-25 and 2026-07-28, "Authorization"; RFC 6750, RFC 8707,
// RFC 9068, RFC 9728). They know the URL of the server, and the authorization server that it trusts; nothing else.

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from 'node:assert/strict';
import { request } from 'node:http';
import { spkiOf } from './authorization-server.js';

const ACCEPT = 'application/json, text/event-stream';
const STATELESS = '2026-07-28';
const HANDSHAKE = '2025-11-25';
const META = {
  'io.modelcontextprotocol/protocolVersion': STATELESS,
  'io.modelcontextprotocol/clientInfo': { name: 'checks', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** What is asked in either era, without a session. */
const ERAS = {
  [HANDSHAKE]: {
    message: {
      jsonrpc: '2.0', id: 1, method: 'initialize',
      params: { protocolVersion: HANDSHAKE, capabilities: {}, clientInfo: { name: 'checks', version: '1' } },
    },
    headers: {},
  },
  [STATELESS]: {
    message: { jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta: META } },
    headers: { 'MCP-Protocol-Version': STATELESS, 'Mcp-Method': 'server/discover' },
  },
};

/**
 * @param check runs one: `(name, body)`
 * @param url of the MCP endpoint
 * @param authorization the server of tokens
 */
export async function checks(check, url, authorization) {
  const place = new URL(url);
  const metadata = await describedBy(check, url, place, authorization);
  const resource = metadata?.resource ?? url;
  const good = (more = {}, how = {}) => authorization.token(authorization.claims(resource, more), how);
  await whoHasNone(check, url);
  for (const era of Object.keys(ERAS)) await tokens(check, url, era, resource, authorization, good);
  await sessions(check, url, good);
  await keys(check, url, authorization, good);
}

const bearer = (token) => ({ Authorization: `Bearer ${token}` });

function post(url, era, headers = {}) {
  const { message, headers: own } = ERAS[era];
  return fetch(url, {
    method: 'POST', headers: { 'Content-Type': 'application/json', Accept: ACCEPT, ...own, ...headers }, body: JSON.stringify(message),
  });
}

async function status(response) {
  const answer = await response;
  await answer.body?.cancel();
  return answer.status;
}

/** The parameters of a challenge (RFC 9110, section 11.6.1). */
function challenge(response) {
  const value = response.headers.get('www-authenticate') ?? '';
  match(value, /^Bearer\b/i);
  return Object.fromEntries([...value.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, text]) => [name, text]));
}

async function describedBy(check, url, place, authorization) {
  let metadata;
  const json = async (at) => {
    const response = await fetch(at);
    strictEqual(response.status, 200, at);
    match(response.headers.get('content-type'), /^application\/json/);
    return response.json();
  };
  const path = `${place.origin}/.well-known/oauth-protected-resource${place.pathname}`;
  await check('metadata is found at the path of the endpoint, without a token', async () => { metadata = await json(path); });
  await check('it names the resource that was asked for, letter by letter', () => strictEqual(metadata.resource, url));
  await check('it names the authorization server', () => ok(metadata.authorization_servers.includes(authorization.issuer)));
  await check('it wants tokens in the header', () => deepStrictEqual(metadata.bearer_methods_supported ?? ['header'], ['header']));
  await check('it does not advertise offline_access', () => ok(!metadata.scopes_supported?.includes('offline_access')));
  await check('metadata is found at the root, too', async () => {
    const root = await json(`${place.origin}/.well-known/oauth-protected-resource`);
    ok(root.authorization_servers.includes(authorization.issuer));
    ok(url.startsWith(root.resource));
  });
  await check('it is not found where no endpoint can be', async () => {
    ok(await status(fetch(`${place.origin}/.well-known/oauth-protected-resource/no/such/endpoint`)) >= 400);
  });
  return metadata;
}

async function whoHasNone(check, url) {
  for (const era of Object.keys(ERAS)) {
    await check(`${era}: no token: 401 with where to get one, and no error`, async () => {
      const response = await post(url, era);
      strictEqual(response.status, 401);
      const told = challenge(response);
      ok(told.resource_metadata);
      strictEqual(told.error, undefined);
      const { resource } = await (await fetch(told.resource_metadata)).json();
      strictEqual(resource, url);
    });
  }
  for (const method of ['GET', 'DELETE', 'POST']) {
    await check(`${method} without a token: 401`, async () => {
      const response = await fetch(url, { method, headers: { Accept: ACCEPT, 'Mcp-Session-Id': 'guess' } });
      strictEqual(response.status, 401);
      ok(challenge(response).resource_metadata);
    });
  }
  await check('another scheme is no token', async () => {
    const response = await post(url, HANDSHAKE, { Authorization: 'Basic YWRhOnNlY3JldA==' });
    strictEqual(response.status, 401);
    strictEqual(challenge(response).error, undefined);
  });
  await check('it is refused before its body is read', () => new Promise((resolve, reject) => {
    const asking = request(url, {
      method: 'POST', headers: { 'Content-Type': 'application/json', Accept: ACCEPT, 'Content-Length': 100_000, Expect: '100-continue' },
    });
    asking.on('continue', () => reject(new Error('the body was asked for')));
    asking.on('response', (response) => {
      asking.destroy();
      if (response.statusCode === 401) resolve();
      else reject(new Error(`answered ${response.statusCode}`));
    });
    asking.on('error', reject);
    asking.flushHeaders();
  }));
}

async function tokens(check, url, era, resource, authorization, good) {
  const now = () => Math.floor(Date.now() / 1000);
  const accepted = (name, make) => check(`${era}: ${name}: accepted`, async () => {
    const answer = await post(url, era, bearer(await make()));
    strictEqual(answer.status, 200, await answer.text());
  });
  const refused = (name, make) => check(`${era}: ${name}: 401, invalid_token`, async () => {
    const token = await make();
    const answer = await post(url, era, bearer(token));
    const text = await answer.text();
    strictEqual(answer.status, 401, text);
    strictEqual(challenge(answer).error, 'invalid_token');
    if (token.length > 20) ok(!text.includes(token), 'the answer repeats the token');
  });
  await accepted('a good token', () => good());
  await accepted('the same, signed by RSA', () => good({}, { kid: 'rsa', alg: 'RS256' }));
  await accepted('the same, signed by RSA-PSS', () => good({}, { kid: 'rsa', alg: 'PS256' }));
  await accepted('the same, signed by Ed25519', () => good({}, { kid: 'ed', alg: 'EdDSA' }));
  await accepted('one of several audiences is this server', () => good({ aud: ['https://other.example', resource] }));
  await accepted('a clock that is half a minute behind', () => good({ nbf: now() + 30, iat: now() + 30 }));
  await refused('no token at all behind Bearer', () => 'none');
  await refused('one that has expired', () => good({ exp: now() - 600 }));
  await refused('one that is not good yet', () => good({ nbf: now() + 600 }));
  await refused('one for another server', () => good({ aud: 'https://other.example/mcp' }));
  await refused('one for a server whose name begins alike', () => good({ aud: `${resource}.evil.example` }));
  await refused('one without an audience', () => good({ aud: undefined }));
  await refused('one without an end', () => good({ exp: undefined }));
  await refused('one of another issuer', () => good({ iss: 'https://evil.example' }));
  await refused('one whose issuer has a slash more', () => good({ iss: `${authorization.issuer}/` }));
  await refused('one that nobody has signed', () => authorization.unsigned(authorization.claims(resource)));
  await refused('the same, None', () => authorization.unsigned(authorization.claims(resource), 'None'));
  await refused('one sealed by the public key as PEM', () =>
    authorization.sealed(authorization.claims(resource), authorization.publicPem('rsa')));
  await refused('one sealed by the public key as DER', () =>
    authorization.sealed(authorization.claims(resource), spkiOf(authorization.jwk('rsa'))));
  await refused('one of a foreign key under a known name', () =>
    good({}, { kid: 'foreign', header: { kid: 'ec' } }));
  await refused('one that brings its key', () =>
    good({}, { kid: 'foreign', header: { kid: 'ec', jwk: authorization.jwk('foreign') } }));
  await refused('one that says where its key is', () =>
    good({}, { kid: 'foreign', header: { kid: 'foreign', jku: `${authorization.issuer}/evil` } }));
  await refused('one that demands what is not understood', () =>
    good({}, { header: { crit: ['urn:example:unknown'], 'urn:example:unknown': true } }));
  await refused('another body under a good signature', () => {
    const [head, , signature] = good().split('.');
    const [, body] = good({ sub: 'root' }).split('.');
    return `${head}.${body}.${signature}`;
  });
  await refused('half a token', () => good().slice(0, -40));
  await check(`${era}: a token in the query is not looked at`, async () => {
    const response = await post(`${url}?access_token=${good()}`, era);
    strictEqual(response.status, 401);
    strictEqual(challenge(response).error, undefined);
  });
  await check(`${era}: nor one in a cookie`, async () => {
    strictEqual(await status(post(url, era, { Cookie: `access_token=${good()}` })), 401);
  });
}

async function opened(url, token) {
  const response = await post(url, HANDSHAKE, bearer(token));
  const session = response.headers.get('mcp-session-id');
  await response.text();
  ok(session, 'there is a session');
  return { 'Mcp-Session-Id': session, 'MCP-Protocol-Version': HANDSHAKE };
}

async function ping(url, headers) {
  return status(fetch(url, {
    method: 'POST', headers: { 'Content-Type': 'application/json', Accept: ACCEPT, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' }),
  }));
}

async function sessions(check, url, good) {
  const session = await opened(url, good()).catch(() => ({}));
  await check('a session goes on with its token', async () => strictEqual(await ping(url, { ...session, ...bearer(good()) }), 200));
  await check('and with another token of the same subject', async () =>
    strictEqual(await ping(url, { ...session, ...bearer(good({ scope: 'more' })) }), 200));
  await check('not without one: 401', async () => strictEqual(await ping(url, session), 401));
  const unknown = await ping(url, { ...session, 'Mcp-Session-Id': 'unknown', ...bearer(good({ sub: 'bob' })) });
  await check('to another subject it is as unknown as any', async () => {
    strictEqual(unknown, 404);
    strictEqual(await ping(url, { ...session, ...bearer(good({ sub: 'bob' })) }), unknown);
  });
  await check('and to another client of the same subject', async () =>
    strictEqual(await ping(url, { ...session, ...bearer(good({ client_id: 'another' })) }), unknown));
  await check('nor can another subject listen to it, or end it', async () => {
    for (const method of ['GET', 'DELETE']) {
      const headers = { Accept: 'text/event-stream', ...session, ...bearer(good({ sub: 'bob' })) };
      strictEqual(await status(fetch(url, { method, headers })), unknown, method);
    }
    strictEqual(await ping(url, { ...session, ...bearer(good()) }), 200);
  });
}

async function keys(check, url, authorization, good) {
  await check('a key that the issuer does not have is asked for, and not again and again', async () => {
    const before = authorization.requests.length;
    for (let i = 0; i < 20; i++) strictEqual(await status(post(url, HANDSHAKE, bearer(good({}, { kid: 'foreign', header: { kid: `k${i}` } })))), 401);
    ok(authorization.requests.length - before <= 6, `${authorization.requests.length - before} times`);
  });
  await check('nobody has asked for what tokens name themselves', () => ok(!authorization.requests.includes('/evil')));
  await check('no refusal says what a token holds', async () => {
    const answer = await post(url, HANDSHAKE, bearer(good({ sub: 'canary-4711', exp: 1 })));
    doesNotMatch(await answer.text() + [...answer.headers].join(), /canary-4711/);
  });
}
