import { momentOf, type Clock, type Moment, type Suite } from '@lianhu/kernel';
import { CHECKPOINT_EVERY, entriesOf, Frontier, Growth, keyName, LogBroken, planAppend, subjectsOf } from '@lianhu/log';
import type { AppendPlan, CheckpointSigner, Group, KnownKey } from '@lianhu/log';
import type pg from 'pg';
import { bigintArray, byteaArray, textArray } from './arrays';
import type { ClockGuard, Reading } from './clock-guard';
import { CHANNEL } from './head-watch';
import type { LogSchema } from './log-schema';
import { split, STORED_LEVELS } from './tiles';

/** What a commit is made with. `step` is called after each step; tests cut connections there. */
export interface Committing {
  readonly suite: Suite;
  readonly signer: CheckpointSigner;
  readonly clock?: Clock;
  readonly guard: ClockGuard;
  /** Whether this process may write now; asked before each try. None = always. */
  readonly alone?: () => boolean;
  /** For tests: what the clocks are taken to say. */
  readonly reading?: (measured: Reading) => Reading;
  readonly step?: (name: 'held' | 'read' | 'written' | 'committed') => void | Promise<void>;
}

/** What stands after a commit. `growth` is absent when nothing was written. */
export interface Committed {
  readonly plan: AppendPlan;
  readonly growth?: Growth;
  readonly position: number;
  readonly checkpoint: string;
}

/** The COMMIT was sent and its answer did not come: it may have happened or not. */
export class AmbiguousCommit extends Error {}

/** The row of the head. */
export interface HeadRow {
  readonly position: number;
  readonly recorded_at: Date;
  readonly frontier: Buffer;
  readonly checkpoint: string;
}

const HOLD = 'BEGIN; SELECT position, recorded_at, frontier, checkpoint FROM log.log_head FOR UPDATE';

/** `ord` > 0: a key; < 0: a subject; 0: the clock. */
const readQuery = (schema: LogSchema): string => `
SELECT 0::bigint AS ord, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS number, NULL::bytea AS mac
UNION ALL
SELECT k.ord, l.position, l.content_mac FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (source, id, ord)
  JOIN ${schema}.log_key l ON l.source = k.source AND l.id = k.id
UNION ALL
SELECT -s.ord, l.version, NULL FROM unnest($3::text[]) WITH ORDINALITY AS s (subject, ord) JOIN ${schema}.log_stream l ON l.subject = s.subject`;

/** All tables in one statement; the head moves only from where it was held. */
const WRITE = `
WITH event AS (
  INSERT INTO log.log_event (position, recorded_at, type, department, subject, leaf_hash, claim, stamp, bound)
  SELECT $1::bigint + e.ord, $2::timestamptz, e.type, e.department, e.subject, e.leaf_hash, e.claim, e.stamp, e.bound
  FROM unnest($3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::text[], $9::text[])
    WITH ORDINALITY AS e (type, department, subject, leaf_hash, claim, stamp, bound, ord)
), key AS (
  INSERT INTO log.log_key (source, id, position, content_mac)
  SELECT k.source, k.id, $1::bigint + k.ord, k.mac FROM unnest($10::text[], $11::text[], $12::bytea[]) WITH ORDINALITY AS k (source, id, mac, ord)
), stream AS (
  INSERT INTO log.log_stream AS s (subject, version) SELECT * FROM unnest($13::text[], $14::bigint[])
  ON CONFLICT (subject) DO UPDATE SET version = EXCLUDED.version
), beside AS (
  INSERT INTO log.log_beside (position, ciphertext) SELECT * FROM unnest($15::bigint[], $16::bytea[])
), checkpoint AS (
  INSERT INTO log.log_checkpoint (size, note) SELECT * FROM unnest($17::bigint[], $18::text[])
), tile AS (
  INSERT INTO log.log_tile (level, index, hash) SELECT * FROM unnest($19::bigint[], $20::bigint[], $21::bytea[])
), head AS (
  UPDATE log.log_head SET position = $22::bigint, recorded_at = $2::timestamptz, frontier = $23::bytea, checkpoint = $24::text
  WHERE position = $1::bigint RETURNING position
)
SELECT (SELECT position FROM head) AS moved, pg_notify('${CHANNEL}', $22::bigint::text)`;

/** Decides the groups and writes what they add, in one transaction that holds the head. */
export async function commitGroups(client: pg.PoolClient, groups: readonly Group[], how: Committing): Promise<Committed> {
  const head = await hold(client);
  await how.step?.('held');
  const { known, versions, reading: measured } = await readKeys(client, 'log', groups);
  const reading = how.reading?.(measured) ?? measured;
  if (!how.clock) how.guard.check(reading);
  await how.step?.('read');
  const now = momentOf(how.clock?.now() ?? reading.database);
  const before = momentOf(head.recorded_at.getTime());
  const recordedAt = now > before ? now : before;
  const plan = planAppend({ suite: how.suite, position: head.position, recordedAt, known, versions }, groups);
  const written = plan.lines.length > 0 ? await write(client, head, plan, recordedAt, how) : undefined;
  await how.step?.('written');
  await commit(client);
  if (!how.clock) how.guard.committed(reading);
  await how.step?.('committed');
  return { plan, growth: written?.growth, position: head.position + plan.lines.length, checkpoint: written?.checkpoint ?? head.checkpoint };
}

async function hold(client: pg.PoolClient): Promise<HeadRow> {
  const results = (await client.query(HOLD)) as unknown as pg.QueryResult<HeadRow>[];
  const head = results[1]?.rows[0];
  if (!head) throw new LogBroken('the row of the head is missing');
  return head;
}

async function commit(client: pg.PoolClient): Promise<void> {
  let command: string;
  try {
    ({ command } = await client.query('COMMIT'));
  } catch (error) {
    throw new AmbiguousCommit('the answer to COMMIT did not come', { cause: error });
  }
  if (command !== 'COMMIT') throw new LogBroken('a transaction that had failed was about to be answered');
}

/**
 * What a decision on the groups needs, in a statement of its own after the head was held (or in one snapshot with it), so
 * that it shows everything before; and the database's clock.
 */
export async function readKeys(client: pg.PoolClient, schema: LogSchema, groups: readonly Group[]) {
  const keys = [...entriesOf(groups)];
  const subjects = subjectsOf(groups);
  const values = [textArray(keys.map((key) => key.source)), textArray(keys.map((key) => key.id)), textArray(subjects)];
  const before = Date.now();
  const { rows } = await client.query<{ ord: number; number: number; mac: Buffer }>({ name: 'log-read', text: readQuery(schema), values });
  const reading: Reading = { database: 0, before, after: Date.now(), monotonic: performance.now() };
  const known = new Map<string, KnownKey>();
  const versions = new Map<string, number>();
  let database = 0;
  for (const { ord, number, mac } of rows) {
    if (ord === 0) database = number;
    else if (ord > 0) known.set(keyName(keys[ord - 1] as (typeof keys)[number]), { position: number, contentMac: mac });
    else versions.set(subjects[-ord - 1] as string, number);
  }
  return { known, versions, reading: { ...reading, database } };
}

async function write(client: pg.PoolClient, head: HeadRow, plan: AppendPlan, recordedAt: Moment, how: Committing) {
  const { lines } = plan;
  const entries = lines.map((line) => line.entry);
  const leaves = lines.map((line) => line.leaf);
  const { growth, frontier, checkpoint, kept, tiles } = grow(how, head, leaves);
  const beside = lines.filter((line) => line.entry.beside);
  const values = [
    head.position,
    recordedAt,
    textArray(entries.map((entry) => entry.type)),
    textArray(entries.map((entry) => entry.department)),
    textArray(entries.map((entry) => entry.subject)),
    byteaArray(leaves),
    textArray(lines.map((line) => line.claim)),
    textArray(lines.map((line) => line.stamp)),
    textArray(lines.map((line) => line.bound)),
    textArray(entries.map((entry) => entry.source)),
    textArray(entries.map((entry) => entry.id)),
    byteaArray(entries.map((entry) => entry.contentMac)),
    textArray([...plan.versions.keys()]),
    bigintArray([...plan.versions.values()]),
    bigintArray(beside.map((line) => line.position)),
    byteaArray(beside.map((line) => line.entry.beside as Uint8Array)),
    bigintArray(kept.map(({ size }) => size)),
    textArray(kept.map(({ note }) => note)),
    bigintArray(tiles.map(({ level }) => level)),
    bigintArray(tiles.map(({ index }) => index)),
    byteaArray(tiles.map(({ hash }) => hash)),
    growth.to,
    Buffer.concat(frontier.hashes),
    checkpoint,
  ];
  const { rows } = await client.query<{ moved: number | null }>({ name: 'log-write', text: WRITE, values });
  if (rows[0]?.moved !== growth.to) throw new LogBroken('the head was moved by another while it was held');
  return { growth, checkpoint };
}

/** What a commit adds to the tree: its new right edge, signed, with the checkpoints and nodes that are kept. */
export interface Grown {
  readonly growth: Growth;
  readonly frontier: Frontier;
  readonly checkpoint: string;
  readonly kept: readonly { readonly size: number; readonly note: string }[];
  readonly tiles: readonly { readonly level: number; readonly index: number; readonly hash: Uint8Array }[];
}

/** A head's tree with leaves added. */
export function grow(
  { suite, signer }: Pick<Committing, 'suite' | 'signer'>,
  head: Pick<HeadRow, 'position' | 'frontier'>,
  leaves: readonly Uint8Array[],
) {
  const growth = new Growth(suite, new Frontier(suite, head.position, split(head.frontier)), leaves);
  const frontier = growth.frontier();
  return {
    growth,
    frontier,
    checkpoint: signer.sign(growth.to, frontier.root()),
    kept: keptIn(growth, signer),
    tiles: STORED_LEVELS.flatMap((level) => growth.completed(level).map(({ index, hash }) => ({ level, index, hash }))),
  };
}

function keptIn(growth: Growth, signer: CheckpointSigner): { size: number; note: string }[] {
  const kept: { size: number; note: string }[] = [];
  for (let size = (Math.floor(growth.from / CHECKPOINT_EVERY) + 1) * CHECKPOINT_EVERY; size <= growth.to; size += CHECKPOINT_EVERY) {
    kept.push({ size, note: signer.sign(size, growth.root(size)) });
  }
  return kept;
}
