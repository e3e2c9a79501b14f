import { addWorkingDays, type Calendar } from '@lianhu/calendar';
import { DEPT, NoticeSent } from '@lianhu/departments/hub';
import {
  addDays,
  addMs,
  dateOf,
  days,
  definitionOf,
  hours,
  RECORD_WITHDRAWN,
  startOfDay,
  type Moment,
  type PlainDate,
  type Recorded,
  type SharingCondition,
  type SharingRow,
  type SharingTable,
  type Within,
} from '@lianhu/kernel';
import { addresseeAt, addresseeOf, orgOf } from './addressee';
import type { ToldBefore } from './told-before';

/** An event that the hub is asked to append. The same decision has the same id, so a repetition stands once. */
export interface NoticeEvent {
  readonly type: string;
  readonly id: string;
  readonly time: Moment;
  readonly subject?: string;
  readonly residencearea?: string;
  readonly data: Readonly<Record<string, unknown>>;
}
/** Names a notice for ever, by the addressee's id and the position of the event that is told. */
export type NoticeIds = (addressee: string, position: number) => string;

/** What notices are decided by. */
export interface Sharing {
  readonly table: SharingTable;
  readonly calendar: Calendar;
  /** Six digits: where departments and the office are. */
  readonly county: string;
  readonly idOf: NoticeIds;
}

const MINUTE_MS = 60_000;
const HUB = 'hub';

/** What rows are chosen by. */
type Happened = Pick<Recorded, 'type' | 'data' | 'time' | 'recordedAt' | 'baseline'>;

/**
 * The rows of the table that hold for an event: of a table in force on the day of its recording, those in force when it happened.
 * What came as 补录 was so before the hub began: nobody is told.
 */
export function rowsFor(table: SharingTable, { type, data, time, recordedAt, baseline }: Happened): readonly SharingRow[] {
  if (baseline === true || !inForce(table, dateOf(recordedAt))) return [];
  return (table.types[type] ?? []).filter((row) => inForce(row, dateOf(time)) && (row.when === undefined || holds(row.when, data[row.when.field])));
}

/** Whether a table, or a row of it, holds on a day. */
export const inForce = ({ validFrom, validTo }: Pick<SharingTable, 'validFrom' | 'validTo'>, day: PlainDate): boolean =>
  day >= validFrom && (validTo === undefined || day <= validTo);

function holds({ in: among, below, atLeast }: SharingCondition, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((one: unknown) => among?.includes(one as string) === true);
  if (value === undefined || (among && !among.includes(value as string))) return false;
  if (below !== undefined && !(typeof value === 'number' && value < below)) return false;
  return atLeast === undefined || (typeof value === 'number' && value >= atLeast);
}

/** Until when a term runs that begins with a recording; working days end with the day. */
export function dueAt(recordedAt: Moment, within: Within, { table, calendar }: Pick<Sharing, 'table' | 'calendar'>): Moment {
  if (within === 'now') return addMs(recordedAt, table.nowMinutes * MINUTE_MS);
  if ('hours' in within) return addMs(recordedAt, hours(within.hours));
  if ('days' in within) return addMs(recordedAt, days(within.days));
  return startOfDay(addDays(addWorkingDays(calendar, dateOf(recordedAt), within.workingDays), 1));
}

/**
 * The notices that one event brings: one for each addressee, of several rows the one that is due first. A notice stands
 * under the subject of its event, so that what is restricted names no child. `home` is where the child lives. Of a correction
 * or withdrawal those too are told who were told before and whom no row names now.
 */
export function noticesOf(
  event: Recorded,
  category: string | undefined,
  home: string | undefined,
  sharing: Sharing,
  before: ToldBefore = new Map(),
): readonly NoticeEvent[] {
  const told = addresseesOf(event, home, sharing);
  const need = event.subject?.startsWith('org-') === false ? sharing.table.needs[category ?? ''] : undefined;
  const place = event.subject?.startsWith('child-') && home !== undefined ? { residencearea: home.slice(0, 9) } : {};
  const made = (org: string, kind: string, due: Moment, row?: SharingRow): NoticeEvent => {
    const notice = sharing.idOf(org, event.position);
    const department = addresseeOf(org)?.to ?? HUB;
    const data = {
      notice,
      to: org,
      ...(department !== HUB && Object.hasOwn(DEPT.titles, department) && { department }),
      kind,
      ...(need !== undefined && { need }),
      dueAt: due,
      about: event.position,
      ...(row?.urgent && { urgent: true }),
      ...(isLate(event, sharing.table) && { late: true }),
    };
    return { type: definitionOf(NoticeSent).type, id: notice, time: event.recordedAt, subject: event.subject, ...place, data };
  };
  const again = [...before].filter(([org]) => !told.has(org));
  const corrected = (): Moment => dueAt(event.recordedAt, sharing.table.corrected.within, sharing);
  return [
    ...[...told].map(([org, { row, due }]) => made(org, kindOf(event, row), due, row)),
    // What somebody got as a task may not come again in full.
    ...again.map(([org, kind]) => made(org, kind === 'task' && event.type !== RECORD_WITHDRAWN ? 'task' : 'correction', corrected())),
  ];
}

function addresseesOf(event: Recorded, home: string | undefined, sharing: Sharing): ReadonlyMap<string, { row: SharingRow; due: Moment }> {
  const first = new Map<string, { row: SharingRow; due: Moment }>();
  for (const row of rowsFor(sharing.table, event)) {
    const org = orgOf(addresseeAt(row.to, sharing.county, home));
    const due = dueAt(event.recordedAt, row.within, sharing);
    const before = first.get(org);
    if (!before || due < before.due) first.set(org, { row, due });
  }
  return first;
}

function kindOf(event: Recorded, row: SharingRow): string {
  if (row.reminder) return 'reminder';
  if (row.right === 'task' || row.urgent) return 'task';
  return event.corrects === undefined ? 'notice' : 'correction';
}

const isLate = ({ recordedAt, time }: Recorded, { lateHours }: SharingTable): boolean => Date.parse(recordedAt) - Date.parse(time) > hours(lateHours);
