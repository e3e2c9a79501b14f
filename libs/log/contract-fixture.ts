import { canonical, type AgeBand, type Clock, type Json, type Level } from '@lianhu/kernel';
import { signBatch } from './batch';
import { createSigner } from './checkpoint';
import type { Entry, EventLog, Group, Outcome } from './contract';
import { base64 } from './leaf';
import type { LogOptions } from './memory-log';
import { std1 } from './std-1';

/** Test keys: seeds made of their names. Never for anything else. */
const seedOf = (label: string): Uint8Array => std1.sha256(`lianhu contract test ${label}`);
const ORIGIN = 'lianhu/990101';
/** Departments of the contract's entries, with their keys. */
const KEYS = { hub: 'hub-1', police: 'police-1', education: 'education-1' } as const;

/** What every engine under test is made from. */
export const testLog = (clock?: Clock): LogOptions => ({ origin: ORIGIN, suite: std1, signer: createSigner(ORIGIN, seedOf('log')), clock });
/** Trust file of that log. */
export const testTrust = { origin: ORIGIN, publicKey: base64(std1.publicKey(seedOf('log'))), suite: 'std-1' } as const;

/** Opens an engine for each test and closes it after. */
export type Open = (clock?: { now(): number }) => Promise<EventLog>;

/** A few words about an entry; everything else has a default. */
export interface Sketch {
  readonly id: string;
  readonly source?: string;
  readonly type?: string;
  readonly department?: keyof typeof KEYS;
  readonly subject?: string;
  readonly level?: Level;
  readonly ageBand?: AgeBand;
  /** Content; another one is another MAC. */
  readonly content?: string;
  readonly beside?: string;
  readonly prelude?: Entry['prelude'];
  readonly data?: Readonly<Record<string, Json>>;
  /** The claim hides its id, as those of restricted events do. */
  readonly restricted?: boolean;
}

/** An entry with a claim that its department really signed. */
export function entryOf(sketch: Sketch): Entry {
  const department = sketch.department ?? 'police';
  const source = sketch.source ?? `urn:lianhu:source:${department}:default`;
  const type = sketch.type ?? `${department}.thing.happened`;
  const content = sketch.content ?? 'a';
  const claim = claimText(sketch, { source, type, department, data: sketch.data ?? { content } });
  const { places } = signBatch(std1, { origin: ORIGIN, department, keyId: KEYS[department], seed: seedOf(department), claims: [claim] });
  return {
    source,
    id: sketch.id,
    type,
    department,
    claim,
    contentMac: std1.sha256(content),
    level: sketch.level ?? 'L4',
    batch: places[0] as Entry['batch'],
    subject: sketch.subject,
    bound: { ageBand: sketch.ageBand },
    beside: sketch.beside === undefined ? undefined : Buffer.from(sketch.beside),
    prelude: sketch.prelude,
  };
}

const claimText = ({ id, restricted }: Sketch, event: { source: string; type: string; department: string; data: Json }): string =>
  canonical({
    ...event,
    id: restricted ? { digest: base64(std1.sha256(id)) } : id,
    datacontenttype: 'application/json',
    dataschema: `urn:lianhu:schema:${event.type}:1`,
    nonce: base64(std1.sha256(id).subarray(0, 16)),
    receivedat: '2026-10-12T09:30:00.000+08:00',
    specversion: '1.0',
    time: '2026-10-12T09:30:00.000+08:00',
  });

/** A group of one. */
export const alone = (sketch: Sketch): Group => ({ entries: [entryOf(sketch)] });

/** What must stand before a department's first event about a child, or before the next one when it has moved. */
export const preludeOf = (subject: string, department: string, move?: string): NonNullable<Entry['prelude']> => {
  const key = { id: `first-${subject}-${department}`, department: 'hub' as const, subject };
  return {
    ifNew: entryOf({ ...key, type: 'hub.minor.registered' }),
    ...(move !== undefined && { moved: entryOf({ ...key, id: move, type: 'hub.minor.moved' }) }),
    ifKnown: entryOf({ ...key, type: 'hub.minor.referenced' }),
  };
};

/** The groups that register the test departments' keys at positions 1, 2 and 3. */
export const keyGroups = (): Group[] =>
  (Object.keys(KEYS) as (keyof typeof KEYS)[]).map((department) => {
    const data = { algorithm: 'Ed25519', department, keyId: KEYS[department], publicKey: base64(std1.publicKey(seedOf(department))) };
    return alone({ id: `key-${department}`, department: 'hub', type: 'hub.key.registered', level: 'L1', data });
  });

/** Receipts of an outcome that has them; throws on a refusal. */
export function receiptsOf(outcome: Outcome | undefined): Extract<Outcome, { kind: 'appended' }>['receipts'] {
  if (outcome?.kind !== 'appended' && outcome?.kind !== 'replayed') throw new Error(`a refusal: ${JSON.stringify(outcome)}`);
  return outcome.receipts;
}

/** A clock that a test moves. */
export const handClock = (at: string): Clock & { set(to: string): void } => {
  let ms = Date.parse(at);
  return { now: () => ms, set: (to) => void (ms = Date.parse(to)) };
};

/** Every line of a log, in pages. */
export async function allLines(log: EventLog, page = 100) {
  const lines = [];
  for (let after = 0; ;) {
    const { lines: more, scannedTo, head } = await log.read(after, page);
    lines.push(...more);
    if (scannedTo >= head) return lines;
    after = scannedTo;
  }
}

/** Makes engines under test; each has a history of its own, empty. */
export type MakeEngine = (options: LogOptions) => Promise<EventLog>;
