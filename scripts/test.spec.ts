import { tmpdir } from 'node:os';
import { byKind, conclude, scratchIn, slowest } from './test.mjs';

const passing = { fullName: 'a rule holds', status: 'passed' };
const pending = { fullName: 'a page opens', status: 'pending' };
const result = (assertionResults: { fullName: string; status: string }[], broken = 0) => ({
  numPassedTests: assertionResults.filter(({ status }) => status === 'passed').length,
  numFailedTests: assertionResults.filter(({ status }) => status === 'failed').length,
  numRuntimeErrorTestSuites: broken,
  success: true,
  testResults: [{ name: '/nowhere/pages.e2e.spec.ts', status: 'passed', message: '', assertionResults }],
});

let lines: string[];
beforeEach(() => {
  lines = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => jest.restoreAllMocks());

test('the last line counts, and a skipped test is printed with its reason', () => {
  expect(conclude(result([passing, pending]), 0, 0, {})).toBe(0);
  expect(lines[0]).toMatch(/^skipped: .*pages\.e2e\.spec\.ts: a page opens \(.+\)$/);
  expect(lines.at(-1)).toBe('1 passed, 0 failed');
});

test('where nothing may be skipped, a skipped test is a failure', () => {
  expect(conclude(result([passing, pending]), 0, 0, { LIANHU_REQUIRE_ALL: '1' })).toBe(1);
  expect(lines.at(-1)).toBe('1 passed, 1 failed');
  expect(conclude(result([passing]), 0, 0, { LIANHU_REQUIRE_ALL: '1' })).toBe(0);
});

test('the suite on a real EventStoreDB is optional: said in one line where no server is named, and never a failure', () => {
  const said = () => lines.filter((line) => line.includes('LIANHU_TEST_EVENTSTORE'));
  expect(conclude(result([passing]), 0, 0, { LIANHU_REQUIRE_ALL: '1' })).toBe(0);
  expect(said()).toHaveLength(1);
  expect(conclude(result([passing]), 0, 0, { LIANHU_REQUIRE_ALL: '1', LIANHU_TEST_EVENTSTORE: 'esdb://127.0.0.1:1' })).toBe(0);
  expect(said()).toHaveLength(1);
});

const timed = (name: string, seconds: number) => ({
  name,
  status: 'passed',
  message: '',
  startTime: 1_000,
  endTime: 1_000 + seconds * 1_000,
  assertionResults: [],
});

test('the slowest files are named, longest first', () => {
  const testResults = [timed('/nowhere/a.spec.ts', 2), timed('/nowhere/b.spec.ts', 31)];
  expect(slowest({ ...result([]), testResults }).map(({ seconds }) => seconds)).toEqual([31, 2]);
});

test('and how long each kind of them took together', () => {
  const testResults = [timed('/x/a.spec.ts', 2), timed('/x/b.e2e.spec.ts', 31), timed('/x/c.spec.tsx', 3), timed('/x/d.db.spec.ts', 4)];
  expect(byKind({ ...result([]), testResults })).toEqual([
    { kind: 'e2e', files: 1, seconds: 31 },
    { kind: 'other', files: 2, seconds: 5 },
    { kind: 'db', files: 1, seconds: 4 },
  ]);
});

test.each([
  ['a failed test', result([passing, { fullName: 'x', status: 'failed' }]), 1, 0, '1 passed, 1 failed'],
  ['a file that does not load', result([passing], 1), 1, 0, '1 passed, 1 failed'],
  ['apps that do not build', result([passing]), 0, 1, '1 passed, 1 failed'],
  ['no result at all', undefined, 1, 0, '0 passed, 1 failed'],
])('%s is a failure', (_, outcome, code, built, last) => {
  expect(conclude(outcome, code, built, {})).toBe(1);
  expect(lines.at(-1)).toBe(last);
});

test('specs write to memory where there is room, unless somebody names a folder', () => {
  const memory = import.meta.dirname;
  expect(scratchIn({}, memory, 1)).toBe(memory);
  expect(scratchIn({}, memory, Number.MAX_VALUE)).toBe(tmpdir());
  expect(scratchIn({}, '/nowhere', 1)).toBe(tmpdir());
  expect(scratchIn({ TMPDIR: tmpdir() }, memory, 1)).toBe(tmpdir());
});
