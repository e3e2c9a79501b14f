import type { LogReader } from '@lianhu/log';
import type { FollowerOptions } from './follower-options';
import type { Lane } from './lane';
import { fenced } from './leases';
import { checkRoot, NO_DAY } from './lines';
import { learnDropped } from './orders';
import { parkedKeys } from './parked';
import { retryKeys } from './retry-parked';

/**
 * Before the first page after a start or a take-over: the log must be the one that was followed, and what is parked is tried
 * once more, since the program may have been mended. Throws HistoryDiverged, Overtaken.
 */
export async function takeOver(
  lane: Lane,
  { log, pool, suite }: Pick<FollowerOptions, 'pool' | 'suite'> & { readonly log: LogReader },
): Promise<void> {
  const { view, checkpoint, frontier, held } = lane;
  await checkRoot(log, suite, frontier);
  await learnDropped(view, log, checkpoint.position, suite);
  const page = { events: [], to: checkpoint.position, today: checkpoint.today ?? NO_DAY, turned: false, log, suite };
  await fenced(pool, held, async (client) => void (await retryKeys(client, view, await parkedKeys(client, view), page)));
  lane.checked = true;
}
