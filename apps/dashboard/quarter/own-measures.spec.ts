import { ownMeasures } from './own-measures';

const measure = (id: string) => ({ id, title: id });
const indicators = [
  { code: 'B14', title: '家暴警情', departments: ['police'], measures: [measure('incidents'), measure('repeated')] },
  { code: 'C02', title: '复学', departments: ['education', 'police'], measures: [measure('returned')] },
  { code: 'H01', title: '预警', measures: [measure('raised')] },
];
const cell = (id: string, indicator: string, more: object = {}) => ({ id, indicator, ...more });
const cells = [
  cell('B14.incidents|county', 'B14', { value: 3 }),
  cell('B14.incidents|town=990101001', 'B14', { value: 2, breakdown: { town: '990101001' } }),
  cell('B14.repeated|county', 'B14', { suppressed: true }),
  cell('C02.returned|county', 'C02', { value: 1 }),
  cell('H01.raised|county', 'H01', { value: 9 }),
];
const of = (department: string) => ownMeasures({ indicators, cells }, department).map(({ title, cell: { value } }) => [title, value]);

test('a department gets the county’s cells that its events feed, a suppressed one among them, and no other', () => {
  expect(of('police')).toEqual([
    ['家暴警情：incidents', 3],
    ['家暴警情：repeated', undefined],
    ['复学', 1],
  ]);
  expect(of('education')).toEqual([['复学', 1]]);
  expect(of('court')).toEqual([]);
});
