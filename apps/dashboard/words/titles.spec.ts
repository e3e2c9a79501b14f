import { catalogue } from '@lianhu/catalogue';
import { SENSITIVITY_LEVELS, sensitivityNote, sensitivityTitle } from './titles';

test('every level that an event type has is said in Chinese, with who may read it', () => {
  const levels = new Set(catalogue.types.map((type) => String(catalogue.event(type)?.level)));
  for (const level of levels) {
    expect(sensitivityTitle(level)).toMatch(/^[1-6]级·[\u4E00-\u9FFF]+$/u);
    expect(sensitivityNote(level)).toMatch(/^敏感级别 [1-6]级·[^：]+：.+/u);
  }
  expect([...levels].sort()).toEqual(SENSITIVITY_LEVELS);
});

test('a level that this page does not know, and none, are shown as they are', () => {
  expect([sensitivityTitle('L9'), sensitivityNote('L9'), sensitivityTitle(undefined)]).toEqual(['L9', '敏感级别 L9', '—']);
});
