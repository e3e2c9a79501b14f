import type { Calendar } from '@lianhu/calendar';
import { addDays, quarterDays, startOfDay, type Moment, type PolicyPack, type Quarter } from '@lianhu/kernel';
import { townOf, unknownTown } from '@lianhu/standards';

/** What the hub's registration says about a child. */
export interface Profile {
  readonly sex: string;
  readonly birthQuarter: Quarter;
  readonly town: string;
}

/** Age bands of the report. Source: statistical bands, age at the quarter's end. */
export const AGE_BANDS = ['0-2', '3-5', '6-11', '12-14', '15-17'] as const;
/** Band of a child without a registration, or of age by the quarter's end. */
export const OTHER_AGE = 'other';
/** First age in years that is no longer a minor's. Source: 未成年人保护法第二条. */
const ADULT_AGE = 18;

/** The quarter that is counted, and what is known beside the single event. */
export interface Scope {
  readonly quarter: Quarter;
  /** First moment of the quarter, and of the day after it (24:00 of its last day). */
  readonly start: Moment;
  readonly end: Moment;
  readonly policy: PolicyPack;
  readonly calendar: Calendar;
  readonly child: (subject: string | undefined) => Profile | undefined;
}

/** Makes the scope of one quarter. */
export function scopeOf(quarter: Quarter, policy: PolicyPack, calendar: Calendar, profileOf: (child: string) => Profile | undefined): Scope {
  const { first, last } = quarterDays(quarter);
  return {
    quarter,
    start: startOfDay(first),
    end: startOfDay(addDays(last, 1)),
    policy,
    calendar,
    child: (subject) => (subject === undefined ? undefined : profileOf(subject)),
  };
}

/** Completed years at 24:00 of the quarter's last day, from the quarter of birth. */
export const ageAtEnd = (birthQuarter: Quarter, quarter: Quarter): number => Math.floor((quarterNumber(quarter) - quarterNumber(birthQuarter)) / 4);
const quarterNumber = (quarter: Quarter): number => Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(6));

/** Whether a child is under an age at the quarter's end; by default, whether it is a minor. Born after the quarter, it is not. */
export function isUnder(profile: Profile, quarter: Quarter, age: number = ADULT_AGE): boolean {
  const own = ageAtEnd(profile.birthQuarter, quarter);
  return own >= 0 && own < age;
}

/** The report's age band at the quarter's end. */
export function ageBandAtEnd(profile: Profile | undefined, quarter: Quarter): string {
  const age = profile ? ageAtEnd(profile.birthQuarter, quarter) : -1;
  if (age < 0 || age >= ADULT_AGE) return OTHER_AGE;
  return AGE_BANDS[[2, 5, 11, 14].filter((last) => age > last).length] ?? OTHER_AGE;
}

/** A town of the policy pack, or the county's unknown town 未知. */
export function knownTown(area: string | undefined, policy: PolicyPack): string {
  const town = townOf(area, policy.area);
  return town in policy.towns ? town : unknownTown(policy.area);
}

/** Town of duty 辖区: the event's own area where it names a town, else its residence area, else where the child lives. */
export function dutyTown(areas: readonly (string | undefined)[], profile: Profile | undefined, policy: PolicyPack): string {
  const towns = [...areas, profile?.town].map((area) => knownTown(area, policy));
  return towns.find((town) => town !== unknownTown(policy.area)) ?? unknownTown(policy.area);
}

/** The residence breakdown of a child at the quarter's end: town, sex, age band. */
export const residence = (profile: Profile | undefined, scope: Scope): Readonly<Record<string, string>> => ({
  town: knownTown(profile?.town, scope.policy),
  sex: profile?.sex ?? '0',
  ageBand: ageBandAtEnd(profile, scope.quarter),
});
