import { ageBandOf, ageOn, dateOf, quarterOf } from '@lianhu/kernel';
import type { MinorIdentity } from '@lianhu/standards';
import type { Child, Wanted } from './children';
import { moveOf } from './home';
import type { Identities, SentIdentity } from './identities';
import { identifyingOnly, type Match } from './identity';
import type { VaultKeys } from './keys';
import type { Introduction, Resolved, ResolveRequest } from './resolved';
import { toldOf, type Told } from './said';
import { caseToken, incidentToken } from './tokens';

/** One event, how it names its child, and by what that is found. */
export interface Plan {
  readonly request: ResolveRequest;
  readonly wanted: Wanted;
  readonly match?: Match;
}
type Found = ReadonlyMap<number, Child>;

/** What is answered of events whose children are found, and what they say of them. */
export class Answers {
  constructor(
    private readonly keys: VaultKeys,
    private readonly stored: Identities,
  ) {}

  /** Keeps who children are whom nobody has named. */
  async introduce(plans: readonly Plan[], found: Found): Promise<void> {
    const identities = plans.flatMap(({ request, wanted }): readonly SentIdentity[] => {
      const child = found.get(wanted.n);
      const minor = firstBlock(request);
      return child && !child.identityMac && minor ? [{ child: child.child, minor, time: request.time }] : [];
    });
    if (identities.length > 0) await this.stored.introduce(identities);
  }

  /** In order of the events. */
  of(plans: readonly Plan[], found: Found): readonly Resolved[] {
    const told = this.told(plans, found);
    return plans.map((plan) => this.answer(plan, found.get(plan.wanted.n), told.get(plan.wanted.n)));
  }

  /** What open events say of their children. */
  private told(plans: readonly Plan[], found: Found): ReadonlyMap<number, Told> {
    const spoken = plans.flatMap(({ request, wanted: { n }, match }) => {
      const child = found.get(n);
      return child && !request.restricted ? [{ n, request, child, name: match?.name, minor: this.newBlock(request, child) }] : [];
    });
    return toldOf(spoken);
  }

  /** The identity block of an event, where it is another one than the child's last. */
  private newBlock(request: ResolveRequest, { child, identityMac }: Child): MinorIdentity | undefined {
    const minor = openBlock(request);
    return minor && identityMac && !sameBytes(identityMac, this.stored.macOf(child, minor)) ? minor : undefined;
  }

  /** Who a child is that has not stood in the log, as the event says. */
  private introduction({ request, match }: Plan, { pending }: Child): Introduction | undefined {
    const minor = firstBlock(request);
    if (!pending || !minor || !match) return undefined;
    const { time, restricted, department } = request;
    return { minor, time, restricted, ...(!restricted && { name: match.name }), ...(match.temporary && { temporaryOf: department }) };
  }

  private answer(plan: Plan, child: Child | undefined, told?: Told): Resolved {
    const { request, wanted } = plan;
    const incident = incidentToken(this.keys, request);
    if (!child && (wanted.ref ?? wanted.mac)) return { kind: 'unknown-subject' };
    const subject = request.restricted ? caseToken(this.keys, request, child?.child) : child?.child;
    if (!child) return { kind: 'resolved', subject, known: true, incident };
    const { sex, birthDate, residence } = told?.profile ?? child.profile;
    const move = moveOf(told?.profile ?? child.profile);
    const ageAtTime = ageOn(birthDate, dateOf(request.time));
    const introduces = this.introduction(plan, child);
    return {
      kind: 'resolved',
      subject,
      child: child.child,
      minorRef: child.ref,
      known: !child.pending,
      profile: {
        sex,
        birthDate,
        birthQuarter: quarterOf(birthDate),
        ...(residence === undefined ? {} : { town: residence.slice(0, 9) }),
        ...(move && { move }),
      },
      ageBand: ageBandOf(ageAtTime),
      ageAtTime,
      incident,
      ...(told?.said && { said: told.said }),
      ...(introduces && { introduces }),
      ...(child.born !== undefined && { born: child.born }),
    };
  }
}

/** What an open event says of who its child is; a reference says it already. */
const openBlock = ({ subject, minor }: ResolveRequest): MinorIdentity | undefined => (subject === undefined ? minor : undefined);
/** What is kept of an event about a child whom nobody has named: of a restricted one only what identifies. */
const firstBlock = (request: ResolveRequest): MinorIdentity | undefined =>
  request.restricted ? request.minor && identifyingOnly(request.minor) : openBlock(request);
const sameBytes = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean => a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
