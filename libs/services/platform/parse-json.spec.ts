import fc from 'fast-check';
import { hasTwice, jsonFault } from './json-text';
import { parseJson, refuseNul } from './parse-json';
import { ProblemError } from './problems';

const told = (text: string | Uint8Array): string => {
  const found = parseJson(typeof text === 'string' ? Buffer.from(text) : text);
  return found instanceof ProblemError
    ? [found.code, ...(found.extra.errors ?? []).map(({ pointer }) => pointer), found.extra.detail].join(' ')
    : 'ok';
};

test.each([
  ['{"id":"a","id":"b"}', '/id', '第 1 行第 11 个字符'],
  ['{\n  "data": {"x": [1, {"y": 1, "\\u0079": 2}]}\n}', '/data/x/1/y', '第 2 行第 30 个字符'],
  ['{"a":{"b~/":1,"b~/":2}}', '/a/b~0~1', '第 1 行第 15 个字符'],
])('a member that stands twice is refused by its pointer: %s', (text, pointer, where) => {
  expect(told(text)).toBe(`malformed-json ${pointer} ${where}：同一对象中该成员写了两次，只能保留一个`);
});

test('UTF-16 and other texts with zero bytes are told by their encoding, not by a place', () => {
  for (const bytes of [Buffer.from('{"a":"b"}', 'utf16le'), Buffer.from('{"a":"b"}', 'utf16le').swap16(), Buffer.from('{"a":1}\u0000')])
    expect(told(bytes)).toContain('UTF-16 的内容请先转为 UTF-8');
});

test('the same name in two objects, in a list or in a text is none that stands twice', () => {
  for (const text of [
    '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
    '{"a":"\\"a\\":1,","b":"\\\\","c":":"}',
    '["a","a"]',
    '{"__proto__":1,"constructor":2}',
    ' 5 ',
  ])
    expect([text, told(text)]).toEqual([text, 'ok']);
});

test.each([
  ['{"type":', 1, 9],
  ['{"a":1,}', 1, 8],
  ["{'a':1}", 1, 2],
  ['{\n"a":NaN}', 2, 5],
  ['{"a":1}x', 1, 8],
  ['{"a":"b\nc"}', 1, 6],
  ['[1 2]', 1, 4],
  ['{"a" 1}', 1, 6],
])('what is no JSON is told by its place: %s', (text, line, column) => {
  expect(told(text)).toContain(`第 ${line} 行第 ${column} 个字符：不是有效的 JSON`);
});

test('another encoding is told as such, a byte order mark is none', () => {
  expect(told(Buffer.of(0x22, 0xb2, 0xe2, 0x22))).toContain('不是 UTF-8');
  expect(told(Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from('{"a":1}')]))).toBe('ok');
});

test('whatever the text: no fault is found in JSON, one is found in everything else, and nothing is counted twice', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (text, at, put) => {
      expect([jsonFault(text), hasTwice(text, JSON.parse(text))]).toEqual([undefined, false]);
      const broken = text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1);
      const fault = jsonFault(broken);
      let value: unknown;
      try {
        value = JSON.parse(broken);
      } catch {
        // A member that stands twice before the text breaks off is as true a fault, and comes first.
        expect([broken, fault === undefined]).toEqual([broken, false]);
        return;
      }
      expect([broken, fault !== undefined]).toEqual([broken, hasTwice(broken, value)]);
    }),
    { numRuns: 2_000 },
  );
});

test('a body of megabytes that is nested, or one text, is judged in a moment', () => {
  const begun = Date.now();
  expect(told(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`)).toBe('ok');
  expect(told(`{"a":"${'\\\\\\"'.repeat(1_000_000)}"}`)).toBe('ok');
  expect(told(`{"a":"${'x'.repeat(4_000_000)}`)).toContain('malformed-json');
  expect(Date.now() - begun).toBeLessThan(3_000);
});

test.each([
  ['a text', `{"a":"${'x'.repeat(12_000_000)}",}`],
  ['escapes', `{"a":"${'\\n'.repeat(4_000_000)}",}`],
  ['a number', `{"a":${'1'.repeat(8_000_000)},}`],
  ['blanks', `{"a":${' '.repeat(8_000_000)},}`],
  ['brackets', '['.repeat(4_000_000)],
])('%s of megabytes in a text that is no JSON is refused like a short one', (_what, text) => {
  expect(told(text)).toMatch(/^malformed-json 第 1 行第 \d+ 个字符/);
});

test('a text with NUL is refused wherever it stands, and one with its escape as text is not', () => {
  const refused = (value: unknown): boolean => refuseNul(Buffer.from(JSON.stringify(value))) !== undefined;
  for (const [value, holds] of [
    [{ id: 'a\0' }, true],
    [{ ['a\0']: 1 }, true],
    [[['\\\0']], true],
    [{ id: '\\u0000' }, false],
    [{ id: '\\\\u0000' }, false],
    [{ id: 'u0000\u0001' }, false],
  ] as const)
    expect([value, refused(value)]).toEqual([value, holds]);
  const pieces = fc.constantFrom('\0', '\\', 'u0000', '"', 'a', '\u0001');
  fc.assert(fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => refused([parts.join('')]) === parts.includes('\0')));
});
