import fc from 'fast-check';
import { AbsenceFlagged } from '@lianhu/departments/education';
import { AlertClosed, AlertEvidenceWithdrawn, AlertRetracted, MinorRegistered, RecordWithdrawn } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { definitionOf, RECORD_MERGED, RECORD_SPLIT, type EventClass, type Recorded } from '@lianhu/kernel';
import { demonstrationPolicy } from '@lianhu/testing';
import { absentAndDvCall } from '@lianhu/warnings/absent-and-dv-call';
import { repeatedDvCalls } from '@lianhu/warnings/repeated-dv-calls';
import { decideOn, PersonAlerts, type AlertDecision } from '.';

const rules = [absentAndDvCall, repeatedDvCalls];
const idOf = (rule: string, subject: string, position: number): string => `${rule}|${subject}|${position}`;
const files = ['child-a', 'child-b', 'child-c'];

interface Step {
  readonly type: string;
  readonly file: number;
  readonly day: number;
  readonly other?: number;
  readonly corrects?: number;
  readonly data?: object;
}
const typeOf = (cls: EventClass): string => definitionOf(cls).type;
const dayAt = (day: number): string => `${new Date(Date.UTC(2026, 8, 1) + day * 86_400_000).toISOString().slice(0, 10)}T12:00:00.000+08:00`;
const dateAt = (day: number): string => dayAt(day).slice(0, 10);

/** The events of steps, in order of position; a step of type `nothing` only takes a place. */
const events = (steps: readonly Step[]): Recorded[] =>
  steps.map(({ type, file, day, other, corrects, data }, i) => ({
    type,
    position: i + 1,
    leafHash: '',
    time: dayAt(day),
    recordedAt: dayAt(day),
    receivedAt: dayAt(day),
    department: 'x',
    level: 'L4',
    subject: files[file]!,
    ...(other !== undefined && { other: files[other]! }),
    ...(corrects !== undefined && { corrects }),
    data: { ...data },
  }));

const absent = (file: number, day: number): Step => ({ type: typeOf(AbsenceFlagged), file, day, data: { days: 2, since: dateAt(day - 1) } });
const call = (file: number, day: number): Step => ({ type: typeOf(DvCallReceived), file, day });
const merge = (file: number, other: number, day: number): Step => ({ type: RECORD_MERGED, file, other, day });
const split = (file: number, other: number, day: number, moved: number[] = []): Step => ({
  type: RECORD_SPLIT,
  file,
  other,
  day,
  data: { events: moved },
});
const close = (file: number, day: number, alert: string): Step => ({ type: typeOf(AlertClosed), file, day, data: { alert } });
const registered = files.map((_, file): Step => ({ type: typeOf(MinorRegistered), file, day: 0, data: { town: `99010100${file + 1}` } }));

const decide = (steps: readonly Step[]): AlertDecision[] => {
  const alerts = new PersonAlerts(rules, demonstrationPolicy, idOf);
  return events(steps).flatMap((event) => alerts.see(event));
};
/** The same decided page by page, each time from the beginning and settled by what the log says then: between the deciding event and the next. */
const inPages = (steps: readonly Step[], size: number): object[] => {
  const all = events(steps);
  const lines: (Recorded & { readonly id: string })[] = [];
  const made: AlertDecision[] = [];
  for (let after = 0; after < all.length; after += size) {
    const upTo = all.slice(0, after + size);
    const told = [...lines, ...upTo.filter(({ type }) => type === typeOf(AlertClosed))].sort((a, b) => a.position - b.position);
    const decided = decideOn(new PersonAlerts(rules, demonstrationPolicy, idOf), upTo, told, after);
    for (const { position, event, retracts } of decided) {
      const { id, type, time, subject } = event;
      const data = retracts ? { ...event.data, target: lines.find((line) => line.id === retracts.id)?.position } : event.data;
      const place = { ...all[0]!, id, type, time, subject, data, position: position + (lines.length + 1) / 1_000 };
      lines.push(place);
      made.push({ position, rule: '', event: { ...event, data }, ...(retracts && { retracts }) });
    }
  }
  return named(made, lines);
};
/** Decisions with the id of what is retracted in place of its position. */
const named = (made: readonly AlertDecision[], lines: readonly { readonly id: string; readonly position: number }[] = []): object[] =>
  made.map(({ position, event: { id, type, subject, data }, retracts }) => {
    const { target, ...rest } = data;
    const gone = retracts?.id ?? lines.find((line) => line.position === target)?.id;
    return { position, id, type, subject, data: rest, ...(type === typeOf(AlertRetracted) && { gone }) };
  });
const short = (made: readonly AlertDecision[]): string[] =>
  made.map(({ position, event }) => `${position} ${event.type.slice('hub.alert.'.length)} ${event.subject.slice(6)}`);
/** What stands after everything: decisions by id without those that were retracted, whatever the order in which they were said. */
const standing = (made: readonly AlertDecision[]): object[] => {
  const gone = new Set(made.flatMap(({ retracts }) => retracts?.id ?? []));
  return made
    .filter(({ event, retracts }) => !retracts && !gone.has(event.id))
    .map(({ event }) => event)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
};

test('what only both files together give a reason for is raised at the merge, and retracted at the split', () => {
  const made = decide([absent(0, 3), call(1, 5), merge(0, 1, 8), split(0, 1, 9)]);
  expect(short(made)).toEqual(['3 raised a', '4 retracted a']);
  expect(made[0]!.event.data).toMatchObject({ rule: 'R01', evidence: [1, 2], level: 4 });
  expect(made[1]!.retracts).toEqual(made[0]!.event);
});

test('what was open in both stays open through a merge; new evidence goes to one of them', () => {
  const made = decide([absent(0, 3), call(0, 4), absent(1, 3), call(1, 4), merge(0, 1, 8), call(1, 9)]);
  expect(short(made).filter((one) => one.includes('retracted'))).toEqual([]);
  expect(made.filter(({ event, rule }) => event.type === 'hub.alert.raised' && rule === 'R01')).toHaveLength(2);
  expect(made.at(-1)!.event.data).toMatchObject({ alert: expect.stringContaining('child-a') });
});

test('evidence of both alerts of a merged file that is withdrawn is taken from both, each under a name of its own; from the own child alone once they are split', () => {
  const withdrawn: Step = { type: typeOf(RecordWithdrawn), file: 0, day: 9, corrects: 3, data: { target: 3 } };
  const steps = [call(0, 3), call(0, 4), call(1, 3), call(1, 4), merge(0, 1, 8), withdrawn];
  const made = decide(steps);
  const taken = made.filter(({ event }) => event.type === typeOf(AlertEvidenceWithdrawn));
  expect(taken.map(({ event }) => event.data)).toEqual(
    ['a|2', 'b|4'].map((end) => expect.objectContaining({ alert: `R02|child-${end}`, evidence: [3] })),
  );
  expect(new Set(made.map(({ event }) => event.id)).size).toBe(made.length);
  const left = standing(decide([...steps, split(0, 1, 10, [3, 4, 6])])) as AlertDecision['event'][];
  expect(left.filter(({ type }) => type === typeOf(AlertEvidenceWithdrawn)).map(({ data }) => data['alert'])).toEqual(['R02|child-b|4']);
});

test('what was decided on the merged file is decided for its own child at the split', () => {
  const made = decide([merge(0, 1, 1), absent(1, 3), call(1, 5), split(0, 1, 9)]);
  expect(short(made)).toEqual(['3 raised a', '4 retracted a', '4 raised b']);
  expect(standing(made)).toEqual(standing(decide([{ ...call(2, 1), type: 'nothing' }, absent(1, 3), call(1, 5)])));
});

test('a split that moves events leaves alerts that do not rest on them as they are, closed ones too', () => {
  const alert = 'R01|child-a|2';
  const made = decide([absent(0, 3), call(0, 4), close(0, 5, alert), call(0, 40), split(0, 1, 41, [4])]);
  expect(short(made)).toEqual(['2 raised a', '4 raised a', '5 retracted a']);
  expect(made[1]!.rule).toBe('R02');
});

const step = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('absent' as const), fc.nat(2)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('call' as const), fc.nat(2)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('close' as const), fc.nat(2)) },
);
const confusion = fc.record({
  pair: fc.tuple(fc.nat(2), fc.nat(2)).filter(([a, b]) => a !== b),
  from: fc.nat(12),
  length: fc.integer({ min: 1, max: 12 }),
});

test('merged by mistake and split again, what stands is what would stand if they had never been merged; and a replay decides the same, in pages too', () => {
  let [stood, retracted] = [0, 0];
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 4, maxLength: 20 }),
      fc.array(confusion, { minLength: 1, maxLength: 3 }),
      fc.nat(9),
      fc.integer({ min: 1, max: 9 }),
      (all, confusions, seed, size) => {
        const confused: Step[] = [...registered];
        const never: Step[] = [...registered];
        for (const [i, one] of [...all, undefined].entries()) {
          for (const {
            pair: [a, b],
            from,
            length,
          } of confusions) {
            const said = [
              ...(one && i === from ? [merge(a, b, i + 3)] : []),
              ...((one ? i === from + length : from < i && from + length >= i) ? [split(a, b, i + 3)] : []),
            ];
            confused.push(...said);
            never.push(...said.map((each) => ({ ...each, type: 'nothing' })));
          }
          if (!one) break;
          const [what, file] = one;
          // A person closes what would be open in any case.
          const open =
            what === 'close' ? decide(never).filter(({ event }) => event.type === 'hub.alert.raised' && event.subject === files[file]) : [];
          const id = open[seed % Math.max(1, open.length)]?.event.id;
          const next = what === 'absent' ? absent(file, i + 3) : what === 'call' ? call(file, i + 3) : close(file, i + 3, id ?? 'none');
          confused.push(next);
          never.push(next);
        }
        const made = decide(confused);
        expect(standing(made)).toEqual(standing(decide(never)));
        expect(new Set(made.map(({ event }) => event.id)).size).toBe(made.length);
        expect(decide(confused)).toEqual(made);
        expect(inPages(confused, size)).toEqual(named(made));
        stood += standing(made).length;
        retracted += made.filter(({ retracts }) => retracts).length;
      },
    ),
    { numRuns: 300 },
  );
  expect([stood > 300, retracted > 50]).toEqual([true, true]);
});
