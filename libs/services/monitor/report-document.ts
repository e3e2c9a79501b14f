import { indicators } from '@lianhu/catalogue';
import type { Moment, PolicyPack, Quarter } from '@lianhu/kernel';
import { DIMENSIONS, TOWN, type Indicator, type Closing, type PublishedCell, type QuarterState, type Restatement } from '@lianhu/reports';
import type { Origin } from './quarter-figures';
import type { ShownQuarter } from './shown-quarter';

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
  /** When it was restated 重报: every version, the closed one first; all stay readable. */
  readonly versions?: readonly { readonly version: number; readonly position: number; readonly on: string }[];
  /** Closed: frozen: the bytes that were closed or restated; recounted: that event names no hash; differs: they are lost, and counting again gives others. */
  readonly origin?: Origin;
  /** Closed: facts behind its figures that were corrected or withdrawn since; the figures stay. */
  readonly changedSince?: number;
  /** Closed: the corrections weigh so much that it has to be stated again 重报; its own figures stay. */
  readonly restatement?: Restatement & { readonly required: true };
  /** Running: newer events are still being counted; these figures hold everything recorded until then. Read again in a minute. */
  readonly updating?: { readonly asOf: Moment };
  readonly area: string;
  readonly areaName: string;
  readonly towns: Readonly<Record<string, string>>;
  readonly demonstration: boolean;
  /** Chinese names of what stands in breakdowns, by dimension and value; towns stand in `towns`. */
  readonly names: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly indicators: readonly object[];
  readonly cells: readonly PublishedCell[];
}

/** The closed version and those that followed. */
const versionsOf = ({ version, position, closedOn, restated }: Closing): NonNullable<ReportDocument['versions']> => [
  { version, position, on: closedOn },
  ...restated.map((one) => ({ version: one.version, position: one.position, on: one.restatedOn })),
];

/** Puts a published quarter into the shape of the public API. */
export function reportDocument(
  { report, state, cutOff, closing, version, position, root, checkpoint, origin, changedSince, restatement, updating }: ShownQuarter,
  setting: ReportSetting,
): ReportDocument {
  const {
    demonstration,
    policy: { area, areaName, towns },
  } = setting;
  return {
    quarter: report.quarter,
    state,
    version,
    position,
    root,
    checkpoint,
    policy: closing?.policy,
    cutOff,
    closedOn: closing?.closedOn,
    ...(closing && closing.restated.length > 0 && { versions: versionsOf(closing) }),
    origin,
    changedSince,
    ...(restatement && { restatement: { required: true, ...restatement } }),
    updating,
    area,
    areaName,
    towns,
    demonstration,
    names: namesIn(report.cells, setting.policy),
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

/** Names of the values that occur, so that a page needs no code lists of its own. Warning rules keep their ids. */
function namesIn(cells: readonly PublishedCell[], policy: PolicyPack): ReportDocument['names'] {
  const names: Record<string, Record<string, string>> = {};
  for (const { breakdown } of cells) {
    for (const [id, value] of Object.entries(breakdown)) {
      if (id === TOWN.id) continue;
      const own = (names[id] ??= {});
      own[value] ??= DIMENSIONS.find((dimension) => dimension.id === id)?.nameOf(value, policy) ?? value;
    }
  }
  return names;
}

/** Departments whose events an indicator counts, for their own pages. */
const feedersOf = (sources: Indicator['sources']): readonly string[] => [
  ...new Set(sources.flatMap(({ type }) => (type === undefined || type.startsWith('hub.') ? [] : [type.slice(0, type.indexOf('.'))]))),
];
