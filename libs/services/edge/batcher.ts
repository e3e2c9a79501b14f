import { MAX_BATCH, type SignedBatch } from '@lianhu/log';
import {
  HubAway,
  logger,
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
  readonly resolve: (outcomes: readonly ClaimOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Claims in one submission to the hub, unless a single array is larger. */
const SUBMISSION_CLAIMS = 256;
/** Events as sent in one submission, unless a single array is larger. Unit: bytes; what is sent is about three times that. */
const SUBMISSION_BYTES = 2 * 1024 * 1024;
/** Submissions on their way at once. */
const SUBMISSIONS_IN_FLIGHT = 4;
/** Claims that wait for a submission before callers are told to come back. */
const MAX_WAITING = 20_000;
/** What a caller waits before it comes back. Unit: seconds. */
const RETRY_AFTER_S = 2;
/** The same when the disk has no room left. Unit: seconds. */
export const FULL_RETRY_AFTER_S = 60;

/** Collects the claims of many requests into signed batches, so that one signature and one commit serve them all. */
export class Batcher {
  private readonly queue: Unit[] = [];
  private readonly flights = new Set<Promise<void>>();
  private waiting = 0;
  private inFlight = 0;
  private scheduled = false;

  constructor(
    private readonly department: string,
    private readonly hub: HubPort,
    private readonly outbox: Outbox,
    private readonly sign: Sign,
  ) {}

  /** Hands claims to the hub, together when `atomic`. Throws ProblemError `busy` when too many wait. */
  async submit(claims: readonly ReadyClaim[], atomic: boolean): Promise<readonly ClaimOutcome[]> {
    if (this.waiting + claims.length > MAX_WAITING) throw new ProblemError('busy', { retryAfter: RETRY_AFTER_S });
    this.waiting += claims.length;
    return new Promise((resolve, reject) => {
      this.queue.push({ claims, atomic, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled || this.inFlight >= SUBMISSIONS_IN_FLIGHT || this.queue.length === 0) return;
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
      for (const unit of units) unit.reject(error);
    } finally {
      for (const unit of units) this.waiting -= unit.claims.length;
      this.inFlight--;
      this.schedule();
    }
  }

  private take(): Unit[] {
    const units: Unit[] = [];
    let [claims, bytes] = [0, 0];
    for (const unit of this.queue) {
      claims += unit.claims.length;
      bytes += unit.claims.reduce((sum, claim) => sum + claim.bytes, 0);
      if (units.length > 0 && (claims > SUBMISSION_CLAIMS || bytes > SUBMISSION_BYTES)) break;
      units.push(unit);
    }
    this.queue.splice(0, units.length);
    return units;
  }

  /** The hub is there: what waits can go, and what it had refused before may stand now. */
  private answered(keys: Packed['keys'], outcomes: readonly (readonly EventOutcome[])[]): void {
    outcomes.forEach((batch, b) => batch.forEach((outcome, e) => 'receipt' in outcome && this.outbox.discard(keys[b]?.[e] ?? '')));
    this.outbox.nudge();
  }

  /** Undefined = kept for later. */
  private async send({ submission, keys }: Packed): Promise<readonly (readonly EventOutcome[])[] | undefined> {
    try {
      return await this.hub.submit(this.department, submission);
    } catch (error) {
      if (!(error instanceof HubAway)) throw error;
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
  /** Per unit and claim: batch and event. */
  readonly places: readonly (readonly (readonly [number, number])[])[];
}

/** Packs units into signed batches; restricted claims stand in batches of their own. */
export function pack(department: string, units: readonly Pick<Unit, 'claims' | 'atomic'>[], sign: Sign): Packed {
  const open: { restricted: boolean; claims: ReadyClaim[] }[] = [];
  const place = (claim: ReadyClaim): readonly [number, number] => {
    let b = open.findLastIndex((batch) => batch.restricted === claim.restricted);
    if (b < 0 || (open[b]?.claims.length ?? 0) >= MAX_BATCH) b = open.push({ restricted: claim.restricted, claims: [] }) - 1;
    return [b, (open[b]?.claims.push(claim) ?? 0) - 1];
  };
  const places = units.map((unit) => unit.claims.map(place));
  const batches = open.map(({ claims }) => signedBatch(department, claims, sign));
  const groups = units.flatMap((unit, u) => (unit.atomic && unit.claims.length > 1 ? [places[u] ?? []] : []));
  return { submission: groups.length > 0 ? { batches, groups } : { batches }, keys: open.map(({ claims }) => claims.map(({ key }) => key)), places };
}

/** Signs claims as one batch of a submission; 1 to 64 of them. */
export function signedBatch(department: string, claims: readonly Omit<SubmittedEvent, 'index' | 'path'>[], sign: Sign): SubmittedBatch {
  const { root, signature, places } = sign(claims.map(({ claim }) => claim));
  const events = claims.map(({ claim, sentHash, salt, values }, index): SubmittedEvent => ({
    index,
    path: places[index]?.path ?? [],
    claim,
    sentHash,
    salt,
    values,
  }));
  return { department, keyId: places[0]?.keyId ?? '', size: claims.length, root, signature, events };
}
