import { definitionOf, type EventClass } from './decorators';
import type { AgeBand, Moment } from './dates';
import type { Claim, Bound, LineParts, Position, Stamp, StoredLine, Level } from './line';
import type { Clear } from './secret';
import { upcastData } from './upcasts';

/** How the `basis` of an event ends that came as 补录: what was so before the hub began. It counts, and raises no alert. */
export const BASELINE = '.baseline';

/** An event as folds see it: claim, stamp and bound in one flat record. Secrets are absent from its type and never decrypted. */
export interface Recorded<D = Readonly<Record<string, unknown>>> {
  readonly type: string;
  readonly position: Position;
  readonly leafHash: string;
  readonly time: Moment;
  readonly recordedAt: Moment;
  readonly receivedAt: Moment;
  readonly department: string;
  readonly level: Level;
  readonly area?: string;
  readonly residenceArea?: string;
  /** `child-…`, `case-…`, `org-…` */
  readonly subject?: string;
  /** The subject's stream version: 1, 2, 3 … */
  readonly version?: number;
  readonly ageBand?: AgeBand;
  readonly incident?: string;
  readonly corrects?: Position;
  readonly other?: string;
  /** Came as 补录. */
  readonly baseline?: true;
  readonly data: D;
}

/** Reads the three parts of a line; the caller has checked its leaf. What an older version of the type said is raised to the newest. */
export function recorded(line: StoredLine): Recorded {
  return recordedFrom(parseParts(line), line.position, line.leafHash);
}

/** The three parts, parsed. */
export function parseParts(parts: LineParts): { claim: Claim; stamp: Stamp; bound: Bound } {
  return { claim: JSON.parse(parts.claim) as Claim, stamp: JSON.parse(parts.stamp) as Stamp, bound: JSON.parse(parts.bound) as Bound };
}

function recordedFrom({ claim, stamp, bound }: { claim: Claim; stamp: Stamp; bound: Bound }, position: Position, leafHash: string): Recorded {
  return {
    type: claim.type,
    position,
    leafHash,
    time: claim.time,
    recordedAt: stamp.recordedAt,
    receivedAt: claim.receivedat,
    department: claim.department,
    level: stamp.level,
    area: claim.area,
    // Of what is restricted the claim holds a commitment in its place.
    residenceArea: typeof claim['residencearea'] === 'string' ? claim['residencearea'] : undefined,
    subject: bound.subject,
    version: bound.version,
    ageBand: bound.ageBand,
    incident: bound.incident,
    corrects: bound.corrects,
    other: bound.other,
    ...(typeof claim['basis'] === 'string' && claim['basis'].endsWith(BASELINE) && { baseline: true as const }),
    data: upcastData(claim.type, claim.dataschema, claim.data),
  };
}

/** Whether a recorded event is of a class; narrows its data to what is clear. */
export function isA<D extends object>(event: Recorded<unknown>, cls: EventClass<D>): event is Recorded<Clear<D>> {
  return event.type === definitionOf(cls).type;
}

/** Order of folds: `time`, then position. */
export const byTime = (a: Recorded<unknown>, b: Recorded<unknown>): number => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.position - b.position);
