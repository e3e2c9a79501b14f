import type { Cell } from '@lianhu/connectors';
import { MAX_ROW_BYTES, NotATable } from './limits';
import type { Named, Source } from './source';
import { decoded, type Encoding } from './text';

/** The objects of a JSON array, or of lines of JSON, one by one in bounded memory. Throws NotATable. */
export async function* jsonRecords(source: Source, encoding: Encoding): AsyncGenerator<Named> {
  let [text, depth, arrays, quoted, escaped, from] = ['', 0, 0, false, false, -1];
  for await (const piece of decoded(source, encoding)) {
    let at = text.length;
    text += piece;
    for (; at < text.length; at++) {
      const sign = text[at];
      if (quoted) {
        if (escaped) escaped = false;
        else if (sign === '\\') escaped = true;
        else if (sign === '"') quoted = false;
      } else if (sign === '"') quoted = true;
      else if (sign === '{') {
        if (depth++ === 0) from = at;
      } else if (sign === '}' && --depth === 0) {
        yield named(text.slice(from, at + 1));
        text = text.slice(at + 1);
        [at, from] = [-1, -1];
      } else if (depth === 0 && sign === '[') arrays++;
      else if (depth === 0 && sign === ']') arrays--;
      if (depth < 0) throw new NotATable('broken');
    }
    if (depth === 0) text = '';
    if (text.length > MAX_ROW_BYTES) throw new NotATable('broken');
  }
  // An array that was never ended lacks rows, also where it ends between two.
  if (depth !== 0 || arrays !== 0 || quoted) throw new NotATable('broken');
}

function named(text: string): Named {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotATable('broken');
  }
  const cells = new Map<string, Cell>();
  flatten(value as object, '', cells);
  return cells;
}

function flatten(value: object, before: string, cells: Map<string, Cell>): void {
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    const key = before + name;
    if (isNothing(member)) continue;
    if (Array.isArray(member))
      listed(
        member.filter((item) => !isNothing(item)),
        key,
        cells,
      );
    else if (typeof member === 'object') flatten(member as object, `${key}.`, cells);
    else cells.set(key, { text: String(member), ...(typeof member === 'number' && { numeric: true }) });
  }
}

/** Several values of one field; records of their own would need rows of their own. */
function listed(items: readonly unknown[], key: string, cells: Map<string, Cell>): void {
  if (items.some((item) => typeof item === 'object')) cells.set(key, { text: JSON.stringify(items), nested: true });
  else if (items.length > 0) cells.set(key, { text: items.map(String).join('、') });
}

const isNothing = (value: unknown): boolean => value === null || value === '';
