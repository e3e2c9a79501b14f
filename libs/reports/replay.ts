import { canonical, LianhuError, recorded, toBase64, type Json, type PolicyPack, type Recorded } from '@lianhu/kernel';
import type { Sha256 } from './leaves';
import { computeQuarter, type Counting } from './compute';
import { computeRestated } from './restated';
import { reportBytes } from './report';

/** An export holds a position only as a stub; its figures cannot be counted again. */
export class ExportIncomplete extends LianhuError {
  readonly code = 'report.export-incomplete';
  constructor(readonly line: number) {
    super(`Line ${line} of the export shows no content; a report is replayed from a whole export of all lines.`);
  }
}

/** An export of a range or of one subject: the figures counted from it would be too low. */
export class ExportPartial extends LianhuError {
  readonly code = 'report.export-partial';
  constructor() {
    super('This export holds only a part of the log; a report is replayed from a whole export of all lines.');
  }
}

const LEAF_PREFIX = new Uint8Array([0]);

/** The recorded events of an export's NDJSON lines; header, checkpoints and proofs are passed over. Whether the lines are genuine is what `verify` answers. */
export async function* eventsOfExport(lines: AsyncIterable<string> | Iterable<string>, sha256: Sha256): AsyncIterable<Recorded> {
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    const line = JSON.parse(text) as { claim?: Json; stamp?: { position: number }; bound?: Json; leafHash?: string; export?: number; of?: string };
    if (line.export !== undefined && line.of !== 'all') throw new ExportPartial();
    if (line.claim && line.stamp && line.bound) yield eventOf(line.claim, line.stamp, line.bound, sha256);
    else if (line.leafHash || line.claim) throw new ExportIncomplete(number);
  }
}

function eventOf(claim: Json, stamp: { readonly position: number }, bound: Json, sha256: Sha256): Recorded {
  const parts = { claim: canonical(claim), stamp: canonical(stamp), bound: canonical(bound) };
  const leaf = sha256(LEAF_PREFIX, sha256(parts.claim), sha256(parts.stamp), sha256(parts.bound));
  return recorded({ ...parts, position: stamp.position, leafHash: toBase64(leaf) });
}

/** Counts a quarter again from an export and the policy pack's text: the same bytes as that version of the report, without database or keys. */
export async function replayQuarter(
  lines: AsyncIterable<string> | Iterable<string>,
  policyText: string,
  counting: Omit<Counting, 'policy'>,
  version = 1,
): Promise<string> {
  const policy = JSON.parse(policyText) as PolicyPack;
  if (version > 1) {
    const { count } = await computeRestated(eventsOfExport(lines, counting.sha256), { ...counting, policy }, version);
    return reportBytes(count.report());
  }
  return reportBytes(await computeQuarter(eventsOfExport(lines, counting.sha256), { ...counting, policy }));
}
