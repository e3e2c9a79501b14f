import { findUnfit, type EventDefinition } from '@lianhu/kernel';
import fc from 'fast-check';
import { catalogue, classSchema, EXAMPLE_CHILD, ruleIsKnown, schemaOf, takesMinor, validatorOf, type JsonSchema } from '.';

const all = catalogue.types.map((type) => catalogue.event(type) as EventDefinition);

/** Values at and around everything that a rule could look at. */
const awkward = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    '',
    ' ',
    '\uFE0F',
    '\u0000',
    '\u2028',
    'a\nb',
    '𠮷',
    'x'.repeat(60),
    'x'.repeat(61),
    '𠮷'.repeat(60),
    '字'.repeat(101),
    -0,
    0,
    1,
    1.5,
    1e300,
    -1,
    5,
    6,
    12,
    13,
    999,
    1000,
  ),
  fc.constantFrom<unknown>(
    '2026-02-29',
    '2024-02-29',
    '2026-10-12',
    '1799-12-31',
    '2026-10-12T09:30:00+08:00',
    '2026-10-12T09:30:60Z',
    '20261012T000000Z',
    '2026-W47',
    '2026-10-12T09:30:00',
    '2026-Q3',
    '2026-Q5',
  ),
  fc.constantFrom<unknown>(
    '990101',
    '990101001',
    '990101001001',
    '91350100M000100Y43',
    'org-school-001',
    'org-',
    [],
    {},
    [[]],
    ['01', '01'],
    ['06', '09'],
    true,
    'true',
    { keyId: 'police-1' },
  ),
);
const near = (schema: JsonSchema): fc.Arbitrary<unknown> => {
  const one = (schema['items'] as JsonSchema | undefined) ?? schema;
  const values: unknown[] = [...((one['enum'] as unknown[] | undefined) ?? []), ...Object.keys((one['x-send-instead'] as object | undefined) ?? {})];
  for (const key of ['minimum', 'maximum']) if (typeof one[key] === 'number') values.push(one[key] - 1, one[key], one[key] + 1);
  const single = values.length > 0 ? fc.constantFrom(...values) : awkward;
  return schema['type'] === 'array' ? fc.array(fc.oneof(single, awkward), { maxLength: 7 }) : single;
};

/** The example with one or two members changed, taken away or added; `minor` too where it may stand. */
function mutated(definition: EventDefinition): fc.Arbitrary<Record<string, unknown>> {
  const base: Record<string, unknown> = { ...definition.example, ...(takesMinor(definition) && { minor: EXAMPLE_CHILD }) };
  const properties = classSchema(definition.cls).properties ?? {};
  const change = fc.oneof(
    fc
      .constantFrom(...Object.keys(properties))
      .chain((name) => fc.oneof(awkward, near(properties[name] ?? {}), fc.constant(undefined)).map((value) => [name, value] as const)),
    fc.tuple(fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'minor', 'x'), fc.string()), awkward),
  );
  return fc.array(change, { minLength: 1, maxLength: 2 }).map((changes) => {
    const entries = new Map(Object.entries(base));
    for (const [name, value] of changes) value === undefined ? entries.delete(name) : entries.set(name, value);
    return JSON.parse(`{${[...entries].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`) as Record<
      string,
      unknown
    >;
  });
}

test.each(all.map((definition) => [definition.type, definition] as const))(
  '%s: the compiled schema and class-validator agree',
  (_type, definition) => {
    const validator = validatorOf(definition);
    expect([validator.accepts(definition.example), validator.faults(definition.example, 'zh')]).toEqual([true, []]);
    fc.assert(
      fc.property(mutated(definition), (data) => {
        fc.pre(findUnfit(data) === undefined);
        const faults = validator.faults(data, 'zh');
        const odd = faults.filter(({ rule, pointer, message }) => !ruleIsKnown(rule) || !pointer.startsWith('/data') || message.includes('{}'));
        // One expectation a run: they cost more than what they look at. What was sent is in fast-check's report.
        expect([validator.accepts(data), odd]).toEqual([faults.length === 0, []]);
      }),
      { numRuns: 40 },
    );
  },
);

test('the identity block: the compiled schema and class-validator agree', () => {
  const definition = catalogue.event('education.absence.flagged') as EventDefinition;
  const validator = validatorOf(definition);
  const minor = (schemaOf(definition)['$defs'] as Record<string, JsonSchema>)['MinorIdentity']?.properties ?? {};
  const guardian = (schemaOf(definition)['$defs'] as Record<string, JsonSchema>)['Guardian']?.properties ?? {};
  const change = (properties: Readonly<Record<string, JsonSchema>>) =>
    fc
      .constantFrom(...Object.keys(properties), 'x')
      .chain((name) => fc.oneof(awkward, near(properties[name] ?? {})).map((value) => ({ [name]: value })));
  const guardians = fc.array(
    fc.oneof(
      awkward,
      change(guardian).map((part) => ({ name: '测试乙', rel: 'mother', ...part })),
    ),
    { maxLength: 7 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        change(minor),
        guardians.map((value) => ({ guardians: value })),
      ),
      (part) => {
        const data = { ...definition.example, minor: { ...EXAMPLE_CHILD, ...part } };
        fc.pre(findUnfit(data) === undefined);
        expect(validator.accepts(data)).toBe(validator.faults(data, 'en').length === 0);
      },
    ),
    { numRuns: 2000 },
  );
});

test('faults carry the pointer of the field itself, also of one that is missing, and one rule a field', () => {
  const { faults } = validatorOf(catalogue.event('police.dv-call.received') as EventDefinition);
  const pairs = (data: unknown) => faults(data, 'zh').map(({ pointer, rule }) => [pointer, rule]);
  expect(pairs({})).toEqual([
    ['/data/alarmNo', 'required'],
    ['/data/minorRole', 'required'],
  ]);
  expect(pairs({ alarmNo: 7, minorRole: 'x', repeatIn12m: '3', weapon: 'no', 'a/b': 1 })).toEqual(
    expect.arrayContaining([
      ['/data/a~1b', 'unknown-field'],
      ['/data/alarmNo', 'text'],
      ['/data/minorRole', 'enum'],
      ['/data/repeatIn12m', 'integer'],
      ['/data/weapon', 'boolean'],
    ]),
  );
  expect(pairs({ alarmNo: 'A', minorRole: 'victim', repeatIn12m: 1000 })).toEqual([['/data/repeatIn12m', 'maximum']]);
  expect(faults({ alarmNo: 'A', minorRole: 'victim', repeatIn12m: -1 }, 'zh')[0]?.message).toBe('不得小于 0');
  expect(faults({ alarmNo: 'A', minorRole: 'victim', repeatIn12m: -1 }, 'en')[0]?.message).toBe('must not be less than 0');
});
