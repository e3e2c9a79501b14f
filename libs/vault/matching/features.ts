import { halfWidth, normalizeCitizenId, readCitizenId, type MinorIdentity } from '@lianhu/standards';
import { comparable } from './names';

/** What a person is compared by: everything that was ever said about it, in forms that compare. */
export interface Features {
  readonly names: readonly string[];
  readonly birthDates: readonly string[];
  /** Codes of {SEX} that state one. */
  readonly sexes: readonly string[];
  /** Numbers of papers, the child's own; a valid citizen ID that fits its birth date stands in `id` as well. */
  readonly papers: readonly string[];
  readonly ids: readonly string[];
  readonly guardians: readonly GuardianFeatures[];
  /** Codes of schools: unified social credit codes. */
  readonly schools: readonly string[];
  /** Area codes of household and actual address, 9 or 12 digits. */
  readonly areas: readonly string[];
  readonly addresses: readonly string[];
}
export interface GuardianFeatures {
  readonly name: string;
  readonly docNo?: string;
  readonly phone?: string;
}

const CITIZEN_ID = '01';
const NO_PAPER = '99';
const STATED = new Set(['1', '2']);

/** Features of all identity blocks that were sent about one person, and of the schools that spoke of it. */
export function featuresOf(blocks: readonly MinorIdentity[], schools: readonly string[] = []): Features {
  const all = <T>(of: (block: MinorIdentity) => readonly (T | undefined)[]): T[] => [
    ...new Set(blocks.flatMap(of).filter((value): value is T => value !== undefined && value !== '')),
  ];
  return {
    names: all(({ name, nameRaw }) => [comparable(name), nameRaw === undefined ? undefined : comparable(nameRaw)]),
    birthDates: all(({ birthDate }) => [birthDate]),
    sexes: all(({ sex }) => (STATED.has(sex) ? [sex as string] : [])),
    papers: all(({ docType, docNo }) => (docType === NO_PAPER || docNo === undefined ? [] : [normalizeCitizenId(docNo)])),
    ids: all((block) => [validId(block)]),
    guardians: guardiansOf(blocks),
    schools: [...new Set(schools)],
    areas: all(({ areaActual, areaHousehold }) => [areaActual, areaHousehold].map(knownArea)),
    addresses: all(({ addressActual, addressHousehold }) => [addressActual, addressHousehold].map((text) => text && plainAddress(text))),
  };
}

/** The citizen ID of a block if it is valid and fits birth date and sex: only that joins without a person. */
export function validId({ docType, docNo = '', birthDate, sex }: MinorIdentity): string | undefined {
  const facts = docType === CITIZEN_ID ? readCitizenId(normalizeCitizenId(docNo)) : 'none';
  const fits = typeof facts !== 'string' && facts.birthDate === birthDate && (facts.sex === sex || !STATED.has(sex));
  return fits ? facts.number : undefined;
}

function guardiansOf(blocks: readonly MinorIdentity[]): GuardianFeatures[] {
  const found = new Map<string, GuardianFeatures>();
  for (const { name, docNo, phone } of blocks.flatMap(({ guardians }) => guardians ?? [])) {
    const one = { name: comparable(name), docNo: docNo && normalizeCitizenId(docNo), phone: phone && digits(phone) };
    found.set(JSON.stringify(one), one);
  }
  return [...found.values()];
}

/** A mobile number without +86, blanks and hyphens. */
const digits = (phone: string): string =>
  halfWidth(phone)
    .replace(/\D/g, '')
    .replace(/^86(?=1\d{10}$)/, '');
/** An address as offices write it, without blanks and signs between its parts. */
const plainAddress = (text: string): string => halfWidth(text).replace(/[\s,，、.。·#号室-]/gu, '');
/** A county's unknown town (`…000`) says nothing. */
const knownArea = (area: string | undefined): string | undefined =>
  area !== undefined && area.length >= 9 && area.slice(6, 9) !== '000' ? area : undefined;
