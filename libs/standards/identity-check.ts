import type { PlainDate } from '@lianhu/kernel';
import { normalizeCitizenId, readCitizenId } from './citizen-id';
import type { Guardian, MinorIdentity } from './minor-identity';
import { halfWidth, hasPrivateUse, normalizeName } from './names';

/** Number patterns of papers, in normal form. Those not named take any text. Source: domain model §8.1, patterns † (assumption). */
const DOCUMENT_FORMS: Readonly<Record<string, RegExp>> = {
  '02': /^[A-Z]\d{9}$/,
  '04': /^[A-Z0-9]{6,12}$/,
  '05': /^[A-Z0-9]{8,18}$/,
  '06': /^[A-Z0-9]{8,18}$/,
  '07': /^[A-Z0-9]{10,18}$/,
};

/** Papers that a mother or a whole family may share with the child: household page, hospital number. */
const OF_FAMILIES: ReadonlySet<string> = new Set(['03', '09']);

/** What a name may break: nothing is left of it, a conversion has lost it, it is a number, or only the sender's machine can draw it. */
type NameRule = 'text' | 'lost-characters' | 'no-name' | 'private-use';
/** Digits in a row that are somebody's number and no part of a name. */
const NUMBER_IN_NAME = /\d{6}/;

function nameFault(name: string): NameRule | undefined {
  if (name === '') return 'text';
  if (hasPrivateUse(name)) return 'private-use';
  if (/^[?·]+$/.test(name)) return 'lost-characters';
  return !/\p{L}/u.test(name) || NUMBER_IN_NAME.test(name) ? 'no-name' : undefined;
}

/** One thing wrong with an identity block: the field below it (RFC 6901, relative) and the rule. */
export interface IdentityFault {
  readonly pointer: string;
  readonly rule: 'required' | 'not-expected' | 'citizen-id' | 'citizen-id-15' | 'document-number' | 'future' | NameRule;
}

/** An identity block in normal form: half-width numbers with capital X, names with one separator; a name that changed keeps its original. */
export function normalizeIdentity(minor: MinorIdentity): MinorIdentity {
  const name = normalizeName(minor.name);
  const normal: MinorIdentity = { ...minor, name };
  if (minor.docNo !== undefined) normal.docNo = normalizeCitizenId(minor.docNo);
  if (minor.nameRaw === undefined && name !== minor.name) normal.nameRaw = minor.name;
  if (minor.guardians !== undefined) normal.guardians = minor.guardians.map(normalizeGuardian);
  return normal;
}

function normalizeGuardian(guardian: Guardian): Guardian {
  const normal: Guardian = { ...guardian, name: normalizeName(guardian.name) };
  if (guardian.docNo !== undefined) normal.docNo = normalizeCitizenId(guardian.docNo);
  if (guardian.phone !== undefined) normal.phone = halfWidth(guardian.phone).replace(/[\s-]/g, '');
  return normal;
}

/** What is wrong with a normalised identity block by itself; `today` is the last day on which a child may have been born. */
export function identityFaults(minor: MinorIdentity, today: PlainDate): IdentityFault[] {
  const id = citizenIdOf(minor);
  const faults = id ? [] : documentFaults(minor.docType, minor.docNo, '');
  const name = nameFault(minor.name);
  if (name) faults.push({ pointer: '/name', rule: name });
  if (minor.birthDate > today) faults.push({ pointer: '/birthDate', rule: 'future' });
  if (id && id.birthDate > today) faults.push({ pointer: '/docNo', rule: 'future' });
  minor.guardians?.forEach((guardian, i) => {
    const rule = nameFault(guardian.name);
    if (rule) faults.push({ pointer: `/guardians/${i}/name`, rule });
    if (guardian.docType === undefined) return;
    faults.push(...documentFaults(guardian.docType, guardian.docNo, `/guardians/${i}`));
    const born = citizenIdOf({ docType: guardian.docType, docNo: guardian.docNo })?.birthDate;
    if (born !== undefined && born > today) faults.push({ pointer: `/guardians/${i}/docNo`, rule: 'future' });
  });
  return faults;
}

function documentFaults(docType: string, docNo: string | undefined, base: string): IdentityFault[] {
  const pointer = `${base}/docNo`;
  if (docType === '99') return docNo === undefined ? [] : [{ pointer, rule: 'not-expected' }];
  if (docNo === undefined) return [{ pointer, rule: 'required' }];
  if (docType === '01') {
    const id = readCitizenId(docNo);
    return typeof id !== 'string' ? [] : [{ pointer, rule: id === 'fifteen-digits' ? 'citizen-id-15' : 'citizen-id' }];
  }
  const form = DOCUMENT_FORMS[docType];
  return form && !form.test(docNo) ? [{ pointer, rule: 'document-number' }] : [];
}

/** The valid citizen ID of a child, if it has one. */
export function citizenIdOf(minor: { readonly docType: string; readonly docNo?: string | undefined }) {
  const id = minor.docType === '01' && minor.docNo !== undefined ? readCitizenId(minor.docNo) : undefined;
  return typeof id === 'object' ? id : undefined;
}

/** The first field that disagrees with what the child's own ID says, or the number itself if it is a guardian's; such an event waits for a person. */
export function identityMismatch(minor: MinorIdentity): 'sex' | 'birthDate' | 'docNo' | undefined {
  const { docType, docNo, guardians = [] } = minor;
  const isOwn = ({ docType: type, docNo: number }: Guardian): boolean => number === docNo && type === docType;
  if (docNo !== undefined && !OF_FAMILIES.has(docType) && guardians.some(isOwn)) return 'docNo';
  const id = citizenIdOf(minor);
  if (!id) return undefined;
  if (id.birthDate !== minor.birthDate) return 'birthDate';
  const stated = minor.sex === '1' || minor.sex === '2';
  return stated && id.sex !== minor.sex ? 'sex' : undefined;
}
