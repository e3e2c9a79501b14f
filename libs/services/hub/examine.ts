import {
  attributeIsSecret,
  digestOf,
  fromBase64,
  isCanonical,
  memberIsSecret,
  type Claim,
  type Digest,
  type EventDefinition,
  type Json,
  type Suite,
} from '@lianhu/kernel';
import { ProblemError, type SubmittedEvent } from '@lianhu/services/platform';

/** A claim that stood the hub's examination, with what its secrets really are. */
export interface Examined {
  readonly claim: Claim;
  readonly definition: EventDefinition;
  readonly id: string;
  readonly salt: Uint8Array;
  readonly sentHash: Uint8Array;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Bytes of an event's salt. Source: line format. */
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const ATTRIBUTES_OF_EDGE = new Set(['department', 'receivedat', 'nonce']);

/**
 * Examines one submitted claim: canonical, of this department, of a type that it may push, every declared secret a
 * digest, every digest fitting its value. Throws ProblemError.
 */
export function examine(
  suite: Suite,
  department: string,
  event: SubmittedEvent,
  definitionOf: (type: string) => EventDefinition | undefined,
): Examined {
  const claim = parseClaim(event.claim);
  if (claim.department !== department) throw new ProblemError('type-not-yours');
  const definition = definitionOf(claim.type);
  if (!definition || !claim.type.startsWith(`${department}.`)) throw new ProblemError('type-not-yours');
  const salt = bytesOf(event.salt, SALT_BYTES);
  const sentHash = bytesOf(event.sentHash, HASH_BYTES);
  const check = (pointer: string, value: unknown): void => checkSecret(suite, salt, pointer, value, event);
  for (const name of Object.keys(claim)) {
    if (name !== 'data' && !ATTRIBUTES_OF_EDGE.has(name) && attributeIsSecret(definition, name)) check(`/${name}`, claim[name]);
  }
  for (const name of Object.keys(claim.data)) {
    const declared = name === 'minor' || definition.fields.has(name);
    if (!declared || memberIsSecret(definition, name)) check(`/data/${name}`, claim.data[name]);
  }
  checkAreas(claim, event);
  const id = typeof claim.id === 'string' ? claim.id : event.values['/id'];
  if (typeof id !== 'string') throw new ProblemError('invalid-event', { errors: [{ pointer: '/id', rule: 'required', message: 'required' }] });
  return { claim, definition, id, salt, sentHash, values: event.values };
}

function parseClaim(text: string): Claim {
  let claim: Claim;
  try {
    claim = JSON.parse(text) as Claim;
  } catch {
    throw new ProblemError('malformed-json');
  }
  const shaped =
    typeof claim === 'object' && claim !== null && typeof claim.data === 'object' && claim.data !== null && typeof claim.type === 'string';
  if (!shaped || !isCanonical(text, claim as unknown as Json)) throw new ProblemError('malformed-json', { detail: 'claim' });
  return claim;
}

/** A secret stands as the digest of the value that came with it. What nobody declared counts as secret. */
function checkSecret(suite: Suite, salt: Uint8Array, pointer: string, value: unknown, { values }: SubmittedEvent): void {
  if (!isDigest(value)) throw new ProblemError('secret-in-clear', { errors: [{ pointer, rule: 'secret-in-clear', message: 'secret-in-clear' }] });
  if (!(pointer in values)) throw new ProblemError('digest-mismatch', { errors: [{ pointer, rule: 'value-missing', message: 'value-missing' }] });
  if (digestOf(suite, salt, pointer, values[pointer]) !== value.digest) {
    throw new ProblemError('digest-mismatch', { errors: [{ pointer, rule: 'digest', message: 'digest' }] });
  }
}

function checkAreas(claim: Claim, event: SubmittedEvent): void {
  for (const name of ['area', 'residencearea'] as const) {
    const longer = event.values[`/${name}`];
    const cut = claim[name];
    if (longer === undefined || typeof cut !== 'string') continue;
    if (typeof longer !== 'string' || !longer.startsWith(cut))
      throw new ProblemError('digest-mismatch', { errors: [{ pointer: `/${name}`, rule: 'area', message: 'area' }] });
  }
}

const isDigest = (value: unknown): value is Digest =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 1 && typeof (value as Digest).digest === 'string';

function bytesOf(text: unknown, length: number): Uint8Array {
  const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
  if (bytes?.length !== length) throw new ProblemError('malformed-request');
  return bytes;
}
