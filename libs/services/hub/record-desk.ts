import { DEPT, RecordWithdrawn, WITHDRAWAL_REASONS } from '@lianhu/departments/hub';
import { definitionOf, momentOf, type Clock, type Position } from '@lianhu/kernel';
import { ProblemError, type OwnEvent, type OwnOutcome, type Withdrawal } from '@lianhu/services/platform';
import type { CorrectedEvents } from './corrected';

/** What the desk of records needs. */
export interface RecordDeskParts {
  readonly clock: Clock;
  readonly events: CorrectedEvents;
  readonly own: (events: readonly OwnEvent[]) => Promise<readonly OwnOutcome[]>;
}

/** Takes back what a department has said: an event of the hub's, at the level and under the subject of the event itself. */
export class RecordDesk {
  constructor(private readonly parts: RecordDeskParts) {}

  /** Withdraws a department's own event and all that corrected it, for ever. Throws ProblemError `not-found`, `invalid-input`, `refused`. */
  async withdraw(department: string, { source, id, reason, approver }: Withdrawal): Promise<{ readonly position: Position }> {
    if (!WITHDRAWAL_REASONS.includes(reason))
      throw new ProblemError('invalid-input', { errors: [{ pointer: '/reason', rule: 'enum', message: WITHDRAWAL_REASONS.join(', ') }] });
    const found = await this.parts.events.named(source, id);
    if (!found || found.source !== source || found.event.department !== department) throw new ProblemError('not-found');
    const { event } = found;
    if (await this.parts.events.isWithdrawn(event)) throw alreadyWithdrawn();
    const [outcome] = await this.parts.own([
      {
        type: definitionOf(RecordWithdrawn).type,
        id: `record-withdrawn-${event.position}`,
        time: momentOf(this.parts.clock.now()),
        level: event.level,
        ...(event.subject !== undefined && { subject: event.subject }),
        ...(event.residenceArea !== undefined && { residencearea: event.residenceArea }),
        corrects: event.position,
        data: {
          target: event.position,
          reason,
          ...(Object.hasOwn(DEPT.titles, department) && { department }),
          ...(approver !== undefined && { approver }),
        },
      },
    ]);
    const [position] = outcome?.positions ?? [];
    // Somebody else was faster: it is withdrawn all the same.
    if (outcome?.kind !== 'appended' || position === undefined) throw alreadyWithdrawn();
    return { position };
  }
}

const alreadyWithdrawn = (): ProblemError => new ProblemError('refused', { members: { code: 'record.withdrawn' } });
