import { Readable } from 'node:stream';
import { parse, CsvError } from 'csv-parse';
import type { Cells } from '@lianhu/connectors';
import { MAX_ROW_BYTES, NotATable } from './limits';
import type { RawRow, Source } from './source';
import { decoded, type Encoding } from './text';

const DELIMITERS = [',', '\t', ';', '，', '|'] as const;
/** Text from whose lines the delimiter is told. Unit: characters. */
const SNIFFED = 16 * 1024;

/** The rows of a delimited text file, numbered as a spreadsheet shows them. */
export async function* csvRows(source: Source, encoding: Encoding): AsyncGenerator<RawRow> {
  const delimiter = await delimiterOf(source, encoding);
  const parser = parse({ delimiter, relax_column_count: true, relax_quotes: true, max_record_size: MAX_ROW_BYTES });
  const ends = { whole: true };
  const input = Readable.from(watched(decoded(source, encoding), ends));
  input.on('error', (error) => parser.destroy(error)).pipe(parser);
  let [row, widest] = [0, 0];
  let held: RawRow | undefined;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (held) yield held;
      widest = Math.max(widest, record.length);
      held = { row: ++row, cells: cellsOf(record), ...(record.length < widest && { short: true as const }) };
    }
    if (held) yield { row: held.row, cells: held.cells, ...(held.short && !ends.whole && { cut: true as const }) };
  } catch (error) {
    if (error instanceof CsvError) throw new NotATable('broken');
    throw error;
  } finally {
    input.destroy();
  }
}

/** Notes whether the text ends with an end of line: a file that was cut off in a row does not. */
async function* watched(pieces: AsyncIterable<string>, ends: { whole: boolean }): AsyncGenerator<string> {
  for await (const piece of pieces) {
    if (piece !== '') ends.whole = /[\r\n]$/.test(piece);
    yield piece;
  }
}

const cellsOf = (record: readonly string[]): Cells => record.map((text) => (text.trim() === '' ? undefined : { text }));

/** The sign that parts the first lines most often and most evenly; signs in quotes do not count. */
async function delimiterOf(source: Source, encoding: Encoding): Promise<string> {
  let text = '';
  for await (const piece of decoded(source, encoding)) {
    text += piece;
    if (text.length >= SNIFFED) break;
  }
  const lines = text
    .slice(0, SNIFFED)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 50);
  const scored = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1).sort((a, b) => a - b);
    return { delimiter, score: counts[Math.floor(counts.length / 2)] ?? 0 };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}
