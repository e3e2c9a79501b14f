import { catalogue } from '@lianhu/catalogue';
import type { Clock } from '@lianhu/kernel';
import { createSigner, std1, type EventLog } from '@lianhu/log';
import { EdgeCounterTable, postgresLog } from '@lianhu/log-postgres';
import { createPool } from '@lianhu/postgres';
import { originOf, type Config, type LoadedPolicy } from '@lianhu/services/platform';
import { hubSeeds, openKeys, Vault, type VaultKeys } from '@lianhu/vault';
import { createHub, type RunningHub } from './create-hub';
import type { NewKey } from './key-register';

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
}
/** A hub on PostgreSQL, with what standalone shares with it. */
export interface OpenHub extends RunningHub {
  readonly log: EventLog;
  readonly vaultKeys: VaultKeys;
}

/** Opens keys, vault and log of a data folder and starts the hub on them. */
export async function openHub({ config, url, policy, demonstration, firstKeys, clock }: OpenHubOptions): Promise<OpenHub> {
  const seeds = hubSeeds(config.keyFolder, std1);
  const keys = openKeys(config.keyFolder, std1);
  const origin = originOf(policy);
  const signer = createSigner(origin, seeds.checkpoint);
  const log = postgresLog({ url, origin, suite: std1, signer, clock });
  const pool = createPool(url, { applicationName: 'lianhu-vault' });
  const vault = new Vault(pool, keys);
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
    demonstration,
    firstKeys,
    logKey: signer.publicKey,
  });
  return {
    ...running,
    log,
    vaultKeys: keys,
    close: async () => {
      await running.close();
      await pool.end();
    },
  };
}
