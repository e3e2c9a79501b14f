import { realDate } from './dates';

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
