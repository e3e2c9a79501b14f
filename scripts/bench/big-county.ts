import { dateOf, momentOf, type EventClass } from '@lianhu/kernel';
import { MAX_BATCH, type Entry } from '@lianhu/log';
import { AbsenceFlagged, StudentReturned } from '@lianhu/departments/education';
import { ChildCheckOverdue } from '@lianhu/departments/health';
import { AlarmReceived, DvCallReceived } from '@lianhu/departments/police';
import { entriesFor, type Written } from '@lianhu/testing';

/** A child that stands in the log already. */
export interface KnownChild {
  readonly subject: string;
  readonly town: string;
}

const DAY_MS = 86_400_000;
/** The whole log is spread over so long before now, in the order in which things happened. Unit: days. */
const SPREAD_DAYS = 540;
/** One event in so many comes late, by so many days at most. Reason: the share with which the county generator's departments are late. */
const [ONE_LATE_IN, LATE_DAYS] = [10, 60];
const ORIGIN = 'lianhu/990101';
const [MULTIPLIER, MODULUS] = [48_271, 2_147_483_647];

/** When what stands at a share of the whole log happened, for what is not late. */
export const momentAt = (share: number): number => Date.now() - DAY_MS - Math.floor((1 - share) * SPREAD_DAYS * DAY_MS);

/** Ready claims about known children, the same for the same numbers, of a log of `most` events: mostly everyday, one in a hundred of violence at home. */
export function bulkEntries(children: readonly KnownChild[], from: number, count: number, most: number): Entry[] {
  const events = Array.from({ length: count }, (_, i) => written(children, from + i, most));
  return Array.from({ length: Math.ceil(count / MAX_BATCH) }, (_, b) => entriesFor(ORIGIN, events.slice(b * MAX_BATCH, (b + 1) * MAX_BATCH))).flat();
}

function written(children: readonly KnownChild[], n: number, most: number): Written {
  const dice = (((n + 1) * MULTIPLIER) % MODULUS) / MODULUS;
  const { subject, town } = children[Math.floor(((dice * 7919) % 1) * children.length)] as KnownChild;
  const late = n % ONE_LATE_IN === 0 ? ((dice * 104_729) % 1) * LATE_DAYS * DAY_MS : 0;
  const at = momentAt(n / most) - Math.floor(late);
  const [cls, data] = kindOf((dice * 15_485_863) % 1, dateOf(momentOf(at)), town);
  return { cls, data, subject, time: momentOf(at), residenceArea: town, id: `big-${n}`, ageBand: '6-11' };
}

function kindOf(dice: number, date: string, town: string): [EventClass, Readonly<Record<string, unknown>>] {
  if (dice < 0.01) return [DvCallReceived, { minorRole: 'witness', weapon: false }];
  if (dice < 0.2) return [AbsenceFlagged, { days: 1, contacted: true, since: date }];
  if (dice < 0.3) return [StudentReturned, { at: date }];
  if (dice < 0.6) return [ChildCheckOverdue, { overdueDays: 30 }];
  return [AlarmReceived, { kind: 'dispute', town, minorRole: 'seeker', injured: false }];
}
