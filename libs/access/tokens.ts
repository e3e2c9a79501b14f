import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  importJWK,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { LianhuError, type Suite } from '@lianhu/kernel';
import { keyFile } from '@lianhu/vault';
import { isRole, viewerOf, type Viewer } from './roles';

/** The issuer's name in our own tokens, and for whom they are. */
const LOCAL_ISSUER = 'urn:lianhu:issuer';
const AUDIENCE = 'lianhu';
/** Our own tokens are Ed25519 only; a foreign issuer may use what Java 8 can. */
const LOCAL_ALGORITHMS = ['EdDSA'];
const FOREIGN_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
/** What a token calls itself: ours all the same; of others also RFC 9068's name, or nothing. An issuer's tokens of other kinds are none for us. */
const LOCAL_TYPE = 'JWT';
const FOREIGN_TYPES: readonly unknown[] = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];
/** A token lives no longer than this. Unit: seconds (400 days: a system's yearly renewal with a month to spare). */
const MAX_TTL = 400 * 86_400;
/** Verified tokens kept until they expire. Unit: tokens. */
const MAX_VERIFIED = 2_000;
/** Longest token that is looked at. Unit: characters. */
const MAX_TOKEN = 8_192;
const SEED_FILE = 'token-issuer.key';
const JWKS_FILE = 'token-issuer.jwks.json';

/** A token asked for with parts that contradict each other, or for too long. */
export class BadToken extends LianhuError {
  readonly code = 'access.bad-token';
  constructor() {
    super('Such a token makes no sense: check role, department, source, area and lifetime.');
  }
}

/** The keys of the issuer cannot be fetched or read, so nobody can be told from anybody. */
export class IssuerUnavailable extends LianhuError {
  readonly code = 'access.issuer-unavailable';
  constructor(readonly issuer: string) {
    super(`The keys of the token issuer ${issuer} cannot be read; try again.`);
  }
}

/** Makes tokens, with a key of its own in a 0600 file. */
export interface Issuer {
  /** A token for a viewer; `ttlSeconds` from now. */
  issue(viewer: Omit<Viewer, 'kind'>, ttlSeconds: number): Promise<string>;
  readonly jwks: JSONWebKeySet;
}

/** Opens the local issuer in a folder; its public keys lie beside as a file, so that verifying needs no issuer. */
export async function openIssuer(folder: string, suite: Suite, now: () => number = Date.now): Promise<Issuer> {
  const seed = keyFile(folder, SEED_FILE, () => suite.random(32));
  const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const publicJwk: JWK = { kty: 'OKP', crv: 'Ed25519', x: base64url(suite.publicKey(seed)) };
  const kid = await calculateJwkThumbprint(publicJwk);
  const jwks = { keys: [{ ...publicJwk, kid, alg: 'EdDSA', use: 'sig' }] };
  publish(folder, jwks);
  const key = await importJWK({ ...publicJwk, d: base64url(seed) }, 'EdDSA');
  const issue = async (parts: Omit<Viewer, 'kind'>, ttlSeconds: number): Promise<string> => {
    const viewer = viewerOf(parts);
    if (!viewer || !(ttlSeconds > 0 && ttlSeconds <= MAX_TTL)) throw new BadToken();
    const seconds = Math.floor(now() / 1000);
    return new SignJWT({ ...claimsOf(viewer) })
      .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
      .setIssuer(LOCAL_ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(viewer.name)
      .setJti(base64url(suite.random(16)))
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + Math.ceil(ttlSeconds))
      .sign(key);
  };
  return { issue, jwks };
}

function publish(folder: string, jwks: JSONWebKeySet): void {
  const path = join(folder, JWKS_FILE);
  const text = `${JSON.stringify(jwks, null, 2)}\n`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(`${path}.${process.pid}.new`, text, { mode: 0o644 });
  renameSync(`${path}.${process.pid}.new`, path);
}

/** Tells who bears a token. */
export interface Verifier {
  /** Whose tokens it verifies. */
  readonly issuer: string;
  /** The viewer; undefined for a token that is none, expired, of another key or algorithm, or of a role that nobody knows. */
  verify(token: string): Promise<Viewer | undefined>;
}

/** Where the keys to verify with are: the folder of the local issuer, or an OIDC issuer's address. */
export type VerifierOptions = ({ readonly folder: string } | { readonly jwks: JSONWebKeySet } | { readonly oidcIssuer: string }) & {
  readonly now?: () => number;
};

/**
 * Verifies tokens of the local issuer by its published file, which is read when first needed, or of an OIDC issuer. The local one says of
 * systems and, for operators, of anybody who they are; an OIDC issuer of people only, for a system's token pushes and opens names.
 */
export function openVerifier(options: VerifierOptions): Verifier {
  const now = options.now ?? Date.now;
  const seen = new Map<string, { readonly viewer: Viewer; readonly expires: number }>();
  const foreign = 'oidcIssuer' in options;
  const keys = lazy(() => keysOf(options));
  const rules = {
    issuer: foreign ? options.oidcIssuer : LOCAL_ISSUER,
    audience: AUDIENCE,
    algorithms: foreign ? FOREIGN_ALGORITHMS : LOCAL_ALGORITHMS,
  };
  const isOurs = ({ typ, kid }: JWTHeaderParameters): boolean =>
    foreign ? FOREIGN_TYPES.includes(typ?.toLowerCase()) : typ === LOCAL_TYPE && kid !== undefined;
  const maySay = ({ kind }: Viewer): boolean => !foreign || kind === 'person';
  const verify = async (token: string): Promise<Viewer | undefined> => {
    if (token.length > MAX_TOKEN) return undefined;
    const known = seen.get(token);
    if (known && known.expires * 1000 > now()) return known.viewer;
    seen.delete(token);
    const claims = await claimsIn(token, await keys(), isOurs, { ...rules, requiredClaims: ['exp', 'sub'], currentDate: new Date(now()) });
    const viewer = claims && viewerIn(claims);
    if (!viewer || !maySay(viewer)) return undefined;
    if (seen.size >= MAX_VERIFIED) seen.delete(seen.keys().next().value as string);
    seen.set(token, { viewer, expires: claims.exp as number });
    return viewer;
  };
  return { issuer: rules.issuer, verify };
}

/** Tokens of several issuers: whom a token says to be from, though not proven yet, decides whose keys and rules it has to pass, and no others are tried. */
export function verifierOfEach(verifiers: readonly Verifier[]): Verifier {
  const verify = async (token: string): Promise<Viewer | undefined> => {
    const named = issuerNamed(token);
    return verifiers.find(({ issuer }) => issuer === named)?.verify(token);
  };
  return { issuer: verifiers.map(({ issuer }) => issuer).join(' '), verify };
}

function issuerNamed(token: string): string | undefined {
  try {
    return token.length > MAX_TOKEN ? undefined : decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

async function claimsIn(
  token: string,
  keys: JWTVerifyGetKey,
  isOurs: (header: JWTHeaderParameters) => boolean,
  rules: Parameters<typeof jwtVerify>[2],
): Promise<JWTPayload | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, rules);
    return isOurs(protectedHeader) ? payload : undefined;
  } catch (error) {
    const refused = error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && error.code !== KEYS_NOT_FETCHED;
    if (!refused) throw new IssuerUnavailable(String(rules?.issuer));
    return undefined;
  }
}

async function keysOf(options: VerifierOptions): Promise<JWTVerifyGetKey> {
  if ('jwks' in options) return createLocalJWKSet(options.jwks);
  if ('folder' in options) return createLocalJWKSet(localKeys(join(options.folder, JWKS_FILE)));
  try {
    const found = await fetch(`${options.oidcIssuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(OIDC_TIMEOUT),
    });
    const { jwks_uri: address } = (await found.json()) as { jwks_uri?: string };
    return createRemoteJWKSet(new URL(address ?? ''));
  } catch {
    throw new IssuerUnavailable(options.oidcIssuer);
  }
}

function localKeys(path: string): JSONWebKeySet {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JSONWebKeySet;
  } catch {
    throw new IssuerUnavailable(path);
  }
}

/** jose's code when an issuer's key set answers with something else. */
const KEYS_NOT_FETCHED = 'ERR_JOSE_GENERIC';
/** Unit: ms. */
const OIDC_TIMEOUT = 5_000;

/** Keeps the first success; a failure is tried again. */
function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make().catch((error: unknown) => ((made = undefined), Promise.reject(error as Error))));
}

const claimsOf = ({ role, department, source, area, town }: Viewer) => ({ role, department, source, area, town });

function viewerIn({ sub, role, department, source, area, town }: JWTPayload): Viewer | undefined {
  const texts = [department, source, town].every((value) => value === undefined || typeof value === 'string');
  if (!texts || typeof sub !== 'string' || typeof area !== 'string' || !isRole(role)) return undefined;
  const parts = { department, source, town } as { department?: string; source?: string; town?: string };
  return viewerOf({ name: sub, role, area, ...parts });
}
