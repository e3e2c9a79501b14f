import { Batcher, pack, type ReadyClaim } from './batcher';
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
  outbox = new Outbox('police', hub, place.spool(`b-${++number}`, maxBytes), place.spool(`b-${number}-refused`));
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
      { claims, atomic: true },
      { claims: [claimNamed('x')], atomic: true },
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
  expect(outbox.refusal(keyOf('a'))).toBeDefined();
  hub.refusal = () => undefined;
  await one(claimNamed('a'));
  expect(outbox.refusal(keyOf('a'))).toBeUndefined();
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
  await expect(one(claimNamed('late'))).rejects.toMatchObject({ code: 'busy', extra: { retryAfter: 2 } });
  go();
  await Promise.all(filling);
  expect((await one(claimNamed('late')))[0]).toMatchObject({ status: 201 });
});
