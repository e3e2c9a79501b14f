import { kafkaSettings, kafkaStream, Mirror, type Backfill } from '@lianhu/kafka';
import { std1, type LogReader } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { BadConfig, HubLines, openLog, originOf, type Config, type Health, type LoadedPolicy } from '@lianhu/services/platform';

/** Where a monitor's events come from: the hub's log in its own database, or a copy of it that it keeps from Kafka. */
export interface Source extends Health {
  readonly log: LogReader;
  close(): Promise<void>;
}
/** What opening a source needs. */
export interface SourceOptions {
  readonly config: Config;
  /** Connection as role lianhu_monitor. */
  readonly url: string;
  readonly policy: LoadedPolicy;
  /** Token of this monitor, for the service that has what Kafka has no more. */
  readonly token: () => string;
}

/** How long a start waits until it has read what the topic held. Unit: milliseconds. */
const CATCH_UP_MS = 60_000;

/** Opens the source that `LIANHU_FOLLOW` names: `log` (unless it is said otherwise) or `kafka`. Throws BadConfig, StreamCutOff. */
export async function openSource(options: SourceOptions, env: NodeJS.ProcessEnv = process.env): Promise<Source> {
  const follow = env['LIANHU_FOLLOW'] || 'log';
  if (follow === 'kafka') return fromKafka(options, env);
  if (follow !== 'log') throw new BadConfig(`LIANHU_FOLLOW=${follow}: it is log or kafka`);
  const log = await openLog(options.config, { url: options.url, origin: originOf(options.policy), suite: std1 });
  return { log, checks: () => Promise.resolve([]), figures: () => Promise.resolve([]), close: () => log.close() };
}

async function fromKafka({ config, url, policy, token }: SourceOptions, env: NodeJS.ProcessEnv): Promise<Source> {
  const settings = kafkaSettings(env);
  if (!settings) throw new BadConfig('LIANHU_FOLLOW=kafka needs KAFKA_BROKERS');
  const origin = originOf(policy);
  const pool = createPool(url, { max: 4, applicationName: 'lianhu-copy' });
  const own = await openLog(config, { url, origin, suite: std1 });
  const stream = await kafkaStream(settings);
  const backfill = await backfillOf(own, token, env);
  const mirror = new Mirror({ pool, stream, suite: std1, origin, area: policy.pack.area, backfill });
  const close = async (): Promise<void> => {
    await mirror.stop();
    await stream.close();
    await own.close();
    await pool.end();
  };
  await mirror.start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  await mirror.settle(CATCH_UP_MS);
  return { log: mirror.log, ...copyHealth(mirror), close };
}

/** Who is asked for what retention removed: the service of `LIANHU_LOG_URL`, or the hub's log where it lies in the same database. */
async function backfillOf(own: LogReader, token: () => string, env: NodeJS.ProcessEnv): Promise<Backfill | undefined> {
  const url = env['LIANHU_LOG_URL'];
  if (url) return new HubLines(url, token);
  return (await own.head()).position > 0 ? own : undefined;
}

/** A copy that waits for Kafka still answers; one that has halted needs a person. */
const copyHealth = (mirror: Mirror): Health => ({
  checks: () => {
    const { state, error, said } = mirror.status();
    return Promise.resolve([{ name: 'kafka', ok: state !== 'halted', detail: [error ?? state, said].filter(Boolean).join('. ') }]);
  },
  figures: () => {
    const { state, position } = mirror.status();
    return Promise.resolve([
      { name: 'lianhu_copy_position', help: 'Newest position copied from Kafka', value: position },
      { name: 'lianhu_copy_up', help: '1 while Kafka is read; 0 while it is away or the copy has halted', value: state === 'following' ? 1 : 0 },
    ]);
  },
});
