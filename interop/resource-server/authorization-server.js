// An authorization server that gives tokens to whoever writes them: metadata (RFC 8414, OpenID Connect Discovery), keys
// (RFC 7517) and JSON Web Tokens of any shape. What it does wrong, it does because a check wants it to.

import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';

const HASHES = { RS256: 'sha256', PS256: 'sha256', ES256: 'sha256', EdDSA: null };
const PSS = { padding: 6, saltLength: 32 };

const encoded = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export class AuthorizationServer {
  #server;
  #keys = new Map();
  requests = [];

  static async start() {
    const self = new AuthorizationServer();
    self.#server = createServer((request, response) => self.#answer(request, response));
    await new Promise((resolve) => self.#server.listen(0, '127.0.0.1', resolve));
    self.issuer = `http://127.0.0.1:${self.#server.address().port}`;
    self.addKey('rsa', 'rsa', { modulusLength: 2048 });
    self.addKey('ec', 'ec', { namedCurve: 'P-256' });
    self.addKey('ed', 'ed25519', {});
    // Keys that are not published.
    self.addKey('foreign', 'ec', { namedCurve: 'P-256' }, false);
    self.addKey('later', 'ec', { namedCurve: 'P-256' }, false);
    return self;
  }

  addKey(kid, type, options, isPublished = true) {
    this.#keys.set(kid, { ...generateKeyPairSync(type, options), isPublished });
  }

  /** Its public keys have this one from now on. */
  publish(kid) {
    this.#keys.get(kid).isPublished = true;
  }

  jwk(kid) {
    return { ...this.#keys.get(kid).publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
  }

  publicPem(kid) {
    return this.#keys.get(kid).publicKey.export({ format: 'pem', type: 'spki' });
  }

  /** Claims of a good token for this resource. */
  claims(audience, more = {}) {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: this.issuer, sub: 'ada', aud: audience, client_id: 'checks', iat: now, nbf: now, exp: now + 300, jti: `${Math.random()}`, ...more,
    };
  }

  /** A token of these claims; the header may say anything, the key is told apart from it. */
  token(claims, { kid = 'ec', alg = 'ES256', header = {} } = {}) {
    const input = `${encoded({ alg, kid, typ: 'at+jwt', ...header })}.${encoded(claims)}`;
    return `${input}.${this.#signature(kid, alg, input)}`;
  }

  #signature(kid, alg, input) {
    const { privateKey } = this.#keys.get(kid);
    const key = { key: privateKey, ...(alg === 'PS256' ? PSS : {}), dsaEncoding: 'ieee-p1363' };
    return sign(HASHES[alg], Buffer.from(input), key).toString('base64url');
  }

  /** A token that nobody has signed. */
  unsigned(claims, alg = 'none') {
    return `${encoded({ alg, typ: 'JWT' })}.${encoded(claims)}.`;
  }

  /** A token that is signed by a secret, which may be what everybody has. */
  sealed(claims, secret, kid = 'rsa') {
    const input = `${encoded({ alg: 'HS256', kid, typ: 'JWT' })}.${encoded(claims)}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  }

  #answer(request, response) {
    const { pathname } = new URL(request.url, this.issuer);
    this.requests.push(pathname);
    const metadata = {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/keys`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    };
    const documents = {
      '/.well-known/oauth-authorization-server': metadata,
      '/.well-known/openid-configuration': metadata,
      '/keys': { keys: [...this.#keys].filter(([, { isPublished }]) => isPublished).map(([kid]) => this.jwk(kid)) },
    };
    const found = documents[pathname];
    response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json' }).end(found ? JSON.stringify(found) : '');
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** The same key as what some libraries take for a secret. */
export function spkiOf(jwk) {
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'spki' });
}
