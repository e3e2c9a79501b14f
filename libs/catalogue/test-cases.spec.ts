import { existsSync, readFileSync } from 'node:fs';

const STANDARDS = 'libs/standards/data-standards.spec.ts';
const RULES = 'libs/catalogue/ingestion-rules.spec.ts';
const CHILD = 'libs/catalogue/check-event.child.spec.ts';
const MATCHING = 'libs/vault/matching/matching.spec.ts';
const REVIEWS = 'libs/vault/reviews.db.spec.ts';

/** The test cases T01 to T31 of domain model §8.5 that a spec proves, and the specs in which their number stands. */
const COVERED: Readonly<Record<string, readonly string[]>> = {
  T01: [STANDARDS, CHILD],
  T02: [STANDARDS, RULES, CHILD],
  T03: [STANDARDS],
  T04: [STANDARDS, RULES, CHILD],
  T05: [STANDARDS, MATCHING, REVIEWS],
  T06: [STANDARDS, RULES],
  T07: [STANDARDS, RULES, CHILD],
  T08: [STANDARDS, RULES, CHILD],
  T09: [STANDARDS, RULES, CHILD],
  T10: [STANDARDS],
  T11: [STANDARDS, 'libs/standards/standards.spec.ts'],
  T12: [STANDARDS, RULES],
  T13: [STANDARDS, RULES],
  T14: [STANDARDS, RULES],
  T15: [STANDARDS, RULES, CHILD],
  T16: [STANDARDS, MATCHING],
  T17: ['libs/standards/standards.spec.ts', MATCHING],
  T18: ['libs/standards/standards.spec.ts', MATCHING],
  T19: [MATCHING, REVIEWS],
  T20: [STANDARDS, MATCHING, REVIEWS],
  T21: [STANDARDS, REVIEWS],
  T22: [STANDARDS],
  T23: [RULES, 'libs/catalogue/check-event.spec.ts'],
  T29: ['libs/kernel/dates.spec.ts'],
  T30: ['libs/processes/notice/notice.spec.ts'],
  T31: [RULES, 'libs/catalogue/check-event.spec.ts'],
};

/** Those that a spec proves under another name, and the words of its title. */
const BY_TITLE: Readonly<Record<string, readonly [file: string, title: string]>> = {
  T24: ['apps/standalone/append-contract.db.spec.ts', 'other content still 409'],
  T25: [
    'apps/standalone/seal.e2e.spec.ts',
    'after the order every query answers as if there were no such case, counts stay, a push is answered as any, the alarm is internal',
  ],
  T26: [
    'libs/reports/restatement.spec.ts',
    '0 → 1 and 1 → 0 are stated again, 1 → 2 as any other figure of one in a hundred, a correction that moves nothing is not',
  ],
  T27: ['libs/warnings/absent-and-dv-call/absent-and-dv-call.spec.ts', 'R01 fires when 14 days lie between the two, and not at 15'],
  T28: ['libs/calendar/working-days.spec.ts', 'every day of the loaded years is worked or off as in an independent table'],
};

test('T01 to T31 each stand in one place', () => {
  const named = [COVERED, BY_TITLE].flatMap((places) => Object.keys(places)).sort();
  expect(named).toEqual(Array.from({ length: 31 }, (_, n) => `T${String(n + 1).padStart(2, '0')}`));
});

test.each(Object.entries(BY_TITLE))('%s is proven under another name', (_number, [file, title]) => {
  expect(readFileSync(file, 'utf8')).toContain(title);
});

test.each(Object.entries(COVERED))('%s stands in %p', (number, files) => {
  for (const file of files) {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`\\b${number}\\b`));
  }
});
