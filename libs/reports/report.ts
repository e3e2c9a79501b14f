import { canonical, type Json, type Moment, type Position, type Quarter } from '@lianhu/kernel';
import type { Unit } from './define';

/** Number and hash of the events behind a figure: SHA-256 over their leaf hashes (32 bytes each) in position order, base64. */
export interface SourceEvents {
  readonly count: number;
  readonly hash: string;
}

/** Where a cell stands: `{}` is the county, `{town: '990101001'}` one town. */
export type Breakdown = Readonly<Record<string, string>>;

/** One figure. Shares are tenths of a percent and absent when nothing was there to share (0/0). */
export interface Cell {
  /** `B14.incidents|town=990101001`, `B14.incidents|county`; stable for ever. */
  readonly id: string;
  readonly indicator: string;
  readonly measure: string;
  readonly area: string;
  readonly breakdown: Breakdown;
  readonly value?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly unit: Unit;
  readonly events: SourceEvents;
}

/** A cell as frozen: with the late line, which belongs to earlier quarters and arrived after their cut-off. Counts only. */
export interface RawCell extends Cell {
  readonly late?: number;
  readonly lateEvents?: SourceEvents;
}

/** A quarter's figures as folded, before suppression. Whoever shows them to people shows what `publish` makes of them. */
export interface RawReport {
  readonly quarter: Quarter;
  readonly area: string;
  readonly policy: { readonly name: string; readonly version: number };
  /** 24:00 of the last working day on which events still counted. */
  readonly cutOff: Moment;
  /** The last position that counted: recorded at or before the cut-off, and no `hub.report.*` event. */
  readonly position: Position;
  readonly indicators: readonly { readonly code: string; readonly version: number }[];
  readonly cells: readonly RawCell[];
}

/** The frozen report: canonical JSON (RFC 8785) of the raw cells. The same events and policy pack give the same bytes for ever. */
export const reportBytes = (report: RawReport): string => canonical(report as unknown as Json);

/** `B14.incidents|town=990101001` */
export function cellId(code: string, measure: string, breakdown: Breakdown): string {
  const at = Object.entries(breakdown).map(([dimension, value]) => `${dimension}=${value}`);
  return `${code}.${measure}|${at.join(',') || 'county'}`;
}

/** The measure of a cell's id, also of a suppressed one. */
export const measureOf = (id: string): string => id.slice(id.indexOf('.') + 1, id.indexOf('|'));

/** A share in tenths of a percent, half up; undefined for 0/0. */
export const tenthsOfPercent = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : Math.floor((2_000 * part + whole) / (2 * whole));
