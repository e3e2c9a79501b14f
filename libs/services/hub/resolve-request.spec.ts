import { DvCallReceived } from '@lianhu/departments/police';
import { definitionOf } from '@lianhu/kernel';
import { resolveRequest } from './resolve-request';

const [TOWN, VILLAGE, ELSEWHERE] = ['990101001', '990101001002', '990101002003'];

test.each<[string, residence: string | undefined, longer: string | undefined, actual: string | undefined, home: string | undefined]>([
  ['nothing', undefined, undefined, undefined, undefined],
  ['the county only', '990101', undefined, undefined, undefined],
  ['the town', TOWN, undefined, undefined, TOWN],
  ['the village, cut in the claim', TOWN, VILLAGE, undefined, VILLAGE],
  ['the village, in the identity only', undefined, undefined, VILLAGE, VILLAGE],
  ['the town, and in the identity the village in it', TOWN, undefined, VILLAGE, VILLAGE],
  ['the town, and in the identity a village of another', TOWN, undefined, ELSEWHERE, TOWN],
  ['the village, and in the identity the town', TOWN, VILLAGE, TOWN, VILLAGE],
])('a home: %s', (_title, residencearea, longer, areaActual, home) => {
  const definition = definitionOf(DvCallReceived);
  const claim = { type: definition.type, department: 'police', source: 's', time: '2026-01-01T00:00:00Z', data: {}, residencearea };
  const values = { '/data/minor': { areaActual, areaHousehold: '990101003004' }, ...(longer && { '/residencearea': longer }) };
  const examined = { claim, definition, id: '1', salt: new Uint8Array(16), sentHash: new Uint8Array(32), values };
  expect(resolveRequest('police', examined as never)).toMatchObject({ residence: home, household: '990101003004' });
});
