import { realDate } from '@lianhu/kernel';
import { readCitizenId } from './citizen-id';

/** What a student number 学籍号 says: by ID, without ID, or temporary. */
export type StudentNumber =
  | { readonly kind: 'by-id'; readonly citizenId: string }
  | { readonly kind: 'without-id' | 'temporary'; readonly area: string; readonly birthDate: string };

/** Reads a student number of 19 characters: G + ID, J + area, birth, sequence and check, L + area, birth and 4 digits. Undefined for anything else. */
export function readStudentNumber(text: string): StudentNumber | undefined {
  if (/^G\d{17}[\dX]$/.test(text)) {
    const id = readCitizenId(text.slice(1));
    return typeof id === 'string' ? undefined : { kind: 'by-id', citizenId: id.number };
  }
  if (!/^[JL]\d{18}$/.test(text)) return undefined;
  const birthDate = `${text.slice(7, 11)}-${text.slice(11, 13)}-${text.slice(13, 15)}`;
  if (!realDate(birthDate)) return undefined;
  return { kind: text.startsWith('J') ? 'without-id' : 'temporary', area: text.slice(1, 7), birthDate };
}
