import { canonical, lineText, type Json } from '@lianhu/kernel';
import { leafHash, std1 } from '@lianhu/log';
import fc from 'fast-check';
import { foundLine, lineEvent, splitLine } from './line-event';

const texts = fc
  .dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }).filter(isOurs), { maxKeys: 4 })
  .map((value) => canonical(value as Json));
/** Lines hold integers, strings, booleans, arrays and objects. */
function isOurs(value: unknown): boolean {
  if (value === null) return false;
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value === 'object') return Object.values(value).every(isOurs);
  return true;
}
const parts = {
  bound: '{"subject":"child-a","version":1}',
  claim: '{"data":{"note":"a}\\"{,\\"stamp\\":{"},"id":"1"}',
  stamp: '{"level":"L1","position":7}',
};

test('a line’s text is taken apart into exactly the parts that it was made of, whatever stands in them', () => {
  fc.assert(
    fc.property(texts, texts, texts, (bound, claim, stamp) => expect(splitLine(lineText({ bound, claim, stamp }))).toEqual({ bound, claim, stamp })),
  );
  expect(splitLine(lineText(parts))).toEqual(parts);
});

test.each(['', '{}', lineText(parts).slice(0, -1), `${lineText(parts)} `, lineText(parts).replace('"bound"', '"bond"'), '{"bound":{"a":"'])(
  '%j is no line',
  (text) => {
    expect(splitLine(text)).toBeUndefined();
  },
);

test('an event bears the line’s bytes and an id of its leaf; at another revision it is refused', () => {
  const line = { ...parts, position: 7, leaf: leafHash(std1, parts) };
  const event = lineEvent(line, 'police.thing.happened');
  expect(event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(lineEvent({ ...line, leaf: leafHash(std1, { ...parts, bound: '{}' }) }, event.type).id).not.toBe(event.id);
  expect(foundLine(std1, 6, event.data)).toEqual(line);
  expect(() => foundLine(std1, 7, event.data)).toThrow('revision 7');
});
