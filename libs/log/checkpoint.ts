import { fromBase64, type Suite } from '@lianhu/kernel';
import type { CheckpointSigner, LogReader } from './contract';
import { base64 } from './leaf';
import { decodeHashes, rootFromPath } from './merkle';
import { std1 } from './std-1';

/** Number of an Ed25519 signature in a signed note's key hash. Source: C2SP signed-note. */
const ED25519 = Uint8Array.of(1);
/** Checkpoints at multiples of this size are kept. Unit: leaves. Source: line format, checkpoint. */
export const CHECKPOINT_EVERY = 256;

/** Size and root of a log at a moment, as its signed note says. */
export interface Checkpoint {
  readonly size: number;
  readonly root: Uint8Array;
}

const keyHash = (suite: Suite, origin: string, publicKey: Uint8Array): Uint8Array => suite.sha256(`${origin}\n`, ED25519, publicKey).subarray(0, 4);
const noteText = (origin: string, size: number, root: Uint8Array): string => `${origin}\n${size}\n${base64(root)}\n`;

/** The signed note (C2SP tlog-checkpoint) over a size and root. */
export function checkpointNote(suite: Suite, origin: string, seed: Uint8Array, size: number, root: Uint8Array): string {
  return createSigner(origin, seed, suite).sign(size, root);
}

/** Signs checkpoints of one origin with one key. */
export function createSigner(origin: string, seed: Uint8Array, suite: Suite = std1): CheckpointSigner {
  if (!origin || /[\s+]/.test(origin)) throw new TypeError('an origin is one word without + or spaces');
  const publicKey = suite.publicKey(seed);
  const hash = keyHash(suite, origin, publicKey);
  return {
    origin,
    publicKey,
    sign: (size, root) => {
      const text = noteText(origin, size, root);
      return `${text}\n— ${origin} ${base64(Buffer.concat([hash, suite.sign(seed, text)]))}\n`;
    },
  };
}

/** Size and root of a checkpoint that this key of this origin signed; undefined for any other text. */
export function openCheckpoint(
  suite: Suite,
  trust: { readonly origin: string; readonly publicKey: Uint8Array },
  note: string,
): Checkpoint | undefined {
  const found = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:— \S+ \S+\n)+)$/.exec(note);
  if (!found || found[1] !== trust.origin) return undefined;
  const size = Number(found[2]);
  const root = fromBase64(found[3] as string);
  if (!root || !Number.isSafeInteger(size)) return undefined;
  const hash = keyHash(suite, trust.origin, trust.publicKey);
  const text = noteText(trust.origin, size, root);
  const signed = (found[4] as string).split('\n').some((line) => {
    const [, name, value] = line.split(' ');
    const bytes = name === trust.origin && value ? fromBase64(value) : undefined;
    return bytes?.length === 68 && hash.every((byte, i) => byte === bytes[i]) && suite.verify(trust.publicKey, text, bytes.subarray(4));
  });
  return signed ? { size, root } : undefined;
}

/**
 * The signed note that covers a position: the first kept one of that size or more, which stays the same for ever, or the
 * newest while none is kept yet. Undefined for position 0 and beyond the head.
 */
export async function coveringCheckpoint(log: Pick<LogReader, 'checkpoints'>, position: number): Promise<string | undefined> {
  if (position < 1 || !log.checkpoints) return undefined;
  const notes = await log.checkpoints(position - 1, Math.ceil(position / CHECKPOINT_EVERY) * CHECKPOINT_EVERY);
  return notes.at(-1)?.note;
}

/** The tree's root at a size, in base64: what the last leaf's inclusion proof leads to; '' of an empty tree. Throws OutOfRange beyond the head. */
export async function rootAt(log: Pick<LogReader, 'inclusion' | 'leaves'>, suite: Suite, size: number): Promise<string> {
  if (size === 0) return '';
  const [{ hashes }, [leaf]] = await Promise.all([log.inclusion(size, size), log.leaves(size - 1, size)]);
  const path = decodeHashes(hashes);
  const root = leaf === undefined || !path ? undefined : rootFromPath(suite, size - 1, size, Buffer.from(leaf, 'base64'), path);
  if (!root) throw new Error('the log has no proof of its own leaf');
  return base64(root);
}
