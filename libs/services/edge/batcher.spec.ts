import { Batcher, pack, type ReadyClaim } from './batcher';
import { HubBusy } from '@lianhu/services/platform';
import { claimNamed, FakeHub, keyOf, scratch, sign } from './edge.fixture';
import { Outbox } from './outbox';

const place = scratch();
afterAll(() => place.remove());
let number = 0;
let hub: FakeHub;
let outbox: Outbox;
let batcher: Batcher;
const start = (maxBytes?: number): void => {
  hub = new FakeHub();
  outbox = new Outbox('police', hub, {
    waiting: place.spool(`b-${++number}`, maxBytes),
    urgent: place.spool(`b-${number}-urgent`),
    refused: place.spool(`b-${number}-refused`),
  });
  batcher = new Batcher('police', hub, outbox, sign);
};
beforeEach(() => start());
afterEach(() => outbox.close());

const ids = (count: number, name = 'e'): string[] => Array.from({ length: count }, (_, n) => `${name}${n}`);
const one = (claim: ReadyClaim) => batcher.submit([claim], false);

test('what comes together goes together: one submission, signed batches of at most 64', async () => {
  const outcomes = await Promise.all(ids(130).map((id) => one(claimNamed(id))));
  expect(hub.submissions.map(({ batches }) => batches.map(({ size }) => size))).toEqual([[64, 64, 2]]);
  expect(outcomes.map(([outcome]) => (outcome as { receipt: { id: string } }).receipt.id)).toEqual(ids(130));
});

test('a submission has at most 256 claims, and one array alone may have more', async () => {
  await Promise.all([
    ...ids(257).map((id) => one(claimNamed(id))),
    batcher.submit(
      ids(1_000, 'a').map((id) => claimNamed(id)),
      true,
    ),
  ]);
  const sizes = hub.submissions.map(({ batches }) => batches.reduce((sum, { size }) => sum + size, 0));
  expect(sizes).toEqual([256, 1, 1_000]);
});

test('a submission has at most 2 MiB of events, and one array alone may have more', async () => {
  const large = { bytes: 64 * 1024 };
  await Promise.all([
    ...ids(33).map((id) => one(claimNamed(id, large))),
    batcher.submit(
      ids(40, 'a').map((id) => claimNamed(id, large)),
      true,
    ),
  ]);
  expect(hub.submissions.map(({ batches }) => batches.reduce((sum, { size }) => sum + size, 0))).toEqual([32, 1, 40]);
});

test('restricted claims stand in batches of their own; an array is one group wherever its claims stand', () => {
  const claims = ids(4).map((id, n) => claimNamed(id, { restricted: n % 2 === 1 }));
  const { submission, places } = pack(
    'police',
    [
      { claims, atomic: true, mandatory: false },
      { claims: [claimNamed('x')], atomic: true, mandatory: false },
    ],
    sign,
  );
  expect(submission.batches.map(({ events }) => events.map(({ claim }) => claim))).toEqual([
    ['e0', 'e2', 'x'],
    ['e1', 'e3'],
  ]);
  expect(submission.groups).toEqual([
    [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ],
  ]);
  expect(places[1]).toEqual([[0, 2]]);
});

test('with the hub away the answer is stored, it is on disk, and the next answer of the hub fetches it', async () => {
  hub.away = true;
  expect(await batcher.submit([claimNamed('a'), claimNamed('b')], true)).toEqual(['stored', 'stored']);
  expect([outbox.size, place.spool(`b-${number}`).names().length]).toEqual([2, 1]);
  hub.away = false;
  await one(claimNamed('c'));
  await outbox.forward();
  expect([outbox.size, [...hub.stands].sort()]).toEqual([0, ['a', 'b', 'c']]);
});

test('a full outbox promises nothing: storage-full, and the same can be sent again', async () => {
  start(10);
  hub.away = true;
  await expect(one(claimNamed('a'))).rejects.toMatchObject({ code: 'storage-full' });
  expect(outbox.size).toBe(0);
  hub.away = false;
  expect((await one(claimNamed('a')))[0]).toMatchObject({ status: 201 });
});

test('an event that was refused after it had been stored, and then taken, is refused no longer', async () => {
  hub.away = true;
  await one(claimNamed('a'));
  hub.away = false;
  hub.refusal = () => 'invalid-event';
  await outbox.forward();
  expect(outbox.refusals.problemOf(keyOf('a'))).toBeDefined();
  hub.refusal = () => undefined;
  await one(claimNamed('a'));
  expect(outbox.refusals.problemOf(keyOf('a'))).toBeUndefined();
});

test('at most 20,000 claims wait; the next caller is told to come back, and is taken when there is room', async () => {
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  hub.before = () => gate;
  const filling = ids(20).map((name) =>
    batcher.submit(
      ids(1_000, `${name}-`).map((id) => claimNamed(id)),
      true,
    ),
  );
  await expect(one(claimNamed('late'))).rejects.toMatchObject({ code: 'too-many-requests', extra: { retryAfter: 2 } });
  await eventually(() => expect(hub.arrived).toHaveLength(2));
  const report = one(claimNamed('report', { mandatory: true }));
  await eventually(() => expect(sizesOf(hub.arrived)).toEqual([1_000, 1_000, 1]));
  go();
  await Promise.all(filling);
  expect((await report)[0]).toMatchObject({ status: 201 });
  expect((await one(claimNamed('late')))[0]).toMatchObject({ status: 201 });
});

test('at most 32 MiB wait, to the byte; mandatory reports have 4 MiB beyond, to the byte', async () => {
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  hub.before = () => gate;
  const MiB = 1024 * 1024;
  const filling = [one(claimNamed('a', { bytes: 32 * MiB - 1 })), one(claimNamed('b', { bytes: 1 }))];
  await expect(one(claimNamed('c', { bytes: 1 }))).rejects.toMatchObject({ code: 'too-many-requests' });
  filling.push(one(claimNamed('d', { bytes: 4 * MiB, mandatory: true })));
  await expect(one(claimNamed('e', { bytes: 1, mandatory: true }))).rejects.toMatchObject({ code: 'too-many-requests' });
  go();
  await Promise.all(filling);
  expect((await one(claimNamed('c', { bytes: 1 })))[0]).toMatchObject({ status: 201 });
});

test('what waits 10 s to be sent keeps others out, to the millisecond; a mandatory report still goes', async () => {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  hub.before = () => gate;
  const running: Promise<unknown>[] = [];
  for (const name of ['a', 'b']) {
    running.push(one(claimNamed(name)));
    await eventually(() => expect(hub.arrived).toHaveLength(running.length));
  }
  running.push(one(claimNamed('waits')));
  now = 10_000;
  running.push(one(claimNamed('in time')));
  now = 10_001;
  await expect(one(claimNamed('late'))).rejects.toMatchObject({ code: 'busy' });
  running.push(one(claimNamed('report', { mandatory: true })));
  await eventually(() => expect(hub.arrived).toHaveLength(3));
  jest.restoreAllMocks();
  go();
  await Promise.all(running);
});

test('a hub without room has taken nothing: the caller hears it with its share, nothing is kept; a mandatory report is kept all the same', async () => {
  for (const [scope, code] of [
    ['own-share', 'too-many-requests'],
    ['whole', 'busy'],
  ] as const) {
    hub.before = () => {
      throw new HubBusy(scope, 7);
    };
    await expect(one(claimNamed(scope))).rejects.toMatchObject({ code, extra: { retryAfter: 7 } });
    expect(outbox.size).toBe(0);
  }
  expect(await one(claimNamed('report', { mandatory: true }))).toEqual(['stored']);
  hub.before = () => undefined;
  await outbox.forward();
  expect([outbox.size, hub.stands]).toEqual([0, ['report']]);
});

/** Waits for what must come, at most as long as a test may take. */
async function eventually(holds: () => void): Promise<void> {
  for (const deadline = Date.now() + 60_000; ;) {
    try {
      return holds();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
const sizesOf = (submissions: FakeHub['submissions']): number[] => submissions.map(({ batches }) => batches.reduce((sum, { size }) => sum + size, 0));
