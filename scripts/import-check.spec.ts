import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { layerFault, textFaults } from './import-check.mjs';
import { layerOf, LAYERS } from './layers.mjs';

const project = (root: string) => ({ name: root, root, layer: layerOf(root) ?? 'none' });
const file = (path: string, root: string) => ({ path, project: project(root), imports: [] });
const fold = file('libs/views/minors/fold.ts', 'libs/views/minors');

describe('layers', () => {
  test.each([
    ['libs/departments/police', 'libs/kernel'],
    ['libs/warnings/absent-and-dv-call', 'libs/departments/hub'],
    ['libs/catalogue', 'libs/reports'],
    ['libs/vault', 'libs/postgres'],
    ['libs/services/hub', 'libs/services/platform'],
    ['apps/police', 'libs/services/edge'],
  ])('%s may import %s', (from, to) => {
    expect(layerFault(file(`${from}/a.ts`, from), project(to))).toBeUndefined();
  });

  test.each([
    ['libs/kernel', 'libs/calendar', 'may not import'],
    ['libs/departments/police', 'libs/departments/hub', 'siblings'],
    ['libs/views/minors', 'libs/warnings/absent-and-dv-call', 'may not import'],
    ['libs/log', 'libs/postgres', 'may not import'],
    ['libs/follow', 'libs/views/minors', 'may not import'],
    ['libs/vault', 'libs/departments/court', 'may not import'],
    ['libs/services/hub', 'libs/services/monitor', 'siblings'],
    ['libs/services/platform', 'libs/services/hub', 'may not import'],
    ['libs/services/hub', 'libs/testing', 'may not import'],
    ['libs/testing', 'apps/standalone', 'never imported'],
    ['libs/unheard-of', 'libs/kernel', 'in no layer'],
  ])('%s must not import %s', (from, to, why) => {
    expect(layerFault(file(`${from}/a.ts`, from), project(to))).toContain(why);
  });

  test('a spec is free to import what it tests with, but no app', () => {
    const spec = file('libs/log/a.spec.ts', 'libs/log');
    expect(layerFault(spec, project('libs/testing'))).toBeUndefined();
    expect(layerFault(spec, project('apps/hub'))).toContain('never imported');
  });

  test('no layer may import one that may import it', () => {
    const reach = (layer: string): string[] => LAYERS[layer]?.may ?? [];
    const circles = Object.keys(LAYERS).flatMap((layer) => reach(layer).filter((lower) => lower !== layer && reach(lower).includes(layer)));
    expect(circles).toEqual([]);
  });
});

describe('text', () => {
  test.each([
    [`import { x } from 'node:crypto';`, 'node:crypto'],
    [`import type { x } from 'fs';`, 'fs'],
    [`import pg from 'pg';`, 'package pg'],
    [`const now = Date.now();`, 'Date.now'],
    [`const today = new Date();`, 'new Date()'],
    [`const today = Date();`, 'Date()'],
    [`const dice = Math.random();`, 'Math.random'],
    [`const id = crypto.randomUUID();`, 'crypto.randomUUID'],
    [`const key = process.env['KEY'];`, 'process.env'],
    [`void fetch('http://x');`, 'fetch()'],
  ])('a pure layer must not say: %s', (text, word) => {
    expect(textFaults(fold, text)).toEqual([expect.stringContaining(word)]);
    expect(textFaults(file('libs/log/a.ts', 'libs/log'), text)).toEqual([]);
    expect(textFaults({ ...fold, path: 'libs/views/minors/fold.spec.ts' }, text)).toEqual([]);
  });

  test('what only looks impure is allowed', () => {
    const text = `import { IsInt } from 'class-validator';
      // Date.now() in a comment, 'Math.random' in a string
      const moment = new Date(0), words = 'Math.random()', process = { step: 'E1' };
      export const step = process.step, later = Date.parse(words), again = moment;`;
    expect(textFaults(fold, text)).toEqual([]);
  });

  test.each([
    [`export * from '@lianhu/log/merkle';`, 'deep imports'],
    [`const lazy = import('@lianhu/log/merkle');`, 'deep imports'],
    [`let type: import('@lianhu/log/merkle').Frontier;`, 'deep imports'],
    [`import { root } from '../../log/merkle';`, 'leaves its library'],
    [`import { minors } from '../minors-too';`, 'leaves its library'],
  ])('no library reaches into another: %s', (text, why) => {
    expect(textFaults(fold, text, (library) => !library.includes('/'))).toEqual([expect.stringContaining(why)]);
  });

  test('fixtures are for specs', () => {
    const text = `import { line } from './log.fixture';`;
    expect(textFaults(fold, text)).toEqual([expect.stringContaining('is for tests')]);
    expect(textFaults({ ...fold, path: 'libs/views/minors/fold.spec.ts' }, text)).toEqual([]);
  });

  test('own files in folders, and data outside libs, are no deep imports', () => {
    const text = `import { a } from './rows/a'; import policy from '../../../infra/policy/demonstration.json'; import { Frontier } from '@lianhu/log';`;
    expect(textFaults(fold, text)).toEqual([]);
  });
});

describe('a workspace with a forbidden import', () => {
  const root = join(__dirname, '..');
  let workspace: string;
  beforeAll(() => void (workspace = mkdtempSync(join(tmpdir(), 'lianhu-imports-'))));
  afterAll(() => rmSync(workspace, { recursive: true, force: true }));

  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  };
  const check = () => spawnSync(process.execPath, [join(root, 'scripts', 'import-check.mjs')], { cwd: workspace, encoding: 'utf8' });

  test('fails the check through Nx’s own graph, and passes once it is gone', () => {
    for (const name of ['nx.json', 'tsconfig.base.json', 'package.json']) put(name, readFileSync(join(root, name), 'utf8'));
    for (const name of ['layers.mjs', 'nx-projects.mjs']) put(`scripts/${name}`, readFileSync(join(root, 'scripts', name), 'utf8'));
    symlinkSync(join(root, 'node_modules'), join(workspace, 'node_modules'));
    put('.gitignore', 'node_modules\n.nx\n');
    put('libs/kernel/index.ts', 'export const one = 1;');
    put('libs/views/minors/index.ts', 'export const minors = 1;');
    put('libs/log/index.ts', `import { one } from '@lianhu/kernel'; import { minors } from '@lianhu/views/minors'; export const log = one + minors;`);
    const bad = check();
    expect(bad.stderr.trim()).toBe('libs/log/index.ts: the layer log may not import views (libs/views/minors)');
    expect(bad.status).toBe(1);
    put('libs/log/index.ts', `import { one } from '@lianhu/kernel'; export const log = one;`);
    const good = check();
    expect(good.stderr + good.stdout).toContain('3 files, 1 imports between projects, 0 faults');
    expect(good.status).toBe(0);
  });
});
