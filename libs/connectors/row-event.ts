import type { Json } from '@lianhu/kernel';
import { normalizeCitizenId, readCitizenId } from '@lianhu/standards';
import type { Cell, Cells } from './cells';
import type { Mapping } from './mapping';
import { targetOf, type Target } from './targets';
import { CELL_FAULTS, readValue, type ReadContext, type ReadValue } from './values';

/** Longest cell. Unit: characters. Reason: no field takes more, and a sheet's own limit is 32,767. */
export const MAX_CELL = 4_000;

/** Signs inside one title. Unit: pieces. Reason: the longest title of a list has four. */
const MAX_TITLE_PIECES = 6;

/** What is wrong with a row, by the sender's own header. */
export interface RowFault {
  /** The sender's header, or a target's title where no column has it. */
  readonly column: string;
  readonly rule: string;
  readonly message: string;
}
/** An event as it will be sent, still without its id, and what names the row. */
export interface RowEvent {
  readonly event: Readonly<Record<string, unknown>>;
  /** Values of the key; undefined when one is missing (two children without a number are two): then the whole content names the row. */
  readonly key?: readonly Json[];
}

type Made = { [name: string]: unknown };

/** Turns a row into an event. A row with a fault becomes none: nothing is left out silently. */
export function rowEvent(cells: Cells, mapping: Mapping, context: ReadContext): RowEvent | { readonly faults: readonly RowFault[] } {
  const values = new Map<string, unknown>();
  const faults: RowFault[] = [];
  const read = (column: string, cell: Cell, target: Target, unit?: Parameters<typeof readValue>[3]): void => {
    const results: readonly ReadValue[] =
      [...cell.text].length > MAX_CELL ? [{ fault: 'too-long' as const }] : partsOf(cell, target, (part) => readValue(part, target, context, unit));
    const wrong = results.find((result) => 'fault' in result);
    if (wrong && 'fault' in wrong) faults.push({ column, rule: wrong.fault, message: CELL_FAULTS[wrong.fault] });
    const good = results.flatMap((result) => ('value' in result ? [result.value] : []));
    values.set(target.path, target.many ? (target.repeats ? good : [...new Set(good)]) : good[0]);
  };
  for (const [path, text] of Object.entries(mapping.constants)) {
    const target = targetOf(mapping.type, path);
    if (target) read(target.title, { text }, target);
  }
  mapping.columns.forEach(({ header, target: path, unit }, column) => {
    const cell = cells[column];
    const target = typeof path === 'string' ? targetOf(mapping.type, path) : undefined;
    if (target && cell && cell.text.trim() !== '') read(header, cell, target, unit);
  });
  cells.slice(mapping.columns.length).forEach((cell) => {
    if (cell && cell.text.trim() !== '') faults.push({ column: '（表头之外）', rule: 'beyond-header', message: '表头没有这一列' });
  });
  faults.push(...idFaults(values, mapping));
  if (faults.length > 0) return { faults };
  const key = mapping.key?.map((path) => (values.get(path) ?? null) as Json);
  return { event: eventOf(mapping.type, values), ...(key && key.every((value) => value !== null) && { key }) };
}

const BETWEEN_VALUES = /[、,，;；/\s]+/;

/** The values of one cell. A title may hold the sign that parts values, so the longest text that reads as one value is one. */
function partsOf(cell: Cell, { many }: Target, read: (part: Cell) => ReadValue): ReadValue[] {
  if (!many) return [read(cell)];
  const pieces = cell.text.trim().split(BETWEEN_VALUES).filter(Boolean);
  const results: ReadValue[] = [];
  for (let at = 0; at < pieces.length;) {
    let [taken, result] = [1, read({ ...cell, text: pieces[at] ?? '' })];
    for (let end = Math.min(pieces.length, at + MAX_TITLE_PIECES); end > at + 1; end--) {
      const longer = read({ ...cell, text: pieces.slice(at, end).join('、') });
      if ('fault' in longer) continue;
      [taken, result] = [end - at, longer];
      break;
    }
    results.push(result);
    at += taken;
  }
  return results;
}

/** An ID number that is none: said before what it would have told is missed. */
function idFaults(values: ReadonlyMap<string, unknown>, mapping: Mapping): RowFault[] {
  return ['minor', 'guardian1', 'guardian2'].flatMap((person) => {
    const number = values.get(`${person}.docNo`);
    const isId = (values.get(`${person}.docType`) ?? '01') === '01';
    if (typeof number !== 'string' || !isId || typeof readCitizenId(normalizeCitizenId(number)) !== 'string') return [];
    const column = mapping.columns.find(({ target }) => target === `${person}.docNo`)?.header ?? '';
    return [{ column, rule: 'citizen-id', message: '身份证号码无效（位数、日期或校验码不符）' }];
  });
}

function eventOf(type: string, values: ReadonlyMap<string, unknown>): Made {
  const event: Made = { type };
  const data: Made = {};
  const parts: Record<string, Made> = { minor: {}, guardian1: {}, guardian2: {} };
  for (const [path, value] of values) {
    const [group = '', name] = path.split('.');
    if (name === undefined) event[group] = value;
    else (group === 'data' ? data : (parts[group] ??= {}))[name] = value;
  }
  const minor = minorOf(parts);
  if (minor && event['subject'] === undefined) data['minor'] = minor;
  return { ...event, data };
}

/** The identity block: what a valid ID says need not be written again. */
function minorOf({ minor = {}, guardian1 = {}, guardian2 = {} }: Record<string, Made>): Made | undefined {
  const guardians = [guardian1, guardian2]
    .filter((guardian) => guardian['name'] !== undefined)
    .map(withDocType)
    .map(withRelation);
  if (Object.keys(minor).length === 0 && guardians.length === 0) return undefined;
  const typed = withDocType(minor);
  const id = typed['docType'] === '01' && typeof typed['docNo'] === 'string' ? readCitizenId(normalizeCitizenId(typed['docNo'])) : undefined;
  return {
    ...(id && typeof id !== 'string' && { sex: id.sex, birthDate: id.birthDate }),
    docType: '99',
    ...typed,
    ...(guardians.length > 0 && { guardians }),
  };
}

/** A number without a type of paper is a citizen ID; one that is none is then refused. */
const withDocType = (person: Made): Made =>
  person['docType'] === undefined && typeof person['docNo'] === 'string' ? { ...person, docType: '01' } : person;
const withRelation = (guardian: Made): Made => ({ rel: 'unknown', ...guardian });

/** The header that a fault of the checked event is about. */
export function columnOf(pointer: string, mapping: Mapping): string {
  const path = pathOf(pointer);
  const column = mapping.columns.find(({ target }) => target === path);
  return column?.header ?? targetOf(mapping.type, path)?.title ?? pointer;
}

function pathOf(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  if (parts[0] !== 'data') return parts.join('.');
  if (parts[1] !== 'minor') return parts.slice(0, 2).join('.');
  return parts[2] === 'guardians' ? `guardian${Number(parts[3]) + 1}.${parts[4] ?? ''}` : parts.slice(1).join('.');
}
