import type { Claim, Moment, Stamp } from '@lianhu/kernel';
import { LogBroken, type Group, type PlannedLine } from '@lianhu/log';
import { bigintArray, byteaArray, CHANNEL, readKeys, textArray, type Grown, type HeadRow } from '@lianhu/log-postgres';
import type pg from 'pg';
import type { FoundLine } from './line-event';

/** The head with the leaf of its line. */
export interface IndexHead extends HeadRow {
  readonly leaf: Buffer | null;
}

const HEAD = `SELECT h.position, h.recorded_at, h.frontier, h.checkpoint, e.leaf_hash AS leaf
  FROM eventstore.log_head h LEFT JOIN eventstore.log_event e ON e.position = h.position`;
const HOLD = 'BEGIN; SELECT position, recorded_at, frontier, checkpoint FROM eventstore.log_head FOR UPDATE';
const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT position, recorded_at, frontier, checkpoint FROM eventstore.log_head';
const PENDING = `
INSERT INTO eventstore.pending (position, leaf_hash, source, id, content_mac, ciphertext)
SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::text[], $4::text[], $5::bytea[], $6::bytea[]) ON CONFLICT DO NOTHING`;

/** All tables in one statement. What a line does not tell comes from the row that waited for it. */
const CONFIRM = `
WITH line AS (
  SELECT $1::bigint + l.ord AS position, l.leaf_hash, l.recorded_at, l.type, l.department, l.subject
  FROM unnest($2::bytea[], $3::text[]::timestamptz[], $4::text[], $5::text[], $6::text[])
    WITH ORDINALITY AS l (leaf_hash, recorded_at, type, department, subject, ord)
), event AS (
  INSERT INTO eventstore.log_event (position, recorded_at, type, department, subject, leaf_hash)
  SELECT position, recorded_at, type, department, subject, leaf_hash FROM line
), waiting AS (
  SELECT p.* FROM line JOIN eventstore.pending p ON p.position = line.position AND p.leaf_hash = line.leaf_hash
), key AS (
  INSERT INTO eventstore.log_key (source, id, position, content_mac) SELECT source, id, position, content_mac FROM waiting RETURNING position
), beside AS (
  INSERT INTO eventstore.log_beside (position, ciphertext) SELECT position, ciphertext FROM waiting WHERE ciphertext IS NOT NULL
), stream AS (
  INSERT INTO eventstore.log_stream AS s (subject, version) SELECT * FROM unnest($7::text[], $8::bigint[])
  ON CONFLICT (subject) DO UPDATE SET version = EXCLUDED.version
), checkpoint AS (
  INSERT INTO eventstore.log_checkpoint (size, note) SELECT * FROM unnest($9::bigint[], $10::text[])
), tile AS (
  INSERT INTO eventstore.log_tile (level, index, hash) SELECT * FROM unnest($11::bigint[], $12::bigint[], $13::bytea[])
), head AS (
  UPDATE eventstore.log_head SET position = $14::bigint, recorded_at = $15::timestamptz, frontier = $16::bytea, checkpoint = $17::text
  WHERE position = $1::bigint RETURNING position
)
SELECT (SELECT position FROM head) AS moved, (SELECT count(*) FROM key) AS keys, pg_notify('${CHANNEL}', $14::bigint::text)`;
const FORGET = 'DELETE FROM eventstore.pending WHERE position <= $1';

/** The tables beside the stream: what is known of lines, and what waits for its line. */
export class IndexTables {
  constructor(private readonly pool: pg.Pool) {}

  async head(): Promise<IndexHead> {
    const { rows } = await this.pool.query<IndexHead>(HEAD);
    if (!rows[0]) throw new LogBroken('the row of the head is missing');
    return rows[0];
  }

  /** Head, known keys and versions in one snapshot, and the database's clock. */
  async stateFor(groups: readonly Group[]): Promise<{ readonly head: HeadRow } & Awaited<ReturnType<typeof readKeys>>> {
    return this.using(async (client) => {
      const results = (await client.query(SNAPSHOT)) as unknown as pg.QueryResult<HeadRow>[];
      const head = results[1]?.rows[0];
      if (!head) throw new LogBroken('the row of the head is missing');
      const state = await readKeys(client, 'eventstore', groups);
      await client.query('COMMIT');
      return { head, ...state };
    });
  }

  /** Keeps, durably, what the lines will need once they stand on the stream. */
  async await(lines: readonly PlannedLine[]): Promise<void> {
    const entries = lines.map(({ entry }) => entry);
    await this.pool.query({
      name: 'eventstore-pending',
      text: PENDING,
      values: [
        bigintArray(lines.map(({ position }) => position)),
        byteaArray(lines.map(({ leaf }) => leaf)),
        textArray(entries.map(({ source }) => source)),
        textArray(entries.map(({ id }) => id)),
        byteaArray(entries.map(({ contentMac }) => contentMac)),
        entries.map(({ beside }) => (beside ? Buffer.from(beside) : null)),
      ],
    });
  }

  /** Takes lines that stand on the stream after `head` into the tables; false when the head has moved meanwhile. */
  async confirm(head: HeadRow, lines: readonly FoundLine[], { growth, frontier, checkpoint, kept, tiles }: Grown): Promise<boolean> {
    return this.using(async (client) => {
      const results = (await client.query(HOLD)) as unknown as pg.QueryResult<HeadRow>[];
      if (results[1]?.rows[0]?.position !== head.position) {
        await client.query('ROLLBACK');
        return false;
      }
      const told = lines.map(tellingOf);
      const versions = new Map(told.flatMap(({ subject, version }) => (subject !== undefined && version !== undefined ? [[subject, version]] : [])));
      const { rows } = await client.query<{ moved: number | null; keys: number }>({
        name: 'eventstore-confirm',
        text: CONFIRM,
        values: [
          head.position,
          byteaArray(lines.map(({ leaf }) => leaf)),
          textArray(told.map(({ recordedAt }) => recordedAt)),
          textArray(told.map(({ type }) => type)),
          textArray(told.map(({ department }) => department)),
          textArray(told.map(({ subject }) => subject)),
          textArray([...versions.keys()]),
          bigintArray([...versions.values()]),
          bigintArray(kept.map(({ size }) => size)),
          textArray(kept.map(({ note }) => note)),
          bigintArray(tiles.map(({ level }) => level)),
          bigintArray(tiles.map(({ index }) => index)),
          byteaArray(tiles.map(({ hash }) => hash)),
          growth.to,
          told.at(-1)?.recordedAt,
          Buffer.concat(frontier.hashes),
          checkpoint,
        ],
      });
      if (rows[0]?.moved !== growth.to) throw new LogBroken('the head was moved by another while it was held');
      if (rows[0].keys !== lines.length) throw new LogBroken(`the stream holds lines after ${head.position} that this database never made`);
      await client.query(FORGET, [growth.to]);
      await client.query('COMMIT');
      return true;
    });
  }

  /** A connection for one transaction; an error ends the transaction, and the connection with it. */
  private async using<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let failed = true;
    try {
      const result = await work(client);
      failed = false;
      return result;
    } finally {
      client.release(failed);
    }
  }
}

/** What a line itself tells the tables. */
function tellingOf({ claim, stamp, bound }: FoundLine): {
  readonly type: string;
  readonly department: string;
  readonly recordedAt: Moment;
  readonly subject?: string;
  readonly version?: number;
} {
  const { type, department } = JSON.parse(claim) as Claim;
  const { recordedAt } = JSON.parse(stamp) as Stamp;
  const { subject, version } = JSON.parse(bound) as { subject?: string; version?: number };
  return { type, department, recordedAt, subject, version };
}
