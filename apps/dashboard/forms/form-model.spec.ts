import fc from 'fast-check';
import { catalogue, checkEvent, eventDocument } from '@lianhu/catalogue';
import { ENTERED } from '@lianhu/departments/hub';
import { eventOf, missing, NO_CHILD, newEntryId, ownField, readNumber, timeOnDay, type Entry } from './entry';
import { dataOf, formOf, partOf, sentOf, shownOf, valuesOf, type FormField, type TypeDocument, type Values } from './form-model';

const NOW = Date.parse('2026-11-21T10:00:00+08:00');
const documentOf = (type: string): TypeDocument => eventDocument(type, catalogue.event(type)?.version ?? 0) as unknown as TypeDocument;
/** Every type that a form is made of: a department's, and the hub's that people enter. */
const TYPES = catalogue.types.filter((type) => !type.startsWith('hub.') || ENTERED.has(type));

const entryOf = (document: TypeDocument, form: readonly FormField[], data: Readonly<Record<string, unknown>>): Entry => ({
  id: newEntryId(Uint8Array.from({ length: 16 }, (_, n) => n * 7)),
  type: document.type,
  version: document.version,
  title: document.title,
  target: ENTERED.has(document.type) ? 'hub' : 'department',
  time: '2026-10-12T09:30',
  town: '990101001',
  child: childOf(document, data),
  values: valuesOf(form, data),
});
function childOf(document: TypeDocument, data: Readonly<Record<string, unknown>>): Entry['child'] {
  const { guardians = [], ...minor } = (data['minor'] ?? {}) as { guardians?: Readonly<Record<string, unknown>>[] };
  if (!document.child) return NO_CHILD;
  const guardianForm = partOf(document, 'Guardian');
  return {
    kind: 'new',
    identity: valuesOf(partOf(document, 'MinorIdentity'), minor),
    guardians: guardians.map((guardian) => valuesOf(guardianForm, guardian)),
  };
}
const check = (type: string, event: object) => {
  const department = type.split('.')[0] ?? '';
  return checkEvent(event, { department, source: `urn:lianhu:source:${department}:forms` }, { now: NOW, policyArea: '990101', language: 'zh' });
};
const examples = (document: TypeDocument) => document.example['data'] as Readonly<Record<string, unknown>>;

/** Values that a field takes, whatever the others hold; the example's where the form cannot know. */
function entered(field: FormField, example: Values[string]): fc.Arbitrary<Values[string]> {
  const { minimum = 0, maximum = 1_000, choices = [], instead = {}, minItems = 1, maxItems = 5 } = field;
  const codes = choices.map(({ value }) => value).filter((value) => !Object.hasOwn(instead, value));
  const number = fc.integer({ min: minimum, max: Math.min(maximum, 10_000_000) });
  if (field.kind === 'choice') return fc.constantFrom(...codes);
  if (field.kind === 'choices') {
    const most = Math.min(maxItems, codes.length);
    return fc.uniqueArray(fc.constantFrom(...codes), { minLength: Math.min(minItems, most), maxLength: most });
  }
  if (field.kind === 'boolean') return fc.constantFrom('true', 'false');
  if (field.kind === 'booleans') return fc.array(fc.constantFrom('true', 'false'), { minLength: minItems, maxLength: maxItems });
  if (field.kind === 'integer') return number.map(String);
  if (field.kind === 'money') return number.map((fen) => String(shownOf(field, fen)));
  if (field.kind === 'town') return fc.constant('990101003');
  return fc.constant(example);
}

test.each(TYPES)('%s: an input for every field, and the form filled with the example is accepted', (type) => {
  const document = documentOf(type);
  const form = formOf(document);
  expect(form.map(({ name }) => name)).toEqual(document.fields.map(({ name }) => name));
  for (const { title } of form) expect(title).toMatch(/\p{Script=Han}/u);
  const entry = entryOf(document, form, examples(document));
  expect(missing(document, form, entry)).toEqual([]);
  const event = eventOf(document, form, entry) as { data: object };
  expect(check(type, event)).toMatchObject({ kind: 'ok' });
});

test.each(TYPES)('%s: what is entered comes out of the event as it was entered, and nothing but a rule between fields refuses it', (type) => {
  const document = documentOf(type);
  const form = formOf(document);
  const example = valuesOf(form, examples(document));
  const anything = fc.record(Object.fromEntries(form.map((field) => [field.name, entered(field, example[field.name])])), {
    requiredKeys: form.filter(({ required }) => required).map(({ name }) => name),
  });
  fc.assert(
    fc.property(anything, (raw) => {
      const values = Object.fromEntries(Object.entries(raw as Values).filter(([, value]) => value !== undefined && value.length > 0));
      expect(valuesOf(form, dataOf(form, values))).toEqual(values);
      const event = eventOf(document, form, { ...entryOf(document, form, examples(document)), values });
      const checked = check(type, event);
      const rules =
        checked.kind === 'invalid' ? checked.faults.map(({ rule }) => rule).filter((rule) => rule !== 'not-before' && rule !== 'unique') : [];
      expect({
        kind: checked.kind === 'forbidden',
        rules,
        lacking: missing(document, form, { ...entryOf(document, form, examples(document)), values }),
      }).toEqual({ kind: false, rules: [], lacking: [] });
    }),
    { numRuns: 15 },
  );
});

test('a required field that is left out is missing in the form, as the server says', () => {
  for (const type of TYPES) {
    const document = documentOf(type);
    const form = formOf(document);
    const empty = { ...entryOf(document, form, {}), values: {}, child: NO_CHILD };
    const checked = check(type, eventOf(document, form, empty));
    const server = checked.kind === 'invalid' ? checked.faults.filter(({ rule }) => rule === 'required').map(({ pointer }) => pointer) : [];
    expect([
      type,
      missing(document, form, empty)
        .map(({ pointer }) => pointer)
        .sort(),
    ]).toEqual([type, server.sort()]);
  }
});

describe('kinds of input', () => {
  const kindsOf = (type: string) => Object.fromEntries(formOf(documentOf(type)).map(({ name, kind, unit }) => [name, [kind, unit]]));
  test('sums are entered in yuan and sent in fen', () => {
    const field = formOf(documentOf('civil-affairs.category.confirmed')).find(({ name }) => name === 'rate') as FormField;
    expect([field.kind, field.unit, field.title]).toEqual(['money', '元/月', '月补贴标准']);
    for (const [text, fen] of [
      ['1050.5', 105_050],
      ['1050.05', 105_005],
      ['0', 0],
      ['0.29', 29],
      ['1.005', '1.005'],
      ['一千', '一千'],
    ] as const)
      expect(sentOf(field, text)).toBe(fen);
    expect(shownOf(field, 105_005)).toBe('1050.05');
  });
  test('lists, moments, numbers with their units', () => {
    expect(kindsOf('hub.visit.done')).toMatchObject({
      at: ['moment', undefined],
      seenChild: ['boolean', undefined],
      findings: ['choices', undefined],
    });
    expect(kindsOf('hub.patrol.done')).toMatchObject({ on: ['day', undefined], households: ['texts', undefined], by: ['choice', undefined] });
    expect(kindsOf('hub.meeting.held')).toMatchObject({ attendees: ['integer', '人'], agenda: ['long-text', undefined] });
    expect(kindsOf('hub.place.registered')).toMatchObject({ town: ['town', undefined] });
  });
  test('a list of answers is sent when each is given', () => {
    const field = formOf(documentOf('police.hotel-checkin.flagged')).find(({ name }) => name === 'fiveMust') as FormField;
    expect([field.kind, field.minItems]).toEqual(['booleans', 5]);
    expect(sentOf(field, ['true', 'false', 'true', '', 'true'])).toBeUndefined();
    expect(sentOf(field, ['true', 'false', 'true', 'false', 'true'])).toEqual([true, false, true, false, true]);
  });
  test('a moment is the country’s time, whatever the computer’s', () => {
    const field = formOf(documentOf('hub.visit.done')).find(({ name }) => name === 'at') as FormField;
    expect(sentOf(field, '2026-10-12T00:30')).toBe('2026-10-12T00:30:00+08:00');
    expect(shownOf(field, '2026-10-11T16:30:00.000Z')).toBe('2026-10-12T00:30');
  });
  test('a restricted code leads to the type that takes it, with what both have', () => {
    const field = formOf(documentOf('police.alarm.received')).find(({ name }) => name === 'kind') as FormField;
    expect(field.instead).toEqual({ sexual: 'police.sexual-alarm.received' });
    expect(field.choices?.map(({ value }) => value)).toContain('sexual');
  });
});

test('an ID number tells birth date and sex; a wrong one tells nothing', () => {
  expect(readNumber('99010120160815019x')).toEqual({ birthDate: '2016-08-15', sex: '1' });
  expect(readNumber('990101201608150198')).toEqual({});
});

test('an event id is letters only: never taken for a number of somebody', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => expect(newEntryId(bytes)).toMatch(/^form-[a-p]{32}$/)));
});

test('a field that says the event’s own time is asked for once, by its day where that is all the type wants', () => {
  const owning = TYPES.flatMap((type) => {
    const document = documentOf(type);
    const form = formOf(document);
    const own = ownField(form);
    if (own === undefined) return [];
    const entry = { ...entryOf(document, form, examples(document)), values: { ...valuesOf(form, examples(document)), [own.name]: undefined } };
    expect([type, missing(document, form, entry)]).toEqual([type, []]);
    expect([type, missing(document, form, { ...entry, time: '' })]).toEqual([type, [{ pointer: '/time', message: '必填' }]]);
    const event = eventOf(document, form, entry) as { time: string; data: Readonly<Record<string, unknown>> };
    expect([type, event.time, event.data[own.name]]).toEqual([
      type,
      '2026-10-12T09:30:00+08:00',
      own.kind === 'day' ? '2026-10-12' : '2026-10-12T09:30:00+08:00',
    ]);
    expect(check(type, event)).toMatchObject({ kind: 'ok' });
    return [type];
  });
  expect(owning).toEqual(expect.arrayContaining(['hub.visit.done', 'hub.meeting.held', 'police.minor.removed']));
  expect(owning.length).toBeGreaterThan(40);
});

test('no form asks twice when something was: a field that is called just 时间 or 日期 is the event’s own', () => {
  const twice = TYPES.flatMap((type) =>
    formOf(documentOf(type))
      .filter(({ title, own }) => /^(时间|日期)$/.test(title) && own === undefined)
      .map(({ name }) => `${type} ${name}`),
  );
  // The paper's date is not the day of its filing; a release may be told beforehand.
  expect(twice).toEqual(
    ['justice.parent.released at', 'hub.policy-document.filed date'].sort(
      (a, b) => TYPES.indexOf(a.split(' ')[0] ?? '') - TYPES.indexOf(b.split(' ')[0] ?? ''),
    ),
  );
});

test('of a day that is today the minute is known, of another one its beginning is told', () => {
  expect(timeOnDay('2026-11-21', NOW)).toBe('2026-11-21T10:00');
  expect(timeOnDay('2026-11-20', NOW)).toBe('2026-11-20T00:00');
  expect(timeOnDay('', NOW)).toBe('');
});
