import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { HubRefuses, type EventOutcome, type Submission } from '@lianhu/services/platform';
import { Acknowledged, type Acknowledgement } from './acknowledged';
import { Crash, CrashingDisk } from './crash.fixture';
import { FakeHub, keptOf, keyOf, openFiles, scratch } from './edge.fixture';
import type { Files } from './files';
import { Outbox } from './outbox';
import { Spool } from './spool';

const place = scratch();
afterAll(() => place.remove());
const KEY = Buffer.alloc(32, 7);
/** Runs of each property; LIANHU_CRASH_RUNS runs them longer. */
const RUNS = Number(process.env['LIANHU_CRASH_RUNS'] ?? 120);

/** A process at work on a folder until it is through or dies. Answers whether it died. */
function dies(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof Crash) return true;
    throw error;
  }
}

const step = fc.oneof({ weight: 3, arbitrary: fc.constant('put' as const) }, { weight: 1, arbitrary: fc.constant('drop' as const) });
const crash = fc.record({
  at: fc.nat(60),
  before: fc.boolean(),
  fates: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
});
const diskOf = ({ at, before, fates }: { at: number; before: boolean; fates: number[] }): CrashingDisk => {
  let n = 0;
  return new CrashingDisk(at, before, () => fates[n++ % fates.length] as number);
};
function inFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(join(place.folder, 'crash-'));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a spool whose power fails between any two operations holds what was promised, in order, whole, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.array(crash, { minLength: 1, maxLength: 3 }), (steps, crashes) =>
      inFolder((folder) => {
        const promised: number[] = [];
        const open = new Set<number>();
        let next = 0;
        const names = new Map<number, string>();
        for (const one of crashes) {
          const files: Files = diskOf(one);
          dies(() => {
            const spool = new Spool(folder, KEY, { files });
            for (const what of steps) {
              if (what === 'put') {
                const value = next++;
                open.add(value);
                names.set(value, spool.put(value));
                open.delete(value);
                promised.push(value);
              } else if (promised[0] !== undefined) {
                const value = promised.shift() as number;
                open.add(value);
                spool.drop(names.get(value) as string);
                open.delete(value);
              }
            }
          });
          const spool = new Spool(folder, KEY);
          const found = [...spool.entries()].map(({ value }) => value as number);
          expect(spool.damaged).toBe(0);
          expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
          expect(promised.filter((value) => !found.includes(value))).toEqual([]);
          expect(found.filter((value) => !promised.includes(value) && !open.has(value))).toEqual([]);
          // What was half done may be there: it counts from now on.
          promised.splice(0, promised.length, ...found);
          open.clear();
          for (const [at, value] of found.entries()) names.set(value, spool.names()[at] as string);
        }
      }),
    ),
    { numRuns: RUNS },
  );
});

test('whatever an outbox answered for stands exactly once at the hub, wherever it is killed and however often the hub breaks off', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('keep', 'keep-three', 'forward', 'hub-breaks', 'hub-breaks-after'), { maxLength: 10 }),
      fc.array(crash, { minLength: 1, maxLength: 3 }),
      async (steps, crashes) => {
        const folder = mkdtempSync(join(place.folder, 'outbox-'));
        const hub = new FakeHub();
        const promised = new Set<string>();
        let next = 0;
        for (const one of crashes) await live(folder, hub, steps, diskOf(one), promised, () => `e${String(next++).padStart(3, '0')}`);
        hub.before = () => undefined;
        const last = outboxOn(folder, hub);
        await last.forward();
        expect([...promised].filter((id) => hub.stands.filter((one) => one === id).length !== 1)).toEqual([]);
        expect(new Set(hub.stands).size).toBe(hub.stands.length);
        expect([last.size, last.damaged]).toEqual([0, 0]);
        await last.close();
        rmSync(folder, { recursive: true, force: true });
      },
    ),
    { numRuns: Math.ceil(RUNS / 2) },
  );
});

const outboxOn = (folder: string, hub: FakeHub, files?: Files): Outbox =>
  new Outbox('police', hub, {
    waiting: new Spool(join(folder, 'outbox'), KEY, { files }),
    urgent: new Spool(join(folder, 'urgent'), KEY, { files }),
    refused: new Spool(join(folder, 'refused'), KEY, { files }),
  });

/** One life of an outbox: it does its steps until its disk dies. What `keep` returned for was promised to a sender. */
async function live(folder: string, hub: FakeHub, steps: readonly string[], files: Files, promised: Set<string>, name: () => string): Promise<void> {
  let outbox: Outbox | undefined;
  let breaks = false;
  hub.before = ({ batches }) => {
    if (breaks) throw new Crash('the hub broke off before it took anything');
    // Over the second of three it trips, so that the three are kept apart.
    if (batches.some(({ events }) => events.some(({ claim }) => claim.endsWith('-2')))) throw new HubRefuses(500);
  };
  try {
    outbox = outboxOn(folder, hub, files);
    for (const what of steps) {
      breaks = what === 'hub-breaks';
      const id = name();
      if (what === 'keep') {
        outbox.keep(keptOf(id));
        promised.add(id);
        expect(outbox.waitingHash(keyOf(id))).toBeDefined();
      } else if (what === 'keep-three') {
        const three = [`${id}-1`, `${id}-2`, `${id}-3`];
        outbox.keep(keptOf(...three));
        for (const one of three) promised.add(one);
      } else if (what === 'hub-breaks-after') {
        // The hub takes it, and its answer is lost: the edge keeps what it is not sure of.
        await hub.submit('police', keptOf(id).submission);
        outbox.keep(keptOf(id));
        promised.add(id);
      } else await outbox.forward();
    }
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  } finally {
    await outbox?.close();
  }
}

/** A submission of two events with the leaves under which the hub acknowledged them. */
const taken = (name: string): readonly [Submission, EventOutcome[][]] => {
  const both = [`${name}0`, `${name}1`];
  const events = both.map((id, index) => ({ index, path: [], claim: id, sentHash: '', salt: '', values: { secret: id } }));
  const batch = { department: 'police', keyId: 'police-1', size: 2, root: '', signature: '', events };
  const receiptOf = (id: string) => ({ source: 's', id, position: 1, leafHash: `leaf-${id}` });
  return [{ batches: [batch] }, [both.map((id) => ({ status: 201, receipt: receiptOf(id) as never }))]];
};

const claimsOf = (records: readonly Acknowledgement[]): string[] =>
  records.flatMap(({ kept: { submission } }) => submission.batches.flatMap(({ events }) => events.map(({ claim }) => claim)));

test('killed at any step of giving erased events up, an edge ends without them and with all others; a repetition is not kept either', async () => {
  const full = join(place.folder, 'acknowledged');
  const erased = new Set(['leaf-a1', 'leaf-c0', 'leaf-c1', 'leaf-d0']);
  const open = (folder: string, files?: Files) => new Acknowledged(folder, KEY, undefined, 1, files);
  const kept = async (acknowledged: Acknowledged): Promise<string[]> => {
    const records = await Promise.all((await acknowledged.roll()).map((name) => acknowledged.read(name)));
    return claimsOf(records.flat());
  };
  const first = open(full);
  for (const name of 'abcd') await first.add(...taken(name), { size: 1, root: Buffer.alloc(32) });
  await first.close();
  const others = ['a0', 'b0', 'b1', 'd1'];
  let at = 0;
  for (let died = true; died; at++) {
    for (const before of [true, false]) {
      const folder = join(place.folder, `drop-${at}-${before}`);
      cpSync(full, folder, { recursive: true, preserveTimestamps: true });
      died = await open(folder, new CrashingDisk(at, before, () => 0.4))
        .drop(erased)
        .then(
          () => false,
          (error: unknown) => error instanceof Crash,
        );
      expect(await kept(open(folder))).toEqual(expect.arrayContaining(others));
      const again = open(folder);
      await again.drop(erased);
      expect(await kept(again)).toEqual(others);
      await again.add(...taken('c'), { size: 1, root: Buffer.alloc(32) });
      await again.close();
      expect([await kept(again), readdirSync(folder).filter((name) => !name.endsWith('.ack'))]).toEqual([others, []]);
    }
  }
  expect(at).toBeGreaterThan(8);
});

test('a file that cannot be read keeps no other from giving up what is erased; it alone is tried again, and ends no file at work', async () => {
  const folder = join(place.folder, 'unreadable');
  const unreadable = join(folder, `${'0'.repeat(15)}.ack`);
  mkdirSync(unreadable, { recursive: true });
  const acknowledged = new Acknowledged(folder, KEY);
  const giveUp = () => acknowledged.drop(new Set(['leaf-a0', 'leaf-b1']));
  for (const name of 'abc') {
    await acknowledged.add(...taken(name), { size: 1, root: Buffer.alloc(32) });
    await expect(giveUp()).rejects.toThrow(/cannot be read/);
  }
  const [, first = '', second = '', ...more] = readdirSync(folder).sort();
  expect([claimsOf(await acknowledged.read(first)), claimsOf(await acknowledged.read(second)), more]).toEqual([['a1'], ['b0', 'c0', 'c1'], []]);
  rmdirSync(unreadable);
  await giveUp();
  await acknowledged.close();
});

test('a disk that fails when a file is ended leaves none open', async () => {
  const folder = join(place.folder, 'failing');
  const acknowledged = new Acknowledged(folder, KEY);
  await acknowledged.add(...taken('a'), { size: 1, root: Buffer.alloc(32) });
  const other = await open(join(place.folder, 'other'), 'w');
  const failing = jest.spyOn(Object.getPrototypeOf(other) as typeof other, 'datasync').mockRejectedValueOnce(new Error('EIO'));
  await other.close();
  await acknowledged.roll();
  failing.mockRestore();
  expect([acknowledged.whole, openFiles(folder)]).toEqual([false, []]);
});
