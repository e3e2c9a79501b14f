import { BASELINE, codes, escapePointer, momentOf, msOf, versionIn, type EventDefinition, type FieldFault } from '@lianhu/kernel';
import { formats, type AgeRule, isArea, looksPersonal, PURPOSE } from '@lianhu/standards';
import { catalogue, dataschemaOf } from './catalogue';
import type { Language } from './language';
import { fault, subjectFault } from './messages';
import { takesMinor } from './schema';

/** Who sends, as far as an event's attributes depend on it. */
export interface Credential {
  readonly department: string;
  readonly source: string;
  /** Duty area; the policy pack's where the credential has none. */
  readonly area?: string;
  readonly orguscc?: string;
  readonly operatorref?: string;
}
/** Where and when the event is checked. */
export interface CheckContext {
  /** Unit: milliseconds since 1970. */
  readonly now: number;
  /** The policy pack's area, six digits. */
  readonly policyArea: string;
  readonly language: Language;
  /** The region's reckoning of ages; civil unless given. */
  readonly ageRule?: AgeRule;
}

/** How far `time` may lie ahead of the edge's clock. Unit: milliseconds. Source: domain model VR1 † (assumption). */
export const MAX_AHEAD_MS = 5 * 60_000;
/** Earliest `time`. Source: † (assumption); nothing that a hub tells is older. */
export const EARLIEST_TIME = '1990-01-01T00:00:00+08:00';
/** Longest `id`, `correlationid`, `causationid`, `corrects`, `operatorref`. Unit: characters. Source: † (assumption). */
export const MAX_REFERENCE = 128;

type Sent = Readonly<Record<string, unknown>>;
/** `true` when the value will do, else the rule that it breaks and what the message names. */
type Verdict = true | string | readonly [rule: string, limit: string];
type Rule = (value: unknown, definition: EventDefinition, context: CheckContext) => Verdict;

const isReference: Rule = (value) =>
  typeof value === 'string' && formats.get('text')?.check(value) === true && [...value].length <= MAX_REFERENCE
    ? true
    : ['text', String(MAX_REFERENCE)];
/** A reference that must hold no personal number, because people outside see it; on one line, as it is asked for in addresses. */
const isOpenReference: Rule = (value, definition, context) => {
  const form = isReference(value, definition, context);
  if (form !== true) return form;
  if (/[\t\n\r]/.test(value as string)) return ['text', String(MAX_REFERENCE)];
  return looksPersonal(value as string) ? 'personal-number' : true;
};
const isSentArea: Rule = (value) => (typeof value === 'string' && isArea(value) ? true : 'area');
const isOrganisation: Rule = (value) => (typeof value === 'string' && formats.get('organisation')?.check(value) === true ? true : 'organisation');

/** A number, or its decimal digits, as CloudEvents' binary mode has it. */
const isRunningNumber = (value: unknown): boolean =>
  (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) || (typeof value === 'string' && /^(0|[1-9]\d{0,14})$/.test(value));

/** Every attribute of a sent event and its rule; `type`, `source` and `data` are judged before. */
const RULES: Readonly<Record<string, Rule>> = {
  type: () => true,
  source: () => true,
  data: () => true,
  subject: () => true,
  id: isOpenReference,
  operatorref: isOpenReference,
  correlationid: isReference,
  causationid: isReference,
  corrects: isReference,
  time: (value, _definition, { now }) => {
    const ms = typeof value === 'string' ? msOf(value) : undefined;
    if (ms === undefined) return 'date-time';
    if (ms > now + MAX_AHEAD_MS) return 'future';
    return ms < Date.parse(EARLIEST_TIME) ? 'too-early' : true;
  },
  specversion: (value) => (value === '1.0' ? true : 'specversion'),
  datacontenttype: (value) => (typeof value === 'string' && /^application\/json\s*(;\s*charset=utf-8)?$/i.test(value) ? true : 'datacontenttype'),
  // A sender of an older version need not change on the day that the type is raised: the newest accepts what the older did.
  dataschema: (value, definition) => {
    const version = versionIn(value);
    const known = version <= definition.version && value === dataschemaOf({ type: definition.type, version });
    return known ? true : ['dataschema', dataschemaOf(definition)];
  },
  area: isSentArea,
  residencearea: (value) => (typeof value === 'string' && isArea(value) && value.length >= 9 ? true : 'residence-area'),
  orguscc: isOrganisation,
  purpose: (value) => ((codes(PURPOSE) as readonly unknown[]).includes(value) ? true : ['enum', PURPOSE.name]),
  sourceseq: (value) => (isRunningNumber(value) ? true : 'running-number'),
  basis: (value, { type }) => {
    const isBasis = typeof value === 'string' && /^[a-z0-9](?:[-.]?[a-z0-9]){0,59}$/.test(value) && !looksPersonal(value);
    return isBasis && (!value.endsWith(BASELINE) || catalogue.mayBeBaseline(type)) ? true : 'basis';
  },
};

/** Faults of the attributes other than `data`. */
export function attributeFaults(sent: Sent, definition: EventDefinition, context: CheckContext): FieldFault[] {
  const { language } = context;
  const faults: FieldFault[] = [];
  for (const [name, value] of Object.entries(sent)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
    const verdict = value === undefined ? true : (rule?.(value, definition, context) ?? 'unknown-attribute');
    if (verdict === true) continue;
    const [broken, limit] = typeof verdict === 'string' ? [verdict, undefined] : verdict;
    faults.push(fault(`/${escapePointer(name)}`, broken, language, limit === undefined ? {} : { limit }));
  }
  for (const name of ['id', 'time']) if (sent[name] === undefined) faults.push(fault(`/${name}`, 'required', language));
  return [...faults, ...childFaults(sent, definition, language)];
}

/** The sender's own reference for a child. */
const REFERENCE = /^minor-[A-Za-z0-9_-]{22}$/;

/** Exactly one of `subject` and `data.minor` where the type is about a child, neither where it is not. */
function childFaults(sent: Sent, definition: EventDefinition, language: Language): FieldFault[] {
  const { subject } = sent;
  const hasMinor = (sent['data'] as Sent | undefined)?.['minor'] !== undefined;
  if (!takesMinor(definition)) return subject === undefined ? [] : [fault('/subject', 'no-child', language)];
  if (subject === undefined) return hasMinor ? [] : [fault('/subject', 'child-required', language)];
  if (hasMinor) return [fault('/subject', 'one-child', language)];
  return typeof subject === 'string' && REFERENCE.test(subject) ? [] : [subjectFault(language)];
}

/** The sender's running number goes to the hub beside the claim, whose attributes the line format fixes. */
const BESIDE_THE_CLAIM = 'sourceseq';

/** The attributes with defaults filled in, `time` in +08:00 with milliseconds; `data` still as sent. */
export function filledAttributes(sent: Sent, definition: EventDefinition, credential: Credential, context: CheckContext): Record<string, unknown> {
  const event: Record<string, unknown> = {
    area: credential.area ?? context.policyArea,
    basis: definition.basis,
    dataschema: dataschemaOf(definition),
    source: credential.source,
    specversion: '1.0',
  };
  if (definition.purpose !== undefined) event['purpose'] = definition.purpose;
  if (credential.orguscc !== undefined) event['orguscc'] = credential.orguscc;
  if (credential.operatorref !== undefined) event['operatorref'] = credential.operatorref;
  for (const [name, value] of Object.entries(sent)) if (value !== undefined && name !== BESIDE_THE_CLAIM) event[name] = value;
  event['datacontenttype'] = 'application/json';
  event['time'] = momentOf(msOf(String(sent['time'])) ?? context.now);
  return event;
}
