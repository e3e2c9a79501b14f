import { attributeIsSecret, digestOf, makeClaim, memberIsSecret, type EventAttributes } from './claim';
import { CaseRef, Countable, definitionOf, Event, Secret, type EventClass, type EventOptions } from './decorators';
import type { Level } from './line';
import { lineText } from './line';
import { byTime, isA, recorded, type Recorded } from './recorded';
import type { Suite } from './suite';

const options = (type: string, level: Level): EventOptions => ({
  type,
  version: 1,
  title: type,
  level,
  protection: ['family'],
  basis: 'test',
  example: {},
});

@Event(options('police.call.received', 'L4'))
class Call {
  @Secret() number!: Secret<string>;
  weapon!: boolean;
}
@Event(options('court.order.applied', 'L5'))
class Applied {
  @CaseRef() caseRef!: Secret<string>;
  @Countable() urgent!: boolean;
  town!: string;
}
const [call, applied] = [Call, Applied].map((cls) => definitionOf(cls as EventClass));
if (!call || !applied) throw new Error('two definitions');

/** A suite whose digests can be read: `key(data)`. */
const text = (part: Uint8Array | string): string => (typeof part === 'string' ? part : new TextDecoder().decode(part));
const readable = { hmac: (key, data) => new TextEncoder().encode(`${text(key)}(${text(data)})`) } as Pick<Suite, 'hmac'> as Suite;
const read = (digest: unknown): string => atob((digest as { digest: string }).digest);

const making = {
  department: 'police',
  receivedat: '2026-10-12T09:30:00.900+08:00',
  salt: new TextEncoder().encode('salt'),
  nonce: new Uint8Array(16),
};
const event = (more: Record<string, unknown>, data: Record<string, unknown>): EventAttributes => ({
  specversion: '1.0',
  type: 'police.call.received',
  source: 'urn:s',
  id: 'e-1',
  time: '2026-10-12T08:00:00.000+08:00',
  area: '990101',
  ...more,
  data,
});
const claimOf = (definition: typeof call, of: EventAttributes) => {
  const { claim, values } = makeClaim(readable, definition, of, making);
  return { claim: JSON.parse(claim) as Record<string, unknown> & { data: Record<string, unknown> }, values, text: claim };
};

test('a digest hides value and place: HMAC of the canonical value under the HMAC of its pointer under the salt', () => {
  expect(atob(digestOf(readable, making.salt, '/data/number', { b: 1, a: 'x' }))).toBe('salt(/data/number)({"a":"x","b":1})');
});

test('secrets become digests and go with the values, the rest stays as it is', () => {
  const {
    claim,
    values,
    text: canonical,
  } = claimOf(call, event({ subject: 'minor-1', correlationid: 'c' }, { number: 'J-1', weapon: false, minor: { sex: '1' } }));
  expect([claim['subject'], claim['correlationid'], claim.data['number'], claim.data['minor']].map(read)).toEqual([
    'salt(/subject)("minor-1")',
    'salt(/correlationid)("c")',
    'salt(/data/number)("J-1")',
    'salt(/data/minor)({"sex":"1"})',
  ]);
  expect(values).toEqual({ '/subject': 'minor-1', '/correlationid': 'c', '/data/number': 'J-1', '/data/minor': { sex: '1' } });
  expect(claim).toMatchObject({
    id: 'e-1',
    type: 'police.call.received',
    department: 'police',
    receivedat: making.receivedat,
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
    data: { weapon: false },
  });
  expect(canonical).not.toMatch(/J-1|minor-1/);
});

test('subject, child, correlation, cause, correction and operator are secret in every event', () => {
  for (const name of ['subject', 'correlationid', 'causationid', 'corrects', 'operatorref'])
    expect([name, attributeIsSecret(call, name)]).toEqual([name, true]);
  expect(memberIsSecret(call, 'minor')).toBe(true);
  for (const name of ['id', 'type', 'purpose', 'basis', 'orguscc', 'residencearea'])
    expect([name, attributeIsSecret(call, name)]).toEqual([name, false]);
});

test('a restricted event keeps only type, source, times, area and what is countable', () => {
  const { claim, values } = claimOf(
    applied,
    event(
      { type: 'court.order.applied', purpose: 'rescue', residencearea: '990101001003', area: '990101001' },
      { caseRef: 'A', urgent: true, town: 'x', minor: {} },
    ),
  );
  const clear = Object.entries(claim).filter(([, value]) => typeof value === 'string');
  expect(clear.map(([name]) => name).sort()).toEqual(['area', 'department', 'nonce', 'receivedat', 'source', 'specversion', 'time', 'type']);
  expect(claim.data).toMatchObject({ urgent: true });
  expect([claim.data['caseRef'], claim.data['town'], claim.data['minor']].map(read)).toEqual([
    'salt(/data/caseRef)("A")',
    'salt(/data/town)("x")',
    'salt(/data/minor)({})',
  ]);
  expect(claim['area']).toBe('990101');
  expect(values).toMatchObject({ '/area': '990101001', '/residencearea': '990101001003', '/id': 'e-1' });
});

test.each([
  ['12 digits are cut to 9, the rest goes with the values', '990101001003', '990101001', { '/residencearea': '990101001003' }],
  ['9 digits stay', '990101001', '990101001', {}],
])('%s', (_, residencearea, cut, expected) => {
  const { claim, values } = claimOf(call, event({ residencearea }, {}));
  expect(claim['residencearea']).toBe(cut);
  expect(values).toEqual(expected);
});

describe('lines', () => {
  const line = {
    position: 7,
    leafHash: 'leaf',
    claim:
      '{"area":"990101","data":{"weapon":true},"department":"police","receivedat":"R","residencearea":"990101001","time":"T","type":"police.call.received"}',
    stamp: '{"level":"L4","position":7,"recordedAt":"S"}',
    bound: '{"ageBand":"6-11","subject":"child-a","version":3}',
  };

  test('a line is its parts as they stand', () => {
    expect(lineText(line)).toBe(`{"bound":${line.bound},"claim":${line.claim},"stamp":${line.stamp}}`);
  });

  test('a recorded event is claim, stamp and bound in one', () => {
    expect(recorded(line)).toEqual({
      type: 'police.call.received',
      position: 7,
      leafHash: 'leaf',
      time: 'T',
      recordedAt: 'S',
      receivedAt: 'R',
      department: 'police',
      level: 'L4',
      area: '990101',
      residenceArea: '990101001',
      subject: 'child-a',
      version: 3,
      ageBand: '6-11',
      data: { weapon: true },
    });
    expect(isA(recorded(line), Call)).toBe(true);
    expect(isA(recorded(line), Applied)).toBe(false);
  });

  test('folds run in order of time, then position', () => {
    const at = (time: string, position: number): Recorded => ({ ...recorded(line), time, position });
    expect([at('2', 1), at('1', 3), at('1', 2)].sort(byTime).map(({ position }) => position)).toEqual([2, 3, 1]);
  });
});
