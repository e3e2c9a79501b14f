/** A JSON value. Undefined members of objects are skipped, as in JSON.stringify. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Canonical JSON (RFC 8785) of a value whose numbers are integers: keys in UTF-16 order, no spaces. */
export function canonical(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const object = value as { readonly [key: string]: Json | undefined };
  let members = '';
  for (const key of inOrder(Object.keys(object))) {
    const member = object[key];
    if (member !== undefined) members += `${members === '' ? '' : ','}${quoted(key)}:${canonical(member)}`;
  }
  return `{${members}}`;
}

/** Keys in UTF-16 order. Most come in order, and sorting them would cost as much as writing them. */
function inOrder(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort();
  return keys;
}

/** Whether a text is the canonical JSON of the value that it was parsed to; `canonical(value) === text`, only faster. */
export const isCanonical = (text: string, value: Json): boolean => (JSON.stringify(value) === text && allInOrder(value)) || canonical(value) === text;

function allInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(allInOrder);
  let before = '';
  for (const [key, member] of Object.entries(value)) {
    if (key < before || !allInOrder(member)) return false;
    before = key;
  }
  return true;
}

/** ASCII without control characters, quote and backslash: nothing to escape, which is cheaper to see than to serialise. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

/** What keeps a value out of the log, and where (RFC 6901 pointer). */
export interface Unfit {
  readonly pointer: string;
  readonly rule: 'integer' | 'null' | 'surrogate' | 'depth';
}

/** Deepest nesting of a sent event. Unit: levels. Source: public API, limits. */
export const MAX_DEPTH = 16;

/** The first thing that the line format refuses: a fraction or unsafe integer, null, a lone surrogate, too deep. */
export function findUnfit(value: unknown, depth = 0): Unfit | undefined {
  if (depth > MAX_DEPTH) return { pointer: '', rule: 'depth' };
  if (value === null) return { pointer: '', rule: 'null' };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? undefined : { pointer: '', rule: 'integer' };
  if (typeof value === 'string') return isWellFormed(value) ? undefined : { pointer: '', rule: 'surrogate' };
  if (typeof value !== 'object') return undefined;
  for (const key of Object.keys(value)) {
    if (!isWellFormed(key)) return { pointer: '', rule: 'surrogate' };
    const found = findUnfit((value as Record<string, unknown>)[key], depth + 1);
    if (found) return { pointer: `/${escapePointer(key)}${found.pointer}`, rule: found.rule };
  }
  return undefined;
}

/** One reference token of an RFC 6901 pointer. */
export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Hardly any text has one, and looking for a lone one costs more. */
const SURROGATE = /[\uD800-\uDFFF]/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const isWellFormed = (text: string): boolean => !SURROGATE.test(text) || !LONE_SURROGATE.test(text);
