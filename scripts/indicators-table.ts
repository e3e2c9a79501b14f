import { BOARDS, columnKey, INDICATORS, NOT_YET, PROTECTIONS, UNIT_TITLES, type BoardColumn, type Indicator, type Measure } from '@lianhu/reports';

const unitOf = (measure: Measure): string => `${measure.title}（${UNIT_TITLES[measure.unit]}）`;
const breakdownsOf = ({ breakdowns }: Indicator): string =>
  breakdowns.map((dimensions) => (dimensions.length === 0 ? '全县' : dimensions.map(({ title }) => title).join('×'))).join('；');
const sourcesOf = ({ sources }: Indicator): string => sources.map(({ type }) => (type === undefined ? 'every event' : `\`${type}\``)).join(', ');
const rowOf = (indicator: Indicator): string =>
  `| ${indicator.code} | ${indicator.title} | ${indicator.definition} | ${indicator.measures.map(unitOf).join('、')} | ${breakdownsOf(indicator)} | ${sourcesOf(indicator)} |`;

/** Keys of a board's figures; those by code once, with the list. */
const columnTexts = (columns: readonly BoardColumn[]): readonly string[] => [
  ...new Set(
    columns.map((column) => (column.where ? `${column.indicator.code}.${column.measure.id} by ${column.where.dimension}` : columnKey(column))),
  ),
];

/** `docs/indicators.md`: every indicator and board as declared, and what cannot be counted yet. */
export function indicatorsTable(): string {
  const groups = PROTECTIONS.map(([protection, title]) => {
    const own = INDICATORS.filter((indicator) => indicator.protection[0] === protection);
    return `## ${title}（${own.length}）

| code | 指标 | 口径 | figures | broken down by | source events |
| --- | --- | --- | --- | --- | --- |
${own.map(rowOf).join('\n')}`;
  });
  const boards = BOARDS.map(
    ({ view, title, id, units, office, by, columns, note }) =>
      `| ${view} | ${title} \`${id}\` | ${[...(office ? ['office'] : []), ...units].join(', ')} | ${by.title} | ${columnTexts(columns).join(', ')} | ${note ?? ''} |`,
  );
  const missing = NOT_YET.map(({ code, title, why }) => `| ${code} | ${title} | ${why} |`);
  return `# Indicators and count boards

Generated from \`libs/reports\` by \`node scripts/generate.mjs\`; do not edit. An indicator is declared in one place: what each event
says (\`libs/reports/counted.ts\`), its figures, its breakdowns. Every figure is compared with the quarter before (环比) and the year
before (同比), small cells are suppressed, and its events open by right. Codes are those of the national and county forms;
a letter or \`L5\` behind one marks the part of it that divides in another way or is restricted.

Stocks are those of 24:00 of the quarter's last day, flows happened in the quarter; both count what was recorded by the cut-off.
Shares of what has long to be answered (90 days, 30 days, a date in the paper itself) count those whose time ran out in the quarter.
Leaving inspectors, auditors and the leading group aside, a board is seen by the units named.

${groups.join('\n\n')}

## Count boards

| view | board | seen by | rows | figures | not on it |
| --- | --- | --- | --- | --- | --- |
${boards.join('\n')}

## Not counted yet

Nothing of these is shown, not even 0.

| code | 指标 | why |
| --- | --- | --- |
${missing.join('\n')}
`;
}
