import { COMPATIBILITY_RULES, incompatibilities, transitiveFaults, type CompatibilityRule, type JsonSchema } from '.';

const field = (more: object = {}): JsonSchema => ({ title: '字段', type: 'string', 'x-kind': 'clear', ...more });
const schema = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = [], more: object = {}): JsonSchema => ({
  'x-level': 'L3',
  type: 'object',
  properties,
  required,
  ...more,
});
const number = (more: object): JsonSchema => schema({ n: field({ type: 'integer', ...more }) });
const list = (more: object, items: object = {}): JsonSchema =>
  schema({ l: { type: 'array', 'x-kind': 'clear', items: { type: 'string', ...items }, ...more } });
const text = (more: object): JsonSchema => schema({ t: field({ format: 'text', ...more }) });
const codes = (...values: string[]): JsonSchema => schema({ c: field({ enum: values }) });

/** Rule, the older schema, a newer one that breaks it, and the nearest that does not. */
const EDGES: readonly (readonly [CompatibilityRule, JsonSchema, JsonSchema, JsonSchema])[] = [
  ['field-removed', schema({ a: field(), b: field() }), schema({ a: field() }), schema({ a: field(), b: field(), c: field() })],
  ['field-removed', schema({ old: field() }), schema({ fresh: field() }), schema({ old: field(), fresh: field() })],
  ['field-required', schema({ a: field() }), schema({ a: field() }, ['a']), schema({ a: field() })],
  ['field-required', schema({}), schema({ a: field() }, ['a']), schema({ a: field() })],
  ['field-optional', schema({ a: field() }, ['a']), schema({ a: field() }), schema({ a: field() }, ['a'])],
  ['type-changed', schema({ a: field() }), schema({ a: field({ type: 'integer' }) }), schema({ a: field({ title: '另一个标题' }) })],
  ['type-changed', text({}), text({ format: 'date' }), text({})],
  [
    'type-changed',
    schema({ a: { $ref: 'urn:lianhu:codes:A' } }),
    schema({ a: { $ref: 'urn:lianhu:codes:B' } }),
    schema({ a: { $ref: 'urn:lianhu:codes:A' } }),
  ],
  ['type-changed', list({}), schema({ l: { type: 'array', 'x-kind': 'clear' } }), list({})],
  ['type-changed', list({}), list({}, { type: 'integer' }), list({}, { title: 'x' })],
  ['bounds-narrowed', number({ minimum: 1 }), number({ minimum: 2 }), number({ minimum: 0 })],
  ['bounds-narrowed', number({}), number({ minimum: 0 }), number({})],
  ['bounds-narrowed', number({ maximum: 9 }), number({ maximum: 8 }), number({ maximum: 10 })],
  ['bounds-narrowed', number({}), number({ maximum: 9 }), number({})],
  ['bounds-narrowed', number({ maximum: 9 }), number({ maximum: 8 }), number({})],
  ['bounds-narrowed', text({ maxLength: 60 }), text({ maxLength: 59 }), text({ maxLength: 61 })],
  ['bounds-narrowed', text({ minLength: 1 }), text({ minLength: 2 }), text({ minLength: 1 })],
  ['bounds-narrowed', list({ minItems: 1 }), list({ minItems: 2 }), list({ minItems: 0 })],
  ['bounds-narrowed', list({ maxItems: 5 }), list({ maxItems: 4 }), list({ maxItems: 6 })],
  ['bounds-narrowed', list({}), list({ uniqueItems: true }), list({})],
  ['bounds-narrowed', list({ uniqueItems: true }, { maxLength: 5 }), list({ uniqueItems: true }, { maxLength: 4 }), list({}, { maxLength: 6 })],
  ['bounds-narrowed', schema({ a: field() }), schema({ a: field({ enum: ['x'] }) }), schema({ a: field() })],
  ['bounds-narrowed', text({}), text({ 'x-not-before': { field: 'a' } }), text({})],
  ['bounds-narrowed', text({}), text({ not: { enum: ['x'] } }), text({})],
  ['code-removed', codes('a', 'b'), codes('a'), codes('b', 'a', 'c')],
  ['level-changed', schema({}), schema({}, [], { 'x-level': 'L4' }), schema({}, [], { title: '标题' })],
  ['level-changed', schema({}, [], { 'x-level': 'L5' }), schema({}, [], { 'x-level': 'L4' }), schema({}, [], { 'x-level': 'L5' })],
  ['kind-changed', schema({ a: field() }), schema({ a: field({ 'x-kind': 'secret' }) }), schema({ a: field() })],
  ['kind-changed', schema({ a: field({ 'x-kind': 'secret' }) }), schema({ a: field() }), schema({ a: field({ 'x-kind': 'secret' }) })],
  [
    'kind-changed',
    schema({ a: field({ 'x-kind': 'case' }) }),
    schema({ a: field({ 'x-kind': 'secret' }) }),
    schema({ a: field({ 'x-kind': 'case' }) }),
  ],
  ['child-changed', schema({ minor: {} }), schema({}), schema({ minor: {}, a: field() })],
  ['child-changed', schema({}), schema({ minor: {} }), schema({ a: field() })],
];

test.each(EDGES)('%s: refused beyond the edge, free on it (%#)', (rule, older, beyond, on) => {
  expect(incompatibilities(older, beyond).map((found) => found.rule)).toContain(rule);
  expect(incompatibilities(older, on)).toEqual([]);
});

test('every rule has an edge', () => {
  expect(new Set(EDGES.map(([rule]) => rule))).toEqual(new Set(Object.keys(COMPATIBILITY_RULES)));
});

test('any two versions are compared, not only neighbours, and the sentence says what to do', () => {
  const one = { version: 1, schema: number({ minimum: 1, maximum: 5 }) };
  const two = { version: 2, schema: number({ minimum: 0, maximum: 9 }) };
  const three = { version: 3, schema: number({ minimum: 0, maximum: 7 }) };
  expect(transitiveFaults('a.b.c', [one, two])).toEqual([]);
  const faults = transitiveFaults('a.b.c', [one, two, three]);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(/^a\.b\.c 3 does not go with version 2: .*bounds-narrowed at \/properties\/n\/maximum.*declare a new event type/);
  const removed = transitiveFaults('a.b.c', [one, { version: 2, schema: schema({}) }, { version: 3, schema: schema({}) }]);
  expect(removed.map((text) => /version (\d)/.exec(text)?.[1])).toEqual(['1', '1']);
});
