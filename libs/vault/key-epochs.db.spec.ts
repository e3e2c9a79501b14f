import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { std1 } from '@lianhu/log';
import { atOneMoment, createPool, refill, rowsOf, tablesOf, withClient, type Table, type TestDatabase } from '@lianhu/postgres';
import { Fixture } from './fixture';
import { checkDataKeys, openKeys, Vault } from './index';
import { KeyEpochs } from './key-epochs';

const secrets = { salt: 'AAAAAAAAAAAAAAAAAAAAAA==', values: { '/data/alarmNo': '警2026-1' } };
const CHILDREN = 40;

let fixture: Fixture;
let scratch: string;
const others: TestDatabase[] = [];
beforeEach(async () => {
  fixture = await Fixture.open();
  scratch = mkdtempSync(join(tmpdir(), 'lianhu-epochs-'));
});
afterEach(async () => {
  await fixture.close();
  for (const other of others.splice(0)) await other.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const keyFiles = (): string[] => readdirSync(fixture.folder).filter((name) => name.startsWith('epoch-'));
/** Of data keys, and of the HMACs by which persons are found. */
const epochsOfKeys = async (): Promise<number[]> =>
  (
    await fixture.pool.query<{ epoch: number }>('select kek_id as epoch from vault.data_key union select epoch from vault.lookup order by 1')
  ).rows.map(({ epoch }) => epoch);

/** Children with a case each, and a ciphertext of both. */
async function people(count: number) {
  const minors = Array.from({ length: count }, () => fixture.invent());
  const own = await fixture.resolve(...minors.map((minor) => ({ minor })));
  const cases = await fixture.resolve(...minors.map((minor, n) => ({ minor, restricted: true, caseRef: `C${n}` })));
  await fixture.vault.appended(own.map(({ child }) => child!));
  const owners = [...own.map(({ child }) => child!), ...cases.map(({ subject }) => subject!)];
  const sealed = await fixture.vault.values.seal(owners.map((owner) => ({ owner, secrets })));
  return owners.map((owner, n) => ({ owner, sealed: sealed[n]!, child: own[n % count]!.child!, docNo: minors[n % count]!.docNo! }));
}

/** All rows of the vault at this moment, as a backup has them. */
async function backedUp(): Promise<readonly { readonly table: Table; readonly rows: readonly string[] }[]> {
  return atOneMoment(fixture.database.urls.owner, async (client) => {
    const kept = [];
    for (const table of (await tablesOf(client)).filter(({ name }) => name.startsWith('vault.'))) {
      const rows: string[] = [];
      for await (const page of rowsOf(client, table)) rows.push(...page);
      kept.push({ table, rows });
    }
    return kept;
  });
}

async function* linesOf(rows: readonly string[]): AsyncGenerator<string> {
  yield* rows;
}

/** A vault in another database with a backup's rows, under the keys of a folder. */
async function restored(backup: Awaited<ReturnType<typeof backedUp>>, folder: string) {
  const other = await fixture.database.fresh();
  others.push(other);
  const tables = backup.map(({ table }) => table);
  await refill(other.urls.owner, tables, async (_, fill) => {
    for (const { table, rows } of backup) await fill(table, linesOf(rows));
  });
  const keys = openKeys(folder, std1);
  const pool = createPool(other.urls.hub, { max: 2 });
  return { vault: new Vault(pool, keys), check: () => withClient(other.urls.owner, (client) => checkDataKeys(client, keys)), end: () => pool.end() };
}

async function rotate(batch?: number): Promise<void> {
  const epochs = new KeyEpochs(fixture.pool, openKeys(fixture.folder, std1).epochs, batch);
  await epochs.begin();
  await epochs.rewrap();
  await epochs.destroyOlder();
  await epochs.finish();
}

test('after a rotation everything opens as before, nothing stands under the older epoch and its key file is gone; its number never comes again', async () => {
  const all = await people(6);
  expect([keyFiles(), await epochsOfKeys()]).toEqual([['epoch-1.key'], [1]]);
  await rotate(5);
  expect([keyFiles(), await epochsOfKeys()]).toEqual([['epoch-2.key'], [2]]);
  for (const vault of [fixture.vault, fixture.another()]) {
    expect(await vault.values.open(all)).toEqual(all.map(() => secrets));
    expect((await vault.identities([all[0]!.child])).size).toBe(1);
  }
  await rotate();
  expect([keyFiles(), await epochsOfKeys()]).toEqual([['epoch-3.key'], [3]]);
  expect(await fixture.another().epochs.now()).toMatchObject({ epoch: 3, finished: true });
});

test('a backup of before the rotation opens nobody, the erased child neither; one of after opens all who live; a copy of the old key still opens the old one', async () => {
  const all = await people(4);
  const gone = all[0]!.child;
  const old = await backedUp();
  cpSync(fixture.folder, join(scratch, 'copied-keys'), { recursive: true });
  await fixture.vault.erase(gone);
  const ofTheHub = join(scratch, 'keys-of-the-hub');
  await rotate();
  const young = await backedUp();
  cpSync(fixture.folder, ofTheHub, { recursive: true });

  const older = await restored(old, ofTheHub);
  await expect(older.check()).rejects.toMatchObject({ code: 'vault.epoch-key-missing' });
  for (const one of all) await expect(older.vault.values.open([one])).rejects.toMatchObject({ code: 'vault.epoch-key-missing' });
  await expect(older.vault.identities([gone])).rejects.toMatchObject({ code: 'vault.epoch-key-missing' });
  for (const { docNo } of all) await expect(older.vault.childOfNumber(docNo)).rejects.toMatchObject({ code: 'vault.epoch-key-missing' });
  await older.end();

  const newer = await restored(young, ofTheHub);
  await newer.check();
  expect(await newer.vault.values.open(all)).toEqual(all.map(({ child }) => (child === gone ? undefined : secrets)));
  expect(await newer.vault.epochs.now()).toMatchObject({ epoch: 2, finished: true });
  expect((await newer.vault.identities([all[1]!.child])).size).toBe(1);
  await newer.end();

  const copied = await restored(old, join(scratch, 'copied-keys'));
  expect(await copied.vault.values.open([all[0]!])).toEqual([secrets]);
  await copied.end();
});

test('while it runs another is refused, children are read, made and erased; who wraps under the epoch given up wraps anew', async () => {
  const all = await people(6);
  const stale = fixture.another();
  await stale.epochs.now();
  const epochs = new KeyEpochs(fixture.pool, openKeys(fixture.folder, std1).epochs, 2);
  await epochs.begin();
  await expect(epochs.begin()).rejects.toMatchObject({ code: 'vault.rotation-runs' });
  await expect(stale.epochs.begin()).rejects.toMatchObject({ code: 'vault.rotation-runs' });
  await expect(epochs.destroyOlder()).rejects.toThrow(TypeError);
  let batches = 0;
  const between = (): boolean => ++batches > 2;
  expect(await epochs.rewrap(between)).toBe(false);
  expect(await epochsOfKeys()).toEqual([1, 2]);
  const during = await fixture.one({ minor: fixture.invent() });
  expect(await fixture.another().values.open(all)).toEqual(all.map(() => secrets));
  await fixture.vault.erase(all[0]!.child);
  expect(await epochs.rewrap()).toBe(true);
  const early = stale['dataKeys'].make('early');
  expect(early.kekId).toBe(1);
  await epochs.destroyOlder();
  await epochs.finish();
  const late = (await stale.resolve([fixture.ask({ minor: fixture.invent() })]))[0];
  expect(await epochsOfKeys()).toEqual([2]);
  for (const child of [during.child!, (late as typeof during).child!]) expect((await fixture.another().identities([child])).size).toBe(1);
});

test('killed between batches, again and again, it goes on where it was and loses no key; no plain key comes to the disk', async () => {
  const all = await people(CHILDREN);
  const plain = [...(await fixture.vault['dataKeys'].load(all.map(({ owner }) => owner))).values()].map((key) => key.export());
  const root = join(__dirname, '..', '..');
  const bundle = join(mkdtempSync(join(root, 'node_modules', '.lianhu-epochs-')), 'child.mjs');
  const rolldown = join(root, 'node_modules', 'rolldown', 'bin', 'cli.mjs');
  const args = ['-o', bundle, '--platform', 'node', '--format', 'esm', '--external', 'pg'];
  execFileSync(process.execPath, [rolldown, join(__dirname, 'key-epochs.child.ts'), ...args], { cwd: root, stdio: 'pipe' });
  let kills = 0;
  for (let said = ''; !said.endsWith('done');) {
    said = '';
    const child = spawn(process.execPath, [bundle, fixture.folder, fixture.database.urls.hub], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.length >= 5 && kills < 3) child.kill('SIGKILL');
    });
    const signal = await new Promise((resolve) => child.once('close', (_, by) => resolve(by)));
    if (signal === 'SIGKILL') kills++;
    expect(await fixture.another().values.open(all)).toEqual(all.map(() => secrets));
    for (const { child, docNo } of all) expect(await fixture.vault.childOfNumber(docNo)).toBe(child);
    if (signal === 'SIGKILL') expect(await epochsOfKeys()).toEqual([1, 2]);
  }
  rmSync(join(bundle, '..'), { recursive: true });
  expect([kills, await epochsOfKeys(), keyFiles()]).toEqual([3, [2], ['epoch-1.key', 'epoch-2.key']]);
  await fixture.vault.epochs.destroyOlder();
  await fixture.vault.epochs.finish();
  expect(await fixture.another().values.open(all)).toEqual(all.map(() => secrets));
  const files = readdirSync(fixture.folder).map((name) => readFileSync(join(fixture.folder, name), 'utf8'));
  const stored = JSON.stringify(await backedUp());
  for (const key of plain)
    for (const text of [...files, stored]) for (const as of ['hex', 'base64'] as const) expect(text).not.toContain(key.toString(as));
  expect(plain).toHaveLength(2 * CHILDREN);
});
