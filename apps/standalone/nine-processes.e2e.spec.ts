import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSource, type Role } from '@lianhu/access';
import { keyToken } from '@lianhu/client';
import { openDatabase, withClient, type Database } from '@lianhu/postgres';
import { migrations } from '@lianhu/services/platform';
import { oidcIssuer, type OidcIssuer } from './testing/oidc-issuer';
import { faultOfReceipt, type ProvenReceipt } from './testing/outsider';
import { ownPassword, signInAs } from './testing/own-password';
import {
  aSecond,
  call,
  eventually,
  lianhu,
  removeFolder,
  ROOT,
  settled,
  startApp,
  tokenFrom,
  tookMs,
  type Running,
  type TokenParts,
} from './testing/running';
import { absence, dvCall, now } from './testing/sent-events';
import { SURROUNDINGS, type Surroundings } from './testing/surroundings';

const DEPARTMENTS = ['court', 'procuratorate', 'police', 'civil-affairs', 'education', 'health'] as const;
const CHILD = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' };
/** Nine processes start one after another on two cores. Unit: milliseconds. */
const START_MS = 180_000;

interface Receipt extends ProvenReceipt {
  readonly position: number;
  readonly minorRef: string;
}

describe.each(SURROUNDINGS)('hub, monitor, audit and six edges as nine processes on $on', ({ open }) => {
  let surroundings: Surroundings;
  /** People of the office are signed in by it too; what systems bear is the hub's all the same. */
  let sso: OidcIssuer;
  let folder: string;
  let database: Database;
  let hub: Running;
  let monitor: Running;
  let audit: Running;
  const edges = new Map<string, Running>();
  const secret = (name: string): string => join(folder, 'secrets', name);

  /** A process of ours with a data folder of its own; from `lianhu secrets` it knows what services that run apart need. */
  const start = (app: string, env: Readonly<Record<string, string>>): Promise<Running> =>
    startApp(app, {
      folder: join(folder, app),
      env: { ...surroundings.env, LIANHU_JWKS: secret('token-issuer.jwks.json'), OIDC_ISSUER: sso.address, ...env },
    });
  const startHub = (port = '0'): Promise<Running> => start('hub', { DATABASE_URL: database.urls.hub, LIANHU_KEYS: secret('hub-keys'), PORT: port });
  const startEdge = (department: string): Promise<Running> =>
    start(department, {
      LIANHU_HUB_URL: hub.url,
      LIANHU_TOKEN_FILE: secret(`${department}-token`),
      LIANHU_SESSION_JWKS: secret('session.jwks.json'),
    });
  const token = (role: Role, parts?: TokenParts): Promise<string> => tokenFrom(secret('hub-keys'), role, parts);

  beforeAll(async () => {
    surroundings = await open();
    sso = await oidcIssuer();
    folder = mkdtempSync(join(tmpdir(), 'lianhu-nine-'));
    database = await openDatabase({ folder: join(folder, 'postgres'), migrations });
    expect((await lianhu(join(folder, 'operator'), 'secrets', join(folder, 'secrets'))).code).toBe(0);
    hub = await startHub();
    monitor = await start('monitor', {
      DATABASE_URL: database.urls.monitor,
      LIANHU_HUB_URL: hub.url,
      LIANHU_TOKEN_FILE: secret('monitor-token'),
      LIANHU_SESSION_KEY: secret('session-key'),
    });
    audit = await start('audit', { DATABASE_URL: database.urls.audit, LIANHU_TRUST_FILE: secret('trust.json') });
    for (const department of DEPARTMENTS) {
      const edge = await startEdge(department);
      edges.set(department, edge);
      const [, keyId, publicKey] = await eventually(
        async () => /key (\S+) (\S+)/.exec(edge.output()) ?? [],
        (found) => found.length === 3,
      );
      const { status } = await call(hub.url, '/api/hub/keys', { token: await token('admin'), body: { department, keyId, publicKey } });
      expect(status).toBe(201);
    }
  }, START_MS);

  afterAll(async () => {
    for (const running of [...edges.values(), audit, monitor, hub]) await running?.stop();
    await database?.stop();
    await surroundings?.close();
    await sso?.close();
    removeFolder(folder);
  });

  const edgeOf = (department: string): Running => edges.get(department) as Running;
  const push = async (department: string, options: Parameters<typeof call>[2]) =>
    call<Receipt>(edgeOf(department).url, `/api/departments/${department}/events`, {
      token: await token('sender', { department }),
      method: 'POST',
      ...options,
    });
  const receipt = async (department: string, id: string) =>
    call<Receipt>(edgeOf(department).url, `/api/departments/${department}/receipts?id=${id}`, { token: await token('sender', { department }) });
  const head = async (): Promise<number> => settled(audit, [hub, monitor], await token('auditor'));

  test('every department pushes through its own edge, and an outsider proves the receipt', async () => {
    const first = await push('police', { body: dvCall('dv-1', { minor: CHILD }) });
    expect(first.status).toBe(201);
    const trust = JSON.parse(readFileSync(secret('trust.json'), 'utf8')) as { origin: string; publicKey: string };
    expect(faultOfReceipt({ ...first.body, claim: (await receipt('police', 'dv-1')).body.claim }, trust)).toBeUndefined();
    for (const department of DEPARTMENTS) {
      const catalogue = await call<{ departments: { id: string; events: { type: string; version: number }[] }[] }>(monitor.url, '/api/catalogue', {
        token: await token('office'),
      });
      const [type] = catalogue.body.departments.find(({ id }) => id === department)?.events ?? [];
      const { body } = await call<{ example: object }>(monitor.url, `/api/catalogue/${type?.type}/${type?.version}`, {
        token: await token('office'),
      });
      expect([department, (await push(department, { body: { ...body.example, id: `example-${department}`, time: now() } })).status]).toEqual([
        department,
        201,
      ]);
    }
  });

  test('whoever opens the address of the monitor gets the pages and the description of the API', async () => {
    const html = { headers: { accept: 'text/html' } };
    for (const path of ['/', '/inbox', '/docs']) {
      const { status, headers, text } = await call(monitor.url, path, html);
      expect([path, status, headers.get('content-type')]).toEqual([path, 200, expect.stringContaining('text/html')]);
      expect(text).toContain('<html');
    }
    expect((await call(monitor.url, '/api/nothing', html)).status).not.toBe(200);
  });

  test('a system trades its key at the monitor for a token of the hub, with which it pushes at its edge; who holds only the monitor makes none', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const source = defaultSource('police');
    const client = { name: 'police-system', role: 'sender', department: 'police', source, area: '990101', jwk: publicKey.export({ format: 'jwk' }) };
    const register = async (bearer: string) => (await call(hub.url, '/api/hub/clients', { token: bearer, body: client })).status;
    const ofMonitor = readFileSync(secret('monitor-token'), 'utf8').trim();
    expect([await register(ofMonitor), await register(await token('admin'))]).toEqual([403, 201]);
    const keyOf = (key: typeof privateKey) => key.export({ format: 'pem', type: 'pkcs8' }) as string;
    const traded = await keyToken({ url: monitor.url, id: 'police-system', privateKey: keyOf(privateKey) })(false);
    expect((await push('police', { token: traded, body: dvCall('traded', { minor: CHILD }) })).status).toBe(201);
    expect((await call(edgeOf('court').url, '/api/departments/court/events', { token: traded, body: {} })).status).toBe(403);
    const stranger = keyToken({ url: monitor.url, id: 'police-system', privateKey: keyOf(generateKeyPairSync('ed25519').privateKey) });
    await expect(stranger(false)).rejects.toMatchObject({ code: 'not-signed-in' });
  });

  test('whom the office’s own sign-in names is a person at every service, and never a system', async () => {
    const official = await sso.issue('zhang', { role: 'office', area: '990101' });
    const read = (service: Running, bearer: string) => call(service.url, '/api/log/head', { token: bearer });
    expect((await read(audit, official)).status).toBe(200);
    expect((await call(monitor.url, '/api/views/overview', { token: official })).status).toBe(200);
    const officer = await sso.issue('li', { role: 'case-officer', department: 'police', area: '990101' });
    const form = { token: officer, body: dvCall('by-sso', { minor: CHILD }) };
    expect((await call(edgeOf('police').url, '/api/departments/police/forms', form)).status).toBe(201);
    const source = defaultSource('police');
    const sender = await sso.issue('police-system', { role: 'sender', department: 'police', source, area: '990101' });
    expect((await push('police', { token: sender, body: dvCall('by-nobody') })).status).toBe(401);
    const asMonitor = await sso.issue('monitor', { role: 'monitor', area: '990101' });
    expect((await call(hub.url, '/api/hub/opens', { token: asMonitor, body: { children: [] } })).status).toBe(401);
  });

  test('three pushes about one child raise the alert on the monitor within a second, once', async () => {
    const pushedIn = await tookMs(() => push('education', { body: absence('a-0', 1, { data: { minor: CHILD } }) }));
    const byBlock = await push('education', { body: absence('a-1', 1, { data: { minor: CHILD } }) });
    const line = JSON.stringify(absence('a-2', 2, { subject: byBlock.body.minorRef }));
    expect((await push('education', { raw: `${line}\n`, type: 'application/x-ndjson' })).text).toContain('"status":201');
    const office = await token('office');
    const alerts = async () =>
      (await call<{ rows: { rule: string }[] }>(monitor.url, '/api/views/alerts', { token: office, purpose: 'rescue' })).body.rows;
    await eventually(alerts, (rows) => rows.some(({ rule }) => rule === 'R01'), aSecond(pushedIn));
    const before = await head();
    expect((await push('education', { raw: `${line}\n`, type: 'application/x-ndjson' })).text).toContain('"status":200');
    expect(await head()).toBe(before);
    expect((await alerts()).filter(({ rule }) => rule === 'R01')).toHaveLength(1);
  });

  test('somebody who is signed in at the monitor enters events and sends tables at the edge of the own department, and nowhere else', async () => {
    const made = await call<{ password: string }>(monitor.url, '/api/accounts', {
      token: await token('admin'),
      body: { name: 'li-police', role: 'data-officer', department: 'police', area: '990101' },
    });
    const newcomer = await signInAs(monitor.url, 'li-police', made.body.password);
    const early = { cookie: newcomer.cookie, 'x-csrf-token': newcomer.csrf };
    expect((await call(monitor.url, '/api/session/token', { method: 'POST', headers: early })).text).toContain('/problems/password-change-required');
    const { headers, body } = await call<{ csrf: string; edgesApart: boolean }>(monitor.url, '/api/session', {
      body: { name: 'li-police', password: await ownPassword(monitor.url, 'li-police', made.body.password) },
    });
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    const ticketWith = (more: Readonly<Record<string, string>>) =>
      call<{ token: string; expiresIn: number }>(monitor.url, '/api/session/token', { method: 'POST', headers: more });
    expect([body.edgesApart, (await ticketWith({ cookie })).status, (await ticketWith({})).status]).toEqual([true, 403, 401]);
    const { body: ticket } = await ticketWith({ cookie, 'x-csrf-token': body.csrf });
    const enter = (department: string, path: string, event: object) =>
      call<Receipt>(edgeOf(department).url, `/api/departments/${department}/${path}`, { token: ticket.token, body: event });
    expect(
      (await call(edgeOf('police').url, '/api/departments/police/forms', { headers: { cookie }, body: dvCall('form-dv', { minor: CHILD }) })).status,
    ).toBe(401);
    const event = dvCall('form-dv', { minor: CHILD });
    const first = await enter('police', 'forms', event);
    expect([first.status, first.body.position > 0]).toEqual([201, true]);
    const again = await enter('police', 'forms', event);
    expect([again.status, again.body.position]).toEqual([200, first.body.position]);
    expect((await enter('court', 'forms', event)).status).toBe(401);
    expect((await enter('police', 'events', event)).status).toBe(403);
    for (const service of [hub, monitor, audit]) expect((await call(service.url, '/api/catalogue', { token: ticket.token })).status).not.toBe(200);
    const form = new FormData();
    form.append('file', new Blob([readFileSync(join(ROOT, 'libs/departments/police/samples/household-register.xlsx'))]), 'household.xlsx');
    const authorization = `Bearer ${ticket.token}`;
    const taken = await fetch(new URL('/api/departments/police/files', edgeOf('police').url), {
      method: 'POST',
      headers: { authorization },
      body: form,
    });
    const { job } = (await taken.json()) as { job: string };
    expect(job).toMatch(/^job-police-/);
    await eventually(
      async () => (await call<{ state: string; tally: object }>(edgeOf('police').url, `/api/jobs/${job}`, { token: ticket.token })).body,
      ({ state, tally }) => state === 'done' && (tally as { accepted: number }).accepted === 2,
    );
  });

  test('while the hub is away an edge stores, also when it is killed; then everything stands once', async () => {
    const port = new URL(hub.url).port;
    await hub.stop();
    const stored = dvCall('dv-away', { minor: CHILD });
    expect((await push('police', { body: stored })).status).toBe(202);
    expect((await push('police', { body: stored })).status).toBe(202);
    expect((await push('police', { body: { ...stored, data: { ...stored.data, weapon: true } } })).status).toBe(409);
    expect((await push('police', { body: dvCall('dv-unknown', { minor: undefined }) })).status).toBe(422);
    const strange = { ...dvCall('dv-stranger'), subject: 'minor-AAAAAAAAAAAAAAAAAAAAAA' };
    expect((await push('police', { body: strange })).status).toBe(202);
    expect((await receipt('police', 'dv-away')).status).toBe(202);
    await edgeOf('police').kill();
    edges.set('police', await startEdge('police'));
    expect((await receipt('police', 'dv-away')).status).toBe(202);
    hub = await startHub(port);
    const found = await eventually(
      () => receipt('police', 'dv-away'),
      ({ status }) => status === 200,
    );
    expect(found.body.claim).toContain('"id":"dv-away"');
    expect((await push('police', { body: stored })).body.position).toBe(found.body.position);
    await eventually(
      () => receipt('police', 'dv-stranger'),
      ({ status }) => status === 422,
    );
  });

  test('six departments pushing one unknown child at the same moment make one child', async () => {
    const child = { docType: '01', docNo: '990101201506010030', name: '测试乙', sex: '1', birthDate: '2015-06-01' };
    const types: Readonly<Record<string, string>> = {
      court: 'court.education-order.issued',
      procuratorate: 'procuratorate.guardianship-order.issued',
      police: 'police.alarm.received',
      'civil-affairs': 'civil-affairs.minor.listed',
      education: 'education.absence.flagged',
      health: 'health.child-check.overdue',
    };
    const office = await token('office');
    const answers = await Promise.all(
      DEPARTMENTS.map(async (department) => {
        const { body } = await call<{ example: { data: object } }>(monitor.url, `/api/catalogue/${types[department]}/1`, { token: office });
        return push(department, {
          body: { ...body.example, subject: undefined, id: `together-${department}`, time: now(), data: { ...body.example.data, minor: child } },
        });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.minorRef)).size).toBe(6);
    const { text } = await call(audit.url, '/api/audit/exports', { token: await token('auditor'), purpose: 'audit', body: {} });
    const lines = text
      .split('\n')
      .filter((line) => line.includes('"claim"'))
      .map((line) => JSON.parse(line) as { claim: { type: string }; bound: { subject?: string }; stamp: { position: number } });
    const subject = lines.find(({ stamp }) => stamp.position === answers[0]?.body.position)?.bound.subject;
    const firsts = lines
      .filter(({ bound, claim }) => bound.subject === subject && claim.type.startsWith('hub.minor.'))
      // One of them says where the child lives: a move stands in a first sight's place when another one registered the child.
      .map(({ claim }) => claim.type.replace('moved', 'referenced'));
    expect(firsts.sort()).toEqual([
      'hub.minor.referenced',
      'hub.minor.referenced',
      'hub.minor.referenced',
      'hub.minor.referenced',
      'hub.minor.referenced',
      'hub.minor.registered',
    ]);
  });

  test('a village sees the child that lives there and another village does not; who is not matched is counted and listed', async () => {
    const minor = { docType: '99', name: '测试乙', sex: '2', birthDate: '2016-03-01' };
    expect((await push('police', { body: { ...dvCall('of-village', { minor }), residencearea: '990101001201' } })).status).toBe(201);
    await head();
    const listed = async (role: Role, town: string | undefined, query = '') =>
      (
        await call<{ rows: { name: string }[]; total: number }>(monitor.url, `/api/views/minors${query}`, {
          token: await token(role, { town }),
          purpose: 'rescue',
        })
      ).body;
    expect(await listed('village', '990101001201')).toMatchObject({ rows: [{ name: '测试乙' }], total: 1 });
    expect(await listed('village', '990101001202')).toMatchObject({ rows: [], total: 0 });
    const { body } = await call<{ rows: { unmatched: number }[] }>(monitor.url, '/api/views/overview', { token: await token('office') });
    expect(body.rows[0]?.unmatched).toBeGreaterThan(0);
    expect((await listed('office', undefined, '?unmatched=true')).total).toBe(body.rows[0]?.unmatched);
    const wrong = { token: readFileSync(secret('monitor-token'), 'utf8').trim(), body: { children: 'all' } };
    expect((await call(hub.url, '/api/hub/villages', wrong)).status).toBe(400);
    expect((await call(hub.url, '/api/hub/villages', { ...wrong, token: await token('office') })).status).toBe(403);
  });

  test("the auditors' export verifies off-line", async () => {
    const { text } = await call(audit.url, '/api/audit/exports', { token: await token('auditor'), purpose: 'audit', body: {} });
    writeFileSync(join(folder, 'export'), text);
    expect((await lianhu(join(folder, 'operator'), 'verify', join(folder, 'export'), '--trust', secret('trust.json'))).code).toBe(0);
  });

  test('a hub that was cut off while another wrote ends as failed, and one that is started then goes on', async () => {
    await withClient(database.urls.hub, async (another) => {
      await another.query("UPDATE log.writer SET process = 'another'");
      await another.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lianhu-writer'");
    });
    expect(await hub.ended).toBe(1);
    expect(hub.output()).toContain('another has written meanwhile');
    hub = await startHub(new URL(hub.url).port);
    const { status } = await push('police', { body: dvCall('dv-after-another', { minor: CHILD }) });
    // The edge may not have tried again since the hub was away: then it has stored it.
    expect([201, 202]).toContain(status);
    await eventually(
      () => receipt('police', 'dv-after-another'),
      ({ status }) => status === 200,
    );
  });
});
