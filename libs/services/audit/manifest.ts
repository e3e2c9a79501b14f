import type { Replayed, ReplayedMoment, ReplayTarget } from '@lianhu/follow';
import { CODE_VERSION } from '@lianhu/services/platform';
import { QuarterTarget } from './quarter-target';

/** What was replayed, to where and by which program: with it anybody can do it again and compare `rowsHash`. */
export type Manifest = Readonly<Record<string, unknown>>;

/** The manifest of a replay; of a comparison the later moment's, with the earlier one and what was found. */
export function manifestOf(target: ReplayTarget, { moments, changes, counts }: Replayed, more: Manifest = {}): Manifest {
  const [earlier, later] = moments.length > 1 ? moments : [undefined, moments[0]];
  const standing = (moment: ReplayedMoment): Manifest => ({
    ...standingOf(moment),
    ...(target instanceof QuarterTarget && target.hashesAt(moment.position)),
  });
  return {
    ...target.name,
    ...(later && standing(later)),
    ...more,
    ...(earlier && { earlier: standing(earlier) }),
    ...(changes && { changes: { ...counts, hash: changes.hash } }),
    suite: 'std-1',
    code: CODE_VERSION,
  };
}

function standingOf({ position, root, recordedAt, today, policy, checkpoint, rows }: ReplayedMoment): Manifest {
  return { position, root, recordedAt, today, policy, checkpoint, rows: rows.count, rowsHash: rows.hash };
}
