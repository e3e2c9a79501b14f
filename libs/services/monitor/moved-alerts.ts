import { AlertRaised, HOME_EVENTS, homeAfter, MinorMoved, type Home } from '@lianhu/departments/hub';
import { historyOf, personsAt } from '@lianhu/follow';
import { definitionOf, isA, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { ALERT_LINES, openAlerts } from '@lianhu/processes/alert';

/** Alerts that are open where a child lives now, and were raised where it lived before. */
export interface MovedAlerts {
  readonly town: string;
  readonly alerts: readonly Recorded<AlertRaised>[];
}

const NONE: MovedAlerts = { town: '', alerts: [] };
const TYPES = [...ALERT_LINES, ...HOME_EVENTS.map((cls) => definitionOf(cls).type)];

/** Whether an event may show that an open alert has moved: the child's move, or a raising that was decided before one. */
export const mayMoveAlerts = (event: Recorded<unknown>): boolean => isA(event, MinorMoved) || isA(event, AlertRaised);

/** The alerts that an event shows to have moved, as the log says up to it, so that a page that comes again tells the same. */
export async function movedAlerts(log: LogReader, event: Recorded): Promise<MovedAlerts> {
  const { subject, position, residenceArea } = event;
  if (!subject?.startsWith('child-')) return NONE;
  const file = (await personsAt(log, position)).headOf(subject);
  const history = await historyOf(log, file, position, TYPES);
  const home = (events: readonly Recorded[]): string | undefined => events.reduce<Home | undefined>(homeAfter, undefined)?.town;
  const town = home(history);
  const before = isA(event, MinorMoved) ? home(history.filter((one) => one.position < position)) : residenceArea;
  if (town === undefined || town === before) return NONE;
  const open = openAlerts(history);
  return { town, alerts: isA(event, MinorMoved) ? open : open.filter((one) => one.position === position) };
}
