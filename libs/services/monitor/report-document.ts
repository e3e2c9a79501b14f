import { indicators } from '@lianhu/catalogue';
import type { PolicyPack, Quarter } from '@lianhu/kernel';
import type { Indicator, PublishedCell, QuarterState } from '@lianhu/reports';
import type { ShownQuarter } from './quarters';

/** What every report of this installation says about itself. */
export class ReportSetting {
  constructor(
    readonly policy: PolicyPack,
    readonly demonstration: boolean,
  ) {}
}

/** A quarter as the API, the page and the sheet show it. */
export interface ReportDocument {
  readonly quarter: Quarter;
  readonly state: QuarterState;
  readonly version: number;
  readonly position: number;
  readonly root: string;
  /** Closed: a signed checkpoint (C2SP) that covers the position. */
  readonly checkpoint?: string;
  readonly policy?: string;
  readonly cutOff: string;
  readonly closedOn?: string;
  /** Closed: facts behind its figures that were corrected or withdrawn since; the figures stay. */
  readonly changedSince?: number;
  readonly area: string;
  readonly areaName: string;
  readonly towns: Readonly<Record<string, string>>;
  readonly demonstration: boolean;
  readonly indicators: readonly object[];
  readonly cells: readonly PublishedCell[];
}

/** Puts a published quarter into the shape of the public API. */
export function reportDocument(
  { report, state, cutOff, closing, position, root, checkpoint, changedSince }: ShownQuarter,
  setting: ReportSetting,
): ReportDocument {
  const {
    demonstration,
    policy: { area, areaName, towns },
  } = setting;
  return {
    quarter: report.quarter,
    state,
    version: closing?.version ?? 0,
    position,
    root,
    checkpoint,
    policy: closing?.policy,
    cutOff,
    closedOn: closing?.closedOn,
    changedSince,
    area,
    areaName,
    towns,
    demonstration,
    indicators: indicators.map(({ code, title, definition, protection, measures, sources }) => ({
      code,
      title,
      unit: measures[0]?.unit,
      definition,
      protection,
      departments: feedersOf(sources),
      measures,
    })),
    cells: report.cells,
  };
}

/** Departments whose events an indicator counts, for their own pages. */
const feedersOf = (sources: Indicator['sources']): readonly string[] => [
  ...new Set(sources.flatMap(({ type }) => (type === undefined || type.startsWith('hub.') ? [] : [type.slice(0, type.indexOf('.'))]))),
];
