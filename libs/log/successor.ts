import type { Suite } from '@lianhu/kernel';
import { openCheckpoint, type Checkpoint } from './checkpoint';
import { sameBytes, verifyConsistency } from './merkle';

/** What a newer checkpoint is to the one that is known: a value, never thrown. Only `successor` and `same` may be kept. */
export type Succession =
  /** The known tree is the beginning of the newer one. */
  | { readonly kind: 'successor'; readonly size: number }
  /** The same tree. */
  | { readonly kind: 'same'; readonly size: number }
  /** Smaller than what is known, correctly signed: an old answer, or a log that was set back. */
  | { readonly kind: 'older'; readonly size: number }
  /** Signed, but with another history: evidence against the log, to be kept together with the known note. */
  | { readonly kind: 'fork'; readonly size: number }
  /** Larger and signed, but the hashes do not show that the known tree is its beginning. */
  | { readonly kind: 'unproven'; readonly size: number }
  /** Not signed by the trusted key for this origin, or no checkpoint at all. */
  | { readonly kind: 'unsigned' };

/**
 * Checks a newer checkpoint against the one already known (undefined: nothing is known yet, so the signature alone counts).
 * `hashes` is the consistency proof between both sizes, base64, as `/api/log/proofs/consistency` gives it; it is not looked
 * at when the sizes are equal or the known one is 0. Throws RangeError when the known note itself is not signed by the trusted key.
 */
export function checkSuccessor(
  suite: Suite,
  trust: { readonly origin: string; readonly publicKey: Uint8Array },
  known: string | undefined,
  newer: string,
  hashes: readonly string[],
): Succession {
  const before: Checkpoint = known === undefined ? { size: 0, root: suite.sha256('') } : openKnown(suite, trust, known);
  const now = openCheckpoint(suite, trust, newer);
  if (!now) return { kind: 'unsigned' };
  const { size } = now;
  if (size < before.size) return { kind: 'older', size };
  if (size === before.size) return { kind: sameBytes(before.root, now.root) ? 'same' : 'fork', size };
  const follows =
    before.size === 0 ? sameBytes(before.root, suite.sha256('')) : verifyConsistency(suite, before.size, size, before.root, now.root, hashes);
  return { kind: follows ? 'successor' : 'unproven', size };
}

function openKnown(suite: Suite, trust: Parameters<typeof openCheckpoint>[1], note: string): Checkpoint {
  const opened = openCheckpoint(suite, trust, note);
  if (!opened) throw new RangeError('the known checkpoint is not signed by the trusted key');
  return opened;
}
