import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64, type Clock, type Suite } from '@lianhu/kernel';
import { signBatch } from '@lianhu/log';
import { logger, type EdgeCounters, type HubPort } from '@lianhu/services/platform';
import { keyFile } from '@lianhu/vault';
import { Batcher, type Sign } from './batcher';
import { Edge } from './edge';
import { Outbox } from './outbox';
import { Quarantine } from './quarantine';
import { Spool } from './spool';

/** Ed25519 seed and AES-256 key. Unit: bytes. */
const KEY_BYTES = 32;
/** How often an edge tells the hub its counters. Unit: milliseconds. */
const COUNT_EVERY_MS = 5_000;

/** What an edge needs from outside. */
export interface EdgeOptions {
  readonly department: string;
  /** The edge's own folder: keys, outbox, quarantine. */
  readonly folder: string;
  readonly origin: string;
  readonly policyArea: string;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly hub: HubPort;
}

/** A running edge with the public key that the hub must know, and its closing. */
export interface RunningEdge {
  readonly edge: Edge;
  readonly outbox: Outbox;
  readonly quarantine: Quarantine;
  readonly keyId: string;
  /** Base64. */
  readonly publicKey: string;
  close(): Promise<void>;
}

/** The signing key of a department's edge: made once, kept as a 0600 file. `publicKey` is base64. */
export function edgeKey(suite: Suite, folder: string, department: string): { seed: Uint8Array; publicKey: string; keyId: string } {
  const seed = keyFile(join(folder, 'keys'), `${department}.signing.key`, () => randomBytes(KEY_BYTES));
  const publicKey = suite.publicKey(seed);
  return { seed, publicKey: toBase64(publicKey), keyId: `${department}-${Buffer.from(suite.sha256(publicKey)).toString('hex').slice(0, 12)}` };
}

/** Starts an edge on its folder; what waited there is forwarded. */
export function createEdge(options: EdgeOptions): RunningEdge {
  const { department, folder, suite, clock, hub, policyArea } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { seed, publicKey, keyId } = edgeKey(suite, folder, department);
  const spoolKey = keyFile(join(folder, 'keys'), `${department}.spool.key`, () => randomBytes(KEY_BYTES));
  const outbox = new Outbox(department, hub, new Spool(join(folder, 'outbox'), spoolKey), new Spool(join(folder, 'refused'), spoolKey));
  const quarantine = new Quarantine(new Spool(join(folder, 'quarantine'), spoolKey));
  const counters = countersOf(options, quarantine);
  const sign: Sign = (claims) => signBatch(suite, { origin: options.origin, department, keyId, seed, claims });
  const batcher = new Batcher(department, hub, outbox, sign);
  const edge = new Edge({ department, policyArea, suite, clock, hub, batcher, outbox, quarantine, count: counters.count });
  return {
    edge,
    outbox,
    quarantine,
    keyId,
    publicKey,
    close: async () => {
      await counters.close();
      await outbox.close();
    },
  };
}

/** Counts rejections in a small file and reports them, with the size of the quarantine, to the hub. */
function countersOf(
  { folder, department, hub }: EdgeOptions,
  quarantine: Quarantine,
): { count(what: keyof EdgeCounters): void; close(): Promise<void> } {
  const path = join(folder, 'counters.json');
  let rejected = readCount(path);
  let reported = '';
  const report = async (): Promise<void> => {
    const counters = { rejected, quarantined: quarantine.size };
    const text = JSON.stringify(counters);
    if (text === reported) return;
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    await hub.count(department, counters).then(
      () => (reported = text),
      () => logger.debug({ department }, 'counters wait for the hub'),
    );
  };
  const tell = (): Promise<void> =>
    report().catch((error: unknown) => logger.warn({ department, code: (error as { code?: unknown }).code }, 'counters cannot be kept'));
  const timer = setInterval(() => void tell(), COUNT_EVERY_MS);
  timer.unref();
  return {
    count: (what) => {
      if (what === 'rejected') rejected++;
    },
    close: async () => {
      clearInterval(timer);
      await tell();
    },
  };
}

function readCount(path: string): number {
  try {
    const { rejected } = JSON.parse(readFileSync(path, 'utf8')) as { rejected?: unknown };
    return Number.isSafeInteger(rejected) ? (rejected as number) : 0;
  } catch {
    return 0;
  }
}
