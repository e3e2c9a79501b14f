import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { RowFile } from './row-file';
import { SpilledFolds } from './spilled-folds';
import { TempFile } from './temp-file';

test('any page of rows is the same slice of all of them', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(320), fc.nat(200), (rows, from, count) => {
      const file = new RowFile<{ key: string; n: number }>();
      for (let n = 0; n < rows; n++) file.add({ key: `县${n}`, n });
      const all = [...file.all()];
      expect(all).toHaveLength(rows);
      expect(file.lines(from, count)).toEqual(all.slice(from, from + count));
      file.close();
    }),
    { numRuns: 60 },
  );
});

test('a place at the limit is taken, one byte more is not; texts of any alphabet come back', () => {
  const file = new TempFile(10);
  const first = file.append('县a');
  const second = file.append('bcdefg');
  expect([file.read(first), file.read(second)]).toEqual(['县a', 'bcdefg']);
  expect(() => file.append('h')).toThrow('10 bytes');
  file.close();
});

test('what is closed is not read any more: the next file has its number', () => {
  const one = new TempFile();
  const place = one.append('县城甲');
  one.read(place);
  one.close();
  one.close();
  const next = new TempFile();
  next.read(next.append('another child’s fold'));
  expect(() => one.read(place)).toThrow('after it was closed');
  next.close();
});

test('nothing with a name is left while the file is open', () => {
  const [before, folder] = [process.env['TMPDIR'], mkdtempSync(join(tmpdir(), 'lianhu-spec-'))];
  process.env['TMPDIR'] = folder;
  const file = new TempFile();
  const place = file.append('x');
  expect(readdirSync(folder)).toEqual([]);
  expect(file.read(place)).toBe('x');
  file.close();
  process.env['TMPDIR'] = before;
  if (before === undefined) delete process.env['TMPDIR'];
  rmSync(folder, { recursive: true });
});

test('folds come back as they were saved last, also after what was replaced has been cleared away', async () => {
  const folds = new SpilledFolds(0);
  const fold = (n: number) => ({ state: { n, text: 'x'.repeat(n) }, lastTime: `t${n}`, lastPosition: n });
  for (let round = 1; round <= 50; round++) await folds.save([[`k${round % 3}`, fold(round)] as const, ['same', fold(round)] as const]);
  expect(folds.keys()).toEqual(['k0', 'k1', 'k2', 'same']);
  expect(Object.fromEntries(await folds.load(['k0', 'k1', 'k2', 'same', 'none']))).toEqual({
    k0: fold(48),
    k1: fold(49),
    k2: fold(50),
    same: fold(50),
  });
  folds.close();
});
