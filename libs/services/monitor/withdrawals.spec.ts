import { MeetingHeld, RecordWithdrawn } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { recorded, type EventClass, type Position } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { Withdrawals } from './withdrawals';

const time = '2026-10-12T10:00:00.000+08:00';
const CHILD = 'child-AAAAAAAAAAAAAAAAAAAAAA';

test.each([
  ['under a child', DvCallReceived, CHILD],
  ['of nobody', MeetingHeld, undefined],
] as const)(
  'a fact %s that is withdrawn is told of at each of its events, whichever of them was taken back; others stay',
  async (_, cls, subject) => {
    const log: EventLog = testLog(fixedClock('2026-10-12'));
    const add = (of: EventClass, corrects?: Position): Promise<Position> => write(log, [{ cls: of, time, subject, corrects }]);
    const withdrawals = new Withdrawals(log);
    const among = async (positions: readonly Position[]): Promise<readonly Position[]> => {
      const lines = await Promise.all(positions.map(async (position) => (await log.read(position - 1, 1)).lines[0]!));
      return [...(await withdrawals.among(lines.map(recorded)))];
    };
    const [first, second, stays] = [await add(cls), await add(cls), await add(cls)];
    const corrected = await add(cls, first);
    const again = await add(cls, corrected);
    expect(await among([first, second, stays, corrected, again])).toEqual([]);
    const gone = await add(RecordWithdrawn, second);
    expect(await among([first, second, stays, corrected, again, gone])).toEqual([second]);
    await add(RecordWithdrawn, corrected);
    expect(await among([first, stays, again, gone])).toEqual([first, again]);
    expect(await among([second, corrected])).toEqual([second, corrected]);
    const late = await add(cls, first);
    expect(await among([late, stays])).toEqual([late]);
  },
);
