import { readFileSync } from 'node:fs';
import { daysBetween, definitionOf, type PolicyPack, type Recorded } from '@lianhu/kernel';
import { AbsenceFlagged } from '@lianhu/departments/education';
import { DvCallReceived } from '@lianhu/departments/police';
import { evidenceIn, history, type History } from '@lianhu/testing';
import { absentAndDvCall } from '@lianhu/warnings/absent-and-dv-call';
import { repeatedDvCalls } from '@lianhu/warnings/repeated-dv-calls';
import { blocksOf, county, DEPARTMENT_RATES, DEPARTMENTS, EVERYDAY, JUSTICE_RATE, TIERS, type County, type Push } from '.';

const pack = JSON.parse(readFileSync('infra/policy/demonstration.json', 'utf8')) as PolicyPack;
const to = '2026-11-24T19:30:00.000+08:00';
const base = { seed: 'rates', area: pack.area, areaName: pack.areaName, towns: pack.towns, to } as const;
const YEARS = 3;
const whole = [...blocksOf({ ...base, years: YEARS, tier: { minors: 8_000, towns: 8, villages: 48, schools: 30 } })].map(county);
const pushes = whole.flatMap((one) => [...one.days].flatMap((day) => day.pushes));
const first = pushes.filter(({ again, event }) => !again && event.type !== 'police.household.registered');
const minorYears = whole.reduce((sum, one) => sum + minorYearsOf(one), 0);

function minorYearsOf({ children }: County): number {
  const [from, until] = ['2023-11-24', '2026-11-24'];
  return children.reduce((sum, { birthDate }) => {
    const grown = `${Number(birthDate.slice(0, 4)) + 18}${birthDate.slice(4)}`;
    const span = daysBetween(birthDate > from ? birthDate : from, grown < until ? grown : until);
    return sum + Math.max(0, span) / 365.25;
  }, 0);
}

test('as many are minors at a time as the tier says', () => {
  expect(minorYears / YEARS).toBeGreaterThan(8_000 * 0.85);
  expect(minorYears / YEARS).toBeLessThan(8_000 * 1.15);
});

test.each(Object.entries(DEPARTMENT_RATES))('%s pushes at the rate of the scale model, within a tenth', (department, { perMinorYear }) => {
  const rate = first.filter((push) => push.department === department).length / minorYears;
  expect(rate / perMinorYear).toBeGreaterThan(0.9);
  expect(rate / perMinorYear).toBeLessThan(1.1);
});

test('court, procuratorate and justice push at the rate of the scale model, within a third', () => {
  const rate = first.filter(({ department }) => ['court', 'procuratorate', 'justice'].includes(department)).length / minorYears;
  expect(rate / JUSTICE_RATE.perMinorYear).toBeGreaterThan(2 / 3);
  expect(rate / JUSTICE_RATE.perMinorYear).toBeLessThan(4 / 3);
});

test('between two and five in a hundred are on a list', () => {
  const onList = new Set<string>();
  const byTime = first
    .filter(({ event }) => /^civil-affairs\.minor\.(de)?listed$/.test(event.type))
    .sort((a, b) => (a.event.time < b.event.time ? -1 : 1));
  for (const { event } of byTime) {
    const { docNo, birthDate } = event.data['minor'] as { docNo: string; birthDate: string };
    if (event.type === 'civil-affairs.minor.delisted' || birthDate < '2008-11-25') onList.delete(docNo);
    else onList.add(docNo);
  }
  const share = onList.size / (minorYears / YEARS);
  expect(share).toBeGreaterThan(0.02);
  expect(share).toBeLessThan(0.05);
});

test('every rate names its source and that it is assumed', () => {
  const all = [...Object.values(DEPARTMENT_RATES), JUSTICE_RATE, ...Object.values(EVERYDAY).flatMap((kinds) => Object.values(kinds))];
  for (const { source, assumed } of all) expect([source.startsWith('scale model 9.1'), assumed]).toEqual([true, true]);
});

test('all nine departments push', () => {
  expect(new Set(first.map(({ department }) => department))).toEqual(new Set(DEPARTMENTS));
});

test('September has the burst of enrolment', () => {
  const enrolled = first.filter(({ event }) => event.type === 'education.student.enrolled');
  expect(enrolled.length).toBeGreaterThan(1_000);
  expect(enrolled.every(({ event }) => event.time.slice(5, 7) === '09')).toBe(true);
});

test('tiers have the sizes of the scale model', () => {
  const blocks = [...blocksOf({ ...base, years: 1, tier: TIERS.rangtang })];
  expect(blocks.reduce((sum, { children }) => sum + children, 0)).toBe(Math.ceil((12_000 * 19) / 18));
  expect(Object.keys(blocks[0]?.towns ?? {})).toHaveLength(12);
});

describe('alerts against the truth', () => {
  /** What the rules find in a child's events as they come; a dirty one that waits for a person is not seen. */
  function fired(of: readonly Push[]): Set<string> {
    const found = new Set<string>();
    let known: History = history();
    for (const { event, at } of of) {
      const cls = event.type === definitionOf(DvCallReceived).type ? DvCallReceived : AbsenceFlagged;
      const incident = event.correlationid === undefined ? {} : { incident: event.correlationid };
      known = known.then(cls as never, event.time, event.data as never, { recordedAt: at, ...incident });
      for (const rule of [absentAndDvCall, repeatedDvCalls])
        if ((evidenceIn(rule, known, pack) as readonly Recorded[]).length > 0) found.add(rule.id);
    }
    return found;
  }

  test('R01 and R02 fire wherever the truth says that they must; precision is printed', () => {
    const made = county({ ...base, children: 2_000, events: 20_000, from: '2025-07-01' });
    const seen = new Map<string, Push[]>();
    for (const push of [...made.days].flatMap((day) => day.pushes)) {
      if (push.again || (push.event.type !== 'police.dv-call.received' && push.event.type !== 'education.absence.flagged')) continue;
      const docNo = (push.event.data['minor'] as { docNo: string }).docNo;
      seen.set(docNo, [...(seen.get(docNo) ?? []), push]);
    }
    const alerts = new Map([...seen].map(([docNo, of]) => [docNo, fired(of)]));
    const told = made.truths.flatMap(({ child, alerts: must }) => must.map((rule) => ({ docNo: made.children[child]?.docNo ?? '', rule })));
    expect(told.length).toBeGreaterThan(50);
    expect(told.filter(({ docNo, rule }) => !alerts.get(docNo)?.has(rule))).toEqual([]);
    const atRisk = new Set(made.truths.filter((truth) => truth.atRisk).map(({ child }) => made.children[child]?.docNo ?? ''));
    const violence = new Set(made.truths.filter(({ story }) => story === 'violence').map(({ child }) => made.children[child]?.docNo ?? ''));
    const firing = [...alerts].filter(([, rules]) => rules.size > 0).map(([docNo]) => docNo);
    const right = firing.filter((docNo) => atRisk.has(docNo)).length;
    const share = (part: number, of: number): string => `${Math.round((100 * part) / of)} %`;
    console.log(
      `R01/R02: ${firing.length} children; precision ${share(right, firing.length)} (children really at risk), ` +
        `recall ${share(firing.filter((docNo) => violence.has(docNo)).length, violence.size)} of ${violence.size} with violence at home, ` +
        `${share(right, atRisk.size)} of all ${atRisk.size} at risk`,
    );
    expect(right / firing.length).toBeGreaterThan(0.2);
  });
});
