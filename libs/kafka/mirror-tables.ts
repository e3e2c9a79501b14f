import pg, { type Pool, type PoolClient } from 'pg';
import { parseParts, type Position, type StoredLine, type Suite } from '@lianhu/kernel';
import { base64, Frontier, Growth } from '@lianhu/log';
import { split, STORED_LEVELS, type LineTable, type TileSource } from '@lianhu/log-postgres';
import { inTransaction } from '@lianhu/postgres';

/** How far a copy goes: the tree's right edge at its last position, and the offset at which it reads on. */
export interface CopyState {
  readonly position: Position;
  /** Base64 hashes. */
  readonly frontier: readonly string[];
  readonly recordedAt?: string;
  /** Undefined until something was taken from the topic. */
  readonly next?: number;
}

/** One maker of tables at a time. */
const LOCK = "hashtext('lianhu-stream')";
const TABLES = `
CREATE TABLE IF NOT EXISTS view.stream (
  origin text PRIMARY KEY,
  next_offset bigint,
  position bigint NOT NULL DEFAULT 0,
  frontier text[] NOT NULL DEFAULT '{}',
  recorded_at text,
  reader uuid NOT NULL DEFAULT gen_random_uuid()
);
CREATE TABLE IF NOT EXISTS view.stream_line (
  origin text NOT NULL,
  position bigint NOT NULL,
  type text NOT NULL,
  department text NOT NULL,
  subject text,
  recorded_at text NOT NULL,
  claim text NOT NULL,
  stamp text NOT NULL,
  bound text NOT NULL,
  leaf bytea NOT NULL,
  PRIMARY KEY (origin, position)
);
CREATE INDEX IF NOT EXISTS stream_line_subject ON view.stream_line (origin, subject, position) WHERE subject IS NOT NULL;
CREATE INDEX IF NOT EXISTS stream_line_type ON view.stream_line (origin, type, position);
CREATE INDEX IF NOT EXISTS stream_line_time ON view.stream_line (origin, recorded_at COLLATE "C", position);
CREATE TABLE IF NOT EXISTS view.stream_node (
  origin text NOT NULL,
  level integer NOT NULL,
  index bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (origin, level, index)
);`;

/** Makes the tables of copies where they are missing, and enters this one at the beginning. Answers the name of this database's copy. */
export async function prepareCopy(pool: Pool, origin: string): Promise<string> {
  return inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    await client.query(TABLES);
    await client.query('INSERT INTO view.stream (origin) VALUES ($1) ON CONFLICT DO NOTHING', [origin]);
    const { rows } = await client.query<{ reader: string }>('SELECT reader FROM view.stream WHERE origin = $1', [origin]);
    return (rows[0] as { reader: string }).reader;
  });
}

interface StateRow {
  readonly position: number;
  readonly frontier: string[];
  readonly recorded_at: string | null;
  readonly next_offset: number | null;
}

/** How far a copy goes; locked until the transaction ends when it is asked `forUpdate`. */
export async function copyState(client: Pool | PoolClient, origin: string, forUpdate = false): Promise<CopyState> {
  const { rows } = await client.query<StateRow>(
    `SELECT position, frontier, recorded_at, next_offset FROM view.stream WHERE origin = $1${forUpdate ? ' FOR UPDATE' : ''}`,
    [origin],
  );
  const [row] = rows as [StateRow];
  return { position: row.position, frontier: row.frontier, recordedAt: row.recorded_at ?? undefined, next: row.next_offset ?? undefined };
}

/** The tree's right edge of a copy. */
export const edgeOf = (suite: Suite, { position, frontier }: CopyState): Frontier =>
  new Frontier(
    suite,
    position,
    frontier.map((hash) => Buffer.from(hash, 'base64')),
  );

/** Leaves (base64) that a copy has at some positions. */
export async function leavesAt(client: Pool | PoolClient, origin: string, positions: readonly Position[]): Promise<ReadonlyMap<Position, string>> {
  if (positions.length === 0) return new Map();
  const { rows } = await client.query<{ position: number; leaf: Buffer }>(
    'SELECT position, leaf FROM view.stream_line WHERE origin = $1 AND position = ANY($2::bigint[])',
    [origin, positions],
  );
  return new Map(rows.map(({ position, leaf }) => [position, base64(leaf)]));
}

/** Adds checked lines that follow on a copy, with the nodes that they complete, and moves it on; all in the caller's transaction. */
export async function addLines(client: PoolClient, suite: Suite, origin: string, at: CopyState, lines: readonly StoredLine[]): Promise<CopyState> {
  if (lines.length === 0) return at;
  const growth = new Growth(
    suite,
    edgeOf(suite, at),
    lines.map(({ leafHash }) => Buffer.from(leafHash, 'base64')),
  );
  const records = lines.map((line) => {
    const { claim, stamp, bound } = parseParts(line);
    return { ...line, type: claim.type, department: claim.department, subject: bound.subject, recorded_at: stamp.recordedAt };
  });
  await client.query(
    `INSERT INTO view.stream_line (origin, position, type, department, subject, recorded_at, claim, stamp, bound, leaf)
     SELECT $1, position, type, department, subject, recorded_at, claim, stamp, bound, decode("leafHash", 'base64')
     FROM json_to_recordset($2::json) AS r (position bigint, type text, department text, subject text, recorded_at text,
       claim text, stamp text, bound text, "leafHash" text)`,
    [origin, JSON.stringify(records)],
  );
  const nodes = STORED_LEVELS.flatMap((level) => growth.completed(level).map(({ index, hash }) => ({ level, index, hash: base64(hash) })));
  if (nodes.length > 0)
    await client.query(
      `INSERT INTO view.stream_node (origin, level, index, hash) SELECT $1, level, index, decode(hash, 'base64')
       FROM json_to_recordset($2::json) AS r (level integer, index bigint, hash text)`,
      [origin, JSON.stringify(nodes)],
    );
  const edge = growth.frontier();
  return { ...at, position: edge.size, frontier: edge.hashes.map(base64), recordedAt: records.at(-1)?.recorded_at };
}

/** Writes how far a locked copy goes. */
export async function moveCopy(client: PoolClient, origin: string, to: CopyState): Promise<void> {
  await client.query('UPDATE view.stream SET position = $2, frontier = $3, recorded_at = $4, next_offset = $5 WHERE origin = $1', [
    origin,
    to.position,
    to.frontier,
    to.recordedAt ?? null,
    to.next ?? null,
  ]);
}

/** Where a copy keeps its lines. */
export function copyLines(origin: string): LineTable {
  const only = `origin = ${pg.escapeLiteral(origin)}`;
  return { lines: 'view.stream_line', head: `SELECT position FROM view.stream WHERE ${only}`, only };
}

/** The tree of a copy in its own tables. */
export function copyTiles(pool: Pool, origin: string): TileSource {
  const hashes = async (text: string, values: readonly unknown[]): Promise<readonly Uint8Array[]> => {
    const { rows } = await pool.query<{ hashes: Buffer | null }>(text, [origin, ...values]);
    return split(rows[0]?.hashes ?? Buffer.alloc(0));
  };
  const leaves = `SELECT string_agg(leaf, '' ORDER BY position) AS hashes FROM view.stream_line WHERE origin = $1 AND position > $2 AND position <= $3`;
  const nodes = `SELECT string_agg(hash, '' ORDER BY index) AS hashes FROM view.stream_node WHERE origin = $1 AND index >= $2 AND index < $3 AND level = $4`;
  return { leaves: (from, to) => hashes(leaves, [from, to]), nodes: (level, from, to) => hashes(nodes, [from, to, level]) };
}
