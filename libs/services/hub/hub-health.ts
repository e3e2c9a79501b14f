import type { Health } from '@lianhu/services/platform';
import type { OpenHub } from './open-hub';

/** What operators see of a hub: whether its log takes events and why not, how long it is, how full the hub, which numbers are missing, how far the relay is. */
export const hubHealth = ({ hub, log, sequences, relay }: Pick<OpenHub, 'hub' | 'log' | 'sequences' | 'relay'>): Health => ({
  checks: async () => [
    await log.head().then(
      () => ({ name: 'log', ok: true }),
      () => ({ name: 'log', ok: false, detail: 'the log cannot be read' }),
    ),
    { name: 'intake', ok: hub.stopped === undefined, detail: hub.stopped },
    ...(await relay.checks()),
  ],
  figures: async () => [
    { name: 'lianhu_log_position', help: 'Newest position of the log', value: (await log.head()).position },
    { name: 'lianhu_intake_stopped', help: '1 while the log takes no events', value: hub.stopped === undefined ? 0 : 1 },
    { name: 'lianhu_hub_events_in_hand', help: 'Events between arrival and answer', value: hub.inHand },
    ...(await relay.figures()),
    ...(await sequences.all()).flatMap(({ department, source, missing, repeated }) => {
      const labels = { department, source };
      return [
        { name: 'lianhu_source_numbers_missing', help: 'Running numbers that have not come', value: missing, labels },
        { name: 'lianhu_source_numbers_repeated', help: 'Running numbers that two events bear', value: repeated, labels },
      ];
    }),
  ],
});
