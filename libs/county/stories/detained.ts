import { addMonths } from '@lianhu/kernel';
import type { Child } from '../children';
import type { Dice } from '../dice';
import { DAY, dayOf, officeMoment } from '../moments';
import type { Plan } from '../plan';

/** Parents detained, a quarter. Above a real county's share, so that it shows. † (assumption) */
const PER_QUARTER = 4;
/** Monthly rate of a child whom in fact nobody brings up. Unit: fen. † (assumption) */
const RATE_FEN = 120_000;
/** A parent away so long counts as one who cannot bring up a child. Unit: months. Source: category 03, parent states 06–08. */
const LONG_MONTHS = 6;
/** Payments that are told of one child: two years and a half. Unit: months. */
const MOST_PAYMENTS = 30;

/** A parent is detained, at some homes nobody is left: listed, assessed, given a category, paid month by month; imprisoned, released. */
export function detained(plan: Plan): void {
  const dice = plan.diceFor('detained');
  for (const ms of plan.beginnings(dice, PER_QUARTER)) {
    const child = plan.cast(dice, ms, 1, 15);
    if (child) detain(plan, dice, child, ms);
  }
}

function detain(plan: Plan, dice: Dice, child: Child, ms: number): void {
  const [first, second] = child.guardians;
  const parent = first?.name ?? '监护人';
  const side = first?.rel === 'father' || first?.rel === 'mother' ? first.rel : 'other-guardian';
  const alone = second === undefined || dice.chance(0.3);
  const carer = alone ? dice.weighted({ nobody: 55, relative: 45 }) : 'other-parent';
  const minorsAtHome = (plan.homes[child.household] ?? [child]).filter((one) => plan.isKnown(one, ms)).length;
  const months = dice.int(3, 36);
  const data = { parent, side, kind: 'detention', from: dayOf(ms), minorsAtHome, carer };
  if (!plan.add({ department: 'police', type: 'police.parent.detained', time: ms, child, data })) return;
  plan.tell(child, 'detained', ms, [], carer === 'nobody');
  if (alone) unattended(plan, dice, child, ms, months);
  if (months < LONG_MONTHS) return;
  imprison(plan, dice, child, { parent, side, months, minors: minorsAtHome, carer }, officeMoment(dice, ms + dice.int(40, 120) * DAY));
}

interface Sentence {
  readonly parent: string;
  readonly side: string;
  readonly months: number;
  readonly minors: number;
  readonly carer: string;
}

function imprison(plan: Plan, dice: Dice, child: Child, sentence: Sentence, time: number): void {
  const releaseDue = addMonths(dayOf(time), sentence.months);
  plan.add({ department: 'justice', type: 'justice.parent.imprisoned', time, child, data: { ...sentence, releaseDue } });
  const released = officeMoment(dice, time + sentence.months * 30 * DAY);
  const data = { parent: sentence.parent, side: sentence.side, at: dayOf(released) };
  plan.add({ department: 'justice', type: 'justice.parent.released', time: released, child, data });
}

function unattended(plan: Plan, dice: Dice, child: Child, ms: number, months: number): void {
  const listed = officeMoment(dice, ms + dice.int(1, 6) * DAY);
  const listing = { category: '13', foundBy: 'police', since: dayOf(ms) };
  plan.add({ department: 'civil-affairs', type: 'civil-affairs.minor.listed', time: listed, child, data: listing });
  const assessed = officeMoment(dice, listed + dice.int(2, 12) * DAY);
  const assessment = { method: 'own', grade: dice.pick(['3', '4']), score: dice.int(200, 550), assessors: 2, nextDue: addMonths(dayOf(assessed), 6) };
  plan.add({ department: 'civil-affairs', type: 'civil-affairs.guardianship.assessed', time: assessed, child, data: assessment });
  if (months >= LONG_MONTHS) provideFor(plan, dice, child, assessed, months);
}

function provideFor(plan: Plan, dice: Dice, child: Child, assessed: number, months: number): void {
  const applied = officeMoment(dice, assessed + dice.int(1, 8) * DAY);
  const due = dayOf(applied + 30 * DAY);
  const application = { category: '03', applicantKind: dice.pick(['guardian', 'close-relative', 'village']), dueAt: due };
  plan.add({ department: 'civil-affairs', type: 'civil-affairs.category.applied', time: applied, child, data: application });
  const time = officeMoment(dice, applied + dice.int(5, 28) * DAY);
  const from = `${addMonths(dayOf(time), 1).slice(0, 7)}-01`;
  const decision = { category: '03', parentStates: ['06', dice.pick(['09', '03'])], from, rate: RATE_FEN };
  if (!plan.add({ department: 'civil-affairs', type: 'civil-affairs.category.confirmed', time, child, data: decision })) return;
  for (let n = 0; n < Math.min(months, MOST_PAYMENTS); n++) pay(plan, dice, child, addMonths(from, n));
  const ended = officeMoment(dice, time + (months + 1) * 30 * DAY);
  const end = { category: '03', reason: 'resolved', from: dayOf(ended) };
  plan.add({ department: 'civil-affairs', type: 'civil-affairs.category.ended', time: ended, child, data: end });
}

function pay(plan: Plan, dice: Dice, child: Child, month: string): void {
  const time = officeMoment(dice, Date.parse(`${month.slice(0, 7)}-10T09:00:00+08:00`));
  const data = { kind: 'unattended', month: month.slice(0, 7).replace('-', ''), amount: RATE_FEN };
  plan.add({ department: 'civil-affairs', type: 'civil-affairs.allowance.paid', time, child, data });
}
