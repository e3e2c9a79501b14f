import fc from 'fast-check';
import { addDays, ageOn, type PlainDate } from '@lianhu/kernel';
import {
  ageUnder,
  areaNow,
  areaWithdrawn,
  CIVIL_AGE,
  creditCheck,
  CRIMINAL_AGE,
  isCreditCode,
  makeCitizenId,
  nameKey,
  normalizeCitizenId,
  normalizeName,
  normalizeNumber,
  reachedOn,
  readCitizenId,
  readStudentNumber,
} from '.';

const day = fc.integer({ min: 0, max: 20_000 }).map((n): PlainDate => addDays('1980-01-01', n));
/** Characters that turn up in names and numbers from many systems. */
const written = fc
  .array(fc.constantFrom(...'扎西多吉张𠮷·•‧・ 　ＡＢ１２ab（）()[]【】〔〕［］-/号字第'), { maxLength: 20 })
  .map((chars) => chars.join(''));

/** T01–T15: number, what it is. */
test.each([
  ['T01', '11010519491231002X', { birthDate: '1949-12-31', sex: '2' }],
  ['T02', '440524188001010014', { birthDate: '1880-01-01', sex: '1' }],
  ['T03', '990101201506010014', { birthDate: '2015-06-01', sex: '1' }],
  ['T04', '990101201506010022', { birthDate: '2015-06-01', sex: '2' }],
  ['T05', '990101201506010030', { birthDate: '2015-06-01', sex: '1' }],
  ['T06', '99010120160815019x', { number: '99010120160815019X', sex: '1' }],
  ['T06', '９９０１０１２０１６０８１５０１９ｘ', { number: '99010120160815019X' }],
  ['T07', '990101201506010015', 'check-digit'],
  ['T08', '990101201506310017', 'date'],
  ['T09', '990101201902290011', 'date'],
  ['T10', '990101202002290010', { birthDate: '2020-02-29' }],
  ['T11', '990101202612310015', { birthDate: '2026-12-31' }],
  ['T12', '990101200811210050', { birthDate: '2008-11-21' }],
  ['T13', '99010120081122003X', { birthDate: '2008-11-22' }],
  ['T14', '990221201010012340', { area: '990221', sex: '2' }],
  ['T15', '990101150601001', 'fifteen-digits'],
])('%s: %s', (_test, number, expected) => {
  const read = readCitizenId(normalizeCitizenId(number));
  if (typeof expected === 'string') expect(read).toBe(expected);
  else expect(read).toMatchObject(expected);
});

describe('ages', () => {
  test('T12: 18 on the birthday by the civil rule, on the day after it in the criminal law', () => {
    expect(['2026-11-20', '2026-11-21', '2026-11-22'].map((on) => ageUnder('2008-11-21', on, CIVIL_AGE))).toEqual([17, 18, 18]);
    expect(['2026-11-20', '2026-11-21', '2026-11-22'].map((on) => ageUnder('2008-11-21', on, CRIMINAL_AGE))).toEqual([17, 17, 18]);
  });
  test('T13: born a day later, still 17 on that day under both', () => {
    for (const rule of [CIVIL_AGE, CRIMINAL_AGE]) expect(ageUnder('2008-11-22', '2026-11-21', rule)).toBe(17);
  });
  test('T10: who was born on a leap day turns 6 on 1 March or on 28 February, as the region reckons', () => {
    expect(reachedOn('2020-02-29', 6, CIVIL_AGE)).toBe('2026-03-01');
    expect(reachedOn('2020-02-29', 6, { ...CIVIL_AGE, leapDay: '02-28' })).toBe('2026-02-28');
    expect(reachedOn('2020-02-29', 8, { ...CIVIL_AGE, leapDay: '02-28' })).toBe('2028-02-29');
    expect(reachedOn('2020-12-31', 6, CRIMINAL_AGE)).toBe('2027-01-01');
  });
  test('any birth and day: the civil rule is the kernel’s, the criminal one is a day behind, and neither goes back', () => {
    fc.assert(
      fc.property(day, fc.nat(9_000), (birth, later) => {
        const on = addDays(birth, later);
        expect(ageUnder(birth, on, CIVIL_AGE)).toBe(ageOn(birth, on));
        if (later > 0) expect(ageUnder(birth, on, CRIMINAL_AGE)).toBe(ageUnder(birth, addDays(on, -1), CIVIL_AGE));
        expect(ageUnder(birth, addDays(on, 1), CRIMINAL_AGE)).toBeGreaterThanOrEqual(ageUnder(birth, on, CRIMINAL_AGE));
      }),
    );
  });
});

test('a county that was renamed: its old code ends on a day, and says what it became; towns keep their digits', () => {
  expect([areaWithdrawn('520221', '2020-07-23'), areaWithdrawn('520221', '2020-07-24'), areaWithdrawn('520204', '2026-01-01')]).toEqual([
    false,
    true,
    false,
  ]);
  expect([areaNow('520221'), areaNow('520221003'), areaNow('520221003001'), areaNow('520204'), areaNow('990101003')]).toEqual([
    '520204',
    '520204003',
    '520204003001',
    '520204',
    '990101003',
  ]);
});

describe('normal forms', () => {
  test('T16: separators of names in every script are one, and a key is without', () => {
    const spellings = ['扎西·多吉', '扎西•多吉', '扎西‧多吉', '扎西・多吉', '扎西･多吉', '扎西 多吉', '扎西　多吉', ' 扎西··多吉 '];
    expect(new Set(spellings.map(normalizeName))).toEqual(new Set(['扎西·多吉']));
    expect(new Set([...spellings, '扎西多吉'].map(nameKey))).toEqual(new Set(['扎西多吉']));
  });
  test('brackets of numbers', () => {
    expect(['示检未[2026]１１号', '示检未【2026】11号', '示检未［2026］11号', '示检未〔2026〕11号 '].map(normalizeNumber)).toEqual(
      Array.from({ length: 4 }, () => '示检未〔2026〕11号'),
    );
  });
  test('whatever is written, a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(written, fc.string({ unit: 'grapheme' })), (text) => {
        for (const normalize of [normalizeName, normalizeNumber, normalizeCitizenId, nameKey])
          expect(normalize(normalize(text))).toBe(normalize(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('check characters', () => {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = fc.array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 }).map((chars) => chars.join(''));
  test('T22: every code with its check character is valid, and no single changed character goes unnoticed', () => {
    expect([isCreditCode('91350100M000100Y43'), isCreditCode('91350100M000100Y44')]).toEqual([true, false]);
    fc.assert(
      fc.property(body, fc.nat(17), fc.constantFrom(...alphabet), (first, at, other) => {
        const code = first + creditCheck(first);
        expect(isCreditCode(code)).toBe(true);
        const changed = code.slice(0, at) + other + code.slice(at + 1);
        expect(isCreditCode(changed)).toBe(changed === code);
      }),
    );
  });
  test('T20 and T21: a student number by ID is as good as its ID; a temporary one tells area and birth', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 999 }), (birth, n) => {
        const id = makeCitizenId('990101', birth, n);
        expect(readStudentNumber(`G${id}`)).toEqual({ kind: 'by-id', citizenId: id });
        const wrong = `${id.slice(0, 17)}${id[17] === '0' ? '1' : '0'}`;
        expect(readStudentNumber(`G${wrong}`)).toBeUndefined();
        expect(readStudentNumber(`L990101${birth.replaceAll('-', '')}4321`)).toEqual({ kind: 'temporary', area: '990101', birthDate: birth });
      }),
    );
    expect([readStudentNumber('L990101201506314321'), readStudentNumber('K990101201506014321'), readStudentNumber('G99010120150601001')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
