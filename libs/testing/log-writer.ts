import {
  addMs,
  canonical,
  definitionOf,
  makeClaim,
  momentOf,
  type AgeBand,
  type Clock,
  type EventClass,
  type EventDefinition,
  type Json,
  type Moment,
  type Position,
} from '@lianhu/kernel';
import { createSigner, memoryLog, signBatch, std1, type Entry, type EventLog } from '@lianhu/log';

/** An event to be written straight into a log, past edge and hub. */
export interface Written {
  readonly cls: EventClass;
  readonly time: Moment;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly id?: string;
  readonly subject?: string;
  readonly residenceArea?: string;
  readonly corrects?: Position;
  readonly incident?: string;
  /** The second child of a merge or split. */
  readonly other?: string;
  readonly ageBand?: AgeBand;
  /** Default: a minute after its time. */
  readonly receivedAt?: Moment;
}

const ORIGIN = 'lianhu/990101';
const SEED = new Uint8Array(32).fill(7);
/** Unit: claims. Source: line format, batch signature. */
const BATCH = 64;

/** A memory log of the demonstration county under a test's clock. */
export const testLog = (clock?: Clock): EventLog => memoryLog({ origin: ORIGIN, suite: std1, signer: createSigner(ORIGIN, SEED), clock });

let serial = 0;

/** Appends events one after another, signed, as the hub would; returns the position of the last. */
export async function write(log: Pick<EventLog, 'append' | 'origin'>, events: readonly Written[]): Promise<Position> {
  let last = 0;
  for (let from = 0; from < events.length; from += BATCH) {
    const entries = entriesFor(log.origin, events.slice(from, from + BATCH));
    const outcomes = await log.append(entries.map((entry) => ({ entries: [entry] })));
    for (const outcome of outcomes) {
      if (outcome.kind !== 'appended' && outcome.kind !== 'replayed') throw new Error(`the log answered ${outcome.kind}`);
      last = outcome.receipts.at(-1)?.position ?? last;
    }
  }
  return last;
}

/** Entries of a log for events, in one signed batch. */
export function entriesFor(origin: string, events: readonly Written[]): Entry[] {
  const made = events.map((event) => ({ event, ...claimOf(event) }));
  const { places } = signBatch(std1, { origin, department: 'test', keyId: 'test-1', seed: SEED, claims: made.map(({ claim }) => claim) });
  return made.map(({ event, claim, definition, id, source }, i) => ({
    source,
    id,
    contentMac: std1.sha256(canonical({ ...event, cls: definition.type } as unknown as Json)),
    type: definition.type,
    department: definition.type.split('.')[0] as string,
    level: definition.level,
    claim,
    batch: places[i] as Entry['batch'],
    subject: event.subject,
    bound: { ageBand: event.ageBand, corrects: event.corrects, incident: event.incident, other: event.other },
  }));
}

function claimOf(event: Written): { claim: string; definition: EventDefinition; id: string; source: string } {
  const definition = definitionOf(event.cls);
  const department = definition.type.split('.')[0] as string;
  const id = event.id ?? `test-${(serial += 1)}`;
  const source = department === 'hub' ? 'urn:lianhu:hub' : `urn:lianhu:source:${department}:default`;
  const attributes = {
    specversion: '1.0',
    source,
    id,
    type: definition.type,
    time: event.time,
    datacontenttype: 'application/json',
    dataschema: `urn:lianhu:schema:${definition.type}:${definition.version}`,
    area: '990101',
    ...(event.residenceArea !== undefined && { residencearea: event.residenceArea }),
    data: { ...definition.example, ...event.data },
  };
  const making = { department, receivedat: event.receivedAt ?? addMs(event.time, 60_000), salt: new Uint8Array(16), nonce: std1.random(16) };
  return { claim: makeClaim(std1, definition, attributes, making).claim, definition, id, source };
}

/** A day's turn as the hub writes it. */
export const dayTurned = (cls: EventClass, date: string): Written => ({
  cls,
  time: momentOf(Date.parse(`${date}T00:00:00.000+08:00`)),
  data: { date },
  id: `day-${date}`,
});
