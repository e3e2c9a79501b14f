import type { ColumnValue } from '@lianhu/kernel';
import { UnknownColumn } from './errors';

/** One condition on a column: a value, any of several, a text that contains another, or none of some texts. On a column of texts: that it has the value. */
export type Condition = ColumnValue | readonly ColumnValue[] | { readonly contains: string } | { readonly noneOf: readonly string[] };
/** How rows are cut out of a view. */
export interface RowQuery {
  /** By declared column, or `key`. Undefined conditions do not count. */
  readonly filters?: Readonly<Record<string, Condition>>;
  /** Narrows to these keys. */
  readonly keys?: readonly string[];
  /** A declared column, or `key`; `-column` = descending; `given` = in the order of `keys`. Rows without a value stand last. */
  readonly sort?: string;
  /** From 1. */
  readonly page?: number;
  readonly size?: number;
}

/** Types of a view's columns by name, as they were registered when its table was made. */
export type Columns = Readonly<Record<string, string>>;

/** A join that narrows to the keys of a query and knows their order as `place`; a join, because there may be many thousands. */
export const narrowed = ({ keys }: RowQuery, values: unknown[]): string =>
  keys ? ` JOIN unnest($${values.push([...new Set(keys)])}::text[]) WITH ORDINALITY AS given (key, place) USING (key)` : '';

/** SQL conditions of a query; their values are appended to `values` as parameters. Throws UnknownColumn. */
export function conditions(view: string, columns: Columns, { filters = {} }: RowQuery, values: unknown[]): string[] {
  return Object.entries(filters).flatMap(([column, condition]) =>
    condition === undefined ? [] : [conditionOn(view, columns, column, condition, values)],
  );
}

/** What rows are sorted by; the key decides between equals, so that pages do not overlap. */
export function order(view: string, columns: Columns, sort: string | undefined): string {
  if (sort === undefined) return 'key';
  const descending = sort.startsWith('-');
  const { sql, type } = columnOf(view, columns, descending ? sort.slice(1) : sort);
  if (type === 'text[]') throw new UnknownColumn(view, sort);
  return `${sql}${type === 'text' ? ' COLLATE "C"' : ''} ${descending ? 'DESC' : 'ASC'} NULLS LAST, key`;
}

function columnOf(view: string, columns: Columns, name: string): { readonly sql: string; readonly type: string } {
  if (name === 'key') return { sql: 'key', type: 'text' };
  if (!Object.hasOwn(columns, name) || !/^[a-z][A-Za-z0-9]*$/.test(name)) throw new UnknownColumn(view, name);
  return { sql: `"c_${name}"`, type: columns[name] as string };
}

const KINDS: Readonly<Record<string, string>> = { text: 'string', 'text[]': 'string', bigint: 'number', boolean: 'boolean' };

function conditionOn(view: string, columns: Columns, name: string, condition: NonNullable<Condition>, values: unknown[]): string {
  const { sql, type } = columnOf(view, columns, name);
  const fits = (value: ColumnValue): boolean => typeof value === KINDS[type] && (type !== 'bigint' || Number.isSafeInteger(value));
  if (typeof condition === 'object' && 'contains' in condition) {
    if (type !== 'text' || typeof condition.contains !== 'string') throw new UnknownColumn(view, name);
    return `position($${values.push(condition.contains)} in ${sql}) > 0`;
  }
  if (typeof condition === 'object' && 'noneOf' in condition) {
    if (type !== 'text' || !condition.noneOf.every(fits)) throw new UnknownColumn(view, name);
    return `(${sql} IS NULL OR ${sql} <> ALL($${values.push(condition.noneOf)}::text[]))`;
  }
  const allowed = (Array.isArray(condition) ? condition : [condition]) as readonly ColumnValue[];
  if (!allowed.every(fits)) throw new UnknownColumn(view, name);
  if (type === 'text[]') return `${sql} && $${values.push(allowed)}::text[]`;
  // As the index stores it; under another collation it would not be used.
  const stored = type === 'text' && name !== 'key' ? `${sql} COLLATE "C"` : sql;
  return allowed.length === 1 ? `${stored} = $${values.push(allowed[0])}::${type}` : `${stored} = ANY($${values.push(allowed)}::${type}[])`;
}
