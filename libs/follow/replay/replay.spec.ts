import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { recorded, type Recorded, type StoredLine } from '@lianhu/kernel';
import { exportLines, std1, type EventLog } from '@lianhu/log';
import { fixedClock, testLog } from '@lianhu/testing';
import { CompiledView } from '../compiled-view';
import { happen, happenings } from '../random-log.fixture';
import { exportTo, NAMES, replayed, sums, textAt, views } from './replay.fixture';
import { ExportLog, type Change, type ReplayedRow } from '.';

const folder = mkdtempSync(join(tmpdir(), 'lianhu-spec-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function county(seed: number, parts = 8): Promise<EventLog> {
  const clock = fixedClock('2026-03-10');
  const log = testLog(clock);
  await happen(log, clock, fc.sample(happenings, { numRuns: parts, seed }).flat());
  return log;
}
const all = async (log: EventLog): Promise<readonly StoredLine[]> => (await log.read(0, 10_000)).lines;

test('a comparison turns the earlier rows into the later ones, and tells of each the events between that are its own', async () => {
  let [told, byDay] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.nat(), fc.nat(), fc.constantFrom(...views), async (seed, a, b, view) => {
      const log = await county(seed, 3);
      const { position: head } = await log.head();
      const positions = [a % (head + 1), b % (head + 1)];
      const { moments, changes, counts, close } = await replayed(view.name, log, positions, { pageSize: 7, foldsInMemory: 2 });
      const [before, after] = moments.map(({ rows }) => new Map([...rows.values()].map(({ key, row }) => [key, row])));
      const own = new CompiledView(view, sums);
      const between = (await all(log))
        .map(recorded)
        .filter(({ position }) => position > Math.min(...positions) && position <= Math.max(...positions));
      for (const { key, change, after: row, fields, events } of changes!.values()) {
        const gone = before!.get(key);
        if (change === 'removed') before!.delete(key);
        else before!.set(key, row);
        expect(fields === undefined).toBe(change !== 'changed');
        const { child } = (row ?? gone ?? {}) as { readonly child?: string };
        const isMine = (event: Recorded): boolean => own.keyOf(event) === key || (own.shares(event) && event.subject === child);
        const mine = between.filter(isMine).map(({ position }) => position);
        expect([events.count, events.newest.map(({ position }) => position)]).toEqual([mine.length, mine.reverse().slice(0, 20)]);
        told += events.count;
        if (events.count === 0) byDay++;
      }
      expect(new Map([...before!].sort(([x], [y]) => (x < y ? -1 : 1)))).toEqual(after);
      expect(Object.values(counts!).reduce((sum, n) => sum + n)).toBe(changes!.count);
      close();
    }),
    { numRuns: 60 },
  );
  expect(told).toBeGreaterThan(100);
  expect(byDay).toBeGreaterThan(0);
});

test('a sum that differs tells the events of the base rows that differ in it', async () => {
  const log = await county(11);
  const { position } = await log.head();
  const base = await replayed('minors', log, [40, position]);
  const sum = await replayed('county', log, [40, position]);
  const changes = [...sum.changes!.values()];
  expect(changes.map(({ key }) => key)).toEqual(['all']);
  expect(changes[0]!.events.count).toBe([...base.changes!.values()].reduce((n, { events }) => n + events.count, 0));
  expect(changes[0]!.events.count).toBeGreaterThan(20);
  expect(changes[0]!.events.newest).toHaveLength(20);
  expect(changes[0]!.events.newest[0]!.position).toBeGreaterThan(changes[0]!.events.newest[19]!.position);
  base.close();
  sum.close();
});

test('a subject has the rows that the views have of it', async () => {
  const log = await county(9);
  const { position } = await log.head();
  const child = `child-A${'A'.repeat(21)}`;
  const rows = (await textAt(child, log, position))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ReplayedRow);
  const expected: ReplayedRow[] = [];
  for (const name of ['alerts', 'inbox', 'minors', 'trace']) {
    const text = (await textAt(name, log, position))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ReplayedRow);
    const mine = text.filter(({ key, row }) => key === child || Object.values(row as object).includes(child));
    expected.push(...mine.map(({ key, row }) => ({ key: `${name}/${key}`, row })));
  }
  expect(rows.length).toBeGreaterThan(2);
  expect(rows).toEqual(expected);
});

test('the moment has the root that the log proves, its day, and the checkpoint that comes next', async () => {
  const log = await county(3, 14);
  const { position: head, root, checkpoint } = await log.head();
  expect(head).toBeGreaterThan(300);
  const at = async (position: number) => {
    const { moments, close } = await replayed('departments', log, [position]);
    const text = [...moments[0]!.rows.all()].map((line) => `${line}\n`).join('');
    expect(moments[0]!.rows.hash).toBe(createHash('sha256').update(text).digest('base64'));
    close();
    return moments[0]!;
  };
  expect(await at(head)).toMatchObject({ position: head, root, checkpoint });
  for (const position of [1, 255, 256]) expect((await at(position)).checkpoint?.split('\n')[1]).toBe('256');
  expect((await at(256)).root).toBe((await at(255)).checkpoint?.split('\n')[2]);
  expect((await at(257)).checkpoint?.split('\n')[1]).toBe('512');
  expect((await at(head - (head % 256) + 1)).checkpoint).toBe(checkpoint);
  expect(await at(0)).toMatchObject({ position: 0, root: Buffer.from(std1.sha256('')).toString('base64') });
  const turned = (await all(log)).map(recorded).findLast(({ type, position }) => type === 'hub.day.turned' && position <= 200);
  expect((await at(200)).today).toBe(turned?.data['date']);
  await expect(replayed('departments', log, [head + 1])).rejects.toMatchObject({ code: 'log.out-of-range' });
});

test('a line that was changed, or lines that do not give the signed root, end the replay', async () => {
  const log = await county(3);
  const with_ = (changed: Partial<EventLog>): EventLog => Object.assign(Object.create(log) as EventLog, changed);
  const altered = with_({
    read: async (...args) => {
      const page = await log.read(...args);
      return { ...page, lines: page.lines.map((line) => (line.position === 9 ? { ...line, bound: '{"version":77}' } : line)) };
    },
  });
  await expect(replayed('minors', altered, [20])).rejects.toMatchObject({ code: 'log.history-diverged', position: 9 });
  const forked = with_({ checkpoints: async () => [{ size: 256, note: `lianhu/990101\n256\n${Buffer.alloc(32).toString('base64')}\n\n— x y\n` }] });
  await expect(replayed('minors', forked, [20])).rejects.toMatchObject({ code: 'log.history-diverged' });
});

test('told to stop, it stops before the next page; a type that nobody declares ends it', async () => {
  const log = await county(3);
  let pages = 0;
  await expect(replayed('minors', log, [100], { pageSize: 10, stopped: () => ++pages > 3 })).rejects.toThrow();
  expect(pages).toBe(4);
  await expect(replayed('minors', log, [100], { known: (type) => type !== 'hub.day.turned' })).rejects.toMatchObject({
    code: 'follow.unknown-event-type',
  });
});

describe('an export read as a log', () => {
  const file = join(folder, 'export.ndjson');
  let log: EventLog;
  let head: number;
  beforeAll(async () => {
    log = await county(7, 14);
    head = (await log.head()).position;
    await exportTo(file, log);
  });

  test('answers the same lines, checkpoints and moments, in pages of any size and by subject', async () => {
    const exported = new ExportLog(file, std1);
    expect([exported.origin, exported.position]).toEqual([log.origin, head]);
    for (const [after, limit] of [
      [0, 1],
      [0, 7],
      [head - 3, 10],
      [head, 5],
      [10, 10_000],
    ] as const)
      expect(await exported.read(after, limit)).toEqual(await log.read(after, limit));
    const subject = `child-B${'A'.repeat(21)}`;
    for (const [after, limit] of [
      [0, 3],
      [0, 1_000],
      [50, 4],
    ] as const) {
      const page = await exported.read(after, limit, { subject });
      expect(page).toEqual(await log.read(after, limit, { subject }));
      expect(page.lines.length).toBeGreaterThan(2);
    }
    expect(await exported.checkpoints(0, head)).toEqual(await log.checkpoints(0, head));
    const times = (await all(log)).map((line) => recorded(line).recordedAt);
    for (const moment of ['2000-01-01T00:00:00.000+08:00', times[0]!, times[57]!, times.at(-1)!, '2999-01-01T00:00:00.000+08:00'])
      expect(await exported.positionAt(moment)).toBe(await log.positionAt(moment));
    exported.close();
  });

  const refused = (text: string): string => {
    const bad = join(folder, 'bad.ndjson');
    writeFileSync(bad, text);
    try {
      new ExportLog(bad, std1).close();
      return 'taken';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('is refused in one sentence when it is no whole export', async () => {
    const text = readFileSync(file, 'utf8');
    const lines = text.split('\n');
    expect(refused(text)).toBe('taken');
    expect(refused('')).toContain('empty');
    expect(refused('{"a":1}\n')).toContain('no header');
    expect(refused(lines.filter((_, i) => i !== 5).join('\n'))).toContain('does not hold position 5');
    expect(refused(lines.slice(0, 20).join('\n'))).toContain('does not hold position 20');
    expect(refused(text.slice(0, 5_000))).toMatch(/does not hold position/);
    const stubs = lines.map((line, i) => (i === 3 ? '{"leafHash":"aaaa","position":3}' : line)).join('\n');
    expect(refused(stubs)).toContain('no content at position 3');
    for (const request of [
      { of: 'range', from: 1, to: 5 },
      { of: 'subject', subject: `child-B${'A'.repeat(21)}` },
    ] as const) {
      let part = '';
      for await (const line of exportLines(log, { ...request, mayRead: () => 'whole' })) part += `${line}\n`;
      expect(refused(part)).toContain('only a part of the log');
    }
    expect(() => new ExportLog(join(folder, 'nowhere'), std1)).toThrow('cannot be opened (ENOENT)');
  });

  test('gives the same comparison as the log', async () => {
    const exported = new ExportLog(file, std1);
    for (const name of [...NAMES, `child-A${'A'.repeat(21)}`]) {
      const [a, b] = [await replayed(name, log, [60, head]), await replayed(name, exported, [60, head], { pageSize: 3 })];
      const lines = (changes: { values(): Iterable<Change> }): Change[] => [...changes.values()];
      expect([name, lines(b.changes!)]).toEqual([name, lines(a.changes!)]);
      a.close();
      b.close();
    }
    exported.close();
  });
});
