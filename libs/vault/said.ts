import type { Child } from './children';
import { profileAfter, toldWith } from './home';
import { isPlaceholder } from './matching';
import type { Profile } from './profile';
import type { Introduction, Resolved, ResolveRequest, Said } from './resolved';

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

/** What an event that stands says of its child. */
export interface StandingEvent extends Pick<Extract<Resolved, { kind: 'resolved' }>, 'said' | 'introduces'> {
  readonly child: string;
}

/** A child after events that stand; `introductions`: theirs, where nothing has stood of it before. */
export function afterEvents(
  { pending, restricted, profile }: Child,
  events: readonly StandingEvent[],
): Pick<Child, 'restricted' | 'profile'> & { readonly introductions: readonly Introduction[] } {
  const introduced = events.flatMap(({ introduces }) => introduces ?? []);
  const introductions = pending ? introduced : [];
  const isNew = introductions.length > 0;
  const name = introduced.reduce<string | undefined>((known, one) => nameAfter(known, one.name), isNew ? undefined : profile.name);
  const after = events.flatMap(({ said }) => said ?? []).reduce(settled, withName(profile, name));
  const isOpen = events.some(({ said, introduces }) => said !== undefined || introduces?.restricted === false);
  return { profile: after, restricted: !isOpen && (restricted || isNew), introductions };
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
  const moved = withName(profileAfter(profile, said), nameAfter(profile.name, said.name));
  const { school = moved.school } = said;
  return school === moved.school ? moved : { ...moved, ...(school !== undefined && { school }) };
}

function withName(profile: Profile, name: string | undefined): Profile {
  if (name === profile.name) return profile;
  const { name: _before, ...nameless } = profile;
  return { ...nameless, ...(name !== undefined && { name }) };
}

const nameAfter = (known: string | undefined, said: string | undefined): string | undefined =>
  said !== undefined && (known === undefined || (isPlaceholder(known) && !isPlaceholder(said))) ? said : known;
