import type { RowQuery } from '@lianhu/follow';
import type { OwnEvent } from '@lianhu/services/platform';
import { fixedClock, testLog } from '@lianhu/testing';
import { Alerts, type AlertParts } from './alerts';
import { Inbox, type InboxParts } from './inbox';

type Row = Readonly<Record<string, unknown>>;

/** How many events the hub's own log has of each subject; the log that is read has none. */
let newest = 0;
beforeEach(() => void (newest = 0));

/** A view that answers page by page from rows in order. */
const viewOf = (rows: readonly Row[]) => ({
  list: async (_view: string, { filters = {}, page = 1, size = 50 }: RowQuery) => {
    const fits = (row: Row): boolean => Object.entries(filters).every(([name, wanted]) => [wanted].flat().includes(row[name] as never));
    const found = rows.filter(fits);
    return { rows: found.slice((page - 1) * size, page * size), total: found.length };
  },
});
const partsOf = (rows: readonly Row[]) => {
  const own: OwnEvent[] = [];
  const clock = fixedClock('2026-03-10');
  const expecting: (object | undefined)[] = [];
  const hub = {
    own: async (events: readonly OwnEvent[], expected?: { subject: string; version: number }) => {
      expecting.push(expected);
      if ((expected?.version ?? 0) !== newest) return [{ kind: 'version-conflict', positions: [] }];
      own.push(...events);
      return events.map(() => ({ kind: 'appended', positions: [1] }));
    },
  };
  const policy = { R05: { acceptHours: 2, againHours: 24 } };
  return { own, expecting, parts: { model: viewOf(rows), log: testLog(clock), hub, clock, policy } };
};

test('alerts that were missed long ago and never closed do not keep a new one from being missed', async () => {
  const alert = (n: number, day: string, overdue: boolean): Row => ({
    alert: `alert-${n}`,
    child: `child-${n}`,
    town: '990101001',
    state: 'open',
    overdue,
    dueAt: `2026-${day}T08:00:00.000+08:00`,
  });
  const old = Array.from({ length: 700 }, (_, n) => alert(n, '02-01', true));
  const { own, parts } = partsOf([...old, alert(900, '03-09', false), alert(901, '03-20', false)]);
  const alerts = new Alerts(parts as unknown as AlertParts);
  expect(await alerts.missClocks()).toBe(1);
  expect(own.map(({ id }) => id)).toEqual(['alert-900-missed-E1']);
  expect(await alerts.overdue()).toBe(700);
});

test('nor do reports that nobody accepts keep a new one from being missed', async () => {
  const report = (n: number, day: string, missed?: string): Row => ({
    notice: `notice-${n}`,
    subject: `case-${n}`,
    about: n,
    to: 'police',
    urgent: true,
    waiting: true,
    since: `2026-${day}T08:00:00.000+08:00`,
    missed,
  });
  const old = Array.from({ length: 1_000 }, (_, n) => report(n, '02-01', 'E3'));
  const { own, parts } = partsOf([...old, report(1_900, '03-09')]);
  expect(await new Inbox(parts as unknown as InboxParts).missReports()).toBeGreaterThan(0);
  expect(own.map(({ id }) => id)).toContain('notice-1900-missed-E2');
});

test('a copy of the log that is behind misses nothing: what the hub has of the child and the copy has not may be the answer', async () => {
  const alert = { alert: 'alert-1', child: 'child-1', town: '990101001', state: 'open', overdue: false, dueAt: '2026-03-09T08:00:00.000+08:00' };
  const report = { notice: 'notice-1', subject: 'case-1', to: 'police', urgent: true, waiting: true, since: '2026-03-09T08:00:00.000+08:00' };
  const { own, expecting, parts } = partsOf([alert, report]);
  newest = 1;
  expect(await new Alerts(parts as unknown as AlertParts).missClocks()).toBe(0);
  expect(await new Inbox(parts as unknown as InboxParts).missReports()).toBe(0);
  expect(own).toEqual([]);
  expect(expecting).toContainEqual({ subject: 'child-1', version: 0 });
  expect(expecting).toContainEqual({ subject: 'case-1', version: 0 });
  newest = 0;
  expect(await new Alerts(parts as unknown as AlertParts).missClocks()).toBe(1);
  expect(await new Inbox(parts as unknown as InboxParts).missReports()).toBeGreaterThan(0);
});
