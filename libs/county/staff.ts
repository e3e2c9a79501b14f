import { addMs, dateOf, momentOf, type Moment, type PlainDate } from '@lianhu/kernel';
import { Dice } from './dice';
import { DAY, HOUR, MINUTE } from './moments';

/** An alert as the office's desk shows it. */
export interface DeskAlert {
  readonly id: string;
  /** 4 red, 3 orange, 2 yellow. */
  readonly level: number;
  readonly raisedAt: Moment;
  readonly dueAt: Moment;
}
/** What the invented office does with an alert. Whatever lies in the future has not been done yet. */
export interface StaffWork {
  readonly acknowledgeAt: Moment;
  readonly closeAt: Moment;
  readonly verdict: 'confirmed' | 'false' | 'known' | 'duplicate';
  /** When and by which post the child was seen. */
  readonly seen?: { readonly on: PlainDate; readonly by: string };
  readonly reason: string;
}

/** Alerts that are closed in time, later, and much later. † (assumption) */
const PACE = { 'in-time': 70, late: 22, 'very-late': 8 } as const;
const VERDICTS = { confirmed: 66, known: 15, false: 13, duplicate: 6 } as const;
const REASONS: Readonly<Record<StaffWork['verdict'], string>> = {
  confirmed: '已见到儿童，已安排监护支持。',
  known: '此前已在帮扶，继续跟进。',
  false: '经核实情况不符。',
  duplicate: '与在办事项重复，并案办理。',
};

/** How the staff of an invented office treat an alert: the same for the same seed and alert. */
export function staff(seed: string, alert: DeskAlert): StaffWork {
  const dice = new Dice(`${seed}/staff/${alert.id}`);
  const allowed = Math.max(HOUR, Date.parse(alert.dueAt) - Date.parse(alert.raisedAt));
  const acknowledgeMs = 20 * MINUTE + Math.floor(dice.next() ** 2 * Math.min(allowed / 2, 9 * HOUR));
  const closeMs = Math.max(acknowledgeMs + 30 * MINUTE, closingTime(dice, allowed));
  const verdict = dice.weighted(VERDICTS);
  const closeAt = addMs(alert.raisedAt, closeMs);
  const seenAt = momentOf(Math.max(Date.parse(alert.raisedAt), Date.parse(closeAt) - dice.int(1, 20) * HOUR));
  const by = dice.weighted({ supervisor: 46, 'child-director': 38, 'police-officer': 10, 'school-social-worker': 6 });
  const seen = alert.level === 4 || dice.chance(0.7) ? { seen: { on: dateOf(seenAt), by } } : {};
  return { acknowledgeAt: addMs(alert.raisedAt, acknowledgeMs), closeAt, verdict, reason: REASONS[verdict], ...seen };
}

function closingTime(dice: Dice, allowed: number): number {
  const pace = dice.weighted(PACE);
  if (pace === 'in-time') return Math.floor((0.25 + 0.7 * dice.next()) * allowed);
  return allowed + (pace === 'late' ? dice.int(HOUR, 4 * DAY) : dice.int(5 * DAY, 16 * DAY));
}

/** A notice as its addressee's inbox shows it. */
export interface DeskNotice {
  readonly notice: string;
  readonly since: Moment;
  readonly dueAt: Moment;
}
/** Of a hundred notices so many are answered days too late. † (assumption) */
const LATE = 6;

/** When an invented unit accepts a report, when it answers what it is told, and when it ends a task: the same for the same seed and notice. */
export function desk(
  seed: string,
  { notice, since, dueAt }: DeskNotice,
): { readonly acceptAt: Moment; readonly answerAt: Moment; readonly completeAt: Moment } {
  const dice = new Dice(`${seed}/desk/${notice}`);
  const acceptAt = addMs(since, dice.int(5, 40) * MINUTE);
  const allowed = Math.max(HOUR, Date.parse(dueAt) - Date.parse(since));
  const answerMs = dice.int(1, 100) <= LATE ? allowed + dice.int(1, 12) * DAY : 10 * MINUTE + Math.floor(dice.next() * 0.9 * allowed);
  const answerAt = addMs(since, answerMs);
  return { acceptAt, answerAt, completeAt: addMs(answerAt, dice.int(1, 20) * DAY) };
}
