/** Whether a text has the form of an area code: county (6), town (9) or village (12 digits). */
export const isArea = (text: string): boolean => /^\d{6}(\d{3}(\d{3})?)?$/.test(text);
/** Whether a text has the form of a town's code, 9 digits. */
export const isTown = (text: string): boolean => /^\d{9}$/.test(text);
/** The prefix of the reserved unreal area, so that no real person is hit; always valid. */
export const TEST_PREFIX = '99';
/** The county of an area, its first 6 digits. */
export const countyOf = (area: string): string => area.slice(0, 6);
/** Whether an area lies inside another one, or is that one. */
export const areaWithin = (area: string, outer: string): boolean => area.startsWith(outer);

/** The town that stands for "unknown" 未知 in a county. */
export const unknownTown = (county: string): string => `${countyOf(county)}000`;
/** The town of an area code of 9 or 12 digits inside the county; otherwise the county's unknown town. */
export const townOf = (area: string | undefined, county: string): string =>
  area !== undefined && area.length >= 9 && isArea(area) && areaWithin(area, countyOf(county)) ? area.slice(0, 9) : unknownTown(county);

/** A county that was withdrawn: its last day, and the county that it became. */
interface Withdrawn {
  readonly lastDay: string;
  readonly became?: string;
}
/** Inside an ID number these stay valid; an event of a later day may not name them. */
const WITHDRAWN: Readonly<Record<string, Withdrawn>> = {
  /** 水城县, since then 水城区. Source: domain model §8.1 † (assumption as to the day). */
  '520221': { lastDay: '2020-07-23', became: '520204' },
  /** Invented, for tests. */
  '990221': { lastDay: '2020-12-31', became: '990204' },
};
/** What an area's code is now: that of the county it became, towns and villages as before; itself when it was not withdrawn. */
export const areaNow = (area: string): string => (WITHDRAWN[countyOf(area)]?.became ?? countyOf(area)) + area.slice(6);
/** Whether an area had been withdrawn before a day. */
export const areaWithdrawn = (area: string, date: string): boolean => {
  const lastDay = WITHDRAWN[countyOf(area)]?.lastDay;
  return lastDay !== undefined && date > lastDay;
};
