import { MinorListed } from '@lianhu/departments/civil-affairs';
import { DvCallReceived } from '@lianhu/departments/police';
import { definitionOf, defineView, type ViewDefinition } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { rebuildParity, registered, steer, ViewReader, type Follower, type ParityReport } from '.';
import { useDatabase } from './database.fixture';
import { at, becomes, child, registration, tampered, useFollowers, WAIT } from './running.fixture';
import { MINORS_TABLE, sums, views } from './views.fixture';

const pool = useDatabase();
const follow = useFollowers(pool);

const rewind = async (log: EventLog, follower: Follower, name: string, to: number): Promise<void> => {
  expect(await steer(pool(), { log, suite: std1 }, name, { order: 'rewind', to })).toBe('done');
  await follower.look();
};
const reportOf = async (name: string): Promise<ParityReport | undefined> => (await registered(pool())).find((one) => one.name === name)?.parity;
/** Resolves when a rebuild has been put in place. */
async function rebuilt(follower: Follower, name: string): Promise<ParityReport> {
  await becomes(follower, ({ views: all }) => all.every(({ state, rebuilding }) => state !== 'building' && !rebuilding));
  for (const until = performance.now() + WAIT; performance.now() < until; await new Promise((resolve) => setTimeout(resolve, 5))) {
    const row = (await registered(pool())).find((one) => one.name === name);
    if (row?.parity && row.rebuild === undefined) return row.parity;
  }
  throw new Error('it was not rebuilt');
}
async function county(log: EventLog, children: number): Promise<number> {
  let position = 0;
  for (let n = 0; n < children; n += 1)
    position = await write(log, [registration(n), at(n, MinorListed, '2026-03-02', { category: '04' }), at(n, DvCallReceived, '2026-03-03')]);
  return position;
}

test('rewound to 0, rows that were spoilt are made anew, and readers see the old ones or the new ones, never none', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const { follower } = await follow(log);
  await follower.waitFor(await county(log, 20), WAIT);
  await pool().query(`UPDATE ${MINORS_TABLE} SET row = jsonb_set(row, '{town}', '"990101777"') WHERE key = ANY($1)`, [[child(11), child(12)]]);
  await pool().query(`DELETE FROM ${MINORS_TABLE} WHERE key = $1`, [child(13)]);
  const seen = new Set<string>();
  let reading = true;
  const readers = (async () => {
    while (reading) {
      const { rows, total } = await new ViewReader(pool(), log, views, sums).list<{ town: string }>('minors');
      seen.add(`${total} rows, ${rows.filter(({ town }) => town === '990101777').length} spoilt`);
    }
  })();
  await rewind(log, follower, 'minors', 0);
  // What happens meanwhile is followed too.
  let position = 0;
  for (let n = 0; n < 10; n += 1) position = await write(log, [at(n, DvCallReceived, '2026-03-04')]);
  const report = await rebuilt(follower, 'minors');
  reading = false;
  await readers;
  expect([...seen].filter((what) => what !== '20 rows, 0 spoilt')).toEqual(['19 rows, 2 spoilt']);
  expect(await follower.waitFor(position, WAIT)).toBe(true);
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
  expect(report).toMatchObject({ fromVersion: report.toVersion, rows: { old: 19, new: 20 }, same: 17, differing: 2, onlyOld: 0, onlyNew: 1 });
  const { rows } = await pool().query(`SELECT tablename FROM pg_tables WHERE schemaname = 'view' AND tablename LIKE '%_new'`);
  expect(rows).toEqual([]);
});

test('the report compares at one common position while both are being fed: equal folds differ in nothing', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const { follower } = await follow(log, { pageSize: 3 });
  await follower.waitFor(await county(log, 30), WAIT);
  let writing = true;
  const writer = (async () => {
    for (let n = 0; writing; n += 1) {
      await write(log, [at(n % 30, DvCallReceived, '2026-03-05')]);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  for (let round = 0; round < 3; round += 1) {
    await pool().query("UPDATE view.follower SET parity = NULL WHERE name = 'minors'");
    await rewind(log, follower, 'minors', 0);
    expect(await rebuilt(follower, 'minors')).toMatchObject({ rows: { old: 30, new: 30 }, same: 30, differing: 0, onlyOld: 0, onlyNew: 0 });
  }
  writing = false;
  await writer;
  await follower.waitFor((await log.head()).position, WAIT);
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
});

test('rewound to a position, only keys that changed after it are folded anew', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const { follower } = await follow(log);
  const before = await county(log, 10);
  await follower.waitFor(await write(log, [at(4, DvCallReceived, '2026-03-04'), at(6, DvCallReceived, '2026-03-04')]), WAIT);
  const spoil = (n: number) => pool().query(`UPDATE ${MINORS_TABLE} SET row = jsonb_set(row, '{sex}', '"9"') WHERE key = $1`, [child(n)]);
  for (const n of [1, 4, 6]) await spoil(n);
  expect(await steer(pool(), { log, suite: std1 }, 'minors', { order: 'rewind', to: before + 3 })).toBe('position-ahead');
  await rewind(log, follower, 'minors', before);
  expect(await rebuilt(follower, 'minors')).toMatchObject({ rows: { old: 10, new: 10 }, same: 8, differing: 2 });
  const left = await rebuildParity(pool(), log, views, sums);
  expect(left.map(({ view, key }) => `${view} ${key}`)).toEqual([`minors ${child(1)}`]);
});

test('a rewind that is ordered while the same view is being rebuilt is carried out after it', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const before = await county(log, 10);
  const last = await write(log, [at(4, DvCallReceived, '2026-03-04')]);
  let orders = 0;
  const ordering = tampered(log, {
    read: async (after, limit, filter) => {
      if (orders === 1 && after === before && filter === undefined) {
        orders += 1;
        expect(await steer(pool(), { log, suite: std1 }, 'minors', { order: 'rewind', to: 0 })).toBe('done');
      }
      return log.read(after, limit, filter);
    },
  });
  const { follower } = await follow(ordering);
  await follower.waitFor(last, WAIT);
  await pool().query(`UPDATE ${MINORS_TABLE} SET row = jsonb_set(row, '{sex}', '"9"') WHERE key = $1`, [child(1)]);
  orders = 1;
  await rewind(log, follower, 'minors', before);
  await rebuilt(follower, 'minors');
  expect(orders).toBe(2);
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
});

/** Counts a child's events, and halts at one that it cannot count. */
const strictView = (fails: () => boolean): ViewDefinition =>
  defineView<{ n: number }, { n: number }>({
    name: 'strict',
    version: 1,
    of: 'minor',
    poison: 'halt',
    start: { n: 0 },
    every: ({ n }) => {
      if (fails()) throw new RangeError('x');
      return { n: n + 1 };
    },
    handlers: [],
    row: (state) => state,
    columns: {},
  }) as unknown as ViewDefinition;

test.each([
  ['another order', 1],
  ['the same order again', 0],
])('%s that comes while a rebuild is failing is carried out after it', async (_what, to) => {
  const log = testLog(fixedClock('2026-03-01'));
  let failures = 0;
  const strict = strictView(() => failures-- > 0);
  let orders = 0;
  const ordering = tampered(log, {
    read: async (after, limit, filter) => {
      if (failures > 0 && after === 0 && filter === undefined && ++orders === 1)
        expect(await steer(pool(), { log, suite: std1 }, 'strict', { order: 'rewind', to })).toBe('done');
      return log.read(after, limit, filter);
    },
  });
  const { follower } = await follow(ordering, { views: [strict], sums: [] });
  await follower.waitFor(await county(log, 3), WAIT);
  failures = 1;
  await rewind(log, follower, 'strict', 0);
  expect(await rebuilt(follower, 'strict')).toMatchObject({ rows: { old: 3, new: 3 }, same: 3 });
  expect(orders).toBe(1);
});

test('a rebuild that was cut off begins again; one that cannot succeed leaves what readers see, and says why', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  let broken = false;
  const strict = strictView(() => broken);
  const first = await follow(log, { views: [strict], sums: [] });
  await first.follower.waitFor(await county(log, 3), WAIT);
  broken = true;
  await rewind(log, first.follower, 'strict', 0);
  expect(await rebuilt(first.follower, 'strict')).toMatchObject({ failed: 'follow.fold-failed' });
  expect(first.follower.status().views).toMatchObject([{ state: 'running', readable: true }]);
  expect(await first.reader.list('strict')).toMatchObject({ total: 3 });
  broken = false;
  // Asked for while nobody runs, as if the process had died in the middle: the next start finds the wish.
  await first.follower.stop();
  expect(await steer(pool(), { log, suite: std1 }, 'strict', { order: 'rewind', to: 0 })).toBe('done');
  const second = await follow(log, { views: [strict], sums: [] });
  await becomes(second.follower, () => second.follower.status().state === 'following');
  for (let report = await reportOf('strict'); report?.failed !== undefined; report = await reportOf('strict')) await second.follower.look();
  expect(await reportOf('strict')).toMatchObject({ rows: { old: 3, new: 3 }, same: 3 });
});

test('a new version is compared with the old one where that stood, even if the log has gone on', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const kind = definitionOf(MinorListed).type;
  const counted = (version: number, twice: (key: string) => boolean): ViewDefinition =>
    defineView<{ n: number }, { n: number }>({
      name: 'counted',
      version,
      of: 'minor',
      start: { n: 0 },
      handlers: [{ type: kind, fold: ({ n }) => ({ n: n + 1 }) }],
      row: ({ n }, _today, key) => ({ n: twice(key) ? 2 * n : n }),
      columns: {},
    }) as unknown as ViewDefinition;
  const first = await follow(log, { views: [counted(1, () => false)], sums: [] });
  const stood = await county(log, 6);
  await first.follower.waitFor(stood, WAIT);
  await first.follower.stop();
  const last = await write(log, [at(9, MinorListed, '2026-03-02', { category: '04' })]);
  const second = await follow(log, { views: [counted(2, (key) => key === child(2))], sums: [] });
  await becomes(second.follower, ({ state }) => state === 'following');
  expect(await second.follower.waitFor(last, WAIT)).toBe(true);
  expect(await reportOf('counted')).toMatchObject({ fromVersion: 1, toVersion: 2, position: stood, rows: { old: 6, new: 6 }, same: 5, differing: 1 });
  expect(await second.reader.list('counted')).toMatchObject({ total: 7 });
});

test('a reactor that is rewound decides again from there, under the root of that place', async () => {
  const { Reactor } = await import('.');
  const log = testLog(fixedClock('2026-03-01'));
  const decided: number[] = [];
  const options = {
    name: 'r',
    log: tampered(log, {}),
    pool: pool(),
    known: () => true,
    react: async (events: readonly { position: number }[]) => void decided.push(...events.map(({ position }) => position)),
  };
  const reactor = new Reactor(options);
  await reactor.start();
  try {
    const last = await county(log, 2);
    await reactor.waitFor(last, WAIT);
    decided.length = 0;
    expect(await steer(pool(), { log, suite: std1 }, 'r', { order: 'rewind', to: 4 })).toBe('done');
    const next = await write(log, [registration(7)]);
    for (const until = performance.now() + WAIT; !decided.includes(5) && performance.now() < until;)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await reactor.waitFor(next, WAIT)).toBe(true);
    expect(new Set(decided)).toEqual(new Set([5, 6, 7]));
    expect(reactor.error).toBeUndefined();
  } finally {
    await reactor.stop();
  }
});
