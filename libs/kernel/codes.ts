/** A versioned code list: code → Chinese title. A code is the standard's digits where there are such, otherwise a short English slug. */
export interface CodeList<C extends string = string> {
  readonly name: string;
  readonly title: string;
  readonly version: number;
  readonly titles: Readonly<Record<C, string>>;
}
/** The union of a list's codes. */
export type Code<L> = L extends CodeList<infer C> ? C : never;

const LISTS = new Map<readonly string[], CodeList>();
const ARRAYS = new Map<string, readonly string[]>();

/** Declares a code list once; `codes(LIST)` is what @IsIn takes. */
export function defineCodes<C extends string>(name: string, title: string, titles: Record<C, string>, version = 1): CodeList<C> {
  const list: CodeList<C> = { name, title, version, titles };
  const array = Object.freeze(Object.keys(titles));
  LISTS.set(array, list);
  ARRAYS.set(name, array);
  return list;
}
/** The codes of a list, always the same array, so that the catalogue finds the list again from a field's @IsIn. */
export const codes = <C extends string>(list: CodeList<C>): C[] => ARRAYS.get(list.name) as unknown as C[];
/** The list whose `codes()` array this is. */
export const listOf = (array: unknown): CodeList | undefined => LISTS.get(array as readonly string[]);
