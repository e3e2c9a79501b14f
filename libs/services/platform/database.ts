import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { accessMigrations } from '@lianhu/access';
import { eventstoreMigrations } from '@lianhu/log-eventstore';
import { logMigrations } from '@lianhu/log-postgres';
import {
  codeOf,
  landedMigrations,
  openDatabase,
  refuseUnfit,
  withClient,
  type Database,
  type PostgresFailed,
  type Role,
  type Urls,
} from '@lianhu/postgres';
import { vaultMigrations } from '@lianhu/vault';
import type { ClientBase } from 'pg';
import { BadConfig, type Config } from './config';
import { logger } from './logger';
import type { Closing } from './run';

/** Every migration, in the order in which they land. The views' tables are made by the monitor from their definitions. */
export const migrations = [...logMigrations, ...vaultMigrations, ...accessMigrations, ...eventstoreMigrations];

/** An open database and how to let it go. */
export interface OpenDatabase {
  readonly urls: Urls;
  readonly close: Closing;
}

/** A file in a data folder in which a restore has begun and is not done. */
export const restoringIn = (folder: string): string => join(folder, 'restoring');

/** File of a data folder that says how far its hub has seen its log stand. */
export const logMarkIn = (folder: string): string => join(folder, 'log-mark.json');

/** The database of a data folder: the embedded server, or DATABASE_URL of a role that may create roles and databases. Migrates. */
export async function openAll(config: Config): Promise<OpenDatabase> {
  if (existsSync(restoringIn(config.folder)))
    throw new BadConfig(`a restore into ${config.folder} has begun and was not finished: run lianhu restore again, then start`);
  const database = await openDatabase({ folder: join(config.folder, 'postgres'), databaseUrl: config.databaseUrl, migrations });
  await refuseNewer(database);
  void database.lost.then((error) => endWithout(error));
  return { urls: database.urls, close: () => database.stop() };
}

/** An older program does not know what the newer one hides and destroys: a sealed case would be open in it. */
async function refuseNewer({ urls, stop }: Database): Promise<void> {
  const known = new Set(migrations.map(({ id }) => id));
  const strange = (await withClient(urls.owner, landedMigrations)).find(({ id }) => !known.has(id));
  if (!strange) return;
  await stop();
  throw new BadConfig(
    `a newer version of Lianhu has opened this database (migration ${strange.id}): start that one, or restore with this one a backup of before the upgrade`,
  );
}

/** A service whose database is gone for good ends, so that whatever keeps it running starts it anew; first it closes as on a signal. */
function endWithout(error: PostgresFailed): void {
  logger.fatal({ fault: error.code }, 'the database could not be brought back: this process ends');
  process.exitCode = DATABASE_LOST_EXIT;
  process.kill(process.pid, 'SIGTERM');
}
/** Exit code of a process that lost its database. Source: EX_UNAVAILABLE of sysexits. */
const DATABASE_LOST_EXIT = 69;

/**
 * The connection of one service's role. DATABASE_URL that signs in as one of our roles is used as it is, on a database that a hub
 * of this version or a newer one has set up; any other one sets the database up first.
 */
export async function openFor(config: Config, role: Role): Promise<{ readonly url: string; readonly close: Closing }> {
  const given = config.databaseUrl;
  if (given !== undefined && /^lianhu_(hub|monitor|audit)$/.test(decodeURIComponent(new URL(given).username))) {
    await withClient(given, refuseUnfit);
    await withClient(given, refuseOlder);
    return { url: given, close: async () => undefined };
  }
  const { urls, close } = await openAll(config);
  return { url: urls[role], close };
}

/** Insufficient privilege; no such schema; no such table: an older version let nobody see what has landed, or there was none. */
const UNSEEN = new Set(['42501', '3F000', '42P01']);

/** What a role of ours may not land itself is missing here and there once the service runs: a table, a right to a column. */
async function refuseOlder(client: ClientBase): Promise<void> {
  const landed = await landedMigrations(client).catch((error: unknown) => {
    if (UNSEEN.has(codeOf(error))) return undefined;
    throw error;
  });
  const ids = new Set(landed?.map(({ id }) => id));
  const missing = migrations.find(({ id }) => !ids.has(id));
  if (!missing) return;
  const what = landed ? `migration ${missing.id} is missing` : 'it does not show what has landed';
  throw new BadConfig(`an older version of Lianhu has set this database up (${what}): start the hub of this version first`);
}
