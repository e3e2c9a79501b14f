import pg from 'pg';
import { RolesTaken } from './errors';
import { refuseUnfit } from './fit';
import { migrate, type Migration } from './migrate';
import { type Passwords, ROLES, scramVerifier } from './passwords';
import { withClient } from './pool';

/** Who connects: each service with the rights of its role and no more. */
export type Role = keyof typeof ROLES;
/** Connection strings by role; `admin` is the superuser, for setting up and for tests that tamper. */
export type Urls = Readonly<Record<Role | 'admin', string>>;

/** Taken while a database is set up, so that several starters do it one after another. The number is arbitrary, and ours. */
const SETUP_LOCK = 7_426_011;

const quote = (name: string): string => pg.escapeIdentifier(name);

/** The connection strings of a database, derived from the administrator's. */
export function urlsFor(adminUrl: string, database: string, passwords: Passwords): Urls {
  const as = (account: { username?: string; password?: string } = {}): string => {
    const url = new URL(adminUrl);
    return Object.assign(url, { pathname: `/${encodeURIComponent(database)}`, ...account }).href;
  };
  const role = (name: Role): string => as({ username: ROLES[name], password: passwords[ROLES[name]] });
  return { admin: as(), owner: role('owner'), hub: role('hub'), monitor: role('monitor'), audit: role('audit') };
}

/** Brings roles, database, schemas and migrations up to date; doing it again changes nothing. */
export async function setUp(adminUrl: string, database: string, passwords: Passwords, migrations: readonly Migration[]): Promise<Urls> {
  const urls = urlsFor(adminUrl, database, passwords);
  await withClient(adminUrl, async (admin) => {
    await refuseUnfit(admin, database);
    await admin.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK]);
    await createRoles(admin, passwords);
    if (!(await mayEnter(urls.owner))) {
      if ((await exists(admin, database)) || (await isInUse(admin))) throw new RolesTaken(database);
      await setPasswords(admin, passwords);
    }
    await createDatabase(admin, database);
    await withClient(urls.admin, createSchemas);
    await withClient(urls.owner, (owner) => migrate(owner, migrations));
  });
  return urls;
}

async function createRoles(admin: pg.Client, passwords: Passwords): Promise<void> {
  const { rows } = await admin.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [Object.values(ROLES)]);
  const there = new Set(rows.map(({ rolname }) => rolname));
  const missing = Object.values(ROLES).filter((role) => !there.has(role));
  for (const role of missing) await admin.query(`CREATE ROLE ${role} LOGIN NOINHERIT`);
  await setPasswords(admin, passwords, missing);
}

async function setPasswords(admin: pg.Client, passwords: Passwords, roles: readonly string[] = Object.values(ROLES)): Promise<void> {
  for (const role of roles) await admin.query(`ALTER ROLE ${role} PASSWORD '${scramVerifier(passwords[role] ?? '')}'`);
}

async function createDatabase(admin: pg.Client, database: string): Promise<void> {
  await admin.query(`DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      EXECUTE 'GRANT ${ROLES.owner}, ${ROLES.monitor} TO ' || quote_ident(current_user);
    END IF;
  END $$`);
  if (!(await exists(admin, database)))
    await admin.query(`CREATE DATABASE ${quote(database)} OWNER ${ROLES.owner} TEMPLATE template0 ENCODING 'UTF8'`);
  await admin.query(`REVOKE ALL ON DATABASE ${quote(database)} FROM PUBLIC`);
  await admin.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${quote(database)} TO ${Object.values(ROLES).join(', ')}`);
}

async function exists(admin: pg.Client, database: string): Promise<boolean> {
  return (await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])).rowCount !== 0;
}

/** Rights on tables are given by the migrations of the libraries that own them; here only who may enter which schema, and that each sees what has landed. */
async function createSchemas(admin: pg.Client): Promise<void> {
  const { owner, hub, monitor, audit } = ROLES;
  await admin.query(`
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    CREATE SCHEMA IF NOT EXISTS migration AUTHORIZATION ${owner};
    CREATE SCHEMA IF NOT EXISTS log AUTHORIZATION ${owner};
    CREATE SCHEMA IF NOT EXISTS eventstore AUTHORIZATION ${owner};
    CREATE SCHEMA IF NOT EXISTS vault AUTHORIZATION ${owner};
    CREATE SCHEMA IF NOT EXISTS access AUTHORIZATION ${owner};
    CREATE SCHEMA IF NOT EXISTS view AUTHORIZATION ${monitor};
    GRANT USAGE ON SCHEMA log, eventstore TO ${hub}, ${monitor}, ${audit};
    GRANT USAGE ON SCHEMA vault TO ${hub};
    GRANT USAGE, CREATE ON SCHEMA view TO ${owner};
    GRANT USAGE ON SCHEMA access TO ${monitor};
    GRANT USAGE ON SCHEMA access, view TO ${audit};
    CREATE TABLE IF NOT EXISTS migration.landed (
      id text PRIMARY KEY,
      hash text NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    ALTER TABLE migration.landed OWNER TO ${owner};
    GRANT USAGE ON SCHEMA migration TO ${hub}, ${monitor}, ${audit};
    GRANT SELECT ON migration.landed TO ${hub}, ${monitor}, ${audit};
  `);
  await admin.query(HAND_OVER_ACCESS);
}

/** Who owns a schema may drop what is in it, whosever it is: the access log must not be the monitor's. Older databases had it so. */
const HAND_OVER_ACCESS = `DO $$ BEGIN
  IF (SELECT nspowner <> '${ROLES.owner}'::regrole FROM pg_namespace WHERE nspname = 'access') THEN
    ALTER SCHEMA access OWNER TO ${ROLES.owner};
    REVOKE CREATE ON SCHEMA access FROM ${ROLES.monitor};
    GRANT USAGE ON SCHEMA access TO ${ROLES.monitor};
  END IF;
END $$`;

/** Whether the folder's passwords are the server's. */
async function mayEnter(url: string): Promise<boolean> {
  try {
    await withClient(url, async () => undefined);
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    // A database that is not there yet is only noticed by somebody whose password was right.
    if (code === WRONG_PASSWORD || code === NO_DATABASE) return code === NO_DATABASE;
    throw error;
  }
}

/** Whether any service of ours is connected to any database of the server: the roles are its, not the database's. */
async function isInUse(admin: pg.Client): Promise<boolean> {
  const { rows } = await admin.query('SELECT 1 FROM pg_stat_activity WHERE usename = ANY($1) LIMIT 1', [Object.values(ROLES)]);
  return rows.length > 0;
}

/** SQLSTATEs of a refused password, and of a database that does not exist. */
const WRONG_PASSWORD = '28P01';
const NO_DATABASE = '3D000';
