import { canonical, makeClaim, momentOf, toBase64, type BatchPlace, type Clock, type EventDefinition, type Json, type Suite } from '@lianhu/kernel';
import { MAX_BATCH, signBatch, type Entry } from '@lianhu/log';
import { ProblemError, type EnteredRecord, type OwnEvent, type Submission } from '@lianhu/services/platform';
import type { Vault } from '@lianhu/vault';

/** Source of everything that the hub itself appends. */
export const HUB_SOURCE = 'urn:lianhu:hub';

/** What own events are made with. */
export interface OwnEventMaker {
  readonly suite: Suite;
  readonly clock: Clock;
  readonly origin: string;
  readonly area: string;
  readonly key: { readonly keyId: string; readonly seed: Uint8Array };
  readonly vault: Vault;
  readonly contentMac: (sentHash: Uint8Array) => Uint8Array;
  readonly definition: (type: string) => EventDefinition | undefined;
}

/** Turns own events into entries of the log: claims of department `hub`, signed together, secrets sealed under the subject's key. */
export async function ownEntries(maker: OwnEventMaker, events: readonly OwnEvent[]): Promise<Entry[]> {
  const made = events.map((event) => makeOne(maker, event));
  const entries: Entry[] = [];
  for (let from = 0; from < made.length; from += MAX_BATCH) {
    const part = made.slice(from, from + MAX_BATCH);
    const signed = signBatch(maker.suite, { origin: maker.origin, department: 'hub', ...maker.key, claims: part.map(({ claim }) => claim) });
    for (const [index, one] of part.entries()) {
      entries.push(await entryOf(maker, one, signed.places[index] as BatchPlace));
    }
  }
  return entries;
}

interface Made {
  readonly event: OwnEvent;
  readonly definition: EventDefinition;
  readonly claim: string;
  readonly salt: Uint8Array;
  readonly values: Readonly<Record<string, unknown>>;
}

function makeOne(maker: OwnEventMaker, event: OwnEvent): Made {
  const definition = maker.definition(event.type);
  if (!definition) throw new ProblemError('invalid-event', { detail: event.type });
  const { subject: _subject, corrects: _corrects, other: _other, level: _level, ...attributes } = event;
  const salt = maker.suite.random(16);
  const { claim, values } = makeClaim(
    maker.suite,
    definition,
    {
      specversion: '1.0',
      source: HUB_SOURCE,
      datacontenttype: 'application/json',
      dataschema: `urn:lianhu:schema:${event.type}:${definition.version}`,
      area: maker.area,
      ...attributes,
    },
    { department: 'hub', receivedat: momentOf(maker.clock.now()), salt, nonce: maker.suite.random(16) },
  );
  return { event, definition, claim, salt, values };
}

async function entryOf(maker: OwnEventMaker, { event, definition, claim, salt, values }: Made, batch: BatchPlace): Promise<Entry> {
  const sentHash = maker.suite.sha256(canonical(event as unknown as Json));
  const hidden = Object.keys(values).length > 0;
  const [beside] = hidden ? await maker.vault.values.seal([{ owner: event.subject, secrets: { salt: toBase64(salt), values } }]) : [];
  return {
    source: HUB_SOURCE,
    id: event.id,
    contentMac: maker.contentMac(sentHash),
    type: event.type,
    department: 'hub',
    level: event.level ?? definition.level,
    claim,
    batch,
    subject: event.subject,
    bound: { ...(event.corrects !== undefined && { corrects: event.corrects }), ...(event.other !== undefined && { other: event.other }) },
    beside,
  };
}

/** A record that a person entered, as the hub would get it from a department whose edge it is itself. Throws ProblemError for an undeclared type. */
export function recordSubmission(maker: OwnEventMaker, { event, sent }: Pick<EnteredRecord, 'event' | 'sent'>): Submission {
  const { suite } = maker;
  const definition = maker.definition(event.type);
  if (!definition) throw new ProblemError('invalid-event');
  const salt = suite.random(16);
  const making = { department: 'hub', receivedat: momentOf(maker.clock.now()), salt, nonce: suite.random(16) };
  const { claim, values } = makeClaim(suite, definition, event, making);
  const signed = signBatch(suite, { origin: maker.origin, department: 'hub', ...maker.key, claims: [claim] });
  const { index, path, keyId, size, signature } = signed.places[0] as BatchPlace;
  const one = { index, path, claim, sentHash: toBase64(suite.sha256(canonical(sent as Json))), salt: toBase64(salt), values };
  return { batches: [{ department: 'hub', keyId, size, root: signed.root, signature, events: [one] }] };
}
