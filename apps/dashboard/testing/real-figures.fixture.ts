import { createHash } from 'node:crypto';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import {
  BOARDS,
  boardRows,
  columnKey,
  columnsIn,
  computeQuarter,
  hasFigures,
  INDICATORS,
  publish,
  withComparisons,
  type PublishedReport,
} from '@lianhu/reports';
import { reportDocument, ReportSetting } from '@lianhu/services/monitor';
import { demonstrationPolicy } from '@lianhu/testing';
import { randomEvents } from '@lianhu/testing/random-events';
import type { BoardEntry, CountBoard, Report } from '../api/report-types';
import { QUARTERS } from './fake-report';

/** Figures as the server makes them, of a county of chance: every indicator, suppressed and compared. */
export interface RealFigures {
  readonly report: Report;
  readonly boards: readonly BoardEntry[];
  board(id: string): CountBoard | undefined;
}

const sha256 = (...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
const policy = demonstrationPolicy;
const QUARTER = '2026-Q3';

async function published(quarter: string, events: ReturnType<typeof randomEvents>, previous?: PublishedReport): Promise<PublishedReport> {
  const report = await computeQuarter(events, { quarter, policy, calendar: chinaCalendarAssuming, sha256 });
  return withComparisons(publish(report, { below: policy.report.suppressBelow, previous }), previous);
}

/** Counts the quarter and the one before. */
export async function realFigures(): Promise<RealFigures> {
  const towns = Object.keys(policy.towns);
  const events = randomEvents({
    seed: 'pages',
    children: 400,
    events: 12_000,
    towns,
    from: '2026-02-01T00:00:00.000+08:00',
    to: '2026-10-01T00:00:00.000+08:00',
  });
  const report = await published(QUARTER, events, await published('2026-Q2', events));
  const state = QUARTERS.find(({ quarter }) => quarter === QUARTER) ?? QUARTERS[0];
  const shown = { report, version: 0, state: 'due' as const, cutOff: report.cutOff, position: report.position, root: '' };
  return {
    report: { ...(reportDocument(shown, new ReportSetting(policy, true)) as unknown as Report), ...state },
    boards: BOARDS.map(({ id, view, title }) => ({ board: id, view, title })),
    board: (id) => {
      const board = BOARDS.find((one) => one.id === id);
      if (!board) return undefined;
      const rows = boardRows(board, report);
      return {
        board: board.id,
        view: board.view,
        title: board.title,
        quarter: QUARTER,
        quarters: QUARTERS,
        position: report.position,
        by: board.by.id,
        columns: columnsIn(board, rows).map((column) => ({
          key: columnKey(column),
          code: column.indicator.code,
          title: column.indicator.title,
          definition: column.indicator.definition,
          measure: column.measure,
        })),
        rows: rows.map(({ place, cells }) => ({ place, name: place === undefined ? '全县' : board.by.nameOf(place, policy), cells })),
        note: board.note,
        empty: !hasFigures(rows),
      };
    },
  };
}
/** How many indicators a whole report shows. */
export const INDICATOR_COUNT = INDICATORS.length;
