import { parameterFault } from './parameters';

test('a parameter that is given twice, or holds a control character, is refused by its name and never by its value', () => {
  expect(parameterFault({ asOf: '2026-10-12', page: '1' }, 'zh')).toBeUndefined();
  expect(parameterFault({ asOf: ['a', 'b'] }, 'zh')).toBe('参数 asOf 给了不止一次，请只给一次');
  expect(parameterFault({ minorRef: 'child-\u0000' }, 'en')).toContain('minorRef holds a control character');
  expect(parameterFault({ '990101201506010014': ['测试甲', '测试乙'] }, 'zh')).toBe('参数  给了不止一次，请只给一次');
  expect(parameterFault({ name: '测试 甲' }, 'zh')).toBeUndefined();
});
