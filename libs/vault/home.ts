import { dateOf } from '@lianhu/kernel';
import type { Profile } from './profile';
import type { Move, SaidHome } from './resolved';

/** Where a child lives, and since when somebody says so. */
type Home = Pick<Profile, 'residence' | 'residenceAt'>;

/**
 * What an open event changes of where its child lives. One of an earlier time changes nothing, nor one of the same time unless it
 * corrects; that the child still lives there is noted once a day. Where a household is registered counts only while nobody has
 * said where the child lives. A town alone takes no village in it away; twelve digits that end in 000 do.
 */
function homeAfter({ residence, residenceAt }: Home, { time, correcting, ...request }: Omit<SaidHome, 'first'>): Home | undefined {
  const place = known(request.residence) ?? (residence === undefined ? known(request.household) : undefined);
  const said = place !== undefined && residence?.startsWith(place) ? residence : place;
  if (said === undefined || (residenceAt !== undefined && (time < residenceAt || (time === residenceAt && !correcting)))) return undefined;
  if (said === residence && residenceAt !== undefined && dateOf(time) === dateOf(residenceAt)) return undefined;
  return { residence: said, residenceAt: time };
}

/** A profile after an event; the same one when the event says nothing new. */
export function profileAfter(profile: Profile, said: SaidHome): Profile {
  const home = homeAfter(profile, said);
  if (!said.first) return home ? { ...profile, ...home, ...(townOf(profile) !== townOf(home) && oneMore(profile)) } : profile;
  if (profile.residenceAt === undefined) return home ? { ...profile, ...home } : profile;
  // Two departments named it first at the same time: either may have registered it, so that the town is told once more.
  const apart = townOf(profile) !== townOf(homeAfter({}, said) ?? profile);
  return apart ? { ...profile, ...home, ...oneMore(profile) } : profile;
}

const oneMore = ({ moves = 0 }: Profile): Pick<Profile, 'moves'> => ({ moves: moves + 1 });

/**
 * What is to be told with an event of a submission: what it says by itself, for those before it may be refused; counted after
 * those, as it will be when they stand.
 */
export function toldWith(stored: Profile, before: Profile | undefined, said: SaidHome): Profile {
  const alone = profileAfter(stored, { ...said, first: false });
  if (before === undefined || alone === stored) return alone;
  const after = profileAfter(before, said);
  return townOf(after) === townOf(alone) ? after : { ...alone, moves: 0 };
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
