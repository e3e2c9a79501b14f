import fs, { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { HubAway, HubRefuses, logger, ProblemError, type Submission } from '@lianhu/services/platform';
import { scratch } from './edge.fixture';
import { FileGateway } from './file-gateway';
import { FAULT_MS, LATER_MS } from './held-files';
import { UNFINISHED_MS } from './incoming-files';
import { MAX_TABLE_BYTES, TABLE_FAULTS } from './reading/limits';
import { event, ids, Scene } from './scene.fixture';
import type { Job } from './table-jobs/job';
import { MAX_FILE_BYTES } from './watched-file';

const place = scratch();
afterAll(() => place.remove());
let number = 0;
let scene: Scene;
let gateway: FileGateway;
let folder = '';
let now = 0;
const started: FileGateway[] = [];
const startGateway = (): void => {
  gateway = new FileGateway({
    folder,
    edge: scene.edge.edge,
    files: scene.edge.files,
    area: '990101',
    outbox: scene.edge.outbox,
    now: () => now,
  });
  started.push(gateway);
};
beforeEach(async () => {
  now = Date.now();
  folder = join(place.folder, `watched-${++number}`);
  scene = await Scene.begin(join(place.folder, `gateway-${number}`));
  startGateway();
});
afterEach(async () => {
  jest.restoreAllMocks();
  for (const one of started.splice(0)) await one.close();
  await scene.close();
});

const text = (...names: readonly string[]): string => names.map((id) => `${JSON.stringify(event(id))}\n`).join('');
const drop = (name: string, content: string | Buffer, marker: string | null = '.ok'): void => {
  writeFileSync(join(folder, 'in', name), content);
  if (marker) writeFileSync(join(folder, 'in', `${name}${marker}`), '');
};
const enlarge = (name: string, bytes: number): void => {
  truncateSync(join(folder, 'in', name), bytes);
  writeFileSync(join(folder, 'in', `${name}.ok`), '');
};
const list = (name: string): string[] => readdirSync(join(folder, name)).sort();
const results = (name: string): Record<string, never>[] =>
  readFileSync(join(folder, 'receipts', `${name}.results.ndjson`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, never>);
/** Rows of a table are sent between two looks. */
const takeTables = async (): Promise<void> => {
  await gateway.round();
  await scene.edge.files.settled();
  await gateway.round();
};
const held = () => gateway.figures().find(({ name }) => name === 'lianhu_watched_files_held')?.value;
/** A bad sector. */
const unreadable = (): Readable => new Readable({ read: () => undefined }).destroy(Object.assign(new Error('bad sector'), { code: 'EIO' }));
const sum = (name: string) => results(name).at(-1) as unknown as Record<string, unknown>;

test('a marked file is taken at once: every line has its receipt with its proof, and the file is done', async () => {
  drop('day.ndjson', text('a', 'b', 'c'));
  drop('other.json', text('d'), '.done');
  await gateway.round();
  expect([list('in'), list('done'), list('failed')]).toEqual([[], ['day.ndjson', 'other.json'], []]);
  expect(results('day.ndjson').map(({ line, status }) => [line, status])).toEqual([
    [1, 201],
    [2, 201],
    [3, 201],
    [undefined, undefined],
  ]);
  expect(results('day.ndjson')[0]).toMatchObject({ receipt: { id: 'a', proof: { index: 2 }, checkpoint: expect.any(String) as string } });
  expect(sum('day.ndjson')).toEqual({ lines: 3, taken: 3, stored: 0, quarantined: 0, refused: 0 });
  expect(await scene.hub.ids()).toEqual(['a', 'b', 'c', 'd']);
});

test('a file without a marker is taken on the second look; a marker that came late goes', async () => {
  drop('a.ndjson', text('a'), null);
  drop('gone.ndjson.ok', '', null);
  for (const name of list('in')) utimesSync(join(folder, 'in', name), now / 1_000, now / 1_000);
  now += UNFINISHED_MS;
  await gateway.round();
  expect(list('in')).toEqual(['a.ndjson']);
  await gateway.round();
  expect([list('in'), list('done'), await scene.hub.ids()]).toEqual([[], ['a.ndjson'], ['a']]);
});

test('a file that is written under another name and renamed is not seen before; folders, links and strange names never', async () => {
  mkdirSync(join(folder, 'in', 'sub.ndjson'));
  for (const name of ['a.ndjson.part', '.hidden.ndjson', 'b.txt']) drop(name, text('x'));
  await gateway.round();
  expect(await scene.hub.ids()).toEqual([]);
  renameSync(join(folder, 'in', 'a.ndjson.part'), join(folder, 'in', 'a.ndjson'));
  writeFileSync(join(folder, 'in', 'a.ndjson.ok'), '');
  await gateway.round();
  expect(await scene.hub.ids()).toEqual(['x']);
});

test('a bad line is named and does not stop the others; nothing of its content is told', async () => {
  const bad = { ...event('bad'), data: { ...event('bad').data, minorRole: 'nobody' } };
  drop('mixed.ndjson', `${text('a')}{"half":\n\n${JSON.stringify(bad)}\n${'x'.repeat(70_000)}\n${text('b')}`);
  await gateway.round();
  expect(results('mixed.ndjson').map(({ line, status }) => [line, status])).toEqual([
    [1, 201],
    [2, 400],
    [4, 422],
    [5, 413],
    [6, 201],
    [undefined, undefined],
  ]);
  expect(results('mixed.ndjson')[2]).toMatchObject({ problem: { errors: [{ pointer: '/data/minorRole' }] } });
  expect(readFileSync(join(folder, 'receipts', 'mixed.ndjson.results.ndjson'), 'utf8')).not.toContain('测试甲');
  expect([sum('mixed.ndjson'), list('done')]).toEqual([{ lines: 5, taken: 2, stored: 0, quarantined: 0, refused: 3 }, ['mixed.ndjson']]);
});

test('a file of which nothing could be taken is failed, with its faults by line', async () => {
  drop('bad.ndjson', '{"a":1}\n[]\n');
  await gateway.round();
  expect([list('failed'), results('bad.ndjson').map(({ status }) => status)]).toEqual([['bad.ndjson'], [422, 422, undefined]]);
});

test.each([
  ['GBK', Buffer.concat([Buffer.from(text('a')), Buffer.from([0xb2, 0xe2, 0xca, 0xd4])]), 'not-utf-8'],
  ['UTF-16', Buffer.from(text('a'), 'utf16le'), 'not-utf-8'],
  ['binary junk', Buffer.concat([Buffer.from(text('a')), Buffer.from([0x89, 0x50, 0, 1, 2])]), 'binary'],
  ['cut in a character', Buffer.from(`${text('a')}测`).subarray(0, -1), 'not-utf-8'],
  ['nothing', Buffer.alloc(0), 'empty'],
])('%s is refused whole, says why, and no line of it counts', async (_what, content, fault) => {
  drop('junk.ndjson', content);
  await gateway.round();
  expect([list('failed'), list('in'), sum('junk.ndjson')['fault'], await scene.hub.ids()]).toEqual([['junk.ndjson'], [], fault, []]);
});

test('a file that is too large by a byte is refused whole', async () => {
  drop('large.ndjson', text('a'), null);
  enlarge('large.ndjson', MAX_FILE_BYTES + 1);
  await gateway.round();
  expect([list('failed'), sum('large.ndjson')['fault']]).toEqual([['large.ndjson'], 'too-large']);
});

test('characters that stand across two reads, and a byte order mark, are no faults', async () => {
  const long = { ...event('a'), data: { ...event('a').data, minor: { ...event('a').data.minor, name: '测'.repeat(20) } } };
  const lines = Array.from({ length: 900 }, (_, n) => JSON.stringify({ ...long, id: `u${n}`, data: { ...long.data, alarmNo: `n${n}` } }));
  drop('utf.ndjson', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(`${lines.join('\n')}\n`)]));
  await gateway.round();
  expect(sum('utf.ndjson')).toMatchObject({ lines: 900, taken: 900 });
});

test('the same file again, under its name or another, adds nothing; both stay apart', async () => {
  for (const name of ['a.ndjson', 'a.ndjson', 'copy.ndjson']) {
    drop(name, text('a', 'b'));
    await gateway.round();
  }
  expect([list('done'), await scene.hub.ids()]).toEqual([
    ['a.ndjson', 'a~2.ndjson', 'copy.ndjson'],
    ['a', 'b'],
  ]);
  expect(results('a~2.ndjson').map(({ status }) => status)).toEqual([200, 200, undefined]);
});

test('while the hub is away lines are stored; when it is back their receipts take the place of that', async () => {
  scene.hub.away = true;
  drop('away.ndjson', text('a', 'b'));
  await gateway.round();
  expect([sum('away.ndjson')['stored'], list('done')]).toEqual([2, ['away.ndjson']]);
  await gateway.round();
  expect(sum('away.ndjson')['stored']).toBe(2);
  scene.hub.away = false;
  await scene.edge.outbox.forward();
  await gateway.round();
  expect(results('away.ndjson').map(({ status }) => status)).toEqual([200, 200, undefined]);
  expect([list('receipts'), await scene.hub.ids()]).toEqual([['away.ndjson.results.ndjson'], ['a', 'b']]);
});

test('an edge that cannot take events leaves the file where it is, and takes it later', async () => {
  scene.edge.stop.stop('foreign-key', 'police-x');
  drop('a.ndjson', text('a'));
  await gateway.round();
  expect([list('in'), list('done'), list('failed')]).toEqual([['a.ndjson', 'a.ndjson.ok'], [], []]);
  scene.edge.stop.clear();
  await gateway.round();
  expect(list('done')).toEqual([]);
  now += 5_000;
  await gateway.round();
  expect([list('in'), list('done'), await scene.hub.ids()]).toEqual([[], ['a.ndjson'], ['a']]);
});

test('killed in the middle of a file, at any submission: the next run loses nothing and doubles nothing', async () => {
  const all = ids('e', 700);
  for (const dieAt of [1, 2, 3]) {
    const name = `kill-${dieAt}.ndjson`;
    drop(name, text(...all));
    let submissions = 0;
    scene.hub.after = () => {
      if (++submissions >= dieAt) throw new Error('the process is gone');
    };
    await gateway.round();
    expect(existsSync(join(folder, 'in', name))).toBe(true);
    scene.hub.after = () => undefined;
    await scene.restart();
    startGateway();
    await gateway.round();
    expect([list('in'), sum(name)['taken'], (await scene.hub.ids()).sort()]).toEqual([[], 700, [...all].sort()]);
  }
});

test('an answer that was lost is asked for again: the line is stored, then stands once', async () => {
  scene.hub.after = () => {
    throw new HubAway('the answer broke off');
  };
  drop('a.ndjson', text('a', 'b', 'c'));
  await gateway.round();
  scene.hub.after = () => undefined;
  await scene.edge.outbox.forward();
  await gateway.round();
  expect([sum('a.ndjson')['taken'], await scene.hub.ids()]).toEqual([3, ['a', 'b', 'c']]);
});

test('files in any order, and events of one file in any order, come to the same', async () => {
  drop('2.ndjson', text('d', 'c'));
  drop('1.ndjson', text('b', 'a'));
  await gateway.round();
  drop('3.ndjson', text('a', 'b', 'c', 'd', 'e'));
  await gateway.round();
  expect([(await scene.hub.ids()).sort(), results('3.ndjson').map(({ status }) => status)]).toEqual([
    ['a', 'b', 'c', 'd', 'e'],
    [200, 200, 200, 200, 201, undefined],
  ]);
});

test('a table in the folder goes in as a table; its faults stand in the results by row and header', async () => {
  const head = '接警编号,接警时间,警情类别,发生乡镇,未成年人角色,是否受伤,未成年人姓名,身份证号码';
  const row = (no: string, id: string): string => `${no},2026-09-03,纠纷,990101001,求助,否,测试甲,${id}`;
  drop('警情.csv', `${head}\n${row('JQ-1', '990101201506010014')}\n${row('JQ-2', '990101150601001')}\n`);
  await takeTables();
  expect(list('done')).toEqual(['警情.csv']);
  expect(results('警情.csv')).toMatchObject([
    { row: 3, column: '身份证号码', rule: 'citizen-id-15' },
    { state: 'done', accepted: 1, faulty: 1 },
  ]);
  drop('坏.csv', '');
  drop('大.csv', '', null);
  enlarge('大.csv', MAX_TABLE_BYTES + 1);
  await takeTables();
  expect([list('failed'), sum('大.csv')]).toEqual([
    ['坏.csv', '大.csv'],
    { state: 'refused', fault: 'too-large', message: TABLE_FAULTS['too-large'] },
  ]);
});

test('a file that cannot be read holds up no other: it stays, is counted, is told once, and is taken when it can be read', async () => {
  const told = jest.spyOn(logger, 'error').mockImplementation();
  const real = fs.createReadStream;
  jest.spyOn(fs, 'createReadStream').mockImplementation((...of) => (String(of[0]).includes('bad') ? (unreadable() as fs.ReadStream) : real(...of)));
  for (const name of ['1-bad.ndjson', '2.ndjson', '3-bad.csv', '4.ndjson']) drop(name, text(name));
  for (let looks = 0; looks < 3; looks++, now += FAULT_MS) await gateway.round();
  expect([list('done'), list('failed'), list('in').length]).toEqual([['2.ndjson', '4.ndjson'], [], 4]);
  expect([held(), told.mock.calls.map(([fields]) => fields as unknown)]).toEqual([2, Array(2).fill({ department: 'police', fault: 'EIO' })]);
  jest.restoreAllMocks();
  await takeTables();
  expect([held(), list('in'), list('done')[0]]).toEqual([0, [], '1-bad.ndjson']);
});

test('an edge without room for a file takes what it has room for', async () => {
  const { edge, files } = scene.edge;
  const push = edge.push.bind(edge);
  const full = () => Promise.reject(new ProblemError('storage-full'));
  jest.spyOn(edge, 'push').mockImplementation((sent, ...rest) => (JSON.stringify(sent).includes('table-row') ? full() : push(sent, ...rest)));
  jest.spyOn(files, 'add').mockImplementation(full);
  drop('1.csv', 'a,b\n');
  drop('2.ndjson', text('table-row'));
  drop('3.ndjson', text('report'));
  await gateway.round();
  expect([list('done'), held(), await scene.hub.ids()]).toEqual([['3.ndjson'], 2, ['report']]);
  jest.restoreAllMocks();
  now += LATER_MS;
  await gateway.round();
  expect([list('done'), held()]).toEqual([['2.ndjson', '3.ndjson'], 0]);
});

test('a table whose rows are under way holds up no events, and is one job', async () => {
  const add = jest.spyOn(scene.edge.files, 'add');
  const { get } = scene.edge.files;
  jest.spyOn(scene.edge.files, 'get').mockImplementation((id) => ({ ...(get.call(scene.edge.files, id) as Job), state: 'running' }));
  drop('1.csv', '');
  await gateway.round();
  drop('2.ndjson', text('a'));
  for (let looks = 0; looks < 3; looks++) await gateway.round();
  expect([list('done'), list('failed'), add.mock.calls.length]).toEqual([['2.ndjson'], [], 1]);
  jest.restoreAllMocks();
  await takeTables();
  expect(list('failed')).toEqual(['1.csv']);
});

test('however many tables lie there beside jobs that wait for a person, each becomes one job, and its results are read before that gives way', async () => {
  const add = jest.spyOn(scene.edge.files, 'add');
  const takeAll = async (): Promise<void> => {
    for (let looks = 0; looks < 12 && list('in').length > 0; looks++, now += LATER_MS) await takeTables();
  };
  for (let n = 0; n < 160; n++) drop(`${100 + n}.csv`, `甲,乙\n${n},2\n`);
  await gateway.round();
  expect(add.mock.calls.length).toBe(50);
  await takeAll();
  for (let n = 0; n < 60; n++) drop(`${300 + n}.csv`, '');
  await takeAll();
  const jobs = await Promise.all(add.mock.results.map(({ value }) => (value as Promise<Job>).catch(() => undefined)));
  expect([list('done').length, list('failed').length, list('in'), jobs.filter((job) => job).length]).toEqual([160, 60, [], 220]);
});

test('a table that is taken out of the folder makes room for the next', async () => {
  const { get } = scene.edge.files;
  jest.spyOn(scene.edge.files, 'get').mockImplementation((id) => ({ ...(get.call(scene.edge.files, id) as Job), state: 'running' }));
  const add = jest.spyOn(scene.edge.files, 'add');
  for (let n = 0; n < 51; n++) drop(`${100 + n}.csv`, '');
  await gateway.round();
  rmSync(join(folder, 'in', '100.csv'));
  await gateway.round();
  expect(add.mock.calls.map(([{ name }]) => name).slice(-2)).toEqual(['149.csv', '150.csv']);
});

test('one event that the hub trips over keeps no receipts back: the others have theirs, and nothing is sent again and again for it', async () => {
  scene.hub.away = true;
  drop('day.ndjson', text('a', 'poison', 'c'));
  await gateway.round();
  scene.hub.away = false;
  const trips = ({ batches }: Submission): void => {
    if (batches.some(({ events }) => events.some(({ claim }) => claim.includes('"id":"poison"')))) throw new HubRefuses(500);
  };
  scene.hub.before = trips;
  await scene.edge.outbox.forward();
  const pushes = jest.spyOn(scene.edge.edge, 'push');
  for (let looks = 0; looks < 3; looks++) await gateway.round();
  expect(results('day.ndjson').map(({ status, state }) => state ?? status)).toEqual([200, 'stored', 200, undefined]);
  expect([pushes.mock.calls.length, list('receipts')]).toEqual([3, ['day.ndjson.results.ndjson', 'day.ndjson.waiting']]);
  scene.hub.before = () => undefined;
  await scene.edge.outbox.forward();
  await gateway.round();
  expect([sum('day.ndjson'), list('receipts')]).toMatchObject([{ taken: 3, stored: 0 }, ['day.ndjson.results.ndjson']]);
});

test.each([
  ["and its group's, where the umask leaves that", 0o007, 0o660],
  ['alone, where it does not', 0o077, 0o600],
])("results are their owner's %s", async (_, umask, mode) => {
  const before = process.umask(umask);
  try {
    drop('day.ndjson', text('shared-1'));
    drop('bad.ndjson', Buffer.from([0xff, 0xfe, 0x41, 0x00]));
    drop('household-register.csv', 'no,table\n1,2\n');
    await takeTables();
  } finally {
    process.umask(before);
  }
  const names = list('receipts').filter((name) => name.endsWith('.results.ndjson'));
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) expect([name, statSync(join(folder, 'receipts', name)).mode & 0o777]).toEqual([name, mode]);
});
