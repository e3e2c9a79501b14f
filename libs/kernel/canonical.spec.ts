import fc from 'fast-check';
import { canonical, escapePointer, findUnfit, isCanonical, MAX_DEPTH, type Json } from './canonical';

/** Values that the line format takes: no null, no fractions, no lone surrogates. */
const fit = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('canonical text is JSON of the same value, and its own canonical form', () => {
  fc.assert(
    fc.property(fit, (value) => {
      const text = canonical(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonical(JSON.parse(text) as Json)).toBe(text);
    }),
  );
});

test('a text is canonical exactly when it is what its value is written as', () => {
  const written = fc.oneof(
    fit.map(canonical),
    fit.map((value) => JSON.stringify(value)),
    fit.map((value) => JSON.stringify(value, undefined, 1)),
  );
  fc.assert(
    fc.property(written, (text) => {
      const value = JSON.parse(text) as Json;
      expect(isCanonical(text, value)).toBe(canonical(value) === text);
    }),
  );
  for (const [text, holds] of [
    ['{"10":1,"9":2}', true],
    ['{"9":2,"10":1}', false],
    ['{"a":1,"a":1}', false],
    ['{"a":"\\u0041"}', false],
    ['{"b":1,"a":2}', false],
    ['[{"a":1,"b":2}]', true],
  ] as const) {
    expect([text, isCanonical(text, JSON.parse(text) as Json)]).toEqual([text, holds]);
  }
});

test('the order in which members were written makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fit), (value) => {
      expect(canonical(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonical(value));
    }),
  );
});

test('keys stand in order of UTF-16 code units, also digits and characters beyond the first plane', () => {
  expect(canonical({ 9: 1, 10: 2, a: 3, B: 4, '￿': 5, '😀': 6, é: 7 })).toBe('{"10":2,"9":1,"B":4,"a":3,"é":7,"😀":6,"￿":5}');
});

test('names that an object keeps in places of its own are written in order all the same', () => {
  const odd = JSON.parse('{"b":{"__proto__":1,"_x":2,"A":3},"a":[{"2":"x","10":"y","z":"w"}]}') as Json;
  expect(canonical(odd)).toBe('{"a":[{"10":"y","2":"x","z":"w"}],"b":{"A":3,"__proto__":1,"_x":2}}');
  expect(canonical({ toJSON: 1, a: 2 })).toBe('{"a":2,"toJSON":1}');
});

test('what is absent stays absent, and control characters are escaped as JSON does', () => {
  expect(canonical({ a: undefined, b: '\u0007\n"\\/' })).toBe('{"b":"\\u0007\\n\\"\\\\/"}');
});

test.each([
  ['null', { a: null }, '/a', 'null'],
  ['a fraction', { a: [1, 1.5] }, '/a/1', 'integer'],
  ['an integer beyond 2^53 − 1', { a: 2 ** 53 }, '/a', 'integer'],
  ['NaN', NaN, '', 'integer'],
  ['a lone high surrogate', { a: 'x\uD83D' }, '/a', 'surrogate'],
  ['a lone low surrogate', { a: '\uDE00x' }, '/a', 'surrogate'],
  ['a lone surrogate in a key', { a: { '\uD83D': 1 } }, '/a', 'surrogate'],
  ['a key with / and ~', { 'a/b~c': { d: null } }, '/a~1b~0c/d', 'null'],
])('%s is unfit, with its pointer', (_, value, pointer, rule) => {
  expect(findUnfit(value)).toEqual({ pointer, rule });
});

test('2^53 − 1, pairs of surrogates and what is absent are fit', () => {
  expect(findUnfit({ a: 2 ** 53 - 1, b: -(2 ** 53) + 1, c: '😀', d: undefined, e: [], f: {} })).toBeUndefined();
  fc.assert(fc.property(fit, (value) => findUnfit(value) === undefined || findUnfit(value)?.rule === 'depth'));
});

test(`${MAX_DEPTH} levels are fit, one more is not`, () => {
  const nest = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => ({ a: inner }), 1);
  expect(findUnfit(nest(MAX_DEPTH))).toBeUndefined();
  expect(findUnfit(nest(MAX_DEPTH + 1))).toEqual({ pointer: '/a'.repeat(MAX_DEPTH + 1), rule: 'depth' });
});

test('pointer tokens are escaped once', () => {
  expect(escapePointer('~1/~')).toBe('~01~1~0');
});
