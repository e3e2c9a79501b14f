import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const folder = join(root, 'docs/decisions');
const names = readdirSync(folder).sort();
/** Longest decision. Unit: lines. Reason: what needs more is a design, not a decision. */
const MAX_LINES = 30;

test('decisions are numbered from 0001 without a gap, and named by what they decide', () => {
  expect(names.map((name) => name.slice(0, 4))).toEqual(names.map((_, at) => String(at + 1).padStart(4, '0')));
  for (const name of names) expect(name).toMatch(/^\d{4}(-[a-z0-9]+)+\.md$/);
});

test.each(names)('%s says decision, reason, price and what checks it, in fewer than 30 lines', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  expect(text.split('\n').length).toBeLessThan(MAX_LINES);
  expect([...text.matchAll(/^\*\*(Decision|Because|Price|Checked by)\.\*\*/gm)].map(([, part]) => part)).toEqual([
    'Decision',
    'Because',
    'Price',
    'Checked by',
  ]);
});

test.each(names)('the files and decisions that %s names exist', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  for (const [, file] of text.matchAll(/`((?:libs|scripts|apps)\/[^`]+\.ts)`/g))
    expect({ file, exists: existsSync(join(root, file ?? '')) }).toEqual({ file, exists: true });
  for (const [, other] of text.matchAll(/\]\((\d{4}[^)]+\.md)\)/g)) expect(names).toContain(other);
});

test('every package that runs with us has its line', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const listed = [...readFileSync(join(folder, '0007-dependencies.md'), 'utf8').matchAll(/`([@a-z0-9/*-]+)`/g)].map(([, one]) => one ?? '');
  const stands = (one: string): boolean => listed.some((entry) => entry === one || (entry.endsWith('/*') && one.startsWith(entry.slice(0, -1))));
  expect(Object.keys(dependencies).filter((one) => !stands(one))).toEqual([]);
});
