import { toBase64 } from './base64';
import { canonical, escapePointer, type Json } from './canonical';
import type { EventDefinition } from './decorators';
import type { Suite } from './suite';

/** An event after defaults and normalisation, before it becomes a claim. `data` is flat. */
export interface EventAttributes {
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/** What the edge adds to an event when it makes a claim of it. `salt` and `nonce` are 16 random bytes. */
export interface ClaimMaking {
  readonly department: string;
  readonly receivedat: string;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
}

/** A claim's canonical text, and the values that it replaced by digests, by RFC 6901 pointer. */
export interface MadeClaim {
  readonly claim: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const ALWAYS_SECRET = new Set(['subject', 'correlationid', 'causationid', 'corrects', 'operatorref']);
/** Attributes that stay clear in a restricted (L5, L6) event. Source: line format, claim. */
const CLEAR_IN_RESTRICTED = new Set([
  'type',
  'source',
  'time',
  'specversion',
  'datacontenttype',
  'dataschema',
  'department',
  'receivedat',
  'nonce',
  'area',
]);
/** Digits of an area that stay clear. Unit: digits. */
const AREA_DIGITS = { open: 9, restricted: 6 } as const;

/** Whether an attribute of an event of this type is a digest in the claim. */
export const attributeIsSecret = (definition: EventDefinition, name: string): boolean =>
  definition.restricted ? !CLEAR_IN_RESTRICTED.has(name) : ALWAYS_SECRET.has(name);

/** Whether a member of `data` of an event of this type is a digest in the claim. */
export function memberIsSecret(definition: EventDefinition, name: string): boolean {
  if (name === 'minor') return true;
  const kind = definition.fields.get(name)?.kind;
  return definition.restricted ? kind !== 'countable' : kind === 'secret' || kind === 'case';
}

/** `HMAC(HMAC(salt, pointer), C(value))` in base64: the digest of one secret value. */
export function digestOf(suite: Suite, salt: Uint8Array, pointer: string, value: unknown): string {
  return toBase64(suite.hmac(suite.hmac(salt, pointer), canonical(value as Json)));
}

/** Turns an event into the claim that its department signs. */
export function makeClaim(suite: Suite, definition: EventDefinition, event: EventAttributes, making: ClaimMaking): MadeClaim {
  const values: Record<string, unknown> = {};
  const hide = (pointer: string, value: unknown): Json => {
    values[pointer] = value;
    return { digest: digestOf(suite, making.salt, pointer, value) };
  };
  const claim: Record<string, Json | undefined> = {
    department: making.department,
    receivedat: making.receivedat,
    nonce: toBase64(making.nonce),
  };
  for (const [name, value] of Object.entries(event)) {
    if (name === 'data') continue;
    const pointer = `/${escapePointer(name)}`;
    claim[name] = attributeIsSecret(definition, name) ? hide(pointer, value) : (value as Json);
    if (name === 'area' || name === 'residencearea') claim[name] = cutArea(definition, name, value as string, values, claim[name]);
  }
  const data: Record<string, Json> = {};
  for (const [name, value] of Object.entries(event.data)) {
    data[name] = memberIsSecret(definition, name) ? hide(`/data/${escapePointer(name)}`, value) : (value as Json);
  }
  return { claim: canonical({ ...claim, data }), values };
}

function cutArea(definition: EventDefinition, name: string, area: string, values: Record<string, unknown>, made: Json | undefined): Json | undefined {
  if (attributeIsSecret(definition, name)) return made;
  const digits = definition.restricted ? AREA_DIGITS.restricted : AREA_DIGITS.open;
  if (area.length > digits) values[`/${name}`] = area;
  return area.slice(0, digits);
}
