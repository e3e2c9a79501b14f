import { baseViews as views, catalogue, sums } from '@lianhu/catalogue';
import { AlertRaised } from '@lianhu/departments/hub';
import { momentOf } from '@lianhu/kernel';
import { Follower, rebuildParity } from '@lianhu/follow';
import { rootOf, std1, verifyConsistency, verifyInclusion } from '@lianhu/log';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { becomes, call, linesOf, MirrorScene, time, TOPIC, until, WAIT_MS } from './mirror-scene.fixture';

const known = (type: string): boolean => catalogue.event(type) !== undefined;
const scene = new MirrorScene();

test('a copy answers everything that followers ask as the log does: pages, filters, times, versions, tree', async () => {
  const clock = fixedClock('2026-03-02');
  const log = testLog(clock);
  for (let n = 0; n < 3; n += 1) {
    await call(log, 100, n);
    clock.advance(60_000);
  }
  await write(log, [{ cls: AlertRaised, time, subject: 'child-2' }]);
  await scene.publish(await linesOf(log));
  const one = await scene.mirror();
  await scene.reaches(one, 301);
  const { origin: _, checkpoint: __, ...head } = { origin: '', ...(await log.head()) };
  expect(await one.log.head()).toEqual(head);
  for (const filter of [
    undefined,
    { subject: 'child-2' },
    { types: ['hub.alert.raised'] },
    { subject: 'child-2', types: ['police.dv-call.received'] },
    { department: 'hub' },
  ]) {
    for (const [after, limit] of [
      [0, 1_000],
      [10, 7],
      [300, 5],
      [301, 5],
      [0, 0],
    ] as const)
      expect([filter, after, limit, await one.log.read(after, limit, filter)]).toEqual([filter, after, limit, await log.read(after, limit, filter)]);
  }
  for (const moment of ['2026-03-01', '2026-03-02']
    .map((day) => `${day}T00:00:00.000+08:00`)
    .concat(momentOf(clock.now() - 90_000), momentOf(clock.now())))
    expect(await one.log.positionAt(moment)).toBe(await log.positionAt(moment));
  for (const subject of ['child-2', 'child-9']) expect(await one.log.version(subject)).toBe(await log.version(subject));
  const leaves = (await one.log.leaves(0, 301)).map((leaf) => Buffer.from(leaf, 'base64'));
  const root = Buffer.from(head.root, 'base64');
  for (const from of [1, 255, 256, 257, 300, 301]) {
    expect(verifyInclusion(std1, await one.log.inclusion(from, 301), leaves[from - 1]!, root)).toBe(true);
    expect(verifyConsistency(std1, from, 301, rootOf(std1, leaves.slice(0, from)), root, await one.log.consistency(from, 301))).toBe(true);
  }
  await expect(one.log.inclusion(302, 302)).rejects.toMatchObject({ code: 'log.out-of-range' });
  await expect(one.log.consistency(1, 302)).rejects.toMatchObject({ code: 'log.out-of-range' });
});

test('views folded from the copy are those folded from the log; what is injected twice, or out of turn, counts once', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 40);
  const lines = await linesOf(log);
  await scene.publish(lines.slice(0, 20));
  await scene.publish([lines[19]!, lines[3]!, ...lines.slice(0, 22), lines[21]!, lines[21]!]);
  const one = await scene.mirror();
  const follower = new Follower({ log: one.log, pool: scene.pool, suite: std1, views, sums, known });
  scene.open.unshift(follower);
  await follower.start();
  await scene.publish(lines.slice(10));
  await scene.publish(lines);
  expect(await follower.waitFor(40, WAIT_MS)).toBe(true);
  expect(await rebuildParity(scene.pool, log, views, sums)).toEqual([]);
  const { rows } = await scene.pool.query(
    `SELECT sum((row->>'events')::int)::int AS events FROM view.view_departments_v${views.find(({ name }) => name === 'departments')!.version}`,
  );
  expect(rows).toEqual([{ events: 40 }]);
});

test('a position seen again with another leaf: the copy stops, what follows it stops, and it stops again after a restart', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 5);
  await call(other, 5, 2);
  await scene.publish(await linesOf(log));
  const one = await scene.mirror();
  const follower = new Follower({ log: one.log, pool: scene.pool, suite: std1, views, sums, known });
  scene.open.unshift(follower);
  await follower.start();
  expect(await follower.waitFor(5, WAIT_MS)).toBe(true);
  await scene.publish([...(await linesOf(log, 0, 1)), ...(await linesOf(other, 3, 4))]);
  await becomes(one, ({ state, error }) => state === 'halted' && error === 'log.history-diverged');
  await call(log);
  await scene.publish(await linesOf(log, 5));
  await until(() => follower.status().state === 'halted' && follower.status().error === 'log.history-diverged');
  await one.stop();
  const again = await scene.mirror();
  expect(await scene.halts(again)).toMatchObject({ position: 5, error: 'log.history-diverged' });
});

test('two histories in one portion are noticed before any of it is stored', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 3);
  await call(other, 3, 2);
  await scene.publish([...(await linesOf(log)), ...(await linesOf(other, 1, 2))]);
  const one = await scene.mirror();
  expect(await scene.halts(one)).toMatchObject({ position: 0, error: 'log.history-diverged' });
});

test.each(['{}', 'x', '{"bound":{},"claim":{},"stamp":{"position":1}}'])('a record that is no line halts it: %s', async (value) => {
  await scene.stream.publish(TOPIC, [{ value, headers: { position: '1', leaf: 'x' } }]);
  expect(await scene.halts(await scene.mirror({ backfill: { read: () => Promise.resolve({ lines: [] }) } }))).toMatchObject({
    error: 'stream.not-a-line',
  });
});

test('what retention removed is fetched from whoever has it; with nobody named it refuses to start and says where it stands', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 1_300);
  await scene.publish(await linesOf(log));
  scene.broker.truncate(TOPIC, 1_250);
  await expect(scene.made().start()).rejects.toThrow(/goes on at position 1251, this monitor needs 1:/);
  let fetched = 0;
  const backfill = {
    read: async (after: number, limit: number) => {
      const page = await log.read(after, limit);
      fetched += page.lines.length;
      return page;
    },
  };
  const one = await scene.mirror({ backfill });
  await scene.reaches(one, 1_300);
  // Each page but the first begins with the line that is there already.
  expect(fetched).toBe(1_252);
  await one.stop();
  await call(log, 20);
  await scene.publish(await linesOf(log, 1_300));
  scene.broker.truncate(TOPIC, 1_299);
  const edge = await scene.mirror();
  await scene.reaches(edge, 1_320);
  await edge.stop();
  await call(log, 2);
  await scene.publish(await linesOf(log, 1_320));
  scene.broker.truncate(TOPIC, 1_321);
  await expect(scene.made().start()).rejects.toMatchObject({ code: 'stream.cut-off', missing: 1_321, found: 1_322 });
  expect((await one.log.head()).root).not.toBe((await log.head()).root);
  await scene.reaches(await scene.mirror({ backfill }), 1_322);
  expect((await one.log.head()).root).toBe((await log.head()).root);
});

test('what is fetched is not believed: a line with a wrong leaf, or another history, is refused', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 10);
  await call(other, 10, 2);
  await scene.publish(await linesOf(log));
  scene.broker.truncate(TOPIC, 5);
  const lying = {
    read: async (after: number, limit: number) => ({ lines: (await log.read(after, limit)).lines.map((line) => ({ ...line, bound: '{}' })) }),
  };
  expect(await scene.halts(await scene.mirror({ backfill: lying }))).toMatchObject({ position: 0 });
  await scene.open.pop()!.stop();
  const gap = scene.made({ backfill: { read: () => Promise.resolve({ lines: [] }) } });
  await gap.start();
  expect(await scene.halts(gap)).toMatchObject({ error: 'stream.cut-off' });
});

test('a crash between the rows and the brokers’ knowledge, and one inside the transaction: every line stands once', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 300);
  const lines = await linesOf(log);
  await scene.publish(lines.slice(0, 150));
  await scene.copied(150);
  scene.broker.committed.clear();
  await scene.pool.query(`CREATE FUNCTION view.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'power cut'; END $$`);
  await scene.pool.query('CREATE TRIGGER fail BEFORE UPDATE ON view.stream EXECUTE FUNCTION view.fail()');
  await scene.publish(lines.slice(150));
  const second = await scene.mirror();
  await becomes(second, ({ state }) => state === 'away');
  expect((await scene.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM view.stream_line')).rows).toEqual([{ n: 150 }]);
  await scene.pool.query('DROP FUNCTION view.fail() CASCADE');
  await scene.reaches(second, 300);
  expect((await second.log.head()).root).toBe((await log.head()).root);
});

test('two processes with one database: each line stands once, and the other goes on when one ends', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  const [one, two] = [await scene.mirror(), await scene.mirror()];
  await call(log, 250);
  await scene.publish(await linesOf(log));
  await until(async () => (await two.log.head()).position === 250);
  await one.stop();
  await call(log, 5);
  await scene.publish(await linesOf(log, 250));
  await until(async () => (await two.log.head()).position === 255);
  expect((await two.log.head()).root).toBe((await log.head()).root);
  await two.log.wait(254, WAIT_MS);
});
