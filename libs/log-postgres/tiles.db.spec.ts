import {
  entryOf,
  hasTile,
  openCheckpoint,
  parseTilePath,
  readTile,
  rootOf,
  std1,
  testLog,
  verifyConsistency,
  verifyInclusion,
  type EventLog,
} from '@lianhu/log';
import { testDatabase, type Database } from '@lianhu/postgres';
import { logMigrations, postgresLog } from './index';

/** Beyond 65,536 leaves the third level of tiles is in use. Unit: leaves. */
const COUNT = 66_100;
let db: Database;
let log: EventLog;
let leaves: Uint8Array[];

beforeAll(async () => {
  db = await testDatabase(logMigrations);
  log = postgresLog({ ...testLog(), url: db.urls.hub });
  const one = entryOf({ id: 'one' }); // the log does not look into claims, so one does for all
  for (let first = 0; first < COUNT; first += 1_000) {
    const entries = Array.from({ length: Math.min(1_000, COUNT - first) }, (_, i) => ({ entries: [{ ...one, id: `${first + i}` }] }));
    await log.append(entries);
  }
  leaves = (await log.leaves(0, COUNT)).map((leaf) => Buffer.from(leaf, 'base64'));
});
afterAll(async () => {
  await log.close();
  await db.stop();
});

test('proofs at every kind of edge between tiles, from an engine that has nothing in memory', async () => {
  const cold = postgresLog({ ...testLog(), url: db.urls.audit });
  const { origin, signer } = testLog();
  expect(leaves).toHaveLength(COUNT);
  const head = await cold.head();
  expect(openCheckpoint(std1, { origin, publicKey: signer.publicKey }, head.checkpoint)).toEqual({ size: COUNT, root: rootOf(std1, leaves) });
  const sizes = [1, 255, 256, 257, 511, 65_280, 65_535, 65_536, 65_537, 65_792, 66_000, COUNT];
  const roots = new Map(sizes.map((size) => [size, rootOf(std1, leaves.slice(0, size))]));
  for (const [to, root] of roots) {
    for (const from of sizes.filter((size) => size <= to)) {
      expect(verifyInclusion(std1, await cold.inclusion(from, to), leaves[from - 1] as Uint8Array, root)).toBe(true);
      expect(verifyConsistency(std1, from, to, roots.get(from) as Uint8Array, root, await cold.consistency(from, to))).toBe(true);
    }
  }
  await cold.close();
});

test('old receipts come back with a proof under the newest checkpoint', async () => {
  const { origin, signer } = testLog();
  const one = entryOf({ id: 'one' });
  const [outcome] = await log.append([{ entries: [7, 300, 65_535, 66_000].map((id) => ({ ...one, id: `${id}` })) }]);
  if (outcome?.kind !== 'replayed') throw new Error(`not a replay: ${outcome?.kind}`);
  expect(outcome.receipts.map(({ position }) => position)).toEqual([8, 301, 65_536, 66_001]);
  for (const { proof, checkpoint, position } of outcome.receipts) {
    const opened = openCheckpoint(std1, { origin, publicKey: signer.publicKey }, checkpoint ?? '');
    expect(proof && opened && verifyInclusion(std1, proof, leaves[position - 1] as Uint8Array, opened.root)).toBe(true);
  }
});

test('tiles of every level are what the leaves give, and end where the log ends', async () => {
  const cold = postgresLog({ ...testLog(), url: db.urls.audit });
  const withoutNodes: EventLog = { origin: cold.origin, leaves: (from: number, to: number) => cold.leaves(from, to) } as EventLog;
  for (const tile of ['0/000', '0/258.p/52', '1/000', '1/001.p/2', '1/000.p/7', '2/000.p/1'].map((path) => parseTilePath(path)!)) {
    expect(hasTile(tile, COUNT)).toBe(true);
    const bytes = Buffer.from(await readTile(std1, cold, tile));
    expect(bytes).toHaveLength(tile.width * 32);
    expect(bytes.equals(await readTile(std1, withoutNodes, tile))).toBe(true);
  }
  const top = await readTile(std1, cold, { level: 2, index: 0, width: 1 });
  expect(Buffer.from(top).equals(rootOf(std1, leaves.slice(0, 65_536)))).toBe(true);
  for (const path of ['0/258.p/53', '1/001.p/3', '2/000.p/2', '3/000.p/1'])
    expect([path, hasTile(parseTilePath(path)!, COUNT)]).toEqual([path, false]);
  await expect(readTile(std1, withoutNodes, { level: 0, index: 258, width: 53 })).rejects.toThrow(RangeError);
  await expect(readTile(std1, cold, { level: 0, index: 258, width: 53 })).rejects.toThrow(RangeError);
  await cold.close();
});
