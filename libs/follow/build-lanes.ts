import type { Position } from '@lianhu/kernel';
import type { FollowerOptions } from './follower-options';
import type { Lane } from './lane';
import { buildViews } from './rebuild';
import { registered, tablesExist, whileBuilding } from './registry';

/** Takes over what the registry knows of views; what it does not know, or knows with other columns, is to be built. */
export async function meetRegistry(lanes: readonly Lane[], { pool, log }: Pick<FollowerOptions, 'pool' | 'log'>): Promise<void> {
  const known = (await registered(pool)).filter(({ kind }) => kind === 'view');
  for (const lane of lanes) {
    const { name, tables } = lane.view;
    lane.meet(
      known.filter((one) => one.name === name),
      log.origin,
      await tablesExist(pool, tables),
    );
  }
}

/** Views that have to be built. */
export const missingOf = (lanes: readonly Lane[]): readonly Lane[] => lanes.filter(({ state }) => state === 'building');

/** Builds what is missing, beside what is there. Another process may have built it while this one waited for its turn. */
export async function buildMissing(
  lanes: readonly Lane[],
  options: FollowerOptions,
  stopped: () => boolean,
  progress: (head: Position) => void,
): Promise<void> {
  await whileBuilding(options.pool, async () => {
    await meetRegistry(missingOf(lanes), options);
    const missing = missingOf(lanes);
    if (missing.length === 0) return;
    const at = await buildViews(
      missing.map(({ view }) => view),
      {
        ...options,
        stopped,
        progress: (position, head) => {
          for (const lane of missing) lane.built = position;
          progress(head);
        },
      },
    );
    for (const lane of missing) lane.begin(at);
  });
}
