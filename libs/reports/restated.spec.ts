import { DvCallReceived } from '@lianhu/departments/police';
import { at, SpecLog } from './log.fixture';
import type { RawReport } from './report';
import { publishAgain } from './restated';
import { isSuppressed, publish } from './suppression/publish';

const TOWNS = ['990101001', '990101002', '990101003'];
const publishing = { below: 5 };

/** A report with so many calls by town. */
function callsOf(...calls: readonly number[]): Promise<RawReport> {
  const log = new SpecLog();
  calls.forEach((count, town) => {
    for (let i = 0; i < count; i += 1)
      log.add(DvCallReceived, { time: at('2026-07-20'), subject: 'child-a', area: TOWNS[town], incident: `${town}-${i}` }, {});
  });
  return log.report('2026-Q3');
}
/** What the second version shows of calls, by town and for the county; ‹ for what is suppressed. */
async function again(before: readonly number[], after: readonly number[]): Promise<readonly (number | string | undefined)[]> {
  const earlier = publish(await callsOf(...before), publishing);
  const { cells } = publishAgain(await callsOf(...after), publishing, earlier);
  return [...TOWNS.map((town) => `town=${town}`), 'county'].map((place) => {
    const cell = cells.find(({ id }) => id === `B14.incidents|${place}`);
    return cell && (isSuppressed(cell) ? '‹' : cell.value);
  });
}

test('figures that stay large are shown in the next version', async () => {
  expect(await again([9, 20, 30], [8, 20, 30])).toEqual([8, 20, 30, 58]);
});

test('a figure that becomes small takes its whole indicator with it: the shown figures of before would tell it', async () => {
  expect(await again([5, 20, 30], [4, 20, 30])).toEqual(['‹', '‹', '‹', '‹']);
});

test('what was suppressed stays suppressed, also when it is large now', async () => {
  expect((await again([4, 9, 20], [6, 9, 20])).slice(0, 2)).toEqual(['‹', '‹']);
});
