import { createPrivateKey, randomUUID, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { callUntilAnswered, DEFAULT_RETRY, objectIn, refusal, type Retry } from './http';

/** Gives the bearer token; asked with `anew` after the edge refused the last one. */
export type TokenSource = (anew: boolean) => Promise<string>;

/** A system with a key pair, as `lianhu client add` has registered it. */
export interface KeyClient {
  /** Where `/api/token` is, e.g. `https://hub.example`. */
  readonly url: string;
  /** Name of the client. */
  readonly id: string;
  /** PEM or JWK: RSA (RS256), P-256 (ES256) or Ed25519 (EdDSA). */
  readonly privateKey: string | JsonWebKey;
  readonly audience?: string;
  readonly retry?: Partial<Retry>;
  readonly fetch?: typeof fetch;
}
/** How long an assertion is good for. Unit: seconds. */
const ASSERTION_SECONDS = 60;
/** A token is renewed this long before it ends. Unit: seconds. */
const RENEW_SECONDS = 60;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Trades the client's key for tokens (private_key_jwt, RFC 7523) and keeps each until shortly before it ends. Throws Refused. */
export function keyToken(client: KeyClient): TokenSource {
  const key = createPrivateKey(typeof client.privateKey === 'string' ? client.privateKey : { key: client.privateKey, format: 'jwk' });
  const retry = { ...DEFAULT_RETRY, ...client.retry };
  let kept: { readonly token: string; readonly until: number } | undefined;
  let trading: Promise<string> | undefined;
  const trade = async (): Promise<string> => {
    // Each attempt has an assertion of its own: one is good for one trade.
    const call = async () => ({
      method: 'POST' as const,
      url: new URL('/api/token', client.url).href,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: assertion(client.id, client.audience ?? 'lianhu', key),
      }).toString(),
    });
    const { status, text } = await callUntilAnswered(retry, call, client.fetch);
    const body = objectIn(text);
    if (status !== 200 || typeof body['access_token'] !== 'string') throw refusal(body, status);
    kept = { token: body['access_token'], until: Date.now() + (Number(body['expires_in'] ?? 0) - RENEW_SECONDS) * 1_000 };
    return kept.token;
  };
  return async (anew) => {
    if (!anew && kept && kept.until > Date.now()) return kept.token;
    trading ??= trade().finally(() => (trading = undefined));
    return trading;
  };
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A signed assertion of the client. */
export function assertion(id: string, audience: string, key: KeyObject, now = Date.now()): string {
  const alg = ALGORITHMS[key.asymmetricKeyType ?? ''];
  if (alg === undefined) throw new TypeError('the key is RSA, P-256 or Ed25519');
  const iat = Math.floor(now / 1_000);
  const text = `${encoded({ alg, typ: 'JWT' })}.${encoded({ iss: id, sub: id, aud: audience, iat, exp: iat + ASSERTION_SECONDS, jti: randomUUID() })}`;
  const signature = sign(alg === 'EdDSA' ? null : 'sha256', Buffer.from(text), alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key);
  return `${text}.${signature.toString('base64url')}`;
}
const ALGORITHMS: Readonly<Record<string, string>> = { rsa: 'RS256', ec: 'ES256', ed25519: 'EdDSA' };
