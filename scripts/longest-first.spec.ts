import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import LongestFirst from './longest-first.mjs';

test('specs that start processes run first, then those on a database, then the rest; of one kind the larger first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-order-'));
  const written = (name: string, bytes: number) => {
    writeFileSync(join(folder, name), 'x'.repeat(bytes));
    return { path: join(folder, name) };
  };
  const tests = [
    written('a.spec.ts', 9),
    written('b.db.spec.ts', 2),
    written('c.e2e.spec.ts', 1),
    written('d.spec.ts', 10),
    written('e.kafka.spec.ts', 3),
  ];
  expect(new LongestFirst().sort(tests).map(({ path }) => basename(path))).toEqual([
    'e.kafka.spec.ts',
    'c.e2e.spec.ts',
    'b.db.spec.ts',
    'd.spec.ts',
    'a.spec.ts',
  ]);
  rmSync(folder, { recursive: true });
});
