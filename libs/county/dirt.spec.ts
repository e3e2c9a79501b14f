import { readFileSync } from 'node:fs';
import { checkEvent } from '@lianhu/catalogue';
import type { PolicyPack } from '@lianhu/kernel';
import { readCitizenId } from '@lianhu/standards';
import { blocksOf, county, DIRT, dirtLine, type DirtLine, type Push } from '.';

const pack = JSON.parse(readFileSync('infra/policy/demonstration.json', 'utf8')) as PolicyPack;
const tier = { minors: 1_500, towns: 8, villages: 48, schools: 30 };
const options = {
  seed: 'dirty',
  area: pack.area,
  areaName: pack.areaName,
  towns: pack.towns,
  tier,
  dirt: true,
  to: '2026-11-24T19:30:00.000+08:00',
} as const;
const [block] = [...blocksOf({ ...options, years: 2 })];
if (!block) throw new Error('no block');
const made = county(block);
const pushes = [...made.days].flatMap((day) => day.pushes);
const lines = new Map<Push, DirtLine>(pushes.flatMap((push) => (dirtLine(push) ? [[push, dirtLine(push) as DirtLine]] : [])));

function checked(push: Push): ReturnType<typeof checkEvent> {
  const credential = { department: push.department, source: `urn:lianhu:source:${push.department}:default` };
  return checkEvent(push.event, credential, { now: Date.parse(push.at), policyArea: pack.area, language: 'en' });
}

/** An edge in little: the check of the catalogue, and what the same id with other content comes to. */
function outcomeOf(push: Push, before: Map<string, string>): { outcome: string; pointer?: string | undefined; rule?: string | undefined } {
  const found = checked(push);
  if (found.kind === 'invalid') return { outcome: 'refused', pointer: found.faults[0]?.pointer, rule: found.faults[0]?.rule };
  if (found.kind === 'quarantine') return { outcome: 'quarantined', pointer: found.faults[0]?.pointer, rule: found.faults[0]?.rule };
  const text = JSON.stringify(push.event);
  const known = before.get(push.event.id);
  if (known !== undefined) return known === text ? { outcome: 'same-receipt' } : { outcome: 'refused', rule: 'idempotency-conflict' };
  before.set(push.event.id, text);
  return { outcome: 'accepted' };
}

test('every push comes to what the truth file says of it, and every other one is accepted', () => {
  const before = new Map<string, string>();
  const wrong = pushes.flatMap((push) => {
    const got = outcomeOf(push, before);
    const { then: _, ...expected } = lines.get(push)?.expected ?? { outcome: 'accepted' };
    const note = 'rule' in expected && expected.rule === 'normalised' ? { outcome: 'accepted' } : expected;
    return JSON.stringify(got) === JSON.stringify({ ...got, ...note }) ? [] : [{ type: push.event.type, what: lines.get(push)?.what, got, expected }];
  });
  expect(wrong.slice(0, 3)).toEqual([]);
});

test('what is put into normal form is noted at the field that the truth file names', () => {
  const normalised = [...lines].filter(([, { what }]) => what === 'name-blank' || what === 'full-width');
  expect(normalised.length).toBeGreaterThan(20);
  for (const [push, { expected }] of normalised) {
    const found = checked(push);
    expect(found.kind === 'ok' && found.notes?.map(({ pointer }) => pointer)).toContain(expected.pointer);
  }
});

test('every kind of dirt comes, about as often as stated', () => {
  const first = pushes.filter(({ again }) => !again);
  for (const [kind, { share }] of Object.entries(DIRT)) {
    const count = first.filter(({ fault }) => fault === kind).length;
    expect({ kind, comes: count > 0 }).toEqual({ kind, comes: true });
    expect({ kind, tooOften: count > first.length * share * 2 }).toEqual({ kind, tooOften: false });
  }
});

test('what was refused is sent right under the same id, and a correction names its own first event', () => {
  const last = pushes.at(-1)?.at ?? '';
  const sixDaysBefore = new Date(Date.parse(last) - 6 * 86_400_000).toISOString();
  const clean = new Map(pushes.filter(({ fault, again }) => fault === undefined && !again).map((push) => [push.event.id, push]));
  for (const [push, { what, expected }] of lines) {
    if (expected.then === 'sent-right' && Date.parse(push.at) < Date.parse(sixDaysBefore)) expect(clean.has(push.event.id)).toBe(true);
    if (what !== 'correction') continue;
    const corrected = pushes.find(({ event }) => event.id === push.event.corrects);
    expect([corrected?.fault, corrected?.event.type]).toEqual(['wrong-value', push.event.type]);
    expect((corrected?.at ?? '9') < push.at).toBe(true);
    expect(corrected?.event.data).not.toEqual(push.event.data);
  }
});

test('no ID number leaves the unreal area, not even a dirty one', () => {
  for (const { event } of pushes) {
    const docNo = (event.data['minor'] as { docType?: string; docNo?: string } | undefined)?.docNo;
    if (docNo !== undefined && /^\d{15}/.test(docNo)) expect(docNo.slice(0, 2)).toBe('99');
  }
});

test('blocks of one county share no child, no event id and no number of a case', () => {
  const two = [...blocksOf({ ...options, years: 0.5, tier: { ...tier, minors: 2_500 } })].map((one) => county(one));
  expect(two).toHaveLength(2);
  const [a, b] = two.map((one) => ({
    children: new Set(one.children.map(({ docNo }) => docNo)),
    ids: new Set([...one.days].flatMap((day) => day.pushes.map(({ event }) => event.id))),
    refs: new Set(
      [...one.days].flatMap((day) => day.pushes.flatMap(({ event: { data } }) => [data['caseRef'], data['alarmNo'], data['certNo']].filter(Boolean))),
    ),
  }));
  for (const what of ['children', 'ids', 'refs'] as const) {
    expect(a?.[what].size).toBeGreaterThan(0);
    expect([...(a?.[what] ?? [])].filter((one) => (b?.[what] as Set<unknown>).has(one))).toEqual([]);
  }
  for (const child of two[1]?.children ?? []) expect(typeof readCitizenId(child.docNo)).toBe('object');
});
