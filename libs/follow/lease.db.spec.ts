import { MinorListed } from '@lianhu/departments/civil-affairs';
import { DvCallReceived } from '@lianhu/departments/police';
import { std1, type EventLog } from '@lianhu/log';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { createPool } from '@lianhu/postgres';
import type { Pool } from 'pg';
import { Follower, Reactor, rebuildParity, registered, steer, ViewReader, type FollowerOptions } from '.';
import { useDatabase } from './database.fixture';
import { at, becomes, child, registration, tampered, WAIT } from './running.fixture';
import { known, sums, views } from './views.fixture';

const pool = useDatabase();
const database = {
  get url(): string {
    return (pool().options as { connectionString: string }).connectionString;
  },
};
/** So long that none ends by itself, however slow the machine is: tests end it where a keeper is to be too late. */
const LEASE_MS = 600_000;
const expire = () =>
  pool().query(`UPDATE view.follower f SET lease_until = clock_timestamp() - interval '1 second'
    FROM (SELECT kind, name, version FROM view.follower WHERE owner IS NOT NULL FOR UPDATE SKIP LOCKED) AS kept
    WHERE f.kind = kept.kind AND f.name = kept.name AND f.version = kept.version`);

const open: Follower[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((follower) => follower.stop()));
});
async function start(log: EventLog, options: Partial<FollowerOptions> = {}): Promise<Follower> {
  const follower = new Follower({ log, pool: pool(), suite: std1, views, sums, known, leaseMs: LEASE_MS, ...options });
  open.push(follower);
  await follower.start();
  return follower;
}
const kept = (follower: Follower): number => follower.status().views.filter((view) => view.kept).length;

/** A process that can be stopped in the middle of anything: while it stands, no query of its own begins. */
class Frozen {
  private frozen: Promise<void> | undefined;
  private thaw = (): void => undefined;
  readonly pool: Pool;

  constructor(of: Pool) {
    const wait = async (): Promise<void> => {
      while (this.frozen) await this.frozen;
    };
    const waiting = (target: object, names: readonly string[]): object =>
      new Proxy(target, {
        get: (object, name) => {
          const value = Reflect.get(object, name) as unknown;
          if (typeof value !== 'function') return value;
          const method = value.bind(object) as (...args: unknown[]) => unknown;
          if (!names.includes(name as string)) return method;
          return async (...args: unknown[]) => {
            await wait();
            const result = await method(...args);
            return name === 'connect' ? waiting(result as object, ['query']) : result;
          };
        },
      });
    this.pool = waiting(of, ['query', 'connect']) as Pool;
  }
  freeze(): void {
    if (!this.frozen) this.frozen = new Promise((resolve) => (this.thaw = resolve));
  }
  go(): void {
    this.frozen = undefined;
    this.thaw();
  }
}

test('one process keeps the views, the other serves reads and waits; when the keeper goes, it takes over', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const [a, b] = [await start(log), await start(log)];
  expect([kept(a), kept(b)]).toEqual([views.length, 0]);
  const first = await write(log, [registration(1)]);
  expect(await b.waitFor(first, WAIT)).toBe(true);
  expect(await new ViewReader(pool(), log, views, sums).one('minors', child(1))).toMatchObject({ town: '990101001' });
  expect(kept(b)).toBe(0);
  await a.stop();
  await becomes(b, () => kept(b) === views.length);
  expect(await b.waitFor(await write(log, [at(1, MinorListed, '2026-03-02', { category: '04' })]), WAIT)).toBe(true);
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
});

test('a keeper that stood still in the middle of a page, and wakes after another took over, is refused: its page is not written', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const sleeper = new Frozen(pool());
  let reached = (): void => undefined;
  const inThePage = new Promise<void>((resolve) => (reached = resolve));
  let armed = false;
  // It stops between reading the page and its transaction, as a process does that is stopped by a signal.
  const slow = tampered(log, {
    head: async () => {
      if (armed) {
        sleeper.freeze();
        reached();
      }
      return log.head();
    },
  });
  const a = await start(slow, { pool: sleeper.pool });
  expect(kept(a)).toBe(views.length);
  armed = true;
  const position = await write(log, [registration(1), at(1, DvCallReceived)]);
  await inThePage;
  await expire();
  const b = await start(log);
  await becomes(b, () => kept(b) === views.length);
  expect(await b.waitFor(position, WAIT)).toBe(true);
  const fences = (await registered(pool())).map(({ fence }) => fence);
  armed = false;
  sleeper.go();
  await becomes(a, () => kept(a) === 0);
  expect(await a.waitFor(await write(log, [at(1, DvCallReceived)]), WAIT)).toBe(true);
  expect((await registered(pool())).map(({ fence }) => fence)).toEqual(fences);
  expect(await new ViewReader(pool(), log, views, sums).one('departments', 'police')).toMatchObject({ events: 2 });
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
});

test('who waits at a keeper for a position is answered when it turns out that another has taken over', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const sleeper = new Frozen(pool());
  const a = await start(log, { pool: sleeper.pool });
  expect(await a.waitFor(await write(log, [registration(1)]), WAIT)).toBe(true);
  sleeper.freeze();
  await expire();
  const b = await start(log);
  await becomes(b, () => kept(b) === views.length);
  const position = await write(log, [registration(2)]);
  expect(await b.waitFor(position, WAIT)).toBe(true);
  expect(kept(a)).toBe(views.length);
  // Longer than the test waits: what only looks when its time is over does not count as an answer.
  let answered: boolean | undefined;
  void a.waitFor(position, 10 * WAIT).then((reached) => (answered = reached));
  sleeper.go();
  await becomes(a, () => answered !== undefined);
  expect(answered).toBe(true);
  expect(kept(a)).toBe(0);
});

test('I6: the checkpoint moves only for the holder of the fence, whatever position he names', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const a = await start(log);
  await a.waitFor(await write(log, [registration(1)]), WAIT);
  await pool().query(`UPDATE view.follower SET owner = 'another', fence = fence + 1, lease_until = clock_timestamp() + interval '1 hour'`);
  const position = await write(log, [registration(2)]);
  await becomes(a, () => kept(a) === 0);
  expect(await a.waitFor(position, 100)).toBe(false);
  expect((await registered(pool())).map((one) => one.position)).toEqual(views.map(() => 1));
  expect(await new ViewReader(pool(), log, views, sums).one('minors', child(2))).toBeUndefined();
});

/** A process with connections of its own, which can be killed: what it had begun is rolled back, and it says nothing more. */
class Process {
  readonly connections = createPool(database.url, { applicationName: `process-${Process.count++}`, max: 8 });
  readonly frozen = new Frozen(this.connections);
  readonly follower: Follower;
  private static count = 0;

  constructor(log: EventLog, pageSize: number) {
    this.follower = new Follower({ log, pool: this.frozen.pool, suite: std1, views, sums, known, leaseMs: LEASE_MS, pageSize });
  }
  async kill(): Promise<void> {
    this.frozen.freeze();
    await pool().query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
      this.connections.options.application_name,
    ]);
  }
  async end(): Promise<void> {
    this.frozen.go();
    await this.follower.stop();
    await this.connections.end();
  }
}

test('two processes, stopped, killed and started again at random: every event counts once, rows are those of a fold from zero', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const seed = Number(process.env['LIANHU_LEASE_SEED'] ?? Date.now() % 1_000_000);
  let dice = seed;
  const roll = (sides: number): number => Math.floor(((dice = (dice * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648) * sides);
  const dead: Process[] = [];
  const two: Process[] = [];
  const begin = async (n: number): Promise<void> => {
    two[n] = new Process(log, 1 + roll(4));
    await two[n].follower.start();
  };
  await begin(0);
  await begin(1);
  let position = 0;
  const takeovers = async (): Promise<number> => Math.max(...(await registered(pool())).map(({ fence }) => fence));
  // At least so many rounds, and on until each has taken over from the other: a quick machine may roll forty in between two leases.
  for (let round = 0; round < 40 || (round < 400 && (await takeovers()) <= 2); round += 1) {
    for (let n = 0; n <= roll(4); n += 1)
      position = await write(log, [at(roll(6), roll(2) ? DvCallReceived : MinorListed, '2026-03-02', { category: '04' })]);
    const n = roll(2);
    const one = two[n] as Process;
    const what = roll(4);
    if (what === 0) {
      one.frozen.freeze();
      await expire();
    } else if (what === 1) for (const each of two) each.frozen.go();
    else if (what === 2) {
      dead.push(one);
      await one.kill();
      await expire();
      for (const each of two) if (each !== one) each.frozen.go();
      await begin(n);
    } else await (two[1 - n] as Process).follower.waitFor(position, 400);
  }
  for (const { frozen } of [...two, ...dead]) frozen.go();
  expect(await Promise.all(two.map(({ follower }) => follower.waitFor(position, WAIT)))).toEqual([true, true]);
  const differences = await rebuildParity(pool(), log, views, sums);
  const fence = await takeovers();
  await Promise.all([...two, ...dead].map((one) => one.end()));
  expect({ seed, differences }).toEqual({ seed, differences: [] });
  expect(fence).toBeGreaterThan(2);
});

test('of two reactors one decides; when it stands still in the middle of deciding, the other takes over and its checkpoint is refused', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  const decided: string[] = [];
  const sleeper = new Frozen(pool());
  let stand = false;
  const reactor = (name: string, of: Pool, late: boolean) =>
    new Reactor({
      name: 'alerts',
      log,
      pool: of,
      known: () => true,
      leaseMs: LEASE_MS,
      react: async (events) => {
        decided.push(...events.map(({ position }) => `${name}${position}`));
        if (late && stand) sleeper.freeze();
      },
    });
  const [a, b] = [reactor('a', sleeper.pool, true), reactor('b', pool(), false)];
  await a.start();
  await b.start();
  try {
    expect(await b.waitFor(await write(log, [at(1, DvCallReceived)]), WAIT)).toBe(true);
    expect(decided).toEqual(['a1']);
    stand = true;
    const second = await write(log, [at(1, DvCallReceived)]);
    while (!decided.includes('a2')) await new Promise((resolve) => setTimeout(resolve, 5));
    await expire();
    expect(await b.waitFor(second, WAIT)).toBe(true);
    expect(decided).toEqual(['a1', 'a2', 'b2']);
    stand = false;
    sleeper.go();
    expect(await a.waitFor(await write(log, [at(1, DvCallReceived)]), WAIT)).toBe(true);
    expect(decided).toEqual(['a1', 'a2', 'b2', 'b3']);
    expect([a.status().kept, b.status().kept]).toEqual([false, true]);
  } finally {
    sleeper.go();
    await Promise.all([a.stop(), b.stop()]);
  }
});

test('paused by a person, every process stays where it is, also after a restart; resumed, it goes on', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const a = await start(log);
  expect(await steer(pool(), { log, suite: std1 }, 'departments', { order: 'pause' })).toBe('done');
  expect(await steer(pool(), { log, suite: std1 }, 'nobody', { order: 'pause' })).toBe('unknown-follower');
  await a.look();
  await becomes(a, ({ state }) => state === 'paused');
  await a.stop();
  const b = await start(log);
  const position = await write(log, [at(1, DvCallReceived)]);
  const status = await becomes(b, ({ views: all }) => all.filter((view) => view.position === position).length === views.length - 1);
  expect(status).toMatchObject({ state: 'paused', position: 0 });
  expect(status.views.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'minors running',
    'alerts running',
    'departments paused',
    'inbox running',
  ]);
  await steer(pool(), { log, suite: std1 }, 'departments', { order: 'resume' });
  await b.look();
  expect(await b.waitFor(position, WAIT)).toBe(true);
});
