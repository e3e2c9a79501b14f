/** Full-width letters, digits and signs as half-width ones (NFKC). */
export const halfWidth = (text: string): string => (PRINTABLE_ASCII.test(text) ? text : text.normalize('NFKC'));
const PRINTABLE_ASCII = /^[ -~]*$/;

/** Signs that stand between the parts of a name: · • ‧ ・ and their likes. */
const SEPARATORS = /[\u00B7\u2022\u2027\u2219\u22C5\u30FB\uFF65\u0387]/g;

/** What no reader sees: zero-width signs, and which drawing of a character is meant. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const PRIVATE_USE = /\p{Co}/u;

/** Characters of the private use area 私用区 mean something else in every system: no name may hold one. */
export const hasPrivateUse = (name: string): boolean => PRIVATE_USE.test(name);

/**
 * A name in one form: NFKC, separators and inner blanks as `·`, none at the ends. Rare characters keep their code points
 * (𠮷 is not 吉), and nothing splits a name into surname and given name.
 */
export function normalizeName(name: string): string {
  const unified = name.replace(INVISIBLE, '').replace(SEPARATORS, '·').normalize('NFKC').replace(SEPARATORS, '·').replace(/\s+/gu, '·');
  return unified.replace(/·+/g, '·').replace(/^·|·$/g, '');
}

/** 扎西多吉, 扎西·多吉 and 扎西 多吉 alike: a name without separators, to compare by. Equal keys never join two persons by themselves. */
export const nameKey = (name: string): string => normalizeName(name).replaceAll('·', '').normalize('NFKC');

/** The number of a case, order or document in one form: half-width, brackets 〔〕, without blanks at the ends. */
export const normalizeNumber = (text: string): string =>
  halfWidth(text)
    .replace(/[\u3010\[]/g, '〔')
    .replace(/[\u3011\]]/g, '〕')
    .trim();
