import { addMonths, type PlainDate } from '@lianhu/kernel';
import type { Dice } from '../dice';
import { monthsOf, openAfter, type Entered, type Registering } from './making';

/** A place of the county with what is entered about it. */
export interface PlaceRow {
  readonly org: string;
  readonly kind: string;
  readonly town: string;
  readonly sentinel?: string;
  readonly entered: readonly Entered[];
}

/** Villages and schools of a town, as children live and learn in them. */
const VILLAGES = 6;
const SCHOOLS = 3;
/** Of the villages with a home for children, and of the homes' months that are open enough. † (assumption) */
const HOMES = 0.5;
const OPEN_ENOUGH = 0.9;
const SCHOOL_KINDS = ['primary-school', 'middle-school', 'primary-school'] as const;

/** Every place of the county: of towns, and the few that the county has once. */
export function placesOf(making: Registering): readonly PlaceRow[] {
  const dice = making.dice('places');
  const towns = Object.keys(making.options.towns).sort();
  const once = ['rescue-centre', 'one-stop-area', 'welfare-institution', 'social-organisation', 'social-organisation'];
  return [
    ...towns.flatMap((town, t) => placesOfTown(making, dice, town, t)),
    ...once.map((kind, n) => place(making, { org: `org-county-${n + 1}`, kind, town: towns[0] ?? '' })),
  ];
}

function placesOfTown(making: Registering, dice: Dice, town: string, t: number): readonly PlaceRow[] {
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n + 1);
  // One town opens its station while the hub is running.
  const station = { org: `org-station-${town}`, kind: 'station', town };
  const opens = t === 5 ? openAfter(making.first, 260) : undefined;
  const homes = numbers(making.options.villagesPerTown ?? VILLAGES).filter(() => dice.chance(HOMES));
  return [
    place(making, station, opens),
    ...numbers(making.options.villagesPerTown ?? VILLAGES).map((n) => place(making, { org: villageOf(town, n), kind: 'village', town })),
    ...numbers(making.options.schoolsPerTown ?? SCHOOLS).flatMap((n) => [
      place(making, {
        org: `org-school-${town}-${n}`,
        kind: SCHOOL_KINDS[(n - 1) % 3] ?? 'primary-school',
        town,
        ...(n === 1 && { sentinel: 'school' }),
      }),
      place(making, { org: `org-kindergarten-${town}-${n}`, kind: 'kindergarten', town }),
    ]),
    place(making, { org: `org-guidance-${town}`, kind: 'guidance-station', town }),
    place(making, { org: `org-clinic-${town}`, kind: 'medical', town }),
    ...homes.map((n) => {
      const home = { org: `org-home-${town}-${n}`, kind: n % 3 === 0 ? 'companion-home' : 'child-home', town, sentinel: 'community' };
      return place(making, home, undefined, openings(making, dice, home.org));
    }),
  ];
}
const villageOf = (town: string, n: number): string => `org-village-${town}2${String(n).padStart(2, '0')}`;

function place({ first }: Registering, row: Omit<PlaceRow, 'entered'>, opens?: PlainDate, more: readonly Entered[] = []): PlaceRow {
  const { org, kind, town, sentinel } = row;
  const data = { place: org, kind, town, ...(sentinel !== undefined && { sentinel }) };
  const registered: Entered = { day: opens ?? first, type: 'hub.place.registered', data, ...(opens === undefined && { baseline: true }) };
  return { ...row, entered: [registered, ...more] };
}

/** A home's sheet of each month, entered in the first days of the next. */
function openings(making: Registering, dice: Dice, org: string): readonly Entered[] {
  return [...monthsOf(making)].map((month) => {
    const enough = dice.chance(OPEN_ENOUGH);
    const openedDays = dice.int(enough ? 20 : 9, enough ? 26 : 15);
    const data = {
      place: org,
      month: month.slice(0, 7).replace('-', ''),
      weeks: 4,
      weeksWith5Days: enough ? 4 : dice.int(0, 3),
      holidayPeriods: 1,
      holidayPeriodsOpen: enough || dice.chance(0.5) ? 1 : 0,
      openings: openedDays,
      openingsUnder3h: enough ? 0 : dice.int(0, 3),
      minutes: openedDays * dice.int(180, 260),
    };
    return { day: openAfter(addMonths(month, 1), dice.int(0, 4)), type: 'hub.place-opening.recorded', data };
  });
}
