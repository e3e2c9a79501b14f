import { dateOf } from '@lianhu/kernel';
import type { Profile } from './children';
import type { Move, ResolveRequest } from './resolved';

/** Where a child lives, and since when somebody says so. */
type Home = Pick<Profile, 'residence' | 'residenceAt'>;

/**
 * What an open event changes of where its child lives. One of an earlier time changes nothing; that the child still lives there
 * is noted once a day. Where a household is registered counts only while nobody has said where the child lives.
 */
export function homeAfter({ residence, residenceAt }: Home, { time, ...request }: ResolveRequest): Home | undefined {
  const said = known(request.residence) ?? (residence === undefined ? known(request.household) : undefined);
  if (said === undefined || (residenceAt !== undefined && time < residenceAt)) return undefined;
  if (said === residence && residenceAt !== undefined && dateOf(time) === dateOf(residenceAt)) return undefined;
  return { residence: said, residenceAt: time };
}

/** The town that is known to be told; an older version has told one at the first sight only, and it is told again. */
export const townOf = ({ residence, residenceAt }: Home): string | undefined => (residenceAt === undefined ? undefined : residence?.slice(0, 9));

/** The last move of a child that was named before; none when it still lives where it was first said to. */
export function moveOf({ moves = 0, residence, residenceAt }: Profile): Move | undefined {
  if (moves === 0 || residence === undefined || residenceAt === undefined) return undefined;
  return { number: moves, town: residence.slice(0, 9), since: residenceAt };
}

/** A county's unknown town (`…000`) says nothing and never replaces what is known. */
const known = (area: string | undefined): string | undefined =>
  area !== undefined && area.length >= 9 && area.slice(6, 9) !== '000' ? area : undefined;
