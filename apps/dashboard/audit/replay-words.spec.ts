import { count } from '@lianhu/ui';
import { fieldTitle, keyText, summaryText, toldFields, valueText } from './replay-words';

const townName = (town: string): string => (town === '990101003' ? '南塘镇' : town);
const told = (row: Readonly<Record<string, unknown>>): string =>
  toldFields(row)
    .map((name) => `${fieldTitle(name)} ${valueText(name, row[name], townName)}`)
    .join('；');

test('a notice’s row is told in words: no code of ours, and its addressee once', () => {
  const row = { about: 6824, kind: 'task', need: 'shelter', org: 'org-town-990101003', place: '990101003', state: 'completed', to: 'town' };
  expect(told(row)).toBe(`所告知事件（日志序号） ${count(6824)}；类别 任务；需求 安全庇护；所在地 南塘镇；状态 已办结；收件方 乡镇`);
  expect(told({ ...row, org: 'org-police-990101', place: '990101', state: 'receipted', to: 'police' })).toContain(
    '所在地 全县；状态 已签收；收件方 公安机关',
  );
  expect(valueText('place', '990101003201', townName)).toBe('南塘镇201');
  expect([keyText('office', townName), keyText('police', townName)]).toEqual(['未保办', '公安机关']);
  expect(valueText('state', 'acknowledged', townName)).toBe('已签收');
  expect(valueText('subject', 'case--1Ggk_inFQtzpLDiZsO5hA', townName)).toBe('…ZsO5hA');
});

test('the summary names the moment of the last line that was counted, and says when there was none yet', () => {
  const moment = { position: 9000, rows: 199, recordedAt: '2026-10-21T00:00:01.000+08:00' };
  expect(summaryText(moment)).toBe(`已从第 1 条复算到第 ${count(9000)} 条（2026-10-21 00:00 收讫）：共 199 行`);
  expect(summaryText({ position: 0, rows: 0 })).toBe('这一时点日志中还没有记录：共 0 行');
  const changes = { added: 1, removed: 2, changed: 3 };
  expect(summaryText({ ...moment, earlier: { position: 0 }, changes })).toBe(
    `第 0 条（日志开始之前）到第 ${count(9000)} 条（2026-10-21 00:00 收讫）：新增 1，消失 2，变化 3`,
  );
});
