import { keptAs } from './kept-as.mjs';

test('the county of one million events takes the place of nothing that was measured of the whole one', () => {
  expect(keptAs('big', ['--big', '--write'])).toBe('big');
  expect(keptAs('big', ['--big', '--million', '--write'])).toBe('big, to one million');
  expect(keptAs('append', ['--million'])).toBe('append');
});
