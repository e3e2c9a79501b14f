import type { Entry, EventLog } from '@lianhu/log';
import { logger } from '@lianhu/services/platform';
import type { IsLive, Vault } from '@lianhu/vault';
import type { FirstSights } from './first-sights';
import type { Linked } from './linker';

/** What is settled after a commit. */
export interface SettlementParts {
  readonly log: Pick<EventLog, 'version'>;
  readonly vault: Pick<Vault, 'settle' | 'appended' | 'dismiss'>;
  readonly sights: Pick<FirstSights, 'remember'>;
}
/** An event that stands in the log; `fresh`: since now. */
export type Standing = Linked & { readonly fresh: boolean };

/** Says which children have an event in a log, under themselves or under a case. */
export const liveIn =
  (log: Pick<EventLog, 'version'>): IsLive =>
  async (candidates) => {
    const live = new Set<string>();
    for (const { child, cases } of candidates) {
      const versions = await Promise.all([child, ...cases].map((subject) => log.version(subject)));
      if (versions.some((version) => version > 0)) live.add(child);
    }
    return live;
  };

/** What becomes of children once it is known which events of a submission stand. */
export class Settlement {
  constructor(private readonly parts: SettlementParts) {}

  /** Repetitions whose child was erased since: they resolved to a child made for nothing, whose reference is handed to nobody. */
  async strangers(standing: readonly Standing[]): Promise<ReadonlySet<Entry>> {
    const strangers = new Set<Entry>();
    for (const { entry, waiting, fresh } of standing)
      if (waiting && !fresh && entry.subject !== undefined && (await this.parts.log.version(entry.subject)) === 0) strangers.add(entry);
    return strangers;
  }

  /**
   * After a commit: what events say of children is kept, also of those whose first answer was lost; what was made for them is live, and the
   * first-sight events of what was appended now stand.
   */
  async settle(department: string, standing: readonly Standing[]): Promise<void> {
    const { vault, sights } = this.parts;
    await vault.settle(
      standing.flatMap(({ child, said, introduces, entry, fresh }) =>
        child === undefined ? [] : [{ child, introduces, ...(said && entry.subject === child && (fresh || !said.correcting) && { said }) }],
      ),
    );
    const others = standing.flatMap(({ child, waiting, introduces }) => (child !== undefined && waiting && !introduces ? [child] : []));
    await vault.appended([...new Set(others)]);
    for (const { child, entry, fresh } of standing)
      if (fresh && child !== undefined && entry.subject === child) sights.remember(child, department, entry.prelude?.moved?.id);
  }

  /**
   * Children who were made for events that were all refused go, with what these said of them. It is known by now what became of each, so
   * none is in doubt; whom another submission has found meanwhile is left to that, and what fails here to the sweep.
   */
  async dismiss(born: ReadonlyMap<string, string>, standing: readonly Standing[]): Promise<void> {
    const stand = new Set(standing.map(({ child }) => child));
    const refused = new Map([...born].filter(([child]) => !stand.has(child)));
    if (refused.size === 0) return;
    await this.parts.vault.dismiss(refused, liveIn(this.parts.log)).catch((error: unknown) => {
      logger.error({ fault: (error as Error).name }, 'files of refused events stay until they are swept');
    });
  }
}
