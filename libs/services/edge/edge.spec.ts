import { readdirSync } from 'node:fs';
import type { Viewer } from '@lianhu/access';
import { catalogue, exampleOf } from '@lianhu/catalogue';
import type { EventDefinition } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { logger } from '@lianhu/services/platform';
import { edgeFigures } from './edge-health';
import { keyOf, scratch } from './edge.fixture';
import { createEdge, type RunningEdge } from './create-edge';
import { MemoryHub, ORIGIN } from './memory-hub.fixture';

const place = scratch();
afterAll(() => place.remove());
const NOW = '2026-09-05T10:00:00+08:00';
const SENDER: Viewer = {
  name: 'police',
  role: 'sender',
  kind: 'system',
  department: 'police',
  source: 'urn:lianhu:source:police:default',
  area: '990101',
};
const CHILD = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' };
const event = (id: string, weapon = false) => ({
  type: 'police.dv-call.received',
  id,
  time: NOW,
  data: { alarmNo: id, minorRole: 'witness', weapon, minor: CHILD },
});

let number = 0;
let hub: MemoryHub;
let running: RunningEdge;
/** Starts the edge on the folder of the test. */
const start = (): RunningEdge => {
  const options = { department: 'police', folder: `${place.folder}/edge-${number}`, origin: ORIGIN, policyArea: '990101', suite: std1 };
  return createEdge({ ...options, clock: { now: () => Date.parse(NOW) }, hub, log: hub });
};
beforeEach(async () => {
  hub = new MemoryHub();
  number++;
  running = start();
  await hub.begin(running.keys.made[0]);
});
afterEach(() => running.close());
const push = (sent: object) => running.edge.push(sent, SENDER, 'zh');
const pushAll = (...sent: readonly object[]) => running.edge.pushAtomic(sent, SENDER, 'zh');
const figure = (wanted: string): number | undefined => edgeFigures(running).find(({ name }) => name === wanted)?.value;
const STORED = { status: 202, state: 'stored' };

test('with the hub away an event is stored once, however often it comes; other content under its id is refused', async () => {
  hub.away = true;
  expect([await push(event('a')), await push(event('a'))]).toEqual([STORED, STORED]);
  expect(running.outbox.size).toBe(1);
  const logged = jest.spyOn(logger, 'warn').mockImplementation();
  expect(await push(event('a', true))).toMatchObject({ status: 409, problem: { type: '/problems/idempotency-conflict' } });
  expect(logged.mock.calls).toEqual([[{ department: 'police' }, 'an id that waits for the hub was sent again for other content, and refused']]);
  logged.mockRestore();
  expect(figure('lianhu_edge_idempotency_conflicts')).toBe(1);
  await expect(running.edge.receipt(SENDER.source as string, 'a')).resolves.toEqual({ status: 202 });
});

test('an array of which some events wait already is refused whole; of which all wait, stored', async () => {
  hub.away = true;
  await push(event('a'));
  await expect(pushAll(event('b'), event('a'))).rejects.toMatchObject({
    code: 'partial-duplicate',
    extra: { errors: [{ pointer: '/1/id', rule: 'pushed-before' }] },
  });
  await expect(pushAll(event('b'), event('a', true))).rejects.toMatchObject({
    code: 'idempotency-conflict',
    extra: { errors: [{ pointer: '/1/id', rule: 'id-taken' }] },
  });
  expect([running.outbox.size, running.outbox.waitingHash(keyOf('b'))]).toEqual([1, undefined]);
  expect(await pushAll(event('c'), event('d'))).toEqual([STORED, STORED]);
  expect(await pushAll(event('c'), event('d'))).toEqual([STORED, STORED]);
  hub.away = false;
  await running.outbox.forward();
  expect([running.outbox.size, hub.submissions, await hub.ids()]).toEqual([0, 2, ['a', 'c', 'd']]);
});

test("an edge whose key the hub does not know is the operators' fault: the sender is told to come back, not that its credential is bad", async () => {
  hub.refusal = () => 'bad-signature';
  expect(await push(event('a'))).toMatchObject({ status: 503, problem: { type: '/problems/hub-unavailable' } });
});

test('what was stored and then refused stands on the desk until it is discarded', async () => {
  hub.away = true;
  await push(event('a'));
  hub.away = false;
  hub.refusal = () => 'invalid-event';
  await running.outbox.forward();
  await expect(running.edge.receipt(SENDER.source as string, 'a')).rejects.toMatchObject({ problem: { status: 422 } });
  const [refused] = running.edge.refusals.list();
  expect(refused).toMatchObject({ eventId: 'a', problem: { type: '/problems/invalid-event' } });
  expect([running.edge.refusals.decide(refused?.id ?? ''), running.edge.refusals.list()]).toEqual([true, []]);
  await expect(running.edge.receipt(SENDER.source as string, 'a')).rejects.toMatchObject({ code: 'not-found' });
});

const OFFICER: Viewer = { name: 'test-officer', role: 'data-officer', kind: 'person', department: 'police', area: '990101' };
const decider = { viewer: OFFICER, language: 'zh' as const, why: '已核实' };
/** Stored while the hub is away, then refused by it. */
const refusedLater = async (code: 'invalid-event' | 'not-a-minor', ...sent: readonly object[]): Promise<void> => {
  hub.away = true;
  for (const one of sent) expect(await push(one)).toEqual(STORED);
  hub.away = false;
  hub.refusal = () => code;
  await running.outbox.forward();
  hub.refusal = () => undefined;
};

test('what was stored and then refused is on the desk whole, with its titles, is counted, and goes on when it is corrected there', async () => {
  await refusedLater('invalid-event', event('a'));
  const { refused, refusedCount } = running.desk.show();
  const [row] = refused;
  expect([refusedCount, figure('lianhu_refused_events')]).toEqual([1, 1]);
  expect(row).toMatchObject({ eventId: 'a', title: '家暴警情', sent: { id: 'a', type: event('a').type, data: event('a').data } });
  expect(row).not.toHaveProperty('event');
  const { id = '', sent } = row as { id?: string; sent?: object };
  await expect(running.desk.release(id, decider)).rejects.toMatchObject({ code: 'not-found' });
  expect(await running.desk.correct(id, { ...sent, id: 'b' }, decider)).toMatchObject({ status: 201, receipt: { id: 'b' } });
  expect([running.desk.show().refused, figure('lianhu_refused_events'), await hub.ids()]).toEqual([[], 0, ['b']]);
});

test('an event that was stored and that the hub holds to be about an adult waits for a person, once, and stands when that person lets it pass', async () => {
  await refusedLater('not-a-minor', event('a'));
  expect(running.desk.show()).toMatchObject({
    rows: [{ reason: 'not-a-minor', title: '家暴警情', sent: { id: 'a', data: event('a').data } }],
    refused: [],
  });
  hub.refusal = () => 'not-a-minor';
  expect(await push(event('a'))).toMatchObject({ status: 202, state: 'quarantined' });
  hub.refusal = () => undefined;
  const [{ id } = { id: '' }, ...more] = running.quarantine.list();
  expect(more).toEqual([]);
  expect(await running.desk.release(id, decider)).toMatchObject({ status: 201 });
  // The same as first sent is the same event.
  expect([await push(event('a')), running.quarantine.size]).toMatchObject([{ status: 200 }, 0]);
});

test.each(['discard', 'correct'] as const)('what a data officer decided by %s does not come back when its file is put in again', async (action) => {
  const wrong = { ...event('wrong'), data: { ...event('wrong').data, minor: { ...event('wrong').data.minor, birthDate: '2015-06-02' } } };
  hub.away = true;
  expect(await push(wrong)).toMatchObject({ state: 'quarantined', reason: 'identity-mismatch' });
  const [{ id } = { id: '' }] = running.quarantine.list();
  if (action === 'discard') running.desk.discard(id, decider);
  else expect(await running.desk.correct(id, event('right'), decider)).toEqual(STORED);
  const DECIDED = { status: 409, problem: { type: '/problems/refused', errors: [{ rule: 'decided' }] } };
  expect(await push(wrong)).toMatchObject(DECIDED);
  hub.away = false;
  await running.outbox.forward();
  expect([await push(wrong), running.quarantine.list(), running.quarantine.size]).toMatchObject([DECIDED, [], 0]);
  expect(await hub.ids()).toEqual(action === 'discard' ? [] : ['right']);
});

describe('what the hub refused after it had been stored, and a data officer then dealt with', () => {
  const DECIDED = { status: 409, problem: { type: '/problems/refused', errors: [{ rule: 'decided' }] } };
  const wrong = event('wrong');
  /** Refused, and dealt with on the desk; the hub is away again. */
  const decidedOn = async (action: 'discard' | 'correct', code: 'invalid-event' | 'not-a-minor' = 'invalid-event'): Promise<void> => {
    await refusedLater(code, wrong);
    const { rows, refused } = running.desk.show();
    const [{ id } = { id: '' }] = code === 'not-a-minor' ? rows : refused;
    if (action === 'discard') running.desk.discard(id, decider);
    else expect(await running.desk.correct(id, event('right'), decider)).toMatchObject({ status: 201 });
    hub.away = true;
  };

  test.each([
    ['discard', 'invalid-event'],
    ['correct', 'invalid-event'],
    ['discard', 'not-a-minor'],
  ] as const)('does not come back when it is sent again while the hub is away: %s of %s', async (action, code) => {
    await decidedOn(action, code);
    expect([await push(wrong), running.outbox.size]).toMatchObject([DECIDED, 0]);
    await expect(pushAll(event('other'), wrong)).rejects.toMatchObject({
      code: 'refused',
      extra: { errors: [{ pointer: '/1', rule: 'decided' }] },
    });
    await running.close();
    running = start();
    expect(await push(wrong)).toMatchObject(DECIDED);
    // Another content, also under the same id, is another matter.
    expect(await push({ ...wrong, data: { ...wrong.data, weapon: true } })).toEqual(STORED);
    expect(running.desk.show()).toMatchObject({ rows: [], refused: [] });
  });

  test('is the hub’s to say when that is there, and forgotten when the hub has taken it', async () => {
    await decidedOn('discard');
    hub.away = false;
    hub.refusal = () => 'invalid-event';
    expect(await push(wrong)).toMatchObject({ status: 422 });
    hub.refusal = () => undefined;
    expect(await push(wrong)).toMatchObject({ status: 201 });
    hub.away = true;
    expect(await push(wrong)).toEqual(STORED);
  });

  test('stands on the desk again when it was stored all the same: sent before the decision, or by the officer', async () => {
    await refusedLater('invalid-event', wrong);
    hub.away = true;
    const [{ id } = { id: '' }] = running.desk.show().refused;
    expect(await running.desk.correct(id, wrong, decider)).toEqual(STORED);
    expect(running.desk.show().refused).toEqual([]);
    hub.away = false;
    hub.refusal = () => 'invalid-event';
    await running.outbox.forward();
    await running.close();
    running = start();
    expect(running.desk.show().refused).toMatchObject([{ eventId: 'wrong' }]);
  });
});

test('of many refusals the desk shows the oldest 200 and says how many there are', async () => {
  await refusedLater('invalid-event', ...Array.from({ length: 201 }, (_, n) => event(`n${n}`)));
  const { refused, refusedCount } = running.desk.show();
  expect([refused.length, refused[0]?.eventId, refusedCount]).toEqual([200, 'n0', 201]);
});

test('a mandatory report is kept in a folder of its own, with what else the department stores in another', async () => {
  const folder = `${place.folder}/edge-reports`;
  const school: Viewer = { ...SENDER, name: 'education', department: 'education', source: 'urn:lianhu:source:education:default' };
  const options = { department: 'education', folder, origin: ORIGIN, policyArea: '990101', suite: std1 };
  const now = '2026-10-12T10:00:00+08:00';
  const edge = createEdge({ ...options, clock: { now: () => Date.parse(now) }, hub, log: hub });
  hub.away = true;
  for (const type of ['education.absence.flagged', 'education.harm.suspected'])
    expect(await edge.edge.push(exampleOf(catalogue.event(type) as EventDefinition), school, 'zh')).toEqual(STORED);
  expect(['outbox', 'urgent'].map((name) => readdirSync(`${folder}/${name}`).length)).toEqual([1, 1]);
  await edge.close();
});
