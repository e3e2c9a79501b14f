import { momentOf, type Moment } from '@lianhu/kernel';
import { ageAt, makeChildren, type Child } from './children';
import { Dice } from './dice';
import { DAY, dayOf, midnight, MINUTE } from './moments';
import type { CountyOptions } from './options';
import type { Push } from './push';
import type { Fact } from './fact';
import { isSchoolDay } from './school-days';
import { sentEvent } from './sent-event';
import { absence, alarm, alarmNumber, overdueCheck } from './stories/everyday';
import { tagOf } from './tag';

/** Mean time between two pushes of a slow stream. Unit: seconds. */
export const LIVE_GAP_SECONDS = 8;
/** What comes in, and how often. † (assumption): calls above a real county's share, so that the board moves. */
const KINDS = { absence: 52, check: 27, alarm: 8, violence: 5, listed: 5, screening: 3 } as const;
/** Calls with an injury: each raises an alert, one every quarter of an hour or so. */
const INJURED_SHARE = 0.2;

/**
 * A slow, endless stream of plausible events about the county's children, from a moment on. `options` are those that the
 * county was made with. Waiting until `at` is the caller's part.
 */
export function* live(options: CountyOptions, now: Moment, gapSeconds: number = LIVE_GAP_SECONDS): Generator<Push, never> {
  const children = makeChildren(new Dice(options.seed).fork('children'), options);
  const dice = new Dice(`${options.seed}/live/${now}`);
  const tag = tagOf(options.seed);
  let ms = Date.parse(now);
  for (let n = 0; ; n++) {
    ms += Math.ceil((0.25 + 1.5 * dice.next()) * gapSeconds * 1000);
    const fact = factOf(dice, childAt(dice, children, ms), ms - dice.int(1, 25) * MINUTE, n);
    const id = `live-${tag}-${fact.department}-${Date.parse(now).toString(36)}-${n.toString(36)}`;
    yield { at: momentOf(ms), department: fact.department, again: false, event: sentEvent(fact, id, options.areaName) };
  }
}

function childAt(dice: Dice, children: readonly Child[], ms: number): Child {
  const day = dayOf(ms);
  for (;;) {
    const child = dice.pick(children);
    if (ageAt(child, day) < 18 && child.birthDate < day) return child;
  }
}

function factOf(dice: Dice, child: Child, time: number, n: number): Fact {
  const kind = dice.weighted(KINDS);
  const age = ageAt(child, dayOf(time));
  if (kind === 'violence') return dvCall(dice, child, time, n);
  if (kind === 'alarm') return alarm(dice, child, time, n);
  if (kind === 'listed') return listed(dice, child, time);
  if (kind === 'absence' && age >= 6 && age <= 16) return absenceNow(dice, child, time);
  if (kind === 'screening' && age < 7) return screening(dice, child, time);
  return overdueCheck(dice, child, time);
}

function absenceNow(dice: Dice, child: Child, time: number): Fact {
  let since = dayOf(time);
  for (let back = 0; !isSchoolDay(since) && back < LONGEST_HOLIDAYS_DAYS; back++) since = dayOf(midnight(since) - DAY);
  return { ...absence(dice, child, since, since, Number(dice.weighted({ '1': 80, '2': 20 }))), time };
}

/** Longest time without a school day. Unit: days. */
const LONGEST_HOLIDAYS_DAYS = 70;

function dvCall(dice: Dice, child: Child, time: number, n: number): Fact {
  const alarmNo = alarmNumber(time, 90_000 + n);
  const data = {
    alarmNo,
    minorRole: 'witness',
    repeatIn12m: dice.chance(0.2) ? 1 : 0,
    weapon: false,
    injury: dice.chance(INJURED_SHARE) ? 'slight' : 'none',
  };
  return { department: 'police', type: 'police.dv-call.received', time, child, incident: alarmNo, data };
}

function listed(dice: Dice, child: Child, time: number): Fact {
  const data = { category: ageAt(child, dayOf(time)) < 16 ? '04' : '06', foundBy: 'village', since: dayOf(time - 9 * DAY) };
  return { department: 'civil-affairs', type: 'civil-affairs.minor.listed', time, child, data };
}

function screening(dice: Dice, child: Child, time: number): Fact {
  const ageMonths = Math.floor((time - midnight(child.birthDate)) / DAY / 30.44);
  return {
    department: 'health',
    type: 'health.screening.suspected',
    time,
    child,
    data: { kind: dice.pick(['hearing', 'vision', 'speech']), ageMonths },
  };
}
