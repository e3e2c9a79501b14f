import fc from 'fast-check';
import { CareAgreementSigned, MinorDelisted, MinorListed } from '@lianhu/departments/civil-affairs';
import { AbsenceFlagged, DropoutSuspected, StudentReturned } from '@lianhu/departments/education';
import {
  AlertAcknowledged,
  AlertClosed,
  AlertEvidenceAdded,
  AlertEvidenceWithdrawn,
  AlertRaised,
  AlertRetracted,
  ClockMissed,
  DayTurned,
  MinorErased,
  MinorMoved,
  MinorReferenced,
  MinorRegistered,
  NoticeAccepted,
  NoticeCompleted,
  NoticeReceipted,
  NoticeReturned,
  NoticeSent,
  RecordMerged,
  RecordSplit,
  RecordWithdrawn,
} from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { addDays, dateOf, definitionOf, momentOf, Persons, recorded, startOfDay, type EventClass } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { dayTurned, write, type FixedClock, type Written } from '@lianhu/testing';

/** One thing that happens in a random county. */
export interface Happening {
  readonly what: EventClass;
  readonly child: number;
  /** Time until it is recorded, and since it happened. Unit: hours. */
  readonly passed: number;
  readonly late: number;
  readonly detail: number;
  readonly correctsBefore: boolean;
  /** Of an alert or a notice it is said under the file that holds it by then. */
  readonly underHead?: boolean;
}

/** What becomes of a notice; its clock is missed now and then. */
const OF_NOTICES: readonly EventClass[] = [NoticeSent, NoticeReceipted, NoticeAccepted, NoticeReturned, NoticeCompleted, ClockMissed];
/** What is decided about an alert, and may be retracted. */
const DECIDED: readonly EventClass[] = [AlertRaised, AlertEvidenceAdded, AlertEvidenceWithdrawn];
/** What else happens to an alert. */
const OF_ALERTS: readonly EventClass[] = [AlertEvidenceAdded, AlertEvidenceWithdrawn, AlertRetracted, ClockMissed];
/** What the hub notes of a child. */
const OF_CHILDREN: readonly EventClass[] = [MinorRegistered, MinorReferenced, MinorErased];
const CLASSES: readonly EventClass[] = [
  MinorListed,
  MinorDelisted,
  CareAgreementSigned,
  DropoutSuspected,
  StudentReturned,
  AbsenceFlagged,
  DvCallReceived,
  AlertRaised,
  AlertAcknowledged,
  AlertClosed,
  MinorMoved,
  RecordWithdrawn,
  ...OF_NOTICES,
];
const CATEGORIES = ['03', '04', '06'];
const ADDRESSEES = ['org-police-990101', 'org-town-990101001', 'org-village-990101002003'];
const KINDS = ['task', 'notice', 'reminder'];

const happeningsOf = (classes: readonly EventClass[], underHead = false) =>
  fc.array(
    fc.record({
      what: fc.constantFrom(...classes),
      child: fc.nat(4),
      passed: fc.oneof({ weight: 4, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.nat(24 * 40) }),
      late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(24 * 30) }),
      detail: fc.nat(5),
      correctsBefore: fc.oneof({ weight: 30, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      ...(underHead && { underHead: fc.boolean() }),
    }),
    { minLength: 5, maxLength: 60 },
  );

/** Anything that may happen: late, corrected, over the ends of quarters. */
export const happenings = happeningsOf(CLASSES);
/** As `happenings`, and files of children are merged and split as well, also wrongly. */
export const confusions = happeningsOf([...CLASSES, ...OF_ALERTS, ...OF_CHILDREN, RecordMerged, RecordSplit], true);

/** Lets it happen, in one commit or one by one; days turn at midnight as the hub turns them. `saidOf`: the child that a sender names by mistake. */
export async function happen(log: EventLog, clock: FixedClock, all: readonly Happening[], seen = new Set<number>(), saidOf?: number): Promise<void> {
  const last = new Map<number, number>();
  const decided = new Map<number, number>();
  const persons = new Persons();
  for (const line of (await log.read(0, 10_000)).lines) persons.add(recorded(line));
  for (const happening of all) {
    const { child, passed, what, underHead } = happening;
    for (
      let day = addDays(dateOf(clock.moment()), 1), until = momentOf(clock.now() + passed * 3_600_000);
      day <= dateOf(until);
      day = addDays(day, 1)
    ) {
      clock.set(day);
      await write(log, [dayTurned(DayTurned, day)]);
    }
    clock.advance(passed * 3_600_000);
    if (!seen.has(child)) await write(log, [registration(child, clock)]);
    seen.add(child);
    const event = written(happening, clock, (what === AlertRetracted ? decided : last).get(child));
    const position = await write(log, [
      saidOf !== undefined ? { ...event, subject: subject(saidOf) } : underHead ? { ...event, subject: persons.headOf(subject(child)) } : event,
    ]);
    if (isIdentity(happening)) persons.add({ ...event, type: definitionOf(what).type, position, data: event.data ?? {} });
    if (!isIdentity(happening) && what !== MinorMoved) last.set(child, position);
    if (DECIDED.includes(what)) decided.set(child, position);
  }
}

/** The file of a child. */
export const subject = (child: number): string => `child-${'ABCDE'[child] ?? 'X'}${'A'.repeat(21)}`;
/** First sight of a child. */
export const registration = (child: number, clock: FixedClock): Written => ({
  cls: MinorRegistered,
  time: clock.moment(),
  subject: subject(child),
  data: { sex: '1', town: `99010100${child + 1}`, birthQuarter: ['2008-Q1', '2008-Q2', '2014-Q1', '2023-Q1', '2020-Q2'][child] },
});

const isIdentity = ({ what }: Happening): boolean => what === RecordMerged || what === RecordSplit;

function written({ what, child, late, detail, correctsBefore }: Happening, clock: FixedClock, before: number | undefined): Written {
  const day = addDays(dateOf(clock.moment()), detail * 7);
  const alert = `alert-${child}-${detail}-${'x'.repeat(20)}`;
  const data: Record<string, unknown> =
    what === CareAgreementSigned
      ? { from: day, to: addDays(day, 20) }
      : what === MinorListed || what === MinorDelisted
        ? { category: CATEGORIES[detail % CATEGORIES.length] }
        : what === AlertRaised
          ? { alert, level: 2 + (detail % 3) }
          : what === AlertAcknowledged || what === AlertClosed
            ? { alert }
            : what === AlertEvidenceAdded
              ? { alert, level: 2 + (detail % 3), evidence: [before ?? 1] }
              : what === AlertEvidenceWithdrawn
                ? { alert, evidence: [before ?? 1], stands: detail % 2 === 0 }
                : what === AlertRetracted
                  ? { alert, target: before ?? 1 }
                  : what === MinorRegistered
                    ? { town: `99010100${1 + detail}` }
                    : what === MinorMoved
                      ? { town: `99010100${1 + (detail % 4)}` }
                      : what === RecordSplit && before !== undefined && detail % 2 === 0
                        ? { events: [before] }
                        : OF_NOTICES.includes(what)
                          ? ofNotice(child, detail, clock)
                          : {};
  return {
    cls: what,
    // A registration's time is that of its recording.
    time: momentOf(clock.now() - (what === MinorRegistered ? 0 : late) * 3_600_000),
    receivedAt: clock.moment(),
    subject: subject(child),
    residenceArea: `99010100${child + 1}`,
    data,
    ...(isIdentity({ what } as Happening) && { other: subject((child + 1 + (detail % 2)) % 5) }),
    // What the hub says of moves corrects nothing, and nobody corrects it.
    corrects: (correctsBefore && what !== MinorMoved) || what === RecordWithdrawn || what === AlertRetracted ? before : undefined,
  };
}

/** A child has two notices at a time. They fall due at once, at the beginning of a day or in the middle of one. */
const ofNotice = (child: number, detail: number, clock: FixedClock): Readonly<Record<string, unknown>> => ({
  notice: `notice-${child}-${detail % 2}-${'x'.repeat(20)}`,
  to: ADDRESSEES[detail % ADDRESSEES.length],
  kind: KINDS[(detail >> 1) % KINDS.length],
  dueAt: detail % 2 === 0 ? startOfDay(addDays(dateOf(clock.moment()), detail)) : momentOf(clock.now() + detail * 9 * 3_600_000),
  urgent: detail === 5,
  at: clock.moment(),
  step: 'E2',
  reason: 'not-duty',
});
