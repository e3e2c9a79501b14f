import { addDays, type PlainDate } from '@lianhu/kernel';
import type { Dice } from '../dice';
import { adultName, surname } from '../names';
import { openAfter, type Entered, type Registering } from './making';
import type { PlaceRow } from './places';

/** A post, the share of places that fill it, and of its holders who do nothing else. † (assumption) */
type Posts = readonly (readonly [post: string, share: number, fullTime: number])[];
const SCHOOL: Posts = [
  ['law-vice-head', 0.93, 0],
  ['law-counsellor', 0.8, 0],
  ['psychology-teacher', 0.65, 0.75],
  ['school-social-worker', 0.2, 1],
  ['mandatory-reporter', 1, 0],
];
/** Which posts a kind of place has. */
const POSTS: Readonly<Record<string, Posts>> = {
  station: [
    ['supervisor', 0.95, 0.9],
    ['station-social-worker', 0.5, 1],
  ],
  village: [['child-director', 0.92, 0.2]],
  'primary-school': SCHOOL,
  'middle-school': SCHOOL,
  kindergarten: [['mandatory-reporter', 0.9, 0]],
  medical: [['mandatory-reporter', 1, 0]],
  'child-home': [['sentinel-monitor', 0.7, 0]],
  'companion-home': [['sentinel-monitor', 0.7, 0]],
  'rescue-centre': [['hotline-desk', 1, 1]],
  'one-stop-area': [['police-officer', 1, 0.5]],
  'social-organisation': [['agency-social-worker', 1, 1]],
};
/** Courses of those who have to be trained: in the first three months, and every year. */
const COURSES: Readonly<Record<string, readonly [entry: string, yearly: string]>> = {
  supervisor: ['entry-child-workers', 'yearly-child-workers'],
  'child-director': ['entry-child-workers', 'yearly-child-workers'],
  'mandatory-reporter': ['entry-mandatory-report', 'yearly-mandatory-report'],
};
/** Seats that are given up in the county's time, newcomers trained in time, and seats that come to a yearly round. † (assumption) */
const LEAVES = 0.15;
const ENTRY_TRAINED = 0.85;
const YEARLY_TRAINED = 0.88;
/** Days from the county's beginning to each yearly round. */
const ROUNDS = [40, 405];
/** Days on which stations hold trainings: for each round, and one between. */
const HELD = [40, 220, 405, 500];

/** Who holds which seat, from before the hub and since, and who was trained. */
export function staffOf(making: Registering, places: readonly PlaceRow[]): readonly Entered[] {
  const dice = making.dice('staff');
  const seats = places.flatMap(({ org, kind }) => (POSTS[kind] ?? []).filter(([, share]) => dice.chance(share)).map((post) => ({ org, post })));
  return [
    ...seats.flatMap(({ org, post: [post, , fullTime] }) => seatOf(making, dice, { unit: org, post, seat: 1 }, fullTime)),
    ...heldOf(making, places),
  ];
}

interface Seat {
  readonly unit: string;
  readonly post: string;
  readonly seat: number;
}
function seatOf(making: Registering, dice: Dice, seat: Seat, fullTime: number): readonly Entered[] {
  const { first } = making;
  const since = addDays(first, -dice.int(120, 1_500));
  const appointed = (on: PlainDate, entered: PlainDate, baseline?: true): Entered => ({
    day: entered,
    type: 'hub.staff.appointed',
    data: {
      ...seat,
      person: adultName(dice, surname(dice)),
      appointedOn: on,
      fullTime: dice.chance(fullTime),
      licensed: dice.chance(0.7),
      ...(seat.post === 'child-director' && { femaleCommittee: dice.chance(0.9) }),
    },
    ...(baseline && { baseline }),
  });
  const before = appointed(since, first, true);
  if (!dice.chance(LEAVES)) return [before, ...roundsOf(making, dice, seat, since)];
  const leftOn = openAfter(first, dice.int(60, 480));
  const comesOn = openAfter(leftOn, dice.int(7, 70));
  const left: Entered = { day: leftOn, type: 'hub.staff.left', data: { ...seat, leftOn } };
  const until = roundsOf(making, dice, seat, since).filter(({ day }) => day < leftOn);
  const after = roundsOf(making, dice, seat, comesOn).filter(({ day }) => day > comesOn);
  return [before, ...until, left, appointed(comesOn, comesOn), ...entryOf(dice, seat, comesOn), ...after];
}

function entryOf(dice: Dice, seat: Seat, appointedOn: PlainDate): readonly Entered[] {
  const course = COURSES[seat.post];
  if (!course || !dice.chance(ENTRY_TRAINED)) return [];
  return [trained(seat, course[0], appointedOn, openAfter(appointedOn, dice.int(15, 85)))];
}
const roundsOf = ({ first }: Registering, dice: Dice, seat: Seat, appointedOn: PlainDate): readonly Entered[] => {
  const course = COURSES[seat.post];
  return ROUNDS.filter(() => course !== undefined && dice.chance(YEARLY_TRAINED)).map((days) =>
    trained(seat, course?.[1] ?? '', appointedOn, openAfter(first, days)),
  );
};
const trained = (seat: Seat, kind: string, appointedOn: PlainDate, completedOn: PlainDate): Entered => ({
  day: completedOn,
  type: 'hub.training.completed',
  data: { ...seat, kind, appointedOn, completedOn },
});

/** Each round was held by a station for its own people; one in a few had too little about children in it. */
function heldOf(making: Registering, places: readonly PlaceRow[]): readonly Entered[] {
  const dice = making.dice('held');
  return places
    .filter(({ kind }) => kind === 'station')
    .flatMap(({ org }) =>
      HELD.map((days) => {
        const date = openAfter(making.first, days);
        const [lessons, attendees] = [8, dice.int(6, 12)];
        const data = { kind: 'yearly-child-workers', unit: org, date, lessons, childWorkLessons: dice.chance(0.85) ? dice.int(4, 8) : 2, attendees };
        return { day: date, type: 'hub.training.held', data: { ...data, materialKept: dice.chance(0.95) } };
      }),
    );
}
