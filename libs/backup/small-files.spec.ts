import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { writeSmallFiles } from './small-files';

const folder = mkdtempSync(join(tmpdir(), 'lianhu-small-files-'));
const POLICE = join('edges', 'police');
let number = 0;
let [dataFolder, copied] = ['', ''];
const path = (name: string): string => join(dataFolder, POLICE, name);
const contents = (files: object): string[] => Object.keys(files).map((name) => readFileSync(join(copied, name), 'utf8'));

beforeEach(() => {
  [dataFolder, copied] = [join(folder, `data-${++number}`), join(folder, `copied-${number}`)];
  for (const name of ['outbox', 'refused', 'quarantine']) mkdirSync(path(name), { recursive: true });
  for (const name of ['1', '2']) writeFileSync(path(`outbox/${name}.spool`), `event ${name}`);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Just before a file is read, an edge does something. */
const beforeReading = (work: (file: string) => void): void => {
  const real = fs.readFileSync;
  jest.spyOn(fs, 'readFileSync').mockImplementation(((of: string, ...rest: []) => {
    if (String(of).startsWith(dataFolder)) work(of);
    return real(of, ...rest);
  }) as typeof real);
};

test.each(['refused', 'quarantine'])('what an edge moves to %s before it is copied is copied there', (to) => {
  beforeReading((file) => {
    if (file === path('outbox/1.spool')) renameSync(path('outbox/2.spool'), path(`${to}/3.spool`));
  });
  const files = writeSmallFiles(copied, { dataFolder });
  jest.restoreAllMocks();
  expect(Object.keys(files)).toEqual([join(POLICE, 'outbox/1.spool'), join(POLICE, to, '3.spool')]);
  expect(contents(files)).toEqual(['event 1', 'event 2']);
});

test('what an edge splits before it is copied is copied in its parts; what it forwarded is in the database', () => {
  beforeReading((file) => {
    if (file !== path('outbox/1.spool')) return;
    for (const half of ['0', '1']) writeFileSync(path(`outbox/2-${half}.spool`), `half ${half}`);
    for (const name of ['1', '2']) unlinkSync(path(`outbox/${name}.spool`));
  });
  const files = writeSmallFiles(copied, { dataFolder });
  jest.restoreAllMocks();
  expect(contents(files)).toEqual(['half 0', 'half 1']);
});

test('what goes from the desk to the outbox between the look into one and the other is found there', () => {
  writeFileSync(path('quarantine/3.spool'), 'released');
  const real = fs.readdirSync;
  jest.spyOn(fs, 'readdirSync').mockImplementation(((of: string, ...rest: []) => {
    const names = real(of, ...rest);
    if (of === path('outbox') && real(path('quarantine')).length > 0) renameSync(path('quarantine/3.spool'), path('outbox/4.spool'));
    return names;
  }) as typeof real);
  const files = writeSmallFiles(copied, { dataFolder });
  jest.restoreAllMocks();
  expect(contents(files)).toEqual(['event 1', 'event 2', 'released']);
});

test('edges that never come to rest end a backup in words', () => {
  let moves = 10;
  beforeReading((file) => renameSync(file, join(dirname(file), `${++moves}-${basename(file).slice(-7)}`)));
  expect(() => writeSmallFiles(copied, { dataFolder })).toThrow(/did not come to rest/);
  expect(readdirSync(path('outbox'))).toHaveLength(2);
});
