import { readFileSync } from 'node:fs';
import { checkEvent } from '@lianhu/catalogue';
import { addDays, dateOf, daysBetween, quarterOf, type PolicyPack } from '@lianhu/kernel';
import { readCitizenId } from '@lianhu/standards';
import { county, type CountyOptions, type Push } from '.';

const pack = JSON.parse(readFileSync('infra/policy/demonstration.json', 'utf8')) as PolicyPack;
const options: CountyOptions = {
  seed: 'demonstration',
  area: pack.area,
  areaName: pack.areaName,
  towns: pack.towns,
  children: 2000,
  events: 20_000,
  from: '2025-07-01',
  to: '2026-11-24T19:30:00.000+08:00',
};
const small: CountyOptions = { ...options, children: 200, events: 2500 };
const made = county(options);
const pushes: readonly Push[] = [...made.days].flatMap((day) => day.pushes);
const first = pushes.filter((push) => !push.again);
const ofType = (type: string): Push[] => first.filter((push) => push.event.type === type);
const quarters = ['2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'];
const perQuarter = (type: string): number[] =>
  quarters.map((quarter) => ofType(type).filter((push) => quarterOf(dateOf(push.event.time)) === quarter).length);
const childOf = (push: Push): string => String((push.event.data['minor'] as { docNo?: string } | undefined)?.docNo);

test('the same seed gives the same bytes, another seed others', () => {
  const text = (seed: string): string => JSON.stringify([...county({ ...small, seed }).days]);
  expect(text('one')).toBe(text('one'));
  expect(text('one')).not.toBe(text('two'));
  const twice = county(small);
  expect([...twice.days]).toEqual([...twice.days]);
});

test('every child has a valid ID number of the unreal area, its own, that agrees with birth and sex', () => {
  expect(new Set(made.children.map((child) => child.docNo)).size).toBe(2000);
  for (const child of made.children) {
    expect(child.docNo.startsWith('99')).toBe(true);
    expect(readCitizenId(child.docNo)).toMatchObject({ birthDate: child.birthDate, sex: child.sex });
  }
});

test('children of every age from 0 to 17, siblings under one surname in one village', () => {
  const ages = new Set(made.children.map((child) => Math.floor(daysBetween(child.birthDate, '2026-11-24') / 365.25)));
  for (let age = 0; age < 18; age++) expect(ages).toContain(age);
  const homes = new Map<number, (typeof made.children)[number][]>();
  for (const child of made.children) homes.set(child.household, [...(homes.get(child.household) ?? []), child]);
  const siblings = [...homes.values()].filter((home) => home.length > 1);
  expect(siblings.length).toBeGreaterThan(300);
  for (const home of siblings) {
    expect(new Set(home.map((child) => child.name.slice(0, 1))).size).toBe(1);
    expect(new Set(home.map((child) => child.village)).size).toBe(1);
  }
  expect(new Set(made.children.map((child) => child.town))).toEqual(new Set(Object.keys(pack.towns)));
});

test('every village of the demonstration has a name in its policy pack, and addresses say it', () => {
  const named = county({ ...small, ...(pack.villages && { villages: pack.villages }) });
  for (const { village, town } of [...made.children, ...named.children])
    expect([village, town, pack.villages?.[village]]).toEqual([village, town, expect.stringMatching(/村$/)]);
  for (const { village, address } of named.children) expect(address).toContain(pack.villages?.[village]);
  expect(new Set(Object.keys(pack.villages ?? {}))).toEqual(new Set(made.children.map(({ village }) => village)));
});

test('every event passes the check of its own department, at the moment when it is pushed', () => {
  const faults = pushes.flatMap((push) => {
    const credential = { department: push.department, source: `urn:lianhu:source:${push.department}:default` };
    const context = { now: Date.parse(push.at), policyArea: pack.area, language: 'en' as const };
    const checked = checkEvent(push.event, credential, context);
    return checked.kind === 'ok' ? [] : [{ type: push.event.type, checked }];
  });
  expect(faults.slice(0, 3)).toEqual([]);
});

test('days are in order and nothing is pushed before it happened or after the end', () => {
  const days = [...made.days];
  expect(days[0]?.date).toBe('2025-07-01');
  expect(days.at(-1)?.date).toBe('2026-11-24');
  for (const day of days) {
    expect(day.pushes.every((push) => dateOf(push.at) === day.date)).toBe(true);
    expect(day.pushes.map((push) => push.at)).toEqual(day.pushes.map((push) => push.at).sort());
  }
  expect(pushes.every((push) => push.event.time <= push.at && push.at <= options.to)).toBe(true);
});

test('about as many events as asked for; absences first, then missed checks', () => {
  expect(made.events).toBe(first.length);
  expect(first.length).toBeGreaterThanOrEqual(20_000);
  expect(first.length).toBeLessThan(20_100);
  const share = (department: string): number => first.filter((push) => push.department === department).length / first.length;
  expect(share('education')).toBeGreaterThan(share('health'));
  expect(share('health')).toBeGreaterThan(share('police'));
});

test('an id is used once, and a repeated push is word for word the first one', () => {
  const byId = new Map(first.map((push) => [push.event.id, push.event]));
  expect(byId.size).toBe(first.length);
  const again = pushes.filter((push) => push.again);
  expect(again.length).toBeGreaterThan(100);
  for (const push of again) expect(push.event).toEqual(byId.get(push.event.id));
});

test('nearly all children who are born are registered within the first week', () => {
  const early = ofType('police.household.registered').filter((push) => push.event.time < '2025-07-08');
  const born = made.children.filter((child) => child.birthDate < '2025-07-01').length;
  expect(early.length).toBeGreaterThan(born * 0.95);
});

test('every quarter has figures to show, and they differ', () => {
  const calls = quarters.map(
    (quarter) =>
      new Set(
        ofType('police.dv-call.received')
          .filter((push) => quarterOf(dateOf(push.event.time)) === quarter)
          .map((push) => push.event.correlationid),
      ).size,
  );
  const least: Readonly<Record<string, number>> = {
    'education.dropout.suspected': 12,
    'education.dropout.confirmed': 5,
    'education.student.returned': 8,
    'court.protection-order.applied': 5,
    'procuratorate.guardianship-order.issued': 5,
    'civil-affairs.minor.listed': 15,
    'health.screening.suspected': 5,
    'court.family-case.accepted': 10,
  };
  expect(Math.min(...calls)).toBeGreaterThanOrEqual(30);
  expect(new Set(calls).size).toBeGreaterThan(3);
  for (const [type, count] of Object.entries(least)) {
    expect({ type, least: Math.min(...perQuarter(type).slice(0, 5)) >= count }).toEqual({ type, least: true });
    expect({ type, differ: new Set(perQuarter(type)).size > 2 }).toEqual({ type, differ: true });
  }
  const harm = perQuarter('education.harm.suspected').map((count, at) => count + (perQuarter('health.suspicious-injury.found')[at] ?? 0));
  expect(Math.min(...harm.slice(0, 5))).toBeGreaterThanOrEqual(5);
});

test('some events come a day late, some weeks late, also after a quarter was closed', () => {
  const lateHours = (push: Push): number => (Date.parse(push.at) - Date.parse(push.event.time)) / 3_600_000;
  const late = first.filter((push) => lateHours(push) > 24).length / first.length;
  expect(late).toBeGreaterThan(0.02);
  expect(late).toBeLessThan(0.15);
  expect(first.filter((push) => lateHours(push) > 14 * 24).length).toBeGreaterThan(20);
  const afterClosing = first.filter((push) => dateOf(push.event.time) <= '2026-06-30' && push.at > '2026-07-12');
  expect(afterClosing.length).toBeGreaterThan(0);
});

describe('the truths', () => {
  const daysAway = (child: string): Push[] => ofType('education.absence.flagged').filter((push) => childOf(push) === child);
  const calls = (child: string): Push[] => ofType('police.dv-call.received').filter((push) => childOf(push) === child);

  test('where R01 is told, two days of absence and a call lie within 14 days', () => {
    const told = made.truths.filter((truth) => truth.alerts.includes('R01'));
    expect(told.length).toBeGreaterThan(20);
    for (const { child } of told) {
      const docNo = made.children[child]?.docNo ?? '';
      const near = daysAway(docNo).some((away) =>
        calls(docNo).some(
          (call) => Number(away.event.data['days']) >= 2 && Math.abs(daysBetween(dateOf(away.event.time), dateOf(call.event.time))) <= 14,
        ),
      );
      expect({ child, near }).toEqual({ child, near: true });
    }
  });

  test('where R02 is told, two incidents lie within 90 days, and some of them in the last day', () => {
    const told = made.truths.filter((truth) => truth.alerts.includes('R02'));
    expect(told.length).toBeGreaterThan(30);
    for (const { child } of told) {
      const times = [...new Map(calls(made.children[child]?.docNo ?? '').map((call) => [call.event.correlationid, call.event.time])).values()].sort();
      const near = times.some((time, at) => at > 0 && daysBetween(dateOf(times[at - 1] ?? time), dateOf(time)) <= 90);
      expect({ child, near }).toEqual({ child, near: true });
    }
    const lastDay = told.filter(({ child }) => calls(made.children[child]?.docNo ?? '').some((call) => call.event.time > '2026-11-23T19:30'));
    expect(lastDay.length).toBeGreaterThanOrEqual(2);
  });

  test('every kind of story is told', () => {
    const kinds = new Set(made.truths.map((truth) => truth.story));
    const all = [
      'violence',
      'dropout',
      'screening',
      'left-behind',
      'need',
      'guardianship',
      'support-suit',
      'harm',
      'offence',
      'family-case',
      'unregistered',
      'birth',
      'detained',
      'bullying',
      'correction',
      'family-risk',
    ];
    expect(kinds).toEqual(new Set(all));
  });
});

test('the calls of a home in the twelve months before are counted right', () => {
  const byAlarm = new Map(ofType('police.dv-call.received').map((push) => [push.event.correlationid, push]));
  const household = new Map(made.children.map((child) => [child.docNo, child.household]));
  for (const push of byAlarm.values()) {
    const home = household.get(childOf(push));
    const before = [...byAlarm.values()].filter(
      (other) =>
        household.get(childOf(other)) === home &&
        other.event.time < push.event.time &&
        daysBetween(dateOf(other.event.time), dateOf(push.event.time)) < 364,
    );
    expect(push.event.data['repeatIn12m']).toBeGreaterThanOrEqual(before.length);
  }
});

test('a child of 18 is spoken of no more', () => {
  for (const push of first) {
    const minor = push.event.data['minor'] as { birthDate: string } | undefined;
    if (minor) expect(dateOf(push.event.time) < `${Number(minor.birthDate.slice(0, 4)) + 18}${minor.birthDate.slice(4)}`).toBe(true);
  }
});

test('a county of another time and size holds together too', () => {
  const other = county({ ...options, children: 300, events: 1500, from: addDays('2025-07-01', -200), to: '2025-12-31T23:59:00.000+08:00' });
  expect(other.children).toHaveLength(300);
  expect([...other.days].length).toBeGreaterThan(300);
});
