import type { OwnEvent } from '@lianhu/services/platform';
import { Anchors, type AnchorParts } from './anchors';

const MONDAY = Date.parse('2026-10-12T09:00:00+08:00');
const DAY = 86_400_000;
let now = MONDAY;
let hubIsAway = false;
let broken: string | undefined;
let own: OwnEvent[] = [];
let read: string[] = [];
beforeEach(() => {
  [now, hubIsAway, broken, own, read] = [MONDAY, false, undefined, [], ['2026-10-08', '2026-10-09', '2026-10-12']];
});

/** A monitor that starts; the log has what the hub was given. */
const start = (): Anchors => {
  const parts = {
    clock: { now: () => now },
    hub: {
      own: async (events: readonly OwnEvent[]) => {
        if (hubIsAway) throw new Error('the hub is away');
        own.push(...events);
        return [];
      },
    },
    accessLog: {
      daysBefore: async (day: string) => read.filter((one) => one < day),
      dayRoot: async (day: string) => {
        if (day === broken) throw new Error('broken');
        return { reads: read.includes(day) ? 7 : 0, root: `root of ${day}` };
      },
    },
    log: {
      read: async () => ({
        lines: own.map(({ type, data }, n) => ({
          position: n + 1,
          leafHash: '',
          claim: JSON.stringify({ type, id: `${n}`, time: '2026-10-12T00:00:00.000+08:00', data }),
          stamp: JSON.stringify({ position: n + 1, recordedAt: '2026-10-12T00:00:00.000+08:00', department: 'hub' }),
          bound: '{}',
        })),
        head: own.length,
        scannedTo: own.length,
      }),
    },
  } as unknown as AnchorParts;
  return new Anchors(parts);
};
const days = (): unknown[] => own.map(({ data }) => (data as { day: string }).day);

test('stopped on Friday and started on Monday: Friday has its anchor too, and so has Sunday, on which nobody read', async () => {
  const anchors = start();
  await anchors.drop();
  expect(days()).toEqual(['2026-10-08', '2026-10-09', '2026-10-11']);
  expect(own[1]).toEqual({
    type: 'hub.access-log.anchored',
    id: 'access-log-2026-10-09',
    time: '2026-10-10T00:00:00.000+08:00',
    data: { day: '2026-10-09', reads: 7, root: 'root of 2026-10-09' },
  });
  await anchors.drop();
  await start().drop();
  expect(days()).toHaveLength(3);
  now += DAY;
  await anchors.drop();
  expect(days().slice(3)).toEqual(['2026-10-12']);
});

test('the hub is away over two days: both are anchored when it is back', async () => {
  const anchors = start();
  await anchors.drop();
  hubIsAway = true;
  now += DAY;
  await expect(anchors.drop()).rejects.toThrow('away');
  read.push('2026-10-13');
  now += DAY;
  await expect(anchors.drop()).rejects.toThrow('away');
  hubIsAway = false;
  await anchors.drop();
  expect(days().slice(3)).toEqual(['2026-10-12', '2026-10-13']);
});

test('a day that somebody changed is said and keeps no other from its anchor', async () => {
  broken = '2026-10-09';
  await expect(start().drop()).rejects.toThrow('broken');
  expect(days()).toEqual(['2026-10-08', '2026-10-11']);
});
