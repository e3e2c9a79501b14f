import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { std1 } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { createMonitor, type RunningMonitor } from '@lianhu/services/monitor';
import { loadPolicy, logger } from '@lianhu/services/platform';
import type pg from 'pg';
import { openHttpStack, type HttpStack } from './testing/http-stack';

logger.level = 'silent';

/**
 * What each role can do to each table, tried one by one. S reads all of it, s some columns; I inserts; U updates any
 * column, u some; D deletes; T truncates; O does what an owner does: drop, alter, disable its triggers. A dot: nothing.
 * A partition counts when it is named directly. A table without a row here fails.
 */
const RIGHTS = `
table                  hub    monitor  audit
log.log_head           Su     S        S
log.log_event          SI     S        S
log.log_event_*        .      .        .
log.log_key            SI     s        s
log.log_stream         SIu    S        S
log.log_beside         SI     .        .
log.log_checkpoint     SI     S        S
log.log_tile           SI     S        S
log.edge_counter       SIU    S        S
log.epoch              S      S        S
log.source             SI     S        S
log.source_sequence    SIU    S        S
log.writer             SIU    S        S
eventstore.log_head    Su     S        S
eventstore.log_event   SI     S        S
eventstore.log_key     SI     s        s
eventstore.log_stream  SIu    S        S
eventstore.log_beside  SI     .        .
eventstore.log_checkpoint SI  S        S
eventstore.log_tile    SI     S        S
eventstore.pending     SID    .        .
vault.child            SIUD   .        .
vault.lookup           SIUD   .        .
vault.data_key         SIUD   .        .
vault.key_epoch        SIUD   .        .
vault.reference        SIUD   S        .
vault.identity         SIUD   .        .
vault.case_link        SIUD   .        .
vault.pending_case     SIUD   .        .
vault.merged           SIUD   S        .
vault.to_match         SIUD   .        .
vault.block            SIUD   .        .
vault.review           SIUD   .        .
vault.case_order       SI     S        S
vault.sealed_push      SI     .        .
access.account         .      SIUD     s
access.session         .      SIUD     Su
access.attempt         .      SIUD     .
access.source          SIUD   .        .
access.client          SIUD   .        .
access.used_assertion  SIUD   .        .
access.read            .      SI       SI
access.day             .      SIU      SIU
view.*                 .      SIUDTO   S
migration.landed       S      S        S
`;

const ROLES = ['hub', 'monitor', 'audit'] as const;
type Role = (typeof ROLES)[number];
/** Insufficient privilege: also what the guards' triggers answer. */
const REFUSED = '42501';

let stack: HttpStack;
let monitor: RunningMonitor;
let folder: string;
let admin: pg.Pool;
const pools = {} as Record<Role, pg.Pool>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianhu-roles-'));
  stack = await openHttpStack({ departments: ['police'] });
  const policy = loadPolicy('infra/policy/demonstration.json');
  const { log, hub } = stack.hub;
  const parts = { folder, url: stack.database.urls.monitor, log, hub, suite: std1, clock: { now: Date.now }, policy };
  monitor = await createMonitor({ ...parts, counters: async () => new Map() });
  admin = createPool(stack.database.urls.admin, { max: 1 });
  for (const role of ROLES) pools[role] = createPool(stack.database.urls[role], { max: 1 });
});
afterAll(async () => {
  for (const pool of [admin, ...Object.values(pools)]) await pool.end();
  await monitor.close();
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Tries a statement as a role and undoes it; whether rights forbade it. What fails for another reason was allowed. */
async function may(role: Role, sql: string): Promise<boolean> {
  const client = await pools[role].connect();
  try {
    await client.query('BEGIN');
    await client.query(sql);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== REFUSED;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

async function tables(): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}
async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  return rows.map(({ name }) => `"${name}"`);
}

/** The rights that a role turns out to have. */
async function rightsOf(role: Role, table: string): Promise<string> {
  const columns = await columnsOf(table);
  const each = async (sql: (column: string) => string): Promise<number> => {
    let allowed = 0;
    for (const column of columns) if (await may(role, sql(column))) allowed += 1;
    return allowed;
  };
  const some = (allowed: number, letter: string): string => {
    if (allowed === 0) return '';
    return allowed === columns.length ? letter.toUpperCase() : letter;
  };
  // An owner's acts are tried each; one of them alone would be a hole and shows as a letter of its own.
  const owner = {
    drop: await may(role, `DROP TABLE ${table} CASCADE`),
    alter: await may(role, `ALTER TABLE ${table} ADD COLUMN tried integer`),
    disable: await may(role, `ALTER TABLE ${table} DISABLE TRIGGER ALL`),
    trigger: await may(role, `CREATE RULE tried AS ON INSERT TO ${table} DO INSTEAD NOTHING`),
  };
  const acts = Object.entries(owner).filter(([, allowed]) => allowed);
  const found = [
    some(await each((column) => `SELECT ${column} FROM ${table} LIMIT 0`), 's'),
    some(Number(await may(role, `INSERT INTO ${table} DEFAULT VALUES`)) * columns.length, 'i'),
    some(await each((column) => `UPDATE ${table} SET ${column} = DEFAULT`), 'u'),
    (await may(role, `DELETE FROM ${table} WHERE false`)) ? 'D' : '',
    (await may(role, `TRUNCATE ${table} CASCADE`)) ? 'T' : '',
    acts.length === Object.keys(owner).length ? 'O' : acts.map(([name]) => `!${name}`).join(''),
  ].join('');
  return found === '' ? '.' : found;
}

const EXPECTED = RIGHTS.trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(/\s+/) as [pattern: string, ...rights: string[]]);
const rowOf = (table: string) => {
  const exact = EXPECTED.find(([pattern]) => pattern === table);
  return exact ?? EXPECTED.find(([pattern]) => pattern.endsWith('*') && table.startsWith(pattern.slice(0, -1)));
};

test('every table has a row and every row a table', async () => {
  const found = await tables();
  expect(found.filter((table) => !rowOf(table))).toEqual([]);
  expect(EXPECTED.filter((row) => !found.some((table) => rowOf(table) === row)).map(([pattern]) => pattern)).toEqual([]);
  expect(found.filter((table) => table.startsWith('view.')).length).toBeGreaterThan(3);
});

test.each(ROLES)('lianhu_%s can do to each table what its row says, and nothing else', async (role) => {
  const found: string[] = [];
  const expected: string[] = [];
  for (const table of await tables()) {
    found.push(`${table} ${await rightsOf(role, table)}`);
    expected.push(`${table} ${rowOf(table)?.[1 + ROLES.indexOf(role)]}`);
  }
  expect(found).toEqual(expected);
});

const others = (role: Role): string[] => ['owner', 'admin', ...ROLES].filter((other) => other !== role).map((other) => `SET ROLE lianhu_${other}`);
/** What no role may do at all. */
const NEVER = (role: Role): string[] => [
  ...others(role),
  ...['log', 'vault', 'access', 'migration', 'public'].flatMap((schema) => [
    `CREATE TABLE ${schema}.tried (n integer)`,
    `CREATE FUNCTION ${schema}.tried() RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
    `DROP SCHEMA ${schema} CASCADE`,
    `ALTER SCHEMA ${schema} RENAME TO tried`,
  ]),
  ...['log.refuse_change()', 'log.head_moves_on()', 'log.version_grows()', 'access.refuse()', 'access.day_grows()'].flatMap((name) => [
    `DROP FUNCTION ${name} CASCADE`,
    `ALTER FUNCTION ${name} SET search_path = public`,
  ]),
  'SET session_replication_role = replica',
  `COPY (SELECT 1) TO PROGRAM 'true'`,
  `CREATE TEMP TABLE tried (n text); COPY tried FROM PROGRAM 'true'`,
  `COPY (SELECT 1) TO '/tmp/lianhu-tried'`,
  `SELECT pg_read_file('postgresql.conf')`,
  `SELECT lo_import('postgresql.conf')`,
  'SELECT * FROM pg_authid',
  'SELECT * FROM pg_hba_file_rules',
  'ALTER ROLE lianhu_owner PASSWORD NULL',
  `ALTER ROLE lianhu_${role} SUPERUSER`,
  'CREATE ROLE tried',
  'GRANT lianhu_owner TO CURRENT_USER',
  `DO LANGUAGE plpgsql $$ BEGIN EXECUTE 'DROP TABLE log.log_event CASCADE'; END $$`,
  'SELECT pg_reload_conf()',
  'SELECT pg_switch_wal()',
];
test.each(ROLES)('lianhu_%s can become nobody else, make nothing in other schemas, leave the database for the server nowhere', async (role) => {
  const allowed: string[] = [];
  for (const sql of NEVER(role)) if (await may(role, sql)) allowed.push(sql);
  expect(allowed).toEqual([]);
});

test('no role changes settings of the server', async () => {
  for (const role of ROLES)
    for (const sql of ['ALTER SYSTEM SET log_statement = DEFAULT', 'CHECKPOINT'])
      await expect(pools[role].query(sql)).rejects.toMatchObject({ code: REFUSED });
});

test('only the monitor makes tables, and only for views; only the hub makes partitions and notes running numbers', async () => {
  const CALLS = {
    'CREATE TABLE view.tried (n integer)': ['monitor'],
    'SELECT log.make_partition(1)': ['hub'],
    [`SELECT log.note_sequence('urn:x', 'police', '{1}', '{1}')`]: ['hub'],
  };
  for (const [sql, expected] of Object.entries(CALLS)) {
    const allowed: string[] = [];
    for (const role of ROLES) if (await may(role, sql)) allowed.push(role);
    expect([sql, allowed]).toEqual([sql, expected]);
  }
});
