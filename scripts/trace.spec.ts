import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Row {
  readonly id: string;
  readonly what: string;
  readonly module: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  readonly testCell: string;
  readonly state: string;
}

const root = join(__dirname, '..');
const page = readFileSync(join(root, 'docs/trace.md'), 'utf8');

/** The rows of every table on a trace page. */
function rowsOf(text: string): readonly Row[] {
  return text
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter((cells) => cells.length === 5 && /^[A-Z]{1,2}\d+$/.test(cells[0] ?? ''))
    .map(([id = '', what = '', module = '', testCell = '', state = '']) => ({ id, what, module, testCell, tests: testsOf(testCell), state }));
}

function testsOf(cell: string): Row['tests'] {
  if (cell === '—') return [];
  return cell.split('<br>').map((one) => {
    const [, file = '', title = ''] = /^`([^`]+)` › (.+)$/.exec(one.trim()) ?? [];
    return { file, title };
  });
}

/** What a row claims without showing it; empty when it holds. */
function faultsOf(row: Row): readonly string[] {
  const faults: string[] = [];
  const known =
    row.state === 'done' || row.state === 'not yet' || /^not yet; begun: .+/.test(row.state) || /^out of scope, because .+/.test(row.state);
  if (!known) faults.push(`${row.id}: unknown state "${row.state}"`);
  const shows = row.state === 'done' || row.state.startsWith('not yet; begun');
  if (shows && row.tests.length === 0) faults.push(`${row.id}: claims something and names no test`);
  if (!shows && row.tests.length > 0) faults.push(`${row.id}: names a test and claims nothing`);
  if (row.what === '' || row.module === '') faults.push(`${row.id}: a cell is empty`);
  for (const { file, title } of row.tests) if (!holdsTitle(file, title)) faults.push(`${row.id}: no test "${title}" in ${file}`);
  return faults;
}

function holdsTitle(file: string, title: string): boolean {
  const path = join(root, file);
  if (!/\.spec\.tsx?$/.test(file) || !existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  return ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`));
}

const rows = rowsOf(page);
const ids = (prefix: string): readonly number[] =>
  rows.filter(({ id }) => id.replace(/\d+$/, '') === prefix).map(({ id }) => Number(id.slice(prefix.length)));
const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, at) => at + 1);

test.each([
  ['S', 76],
  ['N', 8],
  ['DR', 11],
  ['AF', 4],
  ['SY', 60],
  ['LT', 28],
  ['RT', 27],
  ['RP', 7],
  ['ST', 24],
  ['DM', 14],
])('the ids of %s run from 1 to %d, each once, in order', (prefix, last) => {
  expect(ids(prefix)).toEqual(upTo(last));
});

test('each of the 68 scored rows stands as a row of its own or with the item that shares it', () => {
  const named = rows.flatMap(({ id, what }) => [...(id.startsWith('RG') ? [id] : []), ...(what.match(/RG\d\d/g) ?? [])]);
  expect([...new Set(named)].sort()).toEqual(upTo(68).map((n) => `RG${String(n).padStart(2, '0')}`));
});

test('no row claims what it cannot show', () => {
  expect(rows.flatMap(faultsOf)).toEqual([]);
});

describe('the check itself', () => {
  const row = (test: string, state: string): string => `| S01 | a thing | a module | ${test} | ${state} |`;
  const check = (test: string, state: string): readonly string[] => rowsOf(row(test, state)).flatMap(faultsOf);

  test('finds a file, a title or a test that is missing', () => {
    expect(check('`scripts/trace.spec.ts` › no row claims what it cannot show', 'done')).toEqual([]);
    expect(check('`scripts/trace.spec.ts` › a title that nobody wrote', 'done')).toHaveLength(1);
    expect(check('`scripts/nobody.spec.ts` › a title', 'done')).toHaveLength(1);
    expect(check('`docs/trace.md` › S01', 'done')).toHaveLength(1);
    expect(check('—', 'done')).toHaveLength(1);
    expect(check('—', 'not yet; begun: something')).toHaveLength(1);
    expect(check('—', 'nearly done')).toHaveLength(1);
    expect(check('—', 'not yet')).toEqual([]);
  });
});
