import type { Pool, PoolClient } from 'pg';
import type { Position, Suite } from '@lianhu/kernel';
import { base64, type LogReader } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import { viewTable, type CompiledView } from './compiled-view';
import { Overtaken } from './errors';
import { fenced, type Held } from './leases';
import { parityOf, type ParityReport } from './parity-report';
import { settleParked } from './parked';
import { dropTables, frontierOf, registered, remove, withoutRebuild, type Checkpoint, type Rebuild, type Registered } from './registry';
import { ReadingStopped } from './read-through';
import { advance, foldInto, type Advance } from './take-page';

/** A view that has been built up to a checkpoint. */
export interface Build {
  readonly view: CompiledView;
  /** The same in new tables. */
  readonly fresh: CompiledView;
  readonly held: Held;
  /** The wish that it carries out; another one that came meanwhile stays. */
  readonly rebuild?: Rebuild;
  readonly at: Checkpoint;
}
/** What putting in place needs. */
export interface PlaceParts {
  readonly log: LogReader;
  readonly pool: Pool;
  readonly suite: Suite;
  readonly known: (type: string) => boolean;
  readonly pageSize?: number;
  readonly stopped?: () => boolean;
}

/** Lines taken at a time while it catches up. */
const PAGE = 2_000;

/** Compares a build with what readers see, lets it catch up, and puts it in place in one step. */
export async function putInPlace(build: Build, parts: PlaceParts): Promise<void> {
  const { view, fresh } = build;
  const { pool, log } = parts;
  const older = (await registered(pool)).find((one) => one.kind === 'view' && one.name === view.name && one.active && one.whole);
  let { at } = build;
  let report: ParityReport | undefined;
  if (older) {
    const from = { version: older.version, table: viewTable(older) };
    const to = { version: view.version, table: fresh.table };
    report = await parityOf(pool, { name: view.name, from, to }, async (position) => (at = await catchUp(build, at, position, parts)).position);
  }
  // Folded anew, a view goes no further than it stood: it may be paused. A new version goes to the head.
  if (older?.version !== view.version) at = await catchUp(build, at, (await log.head()).position, parts);
  await replace(build, at, report, parts);
}

/** Folds what follows into the new tables, at most up to a position; answers where they stand. */
const catchUp = ({ fresh, held }: Build, from: Checkpoint, upTo: Position, parts: PlaceParts): Promise<Checkpoint> =>
  foldOn(from, upTo, parts, (ahead) => fenced(parts.pool, held, (client) => foldInto(client, [{ view: fresh, someParked: true }], ahead, parts)));

async function foldOn(from: Checkpoint, upTo: Position, parts: PlaceParts, fold: (ahead: Advance) => Promise<unknown>): Promise<Checkpoint> {
  const { log, suite, known, pageSize = PAGE, stopped } = parts;
  let at = from;
  while (at.position < upTo) {
    if (stopped?.()) throw new ReadingStopped();
    const { lines } = await log.read(at.position, Math.min(pageSize, upTo - at.position));
    const ahead = advance(suite, at, frontierOf(suite, at), lines, known);
    if (ahead.unknown) throw ahead.unknown;
    if (lines.length === 0) break;
    await fold(ahead);
    at = ahead.to;
  }
  return at;
}

/** What readers see stands still meanwhile; what it is ahead of the build is folded first. */
async function replace({ view, fresh, held, rebuild }: Build, built: Checkpoint, report: ParityReport | undefined, parts: PlaceParts): Promise<void> {
  const { pool, suite, log } = parts;
  await inTransaction(pool, async (client) => {
    const versions = await lockVersions(client, view.name);
    const own = versions.find(({ version }) => version === view.version);
    if (!own || own.fence !== held.fence) throw new Overtaken(view.name);
    const target = versions.find(({ active }) => active)?.position ?? 0;
    const at = await foldOn(built, target, parts, (ahead) => foldInto(client, [{ view: fresh, someParked: true }], ahead, parts));
    await moveTables(client, view, fresh, own.tables);
    await settleParked(client, view, 'in-place');
    const { position, frontier, recordedAt, today } = at;
    const root = base64(frontierOf(suite, at).root());
    await client.query(
      `UPDATE view.follower SET active = true, status = 'running', error = NULL, ${withoutRebuild('$12')}, epoch = $3, tables = $4,
         columns = $5, position = $6, root = $7, frontier = $8, recorded_at = $9, today = $10, parity = $11
       WHERE kind = 'view' AND name = $1 AND version = $2`,
      [
        view.name,
        view.version,
        log.origin,
        view.tables,
        view.columnTypes,
        position,
        root,
        frontier,
        recordedAt ?? null,
        today ?? null,
        report ?? null,
        rebuild?.order ?? null,
      ],
    );
    for (const other of versions) if (other.version !== view.version) await remove(client, other);
  });
}

async function lockVersions(client: PoolClient, name: string): Promise<readonly Registered[]> {
  await client.query(`SELECT 1 FROM view.follower WHERE kind = 'view' AND name = $1 ORDER BY version FOR UPDATE`, [name]);
  return (await registered(client)).filter((one) => one.kind === 'view' && one.name === name);
}

/** The new tables take the old ones' names; who reads meanwhile waits for the end of the transaction. */
async function moveTables(client: PoolClient, view: CompiledView, fresh: CompiledView, old: readonly string[]): Promise<void> {
  await dropTables(client, [...old, ...view.tables]);
  for (const [i, table] of view.tables.entries())
    await client.query(`ALTER TABLE ${fresh.tables[i] as string} RENAME TO ${table.replace('view.', '')}`);
}
