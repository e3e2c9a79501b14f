import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FILLER = 'filler';
/** Unit: bytes. */
const BLOCK = 64 * 1024;

/** A small file system of its own on a folder, so that it can be filled without filling the machine. Needs the right to mount. */
export class Volume {
  /** Why this machine does not let us; undefined when the volume is there. */
  readonly impossible: string | undefined;

  constructor(
    readonly folder: string,
    bytes: number,
  ) {
    const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0755`, 'tmpfs', folder], { encoding: 'utf8' });
    if (status !== 0) this.impossible = `no small volume can be mounted here (${(error?.message ?? stderr).trim().split('\n')[0]})`;
  }

  /** Writes until nothing more fits. */
  fill(): void {
    if (this.impossible !== undefined) throw new TypeError(this.impossible);
    const file = openSync(join(this.folder, FILLER), 'a');
    try {
      for (let block = BLOCK; block >= 1;) if (!wrote(file, block)) block = Math.floor(block / 16);
    } finally {
      closeSync(file);
    }
  }

  /** Gives the space back. */
  empty(): void {
    rmSync(join(this.folder, FILLER), { force: true });
  }

  remove(): void {
    if (this.impossible === undefined) spawnSync('umount', ['-l', this.folder]);
  }
}

function wrote(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes)) > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
