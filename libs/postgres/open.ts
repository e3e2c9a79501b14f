import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from './binaries';
import { ensureCluster, placeIn } from './cluster';
import { PostgresFailed } from './errors';
import { lockFolder } from './folder-lock';
import type { Migration } from './migrate';
import { ADMIN, passwordsOf } from './passwords';
import { withClient } from './pool';
import { adoptPostmaster, type Postmaster, startPostmaster } from './postmaster';
import { setUp, type Urls, urlsFor } from './roles';

/** Where the database is and what it must contain. */
export interface OpenOptions {
  /** Passwords, and the embedded server with its data, live here. Made when missing. */
  readonly folder: string;
  /** Replaces the embedded server: a role that may create roles and databases. Its path names the database, `lianhu` if it is empty or `postgres`. */
  readonly databaseUrl?: string;
  readonly migrations: readonly Migration[];
  /** Further `name=value` settings of the embedded server. */
  readonly settings?: readonly string[];
  /** How often an embedded server that died is brought back, within one run of Node. */
  readonly restarts?: number;
}

/** An open database. */
export interface Database {
  readonly urls: Urls;
  /** Resolves when the embedded server ended and could not be brought back; never with `databaseUrl`. */
  readonly lost: Promise<PostgresFailed>;
  /** Stops the embedded server after a last checkpoint; connections still open are cut. Doing it again changes nothing. */
  stop(): Promise<void>;
}

const DATABASE = 'lianhu';
/** A server that dies more often than this within one run of Node is not brought back. Unit: times. */
const RESTARTS = 20;
/** Between starts that fail one after another; each pause is twice the one before. Unit: ms. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;

/**
 * Opens the database of a data folder: starts the embedded server (or uses `databaseUrl`), then brings roles, schemas and
 * migrations up to date. One process at a time: the second on a folder gets `FolderInUse`. A server whose Node died is stopped
 * and started anew. A server that dies under a living Node is brought back on the same port, and pools reconnect.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  mkdirSync(options.folder, { recursive: true });
  const folder = realpathSync(options.folder);
  if (options.databaseUrl !== undefined && options.databaseUrl !== '') return openForeign(folder, options.databaseUrl, options.migrations);
  const unlock = await lockFolder(folder);
  try {
    const server = await superviseServer(folder, options.settings ?? [], true, options.restarts);
    const stop = once(async () => {
      await server.stop();
      await unlock();
    });
    try {
      const urls = await setUp(server.adminUrl, DATABASE, passwordsOf(folder), options.migrations);
      return { urls, lost: server.lost, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** A connection that may read everything, to a database that may be in use; `close` leaves it as it was found. */
export interface Reached {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The database of a data folder as it is, for a command that looks while everything goes on: nothing is set up or changed in one
 * that another process runs, nor behind `databaseUrl`. An embedded server that does not run is opened.
 */
export async function reachDatabase(options: OpenOptions): Promise<Reached> {
  const given = options.databaseUrl ?? '';
  if (given !== '') return { url: Object.assign(new URL(given), { pathname: `/${databaseOf(given)}` }).href, close: () => Promise.resolve() };
  const port = runningOn(options.folder);
  if (port === undefined) {
    const { urls, stop } = await openDatabase(options);
    return { url: urls.owner, close: stop };
  }
  const passwords = passwordsOf(realpathSync(options.folder));
  return { url: urlsFor(`postgres://127.0.0.1:${port}/`, DATABASE, passwords).owner, close: () => Promise.resolve() };
}

/** The port of the embedded server that runs on a folder now; undefined when none does. */
export const runningOn = (folder: string): number | undefined =>
  existsSync(folder) ? adoptPostmaster(placeIn(realpathSync(folder)).cluster)?.port : undefined;

/** The name of the database that a `databaseUrl` means. */
export function databaseOf(databaseUrl: string): string {
  const path = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  return path === '' || path === 'postgres' ? DATABASE : path;
}

/** Renames a database that is to be replaced, so that nothing is lost by a mistake. Fails while somebody is connected to it. */
export async function setAside(databaseUrl: string, as: string): Promise<void> {
  const maintenance = Object.assign(new URL(databaseUrl), { pathname: '/postgres' });
  await withClient(maintenance.href, async (client) => {
    await client.query(`ALTER DATABASE ${pg.escapeIdentifier(databaseOf(databaseUrl))} RENAME TO ${pg.escapeIdentifier(as)}`);
  });
}

async function openForeign(folder: string, databaseUrl: string, migrations: readonly Migration[]): Promise<Database> {
  const maintenance = Object.assign(new URL(databaseUrl), { pathname: '/postgres' });
  const urls = await setUp(maintenance.href, databaseOf(databaseUrl), passwordsOf(folder), migrations);
  return { urls, lost: new Promise(() => undefined), stop: () => Promise.resolve() };
}

/** A running embedded server under supervision. */
export interface Server {
  readonly adminUrl: string;
  readonly lost: Promise<PostgresFailed>;
  stop(): Promise<void>;
}

/** Starts the server of a folder and brings it back when it dies. `durable: false` is for tests only. */
export async function superviseServer(folder: string, settings: readonly string[], durable: boolean, most = RESTARTS): Promise<Server> {
  const place = placeIn(folder);
  const binaries = findBinaries();
  const password = passwordsOf(folder)[ADMIN] ?? '';
  await ensureCluster(place, binaries, password, durable);
  let current: Promise<Postmaster> = startPostmaster(place, binaries, settings);
  const { port } = await current;
  let stopping = false;
  const lost = (async () => {
    for (let restarts = 0, failures = 0; ; restarts += 1) {
      // One that dies while it starts (killed in its recovery, no room on the disk) is started again too, after a while.
      const failed = await current.then(
        ({ ended }) => ended,
        (error: unknown) => error,
      );
      failures = failed === undefined ? 0 : failures + 1;
      if (failures > 0) await pause(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1)), undefined, { ref: false });
      if (stopping) return new Promise<never>(() => undefined);
      if (restarts >= most) return failed instanceof PostgresFailed ? failed : new PostgresFailed(folder, `it died ${restarts + 1} times`);
      current = startPostmaster(place, binaries, settings, port);
    }
  })();
  const stop = async (): Promise<void> => {
    stopping = true;
    await (await current.catch(() => undefined))?.stop();
  };
  return { adminUrl: `postgres://${ADMIN}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`, lost, stop };
}

/** Runs `work` at the first call only. */
function once(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= work());
}
