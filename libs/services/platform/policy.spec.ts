import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { warnings } from '@lianhu/catalogue';
import { placesIn, type PolicyPack } from '@lianhu/kernel';
import { loadPolicy, parsePolicy } from './policy';

const text = readFileSync('infra/policy/demonstration.json', 'utf8');
const withVillages = (villages: unknown): PolicyPack => parsePolicy(JSON.stringify({ ...(JSON.parse(text) as object), villages }));

test('villages are optional; one that is named stands in a town of the pack and has a name', () => {
  expect(withVillages(undefined).villages).toBeUndefined();
  expect(withVillages({ '990101001201': '河口村' }).villages).toEqual({ '990101001201': '河口村' });
  for (const code of ['990101001', '9901010012011', '990101999201', '99010100120x'])
    expect(() => withVillages({ [code]: '河口村' })).toThrow(`villages.${code} must be a code of twelve digits inside one of the towns`);
  for (const name of ['', '  ', 7, null, '村'.repeat(41)])
    expect(() => withVillages({ '990101001201': name })).toThrow('villages.990101001201 must have a name of 1 to 40 characters');
});

test('places are towns by their names, and villages with their town before them', () => {
  expect(placesIn({ towns: { '990101001': '东溪镇' }, villages: { '990101001201': '河口村' } })).toEqual({
    '990101001': '东溪镇',
    '990101001201': '东溪镇河口村',
  });
});

test('a pack without a number of any rule keeps the program from starting; that of a closed quarter may lack it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-policy-'));
  const file = join(folder, 'pack.json');
  copyFileSync('infra/policy/sharing.json', join(folder, 'sharing.json'));
  const pack = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const missing = warnings.flatMap(({ id, thresholds }) => thresholds.map((name) => [id, name] as const));
  expect(missing).toContainEqual(['R01', 'windowDays']);
  for (const [id, name] of missing)
    for (const value of [undefined, 0, 1.5, '2']) {
      writeFileSync(file, JSON.stringify({ ...pack, [id]: { ...pack[id], [name]: value } }));
      expect(() => loadPolicy(file)).toThrow(`policy pack: ${id}.${name} must be a positive integer`);
      expect(() => parsePolicy(readFileSync(file, 'utf8'))).not.toThrow();
    }
  writeFileSync(file, text);
  expect(loadPolicy(file).pack).toEqual(pack);
  rmSync(folder, { recursive: true });
});
