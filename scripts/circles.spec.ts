import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Every file with those beside it that it imports; types count, for whoever reads one file must read them all. */
function importsOf(): ReadonlyMap<string, readonly string[]> {
  const { stdout } = spawnSync('git', ['ls-files', 'libs', 'apps', 'scripts'], { encoding: 'utf8' });
  const files = new Set(stdout.split('\n').filter((path) => /\.tsx?$/.test(path) && existsSync(path)));
  const reached = (from: string, to: string): string[] => {
    const path = join(dirname(from), to);
    return [`${path}.ts`, `${path}.tsx`, `${path}/index.ts`].filter((each) => files.has(each));
  };
  return new Map(
    [...files].map((file) => [file, [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']*)'/g)].flatMap(([, to = '']) => reached(file, to))]),
  );
}

/** Files that lead back to themselves, one way each. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    else if (!done.has(file)) for (const next of imports.get(file) ?? []) follow(next, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) follow(file, []);
  return circles;
}

test('no file imports another that leads back to it', () => {
  const imports = importsOf();
  expect(imports.size).toBeGreaterThan(1_000);
  expect(circlesIn(imports)).toEqual([]);
});

test('a circle over three files is found, two ways to one file are none', () => {
  expect(
    circlesIn(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['a']],
      ]),
    ),
  ).toEqual(['a → b → c → a']);
  expect(
    circlesIn(
      new Map([
        ['a', ['b', 'c']],
        ['b', ['c']],
        ['c', []],
      ]),
    ),
  ).toEqual([]);
});
