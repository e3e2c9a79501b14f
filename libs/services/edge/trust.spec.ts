import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signNextKey, std1 } from '@lianhu/log';
import type { EventOutcome } from '@lianhu/services/platform';
import { createEdge } from './create-edge';
import { scratch } from './edge.fixture';
import { MemoryHub, ORIGIN } from './memory-hub.fixture';
import { fork, ids, NOW, Scene, SENDER } from './scene.fixture';

const place = scratch();
afterAll(() => place.remove());
let number = 0;
let scene: Scene;
const STOPPED = { code: 'edge-stopped' };

beforeEach(async () => (scene = await Scene.begin(join(place.folder, `trust-${++number}`))));
afterEach(() => scene.close());

const stopsWith = async (code: string): Promise<void> => {
  expect(scene.edge.stop.alarm?.code).toBe(code);
  await expect(scene.push('while-stopped')).rejects.toMatchObject({ code: 'edge-stopped', extra: { detail: code } });
  await expect(scene.pushAtomic(['x', 'y'])).rejects.toMatchObject(STOPPED);
  const sent = scene.hub.submissions;
  await scene.edge.outbox.forward();
  expect(scene.hub.submissions).toBe(sent);
  await scene.restart();
  expect(scene.edge.stop.alarm?.code).toBe(code);
  await expect(scene.push('while-stopped')).rejects.toMatchObject(STOPPED);
};

describe('the log that an edge watches', () => {
  test('every checkpoint continues the one before, over restarts, and the newest verified is on disk', async () => {
    await scene.pushEach(ids('a', 5));
    await scene.edge.watch.check();
    expect(scene.edge.watch.size).toBe(await scene.hub.position());
    await scene.restart();
    expect(scene.edge.watch.size).toBe(await scene.hub.position());
    await scene.pushEach(ids('b', 5));
    await scene.edge.watch.check();
    expect([scene.edge.watch.size, scene.edge.stop.alarm]).toEqual([await scene.hub.position(), undefined]);
  });

  test('a hub that holds less than it has signed stops the edge: nothing is taken, nothing forwarded, over restarts', async () => {
    await scene.pushEach(ids('a', 3));
    await scene.edge.watch.check();
    await scene.hub.restore((await scene.hub.position()) - 1);
    await scene.edge.watch.check();
    await stopsWith('log-shorter');
  });

  test('a restored hub is noticed at the start, before anything is sent to it', async () => {
    await scene.pushEach(ids('a', 3));
    await scene.edge.watch.check();
    scene.hub.away = true;
    expect((await scene.push('kept')).status).toBe(202);
    scene.hub.away = false;
    await scene.hub.restore(3);
    await scene.restart();
    const sent = scene.hub.submissions;
    await scene.edge.outbox.forward();
    expect([scene.edge.stop.alarm?.code, scene.hub.submissions, scene.edge.outbox.size]).toEqual(['log-shorter', sent, 1]);
  });

  test('a history that was rewritten is told from one that grew, also when it is longer', async () => {
    await scene.pushEach(ids('a', 3));
    await scene.edge.watch.check();
    const other = await new MemoryHub().begin(scene.edge.keys.made[0]);
    scene.hub.log = other.log;
    await fork(scene.hub, 4);
    await scene.edge.watch.check();
    await stopsWith('history-diverged');
  });

  test('a checkpoint that came with a receipt and is of another history stops the edge although the head is good', async () => {
    await scene.pushEach(['a']);
    await scene.edge.watch.check();
    const other = await new MemoryHub().begin(scene.edge.keys.made[0]);
    await fork(other, 1);
    scene.edge.watch.see((await other.log.head()).checkpoint);
    await scene.edge.watch.check();
    await stopsWith('history-diverged');
  });

  test('another signing key of the log stops the edge; so does a trust file that names another one', async () => {
    await scene.pushEach(['a']);
    await scene.edge.watch.check();
    const trust = { origin: ORIGIN, publicKey: new MemoryHub(Buffer.alloc(32, 9)).publicKey };
    await scene.restart(trust);
    expect(scene.edge.stop.alarm?.code).toBe('other-log');
    scene.hub = new MemoryHub(Buffer.alloc(32, 9));
    scene.folder = join(place.folder, `trust-${++number}`);
    scene.start({ origin: ORIGIN, publicKey: new MemoryHub().publicKey });
    await scene.hub.begin(scene.edge.keys.made[0]);
    await scene.edge.watch.check();
    await stopsWith('other-log');
  });

  test("a key of the department that this edge did not make stops it; the edge's own and an accepted one do not", async () => {
    await scene.pushEach(['a']);
    await scene.edge.watch.check();
    const foreign = await foreignKey();
    await scene.edge.watch.check();
    expect(scene.edge.stop.alarm?.detail).toBe(foreign);
    await stopsWith('foreign-key');
    expect(await scene.ask('trust-again')).toMatchObject({ done: true });
    await scene.edge.watch.check();
    expect(scene.edge.stop.alarm).toBeUndefined();
    await scene.pushEach(['b']);
  });

  test('a disk that takes nothing is no reason to refuse events that the hub takes; an alarm stands all the same', async () => {
    mkdirSync(join(scene.folder, 'log.json.part', 'x'), { recursive: true });
    mkdirSync(join(scene.folder, 'alarm.json.part', 'x'), { recursive: true });
    await scene.pushEach(ids('a', 2));
    await scene.edge.watch.check();
    expect([scene.edge.watch.size, existsSync(join(scene.folder, 'log.json'))]).toEqual([await scene.hub.position(), false]);
    await scene.hub.restore(2);
    await scene.edge.watch.check();
    expect(scene.edge.stop.alarm?.code).toBe('log-shorter');
    await expect(scene.push('b')).rejects.toMatchObject(STOPPED);
  });

  test('a memory of the log that cannot be read is no reason to believe the hub again', async () => {
    await scene.pushEach(['a']);
    await scene.edge.watch.check();
    writeFileSync(join(scene.folder, 'log.json'), '{"orig');
    await expect(scene.restart()).rejects.toThrow(SyntaxError);
  });

  /** Somebody signs another key with the department's own: as who has stolen it would. */
  async function foreignKey(): Promise<string> {
    const copy = createEdge({
      ...{ department: 'police', folder: `${scene.folder}-copy`, origin: ORIGIN, policyArea: '990101', suite: std1 },
      ...{ clock: { now: () => Date.parse(NOW) }, hub: scene.hub, log: scene.hub },
    });
    await copy.close();
    const next = copy.keys.current;
    const previous = signNextKey(std1, ORIGIN, { keyId: scene.edge.keys.current.keyId, seed: scene.seed() }, { department: 'police', ...next });
    await scene.hub.registerKey('police', { ...next, previous });
    return next.keyId;
  }
});

describe('receipts', () => {
  const spoil = (change: (receipt: Record<string, unknown>) => object) => (outcomes: EventOutcome[][]) =>
    outcomes.map((batch) =>
      batch.map((outcome) => ('receipt' in outcome ? { ...outcome, receipt: change(outcome.receipt as never) as never } : outcome)),
    );
  const flip = (text: unknown): string => `${String(text).startsWith('A') ? 'B' : 'A'}${String(text).slice(1)}`;

  test.each([
    ['the claim', 'bad-receipt', (receipt: Record<string, unknown>) => ({ ...receipt, claimHash: flip(receipt['claimHash']) })],
    ['the bound', 'bad-receipt', (receipt: Record<string, unknown>) => ({ ...receipt, boundHash: flip(receipt['boundHash']) })],
    ['the leaf', 'bad-receipt', (receipt: Record<string, unknown>) => ({ ...receipt, leafHash: flip(receipt['leafHash']) })],
    ['the position', 'bad-receipt', (receipt: Record<string, unknown>) => ({ ...receipt, position: Number(receipt['position']) + 1 })],
    [
      'the time',
      'bad-receipt',
      (receipt: Record<string, unknown>) => ({ ...receipt, stamp: { ...(receipt['stamp'] as object), recordedAt: '2026-01-01T00:00:00.000+08:00' } }),
    ],
    ['the proof', 'bad-receipt', (receipt: Record<string, unknown>) => ({ ...receipt, proof: { ...(receipt['proof'] as object), hashes: [] } })],
    ['no proof', 'bad-receipt', ({ proof: _proof, ...receipt }: Record<string, unknown>) => receipt],
    [
      'the checkpoint',
      'bad-checkpoint',
      (receipt: Record<string, unknown>) => ({ ...receipt, checkpoint: String(receipt['checkpoint']).replace(/\n2\n|\n3\n/, '\n9\n') }),
    ],
    ['no checkpoint', 'bad-checkpoint', ({ checkpoint: _checkpoint, ...receipt }: Record<string, unknown>) => receipt],
  ])('a receipt that does not hold (%s) is never handed on: the event is kept and the edge stops', async (_what, code, change) => {
    scene.hub.tamper = spoil(change);
    expect(await scene.push('a')).toMatchObject({ status: 202, state: 'stored' });
    expect([scene.edge.stop.alarm?.code, scene.edge.outbox.size]).toEqual([code, 1]);
    scene.hub.tamper = (outcomes) => outcomes;
    await stopsWith(code);
    expect(await scene.ask('trust-again')).toMatchObject({ done: true });
    await scene.edge.outbox.forward();
    expect([scene.edge.outbox.size, await scene.hub.ids()]).toEqual([0, ['a']]);
  });

  test('a receipt of somebody else’s event is none of this one', async () => {
    await scene.pushEach(['a']);
    const first = await scene.hub.find('police', SENDER.source as string, 'a');
    scene.hub.tamper = (outcomes) => outcomes.map((batch) => batch.map((outcome) => ({ ...outcome, receipt: first?.receipt }) as EventOutcome));
    expect((await scene.push('b')).status).toBe(202);
    expect(scene.edge.stop.alarm?.code).toBe('bad-receipt');
  });
});

describe('a hub that was restored from a backup', () => {
  test('is made whole again from what the edge keeps: everything acknowledged stands exactly once', async () => {
    await scene.pushEach(ids('a', 4));
    await scene.pushAtomic(ids('g', 3));
    const early = await scene.hub.position();
    await scene.pushEach(ids('b', 4));
    await scene.pushAtomic(ids('h', 3));
    await scene.edge.watch.check();
    const all = await scene.hub.ids();
    await scene.hub.restore(early);
    expect(await scene.hub.ids()).toHaveLength(7);
    await scene.edge.watch.check();
    expect(scene.edge.stop.alarm?.code).toBe('log-shorter');
    await scene.restart();
    expect(await scene.ask('push-again')).toMatchObject({ done: true, from: early, events: 7 });
    await scene.edge.outbox.forward();
    expect([(await scene.hub.ids()).sort(), scene.edge.outbox.size, scene.edge.edge.refusals.list()]).toEqual([[...all].sort(), 0, []]);
    await scene.edge.watch.check();
    expect(scene.edge.stop.alarm).toBeUndefined();
    await scene.pushEach(['after']);
  });

  test('the same when it has gone on with others’ events meanwhile', async () => {
    await scene.pushEach(ids('a', 3));
    const early = await scene.hub.position();
    await scene.pushEach(ids('b', 3));
    await scene.edge.watch.check();
    await scene.hub.restore(early);
    await fork(scene.hub, 9);
    await scene.edge.watch.check();
    expect(scene.edge.stop.alarm?.code).toBe('history-diverged');
    expect(await scene.ask('push-again')).toMatchObject({ done: true, from: early, events: 3 });
    await scene.edge.outbox.forward();
    expect((await scene.hub.ids()).sort()).toEqual([...ids('a', 3), ...ids('b', 3)]);
  });

  test('asked again after a crash in the middle, everything still stands once', async () => {
    await scene.pushEach(ids('a', 6));
    await scene.edge.watch.check();
    await scene.hub.restore(2);
    await scene.edge.watch.check();
    const clear = scene.edge.stop.clear.bind(scene.edge.stop);
    scene.edge.stop.clear = () => {
      throw new Error('killed here');
    };
    await scene.ask('push-again');
    expect([scene.edge.outbox.size, scene.edge.stop.alarm?.code]).toEqual([6, 'log-shorter']);
    scene.edge.stop.clear = clear;
    await scene.restart();
    await scene.ask('push-again');
    await scene.edge.outbox.forward();
    expect((await scene.hub.ids()).sort()).toEqual(ids('a', 6));
  });

  test('a backup from before a rotation of keys gets the keys again too', async () => {
    await scene.pushEach(ids('a', 2));
    const early = await scene.hub.position();
    expect(await scene.ask('rotate')).toMatchObject({ done: true });
    await scene.pushEach(ids('b', 2));
    await scene.edge.watch.check();
    await scene.hub.restore(early);
    await scene.edge.watch.check();
    expect(await scene.ask('push-again')).toMatchObject({ done: true, events: 2 });
    await scene.edge.outbox.forward();
    expect([(await scene.hub.ids()).sort(), scene.edge.outbox.size]).toEqual([['a0', 'a1', 'b0', 'b1'], 0]);
    expect((await scene.hub.state('police')).keys.map(({ revoked }) => revoked)).toEqual([true, false]);
  });

  test('a file of what it acknowledged that cannot be read is no empty one: pushing again says so, and no erasure counts as obeyed', async () => {
    await scene.pushEach(ids('a', 2));
    const path = join(scene.folder, 'acknowledged', '000000000000001.ack');
    mkdirSync(path);
    scene.hub.erasedLeaves = ['leaf'];
    const mark = (): unknown => (JSON.parse(readFileSync(join(scene.folder, 'erased.json'), 'utf8')) as { mark?: string }).mark;
    expect([await scene.ask('push-again'), mark()]).toMatchObject([
      { done: false, why: expect.stringContaining('000000000000001.ack') as string },
      undefined,
    ]);
    scene.hub.erasedLeaves = [];
    expect(await scene.ask('push-again')).toMatchObject({ done: false, why: expect.stringContaining('EISDIR') as string });
    rmdirSync(path);
    scene.hub.erasedLeaves = ['leaf'];
    expect([await scene.ask('push-again'), mark()]).toMatchObject([{ done: true }, 'leaf']);
  });

  test('what it has erased meanwhile is not pushed again by an edge that was away when that happened', async () => {
    await scene.pushEach(ids('a', 2));
    const early = await scene.hub.position();
    await scene.pushEach(ids('b', 5));
    await scene.edge.watch.check();
    const { lines } = await scene.hub.log.read(early, 5);
    scene.hub.erasedLeaves = [lines[0]!.leafHash, lines[2]!.leafHash, lines[3]!.leafHash].sort();
    await scene.hub.restore(early);
    await scene.edge.watch.check();
    expect(scene.edge.stop.alarm?.code).toBe('log-shorter');
    await scene.restart();
    expect(await scene.ask('push-again')).toMatchObject({ done: true, events: 2 });
    await scene.edge.outbox.forward();
    expect((await scene.hub.ids()).sort()).toEqual(['a0', 'a1', 'b1', 'b4']);
  });

  test('while the hub is away a request waits', async () => {
    scene.hub.away = true;
    writeFileSync(join(scene.folder, 'requests', 'push-again'), '{}');
    await scene.edge.upkeep.round();
    expect(existsSync(join(scene.folder, 'requests', 'push-again'))).toBe(true);
    scene.hub.away = false;
    await scene.edge.upkeep.round();
    expect(existsSync(join(scene.folder, 'requests', 'push-again'))).toBe(false);
  });
});
