import { inParallel, type Persons, type Position, type Recorded, type Suite } from '@lianhu/kernel';
import { std1, type LogReader, type WantedStream } from '@lianhu/log';
import { readLine } from './lines';
import { personsAt } from './persons';

/** Events of one subject read at a time. */
const HISTORY_PAGE = 1_000;

/** The events in one child's file up to a position, in order of position, as merges and splits have left it there. */
export async function historyOf(
  log: Pick<LogReader, 'read'>,
  file: string,
  upTo: Position,
  types?: readonly string[],
  suite: Suite = std1,
  from: Position = 0,
  given?: Persons,
): Promise<Recorded[]> {
  const persons = given ?? (await personsAt(log, upTo, suite));
  const kin = persons.kinOf(file);
  if (kin.length === 1) return eventsOf(log, file, upTo, types, suite, from);
  const histories = await Promise.all(kin.map((one) => eventsOf(log, one, upTo, types, suite, from)));
  const placed = histories.flat().map(persons.place);
  return placed.filter(({ subject }) => subject === file).sort((a, b) => a.position - b.position);
}

/** The events that the log holds under one subject up to a position, in order of position. */
export async function eventsOf(
  log: Pick<LogReader, 'read'>,
  subject: string,
  upTo: Position,
  types?: readonly string[],
  suite: Suite = std1,
  from: Position = 0,
): Promise<Recorded[]> {
  const events: Recorded[] = [];
  for (let after = from; after < upTo;) {
    const page = await log.read(after, HISTORY_PAGE, { subject, ...(types && { types }) });
    for (const line of page.lines) if (line.position <= upTo) events.push(readLine(suite, line).event);
    if (page.scannedTo <= after || page.scannedTo >= page.head) break;
    after = page.scannedTo;
  }
  return events;
}

/** All events in several files and those that ever had to do with them, each in the file where it stands by a position, in order of position. */
export async function eventsIn(
  log: Pick<LogReader, 'read' | 'histories'>,
  files: readonly string[],
  upTo: Position,
  types: readonly string[] | undefined,
  suite: Suite,
  persons: Persons,
): Promise<Recorded[]> {
  const kin = [...new Set(files.flatMap((file) => persons.kinOf(file)))];
  const wanted = kin.map((subject) => ({ subject, after: 0 }));
  const histories = await historiesOf(log, wanted, upTo, types, suite);
  return [...histories.values()]
    .flat()
    .map(persons.place)
    .sort((a, b) => a.position - b.position);
}

/** Lines that are held at once of several streams; with more of them each is read by itself. Unit: lines. */
const HISTORIES_LINES = 5_000;

/** Streams read at a time where the log cannot read many at once. Reason: half of a pool's connections. */
const PARALLEL = 4;

/** Events that the log holds under several subjects, wherever merges have put them, after a position of each, up to a position: in one question where the log can, otherwise side by side. */
export async function historiesOf(
  log: Pick<LogReader, 'read' | 'histories'>,
  wanted: readonly WantedStream[],
  upTo: Position,
  types?: readonly string[],
  suite: Suite = std1,
): Promise<ReadonlyMap<string, readonly Recorded[]>> {
  if (wanted.length === 0) return new Map();
  const lines = await log.histories?.(wanted, upTo, types, HISTORIES_LINES);
  if (!lines)
    return new Map(
      await inParallel(wanted, PARALLEL, async ({ subject, after }) => [subject, await eventsOf(log, subject, upTo, types, suite, after)] as const),
    );
  const found = new Map<string, Recorded[]>(wanted.map(({ subject }) => [subject, []]));
  for (const line of lines) {
    const { event } = readLine(suite, line);
    found.get(event.subject ?? '')?.push(event);
  }
  return found;
}
