import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { HubBusy, HubRefuses, type Submission, type SubmittedEvent } from '@lianhu/services/platform';
import { FakeHub, keptOf, keyOf, scratch } from './edge.fixture';
import { Outbox } from './outbox';
import { Spool, SpoolFull } from './spool';

const place = scratch();
afterAll(() => place.remove());
let number = 0;
let name = '';
let hub: FakeHub;
const open: Outbox[] = [];

/** The outbox of the test's folder; the one before it is as good as killed. */
const start = (maxEvents?: number, maxBytes?: number): Outbox => {
  const spools = { waiting: place.spool(name, maxBytes), urgent: place.spool(`${name}-urgent`), refused: place.spool(`${name}-refused`) };
  const isMandatory = ({ claim }: SubmittedEvent): boolean => claim.startsWith('report');
  const outbox = new Outbox('police', hub, spools, { isMandatory, ...(maxEvents !== undefined && { maxEvents }) });
  open.push(outbox);
  return outbox;
};
beforeEach(() => {
  name = `outbox-${++number}`;
  hub = new FakeHub();
  hub.away = true;
});
afterEach(async () => {
  for (const outbox of open.splice(0)) await outbox.close();
});

test('what is kept waits, survives a kill, and stands once and in order when the hub is back', async () => {
  const first = start();
  for (const id of ['a', 'b', 'c']) first.keep(keptOf(id));
  await first.close();
  const outbox = start();
  expect([outbox.size, outbox.waitingHash(keyOf('b')), outbox.waitingHash(keyOf('x'))]).toEqual([3, 'hash of b', undefined]);
  await outbox.forward();
  expect([outbox.size, hub.stands]).toEqual([3, []]);
  hub.away = false;
  await outbox.forward();
  expect([outbox.size, hub.stands, place.spool(name).names()]).toEqual([0, ['a', 'b', 'c'], []]);
});

test('it forwards by itself when the hub comes back', async () => {
  const outbox = start();
  outbox.keep(keptOf('a'));
  const arrived = new Promise<void>((resolve) => (hub.before = () => resolve()));
  hub.away = false;
  await arrived;
  await outbox.forward();
  expect([outbox.size, hub.stands]).toEqual([0, ['a']]);
});

test('what comes while others are forwarded is forwarded too', async () => {
  const outbox = start();
  outbox.keep(keptOf('a'));
  hub.away = false;
  hub.before = () => {
    if (hub.stands.length === 0 && outbox.size === 1) outbox.keep(keptOf('b'));
  };
  await outbox.forward();
  expect([outbox.size, hub.stands]).toEqual([0, ['a', 'b']]);
});

test('killed between the hub and forgetting: the same is sent again and stands once', async () => {
  const first = start();
  first.keep(keptOf('a', 'b'));
  await first.close();
  hub.away = false;
  await hub.submit('police', keptOf('a', 'b').submission);
  const outbox = start();
  await outbox.forward();
  expect([outbox.size, hub.stands, outbox.refusals.list()]).toEqual([0, ['a', 'b'], []]);
});

test('what the hub refuses is told for ever, also after a kill, until a person discards it', async () => {
  hub.refusal = (claim) => (claim === 'bad' ? 'invalid-event' : undefined);
  const first = start();
  first.keep(keptOf('good', 'bad'));
  hub.away = false;
  await first.forward();
  await first.close();
  const outbox = start();
  expect([outbox.size, hub.stands, outbox.refusals.problemOf(keyOf('good'))]).toEqual([0, ['good'], undefined]);
  expect(outbox.refusals.problemOf(keyOf('bad'))).toMatchObject({ type: '/problems/invalid-event', status: 422 });
  const [row] = outbox.refusals.list();
  expect(row).toMatchObject({ eventId: 'bad', source: 'urn:lianhu:source:police:default', event: { claim: 'bad', sentHash: 'hash of bad' } });
  expect([outbox.refusals.decide('refused-0'), outbox.refusals.decide(row?.id ?? ''), outbox.refusals.decide(row?.id ?? '')]).toEqual([
    false,
    true,
    false,
  ]);
  expect([outbox.refusals.problemOf(keyOf('bad')), start().refusals.list()]).toEqual([undefined, []]);
});

test('an event refused twice is one row on the desk; one that is taken at last is none', async () => {
  hub.refusal = () => 'invalid-event';
  const outbox = start();
  hub.away = false;
  for (let times = 0; times < 2; times++) {
    outbox.keep(keptOf('a'));
    await outbox.forward();
  }
  expect([outbox.refusals.list().length, place.spool(`${name}-refused`).names().length]).toEqual([1, 1]);
  hub.refusal = () => undefined;
  outbox.keep(keptOf('a'));
  await outbox.forward();
  expect([outbox.refusals.list(), place.spool(`${name}-refused`).names()]).toEqual([[], []]);
});

test('a submission that the hub refuses as a whole is kept and does not hold up the others', async () => {
  const outbox = start();
  for (const id of ['a', 'poison', 'c']) outbox.keep(keptOf(id));
  hub.away = false;
  hub.before = ({ batches }) => {
    if (batches.some(({ events }) => events.some(({ claim }) => claim === 'poison'))) throw new HubRefuses(413);
  };
  await outbox.forward();
  expect([outbox.size, hub.stands, outbox.waitingHash(keyOf('poison'))]).toEqual([1, ['a', 'c'], 'hash of poison']);
  hub.before = () => undefined;
  await outbox.forward();
  expect([outbox.size, hub.stands]).toEqual([0, ['a', 'c', 'poison']]);
});

test('a key that the hub does not know yet loses nothing: the events wait until it is registered', async () => {
  hub.refusal = () => 'bad-signature';
  const outbox = start();
  outbox.keep(keptOf('a'));
  hub.away = false;
  await outbox.forward();
  expect([outbox.size, outbox.refusals.list(), start().size]).toEqual([1, [], 1]);
  hub.refusal = () => undefined;
  await outbox.forward();
  expect([outbox.size, hub.stands]).toEqual([0, ['a']]);
});

test('a file that was damaged is counted, and the others are forwarded', async () => {
  const first = start();
  for (const id of ['a', 'b']) first.keep(keptOf(id));
  await first.close();
  truncateSync(join(place.folder, name, place.spool(name).names()[0] ?? ''), 50);
  const outbox = start();
  expect([outbox.damaged, outbox.size]).toEqual([1, 1]);
  hub.away = false;
  await outbox.forward();
  expect([outbox.size, hub.stands]).toEqual([0, ['b']]);
});

test('what waits goes together, at most 256 events at once, in order; an array goes alone and stays whole', async () => {
  const outbox = start();
  for (let n = 0; n < 300; n++) outbox.keep(keptOf(`n${String(n).padStart(3, '0')}`));
  const group = keptOf('x', 'y');
  outbox.keep({
    ...group,
    submission: {
      ...group.submission,
      groups: [
        [
          [0, 0],
          [0, 1],
        ],
      ],
    },
  });
  hub.away = false;
  await outbox.forward();
  const sizes = hub.submissions.map(({ batches }) => batches.reduce((sum, { events }) => sum + events.length, 0));
  expect([sizes, outbox.size, hub.stands.length]).toEqual([[256, 44, 2], 0, 302]);
  expect(hub.stands).toEqual([...hub.stands].sort());
  expect(hub.submissions[2]?.groups).toEqual([
    [
      [0, 0],
      [0, 1],
    ],
  ]);
});

test('killed after the hub took many together and some were forgotten: the rest is sent again and stands once', async () => {
  const first = start();
  for (const id of ['a', 'b', 'c']) first.keep(keptOf(id));
  hub.away = false;
  const drop = Spool.prototype.drop;
  const spy = jest.spyOn(Spool.prototype, 'drop').mockImplementationOnce(function (this: Spool, name) {
    drop.call(this, name);
    throw new Error('killed here');
  });
  await first.forward();
  spy.mockRestore();
  await first.close();
  const outbox = start();
  expect(outbox.size).toBe(2);
  await outbox.forward();
  expect([outbox.size, hub.stands, outbox.refusals.list()]).toEqual([0, ['a', 'b', 'c'], []]);
});

/** A hub that trips over one event, whatever stands beside it. */
const tripsOver = (...poison: readonly string[]) => {
  return ({ batches }: Submission): void => {
    if (batches.some(({ events }) => events.some(({ claim }) => poison.includes(claim)))) throw new HubRefuses(500);
  };
};

test('an event that the hub trips over holds up none of those that were stored together with it, nor their order; it goes last, for ever', async () => {
  const many = Array.from({ length: 256 }, (_, n) => `n${String(n).padStart(3, '0')}`);
  const others = many.filter((id) => id !== 'n100');
  const first = start();
  first.keep(keptOf(...many));
  first.keep(keptOf('z'));
  hub.away = false;
  hub.before = tripsOver('n100');
  await first.forward();
  expect([hub.stands, first.size, first.stuck, hub.arrived.length]).toEqual([[...others, 'z'], 1, 1, expect.any(Number)]);
  expect(hub.arrived.length).toBeLessThan(25);
  await first.close();
  const outbox = start();
  outbox.keep(keptOf('zz'));
  await outbox.forward();
  expect([outbox.size, outbox.stuck, hub.stands.at(-1)]).toEqual([1, 1, 'zz']);
  hub.before = () => undefined;
  await outbox.forward();
  expect([outbox.size, outbox.stuck, hub.stands.at(-1)]).toEqual([0, 0, 'n100']);
});

test('an array that the hub trips over stays whole', async () => {
  const group = [[0, 0] as const, [0, 1] as const];
  const kept = keptOf('x', 'poison');
  const outbox = start();
  outbox.keep({ ...kept, submission: { ...kept.submission, groups: [group] } });
  hub.away = false;
  hub.before = tripsOver('poison');
  await outbox.forward();
  expect([hub.stands, outbox.size, outbox.stuck]).toEqual([[], 2, 2]);
  hub.before = () => undefined;
  await outbox.forward();
  expect([hub.submissions.map(({ groups }) => groups), outbox.size]).toEqual([[[group]], 0]);
});

test('a hub that trips over everything is not sent everything: an attempt ends, nothing is given up, and all stand when it is well', async () => {
  const outbox = start();
  const names = Array.from({ length: 300 }, (_, n) => `n${String(n).padStart(3, '0')}`);
  for (const id of names) outbox.keep(keptOf(id));
  hub.away = false;
  hub.before = () => {
    throw new HubRefuses(500);
  };
  for (let attempts = 0; attempts < 3; attempts++) await outbox.forward();
  expect(hub.arrived.length).toBeLessThan(3 * 30);
  expect([outbox.size, hub.stands]).toEqual([300, []]);
  hub.before = () => undefined;
  await outbox.forward();
  expect([outbox.size, outbox.stuck, [...hub.stands].sort()]).toEqual([0, 0, names]);
});

test.each([
  ['is tripped over', new HubRefuses(500)],
  ['asks for time', new HubBusy('whole', 7)],
])('live traffic does not press a hub that %s: what waits is tried again by the clock', async (_, error) => {
  const outbox = start();
  outbox.keep(keptOf('a'));
  hub.away = false;
  hub.before = () => {
    throw error;
  };
  await outbox.forward();
  for (let answers = 0; answers < 5; answers++) {
    outbox.nudge();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(hub.arrived).toHaveLength(1);
});

const sizesOf = (submissions: readonly Submission[]): number[] =>
  submissions.map(({ batches }) => batches.reduce((sum, { events }) => sum + events.length, 0));

test('a mandatory report that waits goes before all else, in a submission of its own, also one that comes while others are forwarded, also after a kill', async () => {
  const first = start();
  for (let n = 0; n < 300; n++) first.keep(keptOf(`n${n}`));
  first.keep(keptOf('report-1'));
  await first.close();
  const outbox = start();
  hub.away = false;
  hub.before = () => {
    if (hub.submissions.length === 1) outbox.keep(keptOf('report-2'));
  };
  await outbox.forward();
  expect([sizesOf(hub.submissions), hub.stands[0], hub.stands[257], outbox.size]).toEqual([[1, 256, 1, 44], 'report-1', 'report-2', 0]);
});

test('a hub without room for others takes the report, at once when it answers, though it has asked for time', async () => {
  const outbox = start();
  outbox.keep(keptOf('a'));
  outbox.keep(keptOf('report-1'));
  hub.away = false;
  hub.before = ({ batches }) => {
    if (batches.some(({ events }) => events.some(({ claim }) => claim === 'a'))) throw new HubBusy('own-share', 7);
  };
  await outbox.forward();
  expect([hub.stands, outbox.size]).toEqual([['report-1'], 1]);
  outbox.keep(keptOf('report-2'));
  outbox.nudge();
  await outbox.forward();
  expect([hub.stands, outbox.size]).toEqual([['report-1', 'report-2'], 1]);
});

test('where there is no room for others, in count or in bytes, there is for a report', () => {
  const full = start(2);
  for (const id of ['a', 'b']) full.keep(keptOf(id));
  expect(() => full.keep(keptOf('c'))).toThrow(SpoolFull);
  expect(() => full.keep(keptOf('report', 'c'))).toThrow(SpoolFull);
  full.keep(keptOf('report-1'));
  expect([full.size, full.waitingHash(keyOf('report-1'))]).toEqual([3, 'hash of report-1']);
  name = `outbox-${++number}`;
  const noBytes = start(undefined, 10);
  expect(() => noBytes.keep(keptOf('a'))).toThrow(SpoolFull);
  noBytes.keep(keptOf('report-1'));
  expect(noBytes.size).toBe(1);
});

test('a report that an ill hub refused goes before what came since, when the hub has no room for that; one that it still refuses costs one submission', async () => {
  const outbox = start();
  for (const id of ['report-bad', 'report-1', 'report-2']) outbox.keep(keptOf(id));
  hub.away = false;
  hub.before = tripsOver('report-bad', 'report-1', 'report-2');
  await outbox.forward();
  outbox.keep(keptOf('a'));
  hub.before = (submission) => {
    tripsOver('report-bad')(submission);
    if (submission.batches.some(({ events }) => events.some(({ claim }) => claim === 'a'))) throw new HubBusy('own-share', 7);
  };
  const before = hub.arrived.length;
  await outbox.forward();
  expect([hub.stands, hub.arrived.length - before]).toEqual([[], 2]);
  await outbox.forward();
  expect([hub.stands, outbox.stuck, hub.arrived.length - before]).toEqual([['report-1', 'report-2'], 1, 6]);
});

test('reports that the hub trips over hold up nothing else', async () => {
  const outbox = start();
  const reports = Array.from({ length: 5 }, (_, n) => `report-${n}`);
  for (const id of [...reports, 'a']) outbox.keep(keptOf(id));
  hub.away = false;
  hub.before = tripsOver(...reports);
  await outbox.forward();
  expect([hub.stands, outbox.stuck]).toEqual([['a'], 5]);
});
