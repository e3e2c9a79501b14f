import type { FullScope } from '@lianhu/log';
import { HubBusy, type Submission } from '@lianhu/services/platform';

/** What the hub has in hand at once, from the arrival of a submission to its answer. */
export interface GateLimits {
  /** Unit: events. */
  readonly events: number;
  /** Claims and values. Unit: bytes of text. */
  readonly bytes: number;
  /** Part of both that only mandatory reports may use. Unit: 1/100. */
  readonly reservePercent: number;
  /** Part of the rest that one department may use. Unit: 1/100. */
  readonly sharePercent: number;
}

/** An edge has at most 4,000 events of arrays, 256 mandatory ones and an outbox file of 1,000 on their way: all fits into its share. */
export const GATE_LIMITS: GateLimits = { events: 20_000, bytes: 128 * 1024 * 1024, reservePercent: 5, sharePercent: 33 };
/** What a caller waits before it comes back. Unit: seconds. */
const RETRY_AFTER_S = 2;

/** How large something is, and whose. */
export interface Load {
  readonly department: string;
  readonly events: number;
  readonly bytes: number;
  readonly mandatory: boolean;
}
type Held = Pick<Load, 'events' | 'bytes'>;
const NONE: Held = { events: 0, bytes: 0 };

/** Lets through what the hub can hold in memory: each department its share, mandatory reports before all others. */
export class Gate {
  private readonly departments = new Map<string, Held>();
  private all = NONE;
  private ordinary = NONE;

  constructor(private readonly limits: GateLimits = GATE_LIMITS) {}

  /** Events in hand. */
  get events(): number {
    return this.all.events;
  }

  /** Does the work while its load is held. Throws HubBusy, and then nothing of it was done. */
  async pass<T>(load: Load, work: () => Promise<T>): Promise<T> {
    const full = this.refusal(load);
    if (full) throw new HubBusy(full, RETRY_AFTER_S);
    this.hold(load, 1);
    try {
      return await work();
    } finally {
      this.hold(load, -1);
    }
  }

  private refusal(load: Load): FullScope | undefined {
    const { reservePercent, sharePercent } = this.limits;
    if (this.beyond(this.all, load, 100)) return 'whole';
    if (load.mandatory) return undefined;
    const open = 100 - reservePercent;
    if (this.beyond(this.departments.get(load.department) ?? NONE, load, (open * sharePercent) / 100)) return 'own-share';
    return this.beyond(this.ordinary, load, open) ? 'whole' : undefined;
  }

  /** What is larger than everything passes when nothing else is in hand. */
  private beyond(held: Held, load: Load, percent: number): boolean {
    const { events, bytes } = this.limits;
    if (held.events === 0) return false;
    return held.events + load.events > (events * percent) / 100 || held.bytes + load.bytes > (bytes * percent) / 100;
  }

  private hold(load: Load, sign: 1 | -1): void {
    const sum = (held: Held): Held => ({ events: held.events + sign * load.events, bytes: held.bytes + sign * load.bytes });
    this.all = sum(this.all);
    if (load.mandatory) return;
    this.ordinary = sum(this.ordinary);
    const own = sum(this.departments.get(load.department) ?? NONE);
    if (own.events === 0) this.departments.delete(load.department);
    else this.departments.set(load.department, own);
  }
}

/** The load of a submission; it is mandatory when every event in it is. */
export function loadOf(department: string, { batches }: Submission, isMandatory: (type: string) => boolean): Load {
  let [events, bytes, mandatory] = [0, 0, true];
  for (const batch of batches) {
    for (const { claim, values } of batch.events) {
      events += 1;
      bytes += claim.length + sizeOf(values);
      mandatory &&= isMandatory(typeOf(claim) ?? '');
    }
  }
  return { department, events, bytes, mandatory: mandatory && events > 0 };
}

/** `type` is the last member of a canonical claim; undefined where it is not, and examination will say more. */
export const typeOf = (claim: string): string | undefined => /"type":"([a-z.-]+)"\}$/.exec(claim)?.[1];

function sizeOf(values: Readonly<Record<string, unknown>>): number {
  let size = 0;
  for (const value of Object.values(values)) size += typeof value === 'string' ? value.length : JSON.stringify(value ?? '').length;
  return size;
}
