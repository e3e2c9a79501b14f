import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '@lianhu/postgres';
import { migrations } from '@lianhu/services/platform';
import { call, eventually, lianhuIn, removeFolder, ROOT, startApp, type Running } from './testing/running';

/** Rounds of load with a kill of edge or hub; LIANHU_KILL_ROUNDS runs it longer. */
const ROUNDS = Number(process.env['LIANHU_KILL_ROUNDS'] ?? 4);
const START_MS = 180_000;
const WITHIN_MS = 60_000;
/** Until what waited stands: with pauses between attempts, on a machine that does other things too. */
const DRAINED_WITHIN_MS = 150_000;
const PUSHERS = 6;

interface Line {
  readonly claim: { readonly id: string; readonly type: string; readonly data: { readonly keyId?: string } };
}

describe('an edge and its hub as processes', () => {
  let folder: string;
  let database: Database;
  let hub: Running;
  let edge: Running;
  let audit: Running;
  let sender: string;
  let serial = 0;
  const answered = new Set<string>();
  const secret = (name: string): string => join(folder, 'secrets', name);
  const watched = (...names: readonly string[]): string => join(folder, 'watched', ...names);

  const start = (app: string, env: Readonly<Record<string, string>>): Promise<Running> =>
    startApp(app, { folder: join(folder, app), env: { LIANHU_JWKS: secret('token-issuer.jwks.json'), ...env } });
  const startHub = (port = '0'): Promise<Running> => start('hub', { DATABASE_URL: database.urls.hub, LIANHU_KEYS: secret('hub-keys'), PORT: port });
  const startEdge = (port = '0'): Promise<Running> =>
    start('police', {
      LIANHU_HUB_URL: hub.url,
      LIANHU_TOKEN_FILE: secret('police-token'),
      LIANHU_TRUST_FILE: secret('trust.json'),
      LIANHU_WATCH: watched(),
      PORT: port,
    });
  const startAudit = (): Promise<Running> => start('audit', { DATABASE_URL: database.urls.audit, LIANHU_TRUST_FILE: secret('trust.json') });
  /** With owners and times: PostgreSQL looks at them. */
  const copy = (from: string, to: string): void => void execFileSync('cp', ['-a', join(folder, from), join(folder, to)]);
  const portOf = (running: Running): string => new URL(running.url).port;
  const operator = (...args: readonly string[]) =>
    lianhuIn({ LIANHU_DATA: join(folder, 'operator'), LIANHU_KEYS: secret('hub-keys'), LIANHU_URL: hub.url }, ...args);
  const atEdge = (...args: readonly string[]) => lianhuIn({ LIANHU_DATA: join(folder, 'police') }, ...args, '--department', 'police');
  const token = async (role: string, ...more: readonly string[]): Promise<string> =>
    (await operator('token', '--role', role, ...more)).stdout.trim().split('\n').at(-1) ?? '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-edge-e2e-'));
    database = await openDatabase({ folder: join(folder, 'postgres'), migrations });
    expect((await lianhuIn({ LIANHU_DATA: join(folder, 'operator') }, 'secrets', join(folder, 'secrets'))).code).toBe(0);
    hub = await startHub();
    edge = await startEdge();
    audit = await startAudit();
    sender = await token('sender', '--department', 'police', '--ttl', '2h');
    const [, publicKey = ''] = await eventually(
      async () => /key \S+ (\S+)/.exec(edge.output()) ?? [],
      (found) => found.length === 2,
    );
    expect((await operator('key', 'add', '--department', 'police', '--public-key', publicKey)).code).toBe(0);
  }, START_MS);
  afterAll(async () => {
    for (const running of [edge, audit, hub]) await running?.stop();
    await database?.stop();
    removeFolder(folder);
  }, WITHIN_MS);

  const event = (id: string) => ({
    type: 'police.alarm.received',
    id,
    time: new Date().toISOString(),
    residencearea: '990101001',
    data: {
      ...{ alarmNo: `A-${id}`, kind: 'dispute', town: '990101001', minorRole: 'witness', injured: false },
      minor: { docType: '99', name: '测试丙', sex: '1', birthDate: '2015-06-01' },
    },
  });
  const send = (body: unknown) => call(edge.url, '/api/departments/police/events', { token: sender, body });
  async function push(): Promise<number> {
    const id = `k-${++serial}`;
    const { status } = await send(event(id));
    if ([200, 201, 202].includes(status)) answered.add(id);
    return status;
  }
  /** Pushes from several senders until told to stop; answers the statuses that came. */
  function load(): { stop(): Promise<readonly number[]> } {
    let over = false;
    const statuses: number[] = [];
    const pushers = Array.from({ length: PUSHERS }, async () => {
      while (!over)
        await push().then(
          (status) => statuses.push(status),
          () => new Promise((wake) => setTimeout(wake, 50)),
        );
    });
    return {
      stop: async () => {
        over = true;
        await Promise.all(pushers);
        return statuses;
      },
    };
  }
  const metric = async (name: string): Promise<string | undefined> =>
    new RegExp(`${name}\\{department="police"\\} (\\d+)`).exec((await call(edge.url, '/metrics')).text)?.[1];
  const drained = () =>
    eventually(
      () => metric('lianhu_outbox_events'),
      (waiting) => waiting === '0',
      DRAINED_WITHIN_MS,
    );
  async function lines(): Promise<Line[]> {
    const { text } = await call(audit.url, '/api/audit/exports', { token: await token('auditor'), purpose: 'audit', body: {} });
    writeFileSync(join(folder, 'export'), text);
    expect((await operator('verify', join(folder, 'export'), '--trust', secret('trust.json'))).code).toBe(0);
    return text
      .split('\n')
      .filter((line) => line.startsWith('{"bound"'))
      .map((line) => JSON.parse(line) as Line);
  }
  async function everythingStandsOnce(): Promise<void> {
    await drained();
    const seen = new Map<string, number>();
    for (const { claim } of await lines()) if (claim.type === 'police.alarm.received') seen.set(claim.id, (seen.get(claim.id) ?? 0) + 1);
    expect([...answered].filter((id) => seen.get(id) !== 1)).toEqual([]);
    expect([...seen.values()].filter((times) => times !== 1)).toEqual([]);
  }

  test(
    'killed with -9 in turn under load, edge and hub lose nothing that was answered and double nothing',
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const under = load();
        const before = answered.size;
        await eventually(
          async () => answered.size,
          (size) => size >= before + 20,
          WITHIN_MS,
        );
        if (round % 2 === 0) {
          await edge.kill();
          edge = await startEdge(portOf(edge));
        } else {
          const port = portOf(hub);
          await hub.kill();
          await eventually(
            () => metric('lianhu_outbox_events'),
            (waiting) => Number(waiting) > 0,
            WITHIN_MS,
          );
          await edge.kill();
          edge = await startEdge(portOf(edge));
          hub = await startHub(port);
        }
        await under.stop();
      }
      await everythingStandsOnce();
      expect(await metric('lianhu_edge_stopped')).toBe('0');
    },
    60_000 + ROUNDS * 60_000,
  );

  test('a key is rotated under load: nobody is refused, and the export verifies', async () => {
    const under = load();
    const { code, stdout } = await atEdge('key', 'rotate');
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ done: true })]);
    const statuses = await under.stop();
    expect(statuses.filter((status) => ![201, 202].includes(status))).toEqual([]);
    expect(await push()).toBe(201);
    await everythingStandsOnce();
    const keys = (await lines()).flatMap(({ claim }) => (claim.type.startsWith('hub.key.') ? [claim] : []));
    expect(keys.map(({ type }) => type)).toEqual(['hub.key.registered', 'hub.key.registered', 'hub.key.registered', 'hub.key.revoked']);
    const only = String(keys[2]?.data.keyId);
    const revoked = await operator('key', 'revoke', '--department', 'police', '--key-id', only);
    expect([revoked.code, revoked.stderr]).toEqual([2, expect.stringContaining('rotate it first')]);
    expect(await push()).toBe(201);
  });

  test('files of a watched folder are taken, also when the edge is killed in the middle', async () => {
    const names = Array.from({ length: 1_500 }, (_, n) => `f-${n}`);
    writeFileSync(join(folder, 'draft'), names.map((id) => `${JSON.stringify(event(id))}\n`).join(''));
    renameSync(join(folder, 'draft'), watched('in', 'day.ndjson'));
    writeFileSync(watched('in', 'day.ndjson.ok'), '');
    await eventually(
      async () => existsSync(watched('receipts', 'day.ndjson.results.ndjson.draft')),
      (begun) => begun,
      WITHIN_MS,
    );
    await edge.kill();
    edge = await startEdge(portOf(edge));
    await eventually(
      async () => existsSync(watched('done', 'day.ndjson')),
      (done) => done,
      WITHIN_MS,
    );
    const results = readFileSync(watched('receipts', 'day.ndjson.results.ndjson'), 'utf8').trim().split('\n');
    expect(JSON.parse(results.at(-1) ?? '')).toMatchObject({ lines: 1_500, refused: 0, quarantined: 0 });
    for (const id of names) answered.add(id);
    await everythingStandsOnce();
  });

  test('a table in the watched folder: its rows stand, its faults are named, and again it adds nothing', async () => {
    const sheet = readFileSync(join(ROOT, 'libs', 'departments', 'police', 'samples', 'dv-call-sheet.csv'));
    const resultOf = async (name: string, bytes: Buffer) => {
      writeFileSync(join(folder, 'draft'), bytes);
      renameSync(join(folder, 'draft'), watched('in', name));
      writeFileSync(watched('in', `${name}.ok`), '');
      const results = watched('receipts', `${name}.results.ndjson`);
      await eventually(
        async () => existsSync(results),
        (there) => there,
        WITHIN_MS,
      );
      const lines = readFileSync(results, 'utf8').trim().split('\n');
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    expect((await resultOf('calls.csv', sheet)).at(-1)).toMatchObject({ state: 'done', accepted: 2, faulty: 0 });
    expect((await resultOf('calls-again.csv', sheet)).at(-1)).toMatchObject({ state: 'done', accepted: 0, seen: 2 });
    const text = sheet
      .toString('utf16le')
      .replace(/9901012015\d{8}/, '9.90101E+17')
      .replace('JQ-示-0101', 'JQ-示-0109');
    const faulty = await resultOf('calls-faulty.csv', Buffer.from(text, 'utf16le'));
    expect(faulty[0]).toMatchObject({ row: 2, column: '身份证号码', rule: 'changed-by-excel' });
    expect(faulty.at(-1)).toMatchObject({ accepted: 0, seen: 1, faulty: 1 });
  });

  test('a hub restored from an older backup is noticed, and made whole again when the operator says so', async () => {
    const port = portOf(hub);
    const withDatabaseDown = async (work: () => void): Promise<void> => {
      await hub.stop();
      await audit.stop();
      await database.stop();
      work();
      database = await openDatabase({ folder: join(folder, 'postgres'), migrations });
      hub = await startHub(port);
      audit = await startAudit();
    };
    await withDatabaseDown(() => copy('postgres', 'backup'));
    await drained();
    await eventually(push, (status) => status === 201, WITHIN_MS);
    for (let n = 0; n < 40; n++) await push();
    const last = await eventually(
      () => send(event('last')),
      ({ status }) => status === 200 || status === 201,
      WITHIN_MS,
    );
    answered.add('last');
    await drained();
    const verified = async (): Promise<number> => (JSON.parse((await atEdge('edge', 'status')).stdout) as { verified: number }).verified;
    await eventually(verified, (size) => size >= Number(last.body['position']), WITHIN_MS);
    await withDatabaseDown(() => {
      rmSync(join(folder, 'postgres'), { recursive: true });
      copy('backup', 'postgres');
    });
    await eventually(
      () => metric('lianhu_edge_stopped'),
      (stopped) => stopped === '1',
      WITHIN_MS,
    );
    const refused = await send(event('while-stopped'));
    expect([refused.status, refused.body]).toEqual([503, expect.objectContaining({ type: '/problems/edge-stopped', detail: 'log-shorter' })]);
    expect((await call(edge.url, '/health/ready')).status).toBe(503);
    expect(await atEdge('edge', 'status')).toMatchObject({ code: 1, stdout: expect.stringContaining('older backup was restored') as string });
    await edge.kill();
    edge = await startEdge(portOf(edge));
    expect((await send(event('while-stopped'))).status).toBe(503);
    const { code, stdout } = await atEdge('edge', 'push-again');
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ done: true })]);
    expect((JSON.parse(stdout) as { events: number }).events).toBeGreaterThanOrEqual(42);
    await everythingStandsOnce();
    expect(await push()).toBe(201);
    expect((await atEdge('edge', 'status')).code).toBe(0);
  }, 300_000);
});
