import { RECORDS_SOURCE, TABLES_SOURCE } from '@lianhu/access';
import { LianhuError, toBase64, momentOf, type Clock, type EventDefinition, type Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { isDemonstrationLog, logger, ProblemError, Seldom, type LoadedPolicy, type OwnEvent } from '@lianhu/services/platform';
import type { Vault, VaultKeys } from '@lianhu/vault';
import { BatchCheck } from './batch-check';
import type { SealsApart } from './case-orders';
import type { CounterStore } from './counters';
import type { SourceStore } from './hub-parts';
import type { ErasedList, Ledger } from './erasures';
import type { GateLimits } from './gate';
import { SourceNumbers, type SequenceStore } from './source-numbers';
import { DayTurner } from './day-turner';
import { FirstSights } from './first-sights';
import { Hub } from './hub';
import { KeyRegister, type NewKey } from './key-register';
import { KeyRotation } from './key-rotation';
import { LogDesk } from './log-desk';
import { HUB_SOURCE, ownEntries, type OwnEventMaker } from './own-events';
import { liveIn } from './settlement';
import { Underway } from './underway';

/** What a hub needs from outside. */
export interface HubOptions {
  readonly log: EventLog;
  readonly vault: Vault;
  readonly keys: VaultKeys;
  /** Seed of the hub's own batch signatures. */
  readonly batchSeed: Uint8Array;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly policy: LoadedPolicy;
  readonly definition: (type: string) => EventDefinition | undefined;
  readonly counters: CounterStore;
  readonly sources: SourceStore;
  readonly sequences: SequenceStore;
  /** What may be in hand at once; the usual unless given. */
  readonly gate?: GateLimits;
  /** Begins an empty log as one of demonstration data. */
  readonly demonstration: boolean;
  /** Keys of the departments that an empty log starts with. */
  readonly firstKeys?: readonly NewKey[];
  /** Where erasures are kept apart from the database; none in memory-only tests. */
  readonly ledger?: Ledger;
  readonly erased?: ErasedList;
  /** Where orders about cases are kept apart from the database; nowhere in memory-only tests. */
  readonly seals?: SealsApart;
  /** Raw public key that signs the log's checkpoints. */
  readonly logKey: Uint8Array;
  /** Whether no other hub process can be writing now. */
  readonly alone?: () => boolean;
  /** Hears that the log may have grown. */
  readonly grown?: () => void;
}

/** A hub that has begun its log and turns its days. */
export interface RunningHub {
  readonly hub: Hub;
  readonly keys: KeyRegister;
  readonly rotation: KeyRotation;
  readonly logDesk: LogDesk;
  readonly days: DayTurner;
  /** Whether the log holds demonstration data, as its own first event says. */
  readonly demonstration: boolean;
  close(): Promise<void>;
}

/** A department used one of the hub's own sources before the hub claimed it. */
export class SourceTaken extends LianhuError {
  readonly code = 'hub.source-taken';
  constructor(
    readonly source: string,
    readonly department: string,
  ) {
    super(`The source ${source} is the hub's own, and ${department} has pushed with it. Give that system another source before the hub starts.`);
  }
}

/** An edge beside the hub has a key that the log does not know, and nothing says that one which it knows has signed it. */
export class StrangeKey extends LianhuError {
  readonly code = 'hub.strange-key';
  constructor(readonly department: string) {
    super(
      `The edge of ${department} signs with a key that this log does not know, and that no key it knows has signed: put the edge's keys of this log's time in its folder keys, with ${department}.keys.json.`,
    );
  }
}

/** Children made for events that never came are looked for so often. Unit: milliseconds. */
const SWEEP_EVERY_MS = 10 * 60_000;

/** It is looked so often for new persons to compare; then all of them are, batch after batch with rests between. Unit: milliseconds. */
const MATCH_EVERY_MS = 5_000;

/** A rotation of the vault's keys that was cut off goes on after so long, and one that another hub has begun is noticed. Unit: milliseconds. */
const ROTATION_EVERY_MS = 5_000;

/** Starts the hub: begins the log if it is empty, registers keys, activates the policy pack. */
export async function createHub(options: HubOptions): Promise<RunningHub> {
  const { log, suite, clock, vault, policy, keys } = options;
  await vault.epochs.now();
  const publicKey = suite.publicKey(options.batchSeed);
  const keyId = `hub-${Buffer.from(suite.sha256(publicKey)).toString('hex').slice(0, 12)}`;
  const maker: OwnEventMaker = {
    suite,
    clock,
    vault,
    origin: log.origin,
    area: policy.pack.area,
    key: { keyId, seed: options.batchSeed },
    contentMac: (hash) => keys.contentMac(hash),
    definition: options.definition,
  };
  const append = async (events: readonly OwnEvent[]): Promise<void> => {
    await log.append((await ownEntries(maker, events)).map((entry) => ({ entries: [entry] })));
  };
  const underway = new Underway();
  const register = new KeyRegister(suite, log, clock, append, underway);
  await begin(options, maker, toBase64(publicKey));
  await register.refresh();
  // Before anybody can push: a name that looks like the hub's is never another's.
  for (const source of [HUB_SOURCE, RECORDS_SOURCE, TABLES_SOURCE]) {
    const owner = await options.sources.ownerOf(source, 'hub');
    if (owner !== 'hub') throw new SourceTaken(source, owner);
  }
  for (const key of options.firstKeys ?? []) {
    if (register.of(key.department).some(({ keyId: known }) => known === key.keyId)) continue;
    await register.register(key).catch((error: unknown) => {
      throw error instanceof ProblemError ? new StrangeKey(key.department) : error;
    });
  }
  const demonstration = await isDemonstrationLog(log);
  const erased = options.erased ?? { add: () => undefined, of: () => [], mark: () => undefined };
  const hub = new Hub({
    log,
    vault,
    suite,
    clock,
    maker,
    underway,
    demonstration,
    alertKey: keys.alertKey,
    policy: policy.pack,
    ledger: options.ledger ?? { all: () => [], add: () => undefined },
    erased,
    seals: options.seals ?? { all: () => [], add: () => undefined },
    batches: new BatchCheck(suite, log.origin, register),
    counters: options.counters,
    sources: options.sources,
    numbers: new SourceNumbers(options.sequences, log),
    gate: options.gate,
    alone: options.alone ?? (() => true),
    grown: options.grown,
    sights: new FirstSights(keys.token(['first-sight']), `${policy.pack.area}000`),
    definition: options.definition,
    contentMac: (hash) => keys.contentMac(hash),
  });
  await hub.finishOrders();
  await activatePolicy(policy, append, momentOf(clock.now()));
  await hub.identities.catchUp();
  const days = new DayTurner(hub, clock);
  const rotation = new KeyRotation({ epochs: vault.epochs, clock, own: (events) => hub.own(events) });
  const stopRotating = repeat('rotating keys', ROTATION_EVERY_MS, () => rotation.goOn());
  const stopRenewing = repeat('putting what an older version stored under newer keys', ROTATION_EVERY_MS, (stopped) => vault.renewOlder(stopped));
  const stopSweeping = repeat('sweeping the vault', SWEEP_EVERY_MS, () => vault.sweep(liveIn(log)));
  const stopMatching = repeat('comparing identities', MATCH_EVERY_MS, (stopped) => hub.identities.match(stopped));
  return {
    hub,
    keys: register,
    rotation,
    logDesk: new LogDesk(log, register, options.logKey, erased),
    days,
    demonstration,
    close: async () => {
      days.stop();
      stopSweeping();
      stopMatching();
      stopRotating();
      stopRenewing();
      await rotation.stop();
      await hub.watched();
      await log.close();
    },
  };
}

const seldom = new Seldom();

/** Does something now and then, one at a time; a fault is said, and the next round tries again. Answers how to stop it. */
function repeat(what: string, everyMs: number, work: (stopped: () => boolean) => Promise<unknown>): () => void {
  let [busy, stopped] = [false, false];
  const round = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    await work(() => stopped).catch((error: unknown) => {
      const { name, code } = error as { name?: string; code?: string };
      seldom.say(`${what} ${code}`, (before) => logger.error({ fault: name, code, what, before }, 'failed; tried again later'));
    });
    busy = false;
  };
  const timer = setInterval(() => void round(), everyMs).unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}

/**
 * An empty log begins with the hub's own key, the departments' keys, and whether it holds demonstration data: with all of it or
 * nothing, for a log that has begun is never asked again what it is.
 */
async function begin({ log, clock, firstKeys = [], demonstration }: HubOptions, maker: OwnEventMaker, publicKey: string): Promise<void> {
  if ((await log.head()).position > 0) return;
  const time = momentOf(clock.now());
  const keyEvent = ({ department, keyId = '', publicKey: key, previous }: NewKey): OwnEvent => ({
    type: 'hub.key.registered',
    id: `key-${keyId}`,
    time,
    data: { algorithm: 'Ed25519', department, keyId, publicKey: key, ...(previous ? { previous } : {}) },
  });
  const keys = [{ department: 'hub', keyId: maker.key.keyId, publicKey }, ...firstKeys].map(keyEvent);
  const begun: OwnEvent = { type: 'hub.log.begun', id: 'log-begun', time, data: { demonstration } };
  await log.append([{ entries: await ownEntries(maker, [...keys, begun]) }]);
}

async function activatePolicy({ pack, hash }: LoadedPolicy, append: (events: readonly OwnEvent[]) => Promise<void>, time: string): Promise<void> {
  const data = { pack: 'policy', version: pack.version, validFrom: pack.validFrom, hash };
  await append([{ type: 'hub.policy.activated', id: `policy-${hash.slice(0, 22)}`, time, data }]);
}
