import { SaxesParser } from 'saxes';
import type { Cell } from '@lianhu/connectors';
import { NotATable } from './limits';
import type { Named, Source } from './source';
import { decoded, type Encoding } from './text';

interface Open {
  readonly name: string;
  text: string;
  readonly fields: Map<string, Cell>;
  hasElements: boolean;
}

/**
 * The records of an XML file: elements that hold only fields, below the root. Fields are elements with text, or attributes.
 * Entities of a document type are refused, so nothing can be blown up or fetched. Throws NotATable.
 */
export async function* xmlRecords(source: Source, encoding: Encoding): AsyncGenerator<Named> {
  const ready: Named[] = [];
  const open: Open[] = [];
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw new NotATable('hostile');
  });
  parser.on('error', () => {
    throw new NotATable('broken');
  });
  parser.on('opentag', ({ name, attributes }) => {
    const parent = open.at(-1);
    if (parent) parent.hasElements = true;
    const given = Object.entries(attributes as Record<string, string>).filter(([key, text]) => text !== '' && !key.startsWith('xmlns'));
    open.push({ name, text: '', fields: new Map(given.map(([key, text]) => [key, { text }])), hasElements: false });
  });
  const add = (text: string): void => {
    const top = open.at(-1);
    if (top) top.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const closed = open.pop() as Open;
    const parent = open.at(-1);
    if (!closed.hasElements && closed.fields.size === 0) {
      if (parent && closed.text.trim() !== '') parent.fields.set(closed.name, { text: closed.text.trim() });
    } else if (open.length > 0 && closed.fields.size > 0) ready.push(closed.fields);
  });
  for await (const piece of decoded(source, encoding)) {
    parser.write(piece);
    yield* ready.splice(0);
  }
  parser.close();
  yield* ready.splice(0);
}
