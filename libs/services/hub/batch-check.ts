import type { Suite } from '@lianhu/kernel';
import { verifyPlace } from '@lianhu/log';
import { ProblemError, type SubmittedBatch, type SubmittedEvent } from '@lianhu/services/platform';

/** Checks that claims are signed by a key of their department that is valid now. */
export class BatchCheck {
  constructor(
    private readonly suite: Suite,
    private readonly origin: string,
    private readonly keys: { valid(department: string, keyId: string): Uint8Array | undefined },
  ) {}

  /** Throws ProblemError `bad-signature` unless key, path and signature hold for this claim. */
  verify(department: string, batch: SubmittedBatch, event: SubmittedEvent): void {
    if (batch.department !== department) throw new ProblemError('bad-signature');
    const publicKey = this.keys.valid(department, batch.keyId);
    const place = { index: event.index, keyId: batch.keyId, path: event.path, signature: batch.signature, size: batch.size };
    if (!publicKey || !verifyPlace(this.suite, { origin: this.origin, department, keyId: batch.keyId, publicKey }, event.claim, place)) throw new ProblemError('bad-signature');
  }
}
