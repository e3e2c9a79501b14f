import { MinorRegistered, RecordMerged, RecordSplit } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { chinaCalendar } from '@lianhu/calendar';
import { atOnce, definitionOf, RECORD_WITHDRAWN, type Recorded } from '@lianhu/kernel';
import { randomEvents } from '@lianhu/testing/random-events';
import fc from 'fast-check';
import { countQuarter } from './compute';
import { at, POLICY, sha256 } from './log.fixture';

const TOWNS = Object.keys(POLICY.towns);
const counting = { quarter: '2026-Q3', policy: POLICY, calendar: chinaCalendar, sha256 };
/** Events at even positions, so that others fit between them. */
const spaced = (seed: string, events: number): Recorded[] =>
  randomEvents({ seed, children: 12, events, towns: TOWNS, from: at('2026-05-01'), to: at('2026-10-01') }).map((event) => ({
    ...event,
    position: event.position * 2,
    ...(event.corrects !== undefined && { corrects: event.corrects * 2 }),
  }));

const child = fc.nat(11).map((n) => `child-${n}`);
/** What changes figures of facts that stand already. */
const change = fc.oneof(
  fc.record({
    type: fc.constant(definitionOf(MinorRegistered).type),
    subject: child,
    data: fc.constant({ sex: '2', birthQuarter: '2015-Q1', town: TOWNS[1] }),
  }),
  fc.record({ type: fc.constant(definitionOf(RecordMerged).type), subject: child, other: child, data: fc.constant({}) }),
  fc.record({ type: fc.constant(definitionOf(RecordSplit).type), subject: child, other: child, data: fc.constant({ events: [] }) }),
  fc.record({ type: fc.constant(RECORD_WITHDRAWN), back: fc.integer({ min: 1, max: 60 }), data: fc.constant({}) }),
);

test('property: whoever asks all along is told the same as who asks once', () => {
  fc.assert(
    fc.property(
      fc.integer().map(String),
      fc.array(fc.tuple(fc.integer({ min: 20, max: 400 }), change), { minLength: 1, maxLength: 4 }),
      (seed, drawn) => {
        const changes = new Map(drawn);
        const often = countQuarter(counting);
        const fed: Recorded[] = [];
        for (const [i, event] of spaced(seed, 400).entries()) {
          const said = changes.get(i);
          const more = said && {
            ...event,
            position: event.position + 1,
            corrects: 'back' in said ? event.position - 2 * said.back : undefined,
            ...said,
          };
          for (const one of more ? [event, more] : [event]) {
            fed.push(one);
            often.add(one);
            if (!more) continue;
            const once = countQuarter(counting);
            for (const each of fed) once.add(each);
            expect(often.report()).toEqual(once.report());
          }
        }
      },
    ),
    { numRuns: 6 },
  );
});

test('asked again, only what an event may have changed is made anew', () => {
  let hashed = 0;
  const count = countQuarter({ ...counting, sha256: (...parts) => ((hashed += 1), sha256(...parts)) });
  const workOf = (ask: () => unknown): number => {
    const before = hashed;
    ask();
    return hashed - before;
  };
  const events = spaced('again', 600);
  for (const event of events) count.add(event);
  const all = workOf(count.report);
  expect(all).toBeGreaterThan(300);
  expect(workOf(count.report)).toBe(0);
  const time = at('2026-09-20');
  const call = { ...events.at(-1)!, type: definitionOf(DvCallReceived).type, time, recordedAt: time, corrects: undefined, data: {} };
  expect(count.add({ ...call, position: call.position + 1, incident: 'incident-new' })).toBe(true);
  const some = workOf(count.report);
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all / 5);
});

test('made in steps it is the same report, and it refuses events between them', () => {
  const [stepwise, apart, disturbed] = [countQuarter(counting), countQuarter(counting), countQuarter(counting)];
  const events = spaced('in steps', 600);
  for (const count of [stepwise, apart, disturbed]) for (const event of events) count.add(event);
  expect(atOnce(stepwise.reportSteps())).toEqual(apart.report());
  const steps = disturbed.reportSteps();
  expect(steps.next().done).toBe(false);
  const time = at('2026-09-20');
  const last = events.at(-1) as (typeof events)[number];
  expect(disturbed.add({ ...last, time, recordedAt: time, position: last.position + 1 })).toBe(true);
  expect(() => atOnce(steps)).toThrow('while the figures were made');
});
