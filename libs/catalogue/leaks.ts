import { escapePointer, memberIsSecret, type EventAttributes, type EventDefinition, type FieldFault } from '@lianhu/kernel';
import { halfWidth, looksPersonal, nameKey, type MinorIdentity } from '@lianhu/standards';
import type { Language } from './language';
import { fault } from './messages';
import { classSchema } from './schema';

/** Shortest name that is looked for; a single character stands everywhere. Unit: characters. */
const MIN_NAME = 2;

/**
 * Personal numbers, and the names that stand in the same event, where they must not be: in every field that stays clear,
 * in free text of L1 to L3 events, in `id` and in `operatorref`.
 */
export function leakFaults(event: EventAttributes, definition: EventDefinition, minor: MinorIdentity | undefined, language: Language): FieldFault[] {
  const names = namesIn(minor);
  const faults: FieldFault[] = [];
  for (const [pointer, text] of openTexts(event, definition)) {
    const broken = looksPersonal(text) ? 'personal-number' : holdsName(text, names) ? 'personal-name' : undefined;
    if (broken) faults.push(fault(pointer, broken, language));
  }
  return faults;
}

function* openTexts(event: EventAttributes, definition: EventDefinition): Generator<readonly [pointer: string, text: string]> {
  for (const name of ['id', 'operatorref', 'orguscc']) if (typeof event[name] === 'string') yield [`/${name}`, event[name]];
  const properties = classSchema(definition.cls).properties ?? {};
  for (const [name, value] of Object.entries(event.data)) {
    const lowFreeText = definition.level <= 'L3' && properties[name]?.['x-use'] === 'free';
    const looked = !memberIsSecret(definition, name) && properties[name]?.['enum'] === undefined;
    if (typeof value === 'string' && (looked || lowFreeText)) yield [`/data/${escapePointer(name)}`, value];
  }
}

const namesIn = (minor: MinorIdentity | undefined): readonly string[] =>
  minor
    ? [minor.name, minor.nameRaw ?? '', ...(minor.guardians ?? []).map(({ name }) => name)]
        .map(nameKey)
        .filter((name) => [...name].length >= MIN_NAME)
    : [];

const holdsName = (text: string, names: readonly string[]): boolean => {
  const plain = halfWidth(text);
  return names.some((name) => plain.includes(name));
};
