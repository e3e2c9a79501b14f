import { rowEvent } from './row-event';
import type { Mapping } from './mapping';
import { readValue } from './values';
import { targetOf } from './targets';

const context = { areas: new Map<string, string>() };
const cells = (...texts: (string | undefined)[]) => texts.map((text) => (text === undefined ? undefined : { text }));
const mapping = (type: string, columns: Readonly<Record<string, string>>, key?: readonly string[]): Mapping => ({
  name: 'test',
  type,
  columns: Object.entries(columns).map(([header, target]) => ({ header, target })),
  constants: {},
  changed: 'corrects',
  ...(key && { key }),
});

test('a key with a gap names nothing: two children without a number in one alarm are two', () => {
  const alarm = mapping('police.alarm.received', { 编号: 'data.alarmNo', 号码: 'minor.docNo', 姓名: 'minor.name' }, ['data.alarmNo', 'minor.docNo']);
  expect(rowEvent(cells('J-1', '990101201506010014', '测试甲'), alarm, context)).toMatchObject({ key: ['J-1', '990101201506010014'] });
  expect(rowEvent(cells('J-1', undefined, '测试甲'), alarm, context)).not.toHaveProperty('key');
});

test.each([
  ['禁止家庭暴力、责令迁出', ['no-violence', 'move-out']],
  ['禁止骚扰、跟踪、接触', ['no-contact']],
  ['责令迁出；禁止骚扰、跟踪、接触，禁止家庭暴力', ['move-out', 'no-contact', 'no-violence']],
  ['no-violence no-violence', ['no-violence']],
])('several codes in a cell, of which one may hold the sign that parts them: %s', (text, measures) => {
  const order = mapping('court.protection-order.issued', { 案号: 'data.caseRef', 措施: 'data.measures' });
  expect(rowEvent(cells('案-1', text), order, context)).toMatchObject({ event: { data: { measures } } });
});

test('father and mother may be in the same state', () => {
  const category = mapping('civil-affairs.category.confirmed', { 父母: 'data.parentStates' });
  expect(rowEvent(cells('死亡、死亡'), category, context)).toMatchObject({ event: { data: { parentStates: ['01', '01'] } } });
});

const value = (type: string, path: string, cell: Parameters<typeof readValue>[0]) => readValue(cell, targetOf(type, path) as never, context);

test('what could mean two days or months is a fault', () => {
  const at = (text: string, more: object = {}) => value('police.alarm.received', 'time', { text, ...more });
  expect(at('46268', { numeric: true })).toEqual({ value: '2026-09-03T00:00:00+08:00' });
  expect(at('44806', { numeric: true, from1904: true })).toEqual({ fault: 'date' });
  const month = (text: string) => value('civil-affairs.allowance.paid', 'data.month', { text });
  expect([month('2026.1'), month('2026.10'), month('2026.2'), month('2026-1')]).toEqual([
    { fault: 'month' },
    { value: '202610' },
    { value: '202602' },
    { value: '202601' },
  ]);
});

test('records within a field are no value, not even of a text', () => {
  const cell = { text: '[{"姓名":"测试父"}]', nested: true as const };
  for (const path of ['minor.name', 'data.kind', 'time']) expect(value('police.alarm.received', path, cell)).toEqual({ fault: 'nested' });
});

test('1、234 is no number: it may be two', () => {
  const days = (text: string) => value('education.absence.flagged', 'data.days', { text });
  expect([days('1、234'), days('1,234'), days('３天')]).toEqual([{ fault: 'number' }, { value: 1234 }, { value: 3 }]);
});
