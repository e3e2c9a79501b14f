import { momentOf, toBase64, type Clock, type EventDefinition, type Level, type Receipt, type Suite } from '@lianhu/kernel';
import { LogBusy, type Entry, type EventLog, type Group, type Outcome, type Prelude } from '@lianhu/log';
import {
  HubAway,
  HubBusy,
  HubRefuses,
  logger,
  ProblemError,
  problemOf,
  type EdgeCounters,
  type EventOutcome,
  type FoundReceipt,
  type HubForMonitor,
  type HubPort,
  type OpenedIdentity,
  type OwnEvent,
  type OwnOutcome,
  type Submission,
  type Unmatched,
  type SubmittedBatch,
  type SubmittedEvent,
} from '@lianhu/services/platform';
import type { Resolved, Vault } from '@lianhu/vault';
import { BatchCheck } from './batch-check';
import type { CounterStore } from './counters';
import { examine, type Examined } from './examine';
import { FirstSights } from './first-sights';
import { Gate, loadOf, typeOf, type GateLimits } from './gate';
import { IntakeState, stopOf, type IntakeStop } from './intake-state';
import { ownEntries, type OwnEventMaker } from './own-events';
import { preludesOf, type FirstSight } from './preludes';
import { resolveRequest } from './resolve-request';
import type { Numbered, SourceNumbers } from './source-numbers';

/** What a hub is made of. */
export interface HubParts {
  readonly log: EventLog;
  readonly vault: Vault;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly maker: OwnEventMaker;
  readonly batches: BatchCheck;
  readonly counters: CounterStore;
  readonly numbers: SourceNumbers;
  readonly sights: FirstSights;
  readonly definition: (type: string) => EventDefinition | undefined;
  readonly contentMac: (sentHash: Uint8Array) => Uint8Array;
  readonly alertKey: Uint8Array;
  /** A log of demonstration data refuses ID numbers that could be real. */
  readonly demonstration: boolean;
  /** What may be in hand at once; the usual unless given. */
  readonly gate?: GateLimits;
}

/** An event that stood every check, linked to its subject; `minorRef` is the sender's own reference. */
interface Linked extends Numbered {
  readonly minorRef?: string;
  readonly child?: string;
  /** Its child had no event in the log before. */
  readonly waiting: boolean;
}
type Link = Extract<Resolved, { kind: 'resolved' }>;
type Refused = { readonly refused: ProblemError };
type Step<T> = { readonly ok: T } | Refused;
/** As a step, or the event stands already although its child is known no more: its first receipt. */
type LinkStep = Step<Linked> | { readonly stands: Receipt };

/** The only writer: checks what edges send, resolves and seals, appends, answers receipts. */
export class Hub implements HubPort, HubForMonitor {
  private readonly mixed = new WeakMap<SubmittedBatch, boolean>();

  private readonly gate: Gate;
  private readonly intake = new IntakeState();

  constructor(private readonly parts: HubParts) {
    this.gate = new Gate(parts.gate);
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
  submit(department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]> {
    const load = loadOf(department, submission, (type) => this.isMandatory(type));
    return reachable(() => this.gate.pass(load, () => this.take(department, submission)));
  }

  private isMandatory(type: string): boolean {
    return this.parts.definition(type)?.mandatory === true;
  }

  private async take(department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]> {
    const places = submission.batches.flatMap((batch, b) => batch.events.map((event, e) => ({ batch, event, b, e })));
    const examined = places.map(({ batch, event }) => attempt(() => this.examine(department, batch, event)));
    const linked = await this.refuseNumbers(await this.link(department, places, examined));
    const outcomes = submission.batches.map((batch) => new Array<EventOutcome>(batch.events.length));
    const set = (i: number, outcome: EventOutcome): void => {
      const place = places[i];
      if (place) (outcomes[place.b] as EventOutcome[])[place.e] = outcome;
    };
    const refuse = (i: number, error: ProblemError): void => {
      const problem = problemOf(error.code, error.extra);
      set(i, { status: problem.status, problem });
    };
    const groups = groupsOf(submission, places);
    const whole = groups.filter((group) => group.every((i) => 'ok' in (linked[i] as LinkStep)));
    for (const group of groups.filter((one) => !whole.includes(one))) {
      const steps = group.map((i) => linked[i] as LinkStep);
      const standing = steps.filter((step) => 'stands' in step).length;
      const others = new ProblemError(standing > 0 ? 'partial-duplicate' : 'refused', { detail: 'group' });
      for (const [k, step] of steps.entries()) {
        if ('stands' in step && standing === group.length) set(group[k] as number, { status: 200, receipt: step.stands });
        else refuse(group[k] as number, 'refused' in step ? step.refused : others);
      }
    }
    const results = await this.append(whole.map((group) => this.groupOf(group.map((i) => (linked[i] as { ok: Linked }).ok.entry))));
    const standing = whole.flatMap((group, g) => {
      const fresh = results[g]?.kind === 'appended';
      return isStanding(results[g]) ? group.map((i) => ({ ...(linked[i] as { ok: Linked }).ok, fresh })) : [];
    });
    await this.settle(department, standing);
    const strangers = await this.strangers(standing);
    await this.parts.numbers.note(department, standing);
    whole.forEach((group, g) => {
      const outcome = results[g] as Outcome;
      group.forEach((i, k) => {
        const { entry, minorRef } = (linked[i] as { ok: Linked }).ok;
        const refs = strangers.has(entry) ? undefined : minorRef;
        if (outcome.kind === 'appended') set(i, { status: 201, receipt: withRef(outcome.receipts[k] as Receipt, refs) });
        else if (outcome.kind === 'replayed') set(i, { status: 200, receipt: withRef(outcome.receipts[k] as Receipt, refs) });
        else refuse(i, problemFor(outcome));
      });
    });
    return outcomes;
  }

  /** The first receipt of a key in a department's own sources. Throws HubAway when the log cannot be reached. */
  find(department: string, source: string, id: string, sentHash?: string): Promise<FoundReceipt | undefined> {
    return reachable(() => this.lookUp(department, source, id, sentHash));
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
    return { receipt: withRef(found.receipt, minorRef), claim: line.claim, same: found.sameContent };
  }

  async count(department: string, counters: EdgeCounters): Promise<void> {
    await this.parts.counters.set(department, counters);
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

  async unmatched(): Promise<Unmatched> {
    return this.parts.vault.unmatched();
  }

  async alertKey(): Promise<Uint8Array> {
    return this.parts.alertKey;
  }

  /** Identities of children, for somebody entitled: the caller has recorded the reading before. */
  async open(children: readonly string[]): Promise<ReadonlyMap<string, OpenedIdentity>> {
    return this.parts.vault.identities(children);
  }

  private async referenceOf(subject: string, department: string): Promise<string | undefined> {
    const child = subject.startsWith('case-') ? await this.parts.vault.childOfCase(subject) : subject;
    return child === undefined ? undefined : (await this.parts.vault.references.of([child], department)).get(child);
  }

  private async append(groups: readonly Group[]): Promise<readonly Outcome[]> {
    return groups.length === 0 ? [] : reachable(() => this.intake.watch(() => this.parts.log.append(groups)));
  }

  private groupOf(entries: readonly Entry[]): Group {
    return { entries, mandatory: entries.every(({ type }) => this.isMandatory(type)) };
  }

  private examine(department: string, batch: SubmittedBatch, event: SubmittedEvent): Examined {
    this.parts.batches.verify(department, batch, event);
    const examined = examine(this.parts.suite, department, event, this.parts.definition);
    if (this.isMixed(batch)) throw new ProblemError('secret-in-clear', { detail: 'restricted claims stand in batches of their own' });
    const { docType, docNo } = (examined.values['/data/minor'] ?? {}) as { docType?: string; docNo?: string };
    if (this.parts.demonstration && docType === '01' && docNo !== undefined && !docNo.startsWith('99')) {
      throw new ProblemError('invalid-event', {
        errors: [{ pointer: '/data/minor/docNo', rule: 'demonstration', message: '演示数据只接受 99 开头的证件号码' }],
      });
    }
    return examined;
  }

  /** Whether restricted and open claims stand under one signature. */
  private isMixed(batch: SubmittedBatch): boolean {
    let mixed = this.mixed.get(batch);
    if (mixed === undefined) {
      mixed = new Set(batch.events.map((event) => isRestricted(event, this.parts.definition))).size > 1;
      this.mixed.set(batch, mixed);
    }
    return mixed;
  }

  private async link(department: string, places: readonly Place[], examined: readonly Step<Examined>[]): Promise<LinkStep[]> {
    const good = examined.flatMap((step, i) => ('ok' in step ? [{ i, examined: step.ok }] : []));
    const resolved = await this.parts.vault.resolve(good.map(({ examined: one }) => resolveRequest(department, one)));
    const steps: (LinkStep | undefined)[] = examined.map((step) => ('ok' in step ? undefined : step));
    const known = good.flatMap((one, g) => (resolved[g]?.kind === 'resolved' ? [{ ...one, link: resolved[g] }] : []));
    const blobs = await this.parts.vault.values.seal(
      known.map(({ examined: one, link }) => ({ owner: link.subject, secrets: { salt: toBase64(one.salt), values: one.values } })),
    );
    const preludeOf = await this.preludes(department, known);
    for (const [k, { i, examined: one, link }] of known.entries()) {
      const { batch, event } = places[i] as Place;
      const entry: Entry = {
        source: one.claim.source,
        id: one.id,
        contentMac: this.parts.contentMac(one.sentHash),
        type: one.claim.type,
        department,
        level: levelOf(one.definition, link.ageAtTime),
        claim: event.claim,
        batch: { index: event.index, keyId: batch.keyId, path: event.path, signature: batch.signature, size: batch.size },
        subject: link.subject,
        bound: { ageBand: link.ageBand, incident: link.incident },
        beside: blobs[k],
        prelude: link.subject === link.child && link.child !== undefined ? preludeOf.get(link.child) : undefined,
      };
      steps[i] = { ok: { entry, minorRef: link.minorRef, child: link.child, waiting: !link.known, number: event.sourceSeq } };
    }
    for (const { i, examined: one } of good) {
      steps[i] ??= (await this.knownAnyway(one)) ?? { refused: unknownSubject() };
    }
    return steps as LinkStep[];
  }

  private async refuseNumbers(steps: LinkStep[]): Promise<LinkStep[]> {
    const conflicts = await this.parts.numbers.conflicts(steps.flatMap((step) => ('ok' in step ? [step.ok] : [])));
    if (conflicts.size === 0) return steps;
    const refused = new ProblemError('idempotency-conflict', { detail: 'sourceseq' });
    return steps.map((step) => ('ok' in step && conflicts.has(step.ok.entry) ? { refused } : step));
  }

  private async preludes(department: string, known: readonly { examined: Examined; link: Link }[]): Promise<ReadonlyMap<string, Prelude>> {
    const time = momentOf(this.parts.clock.now());
    const sights = new Map<string, FirstSight>();
    for (const { examined: one, link } of known) {
      const sight = this.parts.sights.needed(department, one.definition, link, time);
      if (sight) sights.set(sight.child, sight);
    }
    const preludes = await preludesOf(this.parts.maker, [...sights.values()]);
    return new Map([...sights.keys()].map((child, s) => [child, preludes[s] as Prelude]));
  }

  /** After a commit: what was made for these events is live, and their first-sight events stand. */
  private async settle(department: string, linked: readonly Linked[]): Promise<void> {
    const children = new Set(linked.flatMap(({ child, waiting }) => (child !== undefined && waiting ? [child] : [])));
    await this.parts.vault.appended([...children]);
    for (const { child, entry } of linked) if (child !== undefined && entry.subject === child) this.parts.sights.remember(child, department);
  }

  /** A repetition is answered even if its subject is not known any more. */
  private async knownAnyway(one: Examined): Promise<LinkStep | undefined> {
    const found = await this.parts.log.find(one.claim.source, one.id, this.parts.contentMac(one.sentHash));
    if (!found) return undefined;
    return found.sameContent ? { stands: found.receipt } : { refused: new ProblemError('idempotency-conflict') };
  }

  /** Repetitions whose child was erased since: they resolved to a child made for nothing, whose reference must not be handed out. */
  private async strangers(standing: readonly (Linked & { readonly fresh: boolean })[]): Promise<ReadonlySet<Entry>> {
    const strangers = new Set<Entry>();
    for (const { entry, waiting, fresh } of standing)
      if (waiting && !fresh && entry.subject !== undefined && (await this.parts.log.version(entry.subject)) === 0) strangers.add(entry);
    return strangers;
  }
}

/** Whatever fails without being a refusal means that the outcome is not known: the caller keeps what it sent and tries again. */
async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError || error instanceof HubAway) throw error;
    if (error instanceof LogBusy) throw new HubBusy(error.scope, RETRY_AFTER_S);
    const { name, code } = error as { name?: string; code?: string };
    logger.error({ fault: name, code }, 'the hub could not take events');
    if (error instanceof TypeError || error instanceof RangeError || OF_THE_DATA.test(code ?? '')) throw new HubRefuses(500);
    throw new HubAway(stopOf(error) ?? 'the log cannot take events');
  }
}

/** What a caller waits when the log's queue is full. Unit: seconds. */
const RETRY_AFTER_S = 2;

/** SQLSTATE classes that come of what was sent, not of a database that is away: they stay, so the sender's outbox steps over it. */
const OF_THE_DATA = /^2[23]...$/;

interface Place {
  readonly batch: SubmittedBatch;
  readonly event: SubmittedEvent;
  readonly b: number;
  readonly e: number;
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

const isRestricted = (event: SubmittedEvent, definition: (type: string) => EventDefinition | undefined): boolean => {
  const type = typeOf(event.claim);
  return type !== undefined && definition(type)?.restricted === true;
};

const isStanding = (outcome: Outcome | undefined): boolean => outcome?.kind === 'appended' || outcome?.kind === 'replayed';

/** Children under 14: at least L4, within L1–L4 only. Source: validation rule VR6. */
const levelOf = ({ level, restricted }: EventDefinition, age: number | undefined): Level =>
  !restricted && age !== undefined && age < 14 ? 'L4' : level;

const unknownSubject = (): ProblemError =>
  new ProblemError('invalid-event', { errors: [{ pointer: '/subject', rule: 'unknown', message: '未成年人编号无效' }] });

const withRef = (receipt: Receipt, minorRef: string | undefined): Receipt => (minorRef === undefined ? receipt : { ...receipt, minorRef });

function problemFor(outcome: Exclude<Outcome, { kind: 'appended' | 'replayed' }>): ProblemError {
  if (outcome.kind === 'conflict') return new ProblemError('idempotency-conflict');
  if (outcome.kind === 'partial-duplicate') return new ProblemError('partial-duplicate');
  return new ProblemError('version-conflict');
}

function attempt<T>(step: () => T): Step<T> {
  try {
    return { ok: step() };
  } catch (error) {
    if (error instanceof ProblemError) return { refused: error };
    throw error;
  }
}
