import type { Moment, PlainDate } from '@lianhu/kernel';
import type { County } from './county';
import { DIRT, type Expected, type FaultKind } from './dirt';
import type { DepartmentId, StoryKind } from './options';
import type { Push } from './push';

/** A line of the truth file about a child. Its ID number is of the unreal area. */
export interface RiskLine {
  readonly kind: 'child';
  readonly docNo: string;
  readonly story: StoryKind;
  readonly from: PlainDate;
  readonly atRisk: boolean;
  /** Rules that must have fired once everything is accepted, quarantined events released. */
  readonly alerts: readonly string[];
}
/** A line about a push that is dirty, late, or repeated, with what must become of it. */
export interface DirtLine {
  readonly kind: 'push';
  readonly department: DepartmentId;
  readonly id: string;
  readonly at: Moment;
  readonly what: FaultKind | 'late' | 'duplicate' | 'correction';
  readonly expected: Expected;
}

/** Later than this an event is late. Unit: milliseconds. Source: DELAYS † (assumption), a day. */
const LATE_MS = 24 * 3_600_000;

/** Lines about the children of a county, in no order. */
export const riskLines = ({ children, truths }: County): RiskLine[] =>
  truths.map(({ child, story, from, atRisk, alerts }) => ({ kind: 'child', docNo: children[child]?.docNo ?? '', story, from, atRisk, alerts }));

/** What the truth file says of a push; undefined for one that is clean, in time and new. */
export function dirtLine({ at, department, event, again, fault }: Push): DirtLine | undefined {
  const say = (what: DirtLine['what'], expected: Expected): DirtLine => ({ kind: 'push', department, id: event.id, at, what, expected });
  if (fault !== undefined) return say(fault, DIRT[fault].expected);
  if (again) return say('duplicate', { outcome: 'same-receipt' });
  if (event.corrects !== undefined) return say('correction', { outcome: 'accepted' });
  // Most are pushed on the day on which they happened: two texts tell that sooner than two parsed moments.
  if (at.slice(0, 10) === event.time.slice(0, 10)) return undefined;
  return Date.parse(at) - Date.parse(event.time) > LATE_MS ? say('late', { outcome: 'accepted' }) : undefined;
}
