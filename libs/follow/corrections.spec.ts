import fc from 'fast-check';
import { CareAgreementSigned, MinorDelisted, MinorListed } from '@lianhu/departments/civil-affairs';
import { DropoutConfirmed, StudentReturned } from '@lianhu/departments/education';
import { MinorRegistered, RecordWithdrawn } from '@lianhu/departments/hub';
import { addDays, type EventClass, type Recorded, type ViewDefinition } from '@lianhu/kernel';
import { CHILD, history, type History } from '@lianhu/testing';
import { minors } from '@lianhu/views/minors';
import { CompiledView, type Folded } from './compiled-view';

const view = new CompiledView(minors as ViewDefinition, []);
const TODAY = '2026-09-01';
const FACTS: readonly EventClass[] = [MinorListed, MinorDelisted, CareAgreementSigned, DropoutConfirmed, StudentReturned];

/** One version of a fact: on which day, with which detail. */
const version = fc.record({ day: fc.nat(4), detail: fc.nat(2) });
const fact = fc.record({
  cls: fc.constantFrom(...FACTS),
  versions: fc.array(version, { minLength: 1, maxLength: 3 }),
  withdrawn: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  /** Corrections name the first event, or the one before. */
  namesFirst: fc.boolean(),
});
type Fact = typeof fact extends fc.Arbitrary<infer F> ? F : never;

const dataOf = (cls: EventClass, day: string, detail: number): object =>
  cls === CareAgreementSigned
    ? { from: day, to: addDays(day, 200 * detail) }
    : cls === MinorListed || cls === MinorDelisted
      ? { category: ['03', '04', '06'][detail] }
      : {};
function say(log: History, { cls, versions }: Fact, v: number, corrects?: number): History {
  const { day, detail } = versions[v] as Fact['versions'][number];
  const on = addDays('2026-03-01', day);
  return log.then(cls, on, dataOf(cls, on, detail), { recordedAt: '2026-08-01', ...(corrects !== undefined && { corrects }) });
}

/** What was said at first, then everything that corrects or withdraws, in a random order. */
function corrected(registered: History, facts: readonly Fact[], order: readonly number[]): History {
  let log = facts.reduce((before, one) => say(before, one, 0), registered);
  const last = facts.map((_, n) => n + 2);
  const steps = facts.flatMap(({ versions, withdrawn }, n) => [
    ...versions.slice(1).map(() => ({ n, ends: false })),
    ...(withdrawn ? [{ n, ends: true }] : []),
  ]);
  const shuffled = steps.map((step, i) => [order[i % order.length] ?? 0, i, step] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const said = facts.map(() => 0);
  for (const [, , { n, ends }] of shuffled) {
    const one = facts[n] as Fact;
    const target = one.namesFirst ? n + 2 : (last[n] as number);
    log = ends
      ? log.then(RecordWithdrawn, '2026-08-02', { target, reason: 'duplicate' }, { corrects: target, recordedAt: '2026-08-02' })
      : say(log, one, (said[n] = (said[n] ?? 0) + 1), target);
    last[n] = log.events.length;
  }
  return log;
}
/** A log into which the facts were sent as they are in the end. */
const direct = (registered: History, facts: readonly Fact[]): History =>
  facts.filter(({ withdrawn }) => !withdrawn).reduce((log, one) => say(log, one, one.versions.length - 1), registered);

/** Followed in pages, as the live views do it. */
function followed(events: readonly Recorded[], page: number): Folded | undefined {
  let fold: Folded | undefined;
  for (let from = 0; from < events.length; from += page)
    fold = view.fold(fold, events.slice(from, from + page)) ?? view.foldAll(events.slice(0, from + page));
  return fold;
}
const rowOf = (fold: Folded | undefined): unknown => fold && view.row(fold, TODAY, CHILD).row;

test('corrected and withdrawn in any order and followed in any pages, a child’s row is that of a fold from zero, and of a log in which the final facts were sent', () => {
  const registered = history(MinorRegistered, '2026-02-01', { birthQuarter: '2015-Q2' }, { recordedAt: '2026-02-01' });
  let changed = 0;
  fc.assert(
    fc.property(
      fc.array(fact, { minLength: 1, maxLength: 7 }),
      fc.array(fc.nat(99), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 9 }),
      (facts, order, page) => {
        const { events } = corrected(registered, facts, order);
        const live = rowOf(followed(events, page));
        expect(live).toEqual(rowOf(view.foldAll(events)));
        expect(live).toEqual(rowOf(view.foldAll(direct(registered, facts).events)));
        if (JSON.stringify(live) !== JSON.stringify(rowOf(view.foldAll(events.slice(0, facts.length + 1))))) changed++;
      },
    ),
    { numRuns: 300 },
  );
  // Corrections that change nothing would prove nothing.
  expect(changed).toBeGreaterThan(50);
});
