import { addDays, type IdentityPolicy } from '@lianhu/kernel';
import type { Features, GuardianFeatures } from './features';
import { lunarDay } from './lunar-day';
import { compareNames, type NameAgreement } from './names';

/** How one feature of two persons stands. `near`: a slip of the pen apart; `conflict`: both known and not the same. */
export type Agreement = 'same' | 'near' | 'placeholder' | 'conflict' | 'unknown';
/** The features that are compared, in the order in which a person looks at them. */
export const FEATURES = ['id', 'name', 'birthDate', 'sex', 'guardian', 'school', 'address'] as const;
export type Feature = (typeof FEATURES)[number];

/**
 * What comparing two persons comes to. `same` stands only on a valid ID number with no name against it: no score joins by itself. `review`: a person
 * looks, the highest score first. `different`: below the threshold, or two valid numbers.
 */
export interface Comparison {
  readonly outcome: 'same' | 'review' | 'different';
  /** Unit: points, of 100. */
  readonly score: number;
  readonly agreements: Readonly<Record<Feature, Agreement>>;
}

/** Compares two persons. Symmetric. Source: domain model §8.4. */
export function compare(a: Features, b: Features, policy: IdentityPolicy): Comparison {
  const agreements: Record<Feature, Agreement> = {
    id: compareIds(a, b),
    name: best(a.names, b.names, (x, y) => agreementOf(compareNames(x, y))),
    birthDate: best(a.birthDates, b.birthDates, compareDates),
    sex: best(a.sexes, b.sexes, (x, y) => (x === y ? 'same' : 'conflict')),
    guardian: compareGuardians(a.guardians, b.guardians),
    school: best(a.schools, b.schools, (x, y) => (x === y ? 'same' : 'conflict')),
    address: best(a.addresses, b.addresses, (x, y) => (x === y ? 'same' : 'conflict'), best(a.areas, b.areas, compareAreas)),
  };
  const score = scoreOf(agreements, policy);
  return { outcome: outcomeOf(agreements, a, b, score, policy), score, agreements };
}

function outcomeOf(agreements: Comparison['agreements'], a: Features, b: Features, score: number, policy: IdentityPolicy): Comparison['outcome'] {
  const shared = a.ids.some((id) => b.ids.includes(id));
  if (shared) return agreements.birthDate === 'same' && agreements.name !== 'conflict' ? 'same' : 'review';
  // Two valid numbers are two persons, unless all but the number is the same: then one of them may have been corrected.
  const { name, birthDate, guardian } = agreements;
  const corrected = name === 'same' && birthDate === 'same' && guardian === 'same';
  if (a.ids.length > 0 && b.ids.length > 0 && !corrected) return 'different';
  return score >= policy.reviewFrom ? 'review' : 'different';
}

function scoreOf(agreements: Comparison['agreements'], { weights, nearShare, placeholderShare }: IdentityPolicy): number {
  const share = { same: 100, near: nearShare, placeholder: placeholderShare, conflict: 0, unknown: 0 } as const;
  const points = (['id', 'birthDate', 'name', 'guardian', 'school', 'address'] as const).reduce(
    (sum, feature) => sum + weights[feature] * share[agreements[feature]],
    0,
  );
  // Brothers, sisters and twins share all but the name: another name speaks against, as a stated other sex does for one without a name.
  const against = agreements.name === 'conflict' || (agreements.sex === 'conflict' && agreements.name === 'placeholder') ? weights.name * 100 : 0;
  return Math.max(0, Math.min(100, Math.round((points - against) / 100)));
}

const RANK: Readonly<Record<Agreement, number>> = { same: 4, near: 3, placeholder: 2, conflict: 1, unknown: 0 };
const better = (a: Agreement, b: Agreement): Agreement => (RANK[a] >= RANK[b] ? a : b);

/** The best of all pairs: whatever was once said counts. */
function best<T>(as: readonly T[], bs: readonly T[], of: (a: T, b: T) => Agreement, first: Agreement = 'unknown'): Agreement {
  let found = first;
  for (const a of as) for (const b of bs) if (found !== 'same') found = better(of(a, b), found);
  return found;
}

const agreementOf = (name: NameAgreement): Agreement => (name === 'other' ? 'conflict' : name);

function compareIds(a: Features, b: Features): Agreement {
  return best(a.papers, b.papers, (x, y) => (x === y ? 'same' : isSlip(x, y) ? 'near' : x.length === y.length ? 'conflict' : 'unknown'));
}

/** One digit other, two neighbours exchanged, day and month, the day before or after, or the day of the lunar calendar. */
function compareDates(a: string, b: string): Agreement {
  if (a === b) return 'same';
  const [year, month, day] = a.split('-');
  const near =
    isSlip(a, b) || b === `${year}-${day}-${month}` || addDays(a, 1) === b || addDays(b, 1) === a || lunarDay(a) === b || lunarDay(b) === a;
  return near ? 'near' : 'conflict';
}

/** Two texts of one length with one character other, or two neighbours exchanged. */
function isSlip(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 6) return false;
  let [first, count] = [-1, 0];
  for (let i = 0; i < a.length && count < 3; i++) {
    if (a[i] === b[i]) continue;
    if (count === 0) first = i;
    count += 1;
  }
  return count === 1 || (count === 2 && a[first] === b[first + 1] && a[first + 1] === b[first]);
}

/** The ID number proves a guardian; the telephone number or the name alone is near. */
function compareGuardians(as: readonly GuardianFeatures[], bs: readonly GuardianFeatures[]): Agreement {
  return best(as, bs, (a, b) => {
    if (a.docNo !== undefined && a.docNo === b.docNo) return 'same';
    const phone = a.phone !== undefined && a.phone === b.phone;
    const name = compareNames(a.name, b.name) === 'same';
    if (phone && name) return 'same';
    return phone || name || (a.docNo !== undefined && b.docNo !== undefined && isSlip(a.docNo, b.docNo)) ? 'near' : 'conflict';
  });
}

/** One village is the same, one town is near. */
function compareAreas(a: string, b: string): Agreement {
  if (a === b) return a.length >= 12 ? 'same' : 'near';
  return a.slice(0, 9) === b.slice(0, 9) ? 'near' : 'conflict';
}
