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

/** Last day of areas that were withdrawn. Inside an ID number they stay valid; a new event may not name them. */
const WITHDRAWN: Readonly<Record<string, string>> = {
  /** 水城县, since then 水城区 520204. Source: domain model §8.1 † (assumption as to the day). */
  '520221': '2020-07-23',
  /** Invented, for tests. */
  '990221': '2020-12-31',
};
/** Whether an area had been withdrawn before a day. */
export const areaWithdrawn = (area: string, date: string): boolean => {
  const lastDay = WITHDRAWN[countyOf(area)];
  return lastDay !== undefined && date > lastDay;
};
