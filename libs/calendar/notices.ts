import { addDays, type PlainDate } from '@lianhu/kernel';

/** One arrangement of a yearly State Council notice: days off from `from` to `to`, and the weekend days worked instead 调休. */
export interface Holiday {
  readonly name: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly worked: readonly PlainDate[];
}

const off = (name: string, from: PlainDate, to: PlainDate = from, ...worked: PlainDate[]): Holiday => ({ name, from, to, worked });

/**
 * 部分节假日安排 by year. Sources: 国办发明电〔2023〕7号 (2024), 国办发明电〔2024〕12号 (2025), 国办发明电〔2025〕7号 (2026);
 * compared day by day with an independent table in the test. A new year is one new entry here.
 */
export const NOTICES: Readonly<Record<string, readonly Holiday[]>> = {
  '2024': [
    off('元旦', '2024-01-01'),
    off('春节', '2024-02-10', '2024-02-17', '2024-02-04', '2024-02-18'),
    off('清明节', '2024-04-04', '2024-04-06', '2024-04-07'),
    off('劳动节', '2024-05-01', '2024-05-05', '2024-04-28', '2024-05-11'),
    off('端午节', '2024-06-10'),
    off('中秋节', '2024-09-15', '2024-09-17', '2024-09-14'),
    off('国庆节', '2024-10-01', '2024-10-07', '2024-09-29', '2024-10-12'),
  ],
  '2025': [
    off('元旦', '2025-01-01'),
    off('春节', '2025-01-28', '2025-02-04', '2025-01-26', '2025-02-08'),
    off('清明节', '2025-04-04', '2025-04-06'),
    off('劳动节', '2025-05-01', '2025-05-05', '2025-04-27'),
    off('端午节', '2025-05-31', '2025-06-02'),
    off('国庆节、中秋节', '2025-10-01', '2025-10-08', '2025-09-28', '2025-10-11'),
  ],
  '2026': [
    off('元旦', '2026-01-01', '2026-01-03', '2026-01-04'),
    off('春节', '2026-02-15', '2026-02-23', '2026-02-14', '2026-02-28'),
    off('清明节', '2026-04-04', '2026-04-06'),
    off('劳动节', '2026-05-01', '2026-05-05', '2026-05-09'),
    off('端午节', '2026-06-19', '2026-06-21'),
    off('中秋节', '2026-09-25', '2026-09-27'),
    off('国庆节', '2026-10-01', '2026-10-07', '2026-09-20', '2026-10-10'),
  ],
};

/** Days that the law makes holidays by their date alone. Source: 全国年节及纪念日放假办法 (2025). */
export const FIXED_HOLIDAYS: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

/** Every day that a year's notice changes: true = worked, false = off. */
export function exceptions(holidays: readonly Holiday[]): ReadonlyMap<PlainDate, boolean> {
  const days = new Map<PlainDate, boolean>();
  for (const { from, to, worked } of holidays) {
    for (let day = from; day <= to; day = addDays(day, 1)) days.set(day, false);
    for (const day of worked) days.set(day, true);
  }
  return days;
}
