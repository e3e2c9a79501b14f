import { AbsenceFlagged } from '@lianhu/departments/education';
import { DvCallReceived } from '@lianhu/departments/police';
import { dateOf, daysBetween, defineWarning, isA, type Clear, type PlainDate, type Recorded, type Seen } from '@lianhu/kernel';

type Absence = Recorded<Clear<AbsenceFlagged>>;
interface Numbers {
  readonly windowDays: number;
  readonly absentDays: number;
}

const apart = (a: Recorded<unknown>, b: Recorded<unknown>): number => Math.abs(daysBetween(dateOf(a.time), dateOf(b.time)));

/** One absence for each first day: the flag with the most days; of equals the one recorded first, so that saying it again is no news. */
function longestBySince(absences: readonly Absence[]): Absence[] {
  const longest = new Map<PlainDate, Absence>();
  for (const absence of absences) {
    const known = longest.get(absence.data.since);
    const more = absence.data.days - (known?.data.days ?? 0);
    if (!known || more > 0 || (more === 0 && absence.position < known.position)) longest.set(absence.data.since, absence);
  }
  return [...longest.values()];
}

/** Each call with the absences around it, judged by itself, so that no two absences are summed over two windows. The deciding event is among them. */
function evidence({ events, deciding }: Seen, { windowDays, absentDays }: Numbers): readonly Recorded[] {
  const decidedByCall = isA(deciding, DvCallReceived);
  const calls = decidedByCall ? [deciding] : events.filter((event) => isA(event, DvCallReceived) && apart(event, deciding) <= windowDays);
  const absences = events.filter((event) => isA(event, AbsenceFlagged));
  const around = new Map<PlainDate, Absence[]>();
  for (const call of calls) {
    const day = dateOf(call.time);
    if (!around.has(day)) around.set(day, longestBySince(absences.filter((absence) => apart(absence, call) <= windowDays)));
  }
  const judged = calls.map((call) => [call, ...(around.get(dateOf(call.time)) ?? [])] as const);
  const enough = judged.filter(([, ...around]) => around.reduce((days, absence) => days + absence.data.days, 0) >= absentDays);
  const made = enough.filter((window) => window.some(({ position }) => position === deciding.position));
  return [...new Set(made.flat())] as readonly Recorded<unknown>[] as readonly Recorded[];
}

/** R01: unexplained absence and a domestic-violence call in the same child's life within two weeks, in either order. */
export const absentAndDvCall = defineWarning({
  id: 'R01',
  version: 1,
  title: '缺勤且家中有家暴警情',
  thresholds: ['windowDays', 'absentDays', 'dueHours'],
  on: [AbsenceFlagged, DvCallReceived],
  evidence,
  raises: {
    level: 4,
    need: 'guardianship',
    dueHours: ({ dueHours }) => dueHours,
    office: ({ windowDays, absentDays, dueHours }) => `近${windowDays}天内缺勤≥${absentDays}天且家中有家暴警情，请${dueHours}小时内见到孩子`,
    town: ({ dueHours }) => `请${dueHours}小时内见到孩子，并反馈监护支持需求`,
  },
});
