import { catalogue } from '@lianhu/catalogue';
import { kafkaSettings, kafkaStream, Relay, type KafkaSettings } from '@lianhu/kafka';
import type { Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import type { Health } from '@lianhu/services/platform';

/** What a hub's relay needs. */
export interface OpenRelayOptions {
  readonly log: EventLog;
  readonly suite: Suite;
  readonly area: string;
}
/** A relay at work, as operators see it; without `KAFKA_BROKERS` there is nothing to see. */
export interface OpenRelay extends Health {
  close(): Promise<void>;
}

/** Starts the relay into Kafka when `KAFKA_BROKERS` is set. Waits for no broker. Throws BadKafkaSetting. */
export async function openRelay(options: OpenRelayOptions, settings: KafkaSettings | undefined = kafkaSettings()): Promise<OpenRelay> {
  if (!settings) return { checks: () => Promise.resolve([]), figures: () => Promise.resolve([]), close: () => Promise.resolve() };
  const { log, suite, area } = options;
  const stream = await kafkaStream(settings);
  const { retentionMs, replicationFactor } = settings;
  const departments = catalogue.departments.map(({ id }) => id);
  const relay = new Relay({ log, stream, suite, area, departments, retentionMs, replicationFactor });
  relay.start();
  return {
    ...relayHealth(relay, log),
    close: async () => {
      await relay.stop();
      await stream.close();
    },
  };
}

/** A relay that waits for Kafka is no fault of the hub; one that has halted needs a person, and the hub says so. */
const relayHealth = (relay: Relay, log: EventLog): Health => ({
  checks: () => {
    const { state, error, said, lagEvents } = relay.status();
    const why = error === undefined ? '' : `: ${error}, ${lagEvents} behind`;
    return Promise.resolve([{ name: 'relay', ok: state !== 'halted', detail: [`${state}${why}`, said].filter(Boolean).join('. ') }]);
  },
  figures: async () => {
    // Asked of the log itself: the relay may be waiting for brokers that do not answer.
    const head = await log.head();
    const { state, position } = relay.status();
    return [
      { name: 'lianhu_relay_lag_events', help: 'Events of the log that are not in Kafka yet', value: Math.max(0, head.position - position) },
      { name: 'lianhu_relay_position', help: 'Newest position that Kafka has confirmed', value: position },
      { name: 'lianhu_relay_up', help: '1 while the relay publishes; 0 while Kafka is away or it has halted', value: state === 'relaying' ? 1 : 0 },
    ];
  },
});
