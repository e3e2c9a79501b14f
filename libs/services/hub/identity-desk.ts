import { RecordMerged, RecordReviewed, RecordSplit } from '@lianhu/departments/hub';
import {
  Corrections,
  definitionOf,
  isNote,
  MAX_MOVED,
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

/** What a split says: from which file to which, with the events that it names. */
interface Move {
  readonly from: string;
  readonly to: string;
  readonly events: readonly Position[];
  /** Merges and splits before it. */
  readonly round: number;
}

/** Most pairs shown at once. Unit: pairs. */
const MAX_LISTED = 100;
/** Batches of new persons that are compared before a list is shown; the rest follows in the background. */
const BATCHES_BEFORE_LIST = 5;
/** Lines read at a time. */
const PAGE = 500;
const STATES: readonly ReviewState[] = ['open', 'later', 'different', 'merged'];

const SPLIT = definitionOf(RecordSplit).type;

/** Two people say of two files whether they are one child's; every word is an event, and the last one merges or splits. */
export class IdentityDesk {
  /** Opinions one after another: of one pair only one can be the second. */
  private turn: Promise<unknown> = Promise.resolve();
  /** Whether the log may say of files what the vault has not heard: between an event and `setHeads` the database can fail. */
  private behind = false;

  constructor(private readonly parts: IdentityDeskParts) {}

  /** Pairs in some states, after whatever is new has been compared. */
  async list(states: readonly string[]): Promise<{ readonly reviews: readonly Review[]; readonly total: number }> {
    const { reviews } = this.parts.vault;
    for (let n = 0; n < BATCHES_BEFORE_LIST && (await reviews.match(this.parts.policy.identity)) > 0; n++);
    return reviews.list(
      STATES.filter((state) => states.includes(state)),
      MAX_LISTED,
    );
  }

  /** The pair of two files that a person puts side by side. Throws ProblemError `not-found`, `refused`. */
  async pair(files: readonly [string, string]): Promise<{ readonly id: string }> {
    const persons = this.personsOf(await this.identityEvents());
    const [child, other] = [persons.headOf(files[0]), persons.headOf(files[1])];
    if (child === other) throw refused('review.one-file');
    const review = await this.parts.vault.reviews.pair([child, other], this.parts.policy.identity);
    if (!review) throw new ProblemError('not-found');
    return { id: review.id };
  }

  /** Compares all that is new, in the background, until it is done or the hub stops. */
  async match(stopped: () => boolean = () => false): Promise<void> {
    await this.unmoved(() => Promise.resolve());
    for await (const _taken of this.parts.vault.reviews.matchAll(this.parts.policy.identity)) if (stopped()) return;
  }

  /** The vault learns from the log which files are merged. */
  async catchUp(): Promise<void> {
    const events = await this.identityEvents();
    await this.setHeads(
      this.personsOf(events),
      events.flatMap(({ subject, other }) => [subject, other].flatMap((file) => file ?? [])),
    );
    this.behind = false;
  }

  /** Takes one person's word. Throws ProblemError `not-found`, `refused`. */
  say(opinion: ReviewOpinion): Promise<ReviewDone> {
    return this.unmoved(() => this.take(opinion));
  }

  /** Does something while the vault knows of every merge and split that stands, and no other one is made. */
  unmoved<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(async () => {
      if (this.behind) await this.catchUp();
      return work();
    });
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Whether a file, or one that ever had to do with it, was merged or split after a position. */
  async movedSince(file: string, position: Position): Promise<boolean> {
    const events = await this.identityEvents();
    const kin = new Set(this.personsOf(events).kinOf(file));
    return events.some((event) => event.position > position && [event.subject, event.other].some((one) => one !== undefined && kin.has(one)));
  }

  private async take({ id, verdict, by, reason, events: named = [] }: ReviewOpinion): Promise<ReviewDone> {
    const { reviews } = this.parts.vault;
    const review = await reviews.one(id);
    if (!review) throw new ProblemError('not-found');
    const { state, first } = review;
    const moves = verdict === 'split' && named.length > 0;
    // Events go to the other child whether the files were ever merged or not, and also when they are known to be two.
    if (!moves && ((state === 'merged') !== (verdict === 'split') || state === 'different')) throw refused('review.settled');
    const events = named.toSorted((a, b) => a - b);
    const agrees = first?.verdict === verdict && String(first.events ?? []) === String(events);
    if (agrees && first.by === by) throw refused('review.second-person');
    if (moves) await this.moveOf(review, events);
    const position = await this.note(review, { verdict, by, reason });
    if (verdict === 'later') return this.settled(id, 'later', position);
    if (!agrees) {
      // The first word, another one of the same person, or one against the first: the next person has to say the same as this one.
      if (!(await reviews.say(review, by, verdict, moves ? events : undefined))) throw refused('review.changed');
      return { state: 'second', position };
    }
    if (verdict === 'different') return this.settled(id, 'different', position);
    const decidedBy = [first.by, by];
    return verdict === 'same' ? this.merge(review, decidedBy) : this.split(review, decidedBy, events);
  }

  private async settled(id: string, state: ReviewState, position: Position): Promise<ReviewDone> {
    await this.parts.vault.reviews.settle(id, state);
    return { state, position };
  }

  /**
   * The one that is nobody's part yet is taken in by the other one itself, not by whose part that is: so a split of those two takes
   * along what was decided of each.
   */
  private async merge({ id, child, other }: Review, decidedBy: readonly string[]): Promise<ReviewDone> {
    const events = await this.identityEvents();
    const persons = this.personsOf(events);
    if (persons.headOf(child) === persons.headOf(other)) return this.settled(id, 'merged', events.at(-1)?.position ?? 0);
    const turned = persons.isTakenIn(other) && !persons.isTakenIn(child);
    const [into, taken] = turned ? [other, child] : [child, persons.headOf(other)];
    const data = { reason: 'merged', decidedBy };
    const position = await this.move(definitionOf(RecordMerged).type, { id, child: into, other: taken }, events.length, data);
    return this.settled(id, 'merged', position);
  }

  private async split(review: Review, decidedBy: readonly string[], events: readonly Position[]): Promise<ReviewDone> {
    const { id } = review;
    const move = await this.moveOf(review, events);
    if (!move) return this.settled(id, 'different', (await this.identityEvents()).at(-1)?.position ?? 0);
    const data = { reason: 'split', events: move.events, decidedBy };
    const position = await this.move(SPLIT, { id, child: move.from, other: move.to }, move.round, data);
    return this.settled(id, 'different', position);
  }

  /** Appends what moves files or events, and lets the vault know; who fails in between leaves that to whoever comes next. */
  private async move(type: string, pair: Pick<Review, 'id' | 'child' | 'other'>, round: number, data: OwnEvent['data']): Promise<Position> {
    this.behind = true;
    const position = await this.append(type, pair, round, data);
    await this.setHeads(this.personsOf(await this.identityEvents()), [pair.child, pair.other]);
    this.behind = false;
    return position;
  }

  /**
   * What a split of a pair says: of files that are one, the last merge that made them so is undone; the events that are named stand
   * in one of the two and go to the other. Undefined when there is nothing to part. Throws ProblemError `refused`.
   */
  private async moveOf({ child, other }: Review, named: readonly Position[]): Promise<Move | undefined> {
    const said = await this.identityEvents();
    const persons = this.personsOf(said);
    const round = said.length;
    const between = new Set(persons.joinsBetween(child, other));
    const merge = said.findLast((event) => event.type === RECORD_MERGED && event.other !== undefined && between.has(event.other));
    if (merge?.subject === undefined || merge.other === undefined) {
      if (named.length === 0) return undefined;
      const { file: from, events } = await this.factsOf(named, persons, [child, other]);
      return { from, to: from === child ? other : child, events, round };
    }
    const { subject: from, other: to } = merge;
    const facts = named.length === 0 ? [] : (await this.factsOf(named, persons, [from])).events;
    const own = (await this.read({ subject: to }, MAX_MOVED)).filter((event) => persons.fileOf(event) === to).map(({ position }) => position);
    return { from, to, events: [...new Set([...facts, ...own])].slice(0, MAX_MOVED), round };
  }

  /** The one of these files in which all named events stand, and the facts about the child that they are part of, with their corrections. Throws ProblemError `refused`. */
  private async factsOf(named: readonly Position[], persons: Persons, files: readonly string[]): Promise<{ file: string; events: Position[] }> {
    const lines = await Promise.all(named.map(async (position) => (await this.parts.log.read(position - 1, 1)).lines[0]));
    const said = lines.flatMap((line) => (line ? [recorded(line)] : []));
    const [file, ...others] = new Set(said.map((event) => files.find((one) => persons.place(event).subject === persons.headOf(one))));
    const facts = said.every(({ position, subject, type }) => named.includes(position) && subject?.startsWith('child-') && !isNote(type));
    if (!facts || said.length !== named.length || file === undefined || others.length > 0) throw refused('review.events');
    const events: Position[] = [];
    for (const subject of new Set(said.map((event) => event.subject))) {
      const stream = await this.read({ subject }, Infinity);
      const corrections = new Corrections();
      for (const event of stream) corrections.add(event);
      const firsts = new Set(named.map((position) => corrections.place(position)));
      events.push(...stream.filter((event) => !isNote(event.type) && firsts.has(corrections.place(event.position))).map(({ position }) => position));
    }
    if (events.length > MAX_MOVED) throw refused('review.events');
    return { file, events };
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

  /** Sets in which file each of these, and all that ever had to do with them, stands; those are compared anew. */
  private async setHeads(persons: Persons, files: readonly string[]): Promise<void> {
    const kin = [...new Set(files.flatMap((file) => persons.kinOf(file)))];
    await this.parts.vault.setHeads(new Map(kin.map((file) => [file, persons.headOf(file)])));
    await this.parts.vault.reviews.regrouped(kin);
  }

  private personsOf(events: readonly Recorded[]): Persons {
    const persons = new Persons();
    for (const event of events) persons.add(event);
    return persons;
  }

  private identityEvents(): Promise<Recorded[]> {
    return this.read({ types: [RECORD_MERGED, RECORD_SPLIT] }, Infinity);
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
