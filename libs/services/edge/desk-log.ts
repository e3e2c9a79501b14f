import type { Moment } from '@lianhu/kernel';
import type { Spool } from './spool';

/** What a data officer may do with what waits, and with the department's own records. */
export type DeskAction = 'release' | 'correct' | 'discard' | 'withdraw';
/** One decision of a data officer: who, when, why, about what. */
export interface DeskDecision {
  readonly at: Moment;
  /** Account name. */
  readonly by: string;
  readonly action: DeskAction;
  readonly why: string;
  /** Id on the desk; of a withdrawal the event's own id. */
  readonly about: string;
  /** What had set the event aside. */
  readonly reason?: string;
  /** `decided` stands before anything is done; `refused` behind it when the hub or a check said no. */
  readonly outcome: 'decided' | 'refused';
}

/** Decisions shown at once, the newest. */
const SHOWN = 200;

/** The desk's own record: encrypted at the edge, each decision on disk before it is carried out, never changed or dropped. */
export class DeskLog {
  constructor(private readonly spool: Spool) {}

  /** Notes a decision; when this returns it survives a crash. Throws SpoolFull: then nothing may be decided. */
  add(decision: DeskDecision): void {
    this.spool.put(decision);
  }

  /** The latest decisions, newest first. */
  latest(most = SHOWN): DeskDecision[] {
    const names = this.spool.names().slice(-most).reverse();
    return names.flatMap((name) => (this.spool.read(name) as DeskDecision | undefined) ?? []);
  }

  /** Decisions ever taken. */
  get size(): number {
    return this.spool.names().length;
  }
}
