import { addDays, addMonths } from '@lianhu/kernel';
import { ageAt, type Child } from '../children';
import type { Dice } from '../dice';
import { adultName } from '../names';
import { DAY, dayOf, officeMoment } from '../moments';
import type { Plan } from '../plan';

/** Shares of children listed by category at the beginning. † (assumption), after the model's scale; left-behind children above it, so that towns show. */
const BASELINE_SHARES = {
  '04': 0.105,
  '05': 0.02,
  '06': 0.03,
  '07': 0.005,
  '08': 0.007,
  '10': 0.006,
  '13': 0.004,
  '14': 0.01,
  '17': 0.006,
  '03': 0.006,
  '02': 0.004,
  '01': 0.002,
} as const;
/** Newly listed left-behind children a quarter, by season: most parents leave after the Spring Festival. */
const LEFT_BEHIND_BY_SEASON = [20, 9, 13, 7] as const;
/** Others newly listed a quarter. */
const OTHERS_PER_QUARTER = 14;
/** Days over which the list of the beginning is handed over. */
const BASELINE_DAYS = [6, 18] as const;
/** Categories that are decided upon, with the monthly rate in fen. † (assumption) */
const RATES: Readonly<Record<string, number>> = { '01': 190_000, '02': 140_000, '03': 120_000 };

/** Children in need: listed, decided, entrusted, and off the list again. */
export function need(plan: Plan): void {
  const dice = plan.diceFor('need');
  for (const [category, share] of Object.entries(BASELINE_SHARES).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const count = Math.round(share * plan.intensity * plan.children.length);
    for (let one = 0; one < count; one++) list(plan, dice, category, plan.start + dice.int(...BASELINE_DAYS) * DAY, true);
  }
  const seasons = plan.stretches().map((stretch) => LEFT_BEHIND_BY_SEASON[stretch.season - 1] ?? 0);
  for (const ms of plan.beginnings(dice, 1, seasons)) list(plan, dice, '04', ms, false);
  for (const ms of plan.beginnings(dice, OTHERS_PER_QUARTER, [1, 0.9, 1.1, 1.2, 0.8, 1])) {
    list(plan, dice, dice.weighted({ '05': 26, '06': 30, '07': 5, '08': 5, '10': 8, '13': 5, '14': 10, '17': 8, '03': 3 }), ms, false);
  }
}

function list(plan: Plan, dice: Dice, category: string, ms: number, known: boolean): void {
  const time = officeMoment(dice, ms);
  const child = plan.cast(dice, time, category === '17' ? 9 : 0, category === '04' ? 15 : 17);
  if (!child) return;
  const since = addDays(dayOf(time), -(known ? dice.int(30, 700) : dice.int(2, 40)));
  const foundBy = dice.weighted({ village: 52, school: 20, grid: 14, 'civil-affairs': 8, medical: 3, matching: 3 });
  const data = { category, foundBy, since, ...(category === '04' ? { carerAge: dice.int(52, 79) } : {}) };
  if (!plan.add({ department: 'civil-affairs', type: 'civil-affairs.minor.listed', time, child, data })) return;
  plan.tell(child, category === '04' ? 'left-behind' : 'need', time);
  if (RATES[category] !== undefined) decide(plan, dice, child, category, time);
  if (category === '04' && dice.chance(0.82)) entrust(plan, dice, child, time, known);
  leave(plan, dice, child, category, time);
}

function decide(plan: Plan, dice: Dice, child: Child, category: string, listed: number): void {
  const time = officeMoment(dice, listed + dice.int(5, 20) * DAY);
  const parentStates =
    category === '03' ? [dice.pick(['01', '06', '09', '04']), dice.pick(['09', '03', '07', '05'])] : ['01', dice.pick(['01', '02'])];
  const from = `${addMonths(dayOf(time), 1).slice(0, 7)}-01`;
  const data = { category, parentStates, from, rate: RATES[category] };
  plan.add({ department: 'civil-affairs', type: 'civil-affairs.category.confirmed', time, child, data });
}

/** A care agreement for a year, and for most a new one after it. */
function entrust(plan: Plan, dice: Dice, child: Child, listed: number, known: boolean): void {
  const carer = adultName(dice, child.name.slice(0, 1));
  const rel = dice.weighted({ 'paternal-grandparent': 66, 'maternal-grandparent': 20, relative: 12, neighbour: 2 });
  const contactFreq = dice.weighted({ daily: 20, weekly: 55, monthly: 25 });
  let time = officeMoment(dice, listed + dice.int(2, known ? 60 : 34) * DAY);
  for (let years = 0; years < 2; years++) {
    const from = dayOf(time);
    const data = { carer, rel, from, to: addDays(addMonths(from, 12), -1), contactFreq };
    plan.add({ department: 'civil-affairs', type: 'civil-affairs.care-agreement.signed', time, child, data });
    if (dice.chance(0.2)) return;
    time = officeMoment(dice, time + dice.int(358, 372) * DAY);
  }
}

function leave(plan: Plan, dice: Dice, child: Child, category: string, listed: number): void {
  const time = officeMoment(dice, listed + Math.floor(45 + 1500 * dice.next()) * DAY);
  const grown = category === '04' && ageAt(child, dayOf(time)) >= 16;
  const reason = grown ? 'resolved' : dice.weighted({ resolved: 74, moved: 20, 'listed-by-mistake': 6 });
  plan.add({ department: 'civil-affairs', type: 'civil-affairs.minor.delisted', time, child, data: { category, reason } });
}
