import { NotATable } from './limits';
import type { Source } from './source';

/** How a text file is encoded: UTF-8, UTF-16 with its mark or beyond doubt, or GB18030 (of which GBK and GB2312 are parts). */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** Finds the encoding in one pass: a file that is valid UTF-8 is that; one that is valid GB18030 is that; else none. Throws NotATable. */
export async function encodingOf(source: Source): Promise<Encoding> {
  const start = await head(source, LOOKED_AT);
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const unmarked = unmarkedUtf16(start);
  for (const encoding of unmarked ?? (['utf-8', 'gb18030'] as const)) if (await isWhole(source, encoding)) return encoding;
  throw new NotATable('encoding');
}

/** First bytes from which UTF-16 without a mark is told. Unit: bytes; even. */
const LOOKED_AT = 4_096;
/** Least share of characters that office tables consist of; the other byte order comes to a few of a hundred. */
const USUAL_SHARE = 0.9;
/** Chinese and Latin letters, digits, and signs of both widths; an end of line. */
const USUAL = /[\t\r\n\u0020-\u007E\u00B7\u2010-\u2027\u3000-\u303F\u4E00-\u9FFF\uFF00-\uFFEF]/;

/**
 * UTF-16 whose mark is missing: no other text holds zero bytes, in one byte order nearly every character is a usual one, in the
 * other hardly any. Undefined for a file without zero bytes; nothing fits for one that is neither.
 */
function unmarkedUtf16(start: Buffer): readonly Encoding[] | undefined {
  if (!start.includes(0)) return undefined;
  return (['utf-16le', 'utf-16be'] as const).filter((encoding) => {
    const text = new TextDecoder(encoding).decode(start.subarray(0, start.length - (start.length % 2)));
    const usual = [...text].filter((sign) => USUAL.test(sign)).length;
    return usual >= USUAL_SHARE * text.length && /[\r\n]/.test(text);
  });
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
