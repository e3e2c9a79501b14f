import type { Receipt, Suite } from '@lianhu/kernel';
import { InclusionChecks, type Checkpoint } from '@lianhu/log';
import {
  HubAway,
  type EdgeCounters,
  type EventOutcome,
  type FoundReceipt,
  type HubPort,
  type Submission,
  type SubmittedBatch,
  type SubmittedEvent,
  type Withdrawal,
} from '@lianhu/services/platform';
import type { Acknowledged } from './acknowledged';
import type { LogWatch } from './log-watch';
import { receiptFault, type OwnPart } from './receipt-check';
import type { StopSwitch } from './stop-switch';

/**
 * The hub as far as an edge believes it: no receipt reaches a sender that does not prove its event, nothing goes to a hub
 * that an alarm stands against, and what was acknowledged is kept for the day on which a hub comes back from a backup.
 */
export class TrustedHub implements HubPort {
  /** The tree of the checkpoint that was opened last: the receipts of one commit share it. */
  private tree: { readonly checkpoint: Checkpoint; readonly checks: InclusionChecks } | undefined;

  constructor(
    private readonly suite: Suite,
    private readonly hub: HubPort,
    private readonly watch: LogWatch,
    private readonly stop: StopSwitch,
    private readonly acknowledged: Acknowledged,
  ) {}

  async submit(department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]> {
    await this.ready();
    const outcomes = await this.hub.submit(department, submission);
    const fault = this.faultOf(submission, outcomes);
    if (fault !== undefined) this.distrust(fault);
    const [note] = outcomes.flat().flatMap((outcome) => ('receipt' in outcome ? [outcome.receipt.checkpoint as string] : []));
    const checkpoint = note === undefined ? undefined : this.watch.see(note);
    if (checkpoint) await this.acknowledged.add(submission, outcomes, checkpoint);
    return outcomes;
  }

  async find(department: string, source: string, id: string, sentHash?: string): Promise<FoundReceipt | undefined> {
    await this.ready();
    const found = await this.hub.find(department, source, id, sentHash);
    const fault = found && this.faultOfReceipt(found.receipt, { claim: found.claim });
    if (fault !== undefined) this.distrust(fault);
    return found;
  }

  async count(department: string, counters: EdgeCounters): Promise<void> {
    this.stop.holdBack();
    await this.hub.count(department, counters);
  }

  async withdraw(department: string, withdrawal: Withdrawal): Promise<{ readonly position: number }> {
    await this.ready();
    return this.hub.withdraw(department, withdrawal);
  }

  private async ready(): Promise<void> {
    this.stop.holdBack();
    await this.watch.ready();
    this.stop.holdBack();
  }

  /** Throws HubAway: what was sent is kept, as if no answer had come. */
  private distrust(fault: string): never {
    this.stop.stop(fault === 'checkpoint' ? 'bad-checkpoint' : 'bad-receipt', fault);
    throw new HubAway('the hub gave a receipt that does not hold');
  }

  private faultOf({ batches }: Submission, outcomes: readonly (readonly EventOutcome[])[]): string | undefined {
    for (const [b, batch] of batches.entries()) {
      for (const [e, event] of batch.events.entries()) {
        const outcome = outcomes[b]?.[e];
        if (!outcome) return 'answer';
        const fault =
          'receipt' in outcome ? this.faultOfReceipt(outcome.receipt, outcome.status === 201 ? ownPart(batch, event) : undefined) : undefined;
        if (fault !== undefined) return fault;
      }
    }
    return undefined;
  }

  private faultOfReceipt(receipt: Receipt, own?: OwnPart): string | undefined {
    const checkpoint = typeof receipt.checkpoint === 'string' ? this.watch.see(receipt.checkpoint) : undefined;
    return checkpoint ? receiptFault(this.suite, this.treeOf(checkpoint), receipt, own) : 'checkpoint';
  }

  private treeOf(checkpoint: Checkpoint): InclusionChecks {
    if (this.tree?.checkpoint !== checkpoint) this.tree = { checkpoint, checks: new InclusionChecks(this.suite, checkpoint.size, checkpoint.root) };
    return this.tree.checks;
  }
}

const ownPart = ({ keyId, signature, size }: SubmittedBatch, { claim, index, path }: SubmittedEvent): OwnPart => ({
  claim,
  place: { index, keyId, path: [...path], signature, size },
});
