import type { Child } from './children';
import { profileAfter, toldWith } from './home';
import { isPlaceholder } from './matching';
import type { Profile } from './profile';
import type { ResolveRequest, Said } from './resolved';

/** An open event, the child it is about, and what it says besides the request. */
export interface Spoken extends Pick<Said, 'name' | 'minor'> {
  readonly n: number;
  readonly request: ResolveRequest;
  readonly child: Child;
}

/** What is told of a child with an event, and what the event says anew of it. */
export interface Told {
  readonly profile: Profile;
  readonly said?: Said;
}

/** By event of a submission, in its order, what it says: none of them is known to stand yet. */
export function toldOf(spoken: readonly Spoken[]): ReadonlyMap<number, Told> {
  const told = new Map<number, Told>();
  const after = new Map<string, Profile>();
  for (const { n, request, child, name, minor } of spoken) {
    const { time, residence, household, school, correcting } = request;
    const before = after.get(child.child);
    const first = before === undefined && (child.pending || child.restricted);
    const said = { time, residence, household, school, correcting, first, name, minor };
    const profile = toldWith(child.profile, before, said);
    after.set(child.child, settled(before ?? child.profile, said));
    const isNew = profile !== child.profile || after.get(child.child) !== (before ?? child.profile) || child.restricted || minor !== undefined;
    told.set(n, { profile, ...(isNew && { said }) });
  }
  return told;
}

/** A profile after an open event that stands: home, school, and the first name that is one; the same one when the event says nothing new. */
export function settled(profile: Profile, said: Said): Profile {
  const moved = profileAfter(profile, said);
  const school = said.school ?? profile.school;
  const name = namedBy(profile, said);
  if (school === profile.school && name === profile.name) return moved;
  return { ...moved, ...(school !== undefined && { school }), ...(name !== undefined && { name }) };
}

const namedBy = ({ name }: Profile, said: Said): string | undefined =>
  said.name !== undefined && (name === undefined || (isPlaceholder(name) && !isPlaceholder(said.name))) ? said.name : name;
