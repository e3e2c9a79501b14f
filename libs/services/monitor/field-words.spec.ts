import { placesIn } from '@lianhu/kernel';
import { inWords } from './field-words';

const PLACES = placesIn({ towns: { '990101002': '西岭镇' }, villages: { '990101002201': '岭头村' } });
const said = (name: string, value: unknown, type = 'hub.notice.sent'): string =>
  inWords({ name, title: '', value, text: String(value) }, type, PLACES).text;

test('a timeline names units and not their ids', () => {
  expect(
    ['org-town-990101002', 'org-village-990101002205', 'org-office-990101', 'org-womens-federation-990101', 'org-town-990101009'].map((id) =>
      said('to', id),
    ),
  ).toEqual(['西岭镇', '西岭镇村（社区）', '未保办', '妇女联合会', '乡镇']);
});

test('a timeline names towns and villages and not their codes, as far as the policy pack does', () => {
  expect(['990101002', '990101002201', '990101002299', '990101'].map((code) => said('town', code))).toEqual([
    '西岭镇',
    '西岭镇岭头村',
    '990101002299',
    '990101',
  ]);
  expect(said('to', 'org-village-990101002201')).toBe('西岭镇岭头村');
});

test('an alert has a colour; a level of something else and any other text stay as they are', () => {
  expect([said('level', 4, 'hub.alert.raised'), said('level', 4, 'hub.other.done'), said('rule', 'R02', 'hub.alert.raised')]).toEqual([
    '红色',
    '4',
    'R02',
  ]);
});
