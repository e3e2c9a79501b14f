import type { PlainDate } from '@lianhu/kernel';

const LUNAR = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric' });
/** Unit: days remembered, about 100 bytes each; children are born on some thousand. */
const MAX_REMEMBERED = 20_000;
const remembered = new Map<PlainDate, PlainDate>();

/** What older people may write down as the date of birth: the day of the lunar calendar 农历, read as a date. A leap month is written as the month that it follows. */
export function lunarDay(date: PlainDate): PlainDate {
  const known = remembered.get(date);
  if (known !== undefined) return known;
  const parts = new Map<string, string>(LUNAR.formatToParts(new Date(`${date}T00:00:00Z`)).map(({ type, value }) => [type, value]));
  const two = (part: string): string => String(Number.parseInt(parts.get(part) ?? '', 10)).padStart(2, '0');
  const lunar = `${parts.get('relatedYear') ?? ''}-${two('month')}-${two('day')}`;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(date, lunar);
  return lunar;
}
