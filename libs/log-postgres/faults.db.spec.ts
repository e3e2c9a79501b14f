import {
  allLines,
  alone,
  exportLines,
  keyGroups,
  leafHash,
  LogBroken,
  LogBusy,
  LogUnavailable,
  receiptsOf,
  std1,
  testLog,
  testTrust,
  verifyExport,
  ClockApart,
} from '@lianhu/log';
import type { EventLog, Outcome } from '@lianhu/log';
import { createPool, openDatabase, testDatabase, type Database } from '@lianhu/postgres';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { cuttingProxy, type CuttingProxy } from './cutting-proxy.fixture';
import { logMigrations, postgresLog, type PostgresLogOptions } from './index';

let db: Database;
let admin: pg.Pool;
const opened: EventLog[] = [];
const proxies: CuttingProxy[] = [];
const open = (options: Partial<PostgresLogOptions> = {}): EventLog => {
  const log = postgresLog({ ...testLog(), url: db.urls.hub, ...options });
  opened.push(log);
  return log;
};
beforeEach(async () => {
  db = await testDatabase(logMigrations);
  admin = createPool(db.urls.admin, { max: 2 });
});
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
  for (const proxy of proxies.splice(0)) await proxy.close();
  await admin.end();
  await db.stop();
});

const kinds = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ kind }) => kind);
const idsOf = async (log: EventLog): Promise<string[]> => (await allLines(log, 1_000)).map((line) => (JSON.parse(line.claim) as { id: string }).id);

/** Waits for a condition, at most so long that a failure is told and nothing hangs. */
async function until(condition: () => boolean, of: Promise<unknown>[]): Promise<void> {
  const failed = Promise.all(of).then(() => undefined);
  for (const deadline = Date.now() + 60_000; !condition();) {
    if (Date.now() > deadline) throw new Error('it did not happen within a minute');
    await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 5))]);
  }
}

/** Every id stands exactly once, positions are 1 to n, and every receipt names the position of its own event. */
async function expectExactlyOnce(log: EventLog, receipts: ReadonlyMap<string, number>): Promise<void> {
  const lines = await allLines(log, 1_000);
  const ids = await idsOf(log);
  expect(lines.map(({ position }) => position)).toEqual(lines.map((_, i) => i + 1));
  expect(new Set(ids).size).toBe(ids.length);
  for (const [id, position] of receipts) expect(ids[position - 1]).toBe(id);
  expect(lines.every((line) => Buffer.from(leafHash(std1, line)).toString('base64') === line.leafHash)).toBe(true);
}

test('two nodes on one database: dense positions, each key once, and each hears of the other', async () => {
  const [one, other] = [open(), open()];
  const waiting = other.wait(0, 30_000);
  const found = await Promise.all(
    Array.from({ length: 200 }, (_, i) => (i % 2 ? one : other).append([alone({ id: `${i % 150}`, subject: `child-${i % 5}` })])),
  );
  await waiting;
  expect(kinds(found.flat()).filter((kind) => kind === 'appended')).toHaveLength(150);
  await expectExactlyOnce(
    one,
    new Map(
      found
        .flat()
        .map((outcome) => receiptsOf(outcome)[0]!)
        .map(({ id, position }) => [id, position]),
    ),
  );
  expect(await one.head()).toEqual(await other.head());
});

test('an append on one node wakes a waiter on another long before it would look by itself', async () => {
  const [one, other] = [open(), open()];
  await one.append([alone({ id: '1' })]);
  await other.wait(0, 1_000);
  const times: number[] = [];
  for (let i = 1; i <= 5; i++) {
    const waiting = other.wait(i, 30_000).then(() => performance.now());
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = performance.now();
    await one.append([alone({ id: `${i + 1}` })]);
    times.push((await waiting) - before);
  }
  expect(times.sort((a, b) => a - b)[2]).toBeLessThan(500);
});

test('one insert sleeps: no reader sees a hole', async () => {
  await admin.query(`
    CREATE FUNCTION log.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END $$;
    CREATE TRIGGER slow BEFORE INSERT ON log.log_event FOR EACH ROW WHEN (NEW.position IN (5, 30)) EXECUTE FUNCTION log.slow()`);
  const [one, other] = [open(), open()];
  let writing = true;
  const reader = (async () => {
    const heads: number[] = [];
    while (writing) {
      const { lines, head } = await other.read(0, 1_000);
      expect(lines.map(({ position }) => position)).toEqual(Array.from({ length: head }, (_, i) => i + 1));
      heads.push(head);
    }
    return heads;
  })();
  for (let i = 0; i < 10; i++) await Promise.all([0, 1, 2, 3, 4].map((k) => (k % 2 ? one : other).append([alone({ id: `${i}-${k}` })])));
  writing = false;
  // It looked while rows were being written.
  expect((await reader).some((head) => head > 0 && head < 50)).toBe(true);
  expect(await idsOf(one)).toHaveLength(50);
});

test('connections cut at random steps: what was acknowledged stands exactly once', async () => {
  let [left, cuts] = [25, 0];
  const cut = async (): Promise<void> => {
    cuts += 1;
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lianhu-log' AND datname = current_database()`,
    );
  };
  const log = open({
    step: async (name) => {
      if (left === 0 || Math.random() < 0.5) return;
      left -= 1;
      if (name === 'written')
        void cut(); // races with COMMIT
      else await cut();
    },
  });
  const receipts = new Map<string, number>();
  for (let round = 0; round < 40; round++) {
    const found = await Promise.all([0, 1, 2].map((k) => log.append([alone({ id: `${round}-${k}`, subject: 'child-a' })])));
    for (const { id, position } of found.flat().flatMap(receiptsOf)) receipts.set(id, position);
  }
  expect(cuts).toBe(25);
  expect(receipts.size).toBe(120);
  expect(await idsOf(log)).toHaveLength(120);
  expect(await log.version('child-a')).toBe(120);
  await expectExactlyOnce(log, receipts);
});

test('the answer to COMMIT is lost: decided anew, and the caller gets the receipt of what stands', async () => {
  const proxy = await cuttingProxy(db.urls.hub);
  proxies.push(proxy);
  const log = open({ url: proxy.url });
  await log.append([alone({ id: 'before' })]);
  const receipts = new Map<string, number>();
  for (let round = 0; round < 10; round++) {
    proxy.cut(round % 3);
    for (const { id, position } of receiptsOf(
      (await log.append([{ entries: [`${round}-a`, `${round}-b`].map((id) => alone({ id }).entries[0]!) }]))[0],
    ))
      receipts.set(id, position);
  }
  expect(proxy.lost()).toBe(9);
  expect(await idsOf(log)).toHaveLength(21);
  await expectExactlyOnce(log, receipts);
});

test('the server is killed in the middle of appending: every acknowledged key stands once, and appending goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-log-kill-'));
  const own = await openDatabase({ folder, migrations: logMigrations });
  const log = postgresLog({ ...testLog(), url: own.urls.hub });
  let stop = false;
  try {
    const receipts = new Map<string, number>();
    const writers = Array.from({ length: 20 }, async (_, w) => {
      for (let i = 0; !stop; i++) {
        const id = `${w}-${i}`;
        receipts.set(id, receiptsOf((await log.append([alone({ id })]))[0])[0]!.position);
      }
    });
    for (let kill = 0; kill < 2; kill++) {
      const before = receipts.size;
      await until(() => receipts.size >= before + 100, writers);
      process.kill(Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    }
    const killed = receipts.size;
    await until(() => receipts.size >= killed + 100, writers);
    stop = true;
    await Promise.all(writers);
    await expectExactlyOnce(log, receipts);
    expect((await log.head()).position).toBe(receipts.size);
  } finally {
    stop = true;
    await log.close();
    await own.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a database that stays away: the caller hears that the outcome is unknown, and only after some patience', async () => {
  const url = new URL(db.urls.hub);
  url.port = '1';
  const log = open({ url: url.href, limits: { patienceMs: 200 } });
  await expect(log.append([alone({ id: '1' })])).rejects.toThrow(LogUnavailable);
  await expect(log.read(0, 1)).rejects.toThrow(LogUnavailable);
});

test('the queue is bounded: beyond it callers are told to come back, what waits is appended', async () => {
  const log = open({ limits: { waitingEntries: 20 } });
  await log.append([alone({ id: 'first' })]);
  const push = (department: 'police' | 'education', count: number, mandatory = false) =>
    Array.from({ length: count }, (_, i) => log.append([{ ...alone({ id: `${i}-${mandatory}`, department }), mandatory }]));
  const results = await Promise.allSettled([...push('police', 12), ...push('education', 12), ...push('police', 3, true)]);
  const refused = results.map((result) => (result.status === 'rejected' ? (result.reason as LogBusy).scope : 'taken'));
  const times = (count: number, what: string): string[] => Array.from({ length: count }, () => what);
  // 19 of 20 are open to all, half of them (9) to one department; one is kept for mandatory reports, and so is what is left.
  expect(refused).toEqual([
    ...times(9, 'taken'),
    ...times(3, 'own-share'),
    ...times(9, 'taken'),
    ...times(3, 'own-share'),
    ...times(2, 'taken'),
    'whole',
  ]);
  expect(await idsOf(log)).toHaveLength(21);
});

test('an entry that the database refuses hurts only its sender', async () => {
  const log = open();
  const results = await Promise.allSettled(['a', 'b\u0000', 'c'].map((id) => log.append([alone({ id })])));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(LogBroken);
  expect(await idsOf(log)).toEqual(['a', 'c']);
});

test('a node whose clock differs from the database’s stops intake and writes nothing', async () => {
  const apart = open({ limits: { clockDifferenceMs: -3_600_000 } });
  await expect(apart.append([alone({ id: '1' })])).rejects.toThrow(ClockApart);
  const simulated = open({ clock: { now: () => 0 }, limits: { clockDifferenceMs: -3_600_000 } });
  expect(kinds(await simulated.append([alone({ id: '2' })]))).toEqual(['appended']);
  const real = open();
  const [receipt] = receiptsOf((await real.append([alone({ id: '3' })]))[0]);
  expect(Math.abs(Date.parse(receipt!.recordedAt) - Date.now())).toBeLessThan(60_000);
  expect(await idsOf(real)).toEqual(['2', '3']);
});

test('a row changed by the superuser is found by the recomputed leaf and by the verifier', async () => {
  const log = open();
  await log.append([...keyGroups(), alone({ id: 'a', subject: 'child-a' }), alone({ id: 'b' })]);
  const verdict = async () => verifyExport(exportLines(log, { of: 'all', mayRead: () => 'whole' }), testTrust);
  expect((await verdict()).verdict).toBe('proven');
  await admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE log.log_event SET bound = replace(bound, 'child-a', 'child-b') WHERE position = 4; COMMIT`);
  const wrong = (await allLines(log)).filter((line) => Buffer.from(leafHash(std1, line)).toString('base64') !== line.leafHash);
  expect(wrong.map(({ position }) => position)).toEqual([4]);
  expect(await verdict()).toMatchObject({ verdict: 'tampered', range: { from: 1, to: 5 } });
  await admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE log.log_event SET claim = replace(claim, '"content":"a"', '"content":"b"') WHERE position = 5; COMMIT`);
  expect(await verdict()).toMatchObject({ verdict: 'tampered', position: 5 });
});
