import { openDouble } from '@lianhu/testing/eventstore';
import { TestBroker, VERSIONS } from '@lianhu/testing/kafka';

/** The newest broker that can be started here; each version has its own specs beside the library. */
const BROKER = VERSIONS.at(-1);

/** What the hub, the monitor and the audit service run on besides PostgreSQL. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}
/** Each that can be had here. */
export const SURROUNDINGS: readonly { readonly on: string; open(): Promise<Surroundings> }[] = [
  { on: 'PostgreSQL', open: () => Promise.resolve({ env: {}, close: () => Promise.resolve() }) },
  {
    on: BROKER === undefined ? 'EventStoreDB (double)' : `EventStoreDB (double) and Kafka ${BROKER}, which the monitor follows`,
    open: async () => {
      const double = await openDouble();
      const broker = BROKER === undefined ? undefined : await TestBroker.start(BROKER);
      const stream = broker && { ...broker.env, LIANHU_FOLLOW: 'kafka' };
      return {
        env: { LIANHU_LOG_ENGINE: 'eventstore', EVENTSTORE_URL: double.url, ...stream },
        close: async () => {
          await double.close();
          await broker?.stop();
        },
      };
    },
  },
];
