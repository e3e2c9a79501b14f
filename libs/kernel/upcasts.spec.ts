import { canonical, definitionOf, Event, isA, Label, makeClaim, recorded, Secret, upcastData, versionIn, type StoredLine } from '.';
import { std1 } from '@lianhu/log';

type Data = Readonly<Record<string, unknown>>;
const COMMON = { type: 'test.ship.seen', title: '船', level: 'L3', protection: ['society'], basis: 'test', example: {} } as const;

/** Version 3: the first said `far` in miles, the second left out where. */
@Event({
  ...COMMON,
  version: 3,
  upcasts: {
    1: ({ far, ...rest }: Data) => ({ ...rest, metres: (far as number) * 1852 }),
    2: (data: Data) => ({ port: 'unknown', ...data }),
  },
})
class ShipSeen {
  @Label('船号') @Secret() number!: Secret<string>;
  @Label('米') metres!: number;
  @Label('港') port?: string;
}

const line = (version: number, data: Data): StoredLine => {
  const event = { type: COMMON.type, source: 'urn:x', id: '1', time: '2026-01-05T08:00:00.000+08:00', data };
  const { claim } = makeClaim(
    std1,
    definitionOf(ShipSeen),
    { ...event, dataschema: `urn:lianhu:schema:test.ship.seen:${version}` },
    { department: 'test', receivedat: event.time, salt: new Uint8Array(16), nonce: new Uint8Array(16) },
  );
  const stamp = canonical({ level: 'L3', position: 7, recordedAt: event.time });
  return { claim, stamp, bound: '{}', position: 7, leafHash: '' };
};

test('a line of each version is read as the newest says it, and secrets pass unseen', () => {
  const secret = { digest: expect.any(String) as string };
  const read = (version: number, data: Data) => recorded(line(version, { number: 'N-1', ...data })).data;
  expect(read(1, { far: 2 })).toEqual({ number: secret, metres: 3704, port: 'unknown' });
  expect(read(2, { metres: 5 })).toEqual({ number: secret, metres: 5, port: 'unknown' });
  expect(read(2, { metres: 5, port: 'P' })).toEqual({ number: secret, metres: 5, port: 'P' });
  expect(read(3, { metres: 5 })).toEqual({ number: secret, metres: 5 });
  expect(read(4, { metres: 5, newer: true })).toEqual({ number: secret, metres: 5, newer: true });
  expect(isA(recorded(line(1, { far: 1 })), ShipSeen)).toBe(true);
});

test('an upcaster is never shown a digest, and cannot put another in its place', () => {
  const shown: Data[] = [];
  Event({ ...COMMON, type: 'test.boat.seen', version: 2, upcasts: { 1: (data) => (shown.push(data), { ...data, name: 'known' }) } })(class {});
  expect(upcastData('test.boat.seen', 'urn:lianhu:schema:test.boat.seen:1', { name: { digest: 'x' }, a: 1, o: { keyId: 'k' } })).toEqual({
    name: { digest: 'x' },
    a: 1,
    o: { keyId: 'k' },
  });
  expect(shown).toEqual([{ a: 1, o: { keyId: 'k' } }]);
});

test('data of a type that was never raised are the very same object', () => {
  const data = { a: 1 };
  expect(upcastData('test.never.raised', 'urn:lianhu:schema:test.never.raised:1', data)).toBe(data);
});

test.each([0, 2, 3])('an upcaster of version %d, which is not before version 2, is refused', (version) => {
  expect(() => Event({ ...COMMON, version: 2, upcasts: { [version]: (data) => data } })(class {})).toThrow(TypeError);
});

test.each([
  ['urn:lianhu:schema:a.b.c:12', 12],
  ['urn:lianhu:schema:a.b.c:0', 1],
  ['urn:lianhu:schema:a.b.c', 1],
  [undefined, 1],
])('%s is version %d', (dataschema, version) => expect(versionIn(dataschema)).toBe(version));
