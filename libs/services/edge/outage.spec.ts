import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { scratch } from './edge.fixture';
import { disk, type Files } from './files';
import { ids, Scene } from './scene.fixture';
import { Spool, SpoolFull } from './spool';

const place = scratch();
afterAll(() => place.remove());

/** Events while the hub is away. LIANHU_OUTAGE_EVENTS=90000 are 72 hours at 20 a minute, and prints what it measured. */
const EVENTS = Number(process.env['LIANHU_OUTAGE_EVENTS'] ?? 400);
const MEASURED = process.env['LIANHU_OUTAGE_EVENTS'] !== undefined;
/** What the heap may grow by in an outage beside what every event costs in the index. Units: bytes, bytes an event. */
const HEAP = { fixed: 16 * 1024 * 1024, each: 500 };

/** What is in use when all that can be freed is freed. Unit: bytes. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** Work done so far, whatever else the machine does. Unit: milliseconds of processor time. */
const cpuMs = (): number => process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000;
const bytesIn = (folder: string): number => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

test(
  'an outage: every event is stored one by one in bounded memory, the folder alone goes on elsewhere, and all of it stands once',
  async () => {
    const scene = await Scene.begin(join(place.folder, 'outage'));
    scene.hub.away = true;
    const heap = heapInUse();
    const began = cpuMs();
    const names = ids('o', EVENTS);
    for (const id of names) expect((await scene.push(id)).status).toBe(202);
    const stored = cpuMs();
    const grown = heapInUse() - heap;
    expect(grown).toBeLessThan(HEAP.fixed + HEAP.each * EVENTS);
    const bytes = bytesIn(join(scene.folder, 'outbox'));
    await scene.edge.upkeep.close();
    await scene.edge.outbox.close();
    const elsewhere = join(place.folder, 'elsewhere');
    cpSync(scene.folder, elsewhere, { recursive: true });
    scene.folder = elsewhere;
    const copied = cpuMs();
    scene.start();
    const started = cpuMs();
    expect(scene.edge.outbox.size).toBe(EVENTS);
    expect((await scene.push('o0')).status).toBe(202);
    scene.hub.away = false;
    await scene.edge.outbox.forward();
    const drained = cpuMs();
    expect([scene.edge.outbox.size, await scene.hub.ids()]).toEqual([0, names]);
    if (MEASURED) {
      const ms = (from: number, to: number): number => Math.round(to - from);
      console.log(
        JSON.stringify({
          events: EVENTS,
          storeMs: ms(began, stored),
          eventMs: (stored - began) / EVENTS,
          heapMiB: grown / 2 ** 20,
          diskMiB: bytes / 2 ** 20,
          restartMs: ms(copied, started),
          drainMs: ms(started, drained),
        }),
      );
    }
    await scene.close();
  },
  60_000 + EVENTS * 30,
);

/** A disk with no room left for files larger than nothing. */
const fullDisk = (full: () => boolean): Files => ({
  ...disk,
  write: (path, blob) => {
    if (!full()) return disk.write(path, blob);
    disk.write(path, blob.subarray(0, 10));
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  },
});

test('a full disk: nothing is promised that is not stored, no torn file stays, and it goes on when there is room', () => {
  let full = false;
  const folder = join(place.folder, 'full');
  mkdirSync(folder);
  const spool = new Spool(folder, Buffer.alloc(32, 7), { files: fullDisk(() => full) });
  spool.put('a');
  full = true;
  expect(() => spool.put('b')).toThrow(SpoolFull);
  expect(readdirSync(folder)).toHaveLength(1);
  full = false;
  spool.put('c');
  expect([...new Spool(folder, Buffer.alloc(32, 7)).entries()].map(({ value }) => value)).toEqual(['a', 'c']);
});

test('an edge without room says so to the sender (507), for an outage and for what waits for a person; with room it takes the same', async () => {
  const scene = await Scene.begin(join(place.folder, 'no-room'));
  scene.hub.away = true;
  const noRoom = (): never => {
    throw new SpoolFull();
  };
  const { keep } = scene.edge.outbox;
  scene.edge.outbox.keep = noRoom;
  await expect(scene.push('a')).rejects.toMatchObject({ code: 'storage-full', extra: { retryAfter: 60 } });
  await expect(scene.pushAtomic(['b', 'c'])).rejects.toMatchObject({ code: 'storage-full' });
  scene.edge.outbox.keep = keep;
  expect([scene.edge.outbox.size, existsSync(join(scene.folder, 'outbox'))]).toEqual([0, true]);
  expect((await scene.push('a')).status).toBe(202);
  await scene.close();
});
