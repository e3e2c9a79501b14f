import type { Features } from './features';
import { isPlaceholder } from './names';

/**
 * What two persons must have in common to be compared at all, as texts that the vault keeps only under its HMAC. Whoever
 * could reach the threshold shares at least one: name with birth date, school or year, a guardian with the year, day with home.
 */
export function blockKeys({ names, birthDates, papers, guardians, schools, areas }: Features): string[] {
  const keys = new Set<string>();
  const add = (...parts: string[]): void => void keys.add(parts.join('|'));
  const years = new Set(birthDates.map((date) => date.slice(0, 4)));
  const towns = new Set(areas.map((area) => area.slice(0, 9)));
  for (const paper of papers) add('paper', paper);
  for (const name of names) {
    if (isPlaceholder(name)) continue;
    for (const date of birthDates) keys.add(dayOfName(name, date));
    for (const school of schools) add('name-school', name, school);
    for (const town of towns) for (const year of years) add('name-town', name, town, year);
  }
  for (const { docNo, phone, name } of guardians) {
    if (docNo !== undefined) add('guardian', docNo);
    if (phone !== undefined) add('phone', phone);
    for (const date of birthDates) add('parent-day', name, date);
  }
  for (const date of birthDates) {
    for (const area of areas) if (area.length >= 12) add('day-home', date, area);
    for (const school of schools) add('day-school', date, school);
  }
  return [...keys];
}

/** The key of a name and the day of birth. */
export const dayOfName = (name: string, birthDate: string): string => `name-day|${name}|${birthDate}`;
