import type { Pool, PoolClient } from 'pg';
import type { PlainDate, SumDefinition } from '@lianhu/kernel';
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

/** Statements for the indexes of a view’s filters, to be run after its rows have been loaded. Each index tells the yes or no of every other filter, so that counting reads no rows. */
export function indexesOf(view: CompiledView): readonly string[] {
  const flags = view.columns.filter(({ type }) => type === 'boolean').map(({ sql }) => sql);
  const ofColumns = view.columns.map(({ sql, type }) => {
    const others = flags.filter((flag) => flag !== sql).join(', ');
    const btree = `btree (${sql}${STORED[type] ?? ''}, key)${others && ` INCLUDE (${others})`}`;
    return `CREATE INDEX ON ${view.table} USING ${type === 'text[]' ? `gin (${sql})` : btree} WHERE row IS NOT NULL`;
  });
  return [`CREATE INDEX ON ${view.table} (wake_on) WHERE wake_on IS NOT NULL`, ...ofColumns];
}

/** The statement for statistics of a view’s table: nobody asks by what stands in rows and states, and those take longest. */
export const statisticsOf = (view: CompiledView): string =>
  `ANALYZE ${view.table} (${['key', 'wake_on', ...view.columns.map(({ sql }) => sql)].join(', ')})`;

interface DbRow {
  readonly key: string;
  readonly row: unknown;
  readonly state: unknown;
  readonly last_time: string;
  readonly last_position: number;
}
const COLUMNS = 'key, row, state, last_time, last_position';
const foldOf = ({ row, state, last_time, last_position }: DbRow): StoredFold => ({
  row: row ?? undefined,
  state,
  lastTime: last_time,
  lastPosition: last_position,
});
const byKey = (rows: readonly DbRow[]): Map<string, StoredFold> => new Map(rows.map((row) => [row.key, foldOf(row)]));

/** Folds of one view to be loaded: of some keys, and of all that wake by a day. */
export interface WantedFolds {
  readonly view: CompiledView;
  readonly keys: readonly string[];
  readonly wokenBy?: PlainDate;
}

/** The stored folds of several views, in one statement; answered in the order in which they are asked for. */
export async function loadFoldsOf(client: Pool | PoolClient, wanted: readonly WantedFolds[]): Promise<readonly Map<string, StoredFold>[]> {
  const folds = wanted.map(() => new Map<string, StoredFold>());
  const values: unknown[] = [];
  const selects = wanted.flatMap(({ view, keys, wokenBy }, at) => {
    if (keys.length === 0 && wokenBy === undefined) return [];
    const woken = wokenBy === undefined ? '' : ` OR wake_on <= $${values.push(wokenBy)}::date`;
    return [`SELECT ${at} AS view, ${COLUMNS} FROM ${view.table} WHERE key = ANY($${values.push(keys)}::text[])${woken}`];
  });
  if (selects.length === 0) return folds;
  const { rows } = await client.query<DbRow & { readonly view: number }>(selects.join(' UNION ALL '), values);
  for (const row of rows) folds[row.view]?.set(row.key, foldOf(row));
  return folds;
}

/** The stored folds of some keys. */
export async function loadFolds(client: Pool | PoolClient, view: CompiledView, keys: readonly string[]): Promise<Map<string, StoredFold>> {
  const [folds = new Map<string, StoredFold>()] = await loadFoldsOf(client, [{ view, keys }]);
  return folds;
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

/** What is to be written of one view. */
export interface ViewChanges {
  readonly view: CompiledView;
  readonly folds: readonly NewFold[];
  /** Of each sum. */
  readonly differences: readonly Differences[];
}

/** Writes folds, rows and sums of several views, some thousands in one statement; answers for each view the names of its sums that changed. */
export async function saveChanges(client: Pool | PoolClient, changes: readonly ViewChanges[]): Promise<readonly (readonly string[])[]> {
  const sums = changes.flatMap(sumChanges);
  const writes = [...changes.flatMap(({ view, folds }) => foldWrites(view, folds)), ...(await sumWrites(client, sums))];
  let [batch, size]: [Write[], number] = [[], 0];
  for (const write of writes) {
    if (size + write.records.length > ROWS_A_STATEMENT && batch.length > 0) {
      await writeAll(client, batch);
      [batch, size] = [[], 0];
    }
    batch.push(write);
    size += write.records.length;
  }
  if (batch.length > 0) await writeAll(client, batch);
  return changes.map(({ view }) => sums.filter((one) => one.view === view).map(({ sum }) => sum.name));
}

/** Records that a statement takes as its only parameter, a JSON array. */
interface Write {
  readonly sql: (parameter: string) => string;
  readonly records: readonly unknown[];
}

/** No two touch the same row, so that their order is all one. */
const writeAll = (client: Pool | PoolClient, writes: readonly Write[]): Promise<unknown> =>
  client.query(
    `WITH ${writes.map(({ sql }, i) => `w${i} AS (${sql(`$${i + 1}::json`)})`).join(', ')} SELECT`,
    writes.map(({ records }) => JSON.stringify(records)),
  );

function foldWrites(view: CompiledView, folds: readonly NewFold[]): readonly Write[] {
  const names = ['row', 'state', 'last_time', 'last_position', 'wake_on', ...view.columns.map(({ sql }) => sql)];
  const types = ['jsonb', 'jsonb', 'text', 'bigint', 'date', ...view.columns.map(({ type }) => type)];
  const sql = (parameter: string): string => `INSERT INTO ${view.table} (key, ${names.join(', ')})
    SELECT key, ${names.join(', ')} FROM json_to_recordset(${parameter}) AS r (key text, ${names.map((name, i) => `${name} ${types[i] as string}`).join(', ')})
    ON CONFLICT (key) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;
  const portions = Array.from({ length: Math.ceil(folds.length / ROWS_A_STATEMENT) }, (_, n) =>
    folds.slice(n * ROWS_A_STATEMENT, (n + 1) * ROWS_A_STATEMENT),
  );
  return portions.map((portion) => ({ sql, records: portion.map((fold) => recordOf(view, fold)) }));
}

/** Writes folds and rows of one view. */
export async function saveFolds(client: Pool | PoolClient, view: CompiledView, folds: readonly NewFold[]): Promise<void> {
  await saveChanges(client, [{ view, folds, differences: [] }]);
}

function recordOf(view: CompiledView, { key, row, state, lastTime, lastPosition, wakeOn, columns }: NewFold): Record<string, unknown> {
  const record: Record<string, unknown> = { key, row, state, last_time: lastTime, last_position: lastPosition, wake_on: wakeOn };
  columns.forEach((value, i) => (record[`c_${view.columns[i]?.name ?? ''}`] = value));
  return record;
}

interface SumChanges {
  readonly view: CompiledView;
  readonly sum: SumDefinition;
  readonly table: string;
  readonly changes: Differences;
}

/** The sums of a view that change, each with what changes in it. */
const sumChanges = ({ view, differences }: ViewChanges): readonly SumChanges[] =>
  view.sums.flatMap((sum, i) => {
    const changes = new Map([...(differences[i] ?? [])].filter(([, counts]) => [...counts.values()].some((n) => n !== 0)));
    return changes.size === 0 ? [] : [{ view, sum, table: view.sumTable(sum), changes }];
  });

/** What sums come to with what changes in them. */
async function sumWrites(client: Pool | PoolClient, sums: readonly SumChanges[]): Promise<readonly Write[]> {
  if (sums.length === 0) return [];
  const selects = sums.map(({ table }, at) => `SELECT ${at} AS sum, key, counts FROM ${table} WHERE key = ANY($${at + 1}::text[])`);
  const { rows } = await client.query<{ sum: number; key: string; counts: Record<string, number> }>(
    selects.join(' UNION ALL '),
    sums.map(({ changes }) => [...changes.keys()]),
  );
  const stored = new Map(rows.map(({ sum, key, counts }) => [`${sum} ${key}`, counts]));
  return sums.flatMap(({ table, changes }, at) => {
    const next = [...changes].map(([key, counts]) => ({ key, counts: added(stored.get(`${at} ${key}`) ?? {}, counts) }));
    const [kept, empty] = [next.filter(({ counts }) => !isEmpty(counts)), next.filter(({ counts }) => isEmpty(counts))];
    return [
      { sql: (parameter: string) => upsertOf(table, parameter), records: kept },
      {
        sql: (parameter: string) => `DELETE FROM ${table} WHERE key IN (SELECT json_array_elements_text(${parameter}))`,
        records: empty.map(({ key }) => key),
      },
    ].filter(({ records }) => records.length > 0);
  });
}

const isEmpty = (counts: Readonly<Record<string, number>>): boolean => Object.keys(counts).length === 0;
const upsertOf = (table: string, parameter: string): string =>
  `INSERT INTO ${table} (key, counts) SELECT key, counts FROM json_to_recordset(${parameter}) AS r (key text, counts jsonb)
   ON CONFLICT (key) DO UPDATE SET counts = excluded.counts`;
