import { readFileSync } from 'node:fs';
import { checkEvent } from '@lianhu/catalogue';
import type { PolicyPack } from '@lianhu/kernel';
import { county, live, type CountyOptions, type Push } from '.';

const pack = JSON.parse(readFileSync('infra/policy/demonstration.json', 'utf8')) as PolicyPack;
const options: CountyOptions = {
  seed: 'demonstration',
  area: pack.area,
  areaName: pack.areaName,
  towns: pack.towns,
  children: 500,
  events: 3000,
  from: '2025-07-01',
  to: '2026-11-24T19:30:00.000+08:00',
};

function take(now: string, count: number): Push[] {
  const pushes: Push[] = [];
  for (const push of live(options, now)) {
    pushes.push(push);
    if (pushes.length === count) break;
  }
  return pushes;
}

// A school day in the evening, the summer holidays, and a year after the county's end.
test.each(['2026-11-24T19:30:00.000+08:00', '2027-08-10T08:00:00.000+08:00', '2027-11-24T23:59:00.000+08:00'])(
  'every live event from %s on passes the check',
  (now) => {
    for (const push of take(now, 800)) {
      const credential = { department: push.department, source: `urn:lianhu:source:${push.department}:default` };
      expect(checkEvent(push.event, credential, { now: Date.parse(push.at), policyArea: pack.area, language: 'en' })).toMatchObject({ kind: 'ok' });
    }
  },
);

test('time goes on from now, slowly, and the same now gives the same stream', () => {
  const now = '2026-11-24T19:30:00.000+08:00';
  const pushes = take(now, 300);
  expect(take(now, 300)).toEqual(pushes);
  expect(pushes.map((push) => push.at)).toEqual(pushes.map((push) => push.at).sort());
  expect((pushes[0]?.at ?? '') > now).toBe(true);
  const seconds = (Date.parse(pushes.at(-1)?.at ?? '') - Date.parse(now)) / 1000 / 300;
  expect(seconds).toBeGreaterThan(5);
  expect(seconds).toBeLessThan(12);
});

test('ids of two streams and of the county never meet, and the children are the county’s own', () => {
  const ids = [...take('2026-11-24T19:30:00.000+08:00', 300), ...take('2026-11-24T19:30:00.001+08:00', 300)].map((push) => push.event.id);
  const made = county(options);
  const all = [...ids, ...[...made.days].flatMap((day) => day.pushes.filter((push) => !push.again).map((push) => push.event.id))];
  expect(new Set(all).size).toBe(all.length);
  const known = new Set(made.children.map((child) => child.docNo));
  for (const push of take('2026-11-24T19:30:00.000+08:00', 300)) expect(known).toContain((push.event.data['minor'] as { docNo: string }).docNo);
});
