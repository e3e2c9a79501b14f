import { MAX_BATCH, type SignedBatch } from '@lianhu/log';
import {
  HubAway,
  HubBusy,
  logger,
  problemOfBusy,
  ProblemError,
  type EventOutcome,
  type HubPort,
  type Submission,
  type SubmittedBatch,
  type SubmittedEvent,
} from '@lianhu/services/platform';
import type { EventKey, Outbox } from './outbox';
import { SpoolFull } from './spool';

/** One claim ready to be signed, with what the hub needs beside it. */
export interface ReadyClaim {
  readonly key: EventKey;
  readonly claim: string;
  /** L5 and L6 stand in batches of their own. */
  readonly restricted: boolean;
  /** A mandatory report: it waits behind nothing else. */
  readonly mandatory?: boolean;
  /** The sender's own running number. */
  readonly sourceSeq?: number;
  readonly sentHash: string;
  readonly salt: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Size of the event as sent. Unit: bytes. */
  readonly bytes: number;
}
/** What became of one claim: the hub's outcome, or kept because the hub is away. */
export type ClaimOutcome = EventOutcome | 'stored';

/** Signs the claims of one batch, at most 64. */
export type Sign = (claims: readonly string[]) => SignedBatch;

interface Unit {
  readonly claims: readonly ReadyClaim[];
  readonly atomic: boolean;
  readonly bytes: number;
  readonly mandatory: boolean;
  /** When it came. Unit: ms, monotonic. */
  readonly since: number;
  readonly resolve: (outcomes: readonly ClaimOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Claims in one submission to the hub, unless a single array is larger. */
const SUBMISSION_CLAIMS = 256;
/** Events as sent in one submission, unless a single array is larger. Unit: bytes; what is sent is about three times that. */
const SUBMISSION_BYTES = 2 * 1024 * 1024;
/** Submissions on their way at once; one more of mandatory reports. Reason: more of them are smaller, each with its signature and its questions to the database. */
const SUBMISSIONS_IN_FLIGHT = 2;
/** What waits for its answer before callers are told to come back. Units: claims; bytes of events as sent. */
const MAX_WAITING = { claims: 20_000, bytes: 32 * 1024 * 1024 } as const;
/** Further room of the same kinds for mandatory reports alone. */
const RESERVE = { claims: 1_000, bytes: 4 * 1024 * 1024 } as const;
/** Oldest that may wait to be sent before nothing more is taken: the hub is too slow for us. Unit: ms. */
const MAX_AGE_MS = 10_000;
/** What a caller waits before it comes back. Unit: seconds. */
const RETRY_AFTER_S = 2;
/** The same when the disk has no room left. Unit: seconds. */
export const FULL_RETRY_AFTER_S = 60;

/** Collects the claims of many requests into signed batches, so that one signature and one commit serve them all. */
export class Batcher {
  private readonly queue: Unit[] = [];
  /** Mandatory reports: they go first, in submissions of their own, and the hub lets them pass too. */
  private readonly urgent: Unit[] = [];
  private readonly waiting = { claims: 0, bytes: 0 };
  private readonly flights = new Set<Promise<void>>();
  private inFlight = 0;
  private scheduled = false;

  constructor(
    private readonly department: string,
    private readonly hub: HubPort,
    private readonly outbox: Outbox,
    private readonly sign: Sign,
  ) {}

  /**
   * Hands claims to the hub, together when `atomic`. Throws ProblemError `too-many-requests` when too many of this department
   * wait, `busy` when the hub takes none for too long or has no room itself.
   */
  async submit(claims: readonly ReadyClaim[], atomic: boolean): Promise<readonly ClaimOutcome[]> {
    const mandatory = claims.every((claim) => claim.mandatory === true);
    const bytes = claims.reduce((sum, claim) => sum + claim.bytes, 0);
    this.refuseIfFull(claims.length, bytes, mandatory);
    this.count(claims.length, bytes);
    return new Promise((resolve, reject) => {
      (mandatory ? this.urgent : this.queue).push({ claims, atomic, bytes, mandatory, since: performance.now(), resolve, reject });
      this.schedule();
    });
  }

  private refuseIfFull(claims: number, bytes: number, mandatory: boolean): void {
    const room = (kind: 'claims' | 'bytes'): number => MAX_WAITING[kind] + (mandatory ? RESERVE[kind] : 0) - this.waiting[kind];
    if (this.waiting.claims > 0 && (claims > room('claims') || bytes > room('bytes')))
      throw new ProblemError('too-many-requests', { retryAfter: RETRY_AFTER_S });
    const [oldest] = this.queue;
    if (!mandatory && oldest && performance.now() - oldest.since > MAX_AGE_MS) throw new ProblemError('busy', { retryAfter: RETRY_AFTER_S });
  }

  private count(claims: number, bytes: number): void {
    this.waiting.claims += claims;
    this.waiting.bytes += bytes;
  }

  private schedule(): void {
    const waits = this.urgent.length > 0 || (this.queue.length > 0 && this.inFlight < SUBMISSIONS_IN_FLIGHT);
    if (this.scheduled || !waits || this.inFlight > SUBMISSIONS_IN_FLIGHT) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.depart();
    });
  }

  /** Resolves when every submission that was signed before this call has its answer or is kept. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.flights]);
  }

  private depart(): void {
    const flight = this.flush().finally(() => this.flights.delete(flight));
    this.flights.add(flight);
  }

  private async flush(): Promise<void> {
    const units = this.take();
    if (units.length === 0) return;
    this.inFlight++;
    this.schedule();
    const packed = pack(this.department, units, this.sign);
    try {
      const outcomes = await this.send(packed);
      if (outcomes) this.answered(packed.keys, outcomes);
      units.forEach((unit, u) => unit.resolve((packed.places[u] ?? []).map(([b, e]) => outcomes?.[b]?.[e] ?? 'stored')));
    } catch (error) {
      for (const unit of units) unit.reject(error instanceof HubBusy ? problemOfBusy(error) : error);
    } finally {
      for (const unit of units) this.count(-unit.claims.length, -unit.bytes);
      this.inFlight--;
      this.schedule();
    }
  }

  private take(): Unit[] {
    const queue = this.urgent.length > 0 ? this.urgent : this.queue;
    if (queue === this.queue && this.inFlight >= SUBMISSIONS_IN_FLIGHT) return [];
    const units: Unit[] = [];
    let [claims, bytes] = [0, 0];
    for (const unit of queue) {
      claims += unit.claims.length;
      bytes += unit.bytes;
      if (units.length > 0 && (claims > SUBMISSION_CLAIMS || bytes > SUBMISSION_BYTES)) break;
      units.push(unit);
    }
    queue.splice(0, units.length);
    return units;
  }

  /** The hub is there: what waits can go, and what it had refused before may stand now. */
  private answered(keys: Packed['keys'], outcomes: readonly (readonly EventOutcome[])[]): void {
    outcomes.forEach((batch, b) => batch.forEach((outcome, e) => 'receipt' in outcome && this.outbox.refusals.stands(keys[b]?.[e] ?? '')));
    this.outbox.nudge();
  }

  /** Undefined = kept for later. A hub without room took nothing, so the callers keep it; mandatory reports are kept here even then. */
  private async send({ submission, keys, mandatory }: Packed): Promise<readonly (readonly EventOutcome[])[] | undefined> {
    try {
      return await this.hub.submit(this.department, submission);
    } catch (error) {
      if (!(error instanceof HubAway) || (error instanceof HubBusy && !mandatory)) throw error;
      this.keep({ submission, keys });
      return undefined;
    }
  }

  /** Throws ProblemError `storage-full` when it cannot be kept either: then nothing was promised. */
  private keep(kept: Pick<Packed, 'submission' | 'keys'>): void {
    try {
      this.outbox.keep(kept);
    } catch (error) {
      if (!(error instanceof SpoolFull)) throw error;
      logger.error({ department: this.department }, 'outbox: no room to keep what the hub does not take');
      throw new ProblemError('storage-full', { retryAfter: FULL_RETRY_AFTER_S });
    }
  }
}

interface Packed {
  readonly submission: Submission;
  readonly keys: readonly (readonly EventKey[])[];
  readonly mandatory: boolean;
  /** Per unit and claim: batch and event. */
  readonly places: readonly (readonly (readonly [number, number])[])[];
}

/** Packs units into signed batches; restricted claims stand in batches of their own. */
export function pack(department: string, units: readonly Pick<Unit, 'claims' | 'atomic' | 'mandatory'>[], sign: Sign): Packed {
  const open: { restricted: boolean; claims: ReadyClaim[] }[] = [];
  const place = (claim: ReadyClaim): readonly [number, number] => {
    let b = open.findLastIndex((batch) => batch.restricted === claim.restricted);
    if (b < 0 || (open[b]?.claims.length ?? 0) >= MAX_BATCH) b = open.push({ restricted: claim.restricted, claims: [] }) - 1;
    return [b, (open[b]?.claims.push(claim) ?? 0) - 1];
  };
  const places = units.map((unit) => unit.claims.map(place));
  const batches = open.map(({ claims }) => signedBatch(department, claims, sign));
  const groups = units.flatMap((unit, u) => (unit.atomic && unit.claims.length > 1 ? [places[u] ?? []] : []));
  const keys = open.map(({ claims }) => claims.map(({ key }) => key));
  return { submission: groups.length > 0 ? { batches, groups } : { batches }, keys, mandatory: units.every((unit) => unit.mandatory), places };
}

/** Signs claims as one batch of a submission; 1 to 64 of them. */
export function signedBatch(department: string, claims: readonly Omit<SubmittedEvent, 'index' | 'path'>[], sign: Sign): SubmittedBatch {
  const { root, signature, places } = sign(claims.map(({ claim }) => claim));
  const events = claims.map(({ claim, sentHash, salt, sourceSeq, values }, index): SubmittedEvent => ({
    index,
    path: places[index]?.path ?? [],
    claim,
    sentHash,
    salt,
    ...(sourceSeq !== undefined && { sourceSeq }),
    values,
  }));
  return { department, keyId: places[0]?.keyId ?? '', size: claims.length, root, signature, events };
}
