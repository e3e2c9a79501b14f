/** A JSON value. Undefined members of objects are skipped, as in JSON.stringify. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Canonical JSON (RFC 8785) of a value whose numbers are integers: keys in UTF-16 order, no spaces. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const object = value as { readonly [key: string]: Json | undefined };
  const members: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonical(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** What keeps a value out of the log, and where (RFC 6901 pointer). */
export interface Unfit {
  readonly pointer: string;
  readonly rule: 'integer' | 'null' | 'surrogate' | 'depth';
}

/** Deepest nesting of a sent event. Unit: levels. Source: public API, limits. */
export const MAX_DEPTH = 16;

/** The first thing that the line format refuses: a fraction or unsafe integer, null, a lone surrogate, too deep. */
export function findUnfit(value: unknown, pointer = '', depth = 0): Unfit | undefined {
  if (depth > MAX_DEPTH) return { pointer, rule: 'depth' };
  if (value === null) return { pointer, rule: 'null' };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? undefined : { pointer, rule: 'integer' };
  if (typeof value === 'string') return isWellFormed(value) ? undefined : { pointer, rule: 'surrogate' };
  if (typeof value !== 'object') return undefined;
  for (const [key, member] of Object.entries(value as object)) {
    if (!isWellFormed(key)) return { pointer, rule: 'surrogate' };
    const found = findUnfit(member, `${pointer}/${escapePointer(key)}`, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** One reference token of an RFC 6901 pointer. */
export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);
