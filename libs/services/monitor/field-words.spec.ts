import { inWords } from './field-words';

const TOWNS = { '990101002': '西岭镇' };
const said = (name: string, value: unknown, type = 'hub.notice.sent'): string =>
  inWords({ name, title: '', value, text: String(value) }, type, TOWNS).text;

test('a timeline names units and not their ids', () => {
  expect(
    ['org-town-990101002', 'org-village-990101002205', 'org-office-990101', 'org-womens-federation-990101', 'org-town-990101009'].map((id) =>
      said('to', id),
    ),
  ).toEqual(['西岭镇', '西岭镇村（社区）', '未保办', '妇女联合会', '乡镇']);
});

test('an alert has a colour; a level of something else and any other text stay as they are', () => {
  expect([said('level', 4, 'hub.alert.raised'), said('level', 4, 'hub.other.done'), said('rule', 'R02', 'hub.alert.raised')]).toEqual([
    '红色',
    '4',
    'R02',
  ]);
});
