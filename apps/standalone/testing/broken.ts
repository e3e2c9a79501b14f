import { EXAMPLE_CHILD, exampleOf, schemaOf, takesMinor, type JsonSchema } from '@lianhu/catalogue';
import type { EventDefinition } from '@lianhu/kernel';
import { makeCitizenId } from '@lianhu/standards';

/** An event with one thing wrong, and what the sender must be told. */
export interface Broken {
  readonly what: string;
  readonly sent: Readonly<Record<string, unknown>>;
  readonly pointer: string;
  /** The public rule; several where the field's form decides. */
  readonly rules: readonly string[];
  /** What is said besides, because the one mistake takes away or breaks something else too. */
  readonly besides?: string;
}
type Members = Readonly<Record<string, unknown>>;

/** Stands in every wrong value, so that an answer that repeats one is found. */
export const MARK = 'zzq8markq8zz';
/** Longer than any text of the catalogue. Unit: characters. */
const TOO_LONG = 5_001;

/** The catalogue's example with an id of its own. */
export const sentOf = (definition: EventDefinition, id: string, now: number): Members => ({
  ...exampleOf(definition),
  id,
  time: new Date(now - 60_000).toISOString(),
});

/** One event for each thing that can be wrong with a type, made from its schema; each is wrong in one place only. */
export function brokenOf(definition: EventDefinition, id: string, now: number): readonly Broken[] {
  const sent = sentOf(definition, id, now);
  const data = sent['data'] as Members;
  const { properties = {}, required = [] } = schemaOf(definition);
  const besides = takesMinor(definition) ? '/subject child-required' : undefined;
  const withData = (over: Members): Members => ({ ...sent, data: { ...data, ...over } });
  const fields = Object.entries(properties).filter(([name]) => name !== 'minor');
  return [
    ...attributesOf(sent, now, besides),
    { what: 'an unknown field', sent: withData({ [MARK]: MARK }), pointer: `/data/${MARK}`, rules: ['unknown-field'] },
    { what: 'data that is a list', sent: { ...sent, data: [MARK] }, pointer: '/data', rules: ['object'], besides },
    ...required.map((name) => ({ what: `${name} missing`, sent: withData({ [name]: undefined }), pointer: `/data/${name}`, rules: ['required'] })),
    ...fields.flatMap(([name, schema]) =>
      wrongValues(schema).map(({ what, value, rules }) => ({
        what: `${name}: ${what}`,
        sent: withData({ [name]: value }),
        pointer: `/data/${name}`,
        rules,
      })),
    ),
    ...childOf(definition, sent, data),
  ];
}

function attributesOf(sent: Members, now: number, besides: string | undefined): readonly Broken[] {
  return [
    { what: 'no id', sent: { ...sent, id: undefined }, pointer: '/id', rules: ['required'] },
    { what: 'an id that is a number', sent: { ...sent, id: 7 }, pointer: '/id', rules: ['text'] },
    { what: 'a personal number as id', sent: { ...sent, id: EXAMPLE_CHILD.docNo }, pointer: '/id', rules: ['personal-number'] },
    { what: 'no time', sent: { ...sent, time: undefined }, pointer: '/time', rules: ['required'] },
    { what: 'a time without zone', sent: { ...sent, time: '2026-10-12T09:30:00' }, pointer: '/time', rules: ['date-time'] },
    { what: 'an hour ahead', sent: { ...sent, time: new Date(now + 3_600_000).toISOString() }, pointer: '/time', rules: ['future'] },
    { what: 'an unknown attribute', sent: { ...sent, [MARK]: MARK }, pointer: `/${MARK}`, rules: ['unknown-attribute'] },
    { what: 'a level', sent: { ...sent, level: 'L1' }, pointer: '/level', rules: ['unknown-attribute'] },
    { what: 'an area that is none', sent: { ...sent, area: MARK }, pointer: '/area', rules: ['area'] },
    { what: 'another version of CloudEvents', sent: { ...sent, specversion: MARK }, pointer: '/specversion', rules: ['specversion'] },
    { what: 'another schema', sent: { ...sent, dataschema: MARK }, pointer: '/dataschema', rules: ['dataschema'] },
    { what: 'no data', sent: { ...sent, data: undefined }, pointer: '/data', rules: ['required'], besides },
  ];
}

function childOf(definition: EventDefinition, sent: Members, data: Members): readonly Broken[] {
  const token = `child-${'A'.repeat(22)}`;
  if (!takesMinor(definition))
    return [{ what: 'a child where none is', sent: { ...sent, subject: `minor-${'A'.repeat(22)}` }, pointer: '/subject', rules: ['no-child'] }];
  const minor = (over: Members): Members => ({ ...sent, data: { ...data, minor: { ...EXAMPLE_CHILD, ...over } } });
  return [
    { what: 'the child twice', sent: { ...minor({}), subject: `minor-${'A'.repeat(22)}` }, pointer: '/subject', rules: ['one-child'] },
    { what: 'the child by a token', sent: { ...sent, subject: token, data: { ...data, minor: undefined } }, pointer: '/subject', rules: ['subject'] },
    {
      what: 'an unknown child',
      sent: { ...sent, subject: `minor-${'A'.repeat(22)}`, data: { ...data, minor: undefined } },
      pointer: '/subject',
      rules: ['subject'],
    },
    { what: 'a child without a name', sent: minor({ name: undefined }), pointer: '/data/minor/name', rules: ['required'] },
    { what: 'a wrong check digit', sent: minor({ docNo: '990101201506010015' }), pointer: '/data/minor/docNo', rules: ['citizen-id'] },
    { what: '15 digits', sent: minor({ docNo: '990101150601001' }), pointer: '/data/minor/docNo', rules: ['citizen-id-15'] },
    { what: 'a sex that the list does not have', sent: minor({ sex: MARK }), pointer: '/data/minor/sex', rules: ['enum'] },
    { what: 'a birthday that is none', sent: minor({ birthDate: '2015-06-31' }), pointer: '/data/minor/birthDate', rules: ['date'] },
    {
      what: 'a child not born yet',
      sent: minor({ docNo: makeCitizenId('990101', '2099-01-01', 1), birthDate: '2099-01-01' }),
      pointer: '/data/minor/birthDate',
      rules: ['future'],
      besides: '/data/minor/docNo future',
    },
  ];
}

interface Wrong {
  readonly what: string;
  readonly value: unknown;
  readonly rules: readonly string[];
}

/** Values that one field must refuse, from what its schema says. */
function wrongValues(schema: JsonSchema): readonly Wrong[] {
  if (schema['$ref'] !== undefined || schema['x-use'] === undefined) {
    const {
      type,
      enum: codes,
      format,
      minimum,
      maximum,
      minItems = 1,
      maxItems,
      items = {},
    } = schema as Readonly<Record<string, unknown>> & { minItems?: number; items?: JsonSchema };
    if (type === 'boolean') return [{ what: 'a text for yes or no', value: 'true', rules: ['boolean'] }];
    if (type === 'integer')
      return [
        { what: 'a text for a number', value: '1', rules: ['integer'] },
        { what: 'a fraction', value: 0.5, rules: ['integer'] },
        ...(typeof minimum === 'number' ? [{ what: 'below its least', value: minimum - 1, rules: ['minimum'] }] : []),
        ...(typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER
          ? [{ what: 'above its most', value: maximum + 1, rules: ['maximum'] }]
          : []),
      ];
    if (type === 'array')
      return [
        { what: 'no list', value: MARK, rules: ['array'] },
        ...(typeof maxItems === 'number'
          ? [{ what: 'too many', value: Array.from({ length: maxItems + 1 }, (_, n) => memberOf(items, n)), rules: ['max-items'] }]
          : []),
        ...(items['enum'] === undefined
          ? []
          : [{ what: 'a code in the list that is none', value: Array.from({ length: minItems }, (_, n) => memberOf(items, n)), rules: ['enum'] }]),
      ];
    if (codes !== undefined)
      return [
        { what: 'a code that the list does not have', value: MARK, rules: ['enum'] },
        { what: 'a number for a code', value: 1, rules: ['enum'] },
      ];
    if (typeof format === 'string')
      return [
        { what: 'a text of no form', value: '', rules: [format] },
        { what: 'a number for a text', value: 5, rules: [format] },
      ];
    return [];
  }
  return [
    { what: 'too long a text', value: MARK.padEnd(TOO_LONG, 'x'), rules: ['text'] },
    { what: 'an empty text', value: '', rules: ['text'] },
    { what: 'a number for a text', value: 5, rules: ['text'] },
    { what: 'a line break', value: `${MARK}\u0007`, rules: ['text'] },
  ];
}

const memberOf = ({ type }: JsonSchema, n: number): unknown => (type === 'boolean' ? true : type === 'integer' ? n + 1 : `${MARK}${n}`);
