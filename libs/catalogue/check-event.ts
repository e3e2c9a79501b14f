import { dateOf, findUnfit, momentOf, type EventAttributes, type EventDefinition, type FieldFault } from '@lianhu/kernel';
import {
  ageUnder,
  areaNow,
  areaWithdrawn,
  areaWithin,
  CIVIL_AGE,
  identityFaults,
  identityMismatch,
  mayBeAdult,
  normalizeIdentity,
  type MinorIdentity,
} from '@lianhu/standards';
import { attributeFaults, filledAttributes, type CheckContext, type Credential } from './attributes';
import { catalogue } from './catalogue';
import { leakFaults } from './leaks';
import type { Language } from './language';
import { fault } from './messages';
import { normalizeData } from './normalize';
import { notesOf } from './notes';
import { reachFaults } from './reach';
import { dataFaults, isObject } from './validator';

/** Why an event waits for a person. */
export type QuarantineReason = 'not-a-minor' | 'not-yet-born' | 'identity-mismatch' | 'outside-duty-area' | 'withdrawn-area';

/** An event that has passed: defaults filled, normalised, ready to become a claim. */
export interface CheckedOk {
  readonly kind: 'ok';
  readonly event: EventAttributes;
  readonly definition: EventDefinition;
  /** The child as given in `data.minor`, normalised. */
  readonly minor?: MinorIdentity;
  /** What was put into normal form, and what is unusual; it stands all the same. */
  readonly notes?: readonly FieldFault[];
  /** The event as sent. */
  readonly sent: Readonly<Record<string, unknown>>;
}
/** What became of a sent event. */
export type CheckedEvent =
  | CheckedOk
  | { readonly kind: 'invalid'; readonly faults: readonly FieldFault[] }
  | { readonly kind: 'forbidden'; readonly code: 'source-not-yours' | 'type-not-yours' }
  | (Omit<CheckedOk, 'kind'> & { readonly kind: 'quarantine'; readonly reason: QuarantineReason; readonly faults: readonly FieldFault[] });

/** Checks an event as a department's system sent it. Answers are values; nothing is stored. */
export function checkEvent(sent: unknown, credential: Credential, context: CheckContext): CheckedEvent {
  const { language } = context;
  if (!isObject(sent)) return invalid(fault('', 'object', language));
  const forbidden = notYours(sent, credential);
  if (forbidden) return { kind: 'forbidden', code: forbidden };
  const unfit = findUnfit(sent);
  if (unfit) return invalid(fault(unfit.pointer, unfit.rule, language, unfit.rule === 'integer' ? { hint: 'number' } : {}));
  const definition = typeof sent['type'] === 'string' ? catalogue.event(sent['type']) : undefined;
  if (!definition) return invalid(fault('/type', sent['type'] === undefined ? 'required' : 'unknown-type', language));
  const faults = [...sourceFaults(sent, language), ...attributeFaults(sent, definition, context), ...dataPart(sent, definition, language)];
  if (faults.length > 0) return { kind: 'invalid', faults: listed(faults, language) };
  return examined(sent, definition, credential, context);
}

/** Faults of one event that are listed; what is above is counted. Reason: more helps nobody, and a small event must not make a large answer. */
export const MOST_FAULTS = 50;

const listed = (faults: readonly FieldFault[], language: Language): readonly FieldFault[] =>
  faults.length <= MOST_FAULTS
    ? faults
    : [...faults.slice(0, MOST_FAULTS), fault('', 'more-faults', language, { limit: faults.length - MOST_FAULTS })];

const invalid = (...faults: FieldFault[]): CheckedEvent => ({ kind: 'invalid', faults });

/** Own source and own types come before everything else. */
function notYours(sent: Readonly<Record<string, unknown>>, credential: Credential): 'source-not-yours' | 'type-not-yours' | undefined {
  const { source, type } = sent;
  if (typeof source === 'string' && source !== credential.source) return 'source-not-yours';
  const owner = typeof type === 'string' ? catalogue.departmentOf(type) : undefined;
  return owner && owner.id !== credential.department ? 'type-not-yours' : undefined;
}

const sourceFaults = ({ source }: Readonly<Record<string, unknown>>, language: Language): FieldFault[] =>
  source === undefined || typeof source === 'string' ? [] : [fault('/source', 'string', language)];

const dataPart = (sent: Readonly<Record<string, unknown>>, definition: EventDefinition, language: Language): readonly FieldFault[] =>
  sent['data'] === undefined ? [fault('/data', 'required', language)] : dataFaults(definition, sent['data'], language);

/** The second half, for events of the right form: normal form, identity, leaks, then what only a person can decide. */
function examined(sent: Readonly<Record<string, unknown>>, definition: EventDefinition, credential: Credential, context: CheckContext): CheckedEvent {
  const given = sent['data'] as Readonly<Record<string, unknown>>;
  const minor = given['minor'] === undefined ? undefined : normalizeIdentity(given['minor'] as MinorIdentity);
  const data = { ...normalizeData(definition, given), ...(minor && { minor }) };
  const event = { ...filledAttributes(sent, definition, credential, context), data } as EventAttributes;
  const faults = [
    ...reachFaults(event, definition, context),
    ...minorFaults(minor, context),
    ...leakFaults(event, definition, minor, context.language),
  ];
  if (faults.length > 0) return { kind: 'invalid', faults: listed(faults, context.language) };
  const notes = notesOf(given, data, definition, context.language);
  const checked = { event, definition, sent, ...(minor && { minor }), ...(notes.length > 0 && { notes }) };
  const reasons = quarantineReasons(event, definition, minor, credential.area ?? context.policyArea, context.ageRule);
  const [first] = reasons;
  if (!first) return { kind: 'ok', ...checked };
  return {
    kind: 'quarantine',
    reason: first.reason,
    faults: reasons.map(({ pointer, reason, limit }) => fault(pointer, reason, context.language, limit === undefined ? {} : { limit })),
    ...checked,
  };
}

function minorFaults(minor: MinorIdentity | undefined, { now, language }: CheckContext): FieldFault[] {
  if (!minor) return [];
  return identityFaults(minor, dateOf(momentOf(now))).map(({ pointer, rule }) => fault(`/data/minor${pointer}`, rule, language, { limit: 100 }));
}

/** What a machine must not decide: an adult, a birth after the event, an ID that says otherwise, an area outside the duty area. */
function quarantineReasons(
  event: EventAttributes,
  definition: EventDefinition,
  minor: MinorIdentity | undefined,
  dutyArea: string,
  ageRule = CIVIL_AGE,
) {
  const reasons: { readonly reason: QuarantineReason; readonly pointer: string; readonly limit?: string }[] = [];
  const area = String(event['area']);
  if (minor) {
    const mismatch = identityMismatch(minor);
    if (mismatch) reasons.push({ reason: 'identity-mismatch', pointer: `/data/minor/${mismatch}` });
    const day = dateOf(event.time);
    if (minor.birthDate > day) reasons.push({ reason: 'not-yet-born', pointer: '/data/minor/birthDate' });
    if (ageUnder(minor.birthDate, day, ageRule) >= ADULT_AGE && !mayBeAdult(definition.cls))
      reasons.push({ reason: 'not-a-minor', pointer: '/data/minor/birthDate' });
  }
  if (areaWithdrawn(area, dateOf(event.time))) reasons.push({ reason: 'withdrawn-area', pointer: '/area', limit: areaNow(area) });
  else if (!areaWithin(area, dutyArea)) reasons.push({ reason: 'outside-duty-area', pointer: '/area' });
  return reasons;
}

/** Age at which somebody is a minor no more. Unit: years. Source: minors protection law. */
const ADULT_AGE = 18;
