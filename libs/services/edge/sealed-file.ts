import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** Plain bytes of one sealed piece. Reason: any range can be read without opening what stands before it. Unit: bytes. */
const PIECE = 64 * 1024;
const NONCE = 12;
const TAG = 16;
const SEALED_PIECE = NONCE + PIECE + TAG;

/** A file was changed, cut short, or is of another key. */
export class SealBroken extends Error {}

/** The number of a piece and whether it is the last one are sealed with it: pieces cannot be exchanged, nor the end cut off. */
const aad = (index: number, last: boolean): Buffer => Buffer.from(`${index} ${last ? 'last' : 'more'}`);

function sealPiece(key: Uint8Array, plain: Uint8Array, index: number, last: boolean): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(index, last));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Writes a stream into a new encrypted file, fsynced when this returns; answers its plain size, or undefined when it is larger than `max`. Unit: bytes. */
export async function sealFile(path: string, key: Uint8Array, stream: AsyncIterable<Buffer>, max: number): Promise<number | undefined> {
  const file = await open(path, 'w', 0o600);
  let rest: Buffer = Buffer.alloc(0);
  let size = 0;
  let index = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > max) return undefined;
      rest = Buffer.concat([rest, chunk]);
      // The last piece is sealed as such, so a full one waits until more follows.
      for (; rest.length > PIECE; rest = rest.subarray(PIECE)) await file.appendFile(sealPiece(key, rest.subarray(0, PIECE), index++, false));
    }
    await file.appendFile(sealPiece(key, rest, index, true));
    await file.sync();
    return size;
  } finally {
    await file.close();
  }
}

/** An encrypted file, read in any place. */
export class SealedFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly key: Uint8Array,
    /** Plain bytes. */
    readonly size: number,
  ) {}

  static async open(path: string, key: Uint8Array): Promise<SealedFile> {
    const file = await open(path, 'r');
    const { size } = await file.stat();
    const pieces = Math.max(1, Math.ceil(size / SEALED_PIECE));
    return new SealedFile(file, key, size - pieces * (NONCE + TAG));
  }

  /** Plain bytes from `start` up to and without `end`. Fails with SealBroken. */
  stream(start = 0, end = this.size): Readable {
    return Readable.from(this.read(start, end), { objectMode: false, highWaterMark: PIECE });
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async *read(start: number, end: number): AsyncGenerator<Buffer> {
    if (start >= end) return;
    for (let index = Math.floor(start / PIECE); index * PIECE < end; index++) {
      const piece = await this.piece(index);
      yield piece.subarray(Math.max(0, start - index * PIECE), Math.min(piece.length, end - index * PIECE));
    }
  }

  private async piece(index: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.file.read(Buffer.alloc(SEALED_PIECE), 0, SEALED_PIECE, index * SEALED_PIECE);
    const last = (index + 1) * PIECE >= this.size;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, buffer.subarray(0, NONCE), { authTagLength: TAG }).setAAD(aad(index, last));
      decipher.setAuthTag(buffer.subarray(bytesRead - TAG, bytesRead));
      return Buffer.concat([decipher.update(buffer.subarray(NONCE, bytesRead - TAG)), decipher.final()]);
    } catch {
      throw new SealBroken('a kept file cannot be read');
    }
  }
}
