import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIssuer, type Issuer } from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { BadConfig, readConfig } from './config';
import { bearerOnly } from './verifier';

const SENDER = { name: 'police-1', role: 'sender', department: 'police', source: 'urn:lianhu:source:police:default', area: '990101' } as const;
let folder: string;
let issuer: Issuer;
let server: Server;
let address: string;
let ofPerson: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianhu-verifier-'));
  issuer = await openIssuer(folder, std1);
  const pair = await generateKeyPair('RS256', { extractable: true });
  const keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'RS256' }] };
  server = createServer((request, response) =>
    response.end(JSON.stringify(request.url?.startsWith('/.well-known') ? { jwks_uri: `${address}/keys` } : keys)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  ofPerson = await new SignJWT({ role: 'auditor', area: '990101' })
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .setIssuer(address)
    .setAudience('lianhu')
    .setSubject('zhang')
    .setExpirationTime('1m')
    .sign(pair.privateKey);
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['the hub, which has the issuer’s key', {}],
  ['an edge, a monitor or the auditors’ service, which have its public half', { LIANHU_JWKS: 'jwks.json' }],
])('where people are signed in elsewhere, %s knows what the hub traded and what our services bear too', async (_, env) => {
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
  const places = 'LIANHU_JWKS' in env ? { LIANHU_JWKS: join(folder, env.LIANHU_JWKS), LIANHU_KEYS: join(folder, 'none') } : { LIANHU_KEYS: folder };
  const { bearer } = bearerOnly(readConfig({ ...places, OIDC_ISSUER: address }));
  expect(await bearer(await issuer.issue(SENDER, 60))).toEqual({ ...SENDER, kind: 'system' });
  expect(await bearer(await issuer.issue({ name: 'edge-police', role: 'edge', department: 'police', area: '990101' }, 60))).toMatchObject({
    role: 'edge',
  });
  expect(await bearer(ofPerson)).toMatchObject({ name: 'zhang', role: 'auditor', kind: 'person' });
  expect(await bearerOnly(readConfig(places)).bearer(ofPerson)).toBeUndefined();
});

test('an issuer is an address, and never one of our own names', () => {
  for (const OIDC_ISSUER of ['urn:lianhu:issuer', 'urn:lianhu:session', 'sso.example']) expect(() => readConfig({ OIDC_ISSUER })).toThrow(BadConfig);
});

test('keys that are named and cannot be read keep a service from starting; it says which file', () => {
  const [none, torn] = [join(folder, 'none.jwks.json'), join(folder, 'torn.jwks.json')];
  writeFileSync(torn, '{"keys":[');
  for (const jwksFile of [none, torn]) {
    expect(() => bearerOnly({ ...readConfig({}), jwksFile })).toThrow(
      new BadConfig(`LIANHU_JWKS: ${jwksFile} cannot be read as the token issuer's public keys`),
    );
  }
});
