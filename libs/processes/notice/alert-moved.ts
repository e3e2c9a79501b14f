import { NoticeSent, type AlertRaised } from '@lianhu/departments/hub';
import { dateOf, definitionOf, type Recorded } from '@lianhu/kernel';
import { addresseeAt, orgOf } from './addressee';
import { dueAt, inForce, type NoticeEvent, type Sharing } from './decide-notices';

/**
 * Tells the town to which a child or its file has moved, as an event has shown, of an alert that is open: its need and its deadline;
 * where that has passed, by when whatever is told at once is. The id follows from town and alert, so that a town is told of one once,
 * however often the child comes back. Nobody is told of what was recorded before the table was in force.
 */
export function alertMoved(
  town: string | undefined,
  alert: Recorded<AlertRaised>,
  { recordedAt }: Recorded,
  sharing: Sharing,
): readonly NoticeEvent[] {
  if (!inForce(sharing.table, dateOf(recordedAt))) return [];
  const { subject, position: about } = alert;
  const to = orgOf(addresseeAt('town', sharing.county, town));
  const notice = sharing.idOf(to, about);
  const due = alert.data.dueAt > recordedAt ? alert.data.dueAt : dueAt(recordedAt, 'now', sharing);
  const data = { notice, to, kind: 'notice', need: alert.data.need, dueAt: due, about };
  return [{ type: definitionOf(NoticeSent).type, id: notice, time: recordedAt, subject, ...(town !== undefined && { residencearea: town }), data }];
}
