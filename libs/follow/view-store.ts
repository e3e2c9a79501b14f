import type { Pool, PoolClient } from 'pg';
import type { PlainDate } from '@lianhu/kernel';
import type { CompiledView, Folded } from './compiled-view';
import { added, type Differences } from './sums';

/** A fold as stored, with the row that people see; undefined = no row. */
export interface StoredFold extends Folded {
  readonly row: unknown;
}
/** A fold to be stored: what there was before, and the new row. */
export interface NewFold extends Folded {
  readonly key: string;
  readonly row: unknown;
  readonly wakeOn?: PlainDate;
  /** Values of the filter columns, in their order; none without a row. */
  readonly columns: readonly unknown[];
}

/** Rows of one statement. Reason: its text stays at some megabytes. */
const ROWS_A_STATEMENT = 5_000;

/** Room left on a page of the table, so that a row that keeps its filter columns is written again without touching indexes. Unit: percent filled. */
const FILL = 60;

/** Share of a table's rows that may change until it is vacuumed. Reason: what is counted or listed is read from indexes alone only where that has been done; the usual fifth of a county takes months. */
const VACUUM_AFTER = 0.02;

/** Creates a view's tables, without indexes for filters. */
export async function createTables(client: PoolClient, view: CompiledView): Promise<void> {
  for (const table of view.tables) await client.query(`DROP TABLE IF EXISTS ${table}`);
  const columns = view.columns.map(({ sql, type }) => `, ${sql} ${type}`).join('');
  await client.query(
    `CREATE TABLE ${view.table} (key text PRIMARY KEY, row jsonb, state jsonb NOT NULL, last_time text NOT NULL, last_position bigint NOT NULL, wake_on date${columns}) WITH (fillfactor = ${FILL}, autovacuum_vacuum_scale_factor = ${VACUUM_AFTER}, autovacuum_vacuum_insert_scale_factor = ${VACUUM_AFTER})`,
  );
  for (const sum of view.sums) await client.query(`CREATE TABLE ${view.sumTable(sum)} (key text PRIMARY KEY, counts jsonb NOT NULL)`);
  await client.query(`GRANT SELECT ON ${view.tables.join(', ')} TO lianhu_audit`);
}

/** How values stand in an index, by type: as conditions compare them and lists are sorted by them, of numbers the greatest first. */
const STORED: Readonly<Record<string, string>> = { text: ' COLLATE "C"', bigint: ' DESC NULLS LAST' };

/** Creates the indexes of a view's filters, after its rows have been loaded. Each tells the yes or no of every other filter, so that counting reads no rows. */
export async function createIndexes(client: PoolClient, view: CompiledView): Promise<void> {
  await client.query(`CREATE INDEX ON ${view.table} (wake_on) WHERE wake_on IS NOT NULL`);
  const flags = view.columns.filter(({ type }) => type === 'boolean').map(({ sql }) => sql);
  for (const { sql, type } of view.columns) {
    const others = flags.filter((flag) => flag !== sql).join(', ');
    const btree = `btree (${sql}${STORED[type] ?? ''}, key)${others && ` INCLUDE (${others})`}`;
    await client.query(`CREATE INDEX ON ${view.table} USING ${type === 'text[]' ? `gin (${sql})` : btree} WHERE row IS NOT NULL`);
  }
  // Nobody asks by what stands in rows and states, and statistics of those take longest.
  await client.query(`ANALYZE ${view.table} (${['key', 'wake_on', ...view.columns.map(({ sql }) => sql)].join(', ')})`);
}

interface DbRow {
  readonly key: string;
  readonly row: unknown;
  readonly state: unknown;
  readonly last_time: string;
  readonly last_position: number;
}
const COLUMNS = 'key, row, state, last_time, last_position';
const byKey = (rows: readonly DbRow[]): Map<string, StoredFold> =>
  new Map(
    rows.map(({ key, row, state, last_time, last_position }) => [
      key,
      { row: row ?? undefined, state, lastTime: last_time, lastPosition: last_position },
    ]),
  );

/** The stored folds of some keys, and of all that wake by a day. */
export async function loadFolds(
  client: Pool | PoolClient,
  view: CompiledView,
  keys: readonly string[],
  wokenBy?: PlainDate,
): Promise<Map<string, StoredFold>> {
  if (keys.length === 0 && wokenBy === undefined) return new Map();
  const { rows } = await client.query<DbRow>(
    wokenBy === undefined
      ? `SELECT ${COLUMNS} FROM ${view.table} WHERE key = ANY($1)`
      : `SELECT ${COLUMNS} FROM ${view.table} WHERE key = ANY($1) OR wake_on <= $2`,
    wokenBy === undefined ? [keys] : [keys, wokenBy],
  );
  return byKey(rows);
}

/** Some keys that wake by a day. */
export async function loadWoken(client: Pool | PoolClient, view: CompiledView, day: PlainDate, limit: number): Promise<Map<string, StoredFold>> {
  const { rows } = await client.query<DbRow>(`SELECT ${COLUMNS} FROM ${view.table} WHERE wake_on <= $1 LIMIT ${limit}`, [day]);
  return byKey(rows);
}

/** Rows in order of key, after a key. */
export async function loadRows(
  client: Pool | PoolClient,
  view: CompiledView,
  after: string,
  limit: number,
): Promise<readonly { readonly key: string; readonly row: unknown }[]> {
  const { rows } = await client.query<{ key: string; row: unknown }>(
    `SELECT key, row FROM ${view.table} WHERE key > $1 AND row IS NOT NULL ORDER BY key LIMIT ${limit}`,
    [after],
  );
  return rows;
}

/** Writes folds and rows, one statement for some thousands. */
export async function saveFolds(client: Pool | PoolClient, view: CompiledView, folds: readonly NewFold[]): Promise<void> {
  const names = ['row', 'state', 'last_time', 'last_position', 'wake_on', ...view.columns.map(({ sql }) => sql)];
  const types = ['jsonb', 'jsonb', 'text', 'bigint', 'date', ...view.columns.map(({ type }) => type)];
  const text = `INSERT INTO ${view.table} (key, ${names.join(', ')})
    SELECT key, ${names.join(', ')} FROM json_to_recordset($1::json) AS r (key text, ${names.map((name, i) => `${name} ${types[i] as string}`).join(', ')})
    ON CONFLICT (key) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;
  for (let from = 0; from < folds.length; from += ROWS_A_STATEMENT) {
    const records = folds.slice(from, from + ROWS_A_STATEMENT).map((fold) => recordOf(view, fold));
    await client.query(text, [JSON.stringify(records)]);
  }
}

function recordOf(view: CompiledView, { key, row, state, lastTime, lastPosition, wakeOn, columns }: NewFold): Record<string, unknown> {
  const record: Record<string, unknown> = { key, row, state, last_time: lastTime, last_position: lastPosition, wake_on: wakeOn };
  columns.forEach((value, i) => (record[`c_${view.columns[i]?.name ?? ''}`] = value));
  return record;
}

/** Adds differences to a view's sums; answers the names of the sums that changed. */
export async function saveSums(client: PoolClient, view: CompiledView, differences: readonly Differences[]): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const [i, sum] of view.sums.entries()) {
    const changes = [...(differences[i] ?? [])].filter(([, counts]) => [...counts.values()].some((n) => n !== 0));
    if (changes.length === 0) continue;
    const table = view.sumTable(sum);
    const { rows } = await client.query<{ key: string; counts: Record<string, number> }>(`SELECT key, counts FROM ${table} WHERE key = ANY($1)`, [
      changes.map(([key]) => key),
    ]);
    const stored = new Map(rows.map(({ key, counts }) => [key, counts]));
    const next = changes.map(([key, counts]) => ({ key, counts: added(stored.get(key) ?? {}, counts) }));
    const empty = next.filter(({ counts }) => Object.keys(counts).length === 0).map(({ key }) => key);
    await client.query(
      `INSERT INTO ${table} (key, counts) SELECT key, counts FROM json_to_recordset($1::json) AS r (key text, counts jsonb)
       ON CONFLICT (key) DO UPDATE SET counts = excluded.counts`,
      [JSON.stringify(next)],
    );
    if (empty.length > 0) await client.query(`DELETE FROM ${table} WHERE key = ANY($1)`, [empty]);
    changed.push(sum.name);
  }
  return changed;
}
