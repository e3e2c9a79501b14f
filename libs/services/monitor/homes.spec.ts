import { MinorMoved, MinorRegistered } from '@lianhu/departments/hub';
import type { Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { CHILD, history } from '@lianhu/testing';
import { Homes } from './homes';

test('a home goes by position, and the older of two moves does not move a child back when it comes last', async () => {
  const { events } = history(MinorRegistered, '2026-03-20', { town: '990101000' })
    .then(MinorMoved, '2026-03-09', { town: '990101001' })
    .then(MinorMoved, '2026-03-05', { town: '990101002' })
    .then(MinorMoved, '2026-03-10', { town: '990101003' });
  const homes = new Homes({} as LogReader);
  await homes.learn(events, [CHILD]);
  expect(events.map(({ position }: Recorded) => homes.at(CHILD, position))).toEqual(['990101000', '990101001', '990101001', '990101003']);
});
