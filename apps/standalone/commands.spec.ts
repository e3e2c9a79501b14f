import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from './commands';

const names = Object.keys(COMMANDS);

test.each(names.map((name) => [name]))('%s is loaded under its name', async (name) => {
  expect((await COMMANDS[name]?.())?.name()).toBe(name);
});

test('every command that is written can be called', () => {
  const folder = join(import.meta.dirname, 'commands');
  const written = readdirSync(folder)
    .filter((file) => !file.includes('.spec.'))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').match(/^export const \w+Command\b/gm) ?? []);
  expect(names).toHaveLength(written.length);
});
