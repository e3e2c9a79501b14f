import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import type { Pool } from 'pg';
import { accessMigrations, Accounts, Clients, type SignIn } from './index';

const NOW = Date.parse('2026-10-12T09:30:00+08:00');
const HOUR = 3_600_000;
let database: TestDatabase;
let pool: Pool;
let admin: Pool;
let now = NOW;
let accounts: Accounts;
const clock = (): number => now;

beforeAll(async () => {
  database = await testDatabase(accessMigrations);
  pool = createPool(database.urls.monitor);
  admin = createPool(database.urls.admin, { max: 1 });
  accounts = new Accounts(pool, clock);
});
beforeEach(() => void (now = NOW));
afterAll(async () => {
  await Promise.all([pool.end(), admin.end()]);
  await database.stop();
});

const office = { name: '未保办甲', role: 'office', area: '990101' } as const;
const signedIn = async (name: string, password: string): Promise<Extract<SignIn, { kind: 'signed-in' }>> => {
  const answer = await accounts.signIn(name, password);
  if (answer.kind !== 'signed-in') throw new Error('refused');
  return answer;
};
/** Until somebody waits for a row that another transaction has changed. */
async function eventuallyWaits(): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%for share%'`;
  while ((await admin.query(waiting)).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a one-time password is made up, works, and its session says so until it is changed', async () => {
  const { password, oneTime } = await accounts.createAccount(office);
  expect(oneTime).toBe(true);
  expect(password).toMatch(/^[a-z2-9]{14}$/);
  const { id, session } = await signedIn(office.name, password);
  expect(session).toMatchObject({ oneTime: true, viewer: { ...office, kind: 'person' } });
  expect(await accounts.changePassword(id, 'wrong password', 'a longer phrase')).toEqual({ kind: 'refused' });
  expect(await accounts.session(id)).toMatchObject({ oneTime: true });
  expect(await accounts.changePassword(id, password, 'a longer phrase')).toEqual({ kind: 'changed' });
  expect(await accounts.session(id)).toMatchObject({ oneTime: false });
  expect(await accounts.signIn(office.name, password)).toEqual({ kind: 'refused' });
  expect((await signedIn(office.name, 'a longer phrase')).session.oneTime).toBe(false);
});

test('a password that was given is as good as one that was changed', async () => {
  await accounts.createAccount({ ...office, name: 'given', password: 'handed over1' });
  expect((await signedIn('given', 'handed over1')).session.oneTime).toBe(false);
});

test('whoever changes the password goes on; every other session of the account ends, and of no other one', async () => {
  const { password } = await accounts.createAccount({ ...office, name: 'changing' });
  const { password: another } = await accounts.createAccount({ ...office, name: 'unchanged' });
  const [mine, elsewhere] = [await signedIn('changing', password), await signedIn('changing', password)];
  const other = await signedIn('unchanged', another);
  expect(await accounts.changePassword(mine.id, password, 'a longer phrase')).toEqual({ kind: 'changed' });
  const open = await Promise.all([mine, elsewhere, other].map(async ({ id }) => (await accounts.session(id)) !== undefined));
  expect(open).toEqual([true, false, true]);
  expect(await accounts.changePassword(elsewhere.id, 'a longer phrase', 'another phrase')).toEqual({ kind: 'refused' });
});

test('a new password has 12 to 200 characters, and is neither the old one nor the name', async () => {
  const name = 'Li-of-the-county-office';
  const { password } = await accounts.createAccount({ ...office, name });
  const { id } = await signedIn(name, password);
  const to = (next: string, current = password): Promise<unknown> => accounts.changePassword(id, current, next);
  const fault = (fault: string): unknown => ({ kind: 'unfit', fault });
  expect(await to('x'.repeat(11))).toEqual(fault('too-short'));
  expect(await to('x'.repeat(201))).toEqual(fault('too-long'));
  expect(await to(password)).toEqual(fault('the-old-one'));
  expect(await to(name.toUpperCase())).toEqual(fault('the-name'));
  expect(await to('x'.repeat(12))).toEqual({ kind: 'changed' });
  expect(await to('ｘ'.repeat(12), 'x'.repeat(12))).toEqual(fault('the-old-one'));
  expect(await to('x'.repeat(200), 'x'.repeat(12))).toEqual({ kind: 'changed' });
});

test('guesses at the password in force are slowed down together with those at sign-in', async () => {
  const { password } = await accounts.createAccount({ ...office, name: 'guessed' });
  const { id } = await signedIn('guessed', password);
  for (let i = 0; i < 4; i++) await accounts.signIn('guessed', 'wrong');
  expect(await accounts.changePassword(id, 'wrong', 'a longer phrase')).toEqual({ kind: 'refused' });
  expect(await accounts.changePassword(id, password, 'a longer phrase')).toEqual({ kind: 'refused', retryAfter: 2 });
  now += 2_000;
  expect(await accounts.changePassword(id, password, 'a longer phrase')).toEqual({ kind: 'changed' });
});

test('a reset gives a new one-time password and ends every session; unknown and closed accounts get none', async () => {
  const { password } = await accounts.createAccount({ ...office, name: 'forgot', password: 'a longer phrase' });
  const { id } = await signedIn('forgot', password);
  const fresh = await accounts.reset('forgot');
  expect([await accounts.session(id), await accounts.signIn('forgot', password)]).toEqual([undefined, { kind: 'refused' }]);
  expect((await signedIn('forgot', fresh as string)).session.oneTime).toBe(true);
  expect([await accounts.disable('forgot'), await accounts.reset('forgot'), await accounts.reset('unheard of')]).toEqual([
    true,
    undefined,
    undefined,
  ]);
});

test('a password that was replaced while somebody signed in with it opens nothing', async () => {
  const { password } = await accounts.createAccount({ ...office, name: 'racing' });
  const { id } = await signedIn('racing', password);
  // The sign-in has been found right when the other one is about to be committed.
  let late: Promise<SignIn> | undefined;
  const note = async (): Promise<void> => {
    late = accounts.signIn('racing', password);
    await eventuallyWaits();
  };
  expect(await accounts.changePassword(id, password, 'a longer phrase', note)).toEqual({ kind: 'changed' });
  expect(await late).toEqual({ kind: 'refused' });
});

test('what cannot be noted is not done', async () => {
  const note = async (): Promise<never> => Promise.reject(new Error('no room'));
  const { password } = await accounts.createAccount({ ...office, name: 'noted' });
  const { id } = await signedIn('noted', password);
  await expect(accounts.createAccount({ ...office, name: 'unnoted' }, note)).rejects.toThrow('no room');
  for (const change of [
    accounts.reset('noted', note),
    accounts.disable('noted', note),
    accounts.changePassword(id, password, 'a longer phrase', note),
  ])
    await expect(change).rejects.toThrow('no room');
  expect(await accounts.session(id)).toMatchObject({ oneTime: true });
  await signedIn('noted', password);
  expect(await accounts.signIn('unnoted', 'whatever it was')).toEqual({ kind: 'refused' });
});

test('accounts that make no sense are not made', async () => {
  const wrong = [
    { ...office, name: '' },
    { ...office, area: 'x' },
    { ...office, role: 'sender' as const },
    { ...office, role: 'department-lead' as const },
    { ...office, password: 'short' },
    { ...office, password: 'x'.repeat(201) },
  ];
  for (const account of wrong) await expect(accounts.createAccount(account)).rejects.toMatchObject({ code: 'access.bad-account' });
});

test('the database holds neither passwords nor session ids', async () => {
  const { password } = await accounts.createAccount({ ...office, name: 'hidden' });
  const { id } = await signedIn('hidden', password);
  const { rows } = await pool.query<{ all: string }>(
    `select (select string_agg(a::text, '') from access.account a) || (select string_agg(s::text, '') from access.session s) as all`,
  );
  for (const secret of [password, id, Buffer.from(id).toString('hex'), Buffer.from(id, 'base64url').toString('hex')])
    expect(rows[0]!.all).not.toContain(secret);
});

test('a session ends after eight idle hours, not before, and in any case after a day', async () => {
  const { password } = await accounts.createAccount({ ...office, name: 'idle' });
  const { id } = await signedIn('idle', password);
  now = NOW + 8 * HOUR - 1;
  expect(await accounts.session(id)).toBeDefined();
  now += 8 * HOUR - 1;
  expect(await accounts.session(id)).toBeDefined();
  now += 8 * HOUR;
  expect(await accounts.session(id)).toBeUndefined();
  now = NOW;
  const busy = (await signedIn('idle', password)).id;
  for (let hour = 0; hour < 24; hour += 6) {
    now = NOW + hour * HOUR;
    expect(await accounts.session(busy)).toBeDefined();
  }
  now = NOW + 24 * HOUR;
  expect(await accounts.session(busy)).toBeUndefined();
});

test('whether sessions stand is asked without keeping them alive, and all at once; whatever ends one is seen', async () => {
  const name = 'watched';
  const { password } = await accounts.createAccount({ ...office, name });
  const began = now;
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push((await signedIn(name, password)).id);
  const [one, two, three] = ids as [string, string, string];
  const asked = jest.spyOn(pool, 'query');
  const stand = async () => (await Promise.all([one, two, three, 'nobody'].map((id) => accounts.stands(id)))).map(Number).join('');
  expect([await stand(), asked.mock.calls.length]).toEqual(['1110', 1]);
  asked.mockRestore();
  await accounts.signOut(one);
  expect(await stand()).toBe('0110');
  await accounts.changePassword(two, password, 'a longer phrase');
  expect(await stand()).toBe('0100');
  for (now = began + 7 * HOUR; now < began + 8 * HOUR; now += HOUR / 4) expect(await stand()).toBe('0100');
  expect(await stand()).toBe('0000');
  now = began + 7 * HOUR;
  await accounts.disable(name);
  expect(await stand()).toBe('0000');
});

test('a purpose is kept for the session, and only one that the role may choose', async () => {
  const { password } = await accounts.createAccount({ ...office, name: 'purpose' });
  const { id, session } = await signedIn('purpose', password);
  expect(session.purpose).toBeUndefined();
  expect(await accounts.setPurpose(id, 'audit')).toBe(false);
  expect(await accounts.setPurpose(id, 'rescue')).toBe(true);
  expect(await accounts.session(id)).toMatchObject({ purpose: 'rescue', csrf: session.csrf });
  expect(await accounts.setPurpose('another session', 'rescue')).toBe(false);
  await accounts.signOut(id);
  expect(await accounts.session(id)).toBeUndefined();
});

test('a disabled account is out at once and cannot come back', async () => {
  const { password } = await accounts.createAccount({ ...office, name: 'gone' });
  const { id } = await signedIn('gone', password);
  expect([await accounts.disable('gone'), await accounts.disable('unheard of')]).toEqual([true, false]);
  expect(await accounts.session(id)).toBeUndefined();
  expect(await accounts.signIn('gone', password)).toEqual({ kind: 'refused' });
});

test('after five failures one waits, known name or not, each time longer, never more than a quarter of an hour', async () => {
  const { password } = await accounts.createAccount({ ...office, name: 'known' });
  for (const name of ['known', 'nobody']) {
    now = NOW;
    for (let i = 0; i < 5; i++) expect(await accounts.signIn(name, 'wrong')).toEqual({ kind: 'refused' });
    expect(await accounts.signIn(name, password)).toEqual({ kind: 'refused', retryAfter: 2 });
    now += 2_000;
    expect(await accounts.signIn(name, 'wrong')).toEqual({ kind: 'refused' });
    expect(await accounts.signIn(name, 'wrong')).toEqual({ kind: 'refused', retryAfter: 4 });
    for (let i = 0; i < 12; i++) {
      now += 900_000;
      expect(await accounts.signIn(name, 'wrong')).toEqual({ kind: 'refused' });
    }
    expect(await accounts.signIn(name, 'wrong')).toEqual({ kind: 'refused', retryAfter: 900 });
  }
  now += 900_000;
  await signedIn('known', password);
  expect(await accounts.signIn('known', 'wrong')).toEqual({ kind: 'refused' });
  await signedIn('known', password);
});

test('audit may look up a session and cannot read a password', async () => {
  const { password } = await accounts.createAccount({ ...office, name: 'seen' });
  const { id } = await signedIn('seen', password);
  const audit = createPool(database.urls.audit, { max: 1 });
  const there = new Accounts(audit, clock);
  now = NOW + HOUR;
  expect((await there.session(id))?.viewer.name).toBe('seen');
  await expect(audit.query('select password from access.account')).rejects.toThrow('permission denied');
  await expect(audit.query('delete from access.session')).rejects.toThrow('permission denied');
  const hub = createPool(database.urls.hub, { max: 1 });
  await expect(hub.query('select * from access.session')).rejects.toThrow('permission denied');
  await Promise.all([audit.end(), hub.end()]);
});

describe('systems that trade an assertion for a token', () => {
  const parts = { name: 'police-1', role: 'sender', department: 'police', source: 'urn:lianhu:source:police:default', area: '990101' } as const;
  const AUDIENCE = 'http://127.0.0.1/api/token';
  let clients: Clients;
  let hub: Pool;
  beforeAll(() => {
    hub = createPool(database.urls.hub);
    clients = new Clients(hub, clock);
  });
  afterAll(() => hub.end());

  test.each(['RS256', 'ES256', 'EdDSA'])('%s', async (alg) => {
    const pair = await generateKeyPair(alg, { extractable: true });
    await clients.addClient({ ...parts, name: alg }, await exportJWK(pair.publicKey));
    let n = 0;
    const assertion = (over: JWTPayload = {}, key = pair.privateKey): Promise<string> =>
      new SignJWT({ iss: alg, sub: alg, aud: AUDIENCE, jti: `${(n += 1)}`, iat: now / 1000, exp: now / 1000 + 60, ...over })
        .setProtectedHeader({ alg })
        .sign(key);
    const good = await assertion();
    expect(await clients.exchange(good, AUDIENCE)).toEqual({ ...parts, name: alg, kind: 'system' });
    expect(await clients.exchange(good, AUDIENCE)).toBeUndefined();
    const wrong: JWTPayload[] = [
      { aud: 'other' },
      { exp: now / 1000 },
      { iat: now / 1000 - 301, exp: now / 1000 + 60 },
      { jti: undefined },
      { sub: 'other' },
      { iss: 'other' },
      { iat: undefined },
    ];
    for (const over of wrong) expect([over, await clients.exchange(await assertion(over), AUDIENCE)]).toEqual([over, undefined]);
    const foreign = (await generateKeyPair(alg)).privateKey;
    expect(await clients.exchange(await assertion({}, foreign), AUDIENCE)).toBeUndefined();
    expect(await clients.exchange('words', AUDIENCE)).toBeUndefined();
    expect(await clients.exchange(await assertion(), AUDIENCE)).toBeDefined();
  });

  test('a source belongs to one department for ever, and private or symmetric keys are refused', async () => {
    await clients.registerSource('urn:mine', 'police');
    await clients.registerSource('urn:mine', 'police');
    await expect(clients.registerSource('urn:mine', 'court')).rejects.toMatchObject({ code: 'access.source-taken' });
    const pair = await generateKeyPair('ES256', { extractable: true });
    await expect(clients.addClient({ ...parts, department: 'court', source: 'urn:mine' }, await exportJWK(pair.publicKey))).rejects.toMatchObject({
      code: 'access.source-taken',
    });
    await expect(clients.addClient(parts, await exportJWK(pair.privateKey))).rejects.toMatchObject({ code: 'access.bad-client' });
    await expect(clients.addClient(parts, { kty: 'oct', k: 'AAAA' })).rejects.toMatchObject({ code: 'access.bad-client' });
  });

  test("neither a person nor a monitor is a client, and a monitor's database makes none", async () => {
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    for (const role of ['office', 'admin', 'auditor', 'monitor'] as const) {
      await expect(clients.addClient({ name: role, role, area: '990101' }, jwk)).rejects.toMatchObject({ code: 'access.bad-client' });
      await admin.query('insert into access.client (id, role, area, jwk) values ($1, $1, $2, $3)', [role, '990101', JSON.stringify(jwk)]);
      const claims = { iss: role, sub: role, aud: AUDIENCE, jti: '1', iat: now / 1000, exp: now / 1000 + 60 };
      const assertion = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA' }).sign(pair.privateKey);
      expect([role, await clients.exchange(assertion, AUDIENCE)]).toEqual([role, undefined]);
    }
    await expect(new Clients(pool, clock).addClient({ ...parts, name: 'stolen' }, jwk)).rejects.toThrow('permission denied');
  });
});
