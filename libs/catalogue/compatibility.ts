import type { JsonSchema } from './schema';

/** One thing in a newer version that stored events, or those who read them, would not survive. */
export interface Incompatibility {
  /** RFC 6901 pointer into the newer schema. */
  readonly pointer: string;
  readonly rule: CompatibilityRule;
}

/** Every rule, with what breaks. What no rule names may change: new optional fields, wider bounds, titles. */
export const COMPATIBILITY_RULES = {
  'field-removed': 'a field was removed or renamed',
  'field-required': 'a field became required, or a new one is',
  'field-optional': 'a field that every reader may count on became optional',
  'type-changed': 'a field has another type, format or code list',
  'bounds-narrowed': 'a bound is narrower, or there is one where there was none',
  'code-removed': 'a code was removed',
  'level-changed': 'the level of secrecy changed',
  'kind-changed': 'a field changed between clear, secret, case and countable',
  'child-changed': 'the type began or ceased to be about a child',
} as const;
export type CompatibilityRule = keyof typeof COMPATIBILITY_RULES;

/** What may only be as it was. Absent counts as a value of its own. */
const FIXED: Readonly<Record<string, CompatibilityRule>> = {
  type: 'type-changed',
  format: 'type-changed',
  $ref: 'type-changed',
  'x-use': 'type-changed',
  'x-kind': 'kind-changed',
  'x-not-before': 'bounds-narrowed',
  not: 'bounds-narrowed',
};
/** Bounds that may fall, and bounds that may rise; both may go. */
const LOWEST = ['minimum', 'minLength', 'minItems'];
const HIGHEST = ['maximum', 'maxLength', 'maxItems'];

/** Why a newer version of a type's schema does not go with an older one; empty when it does. Both ways: old events, and old readers of new ones. */
export function incompatibilities(older: JsonSchema, newer: JsonSchema): readonly Incompatibility[] {
  const found: Incompatibility[] = [];
  const add = (pointer: string, rule: CompatibilityRule): void => void found.push({ pointer, rule });
  if (older['x-level'] !== newer['x-level']) add('/x-level', 'level-changed');
  const [before, now] = [older.properties ?? {}, newer.properties ?? {}];
  if ('minor' in before !== 'minor' in now) add('/properties/minor', 'child-changed');
  const [wasRequired, isRequired] = [new Set(older.required), new Set(newer.required)];
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (name === 'minor') continue;
    const pointer = `/properties/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const [was, is] = [before[name], now[name]];
    if (was && !is) add(pointer, 'field-removed');
    if (is && isRequired.has(name) && !wasRequired.has(name)) add(pointer, 'field-required');
    if (was && is && wasRequired.has(name) && !isRequired.has(name)) add(pointer, 'field-optional');
    if (was && is) compareField(was, is, pointer, add);
  }
  return found;
}

function compareField(older: JsonSchema, newer: JsonSchema, pointer: string, add: (pointer: string, rule: CompatibilityRule) => void): void {
  for (const [keyword, rule] of Object.entries(FIXED)) if (!same(older[keyword], newer[keyword])) add(`${pointer}/${keyword}`, rule);
  for (const keyword of LOWEST) if (narrower(older[keyword], newer[keyword], (was, is) => is > was)) add(`${pointer}/${keyword}`, 'bounds-narrowed');
  for (const keyword of HIGHEST) if (narrower(older[keyword], newer[keyword], (was, is) => is < was)) add(`${pointer}/${keyword}`, 'bounds-narrowed');
  if (newer['uniqueItems'] === true && older['uniqueItems'] !== true) add(`${pointer}/uniqueItems`, 'bounds-narrowed');
  const [codes, now] = [older['enum'] as readonly unknown[] | undefined, newer['enum'] as readonly unknown[] | undefined];
  if (now && !codes) add(`${pointer}/enum`, 'bounds-narrowed');
  if (now && codes?.some((code) => !now.includes(code))) add(`${pointer}/enum`, 'code-removed');
  const [items, nowItems] = [older['items'] as JsonSchema | undefined, newer['items'] as JsonSchema | undefined];
  if (items && nowItems) compareField(items, nowItems, `${pointer}/items`, add);
  else if (items || nowItems) add(`${pointer}/items`, 'type-changed');
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const narrower = (was: unknown, is: unknown, beyond: (was: number, is: number) => boolean): boolean =>
  is !== undefined && (was === undefined || beyond(was as number, is as number));

/** Every incompatibility between any two versions of one schema, in one sentence each that says what to do. `versions` are in rising order. */
export function transitiveFaults(name: string, versions: readonly { readonly version: number; readonly schema: JsonSchema }[]): readonly string[] {
  return versions.flatMap((newer, i) =>
    versions
      .slice(0, i)
      .flatMap((older) =>
        incompatibilities(older.schema, newer.schema).map(
          ({ pointer, rule }) =>
            `${name} ${newer.version} does not go with version ${older.version}: ${COMPATIBILITY_RULES[rule]} (${rule} at ${pointer}). ` +
            `Stored events keep the old shape for ever: put it back and add an optional field, or declare a new event type beside this one.`,
        ),
      ),
  );
}
