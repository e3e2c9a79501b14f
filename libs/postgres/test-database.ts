import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from './binaries';
import { placeIn } from './cluster';
import { type Migration } from './migrate';
import { type Database, superviseServer } from './open';
import { ADMIN, passwordsOf, ROLES } from './passwords';
import { withClient } from './pool';
import { adoptPostmaster } from './postmaster';
import { setUp, urlsFor } from './roles';

/** A database of a test's own; `fresh` gives another one of the same shape, empty. `stop` drops it. */
export interface TestDatabase extends Database {
  fresh(): Promise<TestDatabase>;
}

/** Test data need not survive a power cut. */
const FAST = ['fsync=off', 'full_page_writes=off', 'max_wal_size=256MB', 'autovacuum_naptime=5min'];

/**
 * A new database with the given migrations, on one embedded server for each process that runs tests. The server and its
 * folder go when that process ends, however it ends.
 */
export async function testDatabase(migrations: readonly Migration[]): Promise<TestDatabase> {
  const { folder, adminUrl } = await sharedServer();
  const passwords = passwordsOf(folder);
  const shape = `shape_${createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16)}`;
  await setUp(adminUrl, shape, passwords, migrations);
  const fresh = async (): Promise<TestDatabase> => {
    const name = await copyDatabase(adminUrl, shape);
    const stop = (): Promise<void> => withClient(adminUrl, async (admin) => void (await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)));
    return { urls: urlsFor(adminUrl, name, passwords), lost: new Promise(() => undefined), stop, fresh };
  };
  return fresh();
}

async function copyDatabase(adminUrl: string, shape: string): Promise<string> {
  const name = `test_${Date.now()}_${Math.floor(Math.random() * 1e9)}`;
  await withClient(adminUrl, async (admin) => {
    await admin.query(`CREATE DATABASE ${name} OWNER ${ROLES.owner} TEMPLATE ${shape} STRATEGY file_copy`);
    await admin.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await admin.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO ${Object.values(ROLES).join(', ')}`);
  });
  return name;
}

interface SharedServer {
  readonly folder: string;
  readonly adminUrl: string;
}
let shared: Promise<SharedServer> | undefined;
/** Jest loads this module anew for every file, so the server is found again by this process's number. */
const sharedServer = (): Promise<SharedServer> => (shared ??= findOrStart());

async function findOrStart(): Promise<SharedServer> {
  const folder = join(realpathSync(tmpdir()), `lianhu-test-${process.getuid?.() ?? 0}-${process.pid}`);
  const running = existsSync(folder) ? adoptPostmaster(placeIn(folder).cluster) : undefined;
  if (running) {
    const password = encodeURIComponent(passwordsOf(folder)[ADMIN] ?? '');
    return { folder, adminUrl: `postgres://${ADMIN}:${password}@127.0.0.1:${running.port}/postgres` };
  }
  rmSync(folder, { recursive: true, force: true });
  copyFolder(await template(), folder);
  removeWithProcess(folder);
  const server = await superviseServer(folder, FAST, false);
  return { folder, adminUrl: server.adminUrl };
}

/** A folder with a cluster and its roles, made once for each version of PostgreSQL and each user; copying it is faster than `initdb`. */
async function template(): Promise<string> {
  const { home } = findBinaries();
  const version = createHash('sha256')
    .update(readFileSync(join(home, '..', 'package.json')))
    .update(LAYOUT)
    .digest('hex')
    .slice(0, 12);
  const ready = join(realpathSync(tmpdir()), `lianhu-test-template-${process.getuid?.() ?? 0}-${version}`);
  if (existsSync(ready) && statSync(ready).uid === (process.getuid?.() ?? 0)) return ready;
  const making = mkdtempSync(join(realpathSync(tmpdir()), 'lianhu-test-making-'));
  const server = await superviseServer(making, FAST, false);
  await setUp(server.adminUrl, 'postgres_template', passwordsOf(making), []);
  await withClient(server.adminUrl, async (admin) => void (await admin.query('DROP DATABASE postgres_template')));
  await server.stop();
  try {
    renameSync(making, ready);
  } catch {
    rmSync(making, { recursive: true, force: true });
  }
  return ready;
}

/** Raise it when what a template contains changes. */
const LAYOUT = '1';

function copyFolder(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cp failed: ${stderr}`);
}

/** A shell waits for the end of this process, then for the end of the server, and removes the folder. */
function removeWithProcess(folder: string): void {
  const pidFile = join(placeIn(folder).cluster, 'postmaster.pid');
  const script = 'read -r _; n=0; while [ -e "$1" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done; rm -rf "$2"';
  const watcher = spawn('sh', ['-c', script, 'sh', pidFile, folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
}
