import { formsSource, type Viewer } from '@lianhu/access';
import { checkEvent, fault, ruleIsKnown, type CheckedEvent } from '@lianhu/catalogue';
import { canonical, findUnfit, makeClaim, momentOf, toBase64, type Clock, type FieldFault, type Json, type Suite } from '@lianhu/kernel';
import {
  HubAway,
  logger,
  ProblemError,
  problemOf,
  type EdgeCounters,
  type FoundReceipt,
  type HubPort,
  type Language,
  type Problem,
  type SubmittedEvent,
} from '@lianhu/services/platform';
import { FULL_RETRY_AFTER_S, type Batcher, type ClaimOutcome, type ReadyClaim } from './batcher';
import { eventKey, isOfUnknownKey, type Outbox } from './outbox';
import type { PushResult } from './push-result';
import type { Quarantine, Quarantined } from './quarantine';
import type { Refusals } from './refusals';
import { sentAgain } from './sent-again';
import { SpoolFull } from './spool';
import type { StopSwitch } from './stop-switch';

export type { PushResult } from './push-result';

/** What an edge is made of. */
export interface EdgeParts {
  readonly department: string;
  /** Six digits; the default of `area`. */
  readonly policyArea: string;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly hub: HubPort;
  readonly batcher: Batcher;
  readonly outbox: Outbox;
  readonly quarantine: Quarantine;
  readonly stop: StopSwitch;
  /** Counts what never reaches the log. */
  readonly count: (what: keyof EdgeCounters) => void;
}

/** Largest single event. Unit: bytes of canonical JSON. Source: public API, limits. */
export const MAX_EVENT_BYTES = 64 * 1024;

type Prepared =
  | { readonly kind: 'ready'; readonly claim: ReadyClaim; readonly notes?: readonly FieldFault[] }
  | { readonly kind: 'settled'; readonly result: PushResult };

/** One department's edge: checks events, makes claims of them, hands them to the hub, and never loses one that it answered for. */
export class Edge {
  /** Ids sent again for other content while the first waits here, since the start. What stands in the log the hub counts. */
  conflicts = 0;

  constructor(private readonly parts: EdgeParts) {}

  get department(): string {
    return this.parts.department;
  }

  /** Pushes one event as sent. Throws ProblemError. */
  async push(sent: unknown, viewer: Viewer, language: Language): Promise<PushResult> {
    this.parts.stop.refuseIntake();
    const prepared = await this.prepare(sent, viewer, language);
    if (prepared.kind === 'settled') return prepared.result;
    const [outcome] = await this.parts.batcher.submit([prepared.claim], false);
    return (
      this.setAside(sent, prepared.claim, outcome as ClaimOutcome, viewer, language) ??
      withNotes(resultOf(outcome as ClaimOutcome, language), prepared.notes)
    );
  }

  /** The hub knows the child's age, this edge does not: what it holds to be about an adult waits for a person. */
  private setAside(sent: unknown, { sentHash }: ReadyClaim, outcome: ClaimOutcome, viewer: Viewer, language: Language): PushResult | undefined {
    if (outcome === 'stored' || 'receipt' in outcome || !isOfNoMinor(outcome.problem)) return undefined;
    return this.quarantined({ sent, sentHash, reason: 'not-a-minor', faults: outcome.problem.errors ?? [] }, viewer, language);
  }

  private quarantined(entry: Quarantined, viewer: Viewer, language: Language): PushResult {
    try {
      const kept = this.parts.quarantine.put({ ...entry, source: sourceOf(viewer), area: viewer.area });
      if (kept === 'decided') return decided(language);
      const { id, added } = kept;
      if (added) this.parts.count('quarantined');
      return { status: 202, state: 'quarantined', reason: entry.reason, quarantineId: id, errors: entry.faults };
    } catch (error) {
      if (error instanceof SpoolFull) throw new ProblemError('storage-full', { retryAfter: FULL_RETRY_AFTER_S });
      throw error;
    }
  }

  /** Pushes an event that a person has entered in a form: under the form's own source, with the person named. */
  pushForm(entered: unknown, person: Viewer, language: Language): Promise<PushResult> {
    if (typeof entered !== 'object' || entered === null || Array.isArray(entered)) return this.push(entered, person, language);
    const source = formsSource(this.parts.department);
    return this.push({ ...entered, source, operatorref: person.name }, { ...person, source }, language);
  }

  /** Pushes several events, each for itself. */
  async pushIndependent(sent: readonly unknown[], viewer: Viewer, language: Language): Promise<readonly PushResult[]> {
    return Promise.all(sent.map((event) => this.push(event, viewer, language)));
  }

  /** Pushes several events, all or none. Throws ProblemError when they are refused; answers 202 results when kept. */
  async pushAtomic(sent: readonly unknown[], viewer: Viewer, language: Language): Promise<readonly PushResult[]> {
    this.parts.stop.refuseIntake();
    const checked = sent.map((event) => this.check(event, viewer, language));
    const faults = checked.flatMap((check, index) => faultsAt(check, index));
    const forbidden = checked.find((check) => check.kind === 'forbidden');
    if (forbidden?.kind === 'forbidden') throw new ProblemError(forbidden.code);
    if (faults.length > 0) {
      const replay = await this.replayOfRefused(sent, viewer, language);
      if (replay) return replay;
      checked.forEach(() => this.parts.count('rejected'));
      throw new ProblemError('invalid-event', { errors: faults });
    }
    const claims = checked.map((check) => this.claimOf(check as Ok, canonical((check as Ok).sent as Json)));
    if (this.allWaiting(claims, language)) return claims.map(() => ({ status: 202, state: 'stored' }));
    for (const [index, claim] of claims.entries())
      if (await this.isDecided(claim)) throw new ProblemError('refused', decidedAt(`/${index}`, language));
    const outcomes = await this.parts.batcher.submit(claims, true);
    return outcomes.map((outcome) => resultOf(outcome, language));
  }

  /** The desk of what waits for a person. */
  get quarantine(): Quarantine {
    return this.parts.quarantine;
  }

  /** What was stored here and then refused by the hub. */
  get refusals(): Refusals {
    return this.parts.outbox.refusals;
  }

  /**
   * Pushes an event that a data officer has released from quarantine: the reason that set it aside no longer holds it. `sentHash`
   * says what its sender sent, so that the same again is a repetition.
   */
  async release(sent: unknown, officer: Viewer, language: Language, sentHash?: string): Promise<PushResult> {
    this.parts.stop.refuseIntake();
    const viewer = fromForm(sent, officer) ? { ...officer, source: formsSource(this.parts.department) } : officer;
    const check = this.check(sent, viewer, language);
    if (check.kind !== 'quarantine' && check.kind !== 'ok') return this.push(sent, viewer, language);
    // Signed with the event: no sender can say it, and the hub need not ask who has looked.
    const claim = this.claimOf({ ...check, event: { ...check.event, released: true } }, canonical(check.sent as Json), sentHash);
    const [outcome] = await this.parts.batcher.submit([claim], false);
    return resultOf(outcome as ClaimOutcome, language);
  }

  /** Whether an event would be accepted; stores nothing. */
  check(sent: unknown, viewer: Viewer, language: Language): CheckedEvent {
    const { clock, policyArea } = this.parts;
    return checkEvent(sent, credentialOf(viewer, policyArea), { now: clock.now(), policyArea, language });
  }

  /** The receipt of an event, or where it is. Throws ProblemError. */
  async receipt(source: string, id: string): Promise<{ status: 200; found: FoundReceipt } | { status: 202 }> {
    const key = eventKey(source, id);
    if (this.parts.outbox.waitingHash(key) !== undefined) return { status: 202 };
    const refusal = this.refusals.problemOf(key);
    if (refusal) throw new StoredRefusal(refusal);
    try {
      const found = await this.parts.hub.find(this.parts.department, source, id);
      if (!found) throw new ProblemError('not-found');
      return { status: 200, found };
    } catch (error) {
      if (error instanceof HubAway) throw new ProblemError('hub-unavailable', { retryAfter: 5 });
      throw error;
    }
  }

  /** Whether a later correction or a withdrawal counts instead of an event of this sender. Unknown while the hub is away. */
  async isSuperseded(id: string, viewer: Viewer): Promise<boolean> {
    try {
      return (await this.parts.hub.find(this.parts.department, sourceOf(viewer), id))?.superseded === true;
    } catch (error) {
      if (error instanceof HubAway) return false;
      throw error;
    }
  }

  private async prepare(sent: unknown, viewer: Viewer, language: Language): Promise<Prepared> {
    const check = this.check(sent, viewer, language);
    if (check.kind === 'forbidden') return settled(problem(check.code, language));
    if (check.kind !== 'ok') return { kind: 'settled', result: await this.notAccepted(check, sent, viewer, language) };
    const text = canonical(check.sent as Json);
    if (Buffer.byteLength(text) > MAX_EVENT_BYTES) return settled(problem('too-large', language));
    const sentHash = toBase64(this.parts.suite.sha256(text));
    const waiting = this.parts.outbox.waitingHash(eventKey(check.event.source, check.event.id));
    if (waiting === sentHash) return settled({ status: 202, state: 'stored' });
    if (waiting !== undefined) return settled(problem(this.conflict(), language));
    const claim = this.claimOf(check, text, sentHash);
    if (await this.isDecided(claim)) return settled(decided(language));
    return { kind: 'ready', claim, notes: check.notes };
  }

  /** What a person has corrected or discarded is not stored once more for a hub that may refuse it again; a hub that is there is asked. */
  private async isDecided({ key, sentHash }: ReadyClaim): Promise<boolean> {
    const { hub, department, quarantine } = this.parts;
    if (!this.refusals.isDecided(key, sentHash) && !quarantine.isDecided(sentHash)) return false;
    try {
      const [source = '', id = ''] = key.split('\t');
      await hub.find(department, source, id);
      return false;
    } catch (error) {
      if (error instanceof HubAway) return true;
      throw error;
    }
  }

  /** An event that this edge would refuse or set aside may still be a repetition of one accepted before: the hub knows. */
  private async notAccepted(check: NotOk, sent: unknown, viewer: Viewer, language: Language): Promise<PushResult> {
    const known = await this.replayOf(sent, viewer, language);
    if (known) return known;
    if (check.kind === 'quarantine') return this.quarantined({ sent, reason: check.reason, faults: check.faults ?? [] }, viewer, language);
    this.parts.count('rejected');
    return { status: 422, problem: problemOf('invalid-event', { errors: check.kind === 'invalid' ? check.faults : [] }, language) };
  }

  private async replayOf(sent: unknown, viewer: Viewer, language: Language): Promise<PushResult | undefined> {
    const { id, source } = (sent ?? {}) as { id?: unknown; source?: unknown };
    const own = sourceOf(viewer);
    if (typeof id !== 'string' || (source !== undefined && source !== own) || findUnfit(sent)) return undefined;
    try {
      const found = await this.parts.hub.find(this.parts.department, own, id, hashOf(this.parts.suite, sent));
      if (!found) return undefined;
      return found.same ? { status: 200, receipt: found.receipt } : problem('idempotency-conflict', language);
    } catch (error) {
      if (error instanceof HubAway) return undefined;
      throw error;
    }
  }

  private async replayOfRefused(sent: readonly unknown[], viewer: Viewer, language: Language): Promise<readonly PushResult[] | undefined> {
    const results = await Promise.all(sent.map((event) => this.replayOf(event, viewer, language)));
    return results.every((result): result is PushResult => result?.status === 200) ? results : undefined;
  }

  /** Whether the outbox has all of them already. Throws ProblemError when it has some, or one of other content. */
  private allWaiting(claims: readonly ReadyClaim[], language: Language): boolean {
    const waiting = claims.flatMap(({ key, sentHash }, index) => {
      const hash = this.parts.outbox.waitingHash(key);
      if (hash !== undefined && hash !== sentHash) throw new ProblemError(this.conflict(), { errors: [fault(`/${index}/id`, 'id-taken', language)] });
      return hash === undefined ? [] : [index];
    });
    if (waiting.length > 0 && waiting.length < claims.length)
      throw new ProblemError('partial-duplicate', { errors: waiting.map((index) => fault(`/${index}/id`, 'pushed-before', language)) });
    return waiting.length > 0;
  }

  private conflict(): 'idempotency-conflict' {
    this.conflicts += 1;
    logger.warn({ department: this.department }, 'an id that waits for the hub was sent again for other content, and refused');
    return 'idempotency-conflict';
  }

  /** `text` is the canonical event as sent. */
  private claimOf({ event, definition, sent }: Ok, text: string, sentHash = toBase64(this.parts.suite.sha256(text))): ReadyClaim {
    const { suite, clock, department } = this.parts;
    const salt = suite.random(16);
    const { claim, values } = makeClaim(suite, definition, event, { department, receivedat: momentOf(clock.now()), salt, nonce: suite.random(16) });
    return {
      key: eventKey(event.source, event.id),
      claim,
      restricted: definition.restricted,
      mandatory: definition.mandatory === true,
      ...(sent['sourceseq'] !== undefined && { sourceSeq: Number(sent['sourceseq']) }),
      sentHash,
      salt: toBase64(salt),
      values,
      bytes: Buffer.byteLength(text),
    };
  }
}

/** What a claim is made of: an event that passed, or one that a person released. */
type Ok = Pick<Extract<CheckedEvent, { kind: 'ok' }>, 'event' | 'definition' | 'sent'>;
type NotOk = Exclude<CheckedEvent, { kind: 'ok' } | { kind: 'forbidden' }>;

/** The hub refused an event that this edge had stored; the problem is the hub's. */
export class StoredRefusal extends Error {
  constructor(readonly problem: Problem) {
    super('refused by the hub');
    this.name = 'StoredRefusal';
  }
}

const isOfNoMinor = ({ type }: Problem): boolean => type === '/problems/not-a-minor';

/** Where an event that was stored, and that the hub holds to be about an adult, goes: to the person to whom it would have gone at once. */
export function setAsideIn(quarantine: Quarantine, event: SubmittedEvent, problem: Problem): boolean {
  if (!isOfNoMinor(problem)) return false;
  const sent = sentAgain(event);
  const source = String(sent['source']);
  quarantine.put({ sent, sentHash: event.sentHash, reason: 'not-a-minor', faults: problem.errors ?? [], source });
  return true;
}

/** The source that a sender's token is bound to. */
export const sourceOf = (viewer: Viewer): string => viewer.source ?? `urn:lianhu:source:${viewer.department}:default`;

const credentialOf = (viewer: Viewer, policyArea: string) => ({
  department: viewer.department ?? '',
  source: sourceOf(viewer),
  area: viewer.area ?? policyArea,
});

/** Whether an event says that it was entered in the department's form. */
const fromForm = (sent: unknown, { department }: Viewer): boolean =>
  department !== undefined && (sent as { source?: unknown } | undefined)?.source === formsSource(department);

const hashOf = (suite: Suite, sent: unknown): string => toBase64(suite.sha256(canonical(sent as Json)));

/** What was put into normal form is told with the receipt. */
const withNotes = (result: PushResult, notes: readonly FieldFault[] | undefined): PushResult =>
  notes === undefined || !('receipt' in result || ('state' in result && result.state === 'stored')) ? result : { ...result, notes };

const settled = (result: PushResult): Prepared => ({ kind: 'settled', result });

function problem(code: Parameters<typeof problemOf>[0], language: Language): PushResult {
  const made = problemOf(code, {}, language);
  return { status: made.status, problem: made };
}

/** A data officer has corrected or discarded the same event before. */
function decided(language: Language): PushResult {
  const made = problemOf('refused', decidedAt('', language), language);
  return { status: made.status, problem: made };
}
const decidedAt = (pointer: string, language: Language) => ({
  detail: DECIDED[language],
  errors: [{ pointer, rule: 'decided', message: DECIDED[language] }],
});
const DECIDED: Readonly<Record<Language, string>> = {
  zh: '数据专员已更正或作废内容相同的事件，不再受理；确需报送的，请换用新的 id',
  en: 'A data officer has corrected or discarded the same event; to send it all the same, give it a new id',
};

/** The hub does not know in which language its answer will be read; its own faults are of rules without facts. */
function resultOf(outcome: ClaimOutcome, language: Language): PushResult {
  if (outcome === 'stored') return { status: 202, state: 'stored' };
  if ('receipt' in outcome) return outcome;
  if (isOfUnknownKey(outcome)) {
    // The operators' fault, not the sender's, whose credential is good.
    logger.error("the hub does not know this edge's key: register it with `lianhu key add`");
    return problem('hub-unavailable', language);
  }
  const code = outcome.problem.type.replace('/problems/', '') as Parameters<typeof problemOf>[0];
  const errors = outcome.problem.errors?.map((one) => (ruleIsKnown(one.rule) ? fault(one.pointer, one.rule, language) : one));
  return { status: outcome.status, problem: { ...outcome.problem, ...problemOf(code, { errors }, language) } };
}

function faultsAt(check: CheckedEvent, index: number): FieldFault[] {
  if (check.kind === 'invalid') return check.faults.map((fault) => ({ ...fault, pointer: `/${index}${fault.pointer}` }));
  if (check.kind === 'quarantine') return check.faults.map((fault) => ({ ...fault, pointer: `/${index}${fault.pointer}` }));
  return [];
}
