import { realDate, type PlainDate } from '@lianhu/kernel';
import { TEST_PREFIX } from './areas';
import { halfWidth } from './names';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** What a valid citizen ID 公民身份号码 says. */
export interface CitizenId {
  readonly number: string;
  /** Six digits; a withdrawn code stays valid here. */
  readonly area: string;
  readonly birthDate: PlainDate;
  /** GB/T 2261.1: `1` male, `2` female. */
  readonly sex: '1' | '2';
}
/** Why a text is no citizen ID. */
export type CitizenIdFault = 'form' | 'fifteen-digits' | 'area' | 'date' | 'check-digit';

/** The ID in one form: half-width, without blanks, the check character as capital X. Some capitals only NFKC puts together again. */
export const normalizeCitizenId = (text: string): string => halfWidth(halfWidth(text).replace(/\s/g, '').toUpperCase());

/** The check character of the first 17 digits (GB 11643). */
export function citizenIdCheck(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return CHECKS[sum % 11] ?? '';
}

/** Reads an ID in normal form, or says what is wrong with it. Whether it is a child's, or born yet, is not its question. */
export function readCitizenId(number: string): CitizenId | CitizenIdFault {
  if (/^\d{15}$/.test(number)) return 'fifteen-digits';
  if (!/^\d{17}[\dX]$/.test(number)) return 'form';
  const area = number.slice(0, 6);
  if (!areaMayBegin(area)) return 'area';
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!realDate(birthDate)) return 'date';
  if (citizenIdCheck(number.slice(0, 17)) !== number[17]) return 'check-digit';
  return { number, area, birthDate, sex: Number(number[16]) % 2 === 1 ? '1' : '2' };
}

/** First digit of a province's code is 1 to 8 (GB/T 2260), 9 for foreigners' residence cards; prefix 99 is the reserved unreal area. */
const areaMayBegin = (area: string): boolean => /^[1-9]/.test(area) || area.startsWith(TEST_PREFIX);

/** Makes an ID from its parts; for demonstration data and tests, with prefix 99. */
export function makeCitizenId(area: string, birthDate: PlainDate, sequence: number): string {
  const first17 = `${area}${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return first17 + citizenIdCheck(first17);
}
