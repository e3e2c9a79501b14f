import { catalogue, takesMinor } from '@lianhu/catalogue';
import type { ColumnUnit, Connector } from '@lianhu/kernel';
import { headerCore, headerKey } from './header';
import { targetOf, targetsOf, type Target } from './targets';

/** Where one column goes. `null`: known and not sent; absent: nobody has decided yet. */
export interface ColumnMapping {
  readonly header: string;
  readonly target?: string | null;
  readonly unit?: ColumnUnit;
}
/** How a table becomes events. */
export interface Mapping {
  /** Name of the connector, or the fingerprint of the headers. */
  readonly name: string;
  readonly type: string;
  readonly columns: readonly ColumnMapping[];
  readonly constants: Readonly<Record<string, string>>;
  readonly key?: readonly string[];
  readonly changed: 'event' | 'corrects';
}

/** Why a mapping cannot be used, and where. */
export interface MappingFault {
  readonly code: 'undecided' | 'twice' | 'unknown-target' | 'missing' | 'unit' | 'unknown-type' | 'not-yours' | 'key';
  /** A header or a target's title. */
  readonly what: string;
}

/** Everything that keeps a mapping from being used; empty when it is whole. */
export function mappingFaults({ type, columns, constants, key }: Mapping): MappingFault[] {
  const definition = catalogue.event(type);
  if (!definition) return [{ code: 'unknown-type', what: type }];
  const used = columns.flatMap(({ target }) => (typeof target === 'string' ? [target] : []));
  const given = new Set([...used, ...Object.keys(constants)]);
  const faults: MappingFault[] = columns.filter(({ target }) => target === undefined).map(({ header }) => ({ code: 'undecided', what: header }));
  for (const path of given) if (!targetOf(type, path)) faults.push({ code: 'unknown-target', what: path });
  for (const { header, target, unit } of columns) {
    const found = typeof target === 'string' ? targetOf(type, target) : undefined;
    if (found && used.indexOf(found.path) !== used.lastIndexOf(found.path)) faults.push({ code: 'twice', what: header });
    if (found?.counts === 'fen' && unit === undefined) faults.push({ code: 'unit', what: header });
  }
  for (const path of key ?? []) if (!given.has(path)) faults.push({ code: 'key', what: path });
  return [...faults, ...missing(type, given).map(({ title }): MappingFault => ({ code: 'missing', what: title }))];
}

/** Required targets that nothing gives. A child's own reference stands for its identity; a number of an ID says sex and birth. */
function missing(type: string, given: ReadonlySet<string>): readonly Target[] {
  const child = takesMinor(catalogue.event(type) as NonNullable<ReturnType<typeof catalogue.event>>);
  const required = targetsOf(type).filter(({ required, path }) => required && !(given.has('subject') && path.startsWith('minor.')));
  const identity = child && !given.has('subject') && !given.has('minor.docNo') ? ['minor.sex', 'minor.birthDate'] : [];
  return [...required, ...identity.map((path) => targetOf(type, path) as Target)].filter(({ path }) => !given.has(path));
}

/** The mapping of a declared connector for a table that has its headers; undefined when a header is missing or unknown. */
export function mappingOf(connector: Connector, headers: readonly string[]): Mapping | undefined {
  const declared = new Map(Object.entries(connector.columns).map(([header, target]) => [headerKey(header), target]));
  const ignored = new Set([...(connector.ignore ?? []), '序号', '备注', PROBLEM_HEADER].map(headerKey));
  const columns: ColumnMapping[] = [];
  for (const header of headers) {
    const target = declared.get(headerKey(header));
    if (target !== undefined) columns.push({ header, ...(typeof target === 'string' ? { target } : target) });
    else if (ignored.has(headerKey(header)) || header === '') columns.push({ header, target: null });
    else return undefined;
  }
  const { type, key, constants = {}, changed = 'event' } = connector;
  const mapping: Mapping = { name: connector.name, type, columns, constants, changed, ...(key && { key }) };
  return mappingFaults(mapping).length === 0 ? mapping : undefined;
}

/** Header of the column that a corrected copy adds; never sent. */
export const PROBLEM_HEADER = '问题';

/** What a set of headers is known again by: their order and the column 问题 do not matter. */
export const fingerprintText = (headers: readonly string[]): string =>
  JSON.stringify([...new Set(headers.filter((header) => header !== '' && headerKey(header) !== PROBLEM_HEADER).map(headerKey))].sort());

/** A remembered mapping, for a table whose columns may stand in another order. */
export function inOrderOf(mapping: Mapping, headers: readonly string[]): Mapping {
  const byKey = new Map(mapping.columns.map((column) => [headerKey(column.header), column]));
  return {
    ...mapping,
    columns: headers.map((header) => {
      const known = byKey.get(headerKey(header));
      return known ? { ...known, header } : { header, target: null };
    }),
  };
}

/** The unit that a header names in brackets or at its end. */
export function unitIn(header: string): ColumnUnit | undefined {
  const key = headerKey(header);
  const inBrackets = /\(([^()]*)\)$/.exec(key)?.[1] ?? '';
  const words = `${inBrackets} ${headerCore(header)}`;
  if (/万元/.test(words)) return 'wan-yuan';
  if (/元/.test(words)) return 'yuan';
  if (inBrackets.replace('单位', '') === '分') return 'fen';
  return /小时/.test(words) ? 'hours' : undefined;
}
