import { addDays, addMonths, type PlainDate } from '@lianhu/kernel';
import type { Dice } from '../dice';
import { openDay } from '../moments';
import type { CountyOptions } from '../options';

/** A record that people of the office, or officers of a case, enter by hand. */
export interface Entered {
  readonly day: PlainDate;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Was so before the hub began: 补录. */
  readonly baseline?: true;
}
/** What the registers of a county are made with: its first open day, its last day, a dice for each purpose. */
export interface Registering {
  readonly options: CountyOptions;
  readonly first: PlainDate;
  readonly last: PlainDate;
  readonly dice: (purpose: string) => Dice;
}

/** The first days of months that have ended. */
export function* monthsOf({ first, last }: Registering): Generator<PlainDate> {
  for (let month = `${first.slice(0, 7)}-01`; addMonths(month, 1) <= last; month = addMonths(month, 1)) yield month;
}
/** The first open day after so many days. */
export const openAfter = (day: PlainDate, days: number): PlainDate => openDay(addDays(day, days));
