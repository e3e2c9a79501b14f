import type { Submission, SubmittedBatch } from '@lianhu/services/platform';
import { signedBatch, type Sign } from './batcher';

/** A submission signed anew where another key than the present one has signed it, or where only a part of a batch is left. Batches and events keep their order. */
export function resigned(department: string, submission: Submission, keyId: string, sign: Sign): Submission {
  const stale = (batch: SubmittedBatch): boolean => batch.keyId !== keyId && batch.events.length > 0;
  if (!submission.batches.some(stale)) return submission;
  const batches = submission.batches.map((batch) => (stale(batch) ? signedBatch(department, batch.events, sign) : batch));
  const moved = (b: number, index: number): number => {
    const before = submission.batches[b];
    return before && stale(before) ? before.events.findIndex((event) => event.index === index) : index;
  };
  const groups = submission.groups?.map((group) => group.map(([b, index]) => [b, moved(b, index)] as const));
  return groups ? { batches, groups } : { batches };
}
