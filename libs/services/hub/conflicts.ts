import { logger, type EventOutcome } from '@lianhu/services/platform';

const CONFLICT = '/problems/idempotency-conflict';

/** How often a department, since the hub started, sent an id or a running number again for other content: a fault of its system, or somebody who tries. */
export class Conflicts {
  private readonly counts = new Map<string, number>();

  /** Events refused for it, by department. */
  get all(): ReadonlyMap<string, number> {
    return this.counts;
  }

  /** Counts those among a department's answers. The log has one line for all of them, which names no event. */
  note(department: string, outcomes: readonly EventOutcome[]): void {
    this.add(department, outcomes.filter((outcome) => 'problem' in outcome && outcome.problem.type === CONFLICT).length);
  }

  add(department: string, events: number): void {
    if (events === 0) return;
    this.counts.set(department, (this.counts.get(department) ?? 0) + events);
    logger.warn({ department, events }, 'an id or running number was sent again for other content, and refused');
  }
}
