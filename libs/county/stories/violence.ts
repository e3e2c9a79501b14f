import { addDays, addMonths, daysBetween, momentOf } from '@lianhu/kernel';
import type { Child } from '../children';
import type { Dice } from '../dice';
import { DAY, dayOf, HOUR, homeMoment, midnight, officeMoment, schoolDays } from '../moments';
import type { Plan, Planned } from '../plan';
import { absence, alarmNumber, knownChild } from './everyday';

/** A domestic-violence call to one home. */
interface Call {
  readonly home: readonly Child[];
  readonly ms: number;
  readonly injury: string;
  readonly weapon: boolean;
  /** The story that it belongs to, if any. */
  readonly story?: Story;
}
interface Story {
  readonly child: Child;
  readonly first: number;
  readonly second: number;
  calls: Planned[];
}

/** Calls that stay alone, and stories with a second call, a quarter. Far above a real county's share, so that a quarter's figures show. † (assumption) */
const CALLS_PER_QUARTER = 52;
const STORIES_PER_QUARTER = 8;
/** How quarters differ, from the first on. */
const CALL_FACTORS = [0.8, 1, 1.3, 1.05, 0.9, 1] as const;
/** Calls after which nobody is called again may still hurt. */
const HARM = { none: 80, slight: 12, minor: 3, unknown: 5 } as const;
/** Hours before the end at which the last stories' second calls come, so that the board opens with red alerts. */
const LAST_CALLS_HOURS = [2, 7, 16, 23, 31, 47, 70] as const;

/** Violence at home: calls, absences around them, warnings and protection orders. */
export function violence(plan: Plan): void {
  const dice = plan.diceFor('violence');
  const stories = [...beginStories(plan, dice), ...lastStories(plan, dice)];
  const calls = stories.flatMap((story) => [callOf(plan, dice, story, story.first), callOf(plan, dice, story, story.second)]);
  for (const ms of plan.beginnings(dice, CALLS_PER_QUARTER, CALL_FACTORS)) {
    const child = knownChild(plan, dice, ms, 0, 17);
    const injury = dice.weighted(HARM);
    if (child) calls.push({ home: homeOf(plan, child), ms: homeMoment(dice, ms), injury, weapon: dice.chance(0.03) });
  }
  takeCalls(plan, dice, calls);
  for (const story of stories) goOn(plan, dice, story);
}

const homeOf = (plan: Plan, child: Child): readonly Child[] => plan.homes[child.household] ?? [child];

function beginStories(plan: Plan, dice: Dice): Story[] {
  return plan.beginnings(dice, STORIES_PER_QUARTER, CALL_FACTORS).flatMap((ms) => {
    const child = plan.cast(dice, ms, 7, 15);
    const first = homeMoment(dice, ms);
    return child ? [{ child, first, second: homeMoment(dice, first + dice.int(16, 44) * DAY), calls: [] }] : [];
  });
}

function lastStories(plan: Plan, dice: Dice): Story[] {
  const count = Math.ceil(LAST_CALLS_HOURS.length * Math.min(1, plan.scale));
  return LAST_CALLS_HOURS.slice(0, count).flatMap((hours) => {
    const second = plan.end - hours * HOUR;
    const child = plan.cast(dice, second - 40 * DAY, 7, 15);
    return child ? [{ child, second, first: homeMoment(dice, second - dice.int(18, 35) * DAY), calls: [] }] : [];
  });
}

function callOf(plan: Plan, dice: Dice, story: Story, ms: number): Call {
  const injury = ms === story.first ? 'none' : dice.weighted({ none: 55, slight: 30, minor: 15 });
  return { home: homeOf(plan, story.child), ms, injury, weapon: false, story };
}

function takeCalls(plan: Plan, dice: Dice, calls: readonly Call[]): void {
  const before = new Map<number, number[]>();
  for (const call of [...calls].sort((a, b) => a.ms - b.ms)) {
    const household = call.home[0]?.household ?? -1;
    const earlier = before.get(household) ?? [];
    before.set(household, [...earlier, call.ms]);
    const repeatIn12m = earlier.filter((ms) => call.ms - ms < 365 * DAY).length;
    const alarmNo = alarmNumber(call.ms, plan.number('alarm', call.ms).n);
    for (const child of call.home) takeCall(plan, dice, call, child, { alarmNo, repeatIn12m });
  }
}

function takeCall(plan: Plan, dice: Dice, call: Call, child: Child, sheet: { alarmNo: string; repeatIn12m: number }): void {
  if (!plan.isKnown(child, call.ms)) return;
  const injury = call.injury === 'unknown' ? {} : { injury: call.injury };
  const data = { ...sheet, minorRole: dice.weighted({ witness: 66, victim: 28, seeker: 6 }), weapon: call.weapon, ...injury };
  const planned = plan.add({ department: 'police', type: 'police.dv-call.received', time: call.ms, child, incident: sheet.alarmNo, data });
  if (planned && call.story?.child === child) call.story.calls.push(planned);
}

function goOn(plan: Plan, dice: Dice, story: Story): void {
  const { child, first, calls } = story;
  const absent = stayAway(plan, dice, story);
  const warned = officeMoment(dice, first + dice.int(1, 2) * DAY);
  const { year, n } = plan.number('warning', warned);
  const offender = child.guardians[0]?.name ?? '监护人';
  const data = { docNo: `演公告诫〔${year}〕${n}号`, offender, minorPresent: dice.chance(0.8) };
  if (dice.chance(0.75)) plan.add({ department: 'police', type: 'police.dv-warning.issued', time: warned, child, data });
  if (dice.chance(0.62)) protect(plan, dice, child, officeMoment(dice, story.second + dice.int(1, 3) * DAY));
  if (calls.length === 0) return;
  plan.tell(child, 'violence', first, [...(absent ? ['R01'] : []), ...(calls.length > 1 ? ['R02'] : [])]);
}

/** One day away before the first call, two after it; true when both were pushed and R01 must have fired. */
function stayAway(plan: Plan, dice: Dice, { child, first, calls }: Story): boolean {
  const called = dayOf(first);
  const [before] = schoolDays(addDays(called, -dice.int(3, 9)), 1, 2);
  if (before !== undefined && before < called) plan.add(absence(dice, child, before, before, 1));
  const [since, last] = schoolDays(addDays(called, dice.int(1, 5)), 2, 8);
  if (since === undefined || last === undefined || daysBetween(called, last) > 14) return false;
  return plan.add(absence(dice, child, since, last, 2)) !== undefined && calls.length > 0;
}

/** An application for a protection order and what the court made of it. */
export function protect(plan: Plan, dice: Dice, child: Child, applied: number): void {
  const urgent = dice.chance(0.3);
  const limit = (urgent ? 24 : 72) * HOUR;
  const { year, n } = plan.number('protection', applied);
  const caseRef = `（${year}）演0101民保令${n}号`;
  const respondentRel = child.guardians[0]?.rel ?? 'father';
  const applicantKind = dice.weighted({ 'close-relative': 44, self: 14, 'womens-federation': 18, police: 14, village: 10 });
  const dueAt = momentOf(applied + limit);
  const opened = plan.add({
    department: 'court',
    type: 'court.protection-order.applied',
    time: applied,
    child,
    data: { caseRef, applicantKind, respondentRel, urgent, dueAt },
  });
  if (opened) decideOrder(plan, dice, child, caseRef, applied, limit);
}

function decideOrder(plan: Plan, dice: Dice, child: Child, caseRef: string, applied: number, limit: number): void {
  const decided = applied + Math.floor((dice.chance(0.86) ? 0.25 + 0.7 * dice.next() : 1.05 + 0.6 * dice.next()) * limit);
  if (dice.chance(0.14)) {
    const reason = dice.weighted({ evidence: 55, conditions: 20, withdrawn: 25 });
    plan.add({ department: 'court', type: 'court.protection-order.refused', time: decided, child, data: { caseRef, reason } });
    return;
  }
  const validFrom = dayOf(decided);
  const validTo = addDays(addMonths(validFrom, dice.pick([3, 6, 6])), -1);
  const measures = dice.chance(0.4) ? ['no-violence', 'no-contact'] : ['no-violence'];
  plan.add({ department: 'court', type: 'court.protection-order.issued', time: decided, child, data: { caseRef, measures, validFrom, validTo } });
  const early = dice.chance(0.12);
  const endedOn = early ? addDays(validFrom, dice.int(20, 70)) : validTo;
  const time = midnight(endedOn) + dice.int(9, 23) * HOUR;
  plan.add({
    department: 'court',
    type: 'court.protection-order.ended',
    time,
    child,
    data: { caseRef, kind: early ? 'lifted' : 'expired', endedOn },
  });
}
