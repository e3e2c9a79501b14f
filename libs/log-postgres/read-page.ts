import type { Position } from '@lianhu/kernel';
import type { Filter, Page } from '@lianhu/log';
import type pg from 'pg';
import type { LogSchema } from './log-schema';

/** Positions looked through in one page where no index helps (a department alone). Unit: positions. */
const WINDOW = 10_000;

/** A table with lines of a log, and how far they go. */
export interface LineTable {
  /** Indexed by position, by subject and position, by type and position; within `only`, if there is any. */
  readonly lines: string;
  /** A query of one row, whose `position` is the head. */
  readonly head: string;
  /** Condition that lines of this log meet, where others lie beside them. */
  readonly only?: string;
  /** Begins the names of prepared statements; none = not prepared. */
  readonly name?: string;
}

/** The queries for one page of a table of lines. */
export interface PageQueries {
  readonly name?: string;
  readonly all: string;
  readonly ofSubject: string;
  readonly ofTypes: string;
  readonly ofDepartment: string;
}

/** Where an engine keeps its lines. */
export const engineLines = (schema: LogSchema): LineTable => ({
  lines: `${schema}.log_event`,
  head: `SELECT position FROM ${schema}.log_head`,
  name: `${schema}-`,
});

/** Queries that give these columns, `position` among them, of a table's lines. */
export function pageQueries({ lines, head, only = 'true', name }: LineTable, columns: string): PageQueries {
  /** One statement, so that head and lines are of one snapshot. */
  const page = (found: string): string =>
    `SELECT h.position AS head, e.* FROM (${head}) h LEFT JOIN LATERAL (${found}) e ON true ORDER BY e.position`;
  return {
    name,
    // Positions have no gaps, so `limit` lines are `limit` positions.
    all: page(`SELECT ${columns} FROM ${lines} WHERE ${only} AND position > $1 AND position <= $1 + $2 AND position <= h.position`),
    ofSubject: page(`SELECT ${columns} FROM ${lines} WHERE ${only} AND subject = $3 AND position > $1 AND position <= h.position
  AND ($4::text[] IS NULL OR type = ANY($4)) AND ($5::text IS NULL OR department = $5) ORDER BY position LIMIT $2`),
    // Pairs alone: told that the type is equal, or between which positions, the database may go through the log in order of position
    // for a type that it takes to be frequent; one that is rare, or not there, would take minutes to be found so.
    ofTypes: page(`SELECT l.* FROM unnest($3::text[]) t (type), LATERAL (SELECT ${columns} FROM ${lines} e
  WHERE ${only} AND (e.type, position) > (t.type, $1) AND (e.type, position) <= (t.type, h.position) AND ($4::text IS NULL OR department = $4)
  ORDER BY e.type, position LIMIT $2) l ORDER BY position LIMIT $2`),
    ofDepartment: page(`SELECT ${columns} FROM ${lines} WHERE ${only} AND position > $1 AND position <= $1 + ${WINDOW} AND position <= h.position
  AND department = $3 ORDER BY position LIMIT $2`),
  };
}

/** One page of a log's rows in order of position. */
export async function readPage<Row extends { readonly position: number }>(
  pool: pg.Pool,
  queries: PageQueries,
  after: Position,
  limit: number,
  filter: Filter = {},
): Promise<Omit<Page, 'lines'> & { readonly rows: readonly Row[] }> {
  const start = Math.max(0, after);
  const { rows } = await pool.query<(Row | { position: null }) & { head: number }>(queryFor(queries, start, Math.max(0, limit), filter));
  const head = rows[0]?.head ?? 0;
  const found = rows.filter((row): row is Row & { head: number } => row.position !== null);
  return { rows: found, head, scannedTo: scannedTo(start, limit, filter, found, head) };
}

function queryFor(queries: PageQueries, after: Position, limit: number, { types, department, subject }: Filter): pg.QueryConfig {
  const query = (kind: keyof Omit<PageQueries, 'name'>, ...values: unknown[]): pg.QueryConfig => ({
    name: queries.name === undefined ? undefined : `${queries.name}${kind}`,
    text: queries[kind],
    values: [after, limit, ...values],
  });
  if (subject !== undefined) return query('ofSubject', subject, types ?? null, department ?? null);
  if (types !== undefined) return query('ofTypes', [...new Set(types)], department ?? null);
  return department === undefined ? query('all') : query('ofDepartment', department);
}

function scannedTo(after: Position, limit: number, filter: Filter, rows: readonly { readonly position: Position }[], head: Position): Position {
  if (limit <= 0) return after;
  const last = rows.at(-1);
  if (last && rows.length >= limit) return last.position;
  const windowed = filter.department !== undefined && filter.types === undefined && filter.subject === undefined;
  return Math.max(after, windowed ? Math.min(head, after + WINDOW) : head);
}
