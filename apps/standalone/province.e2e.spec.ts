import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mayCall, openIssuer, ROLES, ROUTES, type Role, type RouteId } from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { openDatabase, withClient, type Database } from '@lianhu/postgres';
import { migrations } from '@lianhu/services/platform';
import { onBrokers, TestBroker, VERSIONS } from '@lianhu/testing/kafka';
import { call, eventually, removeFolder, ROOT, startApp, type Running } from './testing/running';

/** Processes start on a machine that does other things too. Unit: milliseconds. */
const WAIT_MS = 60_000;
const HUBS = ['990101', '990102'] as const;
type Area = (typeof HUBS)[number];
interface Rows {
  readonly rows: readonly {
    readonly hub: string;
    readonly key: string;
    readonly row: { readonly town?: string };
    readonly counts?: Record<string, number>;
  }[];
  readonly total: number;
  readonly asOf: Readonly<Record<string, number>>;
}

onBrokers('a province’s monitor as a process', (version) => {
  if (version !== VERSIONS.at(-1)) return void test('is tested on the newest version', () => expect(VERSIONS).toContain(version));
  let folder: string;
  let broker: TestBroker;
  let database: Database;
  let province: Running | undefined;
  const hubs = new Map<Area, Running>();
  const tokens = new Map<string, string>();
  const hub = (area: Area): Running => hubs.get(area) as Running;
  const at = (...names: string[]): string => join(folder, ...names);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-province-'));
    broker = await TestBroker.start(version);
    database = await openDatabase({ folder: at('postgres'), migrations });
    mkdirSync(at('tokens'));
    for (const area of HUBS) {
      const pack = readFileSync(join(ROOT, 'infra/policy/demonstration.json'), 'utf8').replaceAll('990101', area);
      writeFileSync(at(`${area}.json`), pack);
      copyFileSync(join(ROOT, 'infra/policy/sharing.json'), at('sharing.json'));
      const env = { ...broker.env, LIANHU_POLICY: at(`${area}.json`) };
      hubs.set(area, await startApp('standalone', { folder: at(area), args: ['--empty'], env }));
      writeFileSync(at('tokens', area), await tokenOf(at(area), 'monitor', { area }), { mode: 0o600 });
    }
    for (const role of ROLES) tokens.set(role, await tokenOf(at('province'), role, { area: '99' }));
    tokens.set('county', await tokenOf(at('province'), 'auditor', { area: '990102' }));
  }, 4 * WAIT_MS);
  afterAll(async () => {
    await province?.stop();
    for (const one of hubs.values()) await one.stop();
    await broker?.stop();
    await database?.stop();
    removeFolder(folder);
  }, WAIT_MS);

  /** A token of a folder's own issuer. */
  const tokenOf = async (data: string, role: Role, more: { area: string }): Promise<string> => {
    const issuer = await openIssuer(join(data, 'keys'), std1);
    const department = ['sender', 'edge', 'data-officer', 'department-lead'].includes(role) ? 'police' : undefined;
    const source = role === 'sender' ? 'urn:lianhu:source:police:default' : undefined;
    const town = ['town', 'village', 'grid'].includes(role) ? '990101001' : undefined;
    return issuer.issue({ name: `test-${role}`, role, ...more, department, source, town }, 3_600);
  };
  const start = async (env: Readonly<Record<string, string>> = {}): Promise<Running> =>
    startApp('province', {
      folder: at('province'),
      env: { ...broker.env, LIANHU_HUBS: HUBS.join(','), DATABASE_URL: database.urls.monitor, ...env },
    });
  const push = async (area: Area, count: number, from = 0): Promise<void> => {
    const token = await tokenOf(at(area), 'sender', { area });
    for (let n = from; n < from + count; n++) {
      const minor = { docType: '99', name: `测试${n}`, sex: '1', birthDate: '2015-06-01' };
      const data = { alarmNo: `J-${n}`, minorRole: 'witness', weapon: false, injury: 'none', minor };
      const event = { type: 'police.dv-call.received', id: `p-${n}`, time: new Date().toISOString(), residencearea: `${area}001`, data };
      expect((await call(hub(area).url, '/api/departments/police/events', { token, body: event })).status).toBe(201);
    }
  };
  const ask = async (path: string, who = 'auditor', purpose: string | undefined = 'audit') =>
    call<Rows>((province as Running).url, path, { token: tokens.get(who), purpose });
  const rows = async (path: string, who?: string): Promise<Rows> => (await ask(path, who)).body;
  const headOf = async (area: Area): Promise<number> =>
    (await call<{ position: number }>(hub(area).url, '/api/log/head', { token: await tokenOf(at(area), 'auditor', { area }) })).body.position;
  /** Every hub is folded to its head, and nothing moves any more. */
  const level = async (): Promise<void> => {
    const look = async () => {
      const before = await Promise.all(HUBS.map(headOf));
      const { body } = await call<{ hubs: { hub: string; folded: number }[] }>((province as Running).url, '/api/province/views', {
        token: tokens.get('auditor'),
      });
      return { before, folded: body.hubs.map(({ folded }) => folded), after: await Promise.all(HUBS.map(headOf)) };
    };
    await eventually(look, ({ before, folded, after }) => String(before) === String(folded) && String(before) === String(after), WAIT_MS);
  };

  test(
    'folds the topics of two hubs into one set of views with a column for the hub, each child of each hub once',
    async () => {
      await Promise.all([push('990101', 3), push('990102', 2)]);
      province = await start();
      await level();
      const all = await rows('/api/province/views/minors?sort=-hub&size=100');
      expect(all.rows.map((one) => one.hub)).toEqual(['990102', '990102', '990101', '990101', '990101']);
      expect(all.rows.map(({ hub: area, row }) => row.town === `${area}001`)).toEqual([true, true, true, true, true]);
      expect(await rows('/api/province/views/minors?hub=990102&size=1')).toMatchObject({ total: 2, rows: [{ hub: '990102' }] });
      expect((await rows('/api/province/views/minors?town=990101001&active=true')).total).toBe(3);
      expect((await rows('/api/province/views/minors?active=false')).total).toBe(0);
      const sums = (await rows('/api/province/sums/county')).rows.map(({ hub: area, counts }) => [area, counts?.['minors']]);
      expect(sums).toEqual([
        ['990101', 3],
        ['990102', 2],
      ]);
      for (const area of HUBS) {
        const { text } = await call(hub(area).url, '/api/asyncapi.json');
        expect([...new Set(text.match(/lianhu\.\d{6}\.events/g))]).toEqual([`lianhu.${area}.events`]);
        const token = await tokenOf(at(area), 'auditor', { area });
        const own = await call<{ rows: { minorRef: string; town: string }[] }>(hub(area).url, '/api/views/minors?size=100', {
          token,
          purpose: 'audit',
        });
        const here = all.rows.filter((one) => one.hub === area);
        expect(own.body.rows.map(({ minorRef }) => minorRef).sort()).toEqual(here.map(({ key }) => key).sort());
      }
    },
    4 * WAIT_MS,
  );

  test('only oversight is answered, rows for a purpose, within its own area, and each reading is recorded first', async () => {
    const paths: Partial<Record<RouteId, string>> = {
      'province.views': '/api/province/views',
      'province.rows': '/api/province/views/minors',
      'province.sums': '/api/province/sums/county',
    };
    expect((Object.keys(ROUTES) as RouteId[]).filter((route) => route.startsWith('province.')).sort()).toEqual(Object.keys(paths).sort());
    for (const [route, path] of Object.entries(paths) as [RouteId, string][]) {
      expect((await call((province as Running).url, path)).status).toBe(401);
      for (const role of ROLES) expect([role, (await ask(path, role)).status]).toEqual([role, mayCall(role, route) ? 200 : 403]);
    }
    const { status, text } = await call((province as Running).url, '/api/province/views/minors', { token: tokens.get('auditor') });
    expect([status, text.includes('purpose-required')]).toEqual([403, true]);
    expect((await rows('/api/province/views/minors', 'county')).rows.every((one) => one.hub === '990102')).toBe(true);
    expect((await rows('/api/province/views/minors?hub=990101', 'county')).total).toBe(0);
    expect((await rows('/api/province/sums/county', 'county')).rows.map((one) => one.hub)).toEqual(['990102']);
    expect((await ask('/api/province/views/nothing')).status).toBe(404);
    expect((await ask('/api/province/views/minors?nothing=1')).status).toBe(400);
    expect((await ask('/api/province/views/minors?page=x')).status).toBe(400);
    const recorded = await withClient(database.urls.admin, (client) =>
      client.query<{ n: number }>(`select count(*)::int as n from access.read where row::text like '%province.rows%'`),
    );
    expect(recorded.rows[0]?.n).toBeGreaterThan(5);
  });

  test(
    'Kafka away: it answers with what is folded and stays ready; back again, nothing is missing',
    async () => {
      await broker.kill();
      await push('990101', 2, 10);
      expect((await rows('/api/province/views/minors')).total).toBe(5);
      expect((await call((province as Running).url, '/health/ready')).status).toBe(200);
      await broker.restart();
      await level();
      expect((await rows('/api/province/views/minors')).total).toBe(7);
      expect((await call((province as Running).url, '/metrics')).text).toMatch(/lianhu_copy_position\{hub="990102"\} \d+/);
    },
    4 * WAIT_MS,
  );

  test(
    'what retention removed while it was away: it does not start and says whose lines are missing, unless their hub is named',
    async () => {
      await province?.stop();
      province = undefined;
      await push('990102', 3, 20);
      const relayed = async (): Promise<number> =>
        Number(/^lianhu_relay_lag_events (\d+)/m.exec((await call(hub('990102').url, '/metrics')).text)?.[1]);
      await eventually(relayed, (lag) => lag === 0, WAIT_MS);
      await broker.removeBefore('lianhu.990102.events', (await headOf('990102')) - 2);
      await expect(start()).rejects.toThrow(/lianhu\.990102\.events goes on at position \d+.*retention removed/);
      await expect(start({ LIANHU_HUBS: '' })).rejects.toThrow(/LIANHU_HUBS/);
      province = await start({ LIANHU_HUBS: `990101,990102=${hub('990102').url}`, LIANHU_HUB_TOKENS: at('tokens') });
      await level();
      expect((await rows('/api/province/views/minors?hub=990102')).total).toBe(5);
    },
    4 * WAIT_MS,
  );
});
