import { NoticeSent } from '@lianhu/departments/hub';
import { eventsOf, personsAt } from '@lianhu/follow';
import { definitionOf, recorded, RECORD_WITHDRAWN, type Position, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { factBefore } from '@lianhu/processes/notice';

/** A fact that a split takes to another child. */
export interface MovedFact {
  /** All that was said of it by then, under the child that it was sent of. */
  readonly events: readonly Recorded[];
  /** What counts of it, as the other child's. */
  readonly as: Recorded;
  readonly withdrawn: boolean;
  /** Notices of it that stand by then, under whichever child. */
  readonly sent: readonly Recorded<NoticeSent>[];
}

const SENT = definitionOf(NoticeSent).type;

/** The fact of an event that a split names; undefined where the split moves nothing. */
export async function movedFact(log: LogReader, split: Recorded, position: Position): Promise<MovedFact | undefined> {
  const [line] = (await log.read(position - 1, 1)).lines;
  const event = line && recorded(line);
  const { other, subject: from } = split;
  if (event?.subject === undefined || from === undefined || other === undefined || position >= split.position) return undefined;
  if ((await personsAt(log, split.position)).fileOf(event) !== other) return undefined;
  const own = await eventsOf(log, event.subject, split.position - 1);
  const events = factBefore({ ...event, position: split.position, corrects: position }, own);
  const { corrects: _corrects, ...last } = events.findLast(({ type }) => type === event.type) ?? event;
  const files = [...new Set([event.subject, from, other])];
  const notices = (await Promise.all(files.map((file) => eventsOf(log, file, split.position - 1, [SENT])))).flat();
  const positions = new Set(events.map((one) => one.position));
  return {
    events,
    as: { ...last, subject: other },
    withdrawn: events.some(({ type }) => type === RECORD_WITHDRAWN),
    sent: (notices as unknown as readonly Recorded<NoticeSent>[]).filter(({ data }) => positions.has(data.about ?? 0)),
  };
}
