import type { EventDefinition, FieldDefinition, Position, Suite } from '@lianhu/kernel';
import { keyFile } from '@lianhu/vault';
import type { Right } from './access';

/** One field as a page shows it. */
export interface ShownField {
  readonly name: string;
  readonly title: string;
  readonly value: unknown;
  readonly text: string;
}

/** Handles instead of positions: HMAC per party, so that two parties' pages share none for one event. */
export interface Handles {
  handle(party: string, position: Position): string;
}

const HANDLE_BYTES = 16;

/** The monitor's handles, under a key file of its own. */
export function openHandles(folder: string, suite: Suite): Handles {
  const key = keyFile(folder, 'handles.key', () => suite.random(32));
  return {
    handle: (party, position) =>
      `event-${Buffer.from(suite.hmac(suite.hmac(key, party), String(position)).subarray(0, HANDLE_BYTES)).toString('base64url')}`,
  };
}

/** The fields that a right lets through: of secrets only what was opened for it, by RFC 6901 pointer. Task and statistics show none. */
export function fieldsFor(
  right: Right,
  definition: EventDefinition,
  data: Readonly<Record<string, unknown>>,
  opened: Readonly<Record<string, unknown>> = {},
): readonly ShownField[] {
  if (right !== 'full' && right !== 'own') return [];
  const shown: ShownField[] = [];
  for (const field of definition.fields.values()) {
    const clear = field.kind === 'clear' || field.kind === 'countable';
    const value = clear ? data[field.name] : opened[`/data/${field.name}`];
    if (value !== undefined && !isDigest(value))
      shown.push({ name: field.name, title: field.title ?? field.name, value, text: textOf(field, value) });
  }
  return shown;
}

const isDigest = (value: unknown): boolean => typeof value === 'object' && value !== null && 'digest' in value;

function textOf(field: FieldDefinition, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => textOf(field, item)).join('、');
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'object') return JSON.stringify(value);
  return field.list?.titles[String(value)] ?? String(value);
}
