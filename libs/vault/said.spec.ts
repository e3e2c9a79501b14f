import { afterEvents } from './said';
import type { Introduction } from './resolved';

const time = '2026-10-12T09:30:00.000+08:00';
const minor = { docType: '02', docNo: 'P99-1', name: '溪若云', sex: '1', birthDate: '2015-06-01' } as const;
const child = { child: 'child-a', pending: true, restricted: false, profile: { sex: '1', birthDate: '2015-06-01', name: '溪若芸', school: 'S' } };
const introduces = (over: Partial<Introduction> = {}): Introduction => ({ minor, time, restricted: false, name: '溪若云', ...over });
const nameAfter = (...events: readonly Introduction[]): string | undefined =>
  afterEvents(
    child,
    events.map((one) => ({ child: child.child, introduces: one })),
  ).profile.name;

test('a child whom nothing had named bears the name of the first open event that stands, not the one that it was made with', () => {
  expect(nameAfter(introduces())).toBe('溪若云');
  expect(nameAfter(introduces(), introduces({ name: '溪若雨' }))).toBe('溪若云');
  expect(nameAfter(introduces({ restricted: true, name: undefined }))).toBeUndefined();
  expect(nameAfter(introduces({ restricted: true, name: undefined }), introduces())).toBe('溪若云');
});

test('one that is known keeps its name, and the same profile where nothing is new', () => {
  const known = { ...child, pending: false };
  const { profile, introductions } = afterEvents(known, [{ child: known.child, introduces: introduces() }]);
  expect([profile, introductions]).toEqual([known.profile, []]);
  expect(afterEvents(known, []).profile).toBe(known.profile);
});
