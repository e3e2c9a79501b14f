import type { Entry, EventLog } from '@lianhu/log';

/** Where the running numbers of sources are kept: beside the log, never part of it. */
export interface SequenceStore {
  taken(source: string, numbers: readonly number[]): Promise<ReadonlySet<number>>;
  note(department: string, source: string, numbers: readonly number[], fresh: readonly number[]): Promise<void>;
}

/** An event with the number that its sender gave it, if any. */
export interface Numbered {
  readonly entry: Entry;
  readonly number?: number;
}

/**
 * Sees by senders' running numbers whether events are missing. A gap is taken and alarmed, and gone when it closes. A number
 * that another event bears is a conflict; of two that come at the same moment both may stand, which is alarmed too.
 */
export class SourceNumbers {
  constructor(
    private readonly store: SequenceStore,
    private readonly log: Pick<EventLog, 'find'>,
  ) {}

  /** Entries whose number another event bears. A repetition of the event itself is none of them. */
  async conflicts(events: readonly Numbered[]): Promise<ReadonlySet<Entry>> {
    const conflicts = new Set<Entry>();
    for (const [source, numbered] of bySource(events)) {
      const taken = new Set(
        await this.store.taken(
          source,
          numbered.map(({ number }) => number),
        ),
      );
      for (const { entry, number } of numbered) {
        if (taken.has(number) && !(await this.log.find(entry.source, entry.id))) conflicts.add(entry);
        taken.add(number);
      }
    }
    return conflicts;
  }

  /** Notes the numbers of events that stand, before their senders are answered: who got no answer sends again and is noted then. */
  async note(department: string, events: readonly (Numbered & { readonly fresh: boolean })[]): Promise<void> {
    for (const [source, numbered] of bySource(events)) {
      const numbers = numbered.map(({ number }) => number);
      const fresh = numbered.filter((event) => event.fresh).map(({ number }) => number);
      await this.store.note(department, source, numbers, fresh);
    }
  }
}

function bySource<T extends Numbered>(events: readonly T[]): ReadonlyMap<string, (T & { number: number })[]> {
  const sources = new Map<string, (T & { number: number })[]>();
  for (const event of events) {
    const { number } = event;
    if (number === undefined) continue;
    const found = sources.get(event.entry.source) ?? [];
    found.push({ ...event, number });
    sources.set(event.entry.source, found);
  }
  return sources;
}
