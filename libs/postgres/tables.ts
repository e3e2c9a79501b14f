import pg from 'pg';
import { withClient } from './pool';

/** A table as it stands in a database: its full name and the columns that can be written. */
export interface Table {
  /** `schema.name`. */
  readonly name: string;
  readonly columns: readonly string[];
}

/** Not kept: views are folded again, `migration` says what has landed. */
const OTHER_SCHEMAS = ['public', 'view', 'migration', 'information_schema'];
/** Rows fetched or written at a time. Unit: rows. */
const PAGE = 500;

const TABLES = `
SELECT n.nspname || '.' || c.relname AS name,
  (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
  (SELECT coalesce(array_agg(fn.nspname || '.' || f.relname), '{}') FROM pg_constraint k
   JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
   WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS needs
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> ALL ($1) ORDER BY 1`;

/** Every table that holds facts, in an order in which no row refers to one that comes later. Found in the database, so that none is forgotten. */
export async function tablesOf(client: pg.ClientBase): Promise<readonly Table[]> {
  const { rows } = await client.query<Table & { needs: string[] }>(TABLES, [OTHER_SCHEMAS]);
  const ordered: Table[] = [];
  let open = rows;
  while (open.length > 0) {
    const names = new Set(open.map(({ name }) => name));
    const free = open.filter(({ needs }) => !needs.some((name) => names.has(name)));
    if (free.length === 0) throw new TypeError('tables refer to each other in a ring');
    ordered.push(...free.map(({ name, columns }) => ({ name, columns })));
    open = open.filter((row) => !free.includes(row));
  }
  return ordered;
}

/** Ids and hashes of the migrations that have landed, in their order. */
export async function landedMigrations(client: pg.ClientBase): Promise<readonly { readonly id: string; readonly hash: string }[]> {
  return (await client.query<{ id: string; hash: string }>('SELECT id, hash FROM migration.landed ORDER BY at, id')).rows;
}

/** Runs `work` on one connection that sees one moment of the database throughout, and changes nothing. */
export async function atOneMoment<T>(url: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  return withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });
}

/** The rows of a table, or of any other query with a column `row` of text, some at a time. */
export async function* rowsOf(client: pg.ClientBase, table: Table): AsyncGenerator<readonly string[]> {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  for await (const rows of pagesOf<{ row: string }>(client, `SELECT to_json(r)::text AS row FROM (SELECT ${columns} FROM ${quoted(table.name)}) r`))
    yield rows.map(({ row }) => row);
}

/** What a query answers, some rows at a time, so that memory stays bounded. Inside a transaction only. */
export async function* pagesOf<Row extends pg.QueryResultRow>(client: pg.ClientBase, query: string): AsyncGenerator<readonly Row[]> {
  await client.query(`DECLARE pages NO SCROLL CURSOR FOR ${query}`);
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${PAGE} FROM pages`);
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query('CLOSE pages');
}

/** Replaces everything in one transaction: the guards of append-only tables are off inside it and on again when it commits. */
export async function refill(url: string, tables: readonly Table[], work: (client: pg.ClientBase, fill: Fill) => Promise<void>): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('BEGIN');
    await guards(client, tables, 'DISABLE');
    if (tables.length > 0) await client.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
    await work(client, (table, rows) => fill(client, table, rows));
    await guards(client, tables, 'ENABLE');
    await client.query('COMMIT');
  });
}

/** A partition has triggers of its own. */
async function guards(client: pg.ClientBase, tables: readonly Table[], what: 'ENABLE' | 'DISABLE'): Promise<void> {
  const text = 'SELECT p.relid::regclass::text AS name FROM unnest($1::text[]) t, pg_partition_tree(t::regclass) p UNION SELECT unnest($1::text[])';
  const { rows } = await client.query<{ name: string }>(text, [tables.map(({ name }) => quoted(name))]);
  for (const { name } of rows) await client.query(`ALTER TABLE ${name} ${what} TRIGGER USER`);
}

/** Adds rows, as `rowsOf` gave them, to a table; answers how many. */
export type Fill = (table: Table, rows: AsyncIterable<string>) => Promise<number>;

async function fill(client: pg.ClientBase, table: Table, rows: AsyncIterable<string>): Promise<number> {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const name = quoted(table.name);
  const text = `INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM json_populate_recordset(NULL::${name}, $1::json)`;
  let count = 0;
  let waiting: string[] = [];
  const write = async (): Promise<void> => {
    if (waiting.length > 0) await client.query(text, [`[${waiting.join(',')}]`]);
    count += waiting.length;
    waiting = [];
  };
  for await (const row of rows) if (waiting.push(row) === PAGE) await write();
  await write();
  return count;
}

const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => pg.escapeIdentifier(part))
    .join('.');
