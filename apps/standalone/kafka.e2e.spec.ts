import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseViews, sums } from '@lianhu/catalogue';
import { rebuildParity } from '@lianhu/follow';
import { kafkaSettings, kafkaStream, type KafkaSettings } from '@lianhu/kafka';
import { std1, type EventLog } from '@lianhu/log';
import { postgresLog } from '@lianhu/log-postgres';
import { createPool, openDatabase, type Database } from '@lianhu/postgres';
import { migrations } from '@lianhu/services/platform';
import type { Pool } from 'pg';
import { onBrokers, TestBroker, VERSIONS } from '@lianhu/testing/kafka';
import { call, eventually, removeFolder, startApp, type Running } from './testing/running';

/** Kills of the monitor while events come in. */
const KILLS = 3;
/** A process or a broker starts anew on a machine that does other things too. Unit: milliseconds. */
const WAIT_MS = 60_000;
const TOPIC = 'lianhu.990101.events';

onBrokers('a monitor with a database of its own follows Kafka', (version) => {
  // The brokers differ nowhere in what processes see; each version has its own specs beside the library.
  if (version !== VERSIONS.at(-1)) return void test('is tested on the newest version', () => expect(VERSIONS).toContain(version));
  let folder: string;
  let broker: TestBroker;
  let databases: readonly Database[];
  let hub: Running;
  let monitor: Running | undefined;
  let copy: Pool;
  let log: EventLog;
  let serial = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-stream-'));
    broker = await TestBroker.start(version);
    databases = [
      await openDatabase({ folder: join(folder, 'services', 'postgres'), migrations }),
      await openDatabase({ folder: join(folder, 'monitor', 'postgres'), migrations }),
    ];
    const [own, other] = databases as [Database, Database];
    hub = await startApp('standalone', { folder: join(folder, 'services'), args: ['--empty'], env: { ...broker.env, DATABASE_URL: own.urls.admin } });
    copy = createPool(other.urls.monitor, { max: 2 });
    log = postgresLog({ url: own.urls.audit, origin: 'lianhu/990101', suite: std1 });
    writeFileSync(join(folder, 'token'), await hub.token('monitor'), { mode: 0o600 });
  }, 3 * WAIT_MS);
  afterAll(async () => {
    await monitor?.stop();
    await log?.close();
    await copy?.end();
    await hub?.stop();
    for (const database of databases ?? []) await database.stop();
    await broker?.stop();
    removeFolder(folder);
  }, WAIT_MS);

  const startMonitor = (env: Readonly<Record<string, string>> = { LIANHU_LOG_URL: hub.url }): Promise<Running> =>
    startApp('monitor', {
      folder: join(folder, 'monitor-data'),
      env: {
        ...broker.env,
        LIANHU_FOLLOW: 'kafka',
        LIANHU_HUB_URL: hub.url,
        LIANHU_TOKEN_FILE: join(folder, 'token'),
        LIANHU_JWKS: join(hub.folder, 'keys', 'token-issuer.jwks.json'),
        DATABASE_URL: (databases[1] as Database).urls.monitor,
        ...env,
      },
    });
  const pushes = async (count: number): Promise<void> => {
    const token = await hub.token('sender', { department: 'police' });
    for (let left = count; left > 0; left -= 50) {
      const events = Array.from({ length: Math.min(50, left) }, () => ({
        type: 'police.dv-call.received',
        id: `s-${(serial += 1)}`,
        time: new Date().toISOString(),
        residencearea: '990101001',
        data: {
          minor: { docType: '99', name: `测试${serial % 40}`, sex: '1', birthDate: '2015-06-01' },
          alarmNo: `J-${serial}`,
          minorRole: 'witness',
          weapon: false,
          injury: 'none',
        },
      }));
      const answer = await call(hub.url, '/api/departments/police/events', { token, body: events, type: 'application/cloudevents-batch+json' });
      expect(answer.status).toBeLessThan(300);
    }
  };
  const copied = async (): Promise<number> => {
    const { rows } = await copy.query<{ position: number }>('SELECT position FROM view.stream').catch(() => ({ rows: [] }));
    return rows[0]?.position ?? 0;
  };
  /** Views stand at the head of the log, in which nothing moves any more. */
  const level = async (): Promise<void> => {
    const views = async (): Promise<number> => {
      const { rows } = await copy.query<{ position: number }>(`SELECT min(position) AS position FROM view.follower WHERE kind = 'view'`);
      return rows[0]?.position ?? 0;
    };
    await eventually(
      async () => [await views(), (await log.head()).position],
      ([at, head]) => at === head,
      WAIT_MS,
    );
    const parity = await rebuildParity(copy, log, baseViews, sums);
    expect(parity).toEqual([]);
  };
  const figure = async (name: string): Promise<number> =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec((await call(hub.url, '/metrics')).text)?.[1]);

  test(
    'the id in a department’s topic is the one by which it finds its notice and answers it',
    async () => {
      await pushes(1);
      const [own, other] = ['womens-federation', 'education'] as const;
      const stream = await kafkaStream(kafkaSettings(broker.env) as KafkaSettings);
      const first = (): Promise<{ value: string } | undefined> => stream.at(`lianhu.990101.notices.${own}`, 0);
      const record = await eventually(first, (found) => found !== undefined, WAIT_MS).finally(() => stream.close());
      const { noticeId } = JSON.parse(record?.value ?? '') as { noticeId: string };
      const token = await hub.token('sender', { department: own });
      const inbox = () => call<{ rows: { notice: string }[] }>(hub.url, `/api/departments/${own}/inbox`, { token });
      await eventually(inbox, ({ status, body }) => status === 200 && body.rows.some(({ notice }) => notice === noticeId), WAIT_MS);
      const receipt = async (department: string) =>
        call<{ state: string }>(hub.url, `/api/departments/${department}/inbox/${noticeId}/receipt`, {
          method: 'POST',
          token: await hub.token('sender', { department }),
        });
      expect((await receipt(other)).status).toBe(404);
      const { status, body } = await receipt(own);
      expect([status, body]).toMatchObject([200, { state: 'receipted' }]);
    },
    2 * WAIT_MS,
  );

  test(
    'killed with -9 in the middle, again and again: its views are those of the hub’s log, each event once',
    async () => {
      await pushes(100);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const before = await copied();
        const load = pushes(600);
        const starting = startMonitor();
        await eventually(copied, (position) => position > before, WAIT_MS);
        monitor = await starting;
        await eventually(copied, (position) => position > before + 100, WAIT_MS);
        await monitor.kill();
        await load;
      }
      monitor = await startMonitor();
      await level();
      // The brokers give the topic to the new process when the killed one's session has ended.
      const { url } = monitor;
      await eventually(
        async () => (await call<{ checks: { name: string; detail?: string }[] }>(url, '/health/ready')).body.checks,
        (checks) => checks.some(({ name, detail }) => name === 'kafka' && detail === 'following'),
        WAIT_MS,
      );
      const { body } = await call<{ rows: { department: string; events: number }[] }>(monitor.url, '/api/views/departments', {
        token: await hub.token('leader'),
      });
      expect(body.rows.find(({ department }) => department === 'police')?.events).toBe(serial);
    },
    6 * WAIT_MS,
  );

  test(
    'Kafka away: pushes are answered as ever, the hub stays ready and shows the lag, and everything is caught up',
    async () => {
      await eventually(
        () => figure('lianhu_relay_lag_events'),
        (lag) => lag === 0,
        WAIT_MS,
      );
      await broker.kill();
      await pushes(120);
      await eventually(
        () => figure('lianhu_relay_lag_events'),
        (lag) => lag >= 120,
        WAIT_MS,
      );
      await eventually(
        () => figure('lianhu_relay_up'),
        (up) => up === 0,
        WAIT_MS,
      );
      const ready = await call<{ checks: { name: string; ok: boolean; detail: string }[] }>(hub.url, '/health/ready');
      expect([ready.status, ready.body.checks.find(({ name }) => name === 'relay')]).toMatchObject([200, { ok: true, detail: /^away/ }]);
      await broker.restart();
      await eventually(
        () => figure('lianhu_relay_lag_events'),
        (lag) => lag === 0,
        WAIT_MS,
      );
      await level();
    },
    4 * WAIT_MS,
  );

  test(
    'what retention removed while it was away: without LIANHU_LOG_URL it does not start and says why, with it nothing is missing',
    async () => {
      await monitor?.stop();
      const before = await copied();
      await pushes(30);
      await eventually(
        () => figure('lianhu_relay_lag_events'),
        (lag) => lag === 0,
        WAIT_MS,
      );
      await broker.removeBefore(TOPIC, (await log.head()).position - 5);
      await expect(startMonitor({ LIANHU_LOG_URL: '' })).rejects.toThrow(new RegExp(`this monitor needs ${before + 1}: retention removed`));
      monitor = await startMonitor();
      await level();
      expect(await copied()).toBe((await log.head()).position);
    },
    4 * WAIT_MS,
  );
});
