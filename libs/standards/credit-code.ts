/** The 31 characters of GB 32100: digits and capitals without I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORM = new RegExp(`^[${ALPHABET}]{18}$`);

/** Whether a text is a unified social credit code 统一社会信用代码 (GB 32100) with the right check character. */
export function isCreditCode(text: string): boolean {
  return FORM.test(text) && creditCheck(text.slice(0, 17)) === text[17];
}

/** The check character of the first 17: weights 3^i mod 31. */
export function creditCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const char of first17) {
    sum += ALPHABET.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? '';
}
