import type { AgeBand, Level } from '@lianhu/kernel';
import type { Prelude } from '@lianhu/log';
import type { OwnEvent } from '@lianhu/services/platform';
import { ownEntries, type OwnEventMaker } from './own-events';

/** What is known of a child when a department first speaks of it. */
export interface FirstSight {
  readonly child: string;
  readonly department: string;
  /** A department that has seen it before adds nothing. */
  readonly key: string;
  readonly sex: string;
  readonly birthQuarter: string;
  readonly town: string;
  readonly time: string;
  readonly level: Level;
  readonly ageBand?: AgeBand;
}

/**
 * For each first sight the pair of hub events of which exactly one stands before the department's event:
 * `hub.minor.registered` when the child is new, else `hub.minor.referenced`. So nobody learns from positions whether
 * others knew the child.
 */
export async function preludesOf(maker: OwnEventMaker, sights: readonly FirstSight[]): Promise<Prelude[]> {
  const events = sights.flatMap(({ child, department, key, sex, birthQuarter, town, time }): OwnEvent[] => {
    const common = { id: key, time, subject: child };
    return [
      { ...common, type: 'hub.minor.registered', data: { sex, birthQuarter, town } },
      { ...common, type: 'hub.minor.referenced', data: { department } },
    ];
  });
  const entries = await ownEntries(maker, events);
  return sights.map((sight, s) => {
    const pair = entries.slice(2 * s, 2 * s + 2).map((entry) => ({ ...entry, level: sight.level, bound: { ageBand: sight.ageBand } }));
    return { ifNew: pair[0], ifKnown: pair[1] } as Prelude;
  });
}
