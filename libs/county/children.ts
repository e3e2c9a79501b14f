import { addDays, ageOn, daysBetween, type PlainDate } from '@lianhu/kernel';
import { makeCitizenId } from '@lianhu/standards';
import { idAreaOf } from './block';
import type { Dice } from './dice';
import { adultName, givenName, surname } from './names';
import type { CountyOptions } from './options';

/** An invented child. */
export interface Child {
  readonly index: number;
  readonly household: number;
  readonly docNo: string;
  readonly name: string;
  readonly sex: '1' | '2';
  readonly birthDate: PlainDate;
  readonly town: string;
  /** Twelve digits. */
  readonly village: string;
  readonly guardians: readonly { readonly name: string; readonly rel: string }[];
  readonly address: string;
}

interface Household {
  readonly index: number;
  readonly family: string;
  readonly town: string;
  readonly village: string;
  readonly address: string;
  readonly guardians: Child['guardians'];
  readonly births: PlainDate[];
}

/** Children of a household and their share. † (assumption) */
const SIBLINGS = { '1': 50, '2': 40, '3': 10 } as const;
/** Births by age in years at the end, oldest ages at the end: fewer in recent years. Those over 17 grew up in the time. † (assumption) */
const BIRTHS_BY_AGE = [3.6, 3.9, 4.3, 4.8, 5.2, 5.6, 6, 6.2, 6.3, 6.3, 6.2, 6.1, 6, 5.9, 5.8, 5.6, 5.4, 5.2, 1.6] as const;
/** Share of the population by town, in the order of their codes; further towns get the last one. † (assumption) */
const TOWN_WEIGHTS = [24, 18, 15, 13, 10, 8, 7, 5] as const;
/** Villages of a town, unless the options say otherwise. */
const VILLAGES_PER_TOWN = 6;
/** Least space between the births of two siblings who are no twins. Unit: days. */
const BIRTH_SPACE_DAYS = 340;
/** Births that are twins. † (assumption) */
const TWINS_SHARE = 0.012;

/** Every child of the county, by index; siblings stand together. */
export function makeChildren(dice: Dice, options: CountyOptions): readonly Child[] {
  const today = options.to.slice(0, 10);
  const ages = agesOf(options);
  const codes = Object.keys(options.towns).sort();
  const towns = Object.fromEntries(codes.map((code, at) => [code, TOWN_WEIGHTS[at] ?? 5]));
  const sequences = new Map<string, number>();
  const children: Child[] = [];
  for (let household = 0; children.length < options.children; household++) {
    const home = makeHousehold(dice, options, household, today, ages, towns);
    for (const birthDate of home.births) {
      if (children.length < options.children) children.push(makeChild(dice, idAreaOf(options), home, birthDate, children.length, sequences));
    }
  }
  return children;
}

function makeHousehold(dice: Dice, options: CountyOptions, index: number, today: PlainDate, ages: Weights, towns: Weights): Household {
  const town = dice.weighted(towns);
  const number = dice.int(1, options.villagesPerTown ?? VILLAGES_PER_TOWN);
  const family = surname(dice);
  const village = `${town}2${String(number).padStart(2, '0')}`;
  const address = `${options.towns[town] ?? ''}${options.villages?.[village] ?? `${chineseNumber(number)}村`}${dice.int(1, 120)}号`;
  return {
    index,
    family,
    town,
    address,
    village,
    guardians: guardiansOf(dice, family),
    births: birthsOf(dice, today, ages),
  };
}

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
/** 1 to 99 as a village bears it: 十二. */
const chineseNumber = (n: number): string => `${n < 10 ? '' : n < 20 ? '十' : `${DIGITS[Math.floor(n / 10)]}十`}${DIGITS[n % 10]}`;

function guardiansOf(dice: Dice, family: string): Child['guardians'] {
  const father = { name: adultName(dice, family), rel: 'father' };
  const mother = { name: adultName(dice, surname(dice)), rel: 'mother' };
  const kind = dice.weighted({ both: 82, father: 5, mother: 9, grandparent: 4 });
  if (kind === 'both') return [father, mother];
  if (kind === 'grandparent') return [{ name: father.name, rel: 'paternal-grandparent' }];
  return [kind === 'father' ? father : mother];
}

function birthsOf(dice: Dice, today: PlainDate, ages: Weights): PlainDate[] {
  const wanted = Number(dice.weighted(SIBLINGS));
  const births = [birthDate(dice, today, ages)];
  for (let tries = 0; births.length < wanted && tries < MOST_TRIES; tries++) {
    const next = dice.chance(TWINS_SHARE) ? (births[0] as PlainDate) : birthDate(dice, today, ages);
    const twins = births.filter((one) => one === next).length;
    if (twins === 1 || births.every((one) => Math.abs(daysBetween(one, next)) >= BIRTH_SPACE_DAYS)) births.push(next);
  }
  return births.sort();
}

/** Attempts at a fitting birth date for a sibling before the household stays smaller. */
const MOST_TRIES = 12;

function birthDate(dice: Dice, today: PlainDate, ages: Weights): PlainDate {
  const age = Number(dice.weighted(ages));
  const span = age === GROWN_UP ? (ages[`${GROWN_UP + 1}`] === undefined ? GROWN_UP_SPAN_DAYS : 365) : 365;
  return addDays(today, -Math.floor(age * 365.25) - dice.int(1, span));
}

type Weights = Readonly<Record<string, number>>;
/** Age of the youngest who are children no more at the end. Unit: years. */
const GROWN_UP = BIRTHS_BY_AGE.length - 1;

/** Ages at the end and their weights: a county of many years had children who have long grown up. */
function agesOf({ from, to }: CountyOptions): Weights {
  const years = daysBetween(from, to.slice(0, 10)) / 365.25;
  const births =
    years * 365.25 <= MOST_DAYS_SHOWN ? BIRTHS_BY_AGE : [...BIRTHS_BY_AGE.slice(0, GROWN_UP), ...Array<number>(Math.ceil(years)).fill(5.2)];
  return Object.fromEntries(births.map((weight, age) => [`${age}`, weight]));
}

/** A county of the length of the demonstration has the ages of one. Unit: days. */
const MOST_DAYS_SHOWN = 560;
/** Days before the end in which the oldest came of age. */
const GROWN_UP_SPAN_DAYS = 500;

function makeChild(dice: Dice, area: string, home: Household, birthDate: PlainDate, index: number, sequences: Map<string, number>): Child {
  const sex = dice.chance(0.52) ? '1' : '2';
  const key = `${birthDate}${sex}`;
  const used = sequences.get(key) ?? 0;
  sequences.set(key, used + 1);
  const docNo = makeCitizenId(area, birthDate, (sex === '1' ? 1 : 2) + used * 2);
  const { household, family, town, village, guardians, address } = { ...home, household: home.index };
  return { index, household, docNo, name: family + givenName(dice, sex), sex, birthDate, town, village, guardians, address };
}

/** The identity block that a department sends. */
export function identityOf(child: Child, areaName: string): Readonly<Record<string, unknown>> {
  const address = areaName + child.address;
  return {
    docType: '01',
    docNo: child.docNo,
    name: child.name,
    sex: child.sex,
    birthDate: child.birthDate,
    ethnicity: '01',
    guardians: child.guardians,
    addressHousehold: address,
    addressActual: address,
    areaActual: child.village,
  };
}

/** A child without an ID number yet: a temporary person of the sender. */
export function identityWithoutNumber(child: Child, areaName: string, certificate?: string): Readonly<Record<string, unknown>> {
  const { docNo: _, ...rest } = identityOf(child, areaName);
  return certificate === undefined ? { ...rest, docType: '99' } : { ...rest, docType: '02', docNo: certificate };
}

/** The school or kindergarten of a child's town and age: a registered place. */
export const schoolOf = (child: Child, age: number, perTown = SCHOOLS_PER_TOWN): string =>
  `org-${age < 6 ? 'kindergarten' : 'school'}-${child.town}-${1 + (child.household % perTown)}`;
const SCHOOLS_PER_TOWN = 3;

/** Age in completed years. */
export const ageAt = (child: Child, date: PlainDate): number => ageOn(child.birthDate, date);
