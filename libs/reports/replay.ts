import { canonical, LianhuError, recorded, toBase64, type Json, type PolicyPack, type Recorded } from '@lianhu/kernel';
import type { Sha256 } from './leaves';
import type { Counting } from './compute';
import { CLOSING_TYPES, foldClosings, type Closings, type StatedVersion } from './quarter';
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

/** How quarters were closed and stated again, by an export's lines. */
export async function closingsOfExport(lines: AsyncIterable<string> | Iterable<string>, sha256: Sha256): Promise<Closings> {
  let closings: Closings = new Map();
  for await (const text of lines) {
    if (!CLOSING_TYPES.some((type) => text.includes(`"${type}"`))) continue;
    for await (const event of eventsOfExport([text], sha256)) closings = foldClosings(closings, event);
  }
  return closings;
}

/** What a version of a closed quarter that was counted again does not have as its closing or restatement names it; undefined when it has all. */
export function differenceFrom(
  { version, position, root, report }: StatedVersion,
  found: { readonly root?: string; readonly report?: string },
): string | undefined {
  const [done, event] = version > 1 ? ['restated', 'restatement'] : ['closed', 'closing'];
  if (differ(found.root, root))
    return `The lines up to position ${position} do not give the root that the ${event} names: they are not those that were ${done}.`;
  if (differ(found.report, report))
    return `This is not the report that was ${done}: its SHA-256 is ${found.report}, the ${event} names ${report}. Lines, calendar or indicators are others.`;
  return undefined;
}
const differ = (one: string | undefined, other: string | undefined): boolean => one !== undefined && other !== undefined && one !== other;

function eventOf(claim: Json, stamp: { readonly position: number }, bound: Json, sha256: Sha256): Recorded {
  const parts = { claim: canonical(claim), stamp: canonical(stamp), bound: canonical(bound) };
  const leaf = sha256(LEAF_PREFIX, sha256(parts.claim), sha256(parts.stamp), sha256(parts.bound));
  return recorded({ ...parts, position: stamp.position, leafHash: toBase64(leaf) });
}

/** Counts a quarter again from an export's events and the policy pack's text: the same bytes as that version of the report, without database or keys. */
export async function replayQuarter(
  events: AsyncIterable<Recorded>,
  policyText: string,
  counting: Omit<Counting, 'policy'>,
  version = 1,
): Promise<string> {
  const policy = JSON.parse(policyText) as PolicyPack;
  return reportBytes((await computeRestated(events, { ...counting, policy }, version)).report());
}
