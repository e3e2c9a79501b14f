import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createPool, FolderInUse, type Migration, MigrationChanged, openDatabase, RolesTaken } from '.';
import { findBinaries } from './binaries';
import { ensureCluster, placeIn } from './cluster';
import { startPostmaster } from './postmaster';
import { exists, readPidFile, serverProcesses } from './processes';

const root = join(__dirname, '..', '..');
const rows: Migration = { id: 'rows/0001', sql: 'CREATE TABLE log.rows (n bigint PRIMARY KEY); GRANT SELECT, INSERT ON log.rows TO lianhu_hub' };

let base: string;
beforeEach(() => void (base = mkdtempSync(join(tmpdir(), 'lianhu-open-'))));
afterEach(() => rmSync(base, { recursive: true, force: true }));

const clusterOf = (folder: string): string => join(folder, 'cluster');
const pidOf = (folder: string): number => readPidFile(clusterOf(folder))?.pid ?? 0;

async function numbersIn(url: string, table: string): Promise<number[]> {
  const pool = createPool(url, { max: 1 });
  const result = await pool.query<{ n: number }>(`SELECT n FROM ${table} ORDER BY n`);
  await pool.end();
  return result.rows.map(({ n }) => n);
}

async function until(done: () => boolean, patience = 60_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!done()) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await pause(10);
  }
}

/** Inserts 1, 2, 3 … until told to stop, and remembers what was confirmed; a broken connection is tried again. */
function insertWithout(url: string): { confirmed: number[]; stop(): Promise<void> } {
  const pool = createPool(url, { max: 1 });
  const state = { confirmed: [] as number[], running: true };
  const work = (async () => {
    for (let n = 1; state.running; n += 1) {
      await pool.query('INSERT INTO log.rows VALUES ($1)', [n]).then(
        () => state.confirmed.push(n),
        () => pause(20),
      );
    }
    await pool.end();
  })();
  return { confirmed: state.confirmed, stop: () => ((state.running = false), work) };
}

test('what was committed survives kill -9 of the server, which comes back on the same port by itself', async () => {
  const database = await openDatabase({ folder: base, migrations: [rows] });
  const insert = insertWithout(database.urls.hub);
  for (let kill = 1; kill <= 3; kill += 1) {
    const before = insert.confirmed.length;
    await until(() => insert.confirmed.length > before + 20);
    const killed = pidOf(base);
    process.kill(killed, 'SIGKILL');
    await until(() => pidOf(base) !== killed && readPidFile(clusterOf(base))?.status === 'ready');
    const after = insert.confirmed.length;
    await until(() => insert.confirmed.length > after + 20);
  }
  await insert.stop();
  expect(await numbersIn(database.urls.hub, 'log.rows')).toEqual(expect.arrayContaining(insert.confirmed));
  await database.stop();
  expect(serverProcesses(clusterOf(base))).toEqual([]);
});

test('a server that is killed again while it comes back is brought back all the same', async () => {
  const database = await openDatabase({ folder: base, migrations: [rows] });
  for (let kill = 1; kill <= 4; kill += 1) {
    const killed = pidOf(base);
    process.kill(killed, 'SIGKILL');
    await until(() => ![0, killed].includes(pidOf(base)));
  }
  await until(() => readPidFile(clusterOf(base))?.status === 'ready', 60_000);
  expect(await numbersIn(database.urls.hub, 'log.rows')).toEqual([]);
  await database.stop();
  expect(serverProcesses(clusterOf(base))).toEqual([]);
});

test('stop ends the server, opening again finds the rows, and passwords stay what they were', async () => {
  const first = await openDatabase({ folder: base, migrations: [rows] });
  const insert = insertWithout(first.urls.hub);
  await until(() => insert.confirmed.length > 5);
  await insert.stop();
  await first.stop();
  await first.stop();
  const second = await openDatabase({ folder: base, migrations: [rows] });
  expect(await numbersIn(second.urls.hub, 'log.rows')).toEqual(insert.confirmed);
  expect(new URL(second.urls.hub).password).toBe(new URL(first.urls.hub).password);
  await second.stop();
});

test('passwords are readable by their owner only, and stand nowhere else in the folder', async () => {
  const database = await openDatabase({ folder: base, migrations: [rows] });
  await database.stop();
  expect(statSync(join(base, 'passwords.json')).mode & 0o777).toBe(0o600);
  const passwords = Object.values(JSON.parse(readFileSync(join(base, 'passwords.json'), 'utf8')) as Record<string, string>);
  const found = passwords.filter((password) => existsText(base, password));
  expect(found).toEqual([]);
});

test('no value of a row or a failed query reaches the log of the server', async () => {
  const database = await openDatabase({ folder: base, migrations: [{ id: 'names/0001', sql: 'CREATE TABLE log.names (name text PRIMARY KEY)' }] });
  const pool = createPool(database.urls.owner, { max: 1 });
  await pool.query(`INSERT INTO log.names VALUES ('测试甲')`);
  await expect(pool.query(`INSERT INTO log.names VALUES ($1)`, ['测试甲'])).rejects.toMatchObject({ code: '23505' });
  await expect(pool.query(`SELECT '测试甲'::int`)).rejects.toMatchObject({ code: '22P02' });
  await expect(pool.query(`SELECT $1::int`, ['测试甲'])).rejects.toMatchObject({ code: '22P02' });
  await pool.end();
  await database.stop();
  expect(readFileSync(join(base, 'server.log'), 'utf8')).not.toContain('测试甲');
});

const existsText = (folder: string, text: string): boolean => {
  try {
    return execFileSync('grep', ['-rlaF', '--exclude=passwords.json', '-e', text, folder], { encoding: 'utf8' }) !== '';
  } catch {
    return false;
  }
};

test('a second opener of the same folder is refused, and the first goes on', async () => {
  const first = await openDatabase({ folder: base, migrations: [rows] });
  await expect(openDatabase({ folder: base, migrations: [rows] })).rejects.toThrow(FolderInUse);
  expect(await numbersIn(first.urls.hub, 'log.rows')).toEqual([]);
  await first.stop();
});

test('it works below a folder that is closed to everyone but its owner', async () => {
  const closed = join(base, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o700);
  const database = await openDatabase({ folder: join(closed, 'a', 'data'), migrations: [rows] });
  expect(await numbersIn(database.urls.hub, 'log.rows')).toEqual([]);
  await database.stop();
});

test('its programs work below a folder that is closed to everyone but its owner', async () => {
  const home = join(base, 'native');
  execFileSync('cp', ['-a', findBinaries().home, home]);
  const binaries = { home, initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres') };
  const place = placeIn(base);
  await ensureCluster(place, binaries, 'secret', false);
  const server = await startPostmaster(place, binaries, []);
  expect(await numbersIn(`postgres://lianhu_admin:secret@127.0.0.1:${server.port}/postgres`, '(SELECT 1 AS n)')).toEqual([1]);
  await server.stop();
});

test('a landed migration that was edited is refused, and nothing of the new ones lands', async () => {
  const more: Migration = { id: 'rows/0002', sql: 'CREATE TABLE log.more (n bigint)' };
  await (await openDatabase({ folder: base, migrations: [rows] })).stop();
  const edited = { ...rows, sql: `${rows.sql} ` };
  await expect(openDatabase({ folder: base, migrations: [edited, more] })).rejects.toThrow(MigrationChanged);
  const database = await openDatabase({ folder: base, migrations: [rows, more] });
  expect(await numbersIn(database.urls.owner, 'log.more')).toEqual([]);
  await database.stop();
});

test('a migration that fails leaves nothing behind, and opening again after mending works', async () => {
  const broken = { id: 'rows/0002', sql: 'CREATE TABLE log.half (n bigint); SELECT nothing' };
  await expect(openDatabase({ folder: base, migrations: [rows, broken] })).rejects.toThrow('rows/0002');
  const database = await openDatabase({ folder: base, migrations: [rows, { ...broken, sql: 'CREATE TABLE log.half (n bigint)' }] });
  expect(await numbersIn(database.urls.owner, 'log.half')).toEqual([]);
  await database.stop();
});

describe('DATABASE_URL', () => {
  test('roles, database, schemas and migrations are made in a server that somebody else runs, by a role that is no superuser', async () => {
    const theirs = await openDatabase({ folder: join(base, 'theirs'), migrations: [] });
    const admin = createPool(theirs.urls.admin, { max: 1 });
    await admin.query(`CREATE ROLE dba LOGIN CREATEROLE CREATEDB PASSWORD 'dba'`);
    await admin.end();
    const foreign = await dropRoles(theirs.urls.admin);
    Object.assign(foreign, { username: 'dba', password: 'dba', pathname: '/county' });
    const options = { folder: join(base, 'ours'), databaseUrl: foreign.href, migrations: [rows] };
    const first = await openDatabase(options);
    expect(new URL(first.urls.hub).pathname).toBe('/county');
    expect(await numbersIn(first.urls.hub, 'log.rows')).toEqual([]);
    await first.stop();
    // Another folder takes nothing away from the one whose passwords these are, not for this database nor for one beside it.
    const other = { ...options, folder: join(base, 'moved') };
    await expect(openDatabase(other)).rejects.toThrow(RolesTaken);
    expect(await numbersIn(first.urls.hub, 'log.rows')).toEqual([]);
    const busy = createPool(first.urls.hub, { max: 1 });
    await busy.query('SELECT 1');
    const beside = { ...other, databaseUrl: Object.assign(new URL(foreign), { pathname: '/beside' }).href };
    await expect(openDatabase(beside)).rejects.toThrow(RolesTaken);
    await busy.end();
    // With the passwords it may; and into a new database on a server that nobody works on, as a restore does.
    cpSync(join(base, 'ours', 'passwords.json'), join(base, 'moved', 'passwords.json'));
    expect(await numbersIn((await openDatabase(other)).urls.hub, 'log.rows')).toEqual([]);
    const anew = { ...options, folder: join(base, 'anew'), databaseUrl: Object.assign(new URL(foreign), { pathname: '/anew' }).href };
    expect(await numbersIn((await openDatabase(anew)).urls.hub, 'log.rows')).toEqual([]);
    expect(existsSync(join(base, 'moved', 'cluster'))).toBe(false);
    await theirs.stop();
  });
});

/** Makes the embedded server look like one that never saw Lianhu. */
async function dropRoles(adminUrl: string): Promise<URL> {
  const url = new URL(adminUrl);
  url.pathname = '/postgres';
  const pool = createPool(url.href, { max: 1 });
  await pool.query('DROP DATABASE lianhu WITH (FORCE)');
  await pool.query('DROP ROLE lianhu_owner, lianhu_hub, lianhu_monitor, lianhu_audit');
  await pool.end();
  return url;
}

describe('a Node that launched the server', () => {
  let bundle: string;
  let bundleFolder: string;
  beforeAll(() => {
    bundleFolder = mkdtempSync(join(root, 'node_modules', '.lianhu-kill-'));
    bundle = join(bundleFolder, 'child.mjs');
    const rolldown = join(root, 'node_modules', 'rolldown', 'bin', 'cli.mjs');
    execFileSync(
      process.execPath,
      [rolldown, join(__dirname, 'open.child.ts'), '-o', bundle, '--platform', 'node', '--format', 'esm', '--external', 'pg'],
      { cwd: root },
    );
  });
  afterAll(() => rmSync(bundleFolder, { recursive: true, force: true }));

  const started: ChildProcess[] = [];
  afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

  async function startChild(): Promise<{ child: ChildProcess; confirmed: () => number[] }> {
    const child = spawn(process.execPath, [bundle, base], { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await until(() => output.split('\n').length > 20);
    return { child, confirmed: () => output.split('\n').slice(1, -1).map(Number) };
  }

  test.each(['SIGKILL', 'SIGTERM'] as const)('dies by %s: the server goes too, and everything it had confirmed is there', async (signal) => {
    const confirmed: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { child, confirmed: numbers } = await startChild();
      const server = pidOf(base);
      child.kill(signal);
      await new Promise((resolve) => child.once('close', resolve));
      confirmed.push(...numbers());
      if (round === 0) await until(() => !exists(server) || serverProcesses(clusterOf(base)).length === 0);
    }
    const database = await openDatabase({ folder: base, migrations: [] });
    const there = await numbersIn(database.urls.owner, 'log.kill');
    expect(there).toEqual(expect.arrayContaining(confirmed));
    expect(there.length - confirmed.length).toBeLessThanOrEqual(3);
    await database.stop();
  });

  test('both die by kill -9 at once: the next start recovers', async () => {
    const { child, confirmed } = await startChild();
    child.kill('SIGKILL');
    process.kill(pidOf(base), 'SIGKILL');
    const database = await openDatabase({ folder: base, migrations: [] });
    expect(await numbersIn(database.urls.owner, 'log.kill')).toEqual(expect.arrayContaining(confirmed()));
    await database.stop();
  });
});
