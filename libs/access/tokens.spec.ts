import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { std1 } from '@lianhu/log';
import { openIssuer, openVerifier, verifierOfEach, type Issuer, type Viewer } from './index';

const NOW = Date.parse('2026-10-12T09:30:00+08:00');
const SENDER = { name: 'police-1', role: 'sender', department: 'police', source: 'urn:lianhu:source:police:default', area: '990101' } as const;
let folder: string;
let issuer: Issuer;
let now = NOW;
const clock = (): number => now;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianhu-tokens-'));
  issuer = await openIssuer(folder, std1, clock);
});
beforeEach(() => void (now = NOW));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const verify = (token: string): Promise<Viewer | undefined> => openVerifier({ folder, now: clock }).verify(token);
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Record<string, unknown>;

test('a token says who bears it, and lives until its second', async () => {
  const token = await issuer.issue(SENDER, 60);
  const verifier = openVerifier({ folder, now: clock });
  expect(await verifier.verify(token)).toEqual({ ...SENDER, kind: 'system' });
  now = NOW + 59_000;
  expect(await verifier.verify(token)).toBeDefined();
  now = NOW + 60_000;
  expect(await verifier.verify(token)).toBeUndefined();
  expect(await verify(token)).toBeUndefined();
});

test('the issuer has one key for ever in a 0600 file, and publishes the public part beside it', async () => {
  const again = await openIssuer(folder, std1, clock);
  expect(again.jwks).toEqual(issuer.jwks);
  expect(statSync(join(folder, 'token-issuer.key')).mode & 0o777).toBe(0o600);
  const published = readFileSync(join(folder, 'token-issuer.jwks.json'), 'utf8');
  expect(JSON.parse(published)).toEqual(issuer.jwks);
  expect(published).not.toContain('"d"');
});

test.each([
  ['no token', () => ''],
  ['words', () => 'not a token'],
  ['a changed role', (parts: string[]) => [parts[0], base64url({ ...decode(parts[1]), role: 'admin' }), parts[2]].join('.')],
  ['a changed signature', (parts: string[]) => [parts[0], parts[1], `${parts[2]!.slice(0, -4)}AAAA`].join('.')],
  ['no signature', (parts: string[]) => [parts[0], parts[1], ''].join('.')],
  ['alg none', (parts: string[]) => [base64url({ alg: 'none' }), parts[1], ''].join('.')],
  [
    'HS256 with the public key',
    (parts: string[]) => {
      const text = [base64url({ alg: 'HS256', kid: decode(parts[0])['kid'] }), parts[1]].join('.');
      return `${text}.${createHmac('sha256', JSON.stringify(issuer.jwks.keys[0])).update(text).digest('base64url')}`;
    },
  ],
  ['a very long text', () => 'a'.repeat(100_000)],
])('%s is nobody', async (_name, forge) => {
  expect(await verify(forge((await issuer.issue(SENDER, 60)).split('.')))).toBeUndefined();
});

const signed = async (
  claims: Record<string, unknown>,
  over: { issuer?: string; audience?: string; sub?: string; exp?: number | null; typ?: string | undefined; kid?: string | undefined } = {},
): Promise<string> => {
  const seed = Buffer.from(readFileSync(join(folder, 'token-issuer.key'), 'utf8').trim(), 'base64');
  const jwk = { ...issuer.jwks.keys[0], d: seed.toString('base64url') };
  const jwt = new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: jwk.kid, ...('typ' in over && { typ: over.typ }), ...('kid' in over && { kid: over.kid }) })
    .setIssuer(over.issuer ?? 'urn:lianhu:issuer')
    .setAudience(over.audience ?? 'lianhu');
  if (over.sub !== null) jwt.setSubject(over.sub ?? 'x');
  if (over.exp !== null) jwt.setExpirationTime(over.exp ?? NOW / 1000 + 60);
  return jwt.sign(jwk);
};

test('a token that our key signed with other contents is nobody', async () => {
  const claims = { role: 'office', area: '990101' };
  expect(await verify(await signed(claims))).toMatchObject({ role: 'office' });
  expect(await verify(await signed({ ...claims, role: 'king' }))).toBeUndefined();
  expect(await verify(await signed({ ...claims, role: 'toString' }))).toBeUndefined();
  expect(await verify(await signed({ ...claims, area: undefined }))).toBeUndefined();
  expect(await verify(await signed({ ...claims, role: 'sender' }))).toBeUndefined();
  expect(await verify(await signed({ ...claims, department: ['police'] }))).toBeUndefined();
  expect(await verify(await signed(claims, { issuer: 'urn:other' }))).toBeUndefined();
  expect(await verify(await signed(claims, { audience: 'other' }))).toBeUndefined();
  expect(await verify(await signed(claims, { exp: null }))).toBeUndefined();
  expect(await verify(await signed(claims, { exp: NOW / 1000 }))).toBeUndefined();
  for (const typ of [undefined, 'at+jwt', 'logout+jwt']) expect(await verify(await signed(claims, { typ }))).toBeUndefined();
  for (const kid of [undefined, 'another']) expect(await verify(await signed(claims, { kid }))).toBeUndefined();
});

test('a token of another issuer’s key is nobody', async () => {
  const other = await openIssuer(join(folder, 'other'), std1, clock);
  expect(await verify(await other.issue(SENDER, 60))).toBeUndefined();
});

test('tokens that make no sense are not issued', async () => {
  for (const parts of [
    { ...SENDER, source: undefined },
    { ...SENDER, department: undefined },
    { ...SENDER, area: '9' },
    { ...SENDER, name: '' },
  ]) {
    await expect(issuer.issue(parts, 60)).rejects.toMatchObject({ code: 'access.bad-token' });
  }
  for (const ttl of [0, -1, NaN, 400 * 86_400 + 1]) await expect(issuer.issue(SENDER, ttl)).rejects.toMatchObject({ code: 'access.bad-token' });
  await expect(issuer.issue(SENDER, 400 * 86_400)).resolves.toBeDefined();
});

test('without the published keys nobody can be told from anybody: an error, not a refusal; later it works', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'lianhu-tokens-'));
  const verifier = openVerifier({ folder: empty, now: clock });
  await expect(verifier.verify('a.b.c')).rejects.toMatchObject({ code: 'access.issuer-unavailable' });
  const late = await openIssuer(empty, std1, clock);
  expect(await verifier.verify(await late.issue(SENDER, 60))).toBeDefined();
  rmSync(empty, { recursive: true, force: true });
});

describe('an OIDC issuer', () => {
  let server: Server;
  let address: string;
  let keys: object = {};
  beforeAll(async () => {
    server = createServer((request, response) =>
      response.end(JSON.stringify(request.url?.startsWith('/.well-known') ? { jwks_uri: `${address}/keys` } : keys)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test.each(['RS256', 'ES256', 'EdDSA'])('%s: its tokens are known by its published keys', async (alg) => {
    const pair = await generateKeyPair(alg, { extractable: true });
    keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: alg, alg }] };
    const sign = (iss: string): Promise<string> =>
      new SignJWT({ role: 'office', area: '990101' })
        .setProtectedHeader({ alg, kid: alg })
        .setIssuer(iss)
        .setAudience('lianhu')
        .setSubject('zhang')
        .setExpirationTime(NOW / 1000 + 60)
        .sign(pair.privateKey);
    const verifier = openVerifier({ oidcIssuer: address, now: clock });
    expect(await verifier.verify(await sign(address))).toMatchObject({ name: 'zhang', role: 'office', kind: 'person' });
    expect(await verifier.verify(await sign('http://other.invalid'))).toBeUndefined();
    expect(await verifier.verify(await issuer.issue(SENDER, 60))).toBeUndefined();
  });

  describe('beside our own', () => {
    const PERSON = { role: 'office', area: '990101' };
    let pair: Awaited<ReturnType<typeof generateKeyPair>>;
    beforeAll(async () => {
      pair = await generateKeyPair('EdDSA', { extractable: true });
    });
    beforeEach(async () => {
      keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'theirs', alg: 'EdDSA' }] };
    });
    const both = (oidcIssuer = address) => verifierOfEach([openVerifier({ folder, now: clock }), openVerifier({ oidcIssuer, now: clock })]);
    const theirs = (claims: Record<string, unknown>, { iss = address, typ, kid = 'theirs' }: { iss?: string; typ?: string; kid?: string } = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', kid, ...(typ && { typ }) })
        .setIssuer(iss)
        .setAudience('lianhu')
        .setSubject('zhang')
        .setExpirationTime(NOW / 1000 + 60)
        .sign(pair.privateKey);

    test('the tokens of both are known', async () => {
      expect(await both().verify(await issuer.issue(SENDER, 60))).toEqual({ ...SENDER, kind: 'system' });
      expect(await both().verify(await issuer.issue({ name: 'monitor', role: 'monitor', area: '990101' }, 60))).toMatchObject({ role: 'monitor' });
      for (const typ of [undefined, 'JWT', 'at+jwt', 'application/at+jwt'])
        expect(await both().verify(await theirs(PERSON, { typ }))).toMatchObject({ name: 'zhang', role: 'office' });
    });

    test('theirs says of nobody that it is a system', async () => {
      for (const claims of [{ ...SENDER }, { role: 'edge', department: 'police', area: '990101' }, { role: 'monitor', area: '990101' }])
        expect([claims.role, await both().verify(await theirs(claims))]).toEqual([claims.role, undefined]);
    });

    test('neither key makes a token of the other issuer, whatever it calls itself or its key', async () => {
      const ours = String(issuer.jwks.keys[0]?.kid);
      for (const kid of ['theirs', ours]) {
        expect(await both().verify(await theirs(PERSON, { iss: 'urn:lianhu:issuer', typ: 'JWT', kid }))).toBeUndefined();
        expect(await both().verify(await signed(PERSON, { issuer: address, kid }))).toBeUndefined();
      }
      for (const iss of ['urn:lianhu:session', 'http://other.invalid', `${address}/`])
        expect([await both().verify(await theirs(PERSON, { iss })), await both().verify(await signed(PERSON, { issuer: iss }))]).toEqual([
          undefined,
          undefined,
        ]);
    });

    test('their tokens of other kinds are none', async () => {
      for (const typ of ['logout+jwt', 'dpop+jwt', 'secevent+jwt']) expect(await both().verify(await theirs(PERSON, { typ }))).toBeUndefined();
    });

    test('while they cannot be reached ours are known, words are nobody, and theirs an error', async () => {
      const away = both('http://127.0.0.1:9');
      expect(await away.verify(await issuer.issue(SENDER, 60))).toBeDefined();
      expect([await away.verify('a.b.c'), await away.verify(''), await away.verify('a'.repeat(100_000))]).toEqual([undefined, undefined, undefined]);
      await expect(away.verify(await theirs(PERSON, { iss: 'http://127.0.0.1:9' }))).rejects.toMatchObject({ code: 'access.issuer-unavailable' });
    });
  });

  test('that cannot be reached is an error', async () => {
    await expect(openVerifier({ oidcIssuer: 'http://127.0.0.1:9', now: clock }).verify('a.b.c')).rejects.toMatchObject({
      code: 'access.issuer-unavailable',
    });
  });
});
