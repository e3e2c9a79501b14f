import type { Cell, Measure, Report } from '../api/report-types';

/** A figure of the whole county that a department's events feed. */
export interface OwnMeasure {
  readonly key: string;
  readonly title: string;
  readonly measure: Measure;
  readonly cell: Cell;
}

const MEASURE = /\.([^|]*)\|/;

/** The undivided cells of those indicators that count events of a department, in the order of the report. */
export function ownMeasures({ indicators, cells }: Pick<Report, 'indicators' | 'cells'>, department: string): readonly OwnMeasure[] {
  const whole = cells.filter(({ breakdown }) => Object.keys(breakdown ?? {}).length === 0);
  return indicators
    .filter(({ departments }) => departments?.includes(department) === true)
    .flatMap(({ code, title, measures = [] }) =>
      measures.flatMap((measure) => {
        const cell = whole.find(({ id, indicator, measure: of }) => indicator === code && (of ?? MEASURE.exec(id)?.[1]) === measure.id);
        const words = measures.length === 1 || measure.title === title ? title : `${title}：${measure.title}`;
        return cell ? [{ key: `${code}.${measure.id}`, title: words, measure, cell }] : [];
      }),
    );
}
