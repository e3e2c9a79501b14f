import { catalogue } from '@lianhu/catalogue';
import type { Clock } from '@lianhu/kernel';
import { createSigner, std1, type EventLog } from '@lianhu/log';
import {
  EdgeCounterTable,
  SoleWriter,
  SourceSequences,
  SourceTable,
  type PostgresLogOptions,
  type SequenceFigures,
  type WriterEvents,
} from '@lianhu/log-postgres';
import { createPool } from '@lianhu/postgres';
import { logger, LogMark, logMarkIn, openLog, originOf, type Config, type LoadedPolicy } from '@lianhu/services/platform';
import { ErasedEvents, ErasureLedger, hubSeeds, openKeys, SealLedger, Vault, type Seals, type VaultKeys } from '@lianhu/vault';
import { createHub, type RunningHub } from './create-hub';
import type { GateLimits } from './gate';
import type { NewKey } from './key-register';
import { openRelay, type OpenRelay } from './open-relay';

/** What a hub is opened with. */
export interface OpenHubOptions {
  readonly config: Config;
  /** Connection as role lianhu_hub. */
  readonly url: string;
  readonly policy: LoadedPolicy;
  readonly demonstration: boolean;
  readonly firstKeys?: readonly NewKey[];
  /** Simulated time; none = the database's clock. */
  readonly clock?: Clock;
  /** For tests: other limits of the log and its hooks, and of what the hub has in hand. */
  readonly log?: Pick<PostgresLogOptions, 'limits' | 'step' | 'reading'>;
  readonly gate?: GateLimits;
  /** For tests: what is told of the right to write, instead of logging it and ending the process. */
  readonly writer?: WriterEvents;
}

/** A hub on PostgreSQL, with what standalone shares with it. */
export interface OpenHub extends RunningHub {
  readonly log: EventLog;
  readonly vaultKeys: VaultKeys;
  /** Cases that are answered as if there were none. */
  readonly seals: Seals;
  /** Senders' running numbers. */
  readonly sequences: { all(): Promise<readonly SequenceFigures[]> };
  /** Into Kafka, when `KAFKA_BROKERS` is set. */
  readonly relay: OpenRelay;
}

/** Longer than the server lets a statement of the vault take. Unit: ms. */
const ANSWER_MS = 45_000;

/** Opens keys, vault and log of a data folder and starts the hub on them. While another hub process writes this database it waits for its end. */
export async function openHub(options: OpenHubOptions): Promise<OpenHub> {
  const writer = await SoleWriter.begin(options.url, options.writer ?? { waiting, overtaken });
  try {
    return await openAsWriter(writer, options);
  } catch (error) {
    await writer.end();
    throw error;
  }
}

const waiting = (): void => logger.warn('another hub process writes this database: this one waits for its end');

/** Ends as an operator would end it; what supervises it starts another, which waits. */
function overtaken(): void {
  logger.error('this hub was cut off from its database, and another has written meanwhile: it ends');
  process.exitCode = 1;
  process.kill(process.pid, 'SIGTERM');
}

async function openAsWriter(writer: SoleWriter, { config, url, policy, demonstration, firstKeys, clock, ...more }: OpenHubOptions): Promise<OpenHub> {
  const seeds = hubSeeds(config.keyFolder, std1);
  const keys = openKeys(config.keyFolder, std1);
  const origin = originOf(policy);
  const signer = createSigner(origin, seeds.checkpoint);
  const log = await openLog(config, { url, origin, suite: std1, signer, clock, alone: () => writer.alone, ...more.log });
  const mark = new LogMark(logMarkIn(config.folder), log, signer, std1);
  await mark.check().catch(async (error: unknown) => {
    await log.close();
    throw error;
  });
  const pool = createPool(url, { applicationName: 'lianhu-vault', answerTimeout: ANSWER_MS });
  const vault = new Vault(pool, keys);
  const sequences = new SourceSequences(pool);
  const running = await createHub({
    log,
    vault,
    keys,
    batchSeed: seeds.batch,
    suite: std1,
    clock: clock ?? { now: Date.now },
    policy,
    definition: (type) => catalogue.event(type),
    counters: new EdgeCounterTable(pool),
    sources: new SourceTable(pool),
    sequences,
    gate: more.gate,
    demonstration,
    firstKeys,
    ledger: ErasureLedger.in(config.folder),
    erased: ErasedEvents.in(config.folder),
    seals: SealLedger.in(config.folder),
    logKey: signer.publicKey,
    alone: () => writer.alone,
    grown: () => mark.touch(),
  });
  // What it has begun with, too.
  mark.touch();
  const relay = await openRelay({ log, suite: std1, area: policy.pack.area });
  return {
    ...running,
    log,
    sequences,
    seals: vault.seals,
    vaultKeys: keys,
    relay,
    close: async () => {
      await relay.close();
      await mark.close();
      await running.close();
      await pool.end();
      await writer.end();
    },
  };
}
