import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonical, fromBase64, toBase64, type Json, type Moment, type Position } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { BackupBroken, BackupRefused } from './errors';
import { sealOf, type Sealed } from './files';

/** The name of the file that says what the others must be; it is written last. */
export const MANIFEST = 'manifest.json';
/** The ledger of erasures, in a data folder and, as it was, in a backup of it. */
export const LEDGER = 'erasures.ndjson';
/** This program writes and reads this form. */
const FORM = 1;

/** What a backup holds, and of which moment of which log. */
export interface Manifest {
  readonly backup: number;
  readonly createdAt: Moment;
  readonly origin: string;
  readonly position: Position;
  /** Base64. */
  readonly root: string;
  /** The signed note over position and root. */
  readonly checkpoint: string;
  readonly epoch: string;
  /** Hash of each migration that had landed, by its id. */
  readonly migrations: Readonly<Record<string, string>>;
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[]; readonly rows: number }[];
  /** By path below the backup's folder. */
  readonly files: Readonly<Record<string, Sealed>>;
  /** Tells one master key from another, and nothing about it. */
  readonly masterKey: string;
  /** HMAC under a key derived from the master key, over everything above. Base64. */
  readonly mac: string;
}

/** The file of a table. */
export const fileOf = (table: string): string => `${table}.ndjson.gz`;

const same = (a: string, b: Uint8Array): boolean => a === toBase64(b);
const nameOfKey = (key: Uint8Array): Uint8Array => std1.hmac(key, 'lianhu-backup/1\nmaster\n');
const macOf = (key: Uint8Array, manifest: Omit<Manifest, 'mac'>): Uint8Array => std1.hmac(key, canonical(manifest as unknown as Json));

/** A manifest's text, under the hub's key for backups. */
export function sealManifest(key: Uint8Array, facts: Omit<Manifest, 'backup' | 'masterKey' | 'mac'>): string {
  const manifest = { backup: FORM, ...facts, masterKey: toBase64(nameOfKey(key)) };
  return `${JSON.stringify({ ...manifest, mac: toBase64(macOf(key, manifest)) }, null, 2)}\n`;
}

/** Reads and proves the manifest of a backup; throws BackupBroken or BackupRefused. */
export function openManifest(folder: string, key: Uint8Array): Manifest {
  const manifest = parse(folder);
  if (typeof manifest.backup !== 'number' || manifest.backup > FORM)
    throw new BackupRefused(`${folder} was written by a newer version of Lianhu (form ${manifest.backup}); restore it with that version.`);
  if (!same(manifest.masterKey, nameOfKey(key)))
    throw new BackupRefused(`${folder} belongs to another master key than the one that lies here; put the keys of that installation in place.`);
  const { mac, ...facts } = manifest;
  if (!same(mac, macOf(key, facts))) throw new BackupBroken(MANIFEST, 'it was changed after the backup was written');
  return manifest;
}

function parse(folder: string): Manifest {
  let text: string;
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8');
  } catch {
    const half = folder.replace(/\/+$/, '').endsWith('.partial');
    throw new BackupRefused(
      half ? `${folder} is half a backup: it broke off while it was written.` : `${folder} is no backup: there is no ${MANIFEST} in it.`,
    );
  }
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (typeof manifest.mac !== 'string' || fromBase64(manifest.mac) === undefined || typeof manifest.files !== 'object') throw new TypeError();
    return manifest;
  } catch {
    throw new BackupBroken(MANIFEST, 'it cannot be read');
  }
}

/** Compares every file with the manifest; throws BackupBroken naming the first one that is missing or changed. */
export async function checkFiles(folder: string, { files, tables }: Manifest): Promise<void> {
  for (const { name } of tables) if (!files[fileOf(name)]) throw new BackupBroken(MANIFEST, `it names no file for ${name}`);
  for (const [name, { bytes, sha256 }] of Object.entries(files)) {
    const found = await sealOf(join(folder, name)).catch((error: unknown) => {
      throw new BackupBroken(name, `it cannot be read (${String((error as NodeJS.ErrnoException).code)})`);
    });
    if (!found) throw new BackupBroken(name, 'it is missing');
    if (found.bytes !== bytes || found.sha256 !== sha256) throw new BackupBroken(name, 'it was changed after the backup was written');
  }
}
