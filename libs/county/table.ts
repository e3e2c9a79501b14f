import { targetsOf, type Target } from '@lianhu/connectors';
import type { SentEvent } from './options';

/** A column of a department's table, as its connector reads it. */
export interface Column {
  /** The field's Chinese title. */
  readonly header: string;
  readonly target: Target;
}

/** Columns that this county's departments never fill. */
const UNUSED = /^guardian\d\.(docType|docNo|phone)$|^minor\.areaHousehold$|^subject$/;
const KNOWN = new Map<string, readonly Column[]>();

/** The columns of the table that holds events of a type. Throws TypeError on an unknown type. */
export function columnsOf(type: string): readonly Column[] {
  const known = KNOWN.get(type);
  if (known) return known;
  const columns = targetsOf(type)
    .filter(({ path }) => !UNUSED.test(path))
    .map((target) => ({ header: target.title, target }));
  KNOWN.set(type, columns);
  return columns;
}

type Data = Readonly<Record<string, unknown>>;

/** A row of an event, in the order of `columnsOf`: codes by their title, 是 and 否, days and moments as offices write them. */
export function rowOf(event: SentEvent): string[] {
  return columnsOf(event.type).map(({ target }) => textOf(valueAt(event, target.path), target));
}

function valueAt(event: SentEvent, path: string): unknown {
  const [place = '', field = ''] = path.split('.');
  if (field === '') return (event as unknown as Data)[place];
  if (place === 'data') return event.data[field];
  const minor = event.data['minor'] as Data | undefined;
  if (place === 'minor') return minor?.[field];
  const guardian = /^guardian(\d)$/.exec(place);
  return guardian ? (minor?.['guardians'] as readonly Data[] | undefined)?.[Number(guardian[1]) - 1]?.[field] : undefined;
}

function textOf(value: unknown, target: Target): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((one: unknown) => textOf(one, target)).join('、');
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = String(value as string | number);
  if (target.kind === 'moment') return text.slice(0, 19).replace('T', ' ');
  if (target.kind === 'month') return `${text.slice(0, 4)}-${text.slice(-2)}`;
  if (target.counts) return `${text}${target.counts === 'fen' ? '分' : '分钟'}`;
  return target.kind === 'codes' ? (target.codes?.titles[text] ?? text) : text;
}
