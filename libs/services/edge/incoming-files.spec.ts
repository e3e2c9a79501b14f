import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './edge.fixture';
import { IncomingFiles, UNCHANGED_MS, UNFINISHED_MS } from './incoming-files';

const place = scratch();
afterAll(() => place.remove());
const AT = Date.parse('2026-09-05T10:00:00+08:00');
let number = 0;
let folder = '';
let now = AT;
let incoming: IncomingFiles;
beforeEach(() => {
  folder = join(place.folder, `in-${++number}`);
  mkdirSync(folder);
  now = AT;
  incoming = new IncomingFiles(folder, () => now);
});
const setTime = (name: string, ms: number): void => utimesSync(join(folder, name), ms / 1_000, ms / 1_000);
const drop = (name: string, content = '', ms = AT): void => {
  writeFileSync(join(folder, name), content);
  setTime(name, ms);
};
const whole = (): string[] => incoming.names().filter((name) => incoming.isWhole(name));

test('a file without a marker is whole when it has not changed for a while, over two looks; not a millisecond earlier', () => {
  drop('a.ndjson', '{}\n');
  now = AT + UNCHANGED_MS;
  expect(whole()).toEqual([]);
  now = AT + UNCHANGED_MS - 1;
  expect(whole()).toEqual([]);
  appendFileSync(join(folder, 'a.ndjson'), '{}\n');
  setTime('a.ndjson', AT);
  now = AT + UNCHANGED_MS;
  expect(whole()).toEqual([]);
  expect(whole()).toEqual(['a.ndjson']);
});

test('a file whose last line has no end, or that is empty, waits much longer: somebody may still be writing', () => {
  drop('half.ndjson', '{}');
  drop('none.ndjson');
  now = AT + UNFINISHED_MS - 1;
  expect([whole(), whole()]).toEqual([[], []]);
  now = AT + UNFINISHED_MS;
  expect(whole()).toEqual(['half.ndjson', 'none.ndjson']);
});

test('a marker that came late, or that a crash left, does not say that the next file of that name is whole', () => {
  drop('day.ndjson.ok', '', AT - 1);
  drop('day.ndjson', '{}\n');
  expect(whole()).toEqual([]);
  setTime('day.ndjson.ok', AT);
  expect(whole()).toEqual(['day.ndjson']);
});

test('a marker without a file is late after a while; not a millisecond earlier, and nothing else is', () => {
  for (const name of ['day.ndjson.ok', 'day.csv.done', 'there.csv', 'there.csv.ok', 'day.part.ok', 'notes.ok']) drop(name);
  now = AT + UNFINISHED_MS - 1;
  expect(incoming.lateMarkers()).toEqual([]);
  now = AT + UNFINISHED_MS;
  expect(incoming.lateMarkers().sort()).toEqual(['day.csv.done', 'day.ndjson.ok'].map((name) => join(folder, name)));
});

test('tables come last', () => {
  for (const name of ['1.csv', '3.json', '2.xlsx', '4.ndjson', '.hidden.csv', '5.txt']) drop(name);
  expect(incoming.names()).toEqual(['3.json', '4.ndjson', '1.csv', '2.xlsx']);
});
