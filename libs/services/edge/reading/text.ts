import { NotATable } from './limits';
import type { Source } from './table';

/** How a text file is encoded: UTF-8, UTF-16 with its mark, or GB18030 (of which GBK and GB2312 are parts). */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** Finds the encoding in one pass: a file that is valid UTF-8 is that; one that is valid GB18030 is that; else none. Throws NotATable. */
export async function encodingOf(source: Source): Promise<Encoding> {
  const start = await head(source, 3);
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await isWhole(source, encoding)) return encoding;
  throw new NotATable('encoding');
}

async function isWhole(source: Source, encoding: Encoding): Promise<boolean> {
  try {
    for await (const text of decoded(source, encoding)) if (text.includes('\0')) return false;
    return true;
  } catch (error) {
    if (error instanceof NotATable && error.fault === 'broken' && encoding === 'utf-8') throw error;
    if (error instanceof NotATable) return false;
    throw error;
  }
}

/** The file's text in pieces, without a mark at its beginning. Throws NotATable where bytes are none of the encoding. */
export async function* decoded(source: Source, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      // All was well up to the end, which stands within a character: the file was cut off.
      throw new NotATable(bytes ? 'encoding' : 'broken');
    }
  };
  for await (const bytes of source.stream() as AsyncIterable<Buffer>) yield decode(bytes);
  yield decode();
}

/** The first bytes of a file. */
export async function head(source: Source, bytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of source.stream(0, Math.min(bytes, source.size)) as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}
