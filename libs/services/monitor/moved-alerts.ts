import { AlertRaised, HOME_EVENTS, homeAfter, MinorErased, MinorMoved, type Home } from '@lianhu/departments/hub';
import { eventsOf, personsAt } from '@lianhu/follow';
import { definitionOf, isA, joinsOrParts, Persons, RECORD_MERGED, RECORD_SPLIT, type Position, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { ALERT_LINES, openAlerts, restsOn } from '@lianhu/processes/alert';

/** An alert that is open, under the child whose it is, and the town in which it stands, where one is known. */
export interface StandingAlert {
  readonly town: string | undefined;
  readonly alert: Recorded<AlertRaised>;
}
/** The unit that sees what stands in a town: the town's own, or the office where that lies in another county or is not known. */
export type UnitOf = (town: string | undefined) => string;
type ByPosition = ReadonlyMap<Position, StandingAlert>;

const ERASED = definitionOf(MinorErased).type;
const TYPES = [...ALERT_LINES, ...HOME_EVENTS.map((cls) => definitionOf(cls).type), RECORD_MERGED, RECORD_SPLIT, ERASED];

/**
 * Whether an event may show that an open alert has moved: the child's move, files that are joined or parted, or a raising that was
 * decided before one of these.
 */
export const mayMoveAlerts = (event: Recorded): boolean =>
  joinsOrParts(event) || isA(event as Recorded<unknown>, MinorMoved) || isA(event as Recorded<unknown>, AlertRaised);

/**
 * The alerts that an event shows to have come to another unit, as the log says up to it, so that a page that comes again tells the
 * same. Of a child that was erased there are none.
 */
export async function movedAlerts(log: LogReader, event: Recorded, unitOf: UnitOf): Promise<readonly StandingAlert[]> {
  const { subject, position } = event;
  if (!subject?.startsWith('child-')) return [];
  const persons = await personsAt(log, position);
  const histories = await Promise.all(persons.kinOf(subject).map((file) => eventsOf(log, file, position, TYPES)));
  const events = histories.flat().sort((a, b) => a.position - b.position);
  const now = standing(events, persons);
  if (isA(event as Recorded<unknown>, AlertRaised)) {
    const raised = now.get(position);
    return raised && unitOf(raised.town) !== unitOf(townBefore(raised.alert, events)) ? [raised] : [];
  }
  const before = standingAt(events, position - 1);
  const goes = event.type === RECORD_SPLIT ? takenBack(event, events) : () => false;
  return [...now].flatMap(([raising, one]) => {
    const was = before.get(raising);
    return was && unitOf(was.town) !== unitOf(one.town) && !goes(one.alert) ? [one] : [];
  });
}

/** What is open of files that have to do with each other, by where it was raised; whoever closed it may have done so under the file that held both. */
function standing(events: readonly Recorded[], persons: Persons): ByPosition {
  const placed = events.map(persons.place);
  const homes = new Map<string | undefined, Home | undefined>();
  for (const event of placed) homes.set(event.subject, homeAfter(homes.get(event.subject), event));
  const erased = new Set(placed.flatMap(({ type, subject }) => (type === ERASED ? [subject] : [])));
  const open = openAlerts(placed).filter(({ subject }) => !erased.has(subject));
  return new Map(open.map((alert) => [alert.position, { town: homes.get(alert.subject)?.town ?? alert.residenceArea, alert }]));
}

const standingAt = (events: readonly Recorded[], position: Position): ByPosition =>
  standing(
    events.filter((one) => one.position <= position),
    personsUpTo(events, position),
  );

/** Which of these files stood in which by a position: all that joined or parted them is among their events. */
function personsUpTo(events: readonly Recorded[], position: Position): Persons {
  const persons = new Persons();
  for (const event of events) if (joinsOrParts(event) && event.position <= position) persons.add(event);
  return persons;
}

/**
 * Where an alert stood before its raising was recorded. Usually nowhere else than it was decided for; what a split had the alert
 * reactor raise anew stood where the alert did that it takes the place of.
 */
function townBefore({ position, residenceArea, data }: Recorded<AlertRaised>, events: readonly Recorded[]): string | undefined {
  const split = events.findLast((one) => one.type === RECORD_SPLIT && one.position < position);
  if (!split || data.evidence.some((one) => one > split.position)) return residenceArea;
  const before = [...standingAt(events, split.position - 1).values()];
  const evidenceOf = (alert: string): readonly Position[] => events.filter((one) => one.data['alert'] === alert).flatMap(restsOn);
  const replaced = before.find(
    ({ alert: { data: one } }) => one.rule === data.rule && evidenceOf(one.alert).some((at) => data.evidence.includes(at)),
  );
  return replaced ? replaced.town : residenceArea;
}

/**
 * Which alerts the alert reactor takes back at a split: what was decided on the file of both children, and what rests on events that
 * go to the other one. What still follows is raised anew, and told then.
 */
function takenBack(split: Recorded, events: readonly Recorded[]): (alert: Recorded<AlertRaised>) => boolean {
  const { subject, other, position } = split;
  const { events: named = [] } = split.data as { readonly events?: readonly Position[] };
  const parted = personsUpTo(events, position - 1).isTakenIn(other ?? '');
  const merge = events.findLast(
    (one) => parted && one.type === RECORD_MERGED && one.subject === subject && one.other === other && one.position < position,
  );
  const decidedOnBoth = (alert: Recorded): boolean => {
    if (!merge || alert.position < merge.position || alert.time < merge.recordedAt) return false;
    const raised = events.find((one) => one.position === alert.position);
    return raised?.subject === personsUpTo(events, alert.position).headOf(merge.subject ?? '');
  };
  return (alert) =>
    decidedOnBoth(alert as Recorded<unknown> as Recorded) || (alert.subject !== other && alert.data.evidence.some((one) => named.includes(one)));
}
