import { MinorMoved } from '@lianhu/departments/hub';
import { at, SpecLog } from './log.fixture';

const CHILD = 'child-a';
const moved = (log: SpecLog, day: string, town: string, recordedOn = day): SpecLog =>
  log.add(MinorMoved, { time: at(day), recordedAt: at(recordedOn), subject: CHILD }, { town });
const townOf = async (log: SpecLog, quarter: string): Promise<readonly string[]> =>
  (await log.report(quarter)).cells.flatMap(({ id, value }) => (value === 1 && /^A01\.minors\|town=\d+$/.test(id) ? [id.slice(-9)] : []));

test('a child is counted in the town where it lived at the end of the quarter', async () => {
  const log = moved(moved(new SpecLog().child(CHILD), '2026-06-30', '990101002'), '2026-07-01', '990101003');
  expect(await townOf(log, '2026-Q1')).toEqual(['990101001']);
  expect(await townOf(log, '2026-Q2')).toEqual(['990101002']);
  expect(await townOf(log, '2026-Q3')).toEqual(['990101003']);
});

test('the older of two moves that came last is not where it lived at the end', async () => {
  const log = moved(moved(new SpecLog().child(CHILD), '2026-09-10', '990101002'), '2026-09-05', '990101003', '2026-09-11');
  expect(await townOf(log, '2026-Q3')).toEqual(['990101002']);
});
