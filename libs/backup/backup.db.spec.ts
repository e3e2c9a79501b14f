import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { accessMigrations } from '@lianhu/access';
import { entryOf, testLog } from '@lianhu/log';
import { logMigrations, postgresLog } from '@lianhu/log-postgres';
import { createPool, testDatabase, withClient, type TestDatabase } from '@lianhu/postgres';
import { vaultMigrations } from '@lianhu/vault';
import { holdsData, ledgerOf, migrationsOf, openBackup, restoreBackup, restoreFiles, takeBackup, type Manifest } from './index';
import { sealOf } from './files';
import { fileOf, sealManifest } from './manifest';

const MIGRATIONS = [...logMigrations, ...vaultMigrations, ...accessMigrations];
const KEY = new Uint8Array(32).fill(9);
const { origin, signer, suite } = testLog();
/** More than one node of 256 leaves, and not a multiple. */
const LINES = 530;

describe('a backup', () => {
  let database: TestDatabase;
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const take = (name: string, more: { key?: Uint8Array; url?: string } = {}): Promise<Manifest> =>
    takeBackup({
      folder: at(name),
      url: database.urls.owner,
      origin,
      key: KEY,
      now: '2026-11-28T09:00:00.000+08:00',
      dataFolder: at('data'),
      ...more,
    });
  const restoreTo = async (name: string, empty: TestDatabase) => {
    const manifest = await openBackup(at(name), KEY, origin);
    return restoreBackup({ folder: at(name), manifest, url: empty.urls.owner, trust: signer! });
  };

  beforeAll(async () => {
    database = await testDatabase(MIGRATIONS);
    folder = mkdtempSync(join(tmpdir(), 'lianhu-backup-'));
    for (const folder of ['outbox', 'urgent']) {
      mkdirSync(at(`data/edges/police/${folder}`), { recursive: true });
      writeFileSync(at(`data/edges/police/${folder}/000000000000001.spool`), 'ciphertext');
    }
    mkdirSync(at('data/policies'));
    writeFileSync(at('data/policies/ab.json'), '{}');
    mkdirSync(at('data/figures'));
    for (const what of ['raw', 'figures']) writeFileSync(at(`data/figures/2026-Q3-1-${what}.json`), '{}');
    writeFileSync(at('data/erasures.ndjson'), '{"child":"child-before","reason":"unlawful"}\n');
    const log = postgresLog({ url: database.urls.hub, origin, suite, signer });
    for (let n = 0; n < LINES; n += 53) {
      const entries = Array.from({ length: 53 }, (_, i) =>
        entryOf({ id: `e-${n + i}`, subject: `child-${(n + i) % 40}`, beside: `secret ${n + i}` }),
      );
      await log.append(entries.map((entry) => ({ entries: [{ ...entry, bound: { ...entry.bound } }] })));
    }
    await log.close();
    await withClient(database.urls.hub, async (client) => {
      await client.query(`insert into vault.child (child, restricted, profile) values ('child-1', false, '\\x0102')`);
      await client.query(`insert into vault.lookup (mac, child) values ('\\x07', 'child-1')`);
    });
    await withClient(database.urls.monitor, async (client) => {
      await client.query(`insert into access.account (name, role, area, password, one_time) values ('测试"\\n', 'office', '990101', 'x', true)`);
      await client.query(`insert into access.session (id_hash, account, csrf, began, last_seen) values ('\\x01', '测试"\\n', 'c', now(), now())`);
      await client.query(`insert into access.day (day, reads) values ('2026-11-28', 1)`);
      await client.query(
        `insert into access.read (day, n, at, reader, children, row) values ('2026-11-28', 1, 'x', 'r', '{child-1,"a,b"}', '{"n":9007199254740993}')`,
      );
    });
    await take('whole');
  });
  afterAll(async () => {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Every row of every table, as text. */
  const contents = (from: TestDatabase, tables: readonly { name: string }[]): Promise<string[]> =>
    withClient(from.urls.admin, async (client) => {
      const all: string[] = [];
      for (const { name } of tables)
        all.push(
          ...(await client.query<{ row: string }>(`select '${name} ' || t::text as row from ${name} t order by 1`)).rows.map(({ row }) => row),
        );
      return all;
    });

  test('comes back row for row under a new epoch, sessions excepted, and the log goes on', async () => {
    const empty = await database.fresh();
    await withClient(empty.urls.owner, async (client) => expect(await holdsData(client)).toBe(false));
    const manifest = await openBackup(at('whole'), KEY, origin);
    const restored = await restoreTo('whole', empty);
    expect(restored).toMatchObject({ position: LINES, withoutCiphertext: 0 });
    const tables = manifest.tables.filter(({ name }) => !['access.session', 'log.epoch'].includes(name));
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['log.log_beside', 'log.log_tile', 'vault.lookup', 'access.read']));
    expect(await contents(empty, tables)).toEqual(await contents(database, tables));
    expect(await contents(empty, [{ name: 'access.session' }])).toEqual([]);
    await withClient(empty.urls.owner, async (client) => expect(await holdsData(client)).toBe(true));
    const log = postgresLog({ url: empty.urls.hub, origin, suite, signer });
    const head = await log.head();
    expect(head).toMatchObject({ position: LINES, epoch: restored.epoch, restoredFrom: { epoch: manifest.epoch, position: LINES } });
    expect(restored.epoch).not.toBe(manifest.epoch);
    expect(await log.append([{ entries: [entryOf({ id: 'e-0', subject: 'child-0' })] }])).toMatchObject([
      { kind: 'replayed', receipts: [{ position: 1 }] },
    ]);
    expect(await log.append([{ entries: [entryOf({ id: 'new' })] }])).toMatchObject([{ kind: 'appended', receipts: [{ position: LINES + 1 }] }]);
    await log.close();
    await empty.stop();
  });

  describe('its small files', () => {
    const SPOOL = 'edges/police/outbox/000000000000001.spool';
    const REPORT = 'edges/police/urgent/000000000000001.spool';
    const CLOSED = 'figures/2026-Q3-1-raw.json';
    const put = async (to: string, spools: boolean) => restoreFiles(at('whole'), await openBackup(at('whole'), KEY, origin), at(to), spools);
    const lying = (to: string) =>
      readdirSync(at(to), { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(at(to), name)).isFile())
        .sort();

    test('are put back whole, what edges had waiting only when it may be; otherwise it is named', async () => {
      expect(await put('without', false)).toEqual([SPOOL, REPORT]);
      expect(lying('without')).toEqual([CLOSED, 'policies/ab.json']);
      expect(await put('with', true)).toEqual([]);
      expect(lying('with')).toEqual([SPOOL, REPORT, CLOSED, 'policies/ab.json']);
      expect(readFileSync(join(at('with'), SPOOL), 'utf8')).toBe('ciphertext');
    });

    test('stay as they are where they lie, and what a crash left half is done again', async () => {
      const path = join(at('broken-off'), SPOOL);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(`${path}.part`, 'ciph');
      expect(await put('broken-off', true)).toEqual([]);
      expect([lying('broken-off'), readFileSync(path, 'utf8')]).toEqual([[SPOOL, REPORT, CLOSED, 'policies/ab.json'], 'ciphertext']);
      appendFileSync(path, ' of now');
      expect([await put('broken-off', false), await put('broken-off', true)]).toEqual([[], []]);
      expect(readFileSync(path, 'utf8')).toBe('ciphertext of now');
    });

    test('tell who was erased before it: the ledger is read before what edges have waiting', async () => {
      const manifest = await openBackup(at('whole'), KEY, origin);
      expect(readFileSync(ledgerOf(at('whole'), manifest)!, 'utf8')).toContain('child-before');
      expect(Object.keys(manifest.files).slice(0, 4)).toEqual(['erasures.ndjson', 'policies/ab.json', CLOSED, SPOOL]);
      const { 'erasures.ndjson': _, ...files } = manifest.files;
      expect(ledgerOf(at('whole'), { ...manifest, files })).toBeUndefined();
    });
  });

  test('leaves the guards of append-only tables on', async () => {
    const empty = await database.fresh();
    await restoreTo('whole', empty);
    for (const statement of [
      'UPDATE log.log_event_0000 SET claim = claim',
      'TRUNCATE log.log_event',
      'DELETE FROM log.epoch',
      'DELETE FROM access.read',
    ])
      await withClient(empty.urls.owner, (client) => expect(client.query(statement)).rejects.toThrow(/only/));
    await empty.stop();
  });

  test('is refused by the name of whichever file was changed by one bit or taken away, before anything is touched', async () => {
    const names = readdirSync(at('whole'), { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(at('whole'), name)).isFile());
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      rmSync(at('bitten'), { recursive: true, force: true });
      cpSync(at('whole'), at('bitten'), { recursive: true });
      const path = join(at('bitten'), name);
      const bytes = readFileSync(path);
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] as number) ^ 1;
      writeFileSync(path, bytes);
      await expect([name, openBackup(at('bitten'), KEY, origin)][1]).rejects.toThrow(name);
      rmSync(path);
      await expect(openBackup(at('bitten'), KEY, origin)).rejects.toThrow(name);
    }
  });

  test('a file of it that cannot be read is named', async () => {
    cpSync(at('whole'), at('unreadable'), { recursive: true });
    rmSync(at('unreadable/log.log_key.ndjson.gz'));
    mkdirSync(at('unreadable/log.log_key.ndjson.gz'));
    await expect(openBackup(at('unreadable'), KEY, origin)).rejects.toThrow('log.log_key.ndjson.gz: it cannot be read (EISDIR)');
  });

  /** Changes rows of a table in a copy, and seals the copy anew, as only somebody with the master key could. */
  async function forge(table: string, change: (rows: string[]) => string[]): Promise<void> {
    rmSync(at('forged'), { recursive: true, force: true });
    cpSync(at('whole'), at('forged'), { recursive: true });
    const path = join(at('forged'), fileOf(table));
    const rows = change(gunzipSync(readFileSync(path)).toString().trim().split('\n'));
    writeFileSync(path, gzipSync(`${rows.join('\n')}\n`));
    const manifest = await openBackup(at('whole'), KEY, origin);
    const { backup: _, masterKey: __, mac: ___, ...facts } = manifest;
    const files = { ...facts.files, [fileOf(table)]: (await sealOf(path))! };
    const tables = facts.tables.map((one) => (one.name === table ? { ...one, rows: rows.length } : one));
    writeFileSync(join(at('forged'), 'manifest.json'), sealManifest(KEY, { ...facts, files, tables }));
  }
  const edit =
    (n: number, what: string, by: string) =>
    (rows: string[]): string[] =>
      rows.map((row, i) => {
        if (i !== n) return row;
        expect(row).toContain(what);
        return row.replace(what, by);
      });

  test.each<[string, string, (rows: string[]) => string[], RegExp]>([
    ['another claim', 'log.log_event', edit(299, 'content', 'contenT'), /position 300 does not have its leaf/],
    ['a line taken away', 'log.log_event', (rows) => rows.filter((_, i) => i !== 99), /position 100 is missing/],
    ['lines cut off at the end', 'log.log_event', (rows) => rows.slice(0, -1), /root|head/],
    ['another subject beside the line', 'log.log_event', edit(4, '"subject":"child-4"', '"subject":"child-5"'), /columns at position 5/],
    ['another ciphertext', 'log.log_beside', edit(7, '"\\\\x', '"\\\\x00'), /ciphertext at position 8/],
    ['a key that is gone', 'log.log_key', (rows) => rows.slice(1), /columns at position|not every line/],
    ['another version of a stream', 'log.log_stream', edit(0, '"version":', '"version":1'), /versions of the streams/],
    ['another node of the tree', 'log.log_tile', edit(0, '"\\\\x', '"\\\\x00'), /node 8\/\d is another/],
    ['a node that is gone', 'log.log_tile', (rows) => rows.slice(1), /nodes of the tree are missing/],
    ['another head', 'log.log_head', edit(0, `"position":${LINES}`, `"position":${LINES - 1}`), /head is another/],
  ])(
    'sealed again with %s is not proven, and nothing of it stays',
    async (_, table, change, finding) => {
      await forge(table, change);
      const empty = await database.fresh();
      await expect(restoreTo('forged', empty)).rejects.toThrow(finding);
      await withClient(empty.urls.owner, async (client) => expect(await holdsData(client)).toBe(false));
      await empty.stop();
    },
    300_000,
  );

  test('a checkpoint that another key signed is not proven', async () => {
    const empty = await database.fresh();
    const manifest = await openBackup(at('whole'), KEY, origin);
    const trust = { origin, publicKey: suite.publicKey(new Uint8Array(32).fill(1)) };
    await expect(restoreBackup({ folder: at('whole'), manifest, url: empty.urls.owner, trust })).rejects.toThrow(/not signed by the key/);
    await empty.stop();
  });

  test('half a backup, another master key, another log and a newer version are told apart', async () => {
    cpSync(at('whole'), at('half.partial'), { recursive: true });
    rmSync(at('half.partial/manifest.json'));
    await expect(openBackup(at('half.partial'), KEY, origin)).rejects.toThrow(/half a backup/);
    await expect(openBackup(at('data'), KEY, origin)).rejects.toThrow(/is no backup/);
    await expect(openBackup(at('whole'), new Uint8Array(32), origin)).rejects.toThrow(/another master key/);
    await expect(openBackup(at('whole'), KEY, 'lianhu/990102')).rejects.toThrow(/backup of lianhu\/990101/);
    cpSync(at('whole'), at('newer'), { recursive: true });
    writeFileSync(at('newer/manifest.json'), readFileSync(at('newer/manifest.json'), 'utf8').replace('"backup": 1', '"backup": 2'));
    await expect(openBackup(at('newer'), KEY, origin)).rejects.toThrow(/newer version/);
    const manifest = await openBackup(at('whole'), KEY, origin);
    expect(migrationsOf(manifest, [...MIGRATIONS, { id: 'later', sql: 'select 1' }])).toEqual(MIGRATIONS);
    expect(() => migrationsOf(manifest, MIGRATIONS.slice(1))).toThrow(/newer or another version/);
    expect(() => migrationsOf(manifest, [{ id: MIGRATIONS[0]!.id, sql: 'select 2' }, ...MIGRATIONS.slice(1)])).toThrow(MIGRATIONS[0]!.id);
  });

  test('of an older version is loaded into the schema of that version', async () => {
    const later = { id: 'later/0001', sql: "ALTER TABLE log.epoch ADD COLUMN later text NOT NULL DEFAULT 'x'" };
    const manifest = await openBackup(at('whole'), KEY, origin);
    expect(migrationsOf(manifest, [...MIGRATIONS, later])).not.toContain(later);
  });

  test('never overwrites, and leaves nothing of one that failed', async () => {
    await expect(take('whole')).rejects.toThrow(/is there already/);
    mkdirSync(at('left.partial'));
    await expect(take('left')).rejects.toThrow(/left of a backup that broke off/);
    const broken = { folder: at('failed'), url: database.urls.audit, origin, key: KEY, now: '2026-11-28T09:00:00.000+08:00', dataFolder: at('data') };
    await expect(takeBackup(broken)).rejects.toThrow(/permission denied/);
    const away = { ...broken, url: 'postgres://nobody@127.0.0.1:9/county' };
    await expect(takeBackup(away)).rejects.toThrow('The database cannot be reached (ECONNREFUSED); nothing was written.');
    expect(['failed', 'failed.partial'].map((name) => existsSync(at(name)))).toEqual([false, false]);
  });

  test('of a log whose lines are elsewhere is refused by saying where, and not as empty', async () => {
    const elsewhere = await database.fresh();
    await withClient(elsewhere.urls.owner, (client) => client.query('create table eventstore.log_head as select 3::bigint as position'));
    const empty = await database.fresh();
    await expect(take('of-nothing', { url: empty.urls.owner })).rejects.toThrow(/is empty/);
    await expect(take('elsewhere', { url: elsewhere.urls.owner })).rejects.toThrow(/are on EventStoreDB/);
    expect(existsSync(at('elsewhere'))).toBe(false);
  });

  test('taken while lines are appended is of one moment, and never has a line without its child', async () => {
    const pool = createPool(database.urls.hub, { max: 2 });
    const log = postgresLog({ url: database.urls.hub, origin, suite, signer });
    let stopped = false;
    let n = 0;
    const writer = (async () => {
      while (!stopped) {
        const child = `child-load-${++n}`;
        await pool.query(`insert into vault.child (child, restricted, profile) values ($1, false, '\\x01')`, [child]);
        await log.append([{ entries: [entryOf({ id: child, subject: child, beside: 'x' })] }]);
      }
    })();
    for (let round = 0; round < 3; round++) {
      const seen = n;
      while (n < seen + 20) await new Promise((resolve) => setImmediate(resolve));
      await take(`live-${round}`);
    }
    stopped = true;
    await writer;
    await log.close();
    await pool.end();
    for (let round = 0; round < 3; round++) {
      const empty = await database.fresh();
      await restoreTo(`live-${round}`, empty);
      const orphans = `select count(*)::int as n from log.log_event e where subject like 'child-load-%' and not exists (select 1 from vault.child c where c.child = e.subject)`;
      await withClient(empty.urls.admin, async (client) => expect((await client.query(orphans)).rows).toEqual([{ n: 0 }]));
      await empty.stop();
    }
  });
});
