import { existsSync, readFileSync } from 'node:fs';

const STANDARDS = 'libs/standards/data-standards.spec.ts';
const RULES = 'libs/catalogue/ingestion-rules.spec.ts';
const CHILD = 'libs/catalogue/check-event.child.spec.ts';

/** The test cases of domain model §8.5 that concern data, corrections and calendars, and the specs in which their number stands. Those about identities (T05, T17–T19) stand beside the vault. */
const COVERED: Readonly<Record<string, readonly string[]>> = {
  T01: [STANDARDS, CHILD],
  T02: [STANDARDS, RULES, CHILD],
  T03: [STANDARDS],
  T04: [STANDARDS, RULES, CHILD],
  T05: [STANDARDS],
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
  T16: [STANDARDS],
  T20: [STANDARDS],
  T21: [STANDARDS],
  T22: [STANDARDS],
  T23: [RULES, 'libs/catalogue/check-event.spec.ts'],
  T31: [RULES, 'libs/catalogue/check-event.spec.ts'],
};

/** Those that a spec proves under another name, and the words of its title. */
const BY_TITLE: Readonly<Record<string, readonly [file: string, title: string]>> = {
  T24: ['apps/standalone/append-contract.db.spec.ts', 'other content still 409'],
  T27: ['libs/warnings/absent-and-dv-call/absent-and-dv-call.spec.ts', 'R01 fires when 14 days lie between the two, and not at 15'],
  T28: ['libs/calendar/working-days.spec.ts', 'every day of the loaded years is worked or off as in an independent table'],
};

test.each(Object.entries(BY_TITLE))('%s is proven under another name', (_number, [file, title]) => {
  expect(readFileSync(file, 'utf8')).toContain(title);
});

test.each(Object.entries(COVERED))('%s stands in %p', (number, files) => {
  for (const file of files) {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`\\b${number}\\b`));
  }
});
