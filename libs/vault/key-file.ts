import { closeSync, fsyncSync, fstatSync, linkSync, lstatSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fromBase64, LianhuError, toBase64 } from '@lianhu/kernel';
import { syncFolder, writeDurably } from './durable';

/** A key file that others than its owner may read, or that is no plain file. */
export class KeyFileOpen extends LianhuError {
  readonly code = 'vault.key-file-open';
  constructor(readonly path: string) {
    super(`The key file ${path} may be read by others or is no plain file; run chmod 600 on it, or replace the key if others could have read it.`);
  }
}

/** A key file that does not hold a key. */
export class KeyFileBroken extends LianhuError {
  readonly code = 'vault.key-file-broken';
  constructor(readonly path: string) {
    super(`The key file ${path} does not hold a key in base64; restore it from the backup.`);
  }
}

/** The key in `folder/name`; made once, whole or not at all, 0600. Who comes second gets the first one's key. */
export function keyFile(folder: string, name: string, make: () => Uint8Array): Uint8Array {
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return read(path) ?? (create(folder, path, make()), mustRead(path));
}

/** Overwrites and removes the key file `folder/name`; one that is gone is no fault. A copy-on-write disk may keep what it held. */
export function destroyKeyFile(folder: string, name: string): void {
  const path = join(folder, name);
  if (!lstatSync(path, { throwIfNoEntry: false })) return;
  const file = openSync(path, 'r+');
  try {
    writeSync(file, randomBytes(fstatSync(file).size), 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  unlinkSync(path);
  syncFolder(folder);
}

function create(folder: string, path: string, key: Uint8Array): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  writeDurably(draft, 'wx', `${toBase64(key)}\n`);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  syncFolder(folder);
}

function mustRead(path: string): Uint8Array {
  const key = read(path);
  if (!key) throw new KeyFileBroken(path);
  return key;
}

function read(path: string): Uint8Array | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (!found.isFile() || (process.platform !== 'win32' && (found.mode & 0o077) !== 0)) throw new KeyFileOpen(path);
  const key = fromBase64(readFileSync(path, 'utf8').trim());
  if (!key || key.length === 0) throw new KeyFileBroken(path);
  return key;
}
