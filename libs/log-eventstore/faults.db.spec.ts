import {
  alone,
  entryOf,
  LogUnavailable,
  receiptsOf,
  verifyExport,
  exportLines,
  keyGroups,
  testTrust,
  type EventLog,
  type Group,
  type Outcome,
} from '@lianhu/log';
import type { Fault } from '@lianhu/testing/eventstore';
import { expectExactlyOnce, idsOf, IMPATIENT, kinds, placesOf, STREAM, until, useBench } from './engine.fixture';

const bench = useBench();
const MAC_B = { content: 'b' };

test('two nodes on one stream: dense positions, each key once, the slower decides anew, and each hears of the other', async () => {
  const [one, other] = [await bench.open(), await bench.open()];
  const waiting = other.wait(0, 30_000);
  const found = (
    await Promise.all(Array.from({ length: 120 }, (_, i) => (i % 2 ? one : other).append([alone({ id: `${i % 90}`, subject: `child-${i % 5}` })])))
  ).flat();
  await waiting;
  expect(kinds(found).filter((kind) => kind === 'appended')).toHaveLength(90);
  await expectExactlyOnce(one, new Map(placesOf(found)));
  expect(await one.head()).toEqual(await other.head());
  expect(bench.double.memory.stream(STREAM)).toHaveLength(90);
});

test('another writer is faster at the last moment: what it wrote counts in the decision', async () => {
  const [one, other] = [await bench.open(), await bench.open()];
  const expecting = (id: string) => ({ ...alone({ id, subject: 'child-a' }), expected: { subject: 'child-a', version: 0 } });
  let faster: Promise<unknown> | undefined;
  bench.double.onAppend = () => {
    bench.double.onAppend = undefined;
    return (faster = other.append([expecting('other'), alone({ id: 'same' })])).then(() => undefined);
  };
  const found = await one.append([expecting('one'), alone({ id: 'same' }), alone({ id: 'same', ...MAC_B }), alone({ id: 'own' })]);
  await faster;
  expect(kinds(found)).toEqual(['version-conflict', 'replayed', 'conflict', 'appended']);
  expect(await idsOf(one)).toEqual(['other', 'same', 'own']);
});

test.each<Fault>(['unavailable', 'not-leader', 'silent-before', 'silent-after', 'cut-before', 'cut-after', 'timed-out'])(
  'an append meets "%s": it stands once, with its ciphertext, and the caller has its receipt',
  async (fault) => {
    const log = await bench.open({ limits: IMPATIENT });
    await log.append([alone({ id: 'before' })]);
    bench.double.fail(fault, fault);
    const outcomes = await log.append([{ entries: [entryOf({ id: 'a', beside: 'secret a', subject: 'child-a' }), entryOf({ id: 'b' })] }]);
    expect(bench.double.failed()).toBeGreaterThanOrEqual(1);
    await expectExactlyOnce(log, new Map(placesOf(outcomes)));
    expect(await idsOf(log)).toEqual(['before', 'a', 'b']);
    expect(Buffer.from((await log.beside([2])).get(2) ?? []).toString()).toBe('secret a');
    expect(kinds(await log.append([alone({ id: 'b', ...MAC_B })]))).toEqual(['conflict']);
    expect(await log.version('child-a')).toBe(1);
  },
);

test.each(['first', 'last'] as const)('an append that was given up takes effect %s: it stands once all the same', async (when) => {
  const log = await bench.open({ limits: IMPATIENT });
  await log.append([alone({ id: 'before' })]);
  bench.double.fail('late');
  const released = jest.fn(() => bench.double.release());
  let calls = 0;
  // The second call is the retry: the late one is let through just before it, or only when it is done.
  bench.double.onAppend = () => void (++calls === 2 && when === 'first' && released());
  const outcomes = await log.append([alone({ id: 'late', beside: 'secret', subject: 'child-a' })]);
  if (when === 'last') released();
  expect(released).toHaveBeenCalledTimes(1);
  await log.append([alone({ id: 'after' })]);
  expect(await idsOf(log)).toEqual(['before', 'late', 'after']);
  await expectExactlyOnce(log, new Map(placesOf(outcomes)));
  expect(Buffer.from((await log.beside([2])).get(2) ?? []).toString()).toBe('secret');
});

describe.each(['waiting', 'appended'] as const)('a node dies after "%s"', (at) => {
  const dying = async () => {
    let dead = false;
    const log = await bench.open({
      step: (name) => {
        if (dead || name === at) {
          dead = true;
          throw new TypeError('the node died');
        }
      },
    });
    await expect(log.append([alone({ id: 'k', beside: 'secret', subject: 'child-a', content: 'a' })])).rejects.toThrow();
    await log.close();
  };

  test('the next one knows key, content, version and ciphertext of what stands, and a repetition stands once', async () => {
    await dying();
    const next = await bench.open();
    expect((await next.head()).position).toBe(at === 'appended' ? 1 : 0);
    expect(kinds(await next.append([alone({ id: 'k', ...MAC_B })]))).toEqual([at === 'appended' ? 'conflict' : 'appended']);
    const again = await next.append([alone({ id: 'k', beside: 'secret two', subject: 'child-a', content: at === 'appended' ? 'a' : 'b' })]);
    expect(kinds(again)).toEqual(['replayed']);
    expect(receiptsOf(again[0])[0]?.position).toBe(1);
    expect(await idsOf(next)).toEqual(['k']);
    expect(await next.version('child-a')).toBe(at === 'appended' ? 1 : 0);
    expect(Buffer.from((await next.beside([1])).get(1) ?? []).toString()).toBe(at === 'appended' ? 'secret' : '');
    expect((await bench.admin.query('SELECT 1 FROM eventstore.pending')).rowCount).toBe(0);
  });

  test('a reader sees a whole log before and after', async () => {
    await dying();
    const { signer: _, ...reader } = { signer: undefined };
    const audit = await bench.open({ ...reader, signer: undefined, url: bench.db.urls.audit });
    expect((await audit.read(0, 10)).lines).toEqual([]);
    const next = await bench.open();
    await next.append([alone({ id: 'z' })]);
    expect(await idsOf(audit)).toEqual(at === 'appended' ? ['k', 'z'] : ['z']);
  });
});

test('what a dead node left on the stream is taken in by a node that lives, without anybody appending', async () => {
  const living = await bench.open();
  let dead = false;
  const dying = await bench.open({
    step: (name) => {
      if (dead || name === 'appended') {
        dead = true;
        throw new TypeError('the node died');
      }
    },
  });
  await expect(dying.append([alone({ id: 'left' })])).rejects.toThrow();
  await dying.close();
  await until(async () => (await living.head()).position === 1);
  expect(await idsOf(living)).toEqual(['left']);
});

test('cuts of both servers at random steps, on two nodes: what was acknowledged stands exactly once', async () => {
  let left = 20;
  const faults: Fault[] = ['unavailable', 'silent-after', 'cut-before', 'cut-after'];
  const step = async (): Promise<void> => {
    if (left === 0 || Math.random() < 0.7) return;
    left -= 1;
    if (left % 2) bench.double.fail(faults[(left >> 1) % 4] as Fault);
    else
      await bench.admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lianhu-log' AND datname = current_database()`,
      );
  };
  const nodes = [await bench.open({ step, limits: IMPATIENT }), await bench.open({ step, limits: IMPATIENT })];
  const receipts = new Map<string, number>();
  for (let round = 0; round < 25; round++) {
    const found = await Promise.all(
      [0, 1, 2].map((k) => persist(nodes[k % 2]!, [alone({ id: `${round}-${k}`, subject: 'child-a', beside: `${round}-${k}` })])),
    );
    for (const [id, position] of placesOf(found.flat())) receipts.set(id, position);
  }
  expect(left).toBe(0);
  expect(receipts.size).toBe(75);
  await expectExactlyOnce(nodes[0]!, receipts);
  expect(await idsOf(nodes[0]!)).toHaveLength(75);
  expect(await nodes[0]!.version('child-a')).toBe(75);
  const beside = await nodes[1]!.beside([...receipts.values()]);
  for (const [id, position] of receipts) expect(Buffer.from(beside.get(position) ?? []).toString()).toBe(id);
});

/** What every caller does: sends the same groups again while the outcome is unknown. */
async function persist(log: EventLog, groups: readonly Group[]): Promise<readonly Outcome[]> {
  for (;;) {
    try {
      return await log.append(groups);
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
    }
  }
}

test('a server that stays away: callers hear that the outcome is unknown; when it is back the same goes through once', async () => {
  const log = await bench.open({ limits: { patienceMs: 300 } });
  await log.append([alone({ id: '1' })]);
  bench.double.setDown(true);
  await expect(log.append([alone({ id: '2' })])).rejects.toThrow(LogUnavailable);
  await expect(log.read(0, 1)).rejects.toThrow(LogUnavailable);
  await expect(log.head()).rejects.toThrow(LogUnavailable);
  await expect(bench.open({ limits: { patienceMs: 100 } })).rejects.toThrow(LogUnavailable);
  bench.double.setDown(false);
  expect(kinds(await log.append([alone({ id: '2' })]))).toEqual(['appended']);
  expect(await idsOf(log)).toEqual(['1', '2']);
});

test('a read that ends because another call was given up is away: it is no shorter stream', async () => {
  const log = await bench.open({ limits: IMPATIENT });
  await log.append([alone({ id: '1' })]);
  bench.double.stallReads(2);
  const first = log.read(0, 1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const told = await Promise.allSettled([first, log.read(0, 1)]);
  for (const one of told) expect(one).toMatchObject({ status: 'rejected', reason: expect.any(LogUnavailable) as unknown });
  expect(await idsOf(log)).toEqual(['1']);
});

test('one that closes ends the reads under way; none of them is taken for a shorter stream', async () => {
  const log = await bench.open();
  await log.append([alone({ id: '1' })]);
  bench.double.stallReads(1);
  const [told] = await Promise.allSettled([log.read(0, 1), new Promise((resolve) => setTimeout(resolve, 100)).then(() => log.close())]);
  expect(told).toMatchObject({ status: 'rejected', reason: expect.any(LogUnavailable) as unknown });
});

test('an account that may not write is told so at once; when it may, the same goes through once', async () => {
  const log = await bench.open();
  bench.double.fail('access-denied');
  await expect(log.append([alone({ id: '1' })])).rejects.toThrow(/refused: access-denied/);
  expect(kinds(await log.append([alone({ id: '1' })]))).toEqual(['appended']);
  expect(await idsOf(log)).toEqual(['1']);
});

test('an address may name a cluster to discover, or have refusals as answers: another writer’s lines are never taken for one’s own', async () => {
  const [discover, answering] = [bench.double.url.replace('esdb:', 'esdb+discover:'), `${bench.double.url}&throwOnAppendFailure=false`];
  const [one, other] = [await bench.open({ eventstoreUrl: answering }), await bench.open({ eventstoreUrl: discover })];
  bench.double.onAppend = async () => {
    bench.double.onAppend = undefined;
    await other.append([alone({ id: 'other' })]);
  };
  expect(kinds(await one.append([alone({ id: 'one' })]))).toEqual(['appended']);
  expect(await idsOf(one)).toEqual(['other', 'one']);
});

test('an export after all that is proven', async () => {
  const log = await bench.open({ limits: IMPATIENT });
  bench.double.fail('cut-after', 'silent-after');
  await log.append(keyGroups());
  for (let i = 0; i < 5; i++) await log.append([alone({ id: `${i}`, subject: 'child-a', beside: 'x' })]);
  expect((await verifyExport(exportLines(log, { of: 'all', mayRead: () => 'whole' }), testTrust)).verdict).toBe('proven');
});
