import {
  addDays,
  addMonths,
  dateOf,
  defineView,
  departmentNamed,
  hours,
  monthOf,
  RECORD_WITHDRAWN,
  startOfDay,
  type Moment,
  type PlainDate,
  type Recorded,
} from '@lianhu/kernel';

/** A department as its events show it. What was rejected is counted at its edge and added when read. */
export interface DepartmentRow {
  readonly department: string;
  /** Unit: events, as all the following. */
  readonly events: number;
  /** When its last event was recorded. */
  readonly lastEventAt: Moment;
  /** Recorded on the day, in its month, in the month before. */
  readonly today: number;
  readonly month: number;
  readonly lastMonth: number;
  /** Sent more than a day after it happened. */
  readonly late: number;
  /** Corrections that it sent, and withdrawals of what it had sent; the hub's note on a correction counts nowhere. */
  readonly corrections: number;
  /** No news for longer than the department's own limit, as it was when the day began. */
  readonly silent: boolean;
}

interface Pushed {
  readonly events: number;
  readonly lastEventAt: Moment;
  readonly days: Readonly<Record<string, number>>;
  readonly months: Readonly<Record<string, number>>;
  readonly late: number;
  readonly corrections: number;
}

/** An event sent later than this after it happened is late. Source: domain model, view V22. */
const LATE_MS = hours(24);
/** For a department that declares none. Source: † (assumption), as in the demonstration's policy pack. */
const SILENT_AFTER_MS = hours(72);
/** Days kept: one that has begun before it was turned, and the one before. Months: the running one, the last, and one that begins early. */
const KEPT = { days: 2, months: 3 } as const;

/** Adds one and keeps the newest. */
function countIn(counts: Readonly<Record<string, number>>, name: string, kept: number): Readonly<Record<string, number>> {
  const all = { ...counts, [name]: (counts[name] ?? 0) + 1 };
  if (name in counts) return all;
  return Object.fromEntries(Object.entries(all).sort().slice(-kept));
}

/** A withdrawal is a person's word at a desk and no news from a department's system. */
const counted = (pushed: Pushed, event: Recorded): Pushed => ({
  ...pushed,
  events: pushed.events + 1,
  lastEventAt: event.recordedAt,
  days: countIn(pushed.days, dateOf(event.recordedAt), KEPT.days),
  months: countIn(pushed.months, monthOf(event.recordedAt), KEPT.months),
  late: pushed.late + (isLate(event) ? 1 : 0),
});

const isLate = ({ receivedAt, time }: Recorded): boolean => Date.parse(receivedAt) - Date.parse(time) > LATE_MS;
const silentAfter = (department: string): number => {
  const { occasional, silentAfter: after = SILENT_AFTER_MS } = departmentNamed(department) ?? {};
  return occasional ? Infinity : after;
};

/** 部门: who sends, how fresh and how late. The hub itself has no row. */
export const departments = defineView<Pushed, DepartmentRow>({
  name: 'departments',
  version: 2,
  of: 'department',
  start: { events: 0, lastEventAt: '', days: {}, months: {}, late: 0, corrections: 0 },
  every: (pushed, event) => ({
    ...(event.type === RECORD_WITHDRAWN ? pushed : counted(pushed, event)),
    corrections: pushed.corrections + (event.corrects === undefined ? 0 : 1),
  }),
  handlers: [],
  row: ({ events, lastEventAt, days: byDay, months, late, corrections }, today, department) =>
    department === 'hub'
      ? undefined
      : {
          department,
          events,
          lastEventAt,
          today: byDay[today] ?? 0,
          month: months[monthOf(today)] ?? 0,
          lastMonth: months[monthOf(addMonths(`${monthOf(today)}-01`, -1))] ?? 0,
          late,
          corrections,
          silent: Date.parse(startOfDay(today)) - Date.parse(lastEventAt) > silentAfter(department),
        },
  wakeOn: (_pushed, today: PlainDate) => addDays(today, 1),
  columns: {
    department: (row) => row.department,
    lastEventAt: (row) => row.lastEventAt,
    silent: { kind: 'boolean', of: (row) => row.silent },
  },
});
