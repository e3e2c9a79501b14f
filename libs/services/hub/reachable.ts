import { LianhuError } from '@lianhu/kernel';
import { LogBusy } from '@lianhu/log';
import { HubAway, HubBusy, HubRefuses, logger, ProblemError, Seldom } from '@lianhu/services/platform';
import { stopOf } from './intake-state';

/** What a caller waits when the log's queue is full. Unit: seconds. */
const RETRY_AFTER_S = 2;
/** SQLSTATE classes that come of what was sent, not of a database that is away: they stay, so the sender's outbox steps over it. */
const OF_THE_DATA = /^2[23]...$/;

const seldom = new Seldom();

/** Whatever fails without being a refusal means that the outcome is not known: the caller keeps what it sent and tries again. */
export async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError || error instanceof HubAway) throw error;
    if (error instanceof LogBusy) throw new HubBusy(error.scope, RETRY_AFTER_S);
    const { name, code } = error as { name?: string; code?: string };
    const said = error instanceof LianhuError ? { said: error.message } : {};
    seldom.say(`${name} ${said.said ?? code}`, (before) => logger.error({ fault: name, code, ...said, before }, 'the hub could not take events'));
    if (error instanceof TypeError || error instanceof RangeError || OF_THE_DATA.test(code ?? '')) throw new HubRefuses(500);
    throw new HubAway(stopOf(error) ?? 'the log cannot take events');
  }
}
