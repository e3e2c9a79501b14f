import type { AgeBand, Level } from '@lianhu/kernel';
import type { Entry, Prelude } from '@lianhu/log';
import type { OwnEvent } from '@lianhu/services/platform';
import { ownEntries, type OwnEventMaker } from './own-events';

/** What is known of a child when a department first speaks of it, or when it has moved. */
export interface FirstSight {
  readonly child: string;
  readonly department: string;
  /** Absent where the department has seen the child before. */
  readonly key?: string;
  /** Where it has moved to, as far as that may not stand yet. */
  readonly move?: { readonly key: string; readonly town: string; readonly since: string };
  readonly sex: string;
  readonly birthQuarter: string;
  readonly town: string;
  readonly time: string;
  readonly level: Level;
  readonly ageBand?: AgeBand;
}

/**
 * For each first sight the hub events of which exactly one stands before the department's event: `hub.minor.registered` when
 * the child is new, `hub.minor.moved` when it has moved and nobody has said so, else `hub.minor.referenced`. So nobody learns
 * from positions whether others knew the child. Before a later event of the department there is a move or nothing.
 */
export async function preludesOf(maker: OwnEventMaker, sights: readonly FirstSight[]): Promise<Prelude[]> {
  const entries = (await ownEntries(maker, sights.flatMap(eventsOf)))[Symbol.iterator]();
  return sights.map((sight) => {
    const next = (): Entry => ({ ...(entries.next().value as Entry), level: sight.level, bound: { ageBand: sight.ageBand } });
    const moved = sight.move && next();
    if (sight.key === undefined) return { ifNew: moved, moved, ifKnown: moved } as Prelude;
    return { moved, ifNew: next(), ifKnown: next() };
  });
}

function eventsOf({ child, department, key, move, sex, birthQuarter, town, time }: FirstSight): OwnEvent[] {
  const moved = move ? [{ id: move.key, time: move.since, subject: child, type: 'hub.minor.moved', data: { town: move.town } }] : [];
  if (key === undefined) return moved;
  const first = { id: key, time, subject: child };
  return [
    ...moved,
    { ...first, type: 'hub.minor.registered', data: { sex, birthQuarter, town } },
    { ...first, type: 'hub.minor.referenced', data: { department } },
  ];
}
