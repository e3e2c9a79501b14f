import { viewerOf, type Role, type Viewer } from '@lianhu/access';
import { DvCallReceived } from '@lianhu/departments/police';
import { NoticeSent } from '@lianhu/departments/hub';
import { CHILD, demonstrationPolicy, fixedClock, testLog, write, type Written } from '@lianhu/testing';
import type { MinorRow } from './rows';
import { TIMELINE_EVENTS, Timelines, withoutOf, type TimelineParts } from './timelines';

const clock = fixedClock('2026-03-10');
const log = testLog(clock);
const timelines = new Timelines({
  log,
  policy: demonstrationPolicy,
  handles: { handle: (_party: string, position: number) => `event-${position}` },
} as TimelineParts);
const row = { child: CHILD, town: '990101003' } as MinorRow;
const person = (role: Role, department?: string): Viewer => viewerOf({ name: 'x', role, department, area: '990101' }) as Viewer;
const handles = (timeline: readonly object[]): string[] => timeline.map((item) => (item as { handle: string }).handle);
const call = (time: string): Written => ({ cls: DvCallReceived, time, subject: CHILD, data: { alarmNo: 'J', minorRole: 'witness' } });
const DAY = '2026-03-02T10:00:00.000+08:00';

test('of a file with more than a page holds the newest are shown, what came last first; it says that there are earlier ones, which follow on the last one or stand at an earlier moment', async () => {
  await write(log, [...Array.from({ length: TIMELINE_EVENTS }, () => call(DAY)), call('2026-03-03T10:00:00.000+08:00')]);
  const { timeline, earlier } = await timelines.of(person('office'), row);
  expect(timeline).toHaveLength(TIMELINE_EVENTS);
  expect(handles(timeline).slice(0, 2)).toEqual([`event-${TIMELINE_EVENTS + 1}`, `event-${TIMELINE_EVENTS}`]);
  expect([handles(timeline).at(-1), earlier]).toEqual(['event-2', true]);
  const rest = await timelines.of(person('office'), row, { before: 'event-2' });
  expect([handles(rest.timeline), rest.earlier]).toEqual([['event-1'], undefined]);
  expect((await timelines.of(person('office'), row, { before: 'event-1' })).timeline).toEqual([]);
  await expect(timelines.of(person('office'), row, { before: 'event-0' })).rejects.toMatchObject({ code: 'not-found' });
  const before = await timelines.of(person('office'), row, { until: TIMELINE_EVENTS });
  expect([before.timeline.length, handles(before.timeline).at(-1), before.earlier]).toEqual([TIMELINE_EVENTS, 'event-1', undefined]);
});

test('what the viewer may not see takes no room from what he may, and tells nobody that it is there', async () => {
  const notices = Array.from({ length: TIMELINE_EVENTS + 5 }, (_, n): Written => ({
    cls: NoticeSent,
    time: '2026-03-04T10:00:00.000+08:00',
    subject: CHILD,
    data: { notice: `notice-${n}`, to: 'org-town-990101001', about: 1, kind: 'notice' },
  }));
  await write(log, notices);
  const newest = async (viewer: Viewer): Promise<readonly unknown[]> => {
    const { timeline, earlier } = await timelines.of(viewer, row);
    return [handles(timeline)[0], timeline.length, earlier];
  };
  expect(await newest(person('auditor'))).toEqual([`event-${2 * TIMELINE_EVENTS + 6}`, TIMELINE_EVENTS, true]);
  expect(await newest(person('department-lead', 'police'))).toEqual([`event-${TIMELINE_EVENTS + 1}`, TIMELINE_EVENTS, true]);
  expect(await newest(person('grid'))).toEqual([undefined, 0, undefined]);
  for (const without of ['notices', 'notes'] as const) {
    const facts = await timelines.of(person('office'), row, { without });
    expect([handles(facts.timeline)[0], facts.timeline.length, facts.earlier, facts.leftOut]).toEqual([
      `event-${TIMELINE_EVENTS + 1}`,
      TIMELINE_EVENTS,
      true,
      true,
    ]);
  }
  expect((await timelines.of(person('department-lead', 'police'), row, { without: 'notices' })).leftOut).toBeUndefined();
  for (const none of ['facts', 'toString']) expect(() => withoutOf(none)).toThrow(expect.objectContaining({ code: 'malformed-request' }));
});
