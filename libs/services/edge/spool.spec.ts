import { existsSync, readdirSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './edge.fixture';
import { disk } from './files';
import { Spool, SpoolFull } from './spool';

const place = scratch();
afterAll(() => place.remove());
const values = (spool: Spool): unknown[] => [...spool.entries()].map(({ value }) => value);

test('what was kept is read back in order by the next process, and nothing of it stands on disk in clear', () => {
  const spool = place.spool('order');
  for (let n = 0; n < 25; n++) spool.put({ n, name: '测试甲' });
  expect(values(place.spool('order'))).toEqual(Array.from({ length: 25 }, (_, n) => ({ n, name: '测试甲' })));
  for (const name of spool.names()) {
    const path = join(place.folder, 'order', name);
    expect(readFileSync(path).includes('测试甲')).toBe(false);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  }
});

test('a file that was half written when the power went is not there', () => {
  const spool = place.spool('half');
  const name = spool.put('whole');
  renameSync(join(place.folder, 'half', name), join(place.folder, 'half', `${name}.part`));
  spool.put('later');
  expect(values(place.spool('half'))).toEqual(['later']);
  expect(existsSync(join(place.folder, 'half', `${name}.part`))).toBe(false);
});

test.each([
  ['changed', (path: string) => writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, -1), Buffer.of(0)]))],
  ['cut short', (path: string) => truncateSync(path, 40)],
  ['shorter than its seal', (path: string) => truncateSync(path, 3)],
  ['emptied', (path: string) => truncateSync(path, 0)],
])('a file that was %s is set aside, stays for a person, and holds up nothing', (how, spoil) => {
  const spool = place.spool(how);
  const name = spool.put('first');
  spool.put('second');
  spoil(join(place.folder, how, name));
  expect(values(spool)).toEqual(['second']);
  expect([spool.damaged, place.spool(how).damaged]).toEqual([1, 1]);
  expect(readdirSync(join(place.folder, how))).toContain(`${name}.damaged`);
  spool.put('third');
  expect(values(place.spool(how))).toEqual(['second', 'third']);
});

test('a file of another key is set aside', () => {
  place.spool('key').put('first');
  expect(values(place.spool('key', undefined, Buffer.alloc(32, 8)))).toEqual([]);
});

test('a name never means another file, not even after the clock was set back or a start within the same millisecond', () => {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 0, 1));
  const given = Array.from({ length: 5 }, (_, n) => {
    const spool = place.spool('names');
    const name = spool.put(n);
    spool.drop(name);
    return name;
  });
  clock.mockRestore();
  expect(new Set(given).size).toBe(given.length);
});

test('names of an older version, without chance in them, stay in order with newer ones', () => {
  const spool = place.spool('older');
  const folder = join(place.folder, 'older');
  const first = spool.put('first');
  renameSync(join(folder, first), join(folder, first.replace(/-.*\./, '.')));
  const next = place.spool('older');
  next.put('second');
  expect(values(next)).toEqual(['first', 'second']);
});

test('a full folder takes nothing more until something is dropped, and counts anew at a start', () => {
  const size = statSync(join(place.folder, 'size', place.spool('size').put('x'.repeat(100)))).size;
  const spool = place.spool('full', 2 * size);
  const first = spool.put('a'.repeat(100));
  spool.put('b'.repeat(100));
  expect(() => spool.put('c'.repeat(100))).toThrow(SpoolFull);
  expect(() => place.spool('full', 2 * size).put('c'.repeat(100))).toThrow(SpoolFull);
  spool.drop(first);
  spool.drop(first);
  spool.put('d'.repeat(100));
  expect(() => spool.put('e')).toThrow(SpoolFull);
  expect(values(spool)).toEqual(['b'.repeat(100), 'd'.repeat(100)]);
});

test('a spool that leaves room takes nothing of the last 64 MiB of a volume, nor of the last twentieth of a small one; another takes all', () => {
  const MiB = 1024 ** 2;
  const room = { left: 0, whole: 0 };
  const files = { ...disk, room: () => room };
  const spool = (leavesRoom: boolean) => new Spool(join(place.folder, 'room'), Buffer.alloc(32, 7), { files, leavesRoom });
  const bytes = spool(false).sizeOf(spool(false).put('a'));
  for (const [whole, kept] of [
    [100_000 * MiB, 64 * MiB],
    [100 * MiB, 5 * MiB],
  ] as const) {
    Object.assign(room, { whole, left: kept + bytes });
    spool(true).put('b');
    room.left--;
    expect(() => spool(true).put('c')).toThrow(SpoolFull);
    spool(false).put('d');
  }
});
