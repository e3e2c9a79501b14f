import fc from 'fast-check';
import {
  areaWithdrawn,
  citizenIdCheck,
  creditCheck,
  identityFaults,
  identityMismatch,
  isArea,
  isCreditCode,
  looksPersonal,
  makeCitizenId,
  nameKey,
  normalizeCitizenId,
  normalizeIdentity,
  normalizeName,
  normalizeNumber,
  readCitizenId,
  readStudentNumber,
  residenceTown,
  townOf,
  type MinorIdentity,
} from '.';

const child = (docNo: string, over: Partial<MinorIdentity> = {}): MinorIdentity => ({
  docType: '01',
  docNo,
  name: '测试甲',
  sex: '1',
  birthDate: '2015-06-01',
  ...over,
});
const day = fc.integer({ min: 0, max: 45_000 }).map((n) => new Date(Date.UTC(1905, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));

describe('citizen ID (GB 11643)', () => {
  test('T01 and T02: the numbers printed in the standard are valid', () => {
    expect(readCitizenId('11010519491231002X')).toMatchObject({ sex: '2', birthDate: '1949-12-31' });
    expect(readCitizenId('440524188001010014')).toMatchObject({ sex: '1', birthDate: '1880-01-01' });
    expect(citizenIdCheck('44052418800101001')).toBe('4');
  });
  test('T03 to T06: sex from the sequence, twins stay two numbers, small and full-width x are normalised', () => {
    expect(readCitizenId('990101201506010014')).toMatchObject({ sex: '1', birthDate: '2015-06-01', area: '990101' });
    expect(readCitizenId('990101201506010022')).toMatchObject({ sex: '2' });
    expect(readCitizenId('990101201506010030')).toMatchObject({ sex: '1' });
    expect(normalizeCitizenId('99010120160815019x')).toBe('99010120160815019X');
    expect(normalizeCitizenId('９９０１０１２０１６０８１５０１９ｘ')).toBe('99010120160815019X');
    expect(readCitizenId('99010120160815019X')).toMatchObject({ sex: '1' });
  });
  test('T07 to T10, T15: check digit, days that do not exist, leap day, 15 digits', () => {
    expect(readCitizenId('990101201506010015')).toBe('check-digit');
    expect(readCitizenId('990101201506310017')).toBe('date');
    expect(readCitizenId('990101201902290011')).toBe('date');
    expect(readCitizenId('990101202002290010')).toMatchObject({ birthDate: '2020-02-29' });
    expect(readCitizenId('990101150601001')).toBe('fifteen-digits');
  });
  test('T14: a withdrawn area stays valid inside an ID and may not be the area of a new event', () => {
    expect(readCitizenId('990221201010012340')).toMatchObject({ area: '990221', sex: '2' });
    expect(areaWithdrawn('990221001', '2021-01-01')).toBe(true);
    expect(areaWithdrawn('990221001', '2020-12-31')).toBe(false);
  });
  test('every made number is valid, says what it was made of, and no single changed digit goes unnoticed', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (birth, sequence, at, by) => {
          const number = makeCitizenId('990101', birth, sequence);
          expect(readCitizenId(number)).toMatchObject({ birthDate: birth, sex: sequence % 2 === 1 ? '1' : '2' });
          const changed = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1);
          expect(typeof readCitizenId(changed)).toBe('string');
        },
      ),
    );
  });
});

describe('identity block', () => {
  test('T04: a sex that disagrees with the ID is a mismatch, one that is not stated is none', () => {
    expect(identityMismatch(child('990101201506010022', { sex: '1' }))).toBe('sex');
    expect(identityMismatch(child('990101201506010022', { sex: '2' }))).toBeUndefined();
    expect(identityMismatch(child('990101201506010022', { sex: '9' }))).toBeUndefined();
    expect(identityMismatch(child('990101201506010014', { birthDate: '2015-06-02' }))).toBe('birthDate');
  });
  test('T11: a birth in the future is refused, a birth today is not', () => {
    const born = child('990101202612310015', { birthDate: '2026-12-31' });
    expect(identityFaults(born, '2026-11-21').map(({ pointer, rule }) => [pointer, rule])).toEqual([
      ['/birthDate', 'future'],
      ['/docNo', 'future'],
    ]);
    expect(identityFaults(born, '2026-12-31')).toEqual([]);
  });
  test('a guardian born in the future is refused as well', () => {
    const guardians = [{ name: '测试乙', rel: 'mother', docType: '01', docNo: '990101202612310023' }] as const;
    const minor = { ...child('990101201506010014', { birthDate: '2015-06-01' }), guardians: [...guardians] };
    expect(identityFaults(minor, '2026-11-21')).toEqual([{ pointer: '/guardians/0/docNo', rule: 'future' }]);
    expect(identityFaults(minor, '2026-12-31')).toEqual([]);
  });
  test('a paper needs its number, no paper has none, and a number fits its paper', () => {
    const rules = (minor: MinorIdentity) => identityFaults(minor, '2026-11-21').map(({ rule }) => rule);
    expect(rules({ ...child(''), docNo: undefined })).toEqual(['required']);
    expect(rules({ ...child('X'), docType: '99' })).toEqual(['not-expected']);
    expect(rules({ ...child('1'), docType: '99', docNo: undefined })).toEqual([]);
    expect(rules(child('Z990000001', { docType: '02' }))).toEqual([]);
    expect(rules(child('990000001', { docType: '02' }))).toEqual(['document-number']);
    expect(rules(child('990101150601001'))).toEqual(['citizen-id-15']);
    expect(rules(child('990101201506010014', { guardians: [{ name: '测试乙', rel: 'mother', docType: '01', docNo: '1' }] }))).toEqual(['citizen-id']);
  });
  test('normalising twice changes nothing more, and a changed name keeps its original', () => {
    const once = normalizeIdentity(
      child('99010120160815019x', { name: '扎西 • 多吉', guardians: [{ name: '卓玛 措', rel: 'mother', phone: '154 0000-0000' }] }),
    );
    expect(once).toMatchObject({
      docNo: '99010120160815019X',
      name: '扎西·多吉',
      nameRaw: '扎西 • 多吉',
      guardians: [{ name: '卓玛·措', phone: '15400000000' }],
    });
    expect(normalizeIdentity(once)).toEqual(once);
  });
  test('the town of residence: attribute, then actual, then household address, else unknown', () => {
    const minor = child('1', { areaActual: '990101002003', areaHousehold: '990101003' });
    expect(residenceTown('990101001', minor, '990101')).toBe('990101001');
    expect(residenceTown(undefined, minor, '990101')).toBe('990101002');
    expect(residenceTown(undefined, child('1', { areaActual: '990101', areaHousehold: '990101003' }), '990101')).toBe('990101003');
    expect(residenceTown(undefined, undefined, '990101')).toBe('990101000');
    expect(townOf('990202001', '990101')).toBe('990101000');
  });
});

test('T16, T17, T18: three spellings of one name have one form, 𠮷 is not 吉, 張三 is not 张三', () => {
  expect(new Set(['扎西·多吉', '扎西 多吉', '扎西•多吉', '扎西‧多吉', '扎西・多吉'].map(normalizeName))).toEqual(new Set(['扎西·多吉']));
  expect(new Set(['扎西多吉', '扎西·多吉', '扎西 多吉'].map(nameKey)).size).toBe(1);
  expect(normalizeName('𠮷')).not.toBe(normalizeName('吉'));
  expect(normalizeName('張三')).not.toBe(normalizeName('张三'));
});

test('T20 and T21: student numbers by ID and temporary ones', () => {
  expect(readStudentNumber('G990101201506010014')).toEqual({ kind: 'by-id', citizenId: '990101201506010014' });
  expect(readStudentNumber('G990101201506010015')).toBeUndefined();
  expect(readStudentNumber('L990101201506014321')).toEqual({ kind: 'temporary', area: '990101', birthDate: '2015-06-01' });
  expect(readStudentNumber('L990101201506314321')).toBeUndefined();
});

test('T22: the unified social credit code of the standard is valid, with another check character not', () => {
  expect(isCreditCode('91350100M000100Y43')).toBe(true);
  expect(isCreditCode('91350100M000100Y44')).toBe(false);
  expect(creditCheck('91350100M000100Y4')).toBe('3');
});

test('area codes have 6, 9 or 12 digits', () => {
  expect(['990101', '990101001', '990101001002'].every(isArea)).toBe(true);
  expect(['99010', '9901010', '990101001002003', '99010a', '990101\n'].some(isArea)).toBe(false);
});

test('numbers of documents: full-width and brackets have one form', () => {
  expect(normalizeNumber(' （２０２６）示〔２０２６〕５号')).toBe('(2026)示〔2026〕5号');
  expect(normalizeNumber('示[2026]5号')).toBe(normalizeNumber('示【2026】5号'));
});

describe('personal numbers in open text', () => {
  test.each([
    ['990101201506010014', 'citizen-id'],
    ['JQ-990101201506010014-1', 'citizen-id'],
    ['1990101201506010014', 'citizen-id'],
    ['990101 20150601 0014', 'citizen-id'],
    ['９９０１０１２０１５０６０１００１４', 'citizen-id'],
    ['G990101201506010014', 'student-number'],
    ['evt15400000000', 'phone'],
    ['154-0000-0000', 'phone'],
    ['+86 15400000000', 'phone'],
    ['0476-1234567', 'phone'],
  ])('%s is found', (text, kind) => expect(looksPersonal(text)).toBe(kind));
  test.each([
    '990101201506010015',
    'JQ-2026-000123',
    '154000000001',
    'aaaaa138-0013-4000-8000-b15400000000',
    '1759288472991170631',
    'org-school-001',
    '2026-10-12',
  ])('%s is not', (text) => expect(looksPersonal(text)).toBeUndefined());
  test('an ID is found wherever it stands', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 999 }), fc.string(), fc.string(), (birth, n, before, after) =>
        expect(looksPersonal(`${before}${makeCitizenId('990101', birth, n)}${after}`)).toBeDefined(),
      ),
    );
  });
  test('random UUIDs are never taken for one', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => expect(looksPersonal(id)).toBeUndefined()),
      { numRuns: 2000 },
    );
  });
});
