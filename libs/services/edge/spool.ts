import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Largest folder of kept files. Unit: bytes. Reason: 72 hours of a county's intake are far below it. */
const MAX_FOLDER_BYTES = 4 * 1024 ** 3;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The folder is full: nothing more can be kept safely. */
export class SpoolFull extends Error {
  constructor() {
    super('spool folder is full');
    this.name = 'SpoolFull';
  }
}

/**
 * A folder of encrypted files, each fsynced before it counts: what an edge must not lose. Files are read back in the
 * order in which they were written; one that was half written when the power went is not there at all.
 */
export class Spool {
  private sequence = 0;
  private bytes = 0;

  constructor(
    private readonly folder: string,
    /** 32 bytes; AES-256-GCM. */
    private readonly key: Uint8Array,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.spool')) unlinkSync(join(folder, name));
      else this.bytes += statSync(join(folder, name)).size;
    }
    this.sequence = Math.max(0, ...this.names().map((name) => Number.parseInt(name, 10)));
  }

  /** Names of the kept files, oldest first. */
  names(): string[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.spool'))
      .sort();
  }

  /** Keeps a value; when this returns it survives a crash. Answers the file's name. Throws SpoolFull. */
  put(value: unknown): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    const blob = Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    if (this.bytes + blob.length > MAX_FOLDER_BYTES) throw new SpoolFull();
    const name = `${String(++this.sequence).padStart(12, '0')}.spool`;
    const path = join(this.folder, name);
    writeThrough(`${path}.part`, blob);
    renameSync(`${path}.part`, path);
    syncFolder(this.folder);
    this.bytes += blob.length;
    return name;
  }

  /** Reads one file. Throws when it was changed. */
  get(name: string): unknown {
    const blob = readFileSync(join(this.folder, name));
    const decipher = createDecipheriv('aes-256-gcm', this.key, blob.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(blob.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(blob.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    return JSON.parse(text) as unknown;
  }

  /** Drops a file that is no longer needed. */
  drop(name: string): void {
    const path = join(this.folder, name);
    this.bytes -= statSync(path).size;
    unlinkSync(path);
    syncFolder(this.folder);
  }
}

function writeThrough(path: string, blob: Uint8Array): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (let written = 0; written < blob.length; ) written += writeSync(file, blob, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
