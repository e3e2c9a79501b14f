import type { PlainDate } from '@lianhu/kernel';
import type { Dice } from '../dice';
import { adultName, surname } from '../names';
import { openAfter, type Entered, type Registering } from './making';
import type { PlaceRow } from './places';

/** Lines of work whose employers ask, and what kinds of places they are. */
const SECTORS: Readonly<Record<string, string>> = {
  'primary-school': 'education',
  'middle-school': 'education',
  kindergarten: 'education',
  medical: 'health',
  station: 'civil-affairs',
  'rescue-centre': 'civil-affairs',
  'welfare-institution': 'civil-affairs',
};
/** Employers that check everybody each year; requests in which somebody is found. † (assumption) */
const CHECKS_YEARLY = 0.85;
const FOUND = 0.07;
/** Of those found on the staff: dismissed in time; the others later, or not yet. */
const DISMISSED_IN_TIME = 0.75;
/** Days from the county's beginning on which an employer's yearly requests come. */
const YEARLY = [50, 415];

/** Requests, answers and the few who were found, of every employer. */
export function checksOf(making: Registering, places: readonly PlaceRow[]): readonly Entered[] {
  const dice = making.dice('checks');
  let number = 0;
  const next = (): string => `查〔${making.first.slice(0, 4)}〕${String(++number).padStart(4, '0')}号`;
  return places.flatMap(({ org, kind }) => {
    const sector = SECTORS[kind];
    return sector === undefined ? [] : ofEmployer(making, dice, { org, sector }, next);
  });
}

interface Employer {
  readonly org: string;
  readonly sector: string;
}
function ofEmployer({ first }: Registering, dice: Dice, { org, sector }: Employer, next: () => string): readonly Entered[] {
  const staff = dice.int(6, 60);
  const yearly = YEARLY.filter(() => dice.chance(CHECKS_YEARLY)).map((days) => ({
    day: openAfter(first, days + dice.int(0, 30)),
    kind: 'periodic',
    persons: staff,
  }));
  const entry = Array.from({ length: dice.int(1, 3) }, () => ({ day: openAfter(first, dice.int(5, 520)), kind: 'entry', persons: dice.int(1, 4) }));
  return [...yearly, ...entry].flatMap(({ day, kind, persons }) => {
    const checkNo = next();
    const answeredOn = openAfter(day, dice.int(1, 5));
    return [
      { day, type: 'hub.staff-check.requested', data: { checkNo, employer: org, sector, persons, staff, kind } },
      { day: answeredOn, type: 'hub.staff-check.answered', data: { checkNo, employer: org, persons, answeredOn } },
      ...(dice.chance(FOUND) ? foundOf(dice, { checkNo: next(), sector, onStaff: kind === 'periodic', receivedOn: answeredOn }) : []),
    ];
  });
}

interface Hit {
  readonly checkNo: string;
  readonly sector: string;
  readonly onStaff: boolean;
  readonly receivedOn: PlainDate;
}
function foundOf(dice: Dice, hit: Hit): readonly Entered[] {
  const found: Entered = { day: hit.receivedOn, type: 'hub.staff-hit.found', data: { ...hit, person: adultName(dice, surname(dice)) } };
  const days = !hit.onStaff ? dice.int(0, 3) : dice.chance(DISMISSED_IN_TIME) ? dice.int(3, 30) : dice.int(60, 120);
  const handledOn = openAfter(hit.receivedOn, days);
  const data = { checkNo: hit.checkNo, action: hit.onStaff ? 'dismiss' : 'reject', handledOn };
  return [found, { day: handledOn, type: 'hub.staff-hit.handled', data }];
}
