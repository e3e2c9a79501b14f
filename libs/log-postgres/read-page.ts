import type { Position } from '@lianhu/kernel';
import type { Filter, Page } from '@lianhu/log';
import type pg from 'pg';
import type { LogSchema } from './log-schema';

/** Positions looked through in one page where no index helps (a department alone). Unit: positions. */
const WINDOW = 10_000;

/** The queries for one page of an engine's table of lines. */
export interface PageQueries {
  readonly all: string;
  readonly ofSubject: string;
  readonly ofTypes: string;
  readonly ofDepartment: string;
}

/** Queries that give these columns, `position` among them, of `log_event` in a schema. */
export function pageQueries(schema: LogSchema, columns: string): PageQueries {
  const events = `${schema}.log_event`;
  /** One statement, so that head and lines are of one snapshot. */
  const page = (lines: string): string =>
    `SELECT h.position AS head, e.* FROM ${schema}.log_head h LEFT JOIN LATERAL (${lines}) e ON true ORDER BY e.position`;
  return {
    // Positions have no gaps, so `limit` lines are `limit` positions.
    all: page(`SELECT ${columns} FROM ${events} WHERE position > $1 AND position <= $1 + $2 AND position <= h.position`),
    ofSubject: page(`SELECT ${columns} FROM ${events} WHERE subject = $3 AND position > $1 AND position <= h.position
  AND ($4::text[] IS NULL OR type = ANY($4)) AND ($5::text IS NULL OR department = $5) ORDER BY position LIMIT $2`),
    // Pairs alone: told that the type is equal, or between which positions, the database may go through the log in order of position
    // for a type that it takes to be frequent; one that is rare, or not there, would take minutes to be found so.
    ofTypes: page(`SELECT l.* FROM unnest($3::text[]) t (type), LATERAL (SELECT ${columns} FROM ${events} e
  WHERE (e.type, position) > (t.type, $1) AND (e.type, position) <= (t.type, h.position) AND ($4::text IS NULL OR department = $4) ORDER BY e.type, position LIMIT $2) l ORDER BY position LIMIT $2`),
    ofDepartment: page(`SELECT ${columns} FROM ${events} WHERE position > $1 AND position <= $1 + ${WINDOW} AND position <= h.position
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
  if (subject !== undefined)
    return { name: 'log-of-subject', text: queries.ofSubject, values: [after, limit, subject, types ?? null, department ?? null] };
  if (types !== undefined) return { name: 'log-of-types', text: queries.ofTypes, values: [after, limit, [...new Set(types)], department ?? null] };
  if (department !== undefined) return { name: 'log-of-department', text: queries.ofDepartment, values: [after, limit, department] };
  return { name: 'log-all', text: queries.all, values: [after, limit] };
}

function scannedTo(after: Position, limit: number, filter: Filter, rows: readonly { readonly position: Position }[], head: Position): Position {
  if (limit <= 0) return after;
  const last = rows.at(-1);
  if (last && rows.length >= limit) return last.position;
  const windowed = filter.department !== undefined && filter.types === undefined && filter.subject === undefined;
  return Math.max(after, windowed ? Math.min(head, after + WINDOW) : head);
}
