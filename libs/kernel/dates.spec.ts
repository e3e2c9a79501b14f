import fc from 'fast-check';
import { addDays, addMonths, realDate } from './dates';

test('a day is real exactly when the calendar has it', () => {
  const two = (n: number): string => String(n).padStart(2, '0');
  for (const year of ['0000', '1900', '2000', '2023', '2024', '2100', '9999']) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const text = `${year}-${two(month)}-${two(day)}`;
        const ms = Date.parse(`${text}T00:00:00Z`);
        expect([text, realDate(text)]).toEqual([text, !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)]);
      }
    }
  }
  for (const text of ['2024-1-01', '2024-01-1', ' 2024-01-01', '2024-01-01 ', '20240101', '2024-01-01T00', ''])
    expect([text, realDate(text)]).toEqual([text, false]);
});

test.each([
  ['2027-01-31', '2027-02-28'],
  ['2028-01-31', '2028-02-29'],
  ['2027-01-28', '2027-02-28'],
  ['2027-03-31', '2027-04-30'],
  ['2027-12-31', '2028-01-31'],
])('T29: a term of one month from %s ends on %s', (from, due) => {
  expect(addMonths(from, 1)).toBe(due);
});

test('T29: a term of months ends in its own month, on the same day of it or on its last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 36_500 }), fc.integer({ min: -120, max: 120 }), (day, months) => {
      const from = addDays('2000-01-01', day);
      const due = addMonths(from, months);
      const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
      expect([realDate(due), monthOf(due) - monthOf(from)]).toEqual([true, months]);
      expect(due.slice(8) === from.slice(8) || (due.slice(8) < from.slice(8) && addDays(due, 1).slice(8) === '01')).toBe(true);
    }),
  );
});
