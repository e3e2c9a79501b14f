import type { PlainDate } from '@lianhu/kernel';
import { makeCitizenId, type Guardian, type MinorIdentity } from '@lianhu/standards';
import type { Dice } from '@lianhu/county';
import { adultName, childName, familyName, type Naming } from './names';

/** A child as it really is. */
export interface TrueChild {
  readonly identity: MinorIdentity;
  readonly school: string;
  readonly naming: Naming;
  readonly family: string;
  /** A brother or sister of the same day. */
  readonly twin: boolean;
}

const AREA = '990101';
/** Per thousand births. Source: † (assumption), about the national share. */
const TWINS = 0.016;
/** Days of birth: 0 to 17 years old at the end of 2026. Unit: days. */
const DAYS = 17 * 365;
const FIRST_DAY = Date.UTC(2009, 0, 1);
const DAY_MS = 86_400_000;

const dayAfter = (day: number): PlainDate => new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);
const village = (dice: Dice): string => `${AREA}${String(dice.int(1, 20)).padStart(3, '0')}${String(dice.int(200, 218))}`;

/** Sequence numbers by area and day, odd for boys: no two children have one number. */
class Numbers {
  private readonly used = new Map<string, number>();
  next(day: PlainDate, sex: '1' | '2'): string {
    for (let office = 1; ; office++) {
      const area = `9901${String(office).padStart(2, '0')}`;
      const name = `${area}${day}${sex}`;
      const count = this.used.get(name) ?? 0;
      if (count >= 499) continue;
      this.used.set(name, count + 1);
      return makeCitizenId(area, day, 2 * count + (sex === '1' ? 1 : 2));
    }
  }
}

/** Families until there are so many children: brothers and sisters share parents, home and often school; some are twins. */
export function families(dice: Dice, children: number): TrueChild[] {
  const numbers = new Numbers();
  const all: TrueChild[] = [];
  for (let household = 1; all.length < children; household++) all.push(...family(dice, numbers, household));
  return all.slice(0, children);
}

function family(dice: Dice, numbers: Numbers, household: number): TrueChild[] {
  const naming = dice.weighted<Naming>({ han: 90, tibetan: 6, uyghur: 4 });
  const name = familyName(dice, naming);
  const home = village(dice);
  const actual = dice.chance(0.2) ? village(dice) : home;
  const house = `${dice.int(1, 9)}组${dice.int(1, 120)}号`;
  const schools = [0, 1].map(() => `school-${actual.slice(6, 9)}-${dice.int(1, 6)}`);
  const guardians = [parent(dice, naming, name, '父', household * 2), parent(dice, naming, familyName(dice, naming), '母', household * 2 + 1)];
  const children: TrueChild[] = [];
  const births = dice.weighted({ one: 50, two: 40, three: 10 });
  for (let n = 0; n < { one: 1, two: 2, three: 3 }[births]; n++) {
    const birthDate = dayAfter(dice.int(0, DAYS));
    const twins = dice.chance(TWINS);
    const taken = new Set(children.map(({ identity }) => identity.name));
    for (let k = 0; k < (twins ? 2 : 1); k++) {
      const sex = dice.pick(['1', '2'] as const);
      let own = childName(dice, naming, name);
      while (taken.has(own)) own = childName(dice, naming, name);
      taken.add(own);
      const identity = {
        docType: '01',
        docNo: numbers.next(birthDate, sex),
        name: own,
        sex,
        birthDate,
        guardians,
        areaHousehold: home,
        areaActual: actual,
        addressHousehold: `${home}村${house}`,
      } as MinorIdentity;
      children.push({ identity, school: dice.pick(schools), naming, family: name, twin: twins });
    }
  }
  return children;
}

function parent(dice: Dice, naming: Naming, family: string, rel: '父' | '母', number: number): Guardian {
  const birth = `${dice.int(1975, 1995)}-${String(dice.int(1, 12)).padStart(2, '0')}-${String(dice.int(1, 28)).padStart(2, '0')}`;
  const docNo = makeCitizenId(
    `99${String(10 + (Math.floor(number / 900) % 80))}${String(1 + Math.floor(number / 72_000)).padStart(2, '0')}`,
    birth,
    1 + (number % 900),
  );
  return {
    name: adultName(dice, naming, family),
    rel: rel === '父' ? 'father' : 'mother',
    docType: '01',
    docNo,
    phone: `199${String(number).padStart(8, '0')}`,
  } as Guardian;
}
