import { staff, type DeskAlert } from '.';

const alerts: readonly DeskAlert[] = Array.from({ length: 400 }, (_, n) => ({
  id: `alert-${n}`,
  level: 4,
  raisedAt: '2026-10-12T09:30:00.000+08:00',
  dueAt: '2026-10-13T09:30:00.000+08:00',
}));
const works = alerts.map((alert) => staff('demonstration', alert));
const share = (count: number): number => count / works.length;

test('the same alert is treated the same way again', () => {
  expect(alerts.map((alert) => staff('demonstration', alert))).toEqual(works);
  expect(alerts.map((alert) => staff('another', alert))).not.toEqual(works);
});

test('every alert is acknowledged after it was raised and closed after that', () => {
  works.forEach((work, n) => {
    expect(work.acknowledgeAt > (alerts[n]?.raisedAt ?? '')).toBe(true);
    expect(work.closeAt > work.acknowledgeAt).toBe(true);
  });
});

test('most are closed in time, some late, all within weeks', () => {
  const late = works.filter((work, n) => work.closeAt > (alerts[n]?.dueAt ?? '')).length;
  expect(share(late)).toBeGreaterThan(0.15);
  expect(share(late)).toBeLessThan(0.45);
  expect(works.every((work) => work.closeAt < '2026-11-01')).toBe(true);
});

test('every verdict occurs, confirmed most often, and a red alert says when the child was seen', () => {
  for (const verdict of ['confirmed', 'false', 'known', 'duplicate'] as const) expect(works.some((work) => work.verdict === verdict)).toBe(true);
  expect(share(works.filter((work) => work.verdict === 'confirmed').length)).toBeGreaterThan(0.5);
  for (const work of works) {
    expect(work.seen?.on !== undefined && work.seen.on >= '2026-10-12' && work.seen.on <= work.closeAt.slice(0, 10)).toBe(true);
  }
});
