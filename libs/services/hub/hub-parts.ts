import type { Clock, EventDefinition, PolicyPack, Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import type { Vault } from '@lianhu/vault';
import type { BatchCheck } from './batch-check';
import type { SealsApart } from './case-orders';
import type { CounterStore } from './counters';
import type { FirstSights } from './first-sights';
import type { GateLimits } from './gate';
import type { OwnEventMaker } from './own-events';
import type { ErasedList, Ledger } from './erasures';
import type { SourceNumbers } from './source-numbers';
import type { Underway } from './underway';

/** Whose a source system is: the department's that used it first. */
export interface SourceStore {
  ownerOf(source: string, department: string): Promise<string>;
}

/** What a hub is made of. */
export interface HubParts {
  readonly log: EventLog;
  readonly vault: Vault;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly maker: OwnEventMaker;
  readonly batches: BatchCheck;
  /** What is on its way into the log: erasures and revoked keys wait for it. */
  readonly underway: Underway;
  readonly counters: CounterStore;
  readonly sources: SourceStore;
  readonly numbers: SourceNumbers;
  readonly sights: FirstSights;
  readonly definition: (type: string) => EventDefinition | undefined;
  readonly contentMac: (sentHash: Uint8Array) => Uint8Array;
  readonly alertKey: Uint8Array;
  readonly policy: Pick<PolicyPack, 'identity'>;
  /** Erasures, apart from the database. */
  readonly ledger: Ledger;
  readonly erased: ErasedList;
  /** Orders about cases, apart from the database. */
  readonly seals: SealsApart;
  /** A log of demonstration data refuses ID numbers that could be real. */
  readonly demonstration: boolean;
  /** What may be in hand at once; the usual unless given. */
  readonly gate?: GateLimits;
  /** Whether no other hub process can be writing now; while it is not known, nothing is appended. */
  readonly alone: () => boolean;
  /** Hears that the log may have grown. */
  readonly grown?: () => void;
}
