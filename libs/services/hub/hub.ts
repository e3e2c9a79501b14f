import { fault } from '@lianhu/catalogue';
import { recorded, toBase64, type Position, type Receipt } from '@lianhu/kernel';
import { LogUnavailable, type Entry, type Group, type Outcome } from '@lianhu/log';
import {
  HubAway,
  HubBusy,
  logger,
  ProblemError,
  type EdgeCounters,
  type EnteredRecord,
  type EventOutcome,
  type FoundReceipt,
  type HubForMonitor,
  type HubPort,
  type OpenedIdentity,
  type OwnEvent,
  type OwnOutcome,
  type ReviewDone,
  type ReviewOpinion,
  type Submission,
  type Unmatched,
  type Withdrawal,
} from '@lianhu/services/platform';
import { CaseOrders, isCaseOrder } from './case-orders';
import { Conflicts } from './conflicts';
import { behindOthers, CorrectedEvents, without } from './corrected';
import { Erasures } from './erasures';
import type { Examined } from './examine';
import { Gate, loadOf } from './gate';
import type { HubParts } from './hub-parts';
import { IdentityDesk } from './identity-desk';
import { IntakeState, type IntakeStop } from './intake-state';
import { Linker, type Linked, type Place, type Step } from './linker';
import { idTaken, isStanding, ofItsGroup, outcomeOf, pushedBefore, refusal, withRef } from './outcomes';
import { ownEntries, recordSubmission } from './own-events';
import { reachable } from './reachable';
import { RecordDesk } from './record-desk';
import { Settlement } from './settlement';

/** The only writer: checks what edges send, resolves and seals, appends, answers receipts. */
export class Hub implements HubPort, HubForMonitor {
  private readonly linker: Linker;
  private readonly settlement: Settlement;
  private readonly gate: Gate;
  private readonly intake = new IntakeState();
  private readonly corrected: CorrectedEvents;
  private readonly records: RecordDesk;
  readonly identities: IdentityDesk;
  readonly conflicts = new Conflicts();
  private watching: Promise<void> = Promise.resolve();
  /** A look waits behind the one at work: what it finds is all that is in the log by then. */
  private lookWaits = false;
  private readonly erasures: Erasures;
  private readonly orders: CaseOrders;

  constructor(private readonly parts: HubParts) {
    this.linker = new Linker(parts);
    this.settlement = new Settlement(parts);
    this.gate = new Gate(parts.gate);
    const events = (this.corrected = new CorrectedEvents(parts.log, parts.vault));
    this.identities = new IdentityDesk({ ...parts, own: (own) => this.own(own) });
    this.records = new RecordDesk({ clock: parts.clock, events, own: (own) => this.own(own) });
    this.erasures = new Erasures({ ...parts, identities: this.identities, own: (own) => this.own(own) });
    this.orders = new CaseOrders(parts);
  }

  /** Why no events are taken; undefined while they are. */
  get stopped(): IntakeStop | undefined {
    return this.intake.stopped;
  }
  /** Events in hand, from arrival to answer. */
  get inHand(): number {
    return this.gate.events;
  }

  /**
   * Appends what an edge signed. Outcomes by batch, then by event. Throws HubAway when database or log cannot be reached,
   * HubBusy when the department or all together have too much in hand.
   */
  async submit(department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]> {
    const load = loadOf(department, submission, (type) => this.isMandatory(type));
    const outcomes = await reachable(() => this.gate.pass(load, () => this.takeInOrder(department, submission)));
    this.conflicts.note(department, outcomes.flat());
    return outcomes;
  }

  /** What corrects an event of the same submission is taken after it. */
  private async takeInOrder(department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]> {
    const behind = behindOthers(submission);
    if (behind.size === 0) return this.take(department, submission);
    const first = await this.take(
      department,
      without(submission, (event) => behind.has(event)),
    );
    const rest = without(submission, (event) => !behind.has(event));
    const then = await this.takeInOrder(department, rest).catch((error: unknown) => {
      const stands = first.flat().some((outcome) => 'receipt' in outcome);
      throw error instanceof HubBusy && stands ? new HubAway('there was room for a part only') : error;
    });
    return submission.batches.map(({ events }, b) => {
      const [early, late] = [[...(first[b] ?? [])], [...(then[b] ?? [])]];
      return events.map((event) => (behind.has(event) ? late : early).shift() as EventOutcome);
    });
  }

  private isMandatory(type: string): boolean {
    return this.parts.definition(type)?.mandatory === true;
  }

  /** `party` is whose references name children: the department's own, unless people of others enter its records. */
  private take(department: string, submission: Submission, party = department): Promise<readonly (readonly EventOutcome[])[]> {
    return this.parts.underway
      .during(() => this.takeNow(department, submission, party))
      .catch((error: unknown) => {
        throw this.intake.failed(error);
      });
  }

  private async takeNow(department: string, submission: Submission, party: string): Promise<readonly (readonly EventOutcome[])[]> {
    const places = submission.batches.flatMap((batch, b) => batch.events.map((event, e) => ({ batch, event, b, e })));
    const examined = await this.linker.examine(department, places);
    const { steps, born } = await this.linker.link({ department, party }, places, examined);
    const linked = await this.refuseNumbers(steps);
    const groups = groupsOf(submission, places);
    const whole = groups.flatMap((group) => {
      const ready = group.flatMap((i) => (linked[i] && 'ok' in linked[i] ? [{ i, linked: linked[i].ok }] : []));
      return ready.length === group.length ? [ready] : [];
    });
    const outcomes = new Array<EventOutcome>(places.length);
    for (const group of groups.filter((one) => !whole.some(([first]) => first?.i === one[0]))) {
      const answers = await this.answersOfRefused(
        department,
        group.map((i) => ({ examined: examined[i] as Step<Examined>, linked: linked[i] as Step<Linked> })),
      );
      group.forEach((i, k) => (outcomes[i] = answers[k] as EventOutcome));
    }
    this.parts.underway.admit(whole.flat().map((one) => one.linked));
    const results = await this.append(whole.map((group) => this.groupOf(group.map((one) => one.linked.entry))));
    if (whole.flat().some(({ linked }) => linked.entry.subject?.startsWith('case-'))) this.watch();
    const standing = whole.flatMap((group, g) => {
      const fresh = results[g]?.kind === 'appended';
      return isStanding(results[g]) ? group.map((one) => ({ ...one.linked, fresh })) : [];
    });
    const strangers = await this.settlement.strangers(standing);
    const own = standing.filter(({ entry }) => !strangers.has(entry));
    await this.settlement.settle(department, own);
    await this.parts.numbers.note(department, standing);
    await this.settlement.dismiss(born, own);
    whole.forEach((group, g) =>
      group.forEach(({ i, linked: { entry, minorRef } }, k) => {
        outcomes[i] = outcomeOf(results[g] as Outcome, k, strangers.has(entry) ? undefined : minorRef);
      }),
    );
    return submission.batches.map((_, b) => outcomes.filter((__, i) => places[i]?.b === b));
  }

  private async refuseNumbers(steps: readonly Step<Linked>[]): Promise<readonly Step<Linked>[]> {
    const conflicts = await this.parts.numbers.conflicts(steps.flatMap((step) => ('ok' in step ? [step.ok] : [])));
    if (conflicts.size === 0) return steps;
    const refused = new ProblemError('idempotency-conflict', { errors: [fault('/sourceseq', 'number-taken', 'zh')] });
    return steps.map((step) => ('ok' in step && conflicts.has(step.ok.entry) ? { refused } : step));
  }

  /** Answers a group that cannot be appended: each fault; but what was accepted once is answered so for ever. */
  private async answersOfRefused(department: string, group: readonly { examined: Step<Examined>; linked: Step<Linked> }[]): Promise<EventOutcome[]> {
    const seen = await this.seenBefore(
      department,
      group.map(({ examined }) => examined),
    );
    return group.map(({ linked }, k) => {
      const before = seen[k];
      if (before instanceof ProblemError) return refusal(before);
      if (before) return { status: 200, receipt: before };
      return refusal('refused' in linked ? linked.refused : ofItsGroup());
    });
  }

  /** The first receipt of a key in a department's own sources. Throws HubAway when the log cannot be reached. */
  async find(department: string, source: string, id: string, sentHash?: string): Promise<FoundReceipt | undefined> {
    const found = await reachable(() => this.lookUp(department, source, id, sentHash));
    if (sentHash !== undefined && found?.same === false) this.conflicts.add(department, 1);
    return found;
  }

  private async lookUp(department: string, source: string, id: string, sentHash?: string): Promise<FoundReceipt | undefined> {
    const mac = sentHash === undefined ? undefined : this.parts.contentMac(Buffer.from(sentHash, 'base64'));
    const found = await this.parts.log.find(source, id, mac);
    if (!found) return undefined;
    const { lines } = await this.parts.log.read(found.receipt.position - 1, 1);
    const line = lines[0];
    if (!line || (JSON.parse(line.claim) as { department: string }).department !== department) return undefined;
    const subject = (JSON.parse(line.bound) as { subject?: string }).subject;
    const minorRef = subject === undefined ? undefined : await this.referenceOf(subject, department);
    const superseded = await this.corrected.isSuperseded(recorded(line));
    return { receipt: withRef(found.receipt, minorRef), claim: line.claim, same: found.sameContent, ...(superseded && { superseded }) };
  }

  async count(department: string, counters: EdgeCounters): Promise<void> {
    await this.parts.counters.set(department, counters);
  }

  withdraw(department: string, withdrawal: Withdrawal): Promise<{ readonly position: number }> {
    return reachable(() => this.records.withdraw(department, withdrawal));
  }

  /** Appends events that the hub, a reactor or a command decided. The same id again changes nothing. */
  async own(events: readonly OwnEvent[], expected?: Group['expected']): Promise<readonly OwnOutcome[]> {
    const entries = await ownEntries(this.parts.maker, events);
    const outcomes = await this.append(expected ? [{ entries, expected }] : entries.map((entry) => this.groupOf([entry])));
    return outcomes.map((outcome) => ({
      kind: outcome.kind,
      positions: 'receipts' in outcome ? outcome.receipts.map(({ position }) => position) : [],
    }));
  }

  head(): Promise<Position> {
    return reachable(async () => (await this.parts.log.head()).position);
  }

  erase(order: number): Promise<{ readonly position: number }> {
    return reachable(() => this.erasures.execute(order));
  }

  /** Finishes erasures that were cut off, and keeps orders about cases, also those that only the ledgers know; before anybody is answered. */
  async finishOrders(): Promise<void> {
    await this.erasures.catchUp();
    await this.orders.start();
    this.watch();
  }

  /** Appends a record that a person entered: the hub signs it and takes it as it takes a department's. */
  async record({ party, ...entered }: EnteredRecord): Promise<EventOutcome> {
    const submission = recordSubmission(this.parts.maker, entered);
    const load = loadOf('hub', submission, (type) => this.isMandatory(type));
    const [[outcome] = []] = await reachable(() => this.gate.pass(load, () => this.take('hub', submission, party)));
    // Before the answer: from here on nobody finds a case that an order seals.
    if (isCaseOrder(entered.event.type) && outcome && 'receipt' in outcome) {
      await reachable(() => this.orders.catchUp());
      this.watch();
    }
    return outcome as EventOutcome;
  }

  childOfNumber(docNo: string): Promise<string | undefined> {
    return this.parts.vault.childOfNumber(docNo);
  }

  async unmatched(most?: number): Promise<Unmatched> {
    return this.parts.vault.unmatched(most);
  }

  reviews(states: readonly string[]): ReturnType<HubForMonitor['reviews']> {
    return reachable(() => this.identities.list(states));
  }

  pair(files: readonly [string, string]): Promise<{ readonly id: string }> {
    return reachable(() => this.identities.pair(files));
  }

  review(opinion: ReviewOpinion): Promise<ReviewDone> {
    return reachable(() => this.identities.say(opinion));
  }

  async alertKey(): Promise<Uint8Array> {
    return this.parts.alertKey;
  }

  /** Identities of children, for somebody entitled: the caller has recorded the reading before. */
  async open(children: readonly string[]): Promise<ReadonlyMap<string, OpenedIdentity>> {
    const [identities, villages] = await Promise.all([this.parts.vault.identities(children), this.villages(children)]);
    return new Map([...identities].map(([child, identity]) => [child, withVillage(identity, villages.get(child))]));
  }

  /** Where children live, of whom it is known to the village. */
  async villages(children: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const homes = await this.parts.vault.residences(children);
    return new Map([...homes].filter(([, home]) => home.length === VILLAGE_DIGITS));
  }

  private async referenceOf(subject: string, department: string): Promise<string | undefined> {
    const child = subject.startsWith('case-') ? await this.parts.vault.childOfCase(subject) : subject;
    return child === undefined ? undefined : (await this.parts.vault.references.of([child], department)).get(child);
  }

  private async append(groups: readonly Group[]): Promise<readonly Outcome[]> {
    const { alone, grown, log } = this.parts;
    const append = async (): Promise<readonly Outcome[]> => {
      if (!alone()) throw new LogUnavailable('cut off from the database');
      const outcomes = await log.append(groups);
      grown?.();
      return outcomes;
    };
    return groups.length === 0 ? [] : reachable(() => this.intake.watch(append));
  }

  private groupOf(entries: readonly Entry[]): Group {
    return { entries, mandatory: entries.every(({ type }) => this.isMandatory(type)) };
  }

  /** Looks, beside the answer, whether something new is about a sealed case; where that fails, the next look goes on from there. */
  private watch(): void {
    if (this.lookWaits) return;
    this.lookWaits = true;
    this.watching = this.watching
      .then(() => {
        this.lookWaits = false;
        return this.orders.watch();
      })
      .catch((error: unknown) => logger.error({ fault: (error as Error).name }, 'it was not looked whether a case is sealed'));
  }

  /** Resolves when what was appended so far has been looked at. */
  watched(): Promise<void> {
    return this.watching;
  }

  /**
   * The first receipts of a group that would be refused today: what was accepted once is answered so for ever. Of the group
   * all or none; nothing for events that are new or not even the department's own.
   */
  private async seenBefore(department: string, group: readonly Step<Examined>[]): Promise<readonly (Receipt | ProblemError | undefined)[]> {
    const own = group.flatMap((step) => ('ok' in step ? [step.ok] : []));
    if (own.length < group.length) return [];
    const found = await Promise.all(own.map((one) => this.lookUp(department, one.claim.source, one.id, toBase64(one.sentHash))));
    if (found.every((one) => one === undefined)) return [];
    if (found.every((one) => one?.same)) return found.map((one) => one?.receipt);
    const conflict = found.some((one) => one?.same === false);
    const why = conflict ? idTaken : pushedBefore;
    return found.map((one) => (one?.same === !conflict ? why() : ofItsGroup()));
  }
}

function groupsOf(submission: Submission, places: readonly Place[]): number[][] {
  const grouped = (submission.groups ?? []).map((group) =>
    group.map(([b, index]) => {
      const i = places.findIndex((place) => place.b === b && place.event.index === index);
      if (i < 0) throw new ProblemError('malformed-request', { detail: 'groups' });
      return i;
    }),
  );
  const inGroup = new Set(grouped.flat());
  return [...grouped, ...places.flatMap((_, i) => (inGroup.has(i) ? [] : [[i]]))];
}

const withVillage = (identity: OpenedIdentity, village: string | undefined): OpenedIdentity =>
  village === undefined ? identity : { ...identity, village };
/** Digits of a village's area code. Source: GB/T 2260 and its local continuation. */
const VILLAGE_DIGITS = 12;
