import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { EventLog } from '@lianhu/log';
import type { ReplayLimits } from './replay-jobs';
import { aReply, aRequest, asking, auditRoutes, caller, child, faultOf, smallCounty, type Answer } from './replays.fixture';
import { REPLAYABLE } from './replays';

let log: EventLog;
let head: number;
beforeAll(async () => {
  log = await smallCounty();
  head = (await log.head()).position;
});

const routes = (limits?: ReplayLimits, of = log) => asking(of, limits);

test('a view is answered with an id, then with a manifest and pages whose lines have the hash that it names', async () => {
  const { post, get, controller, jobs } = routes();
  const started = await post({ view: 'minors' });
  expect([started.status, started.manifest]).toEqual([202, undefined]);
  await jobs.find(caller().viewer, started.id)?.finished;
  const { root, checkpoint } = await log.head();
  const first = await get(started.id, { page: '1', size: '25' });
  expect(first).toMatchObject({ state: 'done', percent: 100, total: 60 });
  expect(first.manifest).toMatchObject({
    view: 'minors',
    version: REPLAYABLE.find(({ name }) => name === 'minors')?.version,
    position: head,
    root,
    checkpoint,
    rows: 60,
    code: expect.stringMatching(/^\d/),
  });
  const third = await get(started.id, { page: '3', size: '25' });
  expect([first.rows?.[0]?.key, third.rows?.length, third.rows?.at(-1)?.key]).toEqual([child(0), 10, child(59)]);
  const stream = (await controller.rows(caller(), started.id, {}, aRequest('application/x-ndjson'), aReply().reply)) as Readable;
  let text = '';
  for await (const part of stream) text += String(part);
  expect(createHash('sha256').update(text).digest('base64')).toBe(first.manifest?.rowsHash);
  await jobs.close();
});

test('every page is recorded with the children that it shows before it leaves; what cannot be recorded is not shown', async () => {
  const { done, get, recorded, state, controller, jobs } = routes();
  const id = await done({ view: 'alerts' });
  expect(recorded).toEqual([]);
  await get(id, { size: '0' });
  expect(recorded).toEqual([]);
  const { rows } = await get(id, { page: '2', size: '20' });
  const children = rows?.map(({ row }) => row?.child).sort();
  expect(children).toHaveLength(20);
  expect(recorded.map(({ route, by, purpose, page }) => [route, by, purpose, page])).toEqual([['audit.replay-rows', 'auditor-1', 'audit', 2]]);
  expect([...(recorded[0]?.children ?? [])].sort()).toEqual(children);
  state.failing = true;
  expect(await faultOf(get(id))).toEqual(['access-log-unavailable', undefined]);
  const stream = (await controller.rows(caller(), id, {}, aRequest('application/x-ndjson'), aReply().reply)) as Readable;
  let text = '';
  await expect(
    (async () => {
      for await (const part of stream) text += String(part);
    })(),
  ).rejects.toThrow();
  expect(text).toBe('');
  await jobs.close();
});

test('only who started a replay sees it', async () => {
  const { done, get, controller, jobs } = routes();
  const id = await done({ view: 'departments' });
  const listed = async (who = caller()) => ((await controller.list(who)) as { jobs: { id: string }[] }).jobs.map((job) => job.id);
  expect((await get(id)).state).toBe('done');
  expect(await listed()).toEqual([id]);
  for (const other of [caller('auditor-2'), caller('auditor-1', 'inspector')]) {
    expect(await faultOf(get(id, {}, other))).toEqual(['not-found', undefined]);
    expect(await listed(other)).toEqual([]);
  }
  await jobs.close();
});

test('two moments are compared from the earlier to the later, whichever is named first', async () => {
  const { done, get, jobs } = routes();
  const [a, b] = [await done({ view: 'alerts', asOf: head, compareWith: 71 }), await done({ view: 'alerts', asOf: '71', compareWith: head })];
  const answer = await get(a, { size: '1000' });
  expect(answer.rows?.length).toBeGreaterThan(10);
  expect(new Set(answer.rows?.map(({ change, events }) => `${change} ${events?.count}`))).toEqual(new Set(['added 1']));
  expect(answer.manifest).toMatchObject({ position: head, earlier: { position: 71 }, changes: { added: answer.total, removed: 0, changed: 0 } });
  expect((await get(b, { size: '1000' })).rows).toEqual(answer.rows);
  await jobs.close();
});

test.each<readonly [body: object, pointer: string]>([
  [{}, '/view'],
  [{ view: 'nothing' }, '/view'],
  [{ view: 'minors', report: '2026-Q3' }, '/report'],
  [{ view: 'minors', page: 1 }, '/page'],
  [{ view: 'minors', version: 1 }, '/version'],
  ...[0, -1, 1.5, '1', null, 2].map((version) => [{ report: '2026-Q3', version }, '/version'] as const),
  [{ report: '2026-Q5' }, '/report'],
  [{ report: '2099-Q1' }, '/report'],
  [{ subject: 'minor-x' }, '/subject'],
  [{ view: 'minors', asOf: -1 }, '/asOf'],
  [{ view: 'minors', asOf: 1.5 }, '/asOf'],
  [{ view: 'minors', asOf: 184 }, '/asOf'],
  [{ view: 'minors', asOf: 'yesterday' }, '/asOf'],
  [{ view: 'minors', compareWith: 184 }, '/compareWith'],
  [{ view: 'minors', purpose: 'statistics' }, '/purpose'],
])('%j is refused at %s', async (body, pointer) => {
  expect(head).toBe(183);
  const { post, controller } = routes();
  expect(await faultOf(post(body))).toEqual(['invalid-input', pointer]);
  expect(await controller.list(caller())).toMatchObject({ jobs: [] });
});

test('every view and sum of the catalogue can be replayed, at the head and at nothing', async () => {
  const { done, get, jobs } = routes();
  expect(REPLAYABLE.map(({ name }) => name)).toEqual(expect.arrayContaining(['minors', 'alerts', 'departments', 'towns', 'county', 'alert-towns']));
  for (const { name } of REPLAYABLE) {
    expect((await get(await done({ view: name }))).total).toBeGreaterThan(0);
    expect((await get(await done({ view: name, asOf: 0 }))).total).toBe(0);
  }
  await jobs.close();
});

describe('replays are bounded', () => {
  const limits = { atOnce: 1, jobs: 3, jobsOfOne: 2, runMs: 60_000, keptMs: 60_000 };
  /** Work that ends when it is told, or when it is let. */
  const held = () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    let begun = false;
    const closed = jest.fn();
    const work = async () => {
      begun = true;
      await until;
      return { replayed: { moments: [], close: closed }, manifest: {} };
    };
    return { work, release, closed, begun: () => begun };
  };

  test('so many at once, so many of one, so many of all; a result makes room, a running one does not', async () => {
    const { jobs } = routes(limits);
    const [one, two, three] = [held(), held(), held()];
    const first = jobs.start(caller('a').viewer, {}, one.work);
    const second = jobs.start(caller('a').viewer, {}, two.work);
    expect([first.state, second.state, two.begun()]).toEqual(['running', 'queued', false]);
    expect(() => jobs.start(caller('a').viewer, {}, three.work)).toThrow('too-many-requests');
    jobs.start(caller('b').viewer, {}, three.work);
    expect(() => jobs.start(caller('c').viewer, {}, three.work)).toThrow('busy');
    one.release();
    await first.finished;
    const fourth = jobs.start(caller('a').viewer, {}, held().work);
    expect([one.closed.mock.calls.length, jobs.find(caller('a').viewer, first.id), fourth.state]).toEqual([1, undefined, 'queued']);
    two.release();
    await second.finished;
    expect([second.state, two.closed.mock.calls.length]).toEqual(['done', 0]);
  });

  test('one that takes too long ends with a reason', async () => {
    const { post, jobs, get } = routes({ ...limits, runMs: -1 });
    const { id } = await post({ view: 'minors' });
    await jobs.find(caller().viewer, id)?.finished;
    expect(await get(id)).toMatchObject({ state: 'failed', error: 'replay.too-long' });
  });

  test('a result is let go of when nobody has looked for so long, and when the service stops', async () => {
    const short = routes({ ...limits, keptMs: 1 });
    const gone = held();
    const job = short.jobs.start(caller().viewer, {}, gone.work);
    gone.release();
    await job.finished;
    while (gone.closed.mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(short.jobs.find(caller().viewer, job.id)).toBeUndefined();

    const long = routes(limits);
    const kept = held();
    const other = long.jobs.start(caller().viewer, {}, kept.work);
    const waiting = long.jobs.start(caller().viewer, {}, held().work);
    kept.release();
    await long.jobs.close();
    expect([other.state, kept.closed.mock.calls.length, waiting.state, waiting.error]).toEqual(['done', 1, 'failed', 'replay.stopped']);
    expect(long.jobs.of(caller().viewer)).toEqual([]);
    expect(() => long.jobs.start(caller().viewer, {}, kept.work)).toThrow('busy');
  });

  test('a replay that runs ends when the service stops', async () => {
    const slow = Object.assign(Object.create(log) as EventLog, {
      read: async (...args: Parameters<EventLog['read']>) => (await new Promise((resolve) => setImmediate(resolve)), log.read(args[0], 1, args[2])),
    });
    const all = auditRoutes(slow, limits);
    const { reply } = aReply();
    const { id } = (await all.controller.start(caller(), { view: 'minors' }, reply)) as Answer;
    const job = all.jobs.find(caller().viewer, id);
    await all.jobs.close();
    expect(job).toMatchObject({ state: 'failed', error: 'replay.stopped' });
  });
});
