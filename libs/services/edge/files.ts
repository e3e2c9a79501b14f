import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statfsSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The few file operations that durability hangs on; a crash may come before, in, or after any of them. */
export interface Files {
  /** Makes a file that is not there yet; not durable before `sync`. */
  write(path: string, blob: Uint8Array): void;
  sync(path: string): void;
  /** Takes the place of what stood there; not durable before `syncFolder`. */
  rename(from: string, to: string): void;
  remove(path: string): void;
  syncFolder(folder: string): void;
  /** What is left for this user on the folder's volume, and all that it holds. Unit: bytes. */
  room(folder: string): { readonly left: number; readonly whole: number };
}

/** The disk. */
export const disk: Files = {
  write: (path, blob) => writeNew(path, blob, 0o600),
  sync: (path) => synced(path, 'r+'),
  rename: renameSync,
  remove: unlinkSync,
  syncFolder: (folder) => synced(folder, 'r'),
  room(folder) {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { left: bavail * bsize, whole: blocks * bsize };
  },
};

/** May be read by whoever shares the folder: by its group, where the process's umask leaves that right. */
export const SHARED = 0o660;
/** The disk, for what others fetch from a folder that they share with us. */
export const sharedDisk: Files = { ...disk, write: (path, blob) => writeNew(path, blob, SHARED) };

function writeNew(path: string, blob: Uint8Array, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    for (let written = 0; written < blob.length;) written += writeSync(file, blob, written);
  } finally {
    closeSync(file);
  }
}

function synced(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Puts a file in its place whole: after a crash it holds the old or the new bytes. What could not be put leaves nothing behind. */
export function putFile(path: string, blob: Uint8Array, files: Files = disk): void {
  const draft = `${path}.part`;
  removeIfThere(draft, files);
  try {
    files.write(draft, blob);
    files.sync(draft);
    files.rename(draft, path);
  } catch (error) {
    if (isDiskFault(error)) removeIfThere(draft, files);
    throw error;
  }
  files.syncFolder(dirname(path));
}

/** A small value that must survive a crash. */
export const putJson = (path: string, value: unknown): void => putFile(path, Buffer.from(JSON.stringify(value)));

/** The value of a small file; undefined when there is none. Throws when it holds no JSON: nobody should go on without knowing. */
export function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text) as unknown;
}

/** Removes a file durably; one that is gone already is no fault. */
export function removeFile(path: string, files: Files = disk): void {
  if (removeIfThere(path, files)) files.syncFolder(dirname(path));
}

function removeIfThere(path: string, files: Files): boolean {
  try {
    files.remove(path);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
    return false;
  }
}

const isDiskFault = (error: unknown): boolean => typeof (error as { code?: unknown } | undefined)?.code === 'string';

/** No room on the disk, or no room left for this user. */
export const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(String((error as { code?: unknown } | undefined)?.code));
