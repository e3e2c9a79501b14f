import { memberIsSecret, type CodeList, type EventDefinition } from '@lianhu/kernel';
import { classSchema, codeListsByField } from './schema';

/** One clear field of an event as a timeline shows it. */
export interface FieldText {
  readonly name: string;
  /** Chinese title. */
  readonly title: string;
  readonly value: unknown;
  /** The value in Chinese. */
  readonly text: string;
}

/** The clear fields of an event's data in the order of the class, with Chinese texts; secrets and what the class does not declare are left out. */
export function fieldTexts(definition: EventDefinition, data: Readonly<Record<string, unknown>>): FieldText[] {
  const lists = codeListsByField(definition.cls);
  const properties = classSchema(definition.cls).properties ?? {};
  const names = [...definition.fields.keys()].filter((name) => data[name] !== undefined && !memberIsSecret(definition, name));
  return names.map((name) => ({
    name,
    title: definition.fields.get(name)?.title ?? name,
    value: data[name],
    text: textOf(data[name], lists.get(name), properties[name]?.['format']),
  }));
}

function textOf(value: unknown, list: CodeList | undefined, format: unknown): string {
  if (Array.isArray(value)) return value.map((item) => textOf(item, list, format)).join('、');
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'object' && value !== null) return '';
  const text = String(value);
  if (list) return list.titles[text] ?? text;
  return format === 'date-time' ? text.slice(0, 16).replace('T', ' ') : text;
}
