import { AbsenceFlagged } from '@lianhu/departments/education';
import { DvCallReceived } from '@lianhu/departments/police';
import { dateOf, daysBetween, defineWarning, isA, type Clear, type PlainDate, type PolicyPack, type Recorded, type Seen } from '@lianhu/kernel';

type Absence = Recorded<Clear<AbsenceFlagged>>;

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
function evidence({ events, deciding }: Seen, { R01 }: PolicyPack): readonly Recorded[] {
  const decidedByCall = isA(deciding, DvCallReceived);
  const calls = decidedByCall ? [deciding] : events.filter((event) => isA(event, DvCallReceived) && apart(event, deciding) <= R01.windowDays);
  const absences = events.filter((event) => isA(event, AbsenceFlagged));
  const around = new Map<PlainDate, Absence[]>();
  for (const call of calls) {
    const day = dateOf(call.time);
    if (!around.has(day)) around.set(day, longestBySince(absences.filter((absence) => apart(absence, call) <= R01.windowDays)));
  }
  const judged = calls.map((call) => [call, ...(around.get(dateOf(call.time)) ?? [])] as const);
  const enough = judged.filter(([, ...around]) => around.reduce((days, absence) => days + absence.data.days, 0) >= R01.absentDays);
  const made = enough.filter((window) => window.some(({ position }) => position === deciding.position));
  return [...new Set(made.flat())] as readonly Recorded<unknown>[] as readonly Recorded[];
}

/** R01: unexplained absence and a domestic-violence call in the same child's life within two weeks, in either order. */
export const absentAndDvCall = defineWarning({
  id: 'R01',
  version: 1,
  title: '缺勤且家中有家暴警情',
  on: [AbsenceFlagged, DvCallReceived],
  evidence,
  raises: {
    level: 4,
    need: 'guardianship',
    dueHours: ({ R01 }) => R01.dueHours,
    office: ({ R01 }) => `近${R01.windowDays}天内缺勤≥${R01.absentDays}天且家中有家暴警情，请${R01.dueHours}小时内见到孩子`,
    town: ({ R01 }) => `请${R01.dueHours}小时内见到孩子，并反馈监护支持需求`,
  },
});
