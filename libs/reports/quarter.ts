import { ReportClosed, ReportRestated } from '@lianhu/departments/hub';
import {
  dateOf,
  definitionOf,
  isA,
  momentOf,
  type Clear,
  type Moment,
  type PlainDate,
  type Position,
  type Quarter,
  type Recorded,
} from '@lianhu/kernel';

/** A version of a closed quarter's report, as the event that closed or restated it fixed it for ever. */
export interface StatedVersion {
  readonly version: number;
  /** The last position that counts. */
  readonly position: Position;
  /** Root (base64) of the log's tree there; undefined of restatements that do not name it. */
  readonly root?: string;
  /** SHA-256 (base64) of the report's bytes; undefined of events that do not name it. */
  readonly report?: string;
}
/** What closing fixed: the position, its root, the policy pack and the report's bytes. */
export interface Closing extends StatedVersion {
  readonly root: string;
  readonly policy: string;
  /** Until when events counted; undefined of closings that do not name it. */
  readonly cutOff?: Moment;
  readonly closedOn: PlainDate;
  /** Later versions, in order; the closed one stays. */
  readonly restated: readonly Restated[];
}
/** A later version of a closed quarter: counted from all that stands in the log up to its position. */
export interface Restated extends StatedVersion {
  readonly restatedOn: PlainDate;
}

/** running: its cut-off has not passed; due: it has, the report may be closed; closed. */
export type QuarterState = 'running' | 'due' | 'closed';

/** The state of a quarter at a moment. The cut-off's own moment still runs: an event may yet be recorded in it. */
export function quarterState(now: Moment, cutOff: Moment, closing?: Closing): QuarterState {
  if (closing) return 'closed';
  return now > cutOff ? 'due' : 'running';
}

/** Every closed quarter with what closing fixed; a fold of the hub's events. */
export type Closings = ReadonlyMap<Quarter, Closing>;
export const foldClosings = (closings: Closings, event: Recorded): Closings => {
  if (isA(event, ReportRestated)) return withRestated(closings, event.data, event);
  if (!isA(event, ReportClosed)) return closings;
  const { quarter, ...fixed } = event.data;
  return new Map(closings).set(quarter, { ...fixed, closedOn: dateOf(event.recordedAt), restated: [] });
};
/** Types of events that `foldClosings` reads. */
export const CLOSING_TYPES: readonly string[] = [ReportClosed, ReportRestated].map((cls) => definitionOf(cls).type);

function withRestated(closings: Closings, data: Clear<ReportRestated>, event: Recorded): Closings {
  const { quarter, version, position = event.position - 1, root, report } = data;
  const closing = closings.get(quarter);
  if (closing === undefined || version !== newestVersion(closing) + 1) return closings;
  const restated = { version, position, root, report, restatedOn: dateOf(event.recordedAt) };
  return new Map(closings).set(quarter, { ...closing, restated: [...closing.restated, restated] });
}
/** The version that holds. */
export const newestVersion = ({ version, restated }: Closing): number => restated.at(-1)?.version ?? version;
/** Every version of a closed quarter, in order; of one that is not closed none. */
export const versionsOf = (closing: Closing | undefined): readonly StatedVersion[] => (closing ? [closing, ...closing.restated] : []);
/** A version of a closed quarter; undefined where the log holds none of that number. */
export const statedVersion = (closing: Closing | undefined, version: number): StatedVersion | undefined =>
  versionsOf(closing).find((one) => one.version === version);

/** What `close` asks for and what is known when it does. */
export interface CloseQuarter {
  readonly quarter: Quarter;
  /** Milliseconds since 1970, of the hub's clock. */
  readonly now: number;
  readonly cutOff: Moment;
  /** When the newest line of the log that is read was recorded: a copy that is behind does not have everything up to the cut-off. */
  readonly readUntil: Moment;
  /** Last position recorded at or before the cut-off, and the tree's root at that size. */
  readonly position: Position;
  readonly root: string;
  /** SHA-256 of the policy pack's text, base64. */
  readonly policy: string;
  /** Every follower, with how far it is and whether something is parked. */
  readonly followers: readonly { readonly position: Position; readonly parked: number }[];
}

/** Why a quarter may not be closed now. */
export type CloseRefusal = 'quarter-running' | 'quarter-closed' | 'follower-behind';
/** The event to append, or the refusal's stable code. */
export type CloseDecision =
  { readonly emit: { readonly event: typeof ReportClosed; readonly data: ReportClosed } } | { readonly refused: CloseRefusal };

/** Closes a quarter once, after its cut-off, when log and followers have passed it and nothing is parked. The report's hash is added by who counts it. */
export function decideClose(closings: Closings, command: CloseQuarter): CloseDecision {
  const { quarter, now, cutOff, readUntil, position, root, policy, followers } = command;
  const state = quarterState(momentOf(now), cutOff, closings.get(quarter));
  if (state === 'closed') return { refused: 'quarter-closed' };
  if (state === 'running') return { refused: 'quarter-running' };
  const behind = readUntil <= cutOff || followers.some((follower) => follower.position < position || follower.parked > 0);
  if (behind) return { refused: 'follower-behind' };
  return { emit: { event: ReportClosed, data: { quarter, version: 1, position, root, policy, cutOff } } };
}
