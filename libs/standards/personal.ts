import { readCitizenId } from './citizen-id';
import { halfWidth } from './names';
import { readStudentNumber } from './student-number';

/** Kinds of personal numbers that must not stand where a field stays clear. */
export type PersonalKind = 'citizen-id' | 'phone' | 'student-number';

const ID_RUN = /(?=(\d{17}[\dXx]))/g;
const STUDENT_RUN = /(?=([GJLgjl]\d{17}[\dXx]))/g;
/** A province (GB/T 2260) or 99, the reserved unreal area, and a year of birth from 1900 on: a long number without them is no person's. */
const PLAUSIBLE = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[129])\d{4}(19|20)/;
/** Random ids whose digits may look like a phone number by chance. */
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
/** A mobile number, with or without country code and separators; letters may touch it, other digits may not. */
const MOBILE = /(?<!\d[A-Za-z]*)(?:\+?86[- ]?|0086[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![A-Za-z]*\d)/;
/** A land line with its area code; the hyphen tells it from other numbers. */
const LANDLINE = /(?<!\d)0\d{2,3}-\d{7,8}(?!\d)/;

/** The first ID, student or phone number found in a text, also when it stands inside a longer run of digits or is broken by blanks or hyphens. */
export function looksPersonal(text: string): PersonalKind | undefined {
  const half = halfWidth(text);
  if (!hasDigits(half, SHORTEST)) return undefined;
  const plain = half.replace(UUID, ' ');
  const joined = plain.replace(/[\s-]/g, '');
  for (const [, run = ''] of joined.matchAll(STUDENT_RUN)) {
    if (readStudentNumber(run.toUpperCase())) return 'student-number';
  }
  for (const [, run = ''] of joined.matchAll(ID_RUN)) {
    if (PLAUSIBLE.test(run) && typeof readCitizenId(run.toUpperCase()) !== 'string') return 'citizen-id';
  }
  return MOBILE.test(plain) || LANDLINE.test(plain) ? 'phone' : undefined;
}

/** Digits of the shortest number that is looked for, a land line's. Unit: digits. */
const SHORTEST = 10;
function hasDigits(text: string, atLeast: number): boolean {
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57 && ++digits >= atLeast) return true;
  }
  return false;
}
