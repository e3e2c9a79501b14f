import { join } from 'node:path';
import type { CheckpointSigner } from '@lianhu/log';
import { beginEpoch } from '@lianhu/log-postgres';
import { hashOfMigration, refill, tablesOf, type Migration } from '@lianhu/postgres';
import type pg from 'pg';
import { BackupBroken, BackupRefused } from './errors';
import { readLines } from './files';
import { checkFiles, fileOf, openManifest, type Manifest } from './manifest';
import { prove, type Proven } from './prove';

/** Reads a backup's manifest and proves all of its files, before anything is touched. Throws BackupBroken, BackupRefused. */
export async function openBackup(folder: string, key: Uint8Array, origin: string): Promise<Manifest> {
  const manifest = openManifest(folder, key);
  if (manifest.origin !== origin) throw new BackupRefused(`${folder} is a backup of ${manifest.origin}; the policy pack here is of ${origin}.`);
  await checkFiles(folder, manifest);
  return manifest;
}

/** The epochs whose keys a backup's vault stands under: without their key files nobody is opened. */
export async function epochsOf(folder: string, { tables }: Manifest): Promise<readonly number[]> {
  const epochs = new Set<number>();
  for (const { name } of tables.filter((table) => table.name === 'vault.data_key'))
    for await (const row of readLines(join(folder, fileOf(name)))) epochs.add((JSON.parse(row) as { kek_id: number }).kek_id);
  return [...epochs].sort((a, b) => a - b);
}

/** The migrations that a backup was made with: later ones land when the hub starts on what was restored. */
export function migrationsOf({ migrations }: Manifest, known: readonly Migration[]): readonly Migration[] {
  const here = new Map(known.map(({ id, sql }) => [id, hashOfMigration(sql)]));
  const strange = Object.keys(migrations).find((id) => here.get(id) !== migrations[id]);
  if (strange !== undefined)
    throw new BackupRefused(`The backup was made by a newer or another version of Lianhu (migration ${strange}); restore it with that version.`);
  return known.filter(({ id }) => migrations[id] !== undefined);
}

/** What a restore needs. */
export interface RestoreOptions {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Connection as the owner of an empty database that has the backup's migrations. */
  readonly url: string;
  /** The log's origin and public key, as somebody knows them apart from the backup. */
  readonly trust: Pick<CheckpointSigner, 'origin' | 'publicKey'>;
  /** Runs inside the restore, after the proof and before anything can be seen: later erasures. */
  readonly before?: (client: pg.ClientBase) => Promise<void>;
}

/** What was restored. */
export interface Restored extends Proven {
  readonly epoch: string;
}

/**
 * Loads a backup into an empty database and proves the log, all in one transaction: either everything stands and is proven, or
 * nothing. What follows the log starts anew, under a new epoch. Throws NotProven, BackupBroken, BackupRefused.
 */
export async function restoreBackup({ folder, manifest, url, trust, before }: RestoreOptions): Promise<Restored> {
  let restored: Restored | undefined;
  await refill(url, manifest.tables, async (client, fill) => {
    await refuseUnlessSame(client, manifest);
    await makePartitions(client, manifest.position);
    for (const table of manifest.tables) {
      const rows = await fill(table, readLines(join(folder, fileOf(table.name))));
      if (rows !== table.rows) throw new BackupBroken(fileOf(table.name), `it holds ${rows} rows and should hold ${table.rows}`);
    }
    await client.query('ANALYZE');
    const proven = await prove(client, trust, manifest);
    await before?.(client);
    restored = { ...proven, epoch: await beginEpoch(client, manifest.position) };
  });
  if (!restored) throw new TypeError('a transaction that committed has run');
  return restored;
}

/** A table that the backup does not know would stay as it is and contradict the others. */
async function refuseUnlessSame(client: pg.ClientBase, { tables }: Manifest): Promise<void> {
  const known = new Set(tables.map(({ name }) => name));
  const other = (await tablesOf(client)).find(({ name }) => !known.has(name));
  if (other) throw new BackupRefused(`The database has a table ${other.name} that the backup does not know; restore into an empty one.`);
}

async function makePartitions(client: pg.ClientBase, position: number): Promise<void> {
  await client.query('SELECT log.make_partition(n) FROM generate_series(0, $1::bigint / 10000000) AS n', [position]);
}

/** Whether a database holds anything that a restore would replace. */
export async function holdsData(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ some: boolean }>(
    'SELECT (SELECT position FROM log.log_head) > 0 OR EXISTS (SELECT 1 FROM vault.child) OR EXISTS (SELECT 1 FROM access.account) AS some',
  );
  return rows[0]?.some === true;
}
