import { mkdirSync, realpathSync } from 'node:fs';
import { findBinaries } from './binaries';
import { ensureCluster, placeIn } from './cluster';
import { PostgresFailed } from './errors';
import { lockFolder } from './folder-lock';
import type { Migration } from './migrate';
import { ADMIN, passwordsOf } from './passwords';
import { type Postmaster, startPostmaster } from './postmaster';
import { setUp, type Urls } from './roles';

/** Where the database is and what it must contain. */
export interface OpenOptions {
  /** Passwords, and the embedded server with its data, live here. Made when missing. */
  readonly folder: string;
  /** Replaces the embedded server: a role that may create roles and databases. Its path names the database, `lianhu` if it is empty or `postgres`. */
  readonly databaseUrl?: string;
  readonly migrations: readonly Migration[];
  /** Further `name=value` settings of the embedded server. */
  readonly settings?: readonly string[];
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
    const server = await superviseServer(folder, options.settings ?? [], true);
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

async function openForeign(folder: string, databaseUrl: string, migrations: readonly Migration[]): Promise<Database> {
  const path = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  const maintenance = new URL(databaseUrl);
  maintenance.pathname = '/postgres';
  const urls = await setUp(maintenance.href, path === '' || path === 'postgres' ? DATABASE : path, passwordsOf(folder), migrations);
  return { urls, lost: new Promise(() => undefined), stop: () => Promise.resolve() };
}

/** A running embedded server under supervision. */
export interface Server {
  readonly adminUrl: string;
  readonly lost: Promise<PostgresFailed>;
  stop(): Promise<void>;
}

/** Starts the server of a folder and brings it back when it dies. `durable: false` is for tests only. */
export async function superviseServer(folder: string, settings: readonly string[], durable: boolean): Promise<Server> {
  const place = placeIn(folder);
  const binaries = findBinaries();
  const password = passwordsOf(folder)[ADMIN] ?? '';
  await ensureCluster(place, binaries, password, durable);
  let current: Promise<Postmaster> = startPostmaster(place, binaries, settings);
  const { port } = await current;
  let stopping = false;
  const lost = (async () => {
    for (let restarts = 0; ; restarts += 1) {
      await (
        await current
      ).ended;
      if (stopping) return new Promise<never>(() => undefined);
      if (restarts === RESTARTS) return new PostgresFailed(folder, `it died ${restarts + 1} times`);
      current = startPostmaster(place, binaries, settings, port);
    }
  })().catch((error: unknown) => (error instanceof PostgresFailed ? error : new PostgresFailed(folder, String(error))));
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
