import { fixedClock, testLog } from '@lianhu/testing';
import { std1 } from '@lianhu/log';
import { HistoryDiverged } from './errors';
import { readLine } from './lines';
import { happen } from './random-log.fixture';
import { DvCallReceived } from '@lianhu/departments/police';

test('a line whose bytes are others is noticed, also when it has just been read as it was', async () => {
  const clock = fixedClock('2026-03-10');
  const log = testLog(clock);
  await happen(log, clock, [{ what: DvCallReceived, child: 1, passed: 1, late: 0, detail: 1, correctsBefore: false }]);
  const [line] = (await log.read(1, 1)).lines;
  if (!line) throw new Error('nothing was written');
  const { event } = readLine(std1, line);
  expect(readLine(std1, { ...line }).event).toEqual(event);
  for (const part of ['claim', 'stamp', 'bound'] as const)
    expect(() => readLine(std1, { ...line, [part]: line[part].replace('"', ' "') })).toThrow(HistoryDiverged);
  expect(readLine(std1, { ...line, position: line.position + 512 }).event.position).toBe(line.position + 512);
});
