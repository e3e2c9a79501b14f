import { joinsOrParts, Persons, RECORD_MERGED, RECORD_SPLIT, type Position, type Recorded, type Suite } from '@lianhu/kernel';
import { std1, type LogReader } from '@lianhu/log';
import { readLine } from './lines';

/** Lines read at a time. */
const PAGE = 500;
type Log = Pick<LogReader, 'read'>;

/** The merges and splits of one log, each read once. */
class Known {
  readonly events: Recorded[] = [];
  /** Everything up to here has been looked through. */
  upTo: Position = 0;
  private last: { readonly count: number; readonly persons: Persons } | undefined;

  /** Reads on, up to a position. */
  async read(log: Log, to: Position, suite: Suite): Promise<void> {
    while (this.upTo < to) {
      const from = this.upTo;
      const page = await log.read(from, PAGE, { types: [RECORD_MERGED, RECORD_SPLIT] });
      // Somebody else may have read on meanwhile.
      this.take(
        from,
        Math.max(page.scannedTo, from),
        page.lines.map((line) => readLine(suite, line).event),
      );
      if (page.scannedTo <= from) return;
    }
  }

  take(from: Position, to: Position, events: readonly Recorded[]): void {
    if (from > this.upTo || to <= this.upTo) return;
    this.events.push(...events.filter((event) => event.position > this.upTo && joinsOrParts(event)));
    this.upTo = to;
  }

  at(position: Position): Persons {
    const count = this.events.findLastIndex((event) => event.position <= position) + 1;
    if (this.last?.count === count) return this.last.persons;
    const persons = new Persons();
    for (const event of this.events.slice(0, count)) persons.add(event);
    this.last = { count, persons };
    return persons;
  }
}

const known = new WeakMap<Log, Known>();

function knownOf(log: Log): Known {
  const all = known.get(log) ?? new Known();
  known.set(log, all);
  return all;
}

/** Which file each event stood in at a position. Reads what it does not know yet. */
export async function personsAt(log: Log, position: Position, suite: Suite = std1): Promise<Persons> {
  const all = knownOf(log);
  await all.read(log, position, suite);
  return all.at(position);
}

/** Tells of events that were read anyway, all that stand from after a position up to another: then no query is needed for them. */
export function notePersons(log: Log, from: Position, events: readonly Recorded[]): void {
  if (events.length > 0) knownOf(log).take(from, events.at(-1)?.position ?? from, events);
}

/** The files whose content events may have changed by merging and splitting. */
export function touchedFiles(persons: Persons, events: readonly Recorded[]): readonly string[] {
  const files = events.filter(joinsOrParts).flatMap(({ subject, other }) => [subject, other].flatMap((file) => file ?? []));
  return [...new Set(files.flatMap((file) => persons.kinOf(file)))];
}
