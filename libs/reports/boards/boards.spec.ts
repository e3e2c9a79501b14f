import { DvCallReceived } from '@lianhu/departments/police';
import { at, SpecLog } from '../log.fixture';
import { isSuppressed, publish } from '../suppression/publish';
import { boardRows, BOARDS, columnKey, hasFigures } from '.';
import { domesticViolence } from './domestic-violence';

const Q = '2026-Q3';
const calls = (byTown: Readonly<Record<string, number>>): SpecLog => {
  const log = new SpecLog().child('child-a');
  for (const [town, n] of Object.entries(byTown)) {
    for (let i = 0; i < n; i++) log.add(DvCallReceived, { time: at('2026-07-01'), subject: 'child-a', area: town, incident: `${town} ${i}` }, {});
  }
  return log;
};
const published = async (log: SpecLog) => publish(await log.report(Q), { below: 5 });

test('a board shows the county first, then towns, each cell as the report shows it', async () => {
  const report = await published(calls({ '990101001': 9, '990101002': 20, '990101003': 30 }));
  const rows = boardRows(domesticViolence, report);
  expect(rows.map(({ place }) => place)).toEqual([undefined, '990101001', '990101002', '990101003']);
  expect(rows.map(({ cells }) => cells['B14.incidents']).map((cell) => cell && !isSuppressed(cell) && cell.value)).toEqual([59, 9, 20, 30]);
  for (const { cells } of rows) for (const cell of Object.values(cells)) expect(report.cells).toContain(cell);
});

test('what the report hides the board hides', async () => {
  const rows = boardRows(domesticViolence, await published(calls({ '990101001': 4, '990101002': 20, '990101003': 30 })));
  expect(rows[1]?.cells['B14.incidents']).toMatchObject({ suppressed: true });
});

test('a quarter in which nothing happened is empty; one hidden figure is not nothing', async () => {
  expect(hasFigures(boardRows(domesticViolence, await published(new SpecLog())))).toBe(false);
  expect(hasFigures(boardRows(domesticViolence, await published(calls({ '990101001': 1 }))))).toBe(true);
});

test('columns and ids are told apart; every board has columns', () => {
  expect(new Set(BOARDS.map(({ id }) => id)).size).toBe(BOARDS.length);
  for (const { columns } of BOARDS) {
    expect(columns.length).toBeGreaterThan(0);
    expect(new Set(columns.map(columnKey)).size).toBe(columns.length);
  }
});
