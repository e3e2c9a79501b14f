import { readFileSync } from 'node:fs';
import { placesIn, type PolicyPack } from '@lianhu/kernel';
import { parsePolicy } from './policy';

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
