import type { RowQuery } from '@lianhu/follow';
import type { OwnEvent } from '@lianhu/services/platform';
import { fixedClock, testLog } from '@lianhu/testing';
import { Alerts, type AlertParts } from './alerts';
import { Inbox, type InboxParts } from './inbox';

type Row = Readonly<Record<string, unknown>>;

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
  const hub = { own: async (events: readonly OwnEvent[]) => void own.push(...events) };
  const policy = { R05: { acceptHours: 2, againHours: 24 } };
  return { own, parts: { model: viewOf(rows), log: testLog(clock), hub, clock, policy } };
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
