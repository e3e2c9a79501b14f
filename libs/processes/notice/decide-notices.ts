import { addWorkingDays, type Calendar } from '@lianhu/calendar';
import { DEPT, NoticeSent } from '@lianhu/departments/hub';
import {
  addDays,
  addMs,
  dateOf,
  days,
  definitionOf,
  hours,
  startOfDay,
  type Moment,
  type Recorded,
  type SharingCondition,
  type SharingRow,
  type SharingTable,
  type Within,
} from '@lianhu/kernel';
import { addresseeAt, orgOf, type Addressee } from './addressee';

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

/** The rows of the table that hold for an event, as of the day on which it was recorded. */
export function rowsFor(table: SharingTable, event: Pick<Recorded, 'type' | 'data' | 'recordedAt'>): readonly SharingRow[] {
  const day = dateOf(event.recordedAt);
  if (day < table.validFrom || (table.validTo !== undefined && day > table.validTo)) return [];
  return (table.types[event.type] ?? []).filter(({ when }) => when === undefined || holds(when, event.data[when.field]));
}

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
 * under the subject of its event, so that what is restricted names no child. `home` is where the child lives.
 */
export function noticesOf(event: Recorded, category: string | undefined, home: string | undefined, sharing: Sharing): readonly NoticeEvent[] {
  const first = new Map<string, { addressee: Addressee; row: SharingRow; due: Moment }>();
  for (const row of rowsFor(sharing.table, event)) {
    const addressee = addresseeAt(row.to, sharing.county, home);
    const due = dueAt(event.recordedAt, row.within, sharing);
    const before = first.get(orgOf(addressee));
    if (!before || due < before.due) first.set(orgOf(addressee), { addressee, row, due });
  }
  const need = event.subject?.startsWith('org-') === false ? sharing.table.needs[category ?? ''] : undefined;
  return [...first].map(([org, { addressee, row, due }]) => {
    const notice = sharing.idOf(org, event.position);
    const data = {
      notice,
      to: org,
      ...(addressee.to !== HUB && Object.hasOwn(DEPT.titles, addressee.to) && { department: addressee.to }),
      kind: kindOf(event, row),
      ...(need !== undefined && { need }),
      dueAt: due,
      about: event.position,
      ...(row.urgent && { urgent: true }),
      ...(isLate(event, sharing.table) && { late: true }),
    };
    const place = event.subject?.startsWith('child-') && home !== undefined ? { residencearea: home.slice(0, 9) } : {};
    return { type: definitionOf(NoticeSent).type, id: notice, time: event.recordedAt, subject: event.subject, ...place, data };
  });
}

function kindOf(event: Recorded, row: SharingRow): string {
  if (event.corrects !== undefined) return 'correction';
  if (row.reminder) return 'reminder';
  return row.right === 'task' || row.urgent ? 'task' : 'notice';
}

const isLate = ({ recordedAt, time }: Recorded, { lateHours }: SharingTable): boolean => Date.parse(recordedAt) - Date.parse(time) > hours(lateHours);
