import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'lianhu-new-'));
  for (const path of ['libs', 'infra/policy', 'tsconfig.base.json', 'jest.config.mjs', 'scripts/longest-first.mjs', 'package.json'])
    cpSync(join(root, path), join(base, path), { recursive: true });
  for (const path of ['libs/views', 'libs/warnings']) rmSync(join(base, path), { recursive: true, force: true });
  symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: base, encoding: 'utf8' });
const write = (...args: string[]) => node(join(root, 'scripts', 'new.mjs'), ...args, '--base', base);
const read = (path: string): string => readFileSync(join(base, path), 'utf8');
/** The version of the list of departments that comes after the committed one. */
const nextList = Math.max(...readdirSync(join(root, 'libs/catalogue/schemas/codes/DEPT')).map((name) => parseInt(name, 10))) + 1;

test('a department, an event, a restricted event, a view and a warning are written, registered, compile, and their tests pass', () => {
  const wishes = [
    ['department', 'fire-brigade', '--title', '消防救援机构'],
    ['event', 'fire-brigade.home-fire.reported', '--title', '家庭火灾'],
    ['event', 'police.night-call.received', '--title', '夜间警情', '--level', 'L5'],
    ['view', 'fires', '--title', '火灾'],
    ['warning', 'two-fires', '--title', '两次火灾', '--on', 'fire-brigade.home-fire.reported'],
    ['warning', 'two-calls', '--title', '两次警情', '--on', 'police.dv-call.received'],
  ];
  for (const wish of wishes) {
    const said = write(...wish);
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(said.stdout).toMatch(/\nnext: .+\n$/);
  }

  expect(read('libs/departments/fire-brigade/events/index.ts')).toContain("export * from './home-fire-reported';");
  expect(read('libs/departments/police/events/index.ts')).toContain("export * from './night-call-received';");
  expect(read('libs/catalogue/generated/departments.ts')).toContain('fireBrigade');
  expect(read('libs/standards/codes.ts')).toContain(`    'fire-brigade': '消防救援机构',\n  },\n  ${nextList},\n);`);
  expect(read('libs/catalogue/generated/views.ts')).toContain('firesTowns');
  expect(read('libs/catalogue/generated/warnings.ts')).toContain('twoFires');
  expect([read('libs/warnings/two-fires/index.ts'), read('libs/warnings/two-calls/index.ts')].map((text) => /R\d+/.exec(text)?.[0])).toEqual([
    'R06',
    'R07',
  ]);
  const pack = JSON.parse(read('infra/policy/demonstration.json')) as Record<string, object>;
  expect([pack['R01'], pack['R06'], pack['R07']]).toEqual([
    { windowDays: 14, absentDays: 2, dueHours: 24 },
    { windowDays: 30, events: 2, dueHours: 72 },
    { windowDays: 30, events: 2, dueHours: 72 },
  ]);
  expect(Object.keys(pack['sources'] ?? {})).toEqual(expect.arrayContaining(['R05.dueHours', 'R06.windowDays', 'R07.events']));

  const files = [
    'libs/departments/fire-brigade/index.ts',
    'libs/departments/police/index.ts',
    'libs/views/fires/fires.spec.ts',
    'libs/warnings/two-fires/two-fires.spec.ts',
  ];
  const generated = ['departments', 'views', 'warnings'].map((name) => `libs/catalogue/generated/${name}.ts`);
  writeFileSync(join(base, 'tsconfig.json'), JSON.stringify({ extends: './tsconfig.base.json', files: [...files, ...generated] }));
  expect(node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json').stdout).toBe('');
  const tests = node(
    'node_modules/jest/bin/jest.js',
    '-c',
    'jest.config.mjs',
    '--rootDir',
    base,
    '--roots',
    join(base, 'libs'),
    '--',
    'libs/(views|warnings)/',
  );
  expect(tests.stderr).toContain('3 passed, 3 total');
});

test('a type is raised to its next version, twice, and to no other', () => {
  const type = 'police.dv-call.received';
  const file = 'libs/departments/police/events/dv-call-received.ts';
  const before = read(file);
  expect(write('event', type, '--version', '3')).toMatchObject({ status: 2, stderr: expect.stringContaining('the next is 2') as string });
  expect(write('event', type, '--version', '2')).toMatchObject({ status: 0, stderr: '' });
  expect(read(file)).toContain('  version: 2,\n');
  expect(read(file)).toContain('  upcasts: {\n    1: (data) => data,\n  },\n');
  expect(write('event', type, '--version', '3')).toMatchObject({ status: 2, stderr: expect.stringContaining('not committed yet') as string });
  writeFileSync(join(base, `libs/catalogue/schemas/${type}/2.json`), '{}');
  expect(write('event', type, '--version', '3')).toMatchObject({ status: 0, stderr: '' });
  expect(read(file)).toContain('  upcasts: {\n    1: (data) => data,\n    2: (data) => data,\n  },\n');
  expect(write('event', 'police.ship.sunk', '--version', '2')).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no') as string });
  writeFileSync(join(base, file), before);
  rmSync(join(base, `libs/catalogue/schemas/${type}/2.json`));
});

test('a second department before the first is committed stands in the same version of the list; one that has a code keeps it', () => {
  const before = read('libs/standards/codes.ts');
  expect(write('department', 'water', '--title', '水务部门')).toMatchObject({ status: 0, stderr: '' });
  expect(read('libs/standards/codes.ts')).toContain(`    water: '水务部门',\n  },\n  ${nextList},\n);`);
  const both = read('libs/standards/codes.ts');
  expect(write('department', 'city', '--title', '城管部门')).toMatchObject({ status: 0, stderr: '' });
  expect(read('libs/standards/codes.ts')).toBe(both);
  writeFileSync(join(base, 'libs/standards/codes.ts'), before);
  for (const path of ['libs/departments', 'apps'].flatMap((folder) => ['water', 'city'].map((id) => join(folder, id))))
    rmSync(join(base, path), { recursive: true });
});

test('a version that was written and is not committed is changed as it is, not raised', () => {
  const git = (...args: string[]) => spawnSync('git', ['-c', 'user.name=spec', '-c', 'user.email=spec@example.org', ...args], { cwd: base });
  const file = 'libs/departments/police/events/dv-call-received.ts';
  const before = read(file);
  expect(git('init', '-q').status).toBe(0);
  expect(git('commit', '-q', '--allow-empty', '-m', 'nothing yet').status).toBe(0);
  expect(write('event', 'police.dv-call.received', '--version', '2')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('version 1 of police.dv-call.received is not committed yet') as string,
  });
  expect(read(file)).toBe(before);
  rmSync(join(base, '.git'), { recursive: true });
});

test('a gathered file that was edited by hand, or not written again, fails the check and is left as it is', () => {
  const generate = (...args: string[]) => node(join(root, 'scripts', 'generate.mjs'), '--base', base, ...args);
  expect(generate().status).toBe(0);
  expect(generate('--check')).toMatchObject({ status: 0, stdout: '' });
  const file = 'libs/catalogue/generated/departments.ts';
  const edited = read(file).replace('police,', '');
  writeFileSync(join(base, file), edited);
  expect(generate('--check')).toMatchObject({ status: 1, stdout: expect.stringContaining(file) as string });
  expect(read(file)).toBe(edited);
});

test.each([
  [['department', 'Fire', '--title', '消防'], 'does not fit'],
  [['department', 'police', '--title', '公安'], 'is there already'],
  [['event', 'police.dv-call', '--title', '警情'], 'does not fit'],
  [['event', 'navy.ship.sunk', '--title', '沉船'], 'there is no department navy'],
  [['event', 'police.ship.sunk', '--title', '沉船', '--level', 'L7'], 'no level'],
  [['warning', 'ships', '--title', '沉船', '--on', 'police.ship.sunk'], 'there is no event'],
  [['view', 'ships'], '--title'],
  [['ship', 'ships', '--title', '船'], 'say what to write'],
])('%j is refused in one sentence', (wish, why) => {
  const { status, stderr } = write(...wish);
  expect(stderr).toContain(why);
  expect(stderr).not.toContain('    at ');
  expect(status).toBe(2);
});
