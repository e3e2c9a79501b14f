import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Moment } from '@lianhu/kernel';
import { LogUnavailable } from '@lianhu/log';
import { lengthIn } from '@lianhu/log-postgres';
import { atOneMoment, landedMigrations, rowsOf, tablesOf } from '@lianhu/postgres';
import type pg from 'pg';
import { BackupRefused, ON_EVENTSTORE } from './errors';
import { syncFolder, writeLines, writeSmall } from './files';
import { fileOf, MANIFEST, sealManifest, type Manifest } from './manifest';
import { writeSmallFiles, type SmallFiles } from './small-files';

/** What a backup is taken of. */
export interface BackupOptions extends SmallFiles {
  /** Where it is written; must not be there yet. */
  readonly folder: string;
  /** Connection as the database's owner. */
  readonly url: string;
  readonly origin: string;
  /** The hub's key for backups, see `backupKey`. */
  readonly key: Uint8Array;
  readonly now: Moment;
}

/** A sign-in must not come alive again with a restored backup. */
const LEFT_EMPTY = new Set(['access.session']);

interface HeadRow {
  readonly position: number;
  readonly frontier: Buffer;
  readonly checkpoint: string;
  readonly epoch: string;
}

/**
 * Writes a backup of a database that may be running. Everything in the database is of one moment; whatever the vault had to
 * know before a line was appended was committed earlier, so it is never older than the log. No key is in it.
 */
export async function takeBackup(options: BackupOptions): Promise<Manifest> {
  const folder = resolve(options.folder);
  const partial = `${folder}.partial`;
  if (existsSync(folder)) throw new BackupRefused(`${folder} is there already; name a folder that is not.`);
  if (existsSync(partial)) throw new BackupRefused(`${partial} is left of a backup that broke off; remove it, or name another folder.`);
  const elsewhere = await lengthIn(options.url, 'eventstore').catch((error: unknown) => {
    throw error instanceof LogUnavailable ? new BackupRefused(`The database cannot be reached (${error.reason}); nothing was written.`) : error;
  });
  if (elsewhere > 0) throw new BackupRefused(ON_EVENTSTORE);
  try {
    mkdirSync(partial, { recursive: true, mode: 0o700 });
    const manifest = await write(partial, options);
    syncBelow(partial);
    renameSync(partial, folder);
    syncFolder(dirname(folder));
    return manifest;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new BackupRefused(`There is no space left for ${folder}; nothing of it was kept.`);
    throw error;
  }
}

async function write(folder: string, options: BackupOptions): Promise<Manifest> {
  // Before the database: what an edge forwards meanwhile then stands here and there, never in neither.
  const files = writeSmallFiles(folder, options);
  const facts = await atOneMoment(options.url, async (client) => {
    const head = await headOf(client);
    const tables = [];
    for (const table of await tablesOf(client)) {
      const { lines, ...sealed } = await writeLines(join(folder, fileOf(table.name)), LEFT_EMPTY.has(table.name) ? none() : rowsOf(client, table));
      files[fileOf(table.name)] = sealed;
      tables.push({ ...table, rows: lines });
    }
    const migrations = Object.fromEntries((await landedMigrations(client)).map(({ id, hash }) => [id, hash]));
    return { ...head, tables, migrations };
  });
  const text = sealManifest(options.key, { createdAt: options.now, origin: options.origin, ...facts, files });
  writeSmall(folder, MANIFEST, text);
  return JSON.parse(text) as Manifest;
}

async function headOf(client: pg.ClientBase): Promise<Pick<Manifest, 'position' | 'root' | 'checkpoint' | 'epoch'>> {
  const { rows } = await client.query<HeadRow>(
    'SELECT position, frontier, checkpoint, (SELECT epoch FROM log.epoch ORDER BY n DESC LIMIT 1) AS epoch FROM log.log_head',
  );
  const [head] = rows;
  if (!head || head.position === 0) throw new BackupRefused('The log is empty; there is nothing to keep yet.');
  const { position, checkpoint, epoch } = head;
  return { position, checkpoint, epoch, root: checkpoint.split('\n')[2] ?? '' };
}

async function* none(): AsyncGenerator<readonly string[]> {}

function syncBelow(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) syncBelow(join(folder, basename(entry.name)));
  syncFolder(folder);
}
