import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2, civil lists † (assumption).

/** 联系频次 {FREQ}. */
export const FREQ = defineCodes('FREQ', '联系频次', { daily: '每日', weekly: '每周', monthly: '每月' });

/** Categories that are restricted facts: the type that lists such a child instead. */
export const LISTED_INSTEAD = {
  '12': 'civil-affairs.hiv-minor.listed',
  '15': 'procuratorate.victim-minor.listed',
  '16': 'procuratorate.offending-minor.listed',
} as const;
/** The same when a child leaves the list. */
export const DELISTED_INSTEAD = {
  '12': 'civil-affairs.hiv-minor.delisted',
  '15': 'procuratorate.victim-minor.delisted',
  '16': 'procuratorate.offending-minor.delisted',
} as const;
