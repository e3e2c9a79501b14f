import type { Check, Figure } from '@lianhu/services/platform';
import type { RunningEdge } from './create-edge';
import { ALARMS } from './stop-switch';

/** What must hold for an edge to take events. */
export function edgeChecks({ edge, outbox, stop, acknowledged }: RunningEdge): Check[] {
  const alarm = stop.alarm;
  return [
    { name: `${edge.department} outbox`, ok: true, detail: `${outbox.size} events wait for the hub, of which it refuses ${outbox.stuck}` },
    {
      name: `${edge.department} trust in the log`,
      ok: !alarm,
      detail: alarm && `${alarm.code} since ${alarm.since}: ${alarm.detail}. ${ALARMS[alarm.code]}`,
    },
    { name: `${edge.department} second copy`, ok: true, detail: acknowledged.whole ? undefined : 'what the hub acknowledges cannot be written' },
  ];
}

/** What operators watch of an edge. */
export function edgeFigures({ edge, outbox, quarantine, stop, watch, acknowledged }: RunningEdge): Figure[] {
  const labels = { department: edge.department };
  return [
    { name: 'lianhu_outbox_events', help: 'Events kept until the hub takes them', value: outbox.size, labels },
    { name: 'lianhu_outbox_damaged_files', help: 'Kept files that cannot be read', value: outbox.damaged, labels },
    { name: 'lianhu_outbox_stuck_events', help: 'Waiting events that the hub refuses to look at; they are tried again', value: outbox.stuck, labels },
    { name: 'lianhu_refused_events', help: 'Events that were stored and then refused by the hub', value: outbox.refusals.size, labels },
    { name: 'lianhu_edge_idempotency_conflicts', help: 'Ids sent again for other content while the first waits here', value: edge.conflicts, labels },
    { name: 'lianhu_quarantine_events', help: 'Events that wait for a person', value: quarantine.size, labels },
    { name: 'lianhu_edge_stopped', help: '1 while an alarm about log or keys stands', value: stop.alarm ? 1 : 0, labels },
    { name: 'lianhu_edge_verified_events', help: "Size of the log's newest verified checkpoint", value: watch.size, labels },
    { name: 'lianhu_acknowledged_bytes', help: 'Acknowledged events kept for a restored hub', value: acknowledged.bytes, labels },
    { name: 'lianhu_acknowledged_failing', help: '1 while acknowledged events cannot be kept', value: acknowledged.whole ? 0 : 1, labels },
  ];
}
