import type { ColumnValue, SumDefinition, ViewDefinition } from '@lianhu/kernel';
import { UnknownColumn } from './errors';

/** Names become parts of SQL: nothing else than these may stand in them. */
const NAME = /^[a-z][a-z0-9-]{0,40}$/;
const COLUMN = /^[a-z][A-Za-z0-9]{0,40}$/;

const identifier = (name: string): string => {
  if (!NAME.test(name)) throw new TypeError(`${name} cannot name a view`);
  return name.replaceAll('-', '_');
};

/** Table of a base view's version. */
export const viewTable = ({ name, version }: Pick<ViewDefinition, 'name' | 'version'>): string => `view.view_${identifier(name)}_v${version}`;
/** Table of a sum over a base view's version. */
export const sumTable = ({ name }: Pick<SumDefinition, 'name'>, version: number): string => `view.sum_${identifier(name)}_v${version}`;

/** The registry: one row a view or reactor, with its checkpoint. */
export const REGISTRY = `
create table if not exists view.follower (
  name text primary key,
  version integer not null,
  position bigint not null,
  frontier bytea[] not null,
  today text,
  updated_at timestamptz not null default clock_timestamp()
)`;

/** Creates the table of a view; filter columns stand in one jsonb, each with an index. */
export const createView = (view: ViewDefinition): string => `
create table ${viewTable(view)} (
  key text primary key,
  row jsonb,
  cols jsonb not null,
  state jsonb not null,
  last_time text not null,
  last_position bigint not null,
  wake_on text
)`;

/** Indexes of a view, made after a rebuild has loaded the rows. */
export function indexView(view: ViewDefinition): string[] {
  const table = viewTable(view);
  const short = table.slice('view.'.length);
  const wake = `create index ${short}_wake on ${table} (wake_on) where wake_on is not null`;
  return [wake, ...Object.keys(view.columns).map((column) => `create index ${short}_${checked(view, column).toLowerCase()} on ${table} ((cols->'${column}'), key) where row is not null`)];
}

/** Creates the table of a sum. */
export const createSum = (sum: SumDefinition, version: number): string => `create table ${sumTable(sum, version)} (key text primary key, counts jsonb not null)`;

/** A declared column's name, safe to stand in SQL. */
export function checked(view: Pick<ViewDefinition, 'name' | 'columns'>, column: string): string {
  if (!Object.hasOwn(view.columns, column) || !COLUMN.test(column)) throw new UnknownColumn(view.name, column);
  return column;
}

/** The filter columns of a row. */
export function columnsOf(view: ViewDefinition, row: unknown): Record<string, ColumnValue | readonly string[]> {
  if (row === undefined) return {};
  return Object.fromEntries(Object.keys(view.columns).flatMap((name) => {
    const column = view.columns[name];
    const value = typeof column === 'function' ? column(row) : column?.of(row);
    return value === undefined ? [] : [[name, value]];
  }));
}
