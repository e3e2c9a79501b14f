import type { CatalogueDetail, CatalogueField, CatalogueType } from '../api/report-types';
import { departmentTitle } from '../words/titles';

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const looseList = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.filter(isLoose) : []);
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : typeof value === 'string' ? [value] : [];
const firstList = (holder: Loose, ...names: readonly string[]): readonly Loose[] =>
  names.map((name) => looseList(holder[name])).find((list) => list.length > 0) ?? [];

/** The newest of a type's versions, given as numbers, objects or one number. */
function newest({ version, versions }: Loose): number {
  const all = (Array.isArray(versions) ? versions : [])
    .map((each: unknown) => Number(isLoose(each) ? each['version'] : each))
    .filter(Number.isInteger);
  return Math.max(1, Number(version) || 0, ...all);
}
function toldText(told: unknown): string | undefined {
  if (typeof told === 'string') return text(told);
  const list = (Array.isArray(told) ? told : []).map((each: unknown) => (isLoose(each) ? Object.values(each).join(' ') : String(each)));
  return list.length === 0 ? undefined : list.join('；');
}

/** Every event type of a catalogue, flat, in the order given. */
export function readCatalogue(answer: unknown): readonly CatalogueType[] {
  const departments = Array.isArray(answer) ? looseList(answer) : isLoose(answer) ? firstList(answer, 'departments', 'rows') : [];
  return departments.flatMap((holder) => {
    const department = text(holder['department']) ?? text(holder['id']) ?? '';
    const departmentName = text(holder['name']) ?? text(holder['title']) ?? departmentTitle(department);
    return firstList(holder, 'events', 'types', 'eventTypes').map((event) => ({
      type: text(event['type']) ?? '',
      title: text(event['title']) ?? text(event['type']) ?? '',
      version: newest(event),
      level: text(event['level']),
      category: text(event['category']),
      protection: texts(event['protection']),
      basis: text(event['basisTitle']) ?? text(event['basis']),
      told: toldText(event['told']),
      words: text(event['words']),
      department,
      departmentName,
    }));
  });
}

/** What a JSON Schema asks for, in a few words. */
function formOf(schema: Loose): string {
  const limits = [schema['minimum'], schema['maximum']].filter((limit) => limit !== undefined);
  const range = limits.length === 2 ? ` ${limits.join('–')}` : '';
  const length = typeof schema['maxLength'] === 'number' ? `，至多 ${schema['maxLength']} 字` : '';
  if (schema['type'] === 'array') return `列表：${formOf(isLoose(schema['items']) ? schema['items'] : {})}`;
  if (schema['type'] === 'integer') return `整数${range}`;
  if (schema['type'] === 'boolean') return '是/否';
  if (schema['type'] === 'object' || schema['$ref'] !== undefined || schema['allOf'] !== undefined) return '一组字段';
  if (Array.isArray(schema['enum'])) return '代码';
  if (schema['format'] === 'date') return '日期';
  if (schema['format'] === 'date-time') return '时间';
  return `文字${length}`;
}

/** The schema of `data` inside an event's schema; a schema of data alone is taken as it is. */
function dataSchema(schema: Loose): Loose {
  const properties = isLoose(schema['properties']) ? schema['properties'] : {};
  return isLoose(properties['data']) ? properties['data'] : schema;
}

function codesOf(value: unknown, lists: unknown): Readonly<Record<string, string>> | undefined {
  const named = typeof value === 'string' ? (isLoose(lists) ? lists[value] : looseList(lists).find(({ name }) => name === value)) : value;
  if (Array.isArray(named)) return Object.fromEntries(looseList(named).map((each) => [String(each['code']), String(each['title'])]));
  if (!isLoose(named)) return undefined;
  const titles = isLoose(named['titles']) ? named['titles'] : isLoose(named['codes']) ? named['codes'] : named;
  const pairs = Object.entries(titles).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** One type's fields and example, whether told as a list or only as a schema. */
export function readDetail(answer: unknown): CatalogueDetail {
  const whole = isLoose(answer) ? answer : {};
  const schema = dataSchema(isLoose(whole['schema']) ? whole['schema'] : whole);
  const properties = isLoose(schema['properties']) ? schema['properties'] : {};
  const required = new Set(texts(schema['required']));
  const lists = whole['codes'] ?? whole['codeLists'];
  const told = new Map(
    (isLoose(whole['fields'])
      ? Object.entries(whole['fields']).map(([name, field]) => ({ name, ...(isLoose(field) ? field : {}) }))
      : looseList(whole['fields'])
    ).map((field: Loose) => [String(field['name']), field]),
  );
  const names = [...new Set([...Object.keys(properties), ...told.keys()])];
  const fields = names.map((name): CatalogueField => {
    const property = isLoose(properties[name]) ? properties[name] : {};
    const field = told.get(name) ?? {};
    return {
      name,
      title: text(field['title']) ?? text(property['title']),
      form: text(field['form']) ?? formOf(property),
      kind: text(field['kind']) ?? text(property['x-kind']),
      required: required.has(name) || field['required'] === true,
      level: text(field['level']),
      unit: text(field['unit']),
      codes: codesOf(field['codes'] ?? field['list'] ?? property['x-codes'], lists),
    };
  });
  const examples = schema['examples'] ?? whole['examples'];
  return { fields, schema: whole['schema'], example: whole['example'] ?? (Array.isArray(examples) ? (examples[0] as unknown) : undefined) };
}

/** What a list of types is narrowed to. */
export interface TypeFilters {
  readonly department?: string;
  readonly level?: string;
}
/** Types whose name, title, department, fields or codes hold every word looked for. */
export function searchTypes(all: readonly CatalogueType[], words: string, { department, level }: TypeFilters = {}): readonly CatalogueType[] {
  const types = all.filter((type) => (department ?? type.department) === type.department && (level ?? type.level) === type.level);
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return types.filter(({ type, title, departmentName, words: own = '' }) =>
    wanted.every((word) => `${type} ${title} ${departmentName} ${own}`.toLowerCase().includes(word)),
  );
}

const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
/** The command line that pushes the example. The token is a shell variable, never a value. */
export function curlLine(type: CatalogueType, example: unknown, origin: string): string {
  return [
    `curl -X POST ${origin}/api/departments/${type.department}/events`,
    `-H "Authorization: Bearer $TOKEN"`,
    `-H 'Content-Type: application/cloudevents+json'`,
    `-d ${quoted(JSON.stringify(example))}`,
  ].join(' \\\n  ');
}
