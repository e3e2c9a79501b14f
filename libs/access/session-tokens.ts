import { calculateJwkThumbprint, createLocalJWKSet, errors, importJWK, jwtVerify, SignJWT, type JSONWebKeySet, type JWK } from 'jose';
import type { Suite } from '@lianhu/kernel';
import { FORM_ROLES } from './entry';
import { isRole, viewerOf, type Viewer } from './roles';

/** The issuer's name: another one than that of tokens of systems, so that neither key makes the other's tokens. */
const SESSION_ISSUER = 'urn:lianhu:session';
const ALGORITHM = 'EdDSA';
/** How long an edge believes that somebody is signed in. Unit: seconds. Reason: signing out is not told to edges. */
export const SESSION_TOKEN_SECONDS = 300;
/** Clocks of two machines may differ so much. Unit: seconds. */
const LEEWAY = 30;
const MAX_TOKEN = 2_048;
const audienceOf = (department: string): string => `urn:lianhu:edge:${department}`;

/** Makes what a person's session is worth at the edge of the person's own department. */
export interface SessionIssuer {
  /** A token of `SESSION_TOKEN_SECONDS`; undefined for somebody who has nothing to do at an edge. */
  issue(viewer: Viewer): Promise<string | undefined>;
  readonly jwks: JSONWebKeySet;
}

/** Opens the issuer of the monitor with its own 32-byte seed. */
export async function sessionIssuer(seed: Uint8Array, suite: Suite, now: () => number = Date.now): Promise<SessionIssuer> {
  const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const publicJwk: JWK = { kty: 'OKP', crv: 'Ed25519', x: base64url(suite.publicKey(seed)) };
  const kid = await calculateJwkThumbprint(publicJwk);
  const key = await importJWK({ ...publicJwk, d: base64url(seed) }, ALGORITHM);
  const issue = async ({ name, role, department, area }: Viewer): Promise<string | undefined> => {
    if (department === undefined || !FORM_ROLES.includes(role)) return undefined;
    const seconds = Math.floor(now() / 1000);
    return new SignJWT({ role, department, area })
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
      .setIssuer(SESSION_ISSUER)
      .setAudience(audienceOf(department))
      .setSubject(name)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + SESSION_TOKEN_SECONDS)
      .sign(key);
  };
  return { issue, jwks: { keys: [{ ...publicJwk, kid, alg: ALGORITHM, use: 'sig' }] } };
}

/** The person of a session token made for this department; undefined for everything else, also for a token that would hold longer than it may. */
export function sessionVerifier(
  jwks: JSONWebKeySet,
  department: string,
  now: () => number = Date.now,
): (token: string) => Promise<Viewer | undefined> {
  const keys = createLocalJWKSet(jwks);
  const rules = {
    issuer: SESSION_ISSUER,
    audience: audienceOf(department),
    algorithms: [ALGORITHM],
    requiredClaims: ['exp', 'iat', 'sub'],
    maxTokenAge: SESSION_TOKEN_SECONDS,
    clockTolerance: LEEWAY,
  };
  return async (token) => {
    if (token.length > MAX_TOKEN) return undefined;
    try {
      const { payload } = await jwtVerify(token, keys, { ...rules, currentDate: new Date(now()) });
      const { sub, role, area } = payload;
      if (typeof sub !== 'string' || typeof area !== 'string' || !isRole(role) || !FORM_ROLES.includes(role)) return undefined;
      return payload['department'] === department ? viewerOf({ name: sub, role, department, area }) : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  };
}
