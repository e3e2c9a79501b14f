import type { PlainDate } from '@lianhu/kernel';
import { normalizeCitizenId, readCitizenId, type MinorIdentity } from '@lianhu/standards';
import { comparable, isPlaceholder } from './matching';

/** By what a person is found again, and whether it is a temporary person of the sender. */
export interface Match {
  /** Parts under the lookup HMAC. */
  readonly parts: readonly string[];
  readonly temporary: boolean;
  /** The name in comparable form. */
  readonly name: string;
  /** Sex and birth date that count. */
  readonly sex: string;
  readonly birthDate: PlainDate;
}

/** Who asks, as far as matching needs it. */
export interface Sender {
  readonly department: string;
  readonly source: string;
  readonly id: string;
}

const CITIZEN_ID = '01';
/** A household page bears the household's number, which brothers and sisters share. */
const HOUSEHOLD_PAGE = '03';
/** A newborn's hospital number is often its mother's, which twins share. */
const HOSPITAL_NUMBER = '09';
const NO_PAPER = '99';
/** Codes of {SEX} that state a sex. */
const STATED = new Set(['1', '2']);

/** The parts by which the person of an ID number is found. */
export const partsOfNumber = (docNo: string): readonly string[] => [CITIZEN_ID, normalizeCitizenId(docNo)];

/**
 * Decides by what this child is found: a valid ID whose birth date and sex agree → the one person of that number; another
 * paper → this department's temporary person of that paper and birth date; otherwise a temporary person of this one event.
 */
export function matchOf(minor: MinorIdentity, sender: Sender): Match {
  const docNo = normalizeCitizenId(minor.docNo ?? '');
  const name = comparable(minor.name);
  const given = { name, sex: minor.sex, birthDate: minor.birthDate };
  if (minor.docType === CITIZEN_ID) {
    const facts = readCitizenId(docNo);
    if (typeof facts !== 'string' && facts.birthDate === minor.birthDate && (facts.sex === minor.sex || !STATED.has(minor.sex))) {
      return { parts: partsOfNumber(docNo), temporary: false, name, sex: facts.sex, birthDate: facts.birthDate };
    }
  } else if (docNo !== '' && minor.docType !== NO_PAPER && !(minor.docType === HOSPITAL_NUMBER && isPlaceholder(name))) {
    const named = minor.docType === HOUSEHOLD_PAGE ? [minor.name.normalize('NFKC')] : [];
    return { parts: ['paper', sender.department, minor.docType, docNo, minor.birthDate, ...named], temporary: true, ...given };
  }
  return { parts: ['event', sender.source, sender.id], temporary: true, ...given };
}

/** The temporary person of a number or paper under a name that speaks against the file it leads to. */
export const apartFrom = (match: Match): Match => ({ ...match, parts: ['named', ...match.parts, match.name, match.sex], temporary: true });

/** From a restricted event only what identifies is kept: where and with whom the child lives stays in the case. */
export function identifyingOnly(minor: MinorIdentity): MinorIdentity {
  const { docType, docNo, name, nameRaw, sex, birthDate } = minor;
  return { docType, docNo, name, nameRaw, sex, birthDate };
}
