import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { logger } from '@lianhu/services/platform';
import { disk, isDiskFull, putFile, removeFile, type Files } from './files';
import { opened, sealed } from './seal';

/** Largest folder of kept files. Unit: bytes. Reason: 72 hours of a county's intake are far below it (docs/edge.md). */
const MAX_FOLDER_BYTES = 4 * 1024 ** 3;
/** What is left free on the volume for mandatory reports: so much, and no more than this part of a small one. Units: bytes, 1/100. */
const LEFT_FREE = { bytes: 64 * 1024 ** 2, percent: 5 } as const;
/** Digits of a file's number: milliseconds since 1970 fit until the year 33658. */
const NAME_DIGITS = 15;
/** Bytes by chance in a file's name. Reason: a number comes again when a process restarts within a millisecond or the clock is set back; a name must not. */
const CHANCE_BYTES = 4;

/** The folder is full: nothing more can be kept safely. */
export class SpoolFull extends Error {
  constructor() {
    super('spool folder is full');
    this.name = 'SpoolFull';
  }
}

/** What may be otherwise than usual. */
export interface SpoolOptions {
  readonly maxBytes?: number;
  readonly files?: Files;
  /** Leaves the last of the volume to mandatory reports. */
  readonly leavesRoom?: boolean;
}

/**
 * A folder of encrypted files, each fsynced before it counts: what an edge must not lose. Files are read back in the
 * order in which they were written; one that was half written when the power went is not there at all. One that cannot be
 * read (changed, or of another key) is set aside for a person and holds up nothing.
 */
export class Spool {
  private readonly maxBytes: number;
  private readonly files: Files;
  private readonly leavesRoom: boolean;
  private sequence: number;
  private bytes = 0;
  private setAside = 0;

  constructor(
    private readonly folder: string,
    /** 32 bytes; AES-256-GCM. */
    private readonly key: Uint8Array,
    { maxBytes = MAX_FOLDER_BYTES, files = disk, leavesRoom = false }: SpoolOptions = {},
  ) {
    this.maxBytes = maxBytes;
    this.files = files;
    this.leavesRoom = leavesRoom;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.part')) unlinkSync(join(folder, name));
      else if (name.endsWith('.spool')) this.bytes += statSync(join(folder, name)).size;
      else if (name.endsWith('.damaged')) this.setAside++;
    }
    // From the clock, behind everything that is kept.
    this.sequence = Math.max(Date.now(), ...this.names().map((name) => Number.parseInt(name, 10)));
  }

  /** Files that could not be read and wait for a person. */
  get damaged(): number {
    return this.setAside;
  }

  /** Names of the kept files, oldest first. */
  names(): string[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.spool'))
      .sort();
  }

  /** The kept values, oldest first, each read when it is its turn; what cannot be read is set aside. */
  *entries(): Generator<{ readonly name: string; readonly value: unknown }> {
    for (const name of this.names()) {
      const value = this.read(name);
      if (value !== undefined) yield { name, value };
    }
  }

  /** Keeps a value; when this returns it survives a crash. Answers the file's name. Throws SpoolFull, also when the disk is full. */
  put(value: unknown): string {
    const name = `${String(++this.sequence).padStart(NAME_DIGITS, '0')}-${randomBytes(CHANCE_BYTES).toString('hex')}.spool`;
    this.write(name, value);
    return name;
  }

  /** Keeps parts of a file's value instead of it, at its place in the order; all stand on the disk before it goes. Answers their names. Throws SpoolFull: then it stays. */
  split(name: string, parts: readonly unknown[]): string[] {
    const names = parts.map((_, n) => `${name.replace('.spool', '')}-${n}.spool`);
    try {
      names.forEach((part, n) => this.write(part, parts[n]));
    } catch (error) {
      if (error instanceof SpoolFull) for (const part of names) this.drop(part);
      throw error;
    }
    this.drop(name);
    return names;
  }

  /** Drops a file that is no longer needed; one that is gone already is no fault. */
  drop(name: string): void {
    const path = join(this.folder, name);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined) return;
    this.bytes -= size;
    removeFile(path, this.files);
  }

  /** Size of a file; 0 when it is not there. Unit: bytes. */
  sizeOf(name: string): number {
    return statSync(join(this.folder, name), { throwIfNoEntry: false })?.size ?? 0;
  }

  private write(name: string, value: unknown): void {
    const blob = sealed(this.key, value);
    // A part of a file that was split when the process was killed is there already.
    const more = blob.length - this.sizeOf(name);
    if (this.bytes + more > this.maxBytes || (this.leavesRoom && !this.hasRoomBeside(blob.length))) throw new SpoolFull();
    try {
      putFile(join(this.folder, name), blob, this.files);
    } catch (error) {
      if (isDiskFull(error)) throw new SpoolFull();
      throw error;
    }
    this.bytes += more;
  }

  private hasRoomBeside(bytes: number): boolean {
    const { left, whole } = this.files.room(this.folder);
    return left - bytes >= Math.min(LEFT_FREE.bytes, (whole * LEFT_FREE.percent) / 100);
  }

  /** Reads one file; undefined when it is not there, or cannot be read and was set aside. */
  read(name: string): unknown {
    const path = join(this.folder, name);
    try {
      return opened(this.key, readFileSync(path));
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
      logger.error({ file: path }, 'a kept file cannot be read and is set aside');
      this.bytes -= statSync(path).size;
      this.setAside++;
      renameSync(path, `${path}.damaged`);
      this.files.syncFolder(this.folder);
      return undefined;
    }
  }
}
