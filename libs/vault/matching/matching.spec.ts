import fc from 'fast-check';
import { makeCitizenId, type MinorIdentity } from '@lianhu/standards';
import { demonstrationPolicy } from '@lianhu/testing';
import { dirtySet, judgeMatching } from '@lianhu/testing/dirty-set';
import { comparable, compare, featuresOf, findPairs, isPlaceholder, validId, type Comparison } from '.';

const policy = demonstrationPolicy.identity;
const mother = { name: '溪守兰', rel: '母', docType: '01', docNo: makeCitizenId('990101', '1988-03-02', 22), phone: '15400000001' } as never;
const person = (over: Partial<MinorIdentity> = {}): MinorIdentity => ({
  docType: '99',
  name: '溪若云',
  sex: '2',
  birthDate: '2015-06-01',
  guardians: [mother],
  areaHousehold: '990101003201',
  ...over,
});
const withId = (sequence: number, over: Partial<MinorIdentity> = {}): MinorIdentity =>
  person({ docType: '01', docNo: makeCitizenId('990101', over.birthDate ?? '2015-06-01', sequence), ...over });
const compared = (a: MinorIdentity, b: MinorIdentity, schools: readonly string[] = []): Comparison =>
  compare(featuresOf([a], schools), featuresOf([b], schools), policy);

describe('only a valid number joins', () => {
  test('the same valid number and birth date are one child, whatever the name is written like (T18)', () => {
    expect(compared(withId(2, { name: '張三' }), withId(2, { name: '张三' }))).toMatchObject({ outcome: 'same', agreements: { name: 'same' } });
  });
  test('everything the same but no number: a person looks, at any score', () => {
    expect(compared(person(), person(), ['school-1'])).toMatchObject({ outcome: 'review', score: 100 });
  });
  test('two valid numbers are two persons: twins of one mother and day (T05), and one name in three spellings (T16)', () => {
    expect(compared(withId(2), withId(4, { name: '溪若雨' })).outcome).toBe('different');
    for (const name of ['扎西多吉', '扎西·多吉', '扎西 多吉']) {
      expect(comparable(name)).toBe('扎西多吉');
      expect(compared(withId(2, { name: '扎西多吉' }), withId(4, { name, guardians: [] })).outcome).toBe('different');
    }
  });
  test('a corrected number (T20): two valid ones, and name, day and a guardian’s number the same: a person looks', () => {
    expect(compared(withId(2), withId(4)).outcome).toBe('review');
    expect(compared(withId(2), withId(4, { guardians: [] })).outcome).toBe('different');
  });
  test('a number that fits another birth date joins nothing: a person looks', () => {
    const copied = { ...withId(2), birthDate: '2016-06-01' };
    expect(validId(copied)).toBeUndefined();
    expect(compared(withId(2), copied).outcome).toBe('review');
  });
});

describe('names', () => {
  test('rare characters are their own: 𠮷 is not 吉, and a person looks (T17)', () => {
    expect(comparable('𠮷云')).not.toBe(comparable('吉云'));
    expect(compared(person({ name: '林𠮷云' }), person({ name: '林吉云' }))).toMatchObject({ outcome: 'review', agreements: { name: 'near' } });
  });
  test('one spelling stands for all of a transliteration, and a half of a two-part name is near', () => {
    expect(comparable('札西・多杰')).toBe('扎西多吉');
    expect(compared(person({ name: '扎西多吉' }), person({ name: '多吉' })).agreements.name).toBe('near');
  });
  test('a twin without a name of its own is proposed, a brother with another name is not', () => {
    expect(compared(person({ name: '溪守兰之女', docType: '02', docNo: 'B99-1' }), withId(2)).outcome).toBe('review');
    expect(compared(person({ name: '溪明远', sex: '1' }), withId(2), ['school-1']).outcome).toBe('different');
    expect(['溪守兰之女', '溪守兰次子', '无名氏'].every(isPlaceholder)).toBe(true);
    expect(['溪子女', '扎西', '王子'].some((name) => isPlaceholder(name) && name.length < 3)).toBe(false);
  });
  test('newborn twins without numbers (T19): two persons; each later number finds its candidates, and none joins', () => {
    const newborns = [1, 2].map((order) => person({ docType: '02', docNo: `B99-${order}`, name: '溪守兰之女' }));
    const later = [withId(2, { name: '溪若云' }), withId(4, { name: '溪若雨' })];
    const persons = [...newborns, ...later].map((one) => ({ features: featuresOf([one]), identified: validId(one) !== undefined }));
    const pairs = findPairs(persons, policy);
    expect(pairs.every(({ comparison }) => comparison.outcome === 'review')).toBe(true);
    for (const n of [2, 3]) expect(pairs.some(({ a, b }) => b === n && a < 2)).toBe(true);
  });
});

test('the threshold: 70 points are looked at, 69 are not', () => {
  const at = (reviewFrom: number) =>
    compare(featuresOf([person()]), featuresOf([person({ guardians: [], name: '溪若云' })], []), { ...policy, reviewFrom });
  const { score } = at(1);
  expect([at(score).outcome, at(score + 1).outcome]).toEqual(['review', 'different']);
});

test('persons whom only restricted events name are never proposed, and comparing is symmetric', () => {
  const files = dirtySet('matching-spec', 3_000);
  const features = files.map(({ identity, school }) => featuresOf([identity], school === undefined ? [] : [school]));
  const persons = features.map((one, i) => ({ features: one, identified: validId(files[i]!.identity) !== undefined, restricted: i % 2 === 0 }));
  expect(findPairs(persons, policy).every(({ a, b }) => a % 2 === 1 && b % 2 === 1)).toBe(true);
  fc.assert(
    fc.property(fc.nat(features.length - 1), fc.nat(features.length - 1), (a, b) => {
      const [one, other] = [compare(features[a]!, features[b]!, policy), compare(features[b]!, features[a]!, policy)];
      expect(one).toEqual(other);
      // Numbers alone join.
      expect(one.outcome === 'same').toBe(validId(files[a]!.identity) !== undefined && validId(files[a]!.identity) === validId(files[b]!.identity));
    }),
    { numRuns: 2_000 },
  );
});

test('on dirty sets of any seed: no wrong automatic merge, and at most 0.5 % unmatched that a person could match', () => {
  for (const seed of ['a', 'b', 'c']) {
    const files = dirtySet(seed, 20_000);
    const persons = files.map(({ identity, school }) => ({
      features: featuresOf([identity], school === undefined ? [] : [school]),
      identified: validId(identity) !== undefined,
    }));
    const pairs = findPairs(persons, policy);
    expect(
      judgeMatching(
        files,
        pairs.filter(({ comparison }) => comparison.outcome === 'same'),
      ).wrong,
    ).toBe(0);
    const { recall, precision, matchable } = judgeMatching(files, pairs);
    expect(matchable).toBeGreaterThan(1_000);
    expect(1 - recall).toBeLessThanOrEqual(0.005);
    expect(precision).toBeGreaterThan(0.9);
  }
});
