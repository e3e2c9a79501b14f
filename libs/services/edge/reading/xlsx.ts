import { Readable } from 'node:stream';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { fromRandomAccessReader, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { ofSerial, type Cell } from '@lianhu/connectors';
import { MAX_RATIO, MAX_SHARED, MAX_TABLE_COLUMNS, MAX_UNPACKED, MAX_ZIP_ENTRIES, NotATable } from './limits';
import type { RawRow, Source } from './source';

/** Small parts are never blown up, whatever their ratio. Unit: bytes. */
const SMALL_PART = 1024 * 1024;
/** Merged cells that are remembered. Reason: a roster merges some hundred households. */
const MAX_MERGES = 20_000;

class FromSource extends RandomAccessReader {
  constructor(private readonly source: Source) {
    super();
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return this.source.stream(start, end);
  }
}

/** One area of cells that are shown as one: rows from 1, columns from 0. */
export interface Merge {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A workbook whose parts are read as streams: sizes are checked before, and again while, anything is unpacked. */
export class Workbook {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly sheets: ReadonlyMap<string, string>,
    private readonly shared: readonly string[],
    private readonly dateStyles: readonly boolean[],
    private readonly from1904: boolean,
  ) {}

  /** Throws NotATable. */
  static async open(source: Source): Promise<Workbook> {
    const { zip, entries } = await entriesOf(source);
    const read = async (name: string, onTag: (tag: SaxesTagPlain) => void): Promise<void> => {
      const entry = entries.get(name);
      if (entry) await parsed(zip, entry, (parser) => parser.on('opentag', onTag));
    };
    const targets = new Map<string, string>();
    await read('xl/_rels/workbook.xml.rels', ({ attributes }) => {
      if (attributes['Id']) targets.set(attributes['Id'], `xl/${(attributes['Target'] ?? '').replace(/^\/?(xl\/)?/, '')}`);
    });
    const sheets = new Map<string, string>();
    let from1904 = false;
    await read('xl/workbook.xml', ({ name, attributes }) => {
      if (local(name) === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (local(name) === 'sheet' && !HIDDEN.has(attributes['state'] ?? ''))
        sheets.set(attributes['name'] ?? '', targets.get(attributes['r:id'] ?? '') ?? '');
    });
    return new Workbook(zip, entries, sheets, await sharedTexts(zip, entries.get('xl/sharedStrings.xml')), await dateStylesOf(read), from1904);
  }

  /** Of the sheets that are shown. */
  get sheetNames(): readonly string[] {
    return [...this.sheets.keys()];
  }

  /** The rows of a sheet; what is merged is told when all rows have been read. Throws NotATable. */
  async *rows(sheet: string, merged: (merge: Merge) => void = () => undefined): AsyncGenerator<RawRow> {
    const entry = this.entries.get(this.sheets.get(sheet) ?? '');
    if (!entry) throw new NotATable('no-sheet');
    const reader = new SheetReader(this.shared, this.dateStyles, this.from1904, merged);
    for await (const piece of textOf(this.zip, entry)) yield* reader.write(piece);
    yield* reader.end();
  }

  close(): void {
    this.zip.close();
  }
}

/** What the sender does not see is not taken for the sender's table: lists for choices, last year's copy. */
const HIDDEN = new Set(['hidden', 'veryHidden']);

const local = (name: string): string => name.replace(/^.*:/, '');

/** The parts of a workbook, after their number and sizes have been found harmless. */
async function entriesOf(source: Source): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromRandomAccessReader(new FromSource(source), source.size, { lazyEntries: true, autoClose: false }, (error, file) =>
      error ? reject(new NotATable('broken')) : resolve(file),
    ),
  );
  const entries = new Map<string, Entry>();
  if (zip.entryCount > MAX_ZIP_ENTRIES) throw new NotATable('hostile');
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.on('end', resolve).on('error', () => reject(new NotATable('broken')));
    zip.readEntry();
  });
  if (!entries.has('xl/workbook.xml')) throw new NotATable('not-a-workbook');
  const all = [...entries.values()];
  const unpacked = all.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  const blown = all.some(({ uncompressedSize, compressedSize }) => uncompressedSize > SMALL_PART && uncompressedSize > MAX_RATIO * compressedSize);
  if (unpacked > MAX_UNPACKED || blown) throw new NotATable('hostile');
  return { zip, entries };
}

/** A part's text. The library fails when more comes out than the directory says. */
async function* textOf(zip: ZipFile, entry: Entry): AsyncGenerator<string> {
  const stream = await new Promise<Readable>((resolve, reject) =>
    zip.openReadStream(entry, (error, opened) => (error ? reject(new NotATable('broken')) : resolve(opened))),
  );
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of stream as AsyncIterable<Buffer>) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw error instanceof NotATable ? error : new NotATable('broken');
  }
}

function safeParser(): SaxesParser {
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw new NotATable('hostile');
  });
  parser.on('error', () => {
    throw new NotATable('broken');
  });
  return parser;
}

async function parsed(zip: ZipFile, entry: Entry, listen: (parser: SaxesParser) => void): Promise<void> {
  const parser = safeParser();
  listen(parser);
  for await (const piece of textOf(zip, entry)) parser.write(piece);
  parser.close();
}

async function sharedTexts(zip: ZipFile, entry: Entry | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (!entry) return texts;
  let [text, inText, phonetic, size] = ['', false, false, 0];
  await parsed(zip, entry, (parser) => {
    parser.on('opentag', ({ name }) => {
      if (local(name) === 'si') text = '';
      if (local(name) === 'rPh') phonetic = true;
      inText = local(name) === 't';
    });
    parser.on('text', (part) => {
      if (inText && !phonetic) text += part;
    });
    parser.on('closetag', ({ name }) => {
      inText = false;
      if (local(name) === 'rPh') phonetic = false;
      if (local(name) !== 'si') return;
      size += text.length;
      if (size > MAX_SHARED) throw new NotATable('hostile');
      texts.push(text);
    });
  });
  return texts;
}

/** Number formats of days that every workbook knows without declaring them (ECMA-376, with those of Chinese editions). */
const isBuiltInDay = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** By style: whether its numbers are days. */
async function dateStylesOf(read: (name: string, onTag: (tag: SaxesTagPlain) => void) => Promise<void>): Promise<boolean[]> {
  const days = new Set<number>();
  const styles: boolean[] = [];
  let inCells = false;
  await read('xl/styles.xml', ({ name, attributes }) => {
    const tag = local(name);
    const id = Number(attributes['numFmtId']);
    if (tag === 'numFmt' && /[ymd]/i.test((attributes['formatCode'] ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''))) days.add(id);
    if (tag === 'cellXfs') inCells = true;
    else if (tag === 'cellStyles') inCells = false;
    else if (tag === 'xf' && inCells) styles.push(isBuiltInDay(id) || days.has(id));
  });
  return styles;
}

/** Turns a sheet's XML into rows. */
class SheetReader {
  private readonly parser = safeParser();
  private readonly ready: RawRow[] = [];
  private cells: (Cell | undefined)[] = [];
  private row = 0;
  private merges = 0;
  private cell: { readonly column: number; readonly type: string; readonly style: number } | undefined;
  private text = '';
  private inValue = false;
  private formula = false;
  private valued = false;

  constructor(
    private readonly shared: readonly string[],
    private readonly dateStyles: readonly boolean[],
    private readonly from1904: boolean,
    private readonly merged: (merge: Merge) => void,
  ) {
    this.parser.on('opentag', (tag) => this.open(local(tag.name), tag.attributes));
    this.parser.on('text', (text) => {
      if (this.inValue) this.text += text;
    });
    this.parser.on('closetag', ({ name }) => this.close(local(name)));
  }

  write(piece: string): RawRow[] {
    this.parser.write(piece);
    return this.ready.splice(0);
  }
  end(): RawRow[] {
    this.parser.close();
    return this.ready.splice(0);
  }

  private open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.row = Number(attributes['r'] ?? this.row + 1);
      this.cells = [];
    } else if (name === 'c') {
      const column = attributes['r'] === undefined ? this.cells.length : columnOf(attributes['r']);
      if (column >= MAX_TABLE_COLUMNS && attributes['t'] !== undefined) throw new NotATable('too-many-columns');
      this.cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0) };
      this.text = '';
      this.formula = this.valued = false;
    } else if (name === 'f') this.formula = true;
    else if (name === 'mergeCell') this.merge(attributes['ref'] ?? '');
    this.inValue = name === 'v' || name === 't';
    if (this.inValue) this.valued = true;
  }

  private close(name: string): void {
    this.inValue = false;
    if (name === 'c' && this.cell) {
      const value = this.valueOf(this.cell);
      if (value && this.cell.column >= MAX_TABLE_COLUMNS) throw new NotATable('too-many-columns');
      if (value) this.cells[this.cell.column] = value;
      this.cell = undefined;
    }
    if (name === 'row') this.ready.push({ row: this.row, cells: Array.from(this.cells) });
  }

  private valueOf({ type, style }: { readonly type: string; readonly style: number }): Cell | undefined {
    // A formula that was never computed is not an empty cell.
    if (this.text === '') return this.formula && !this.valued ? { text: NOT_COMPUTED } : undefined;
    if (type === 's') return textCell(this.shared[Number(this.text)] ?? '');
    if (type === 'b') return { text: this.text === '1' ? '是' : '否' };
    if (type !== 'n') return textCell(this.text);
    const number = Number(this.text);
    if (!Number.isFinite(number)) return { text: this.text };
    const day = this.dateStyles[style] ? ofSerial(number + (this.from1904 ? DAYS_TO_1904 : 0)) : undefined;
    // 1234.5599999999999 is what the sheet shows as 1234.56: it keeps fifteen digits.
    return day === undefined
      ? { text: String(Number(number.toPrecision(15))), numeric: true, ...(this.from1904 && { from1904: true as const }) }
      : { text: day };
  }

  private merge(ref: string): void {
    const found = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(ref);
    if (!found || ++this.merges > MAX_MERGES) return;
    const [, left = '', top, right = '', bottom] = found;
    this.merged({ top: Number(top), bottom: Number(bottom), left: columnOf(left), right: columnOf(right) });
  }
}

const NOT_COMPUTED = '#VALUE!';
const DAYS_TO_1904 = 1_462;
const textCell = (text: string): Cell | undefined => (text.trim() === '' ? undefined : { text });

/** `AB12` → 27. */
const columnOf = (reference: string): number =>
  [...reference.replace(/\d+$/, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
