import fc from 'fast-check';
import { onceEach } from './define';

test('each name counts once, whatever it is called and however often it is given', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', '0'))), (names) => {
      const counts = onceEach(names);
      expect(Object.keys(counts).sort()).toEqual([...new Set(names)].sort());
      expect(Object.values(counts).every((n) => n === 1)).toBe(true);
    }),
  );
});
