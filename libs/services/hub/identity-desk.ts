import { RecordMerged, RecordReviewed, RecordSplit } from '@lianhu/departments/hub';
import {
  definitionOf,
  momentOf,
  Persons,
  recorded,
  RECORD_MERGED,
  RECORD_SPLIT,
  type Clock,
  type PolicyPack,
  type Position,
  type Recorded,
} from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { ProblemError, type OwnEvent, type OwnOutcome, type ReviewDone, type ReviewOpinion } from '@lianhu/services/platform';
import type { Review, ReviewState, Vault } from '@lianhu/vault';

/** What the desk of identities needs. */
export interface IdentityDeskParts {
  readonly log: Pick<EventLog, 'read' | 'head'>;
  readonly vault: Pick<Vault, 'reviews' | 'setHeads'>;
  readonly clock: Clock;
  readonly policy: Pick<PolicyPack, 'identity'>;
  readonly own: (events: readonly OwnEvent[]) => Promise<readonly OwnOutcome[]>;
}

/** Most pairs shown at once. Unit: pairs. */
const MAX_LISTED = 100;
/** Batches of new persons that are compared before a list is shown; the rest follows in the background. */
const BATCHES_BEFORE_LIST = 10;
/** Lines read at a time. */
const PAGE = 500;
/** Most events that a split names; the rest of a file goes back by itself. Source: the event's own limit. */
const MAX_MOVED = 20;
const STATES: readonly ReviewState[] = ['open', 'later', 'different', 'merged'];

/** Two people say of two files whether they are one child's; every word is an event, and the last one merges or splits. */
export class IdentityDesk {
  /** Opinions one after another: of one pair only one can be the second. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: IdentityDeskParts) {}

  /** Pairs in some states, after whatever is new has been compared. */
  async list(states: readonly string[]): Promise<{ readonly reviews: readonly Review[]; readonly total: number }> {
    await this.match(BATCHES_BEFORE_LIST);
    return this.parts.vault.reviews.list(
      STATES.filter((state) => states.includes(state)),
      MAX_LISTED,
    );
  }

  /** Compares some of what is new; true while more is left. */
  async match(batches = 1): Promise<boolean> {
    for (let n = 0; n < batches; n++) if ((await this.parts.vault.reviews.match(this.parts.policy.identity)) === 0) return false;
    return true;
  }

  /** The vault learns from the log which files are merged. */
  async catchUp(): Promise<void> {
    const events = await this.identityEvents();
    await this.setHeads(
      this.personsOf(events),
      events.flatMap(({ subject, other }) => [subject, other].flatMap((file) => file ?? [])),
    );
  }

  /** Takes one person's word. Throws ProblemError `not-found`, `refused`. */
  say(opinion: ReviewOpinion): Promise<ReviewDone> {
    const said = this.turn.then(() => this.take(opinion));
    this.turn = said.catch(() => undefined);
    return said;
  }

  private async take({ id, verdict, by, reason }: ReviewOpinion): Promise<ReviewDone> {
    const { reviews } = this.parts.vault;
    const review = await reviews.one(id);
    if (!review) throw new ProblemError('not-found');
    if ((review.state === 'merged') !== (verdict === 'split') || review.state === 'different') throw refused('review.settled');
    if (review.first?.by === by && review.first.verdict === verdict) throw refused('review.second-person');
    const position = await this.note(review, { verdict, by, reason });
    if (verdict === 'later') return this.settled(id, 'later', position);
    if (review.first?.verdict !== verdict || review.first.by === by) {
      // The first word, another one of the same person, or one against the first: the next person has to say the same as this one.
      if (!(await reviews.say(review, by, verdict))) throw refused('review.changed');
      return { state: 'second', position };
    }
    if (verdict === 'different') return this.settled(id, 'different', position);
    const decidedBy = [review.first.by, by];
    return verdict === 'same' ? this.merge(review, decidedBy) : this.split(review, decidedBy);
  }

  private async settled(id: string, state: ReviewState, position: Position): Promise<ReviewDone> {
    await this.parts.vault.reviews.settle(id, state);
    return { state, position };
  }

  private async merge({ id, child, other }: Review, decidedBy: readonly string[]): Promise<ReviewDone> {
    const events = await this.identityEvents();
    const persons = this.personsOf(events);
    const head = persons.headOf(child);
    if (persons.headOf(other) === head) return this.settled(id, 'merged', events.at(-1)?.position ?? 0);
    if (persons.isTakenIn(other)) throw refused('review.merged-elsewhere');
    const position = await this.append(definitionOf(RecordMerged).type, { id, child: head, other }, events.length, { reason: 'merged', decidedBy });
    await this.setHeads(this.personsOf(await this.identityEvents()), [child, other]);
    return this.settled(id, 'merged', position);
  }

  private async split({ id, child, other }: Review, decidedBy: readonly string[]): Promise<ReviewDone> {
    const events = await this.identityEvents();
    const merge = events.findLast((event) => event.type === RECORD_MERGED && event.other === other);
    const into = merge?.subject;
    if (into === undefined || !this.personsOf(events).isTakenIn(other)) return this.settled(id, 'different', events.at(-1)?.position ?? 0);
    const moved = await this.positionsOf(other);
    const position = await this.append(definitionOf(RecordSplit).type, { id, child: into, other }, events.length, {
      reason: 'split',
      events: moved,
      decidedBy,
    });
    await this.setHeads(this.personsOf(await this.identityEvents()), [child, other]);
    return this.settled(id, 'different', position);
  }

  /** What one person said, as an event under the file that goes on. */
  private async note({ id, child, other, score }: Review, { verdict, by, reason }: Omit<ReviewOpinion, 'id'>): Promise<Position> {
    const { position: head } = await this.parts.log.head();
    const data = { verdict, score, by, ...(reason !== undefined && { reason }) };
    return this.append(definitionOf(RecordReviewed).type, { id, child, other }, head, data);
  }

  private async append(
    type: string,
    { id, child, other }: Pick<Review, 'id' | 'child' | 'other'>,
    round: number,
    data: OwnEvent['data'],
  ): Promise<Position> {
    const kind = type.slice(type.lastIndexOf('.') + 1);
    const event: OwnEvent = { type, id: `${kind}-${id}-${round}`, time: momentOf(this.parts.clock.now()), subject: child, other, data };
    const [outcome] = await this.parts.own([event]);
    const [position] = outcome?.positions ?? [];
    if (outcome?.kind !== 'appended' || position === undefined) throw refused('review.changed');
    return position;
  }

  /** Sets in which file each of these, and all that ever had to do with them, stands. */
  private setHeads(persons: Persons, files: readonly string[]): Promise<void> {
    const kin = new Set(files.flatMap((file) => persons.kinOf(file)));
    return this.parts.vault.setHeads(new Map([...kin].map((file) => [file, persons.headOf(file)])));
  }

  private personsOf(events: readonly Recorded[]): Persons {
    const persons = new Persons();
    for (const event of events) persons.add(event);
    return persons;
  }

  private identityEvents(): Promise<Recorded[]> {
    return this.read({ types: [RECORD_MERGED, RECORD_SPLIT] }, Infinity);
  }

  private async positionsOf(subject: string): Promise<Position[]> {
    return (await this.read({ subject }, MAX_MOVED)).slice(0, MAX_MOVED).map(({ position }) => position);
  }

  private async read(filter: { readonly types?: readonly string[]; readonly subject?: string }, most: number): Promise<Recorded[]> {
    const events: Recorded[] = [];
    for (let after = 0; events.length < most;) {
      const page = await this.parts.log.read(after, PAGE, filter);
      events.push(...page.lines.map(recorded));
      if (page.scannedTo <= after || page.scannedTo >= page.head) break;
      after = page.scannedTo;
    }
    return events;
  }
}

const refused = (code: string): ProblemError => new ProblemError('refused', { members: { code } });
