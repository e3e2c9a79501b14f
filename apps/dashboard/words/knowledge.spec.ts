import { CATEGORIES } from '@lianhu/access';
import { knowledgeTitle } from './knowledge';

test('every row of the need-to-know matrix has a title that an officer can read', () => {
  expect(CATEGORIES.filter((category) => knowledgeTitle(category) === category)).toEqual([]);
  expect(knowledgeTitle(undefined)).toBe('仅报送部门');
});
