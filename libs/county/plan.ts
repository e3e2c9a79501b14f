import { addMonths, addQuarters, daysBetween, quarterDays, quarterOf, type PlainDate } from '@lianhu/kernel';
import { ageAt, makeChildren, type Child } from './children';
import { again, delay } from './delays';
import { Dice } from './dice';
import { corrected, draw, SENT_AGAIN, type FaultKind } from './dirt';
import type { Fact } from './fact';
import { DAY, dayOf, HOUR, midnight } from './moments';
import { blockOf, seedOf } from './block';
import type { CountyOptions, StoryKind, Truth } from './options';

/** A fact with its place in the plan. */
export interface Planned {
  readonly fact: Fact;
  readonly serial: number;
  readonly at: number;
  readonly again: boolean;
  readonly fault?: FaultKind;
  /** Serial of the event that it corrects. */
  readonly corrects?: number;
}

/** A stretch of the county's time that lies in one quarter. */
export interface Stretch {
  readonly ordinal: number;
  /** 1 to 4. */
  readonly season: number;
  readonly first: PlainDate;
  readonly days: number;
  /** Share of the quarter that it covers. */
  readonly share: number;
}

/** Everything that will be pushed, in no order yet, and what is true of it. */
export class Plan {
  readonly children: readonly Child[];
  readonly homes: readonly (readonly Child[])[];
  readonly planned: Planned[] = [];
  readonly truths: Truth[] = [];
  readonly start: number;
  readonly end: number;
  private readonly size2000: number;
  /** Share of the shown rates at which the story that is being told begins. */
  intensity = 1;
  private readonly dice: Dice;
  private readonly dirtDice: Dice;
  private readonly roundingDice: Dice;
  private readonly knownFrom: number[];
  private readonly bornAt: readonly number[];
  private readonly grownAt: readonly number[];
  private readonly busy = new Set<number>();
  private readonly numbers = new Map<string, number>();
  private serial: number;
  private readonly firstSerial: number;

  constructor(readonly options: CountyOptions) {
    this.firstSerial = this.serial = blockOf(options) * SERIALS_PER_BLOCK;
    const dice = new Dice(seedOf(options));
    this.children = makeChildren(dice.fork('children'), options);
    this.homes = homesOf(this.children);
    this.start = midnight(options.from);
    this.end = Date.parse(options.to);
    this.size2000 = options.children / REFERENCE_CHILDREN;
    this.dice = dice.fork('delays');
    this.dirtDice = dice.fork('dirt');
    this.roundingDice = dice.fork('rounding');
    this.knownFrom = this.children.map(() => Infinity);
    this.bornAt = this.children.map((child) => midnight(child.birthDate));
    this.grownAt = this.children.map((child) => midnight(addMonths(child.birthDate, MINORITY_MONTHS)));
  }

  /** A dice for one kind of story. */
  diceFor(purpose: string): Dice {
    return new Dice(`${seedOf(this.options)}/${purpose}`);
  }

  /** Plans a fact; undefined when it lies outside the county's time or childhood, or would be pushed after the end. */
  add(fact: Fact): Planned | undefined {
    if (fact.time < this.start || fact.time > this.end || (fact.child && !this.isMinor(fact.child, fact.time))) return undefined;
    const at = fact.time + delay(this.dice, fact.department, (fact.time - this.start) / (this.end - this.start));
    const second = again(this.dice);
    if (at > this.end) return undefined;
    const fault = this.options.dirt === true ? draw(this.dirtDice, fact) : undefined;
    // A number is reused by the second event that bears it: the first is clean.
    const own = fault === 'number-reused' ? undefined : fault;
    const planned: Planned = { fact, at, serial: this.serial++, again: false, ...(own && { fault: own }) };
    this.planned.push(planned);
    if (fault) this.clean(planned, fault);
    else if (second !== undefined && at + second <= this.end) this.planned.push({ ...planned, at: at + second, again: true });
    return planned;
  }

  /** What the sender does about a dirty event, some days later: send it right, correct it, or send its number with something else. */
  private clean(dirty: Planned, fault: FaultKind): void {
    const at = dirty.at + this.dirtDice.int(HOUR, 5 * DAY);
    if (at > this.end) return;
    const { fault: _, ...right } = dirty;
    if (SENT_AGAIN.has(fault)) this.planned.push({ ...right, at });
    if (fault === 'wrong-value') this.planned.push({ ...right, at, serial: this.serial++, corrects: dirty.serial });
    if (fault === 'number-reused') this.planned.push({ ...right, at, fact: corrected(dirty.fact), fault });
  }

  /** Distinct events planned so far. */
  get size(): number {
    return this.serial - this.firstSerial;
  }

  /** From now on departments may speak of the child by its ID number. */
  register(child: Child, ms: number): void {
    this.knownFrom[child.index] = ms;
  }
  /** Whether a child is registered and below 18. */
  isKnown(child: Child, ms: number): boolean {
    return (this.knownFrom[child.index] ?? Infinity) <= ms && this.isMinor(child, ms);
  }
  private isMinor({ index }: Child, ms: number): boolean {
    return (this.bornAt[index] ?? Infinity) <= ms && ms < (this.grownAt[index] ?? 0);
  }

  /** A registered child of an age who plays in no other story; undefined when none was found. */
  cast(dice: Dice, ms: number, least: number, most: number): Child | undefined {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const child = dice.pick(this.children);
      const age = ageAt(child, dayOf(ms));
      if (this.busy.has(child.index) || age < least || age > most || !this.isKnown(child, ms)) continue;
      this.busy.add(child.index);
      return child;
    }
    return undefined;
  }

  /** A whole number near a count: where stories are rare, up or down by chance, so that no block of a county lacks them all. */
  private whole(count: number): number {
    return this.intensity === 1 ? Math.round(count) : Math.floor(count + this.roundingDice.next());
  }

  /** Children per 2,000, times the story's intensity: rates of stories are given for a county of that size. */
  get scale(): number {
    return this.size2000 * this.intensity;
  }

  /** The number of a document, unique in its kind and year. */
  number(kind: string, ms: number): { readonly year: string; readonly n: number } {
    const year = dayOf(ms).slice(0, 4);
    const n = (this.numbers.get(`${kind} ${year}`) ?? blockOf(this.options) * NUMBERS_PER_BLOCK) + 1;
    this.numbers.set(`${kind} ${year}`, n);
    return { year, n };
  }

  /** Notes what is true of a child. */
  tell(child: Child, story: StoryKind, ms: number, alerts: readonly string[] = [], atRisk = AT_RISK.has(story)): void {
    this.truths.push({ child: child.index, story, from: dayOf(ms), atRisk, alerts });
  }

  /** The quarters that the county's time touches. */
  stretches(): readonly Stretch[] {
    const last = dayOf(this.end);
    const found: Stretch[] = [];
    for (let quarter = quarterOf(this.options.from); ; quarter = addQuarters(quarter, 1)) {
      const whole = quarterDays(quarter);
      if (whole.first > last) return found;
      const first = whole.first < this.options.from ? this.options.from : whole.first;
      const days = daysBetween(first, whole.last < last ? whole.last : last) + 1;
      const share = days / daysBetween(whole.first, addMonths(whole.first, 3));
      found.push({ ordinal: found.length, season: Number(quarter.slice(6)), first, days, share });
    }
  }

  /** Moments at which something begins: `perQuarter` in a whole quarter and 2,000 children, with each quarter's own factor. */
  beginnings(dice: Dice, perQuarter: number, factors: readonly number[] = EVEN): number[] {
    return this.stretches().flatMap((stretch) => {
      const factor = factors[stretch.ordinal % factors.length] ?? 1;
      const count = this.whole(perQuarter * factor * stretch.share * this.scale);
      return Array.from({ length: count }, () => midnight(stretch.first) + Math.floor(dice.next() * stretch.days * DAY)).sort((a, b) => a - b);
    });
  }
}

/** Stories whose child is really in danger or without care, unless the story says otherwise. † (assumption) */
const AT_RISK: ReadonlySet<StoryKind> = new Set(['violence', 'harm', 'guardianship', 'dropout', 'detained', 'bullying', 'family-risk']);
/** Events, and documents of a kind and year, that a block of a county may have. Reason: their numbers must not meet the next block's. */
const SERIALS_PER_BLOCK = 1_000_000;
const NUMBERS_PER_BLOCK = 10_000;
const EVEN = [1] as const;
/** The county that rates are given for. */
const REFERENCE_CHILDREN = 2000;
/** Attempts at finding a fitting child. */
const MOST_TRIES = 400;

/** Age at which somebody is a minor no more. Unit: months. */
const MINORITY_MONTHS = 18 * 12;

function homesOf(children: readonly Child[]): (readonly Child[])[] {
  const homes: Child[][] = [];
  for (const child of children) (homes[child.household] ??= []).push(child);
  return homes;
}
