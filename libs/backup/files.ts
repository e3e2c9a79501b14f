import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** What a file of a backup must be, byte for byte. */
export interface Sealed {
  readonly bytes: number;
  /** Base64. */
  readonly sha256: string;
}

/** The fastest level: hexadecimal and JSON shrink well at it, and writing keeps up with the database. */
const LEVEL = 1;

/** Writes lines as a gzip file, in bounded memory; on disk when it returns. */
export async function writeLines(path: string, pages: AsyncIterable<readonly string[]>): Promise<Sealed & { readonly lines: number }> {
  let lines = 0;
  async function* text(): AsyncGenerator<string> {
    for await (const page of pages) {
      lines += page.length;
      yield `${page.join('\n')}\n`;
    }
  }
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    await pipeline(Readable.from(text()), createGzip({ level: LEVEL }), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        await file.writeFile(chunk);
      }
    });
    await file.sync();
  } finally {
    await file.close();
  }
  return { lines, bytes, sha256: hash.digest('base64') };
}

/** The lines of a file that `writeLines` wrote. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const input = createReadStream(path);
  const text = input.pipe(createGunzip());
  input.once('error', (error) => text.destroy(error));
  for await (const line of createInterface({ input: text, crlfDelay: Infinity })) if (line !== '') yield line;
}

/** Writes a small file and the folders above it; on disk when it returns. */
export function writeSmall(folder: string, name: string, content: Uint8Array | string): Sealed {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return { bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('base64') };
}

/** Size and hash of a file as it lies there; undefined when there is none. */
export async function sealOf(path: string): Promise<Sealed | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { bytes, sha256: hash.digest('base64') };
}

/** Makes the names in a folder last. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
