import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

/** Writes a text that is on the disk, all of it, when this returns. `wx` makes a file, `w` makes it anew, `a` adds to it; 0600. */
export function writeDurably(path: string, flags: 'wx' | 'w' | 'a', text: string): void {
  const file = openSync(path, flags, 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes durable which files a folder has. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
