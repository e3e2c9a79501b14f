import type { Suite } from '@lianhu/kernel';
import { verifyBatch, verifyPlace, type BatchOwner } from '@lianhu/log';
import { ProblemError, type SubmittedBatch, type SubmittedEvent } from '@lianhu/services/platform';

type Signer = BatchOwner & { readonly publicKey: Uint8Array };

/** Checks that claims are signed by a key of their department that is valid now. */
export class BatchCheck {
  /** The events of batches that hold as a whole, by batch and signer's key; found at a batch's first event. */
  private readonly whole = new WeakMap<SubmittedBatch, ReadonlySet<SubmittedEvent>>();

  constructor(
    private readonly suite: Suite,
    private readonly origin: string,
    private readonly keys: { valid(department: string, keyId: string): Uint8Array | undefined },
  ) {}

  /** Throws ProblemError `bad-signature` unless key, path and signature hold for this claim. */
  verify(department: string, batch: SubmittedBatch, event: SubmittedEvent): void {
    if (batch.department !== department) throw new ProblemError('bad-signature');
    const publicKey = this.keys.valid(department, batch.keyId);
    if (!publicKey) throw new ProblemError('bad-signature');
    const signer = { origin: this.origin, department, keyId: batch.keyId, publicKey };
    if (this.heldWhole(signer, batch).has(event)) return;
    const place = { index: event.index, keyId: batch.keyId, path: event.path, signature: batch.signature, size: batch.size };
    if (!verifyPlace(this.suite, signer, event.claim, place)) throw new ProblemError('bad-signature');
  }

  /** All events when the batch came whole and in order and every place holds, else none: those are then judged one by one. */
  private heldWhole(signer: Signer, batch: SubmittedBatch): ReadonlySet<SubmittedEvent> {
    let held = this.whole.get(batch);
    if (!held) {
      const { events, size, signature } = batch;
      const inOrder = events.length === size && events.every((event, e) => event.index === e);
      const holds =
        inOrder && verifyBatch(this.suite, signer, { claims: events.map(({ claim }) => claim), paths: events.map(({ path }) => path), signature });
      this.whole.set(batch, (held = new Set(holds ? events : [])));
    }
    return held;
  }
}
