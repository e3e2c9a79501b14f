import type { DeskEntry } from '../api/desk-client';
import { corrected, fieldsOf, isEditable, textOf } from './sent-fields';

const entry: DeskEntry = {
  id: '1',
  reason: 'identity-mismatch',
  title: '家暴警情',
  titles: { '/data/alarmNo': '警情编号' },
  faults: [{ pointer: '/data/minor/sex', rule: 'identity-mismatch', message: '与身份证号不一致' }],
  sent: { id: 'a', time: '2026-10-12T09:30:00+08:00', data: { alarmNo: 'J-1', repeatIn12m: 2, weapon: true, minor: { sex: '1', name: '测试甲' } } },
};

test('what is wrong stands first, in Chinese, with the value as it was sent', () => {
  const [first, ...rest] = fieldsOf(entry);
  expect(first).toEqual({ pointer: '/data/minor/sex', title: '性别', value: '1', meaning: '男', fault: '与身份证号不一致' });
  expect(rest.map(({ title, value }) => [title, textOf(value)])).toEqual([
    ['事件编号', 'a'],
    ['发生时间', '2026-10-12T09:30:00+08:00'],
    ['姓名', '测试甲'],
    ['警情编号', 'J-1'],
    ['repeatIn12m', '2'],
    ['weapon', '是'],
  ]);
  expect(
    fieldsOf(entry)
      .filter((field) => !isEditable(field))
      .map(({ pointer }) => pointer),
  ).toEqual(['/data/weapon']);
});

test('a corrected event differs in nothing but what was typed, and what waits stays as it is', () => {
  const event = corrected(entry.sent, { '/data/minor/sex': '2', '/data/repeatIn12m': '3', '/data/alarmNo': '' });
  expect(event).toEqual({ ...entry.sent, data: { repeatIn12m: 3, weapon: true, minor: { sex: '2', name: '测试甲' } } });
  expect((entry.sent['data'] as { alarmNo: string }).alarmNo).toBe('J-1');
});
