import type { Guardian, MinorIdentity } from '@lianhu/standards';
import { Dice } from '@lianhu/county';
import { families, type TrueChild } from './families';
import { childName, slip, surname, variant } from './names';

/** A file as some office keeps it, and who it really is about. */
export interface DirtyFile {
  readonly identity: MinorIdentity;
  readonly school?: string;
  /** Number of the true child. */
  readonly child: number;
  /** What was done to it. */
  readonly dirt: Dirt | 'clean';
  /** Somebody who sees both files side by side could say that they are one child. */
  readonly matchable: boolean;
}

/** What goes wrong with second files. */
export type Dirt = 'no-id' | 'variant' | 'slip' | 'wrong-day' | 'wrong-id' | 'sibling-id' | 'moved' | 'newborn' | 'poor' | 'adopted';

/** Of all files, those that are a child's second one. */
const SECOND = 0.1;
/** Second files whose first is not in the set: temporary persons that nobody knows. */
const ALONE = 0.02;
const DIRT: Readonly<Record<Dirt, number>> = {
  'no-id': 30,
  variant: 15,
  slip: 12,
  'wrong-day': 8,
  'wrong-id': 8,
  'sibling-id': 3,
  moved: 10,
  newborn: 6,
  poor: 4,
  adopted: 4,
};

/** A seeded set of files: clean ones with valid numbers, and second files with names, days, numbers, parents and homes as offices get them wrong. */
export function dirtySet(seed: string, files: number): readonly DirtyFile[] {
  const dice = new Dice(seed);
  const children = families(dice.fork('families'), Math.round(files / (1 + SECOND)));
  const seconds = dice.fork('seconds');
  const set: DirtyFile[] = [];
  children.forEach((child, number) => {
    const alone = seconds.chance(ALONE);
    if (!alone) set.push({ identity: child.identity, school: child.school, child: number, dirt: 'clean', matchable: true });
    if (alone || seconds.chance(SECOND)) set.push(second(seconds, children, number, alone));
  });
  return set;
}

function second(dice: Dice, children: readonly TrueChild[], number: number, alone: boolean): DirtyFile {
  const child = children[number] as TrueChild;
  const kind = dice.weighted(DIRT);
  const base = { ...child.identity, docType: '99', docNo: undefined, guardians: known(dice, child.identity.guardians ?? []) } as MinorIdentity;
  const { identity, school = child.school, matchable = true } = spoiled(dice, kind, child, base, neighbour(children, number));
  return { identity, school: dice.chance(0.8) ? school : undefined, child: number, dirt: kind, matchable: matchable && !alone };
}

/** Another child of the same parents, where there is one beside it. */
const neighbour = (children: readonly TrueChild[], number: number): TrueChild | undefined =>
  [children[number - 1], children[number + 1]].find((other) => other?.identity.guardians === children[number]?.identity.guardians);

/** One parent or both, with number, only with the telephone, or with nothing but the name. */
function known(dice: Dice, guardians: readonly Guardian[]): Guardian[] {
  const told = dice.chance(0.5) ? guardians : [dice.pick(guardians)];
  return told.map((guardian) => {
    const how = dice.weighted({ all: 60, phone: 28, name: 12 });
    return how === 'all' ? guardian : { ...guardian, docNo: undefined, ...(how === 'name' && { phone: undefined }) };
  });
}

interface Spoiled {
  readonly identity: MinorIdentity;
  readonly school?: string;
  readonly matchable?: boolean;
}

function spoiled(dice: Dice, kind: Dirt, child: TrueChild, base: MinorIdentity, sibling: TrueChild | undefined): Spoiled {
  const { identity } = child;
  switch (kind) {
    case 'no-id':
      return { identity: base };
    case 'variant':
      return { identity: { ...base, name: variant(dice, identity.name) } };
    case 'slip':
      return { identity: { ...base, name: slip(dice, identity.name) } };
    case 'wrong-day': {
      const day = identity.birthDate.slice(0, 8) + String(1 + ((Number(identity.birthDate.slice(8)) + 9) % 28)).padStart(2, '0');
      const swapped =
        identity.birthDate.slice(8) <= '12'
          ? `${identity.birthDate.slice(0, 5)}${identity.birthDate.slice(8)}-${identity.birthDate.slice(5, 7)}`
          : undefined;
      const near = [...day].filter((digit, i) => digit !== identity.birthDate[i]).length <= 1 || swapped !== undefined;
      return { identity: { ...base, birthDate: swapped ?? day }, matchable: near };
    }
    case 'wrong-id': {
      const digits = [...(identity.docNo ?? '')];
      const at = dice.int(14, 16);
      digits[at] = String((Number(digits[at]) + dice.int(1, 9)) % 10);
      return { identity: { ...base, docType: '01', docNo: digits.join('') } };
    }
    case 'sibling-id':
      // The clerk copied the number of a brother or sister of another day: it does not fit the day of birth.
      return {
        identity: sibling && sibling.identity.birthDate !== identity.birthDate ? { ...base, docType: '01', docNo: sibling.identity.docNo } : base,
      };
    case 'moved':
      return {
        identity: {
          ...base,
          areaHousehold: undefined,
          addressHousehold: undefined,
          areaActual: `990101${String(dice.int(1, 20)).padStart(3, '0')}${dice.int(200, 218)}`,
        },
        school: `school-other-${dice.int(1, 40)}`,
      };
    case 'newborn':
      // Of twins without names nobody can tell which is which from this alone.
      return {
        identity: {
          ...base,
          docType: '02',
          docNo: `B99${dice.int(1_000_000, 9_999_999)}`,
          name: `${identity.guardians?.[1]?.name ?? surname(dice)}之${identity.sex === '1' ? '子' : '女'}`,
        },
        matchable: !child.twin,
      };
    case 'poor':
      return {
        identity: { ...base, guardians: undefined, areaHousehold: undefined, areaActual: undefined, addressHousehold: undefined },
        matchable: false,
      };
    case 'adopted': {
      const family = surname(dice);
      const parents = (identity.guardians ?? []).map(
        ({ rel }, i) => ({ rel, name: `${family}养${i}`, phone: `198${dice.int(10_000_000, 99_999_999)}` }) as Guardian,
      );
      return {
        identity: {
          ...base,
          name: childName(dice, 'han', family),
          guardians: parents,
          areaHousehold: undefined,
          areaActual: undefined,
          addressHousehold: undefined,
        },
        school: `school-other-${dice.int(1, 40)}`,
        matchable: false,
      };
    }
  }
}
