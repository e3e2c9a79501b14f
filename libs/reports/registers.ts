import {
  PlaceClosed,
  PlaceOpeningRecorded,
  PlaceRegistered,
  StaffAppointed,
  StaffLeft,
  TrainingCompleted,
  TrainingHeld,
} from '@lianhu/departments/hub';
import { addDays, dateOf, quarterDays, type PlainDate } from '@lianhu/kernel';
import { defineIndicator, from, type Fact, type Indicator, type Source, type Tally } from './define';
import { knownTown, type Scope } from './scope';

/** A seat of a unit's register of staff: `org-village-1 child-director 1`. */
type Seat = string;
const seatOf = ({ unit, post, seat }: { readonly unit: string; readonly post: string; readonly seat: number }): Seat => `${unit} ${post} ${seat}`;

/** What one event says to the office's registers of places, staff and training, or of something that a registered place did. */
export type Entry =
  | { readonly is: 'place'; readonly org: string; readonly kind: string; readonly town: string; readonly sentinel?: string; readonly seats?: number }
  | { readonly is: 'closed'; readonly org: string; readonly on: PlainDate }
  | { readonly is: 'open'; readonly org: string; readonly month: PlaceOpeningRecorded }
  | { readonly is: 'appointed'; readonly seat: Seat; readonly on: PlainDate; readonly area?: string; readonly who: StaffOf }
  | { readonly is: 'left'; readonly seat: Seat; readonly on: PlainDate }
  | { readonly is: 'trained'; readonly seat: Seat; readonly kind: string; readonly on: PlainDate }
  | { readonly is: 'held'; readonly unit: string; readonly area?: string; readonly held: Omit<TrainingHeld, 'file'> }
  | { readonly is: 'did'; readonly org: string; readonly what: string; readonly on: PlainDate; readonly well: boolean };
/** What an appointment says of its seat. */
interface StaffOf {
  readonly unit: string;
  readonly post: string;
  readonly fullTime: boolean;
  readonly licensed: boolean;
  readonly committee: boolean;
}
type EntryFact = Fact<Entry>;
type Of<K extends Entry['is']> = Extract<Entry, { is: K }>;

/** 机构场所登记、注销. */
export const PLACES: readonly Source<Entry>[] = [
  from(PlaceRegistered, ({ data: { place, kind, town, sentinel, seats } }): Entry => ({ is: 'place', org: place, kind, town, sentinel, seats })),
  from(PlaceClosed, ({ data }): Entry => ({ is: 'closed', org: data.place, on: data.closedOn })),
];
/** 任职、离任. */
export const STAFF: readonly Source<Entry>[] = [
  from(StaffAppointed, ({ data, area }): Entry => {
    const { unit, post, fullTime, licensed, femaleCommittee } = data;
    return {
      is: 'appointed',
      seat: seatOf(data),
      on: data.appointedOn,
      area,
      who: { unit, post, fullTime, licensed, committee: femaleCommittee === true },
    };
  }),
  from(StaffLeft, ({ data }): Entry => ({ is: 'left', seat: seatOf(data), on: data.leftOn })),
];
/** 个人培训完成、培训举办. */
export const TRAINING: readonly Source<Entry>[] = [
  from(TrainingCompleted, ({ data }): Entry => ({ is: 'trained', seat: seatOf(data), kind: data.kind, on: data.completedOn })),
  from(TrainingHeld, ({ data, area }): Entry => ({ is: 'held', unit: data.unit, area, held: data })),
];
/** 场所开放记录. */
export const OPENINGS: readonly Source<Entry>[] = [from(PlaceOpeningRecorded, ({ data }): Entry => ({ is: 'open', org: data.place, month: data }))];

/** A registered place that has not been closed. */
export interface Place extends Of<'place'> {
  readonly facts: readonly EntryFact[];
}
/** Somebody's time in a seat; `until` is the first day without. */
export interface Tenure extends StaffOf {
  readonly seat: Seat;
  readonly since: PlainDate;
  readonly until?: PlainDate;
  readonly area?: string;
  readonly facts: readonly EntryFact[];
}

/** The office's registers as they stood at 24:00 of the quarter's last day: days count as the records write them, whenever they were entered. */
export class Register {
  readonly first: PlainDate;
  readonly last: PlainDate;
  private readonly places_ = new Map<string, Place>();
  private readonly towns = new Map<string, string>();
  /** Every tenure that has begun. */
  readonly tenures: readonly Tenure[];

  constructor(
    private readonly facts: readonly EntryFact[],
    readonly scope: Scope,
  ) {
    ({ first: this.first, last: this.last } = quarterDays(scope.quarter));
    for (const fact of facts) {
      const { data } = fact;
      if (data.is === 'place' && dateOf(fact.time) <= this.last) {
        this.places_.set(data.org, { ...data, facts: [fact] });
        this.towns.set(data.org, data.town);
      }
      if (data.is === 'closed' && data.on <= this.last) this.places_.delete(data.org);
    }
    this.tenures = tenuresOf(facts).filter(({ since }) => since <= this.last);
  }

  /** Facts of one kind, in order. */
  of<K extends Entry['is']>(is: K): readonly (EntryFact & { readonly data: Of<K> })[] {
    return this.facts.filter((fact): fact is EntryFact & { readonly data: Of<K> } => fact.data.is === is);
  }

  /** Open places of some kinds; of all without one. */
  places(kinds?: ReadonlySet<string>): readonly Place[] {
    return [...this.places_.values()].filter(({ kind }) => kinds === undefined || kinds.has(kind));
  }

  /** Seats that somebody fills on the last day; of some posts. */
  filled(posts?: ReadonlySet<string>): readonly Tenure[] {
    return this.tenures.filter((tenure) => (posts === undefined || posts.has(tenure.post)) && isFilledOn(tenure, this.last));
  }

  /** The town of a unit: the registered place's, else the one that the record names. */
  townOf(org: string, area?: string): string {
    return knownTown(this.towns.get(org) ?? area, this.scope.policy);
  }
}

const isFilledOn = ({ since, until }: Tenure, day: PlainDate): boolean => since <= day && (until === undefined || until > day);

/** Appointments and departures of each seat, put together in order of their days: who leaves on a day leaves before who comes on it. */
function tenuresOf(facts: readonly EntryFact[]): readonly Tenure[] {
  const steps = facts.flatMap((fact) => (fact.data.is === 'appointed' || fact.data.is === 'left' ? [{ fact, data: fact.data }] : []));
  const bySeat = new Map<Seat, Tenure[]>();
  for (const { fact, data } of steps.sort((a, b) => orderOf(a.data, b.data))) {
    const tenures = bySeat.get(data.seat) ?? [];
    bySeat.set(data.seat, tenures);
    const before = tenures.at(-1);
    const isOpen = before !== undefined && before.until === undefined;
    if (isOpen && (data.is === 'left' || data.on > before.since))
      tenures[tenures.length - 1] = { ...before, until: data.on, facts: [...before.facts, fact] };
    if (data.is === 'left' || (isOpen && data.on === before.since)) continue;
    tenures.push({ ...data.who, seat: data.seat, since: data.on, facts: [fact], ...(data.area !== undefined && { area: data.area }) });
  }
  return [...bySeat.values()].flat();
}
const orderOf = (a: Of<'appointed' | 'left'>, b: Of<'appointed' | 'left'>): number =>
  a.on !== b.on ? (a.on < b.on ? -1 : 1) : Number(a.is === 'appointed') - Number(b.is === 'appointed');

/** The first day of the twelve months that end with a quarter's last day. */
export const yearBefore = (last: PlainDate): PlainDate => addDays(`${Number(last.slice(0, 4)) - 1}${last.slice(4)}`, 1);

/** An indicator of the registers. They are one counted unit, for who is due depends on who and what else is registered; nobody's private matter is in them. */
export const ofRegister = ({
  tally,
  ...indicator
}: Omit<Indicator<Entry>, 'of' | 'tally' | 'open'> & { readonly tally: (register: Register) => readonly Tally[] }): Indicator =>
  defineIndicator<Entry>({ ...indicator, open: true, of: () => 'register', tally: (facts, scope) => tally(new Register(facts, scope)) });

/** A tally of one at a place. */
export const one = (quantities: readonly (string | false)[], at: Tally['at'], facts: readonly EntryFact[]): Tally => ({
  quantities: quantities.filter((quantity): quantity is string => quantity !== false),
  at,
  facts,
});
