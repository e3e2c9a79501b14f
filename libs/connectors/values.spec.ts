import { catalogue } from '@lianhu/catalogue';
import { readCode, readMoment, readValue, type CellFault } from './values';
import { targetOf, type Target } from './targets';

const areas = new Map([
  ['城关镇', '990101001'],
  ['东山街道', '990101002'],
  ['东山街道岭头村', '990101002201'],
]);
const read = (text: string, target: Target, unit?: 'yuan' | 'wan-yuan' | 'fen' | 'hours', numeric?: true) =>
  readValue({ text, ...(numeric && { numeric }) }, target, { areas }, unit);
const target = (type: string, path: string): Target => targetOf(type, path) as Target;
const amount = target('civil-affairs.allowance.paid', 'data.amount');
const minutes = target('womens-federation.guidance.delivered', 'data.minutes');
const docNo = target('education.absence.flagged', 'minor.docNo');

test.each([
  ['2026年9月3日', '2026-09-03T00:00:00+08:00'],
  ['2026/9/3', '2026-09-03T00:00:00+08:00'],
  ['2026.9.3', '2026-09-03T00:00:00+08:00'],
  ['20260903', '2026-09-03T00:00:00+08:00'],
  ['２０２６－０９－０３', '2026-09-03T00:00:00+08:00'],
  ['46268', '2026-09-03T00:00:00+08:00'],
  ['46268.5', '2026-09-03T12:00:00+08:00'],
  ['2026-09-03 8:05', '2026-09-03T08:05:00+08:00'],
  ['2026年9月3日8时5分', '2026-09-03T08:05:00+08:00'],
  ['2026年9月3日（星期四）8时', '2026-09-03T08:00:00+08:00'],
  ['2026-09-03T08:05:09Z', '2026-09-03T08:05:09Z'],
] as const)('the day %s is read', (text, expected) => expect(readMoment(text)).toBe(expected));

test.each([['03/09/2026'], ['26.9.3'], ['2026-02-29'], ['2026年9月'], ['19999'], ['60001'], ['2026-09-03 25:00'], ['去年'], ['']])(
  'the day %s is not guessed',
  (text) => expect(readMoment(text)).toBeUndefined(),
);

test.each([
  ['1,234.56元', 123_456],
  ['1234.5', 123_450],
  ['0.29', 29],
  ['１，２３４元', 123_400],
  ['￥950.00', 95_000],
  ['1.2万元', 1_200_000],
  ['123456分', 123_456],
] as const)('%s is that many fen, exactly', (text, fen) => expect(read(text, amount, 'yuan')).toEqual({ value: fen }));

test('an amount without any unit, a third of a fen and a wrong unit are refused', () => {
  expect(read('950', amount)).toEqual({ fault: 'unit' });
  expect(read('0.001', amount, 'yuan')).toEqual({ fault: 'integer' });
  expect(read('3人', amount, 'yuan')).toEqual({ fault: 'unit' });
  expect(read('约950', amount, 'yuan')).toEqual({ fault: 'number' });
});

test('hours become minutes when they do so exactly', () => {
  expect(read('1.5小时', minutes)).toEqual({ value: 90 });
  expect(read('1.5', minutes, 'hours')).toEqual({ value: 90 });
  expect(read('90', minutes)).toEqual({ value: 90 });
  expect(read('1.51小时', minutes)).toEqual({ fault: 'integer' });
  expect(read('2天', minutes)).toEqual({ fault: 'unit' });
});

test('an ID number keeps its eighteen places, or is refused with what happened to it', () => {
  expect(read('99010120160815019x', docNo)).toEqual({ value: '99010120160815019X' });
  expect(read("'990101２０１506010014", docNo)).toEqual({ value: '990101201506010014' });
  const refused: readonly [string, CellFault, true?][] = [
    ['9.90101E+17', 'changed-by-excel'],
    ['990101201506010000', 'changed-by-excel', true],
    ['990101150601001', 'citizen-id-15'],
  ];
  for (const [text, fault, numeric] of refused) expect(read(text, docNo, undefined, numeric)).toEqual({ fault });
});

test('yes and no in every hand; an empty-looking dash is neither', () => {
  const boarding = target('education.student.enrolled', 'data.boarding');
  for (const yes of ['是', '√', '有', 'Y', '1']) expect(read(yes, boarding)).toEqual({ value: true });
  for (const no of ['否', '×', '无', 'n', '0']) expect(read(no, boarding)).toEqual({ value: false });
  for (const unclear of ['-', '不详', '是/否']) expect(read(unclear, boarding)).toEqual({ fault: 'boolean' });
});

test('codes by code, title, both, or an office word; what could mean two is refused', () => {
  const list = (name: string) => catalogue.codeLists().get(name) as NonNullable<ReturnType<ReturnType<typeof catalogue.codeLists>['get']>>;
  expect(readCode('男', list('SEX'))).toBe('1');
  expect(readCode('留守儿童', list('CAT'))).toBe('04');
  expect(readCode('04 农村留守', list('CAT'))).toBe('04');
  expect(readCode('4', list('CAT'))).toBe('04');
  expect(readCode('汉', list('ETHNICITY'))).toBe('01');
  expect(readCode('父亲', list('REL'))).toBe('father');
  expect(readCode('孤儿', list('CAT'))).toBeUndefined();
  expect(readCode('非留守', list('CAT'))).toBeUndefined();
});

test('every title of every code list is read back as its own code', () => {
  for (const list of catalogue.codeLists().values())
    for (const [code, title] of Object.entries(list.titles)) {
      const same = Object.values(list.titles).filter((other) => other === title).length > 1;
      if (!same) expect([list.name, title, readCode(title, list)]).toEqual([list.name, title, code]);
    }
});

test('where a child lives by the name of its town or village', () => {
  const home = target('police.alarm.received', 'residencearea');
  expect(read('东山', home)).toEqual({ value: '990101002' });
  expect(read('东山街道岭头村', home)).toEqual({ value: '990101002201' });
});

test('towns by code or name of the own county', () => {
  const town = target('police.alarm.received', 'data.town');
  expect(read('990101001', town)).toEqual({ value: '990101001' });
  expect(read('东山', town)).toEqual({ value: '990101002' });
  expect(read('西山镇', town)).toEqual({ fault: 'area' });
  expect(read('东山街道岭头村', town)).toEqual({ fault: 'area' });
});
