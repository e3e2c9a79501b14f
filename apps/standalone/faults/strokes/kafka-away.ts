import { until, type Fault } from '../fault';

/** How long intake may take to show that it goes on without Kafka. Unit: milliseconds. */
const FELT_WITHIN_MS = 120_000;
/** Events that must be committed while the broker is away. */
const COMMITTED = 20;

/** SIGKILL of the only broker: events are committed as ever, and the relay brings all of them when it is back. */
export const kafkaAway: Fault = {
  name: 'kafka-away',
  weight: 1,
  impossible: ({ broker }) => (broker === undefined ? 'no broker can be started here (KAFKA_JARS names no jars)' : undefined),
  strike: async (installation, load) => {
    await Promise.all([installation.up('hub'), installation.up('police')]);
    await installation.broker?.kill();
    try {
      const before = load.answered(201);
      await until(() => load.answered(201) >= before + COMMITTED, FELT_WITHIN_MS);
      if (load.answered(201) < before + COMMITTED) throw new Error('nothing is committed while Kafka is away');
    } finally {
      await installation.broker?.restart();
    }
  },
};
