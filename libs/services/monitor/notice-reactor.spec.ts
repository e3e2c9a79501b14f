import fc from 'fast-check';
import type { AccessLog } from '@lianhu/access';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { MinorListed } from '@lianhu/departments/civil-affairs';
import { HarmSuspected } from '@lianhu/departments/education';
import {
  ClueAccepted,
  MinorMoved,
  MinorReferenced,
  MinorRegistered,
  NoticeAccepted,
  NoticeSent,
  RecordMerged,
  RecordSplit,
  RecordWithdrawn,
} from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { definitionOf, recorded, type EventClass, type Position, type Recorded } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import type { HubForMonitor, OwnEvent } from '@lianhu/services/platform';
import { demonstrationSharing as table, fixedClock, testLog, write } from '@lianhu/testing';
import { NoticeReactor } from './notice-reactor';

const time = '2026-10-12T10:00:00.000+08:00';
const CLASSES = new Map<string, EventClass>([NoticeSent, NoticeAccepted].map((cls) => [definitionOf(cls).type, cls]));
const sharing = { table, calendar: chinaCalendarAssuming, county: '990101', idOf: (to: string, position: number) => `${to}|${position}` };
const child = (n: number): string => `child-${String(n).padStart(22, 'A')}`;

/** A log, a hub that dies after so many own events, and how often the log is read. */
function scene(readers: AccessLog['readersOf'] = async () => []): { log: EventLog; reactor: (dies?: number) => NoticeReactor; reads: () => number } {
  const log = testLog(fixedClock('2026-10-12'));
  let reads = 0;
  const counted: EventLog = Object.create(log, {
    read: {
      value: (...asked: Parameters<EventLog['read']>) => {
        reads += 1;
        return log.read(...asked);
      },
    },
  }) as EventLog;
  const reactor = (dies = Infinity): NoticeReactor => {
    let left = dies;
    const own = async (events: readonly OwnEvent[]): Promise<readonly never[]> => {
      for (const { type, id, time: at, subject, residencearea, data } of events) {
        if (left <= 0) throw new Error('killed');
        left -= 1;
        await write(log, [{ cls: CLASSES.get(type) as EventClass, id, time: at, subject, residenceArea: residencearea, data }]);
      }
      return [];
    };
    return new NoticeReactor({
      log: counted,
      hub: { own } as unknown as HubForMonitor,
      sharing,
      accesses: { readersOf: async (...asked) => readers(...asked) },
      shown: async () => undefined,
    });
  };
  return { log, reactor, reads: () => reads };
}

const page = async (log: EventLog, after: Position, to: Position): Promise<Recorded[]> => (await log.read(after, to - after)).lines.map(recorded);
/** Follows the log to its end, in pages of so many lines; answers how far it came before it was killed. */
async function follow(log: EventLog, reactor: NoticeReactor, size: number, from: Position = 0): Promise<Position> {
  let at = from;
  try {
    for (let head = (await log.head()).position; at < head; head = (await log.head()).position) {
      const to = Math.min(at + size, head);
      await reactor.react(await page(log, at, to));
      at = to;
    }
  } catch (error) {
    expect((error as Error).message).toBe('killed');
  }
  return at;
}
interface Sent {
  readonly to: string;
  readonly about: number;
  readonly kind: string;
}
async function sent(log: EventLog): Promise<readonly Sent[]> {
  const { lines } = await log.read(0, 10_000, { types: [definitionOf(NoticeSent).type] });
  return lines.map((line) => recorded(line).data as unknown as Sent);
}
const keysOf = (notices: readonly Sent[]): string[] => notices.map(({ to, about, kind }) => `${about} ${to} ${kind}`).sort();

/** Some children with calls, one moves, one report is accepted, one call is corrected and one withdrawn. */
async function county(log: EventLog): Promise<void> {
  for (let n = 0; n < 3; n += 1) {
    await write(log, [{ cls: MinorRegistered, time, subject: child(n), data: { town: `99010100${n + 1}` } }]);
    await write(log, [{ cls: DvCallReceived, time, subject: child(n) }]);
  }
  await write(log, [{ cls: MinorMoved, time, subject: child(0), data: { town: '990101007' } }]);
  await write(log, [{ cls: DvCallReceived, time, subject: child(0) }]);
  await write(log, [{ cls: HarmSuspected, time, subject: 'case-1' }]);
  await write(log, [{ cls: ClueAccepted, time, subject: 'case-1' }]);
  await write(log, [{ cls: DvCallReceived, time, subject: child(1), corrects: 4, residenceArea: '990101009' }]);
  await write(log, [{ cls: RecordWithdrawn, time, subject: child(2), corrects: 6 }]);
}

test('killed anywhere in a page and begun again with other pages: every notice stands, and stands once', async () => {
  const whole = scene();
  await county(whole.log);
  await follow(whole.log, whole.reactor(), 500);
  const expected = keysOf(await sent(whole.log));
  expect(expected.length).toBeGreaterThan(15);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ dies: fc.integer({ min: 0, max: 12 }), size: fc.integer({ min: 1, max: 20 }) }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 20 }),
      async (kills, last) => {
        const { log, reactor } = scene();
        await county(log);
        let at = 0;
        for (const { dies, size } of kills) at = await follow(log, reactor(dies), size, at);
        await follow(log, reactor(), last, at);
        expect(keysOf(await sent(log))).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test('a town is the one of that moment: before the move the old, after it the new, also when a page comes again', async () => {
  const { log, reactor } = scene();
  await county(log);
  const one = reactor();
  await follow(log, one, 500);
  const towns = async (about: number) =>
    (await sent(log)).filter((notice) => notice.about === about && notice.to.startsWith('org-town')).map(({ to }) => to);
  expect([await towns(2), await towns(8)]).toEqual([['org-town-990101001'], ['org-town-990101007']]);
  const { position } = await log.head();
  await one.react(await page(log, 0, 12));
  await reactor().react(await page(log, 7, 12));
  expect((await log.head()).position).toBe(position);
});

test('whoever was told is told of the correction and of the withdrawal, whether or not it stands in the same page', async () => {
  for (const size of [1, 500]) {
    const { log, reactor } = scene();
    await county(log);
    await follow(log, reactor(), size);
    const of = async (about: number) =>
      (await sent(log))
        .filter((notice) => notice.about === about)
        .map(({ to, kind }) => `${to} ${kind}`)
        .sort();
    expect(await of(11)).toEqual([
      'org-office-990101 correction',
      'org-town-990101002 task',
      'org-town-990101009 task',
      'org-womens-federation-990101 correction',
    ]);
    expect(await of(12)).toEqual(['org-office-990101 correction', 'org-town-990101003 correction', 'org-womens-federation-990101 correction']);
  }
});

test('a correction of what was told to nobody tells nobody', async () => {
  const { log, reactor } = scene();
  await write(log, [{ cls: MinorListed, time: '2019-12-31T12:00:00.000+08:00', subject: child(1) }]);
  await write(log, [{ cls: RecordWithdrawn, time, subject: child(1), corrects: 1 }]);
  await follow(log, reactor(), 500);
  expect(await sent(log)).toEqual([]);
});

test('a page asks the log once for each child that is not known, and for none that was registered before its eyes', async () => {
  const { log, reactor, reads } = scene();
  const children = Array.from({ length: 20 }, (_, n) => child(n));
  for (const subject of children) await write(log, [{ cls: MinorRegistered, time, subject, data: { town: '990101003' } }]);
  for (let n = 0; n < 5; n += 1)
    await write(
      log,
      children.map((subject) => ({ cls: DvCallReceived, time, subject })),
    );
  const late = reactor();
  await late.react(await page(log, 20, 120));
  expect(reads()).toBe(20);
  await late.react(await page(log, 20, 120));
  expect(reads()).toBe(20);
  await reactor().react(await page(log, 0, 120));
  expect(reads()).toBe(20);
  expect((await sent(log)).filter(({ to }) => to === 'org-town-990101003')).toHaveLength(100);
});

test('after a split those who read the file of two children are told, each unit once and under the child that it may know', async () => {
  const asked: unknown[] = [];
  const readers = [
    { department: 'police' },
    { department: 'education' },
    { department: 'health' },
    { town: '990101002001' },
    { town: '990101009' },
    {},
  ];
  const { log, reactor } = scene(async (...of) => {
    asked.push(of.slice(0, 2));
    expect(of[2]).toEqual(expect.arrayContaining(['inbox.read', 'views.inbox']));
    return readers;
  });
  const [head, other, third] = [child(1), child(2), child(3)];
  await write(log, [{ cls: MinorRegistered, time, subject: head, data: { town: '990101001' } }]);
  await write(log, [{ cls: DvCallReceived, time, subject: head }]);
  await write(log, [{ cls: MinorRegistered, time, subject: other, data: { town: '990101002' } }]);
  await write(log, [{ cls: MinorReferenced, time, subject: other, data: { department: 'education' } }]);
  await write(log, [{ cls: RecordMerged, time, subject: head, other, data: { reason: 'merged' } }]);
  const merged = await write(log, [{ cls: RecordSplit, time, subject: head, other, data: { reason: 'split', events: [3] } }]);
  await write(log, [{ cls: RecordMerged, time, subject: head, other, data: { reason: 'merged' } }]);
  const [since] = await page(log, merged, merged + 1);
  await write(log, [{ cls: RecordMerged, time, subject: third, other: head, data: { reason: 'merged' } }]);
  const split = await write(log, [{ cls: RecordSplit, time, subject: head, other, data: { reason: 'split', events: [3] } }]);
  await follow(log, reactor(), 500);
  await reactor().react(await page(log, 0, split));
  expect(asked[1]).toEqual([[head, third], since!.recordedAt]);
  const { lines } = await log.read(0, 100, { types: [definitionOf(NoticeSent).type] });
  const told = lines.map((line) => recorded(line) as unknown as Recorded<NoticeSent>).filter(({ data }) => data.about === split);
  expect(told.map(({ subject, data: { to, kind } }) => [to, subject, kind]).sort()).toEqual([
    ['org-education-990101', other, 'correction'],
    ['org-office-990101', head, 'correction'],
    ['org-police-990101', head, 'correction'],
    ['org-town-990101002', other, 'correction'],
  ]);
  expect(told.every(({ data, subject }) => !JSON.stringify(data).includes('child-') && subject !== third)).toBe(true);
});

/** A's call is told; then two people say that it is B's, with the correction that it has had. */
async function misdirected(log: EventLog): Promise<{ readonly a: string; readonly b: string; readonly split: Position }> {
  const [a, b] = [child(1), child(2)];
  await write(log, [{ cls: MinorRegistered, time, subject: a, data: { town: '990101001' } }]);
  await write(log, [{ cls: MinorRegistered, time, subject: b, data: { town: '990101002' } }]);
  await write(log, [{ cls: DvCallReceived, time, subject: a }]);
  await write(log, [{ cls: DvCallReceived, time, subject: a, corrects: 3 }]);
  const split = await write(log, [{ cls: RecordSplit, time, subject: a, other: b, data: { reason: 'split', events: [3] } }]);
  return { a, b, split };
}
/** `child about whom kind`, of the notices after a position. */
async function toldAfter(log: EventLog, position: Position): Promise<readonly string[]> {
  const { lines } = await log.read(position, 10_000, { types: [definitionOf(NoticeSent).type] });
  const all = lines.map((line) => recorded(line) as unknown as Recorded<NoticeSent>);
  return all.map(({ subject, data: { to, about, kind } }) => `${subject === child(1) ? 'A' : 'B'} ${about} ${to} ${kind}`).sort();
}
const splitAgain = (log: EventLog, subject: string, other: string): Promise<Position> =>
  write(log, [{ cls: RecordSplit, time, subject, other, data: { reason: 'split', events: [3] } }]);

test('an event that is another child’s is told as that one’s, and whoever was told of it hears so, in pages of any size', async () => {
  for (const size of [1, 3, 500]) {
    const { log, reactor } = scene();
    const { split } = await misdirected(log);
    await follow(log, reactor(), size);
    const told = await toldAfter(log, 0);
    expect(told.filter((one) => one.startsWith('B '))).toEqual([
      'B 4 org-office-990101 notice',
      'B 4 org-town-990101002 task',
      'B 4 org-womens-federation-990101 notice',
    ]);
    expect(told.filter((one) => one.startsWith(`A ${split} `))).toEqual([
      `A ${split} org-office-990101 correction`,
      `A ${split} org-town-990101001 correction`,
      `A ${split} org-womens-federation-990101 correction`,
    ]);
    const { position } = await log.head();
    await reactor().react(await page(log, 0, split));
    expect((await log.head()).position).toBe(position);
  }
});

test('moved back and again, a fact brings no unit the card of a child a second time', async () => {
  const { log, reactor } = scene();
  const { a, b } = await misdirected(log);
  await follow(log, reactor(), 500);
  const { position } = await log.head();
  const back = await splitAgain(log, b, a);
  await follow(log, reactor(), 500, position);
  expect((await toldAfter(log, back)).filter((one) => !one.includes(' correction'))).toEqual([]);
  expect(await toldAfter(log, back)).toContain(`B ${back} org-town-990101002 correction`);
  const head = (await log.head()).position;
  const again = await splitAgain(log, a, b);
  await follow(log, reactor(), 500, head);
  expect((await toldAfter(log, again)).filter((one) => !one.includes(' correction'))).toEqual([]);
});

test('what was withdrawn before it is moved brings nobody a card', async () => {
  const { log, reactor } = scene();
  await write(log, [{ cls: MinorRegistered, time, subject: child(1), data: { town: '990101001' } }]);
  await write(log, [{ cls: MinorRegistered, time, subject: child(2), data: { town: '990101002' } }]);
  await write(log, [{ cls: DvCallReceived, time, subject: child(1) }]);
  await write(log, [{ cls: RecordWithdrawn, time, subject: child(1), corrects: 3 }]);
  await splitAgain(log, child(1), child(2));
  await follow(log, reactor(), 500);
  expect((await toldAfter(log, 0)).filter((one) => one.startsWith('B '))).toEqual([]);
});
