import { canonical } from '@lianhu/kernel';
import { createSigner, signBatch, std1, type Entry, type EventLog } from '@lianhu/log';

/** What was measured. Rates per second, latencies in ms. */
export interface AppendMeasurement {
  readonly events: number;
  readonly inFlight: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const ORIGIN = 'lianhu/990101';
/** Children among the events; a claim has about 850 bytes and 300 bytes of ciphertext beside it. */
const CHILDREN = 5_000;

/** What an engine under measurement is made with. */
export const benchLog = { origin: ORIGIN, suite: std1, signer: createSigner(ORIGIN, std1.sha256('bench log')) };

/** Ready claims, signed in batches of 64, with distinct keys. */
export function readyEntries(count: number, run: string): Entry[] {
  const owner = { origin: ORIGIN, department: 'police', keyId: 'police-1', seed: std1.sha256('bench police') };
  const entries: Entry[] = [];
  for (let first = 0; first < count; first += 64) {
    const ids = Array.from({ length: Math.min(64, count - first) }, (_, i) => `${run}-${first + i}`);
    const claims = ids.map(claimOf);
    const { places } = signBatch(std1, { ...owner, claims });
    ids.forEach((id, i) => entries.push(entryOf(id, claims[i] as string, places[i] as Entry['batch'], first + i)));
  }
  return entries;
}

const entryOf = (id: string, claim: string, batch: Entry['batch'], n: number): Entry => ({
  source: 'urn:lianhu:source:police:default',
  id,
  type: 'police.dv-call.received',
  department: 'police',
  level: 'L4',
  claim,
  batch,
  contentMac: std1.sha256(id),
  subject: `child-${String(n % CHILDREN).padStart(22, '0')}`,
  bound: { ageBand: '6-11' },
  beside: std1.random(300),
});

const claimOf = (id: string): string =>
  canonical({
    area: '990101',
    basis: 'anti-dv-law',
    correlationid: { digest: digest(`${id}c`) },
    data: { alarmNo: { digest: digest(`${id}a`) }, minor: { digest: digest(`${id}m`) }, minorRole: 'witness', repeatIn12m: 1, weapon: false },
    datacontenttype: 'application/json',
    dataschema: 'urn:lianhu:schema:police.dv-call.received:1',
    department: 'police',
    id,
    nonce: digest(id).slice(0, 22) + '==',
    orguscc: '11990101MB00000012',
    purpose: 'rescue',
    receivedat: '2026-10-12T09:30:00.900+08:00',
    residencearea: '990101001',
    source: 'urn:lianhu:source:police:default',
    specversion: '1.0',
    time: '2026-10-12T08:00:00.000+08:00',
    type: 'police.dv-call.received',
  });
const digest = (text: string): string => Buffer.from(std1.sha256(text)).toString('base64');

/** Appends ready claims one by one with so many in flight, after a warm-up of a tenth. */
export async function benchAppend(
  log: EventLog,
  options: { readonly events: number; readonly inFlight: number; readonly perCall?: number },
): Promise<AppendMeasurement> {
  const { events, inFlight, perCall = 1 } = options;
  const run = `${Date.now()}`;
  await drive(log, readyEntries(Math.ceil(events / 10), `${run}w`), inFlight, perCall);
  const entries = readyEntries(events, run);
  const started = performance.now();
  const latencies = (await drive(log, entries, inFlight, perCall)).sort((a, b) => a - b);
  const perSecond = Math.round((events * 1000) / (performance.now() - started));
  const at = (share: number): number => Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 10) / 10;
  return { events, inFlight, perSecond, p50: at(0.5), p99: at(0.99) };
}

async function drive(log: EventLog, entries: readonly Entry[], inFlight: number, perCall: number): Promise<number[]> {
  const latencies: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < entries.length) {
      const mine = entries.slice(next, (next += perCall));
      const sent = performance.now();
      const outcomes = await log.append(mine.map((entry) => ({ entries: [entry] })));
      latencies.push(performance.now() - sent);
      const refused = outcomes.find((outcome) => outcome.kind !== 'appended');
      if (refused) throw new Error(`a ready claim was answered ${refused.kind}`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return latencies;
}
