import type { Clock, Suite } from '@lianhu/kernel';
import type { CheckpointSigner, EventLog } from '@lianhu/log';
import { eventstoreLog } from '@lianhu/log-eventstore';
import { lengthIn, postgresLog } from '@lianhu/log-postgres';
import { BadConfig, type Config } from './config';

/** What a log is opened with, whatever its engine. */
export interface LogOpening {
  /** Connection of the role: hub to append, monitor or audit to read. */
  readonly url: string;
  readonly origin: string;
  readonly suite: Suite;
  /** Who appends signs; none = reading only. */
  readonly signer?: CheckpointSigner;
  /** Simulated time; none = the database's clock. */
  readonly clock?: Clock;
  /** Whether this process may append now; none = always. */
  readonly alone?: () => boolean;
}

/**
 * Opens the log with the engine that LIANHU_LOG_ENGINE names. Throws BadConfig when somebody is about to append to a second
 * log beside the one that another engine keeps in this database.
 */
export async function openLog({ logEngine, eventstoreUrl }: Pick<Config, 'logEngine' | 'eventstoreUrl'>, options: LogOpening): Promise<EventLog> {
  const [other, name] = logEngine === 'eventstore' ? (['log', 'postgres'] as const) : (['eventstore', 'eventstore'] as const);
  if (options.signer && (await lengthIn(options.url, other)) > 0)
    throw new BadConfig(`this database belongs to a log of the engine ${name}; set LIANHU_LOG_ENGINE=${name}, or use another database`);
  if (logEngine !== 'eventstore') return postgresLog(options);
  if (eventstoreUrl === undefined) throw new BadConfig('LIANHU_LOG_ENGINE=eventstore needs EVENTSTORE_URL');
  return eventstoreLog({ ...options, eventstoreUrl });
}
