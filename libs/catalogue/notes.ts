import { escapePointer, type EventDefinition, type FieldFault } from '@lianhu/kernel';
import type { MinorIdentity } from '@lianhu/standards';
import type { Language } from './language';
import { fault } from './messages';
import { takesMinor } from './schema';

/** Most that is paid at once for a child. Unit: fen. Source: domain model VR12 † (assumption). */
export const MAX_PAYMENT = 10_000_000;

/** What is told to the sender of an accepted event: what was put into normal form (VR2), and what is unusual (VR12). Never a value. */
export function notesOf(
  given: Readonly<Record<string, unknown>>,
  data: Readonly<Record<string, unknown>>,
  definition: EventDefinition,
  language: Language,
): FieldFault[] {
  const note = (pointer: string, rule: string): FieldFault => fault(pointer, rule, language, { limit: MAX_PAYMENT });
  const members = Object.keys(data).filter((name) => name !== 'minor' && data[name] !== given[name]);
  const amount = data['amount'];
  const unusual = takesMinor(definition) && typeof amount === 'number' && (amount <= 0 || amount > MAX_PAYMENT);
  return [
    ...changedIn(given['minor'] as MinorIdentity | undefined, data['minor'] as MinorIdentity | undefined).map((pointer) =>
      note(pointer, 'normalised'),
    ),
    ...members.map((name) => note(`/data/${escapePointer(name)}`, 'normalised')),
    ...(unusual ? [note('/data/amount', 'unusual-amount')] : []),
  ];
}

function changedIn(given: MinorIdentity | undefined, normal: MinorIdentity | undefined): string[] {
  if (!given || !normal) return [];
  const own = (['docNo', 'name'] as const).filter((name) => given[name] !== normal[name]).map((name) => `/data/minor/${name}`);
  const guardians = (normal.guardians ?? []).flatMap((guardian, i) =>
    (['docNo', 'name', 'phone'] as const)
      .filter((name) => guardian[name] !== given.guardians?.[i]?.[name])
      .map((name) => `/data/minor/guardians/${i}/${name}`),
  );
  return [...own, ...guardians];
}
