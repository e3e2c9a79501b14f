import type { Position, StoredLine } from '@lianhu/kernel';
import { base64, type Filter, type Page } from '@lianhu/log';
import type pg from 'pg';

/** Positions looked through in one page where no index helps (a department alone). Unit: positions. */
const WINDOW = 10_000;

interface Row {
  readonly head: number;
  readonly position: number | null;
  readonly claim: string;
  readonly stamp: string;
  readonly bound: string;
  readonly leaf_hash: Buffer;
}

const COLUMNS = 'position, claim, stamp, bound, leaf_hash';
/** One statement, so that head and lines are of one snapshot. */
const page = (lines: string): string =>
  `SELECT h.position AS head, e.* FROM log.log_head h LEFT JOIN LATERAL (${lines}) e ON true ORDER BY e.position`;

/** Positions have no gaps, so `limit` lines are `limit` positions. */
const ALL = page(`SELECT ${COLUMNS} FROM log.log_event WHERE position > $1 AND position <= $1 + $2 AND position <= h.position`);
const OF_SUBJECT = page(`SELECT ${COLUMNS} FROM log.log_event WHERE subject = $3 AND position > $1 AND position <= h.position
  AND ($4::text[] IS NULL OR type = ANY($4)) AND ($5::text IS NULL OR department = $5) ORDER BY position LIMIT $2`);
const OF_TYPES = page(`SELECT l.* FROM unnest($3::text[]) t (type), LATERAL (SELECT ${COLUMNS} FROM log.log_event e
  WHERE e.type = t.type AND position > $1 AND position <= h.position AND ($4::text IS NULL OR department = $4) ORDER BY position LIMIT $2) l
  ORDER BY position LIMIT $2`);
const OF_DEPARTMENT = page(`SELECT ${COLUMNS} FROM log.log_event WHERE position > $1 AND position <= $1 + ${WINDOW} AND position <= h.position
  AND department = $3 ORDER BY position LIMIT $2`);

/** One page of the log in order of position. */
export async function readPage(pool: pg.Pool, after: Position, limit: number, filter: Filter = {}): Promise<Page> {
  const start = Math.max(0, after);
  const { rows } = await pool.query<Row>(queryFor(start, Math.max(0, limit), filter));
  const head = rows[0]?.head ?? 0;
  const lines: StoredLine[] = [];
  for (const { position, claim, stamp, bound, leaf_hash } of rows) {
    if (position !== null) lines.push({ position, claim, stamp, bound, leafHash: base64(leaf_hash) });
  }
  return { lines, head, scannedTo: scannedTo(start, limit, filter, lines, head) };
}

function queryFor(after: Position, limit: number, { types, department, subject }: Filter): pg.QueryConfig {
  if (subject !== undefined) return { name: 'log-of-subject', text: OF_SUBJECT, values: [after, limit, subject, types ?? null, department ?? null] };
  if (types !== undefined) return { name: 'log-of-types', text: OF_TYPES, values: [after, limit, [...new Set(types)], department ?? null] };
  if (department !== undefined) return { name: 'log-of-department', text: OF_DEPARTMENT, values: [after, limit, department] };
  return { name: 'log-all', text: ALL, values: [after, limit] };
}

function scannedTo(after: Position, limit: number, filter: Filter, lines: readonly StoredLine[], head: Position): Position {
  if (limit <= 0) return after;
  const last = lines.at(-1);
  if (last && lines.length >= limit) return last.position;
  const windowed = filter.department !== undefined && filter.types === undefined && filter.subject === undefined;
  return Math.max(after, windowed ? Math.min(head, after + WINDOW) : head);
}
