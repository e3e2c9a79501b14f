import { std1 } from '@lianhu/log';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role, Viewer } from './roles';
import { SESSION_TOKEN_SECONDS, sessionIssuer, sessionVerifier } from './session-tokens';
import { openIssuer, openVerifier } from './tokens';

const NOW = Date.parse('2026-11-21T10:00:00+08:00');
const seed = new Uint8Array(32).fill(7);
const person = (role: Role, department?: string): Viewer => ({
  name: 'wang',
  role,
  area: '990101',
  kind: 'person',
  ...(department && { department }),
});

test('people of a department who have something to do at its edge get a token, nobody else', async () => {
  const { issue, jwks } = await sessionIssuer(seed, std1, () => NOW);
  const verify = sessionVerifier(jwks, 'police', () => NOW);
  for (const role of ['data-officer', 'case-officer', 'department-lead'] as const) {
    expect(await verify((await issue(person(role, 'police'))) ?? '')).toEqual({ ...person(role, 'police'), kind: 'person' });
  }
  for (const viewer of [person('office'), person('auditor'), person('admin'), person('case-officer')]) expect(await issue(viewer)).toBeUndefined();
  expect(await issue({ ...person('sender', 'police'), kind: 'system' })).toBeUndefined();
});

test("a token is worth nothing at another department's edge, under another key, or changed", async () => {
  const { issue, jwks } = await sessionIssuer(seed, std1, () => NOW);
  const token = (await issue(person('case-officer', 'police'))) ?? '';
  expect(await sessionVerifier(jwks, 'court', () => NOW)(token)).toBeUndefined();
  const other = await sessionIssuer(new Uint8Array(32).fill(8), std1, () => NOW);
  expect(await sessionVerifier(other.jwks, 'police', () => NOW)(token)).toBeUndefined();
  const [head, , signature] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ sub: 'wang', role: 'data-officer', department: 'police', area: '990101' })).toString('base64url');
  expect(await sessionVerifier(jwks, 'police', () => NOW)(`${head}.${claims}.${signature}`)).toBeUndefined();
  expect(await sessionVerifier(jwks, 'police', () => NOW)('x'.repeat(3_000))).toBeUndefined();
});

test('it ends after five minutes, both sides of the edge', async () => {
  const { issue, jwks } = await sessionIssuer(seed, std1, () => NOW);
  const token = (await issue(person('case-officer', 'police'))) ?? '';
  const at = (seconds: number) => sessionVerifier(jwks, 'police', () => NOW + seconds * 1000)(token);
  expect(await at(SESSION_TOKEN_SECONDS + 29)).toBeDefined();
  expect(await at(SESSION_TOKEN_SECONDS + 31)).toBeUndefined();
});

test('neither issuer makes the tokens of the other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-session-'));
  const systems = await openIssuer(folder, std1, () => NOW);
  const sessions = await sessionIssuer(seed, std1, () => NOW);
  const ofSystem = await systems.issue({ name: 'x', role: 'data-officer', department: 'police', area: '990101' }, 60);
  const both = { keys: [...systems.jwks.keys, ...sessions.jwks.keys] };
  expect(await sessionVerifier(both, 'police', () => NOW)(ofSystem)).toBeUndefined();
  const ofSession = (await sessions.issue(person('data-officer', 'police'))) ?? '';
  expect(await openVerifier({ jwks: both, now: () => NOW }).verify(ofSession)).toBeUndefined();
  rmSync(folder, { recursive: true });
});
