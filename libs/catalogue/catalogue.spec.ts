import { fieldsOf, type EventClass, type EventDefinition } from '@lianhu/kernel';
import { BASIS, DEPT, formats, PURPOSE } from '@lianhu/standards';
import { IsEmail } from 'class-validator';
import {
  asyncApi,
  catalogue,
  catalogueDocument,
  checkEvent,
  classSchema,
  codeListsOf,
  eventDocument,
  exampleOf,
  openApi,
  schemaOf,
  type JsonSchema,
} from '.';
import { fieldTexts } from './field-texts';

const all = catalogue.types.map((type) => catalogue.event(type) as EventDefinition);
const sent = catalogue.departments.flatMap(({ id }) => catalogue.eventsOf(id));
const NOW = Date.parse('2026-11-21T10:00:00+08:00');
const context = { now: NOW, policyArea: '990101', language: 'zh' } as const;
const credential = (department: string) => ({ department, source: `urn:lianhu:source:${department}:default` });
const ownerOf = (definition: EventDefinition): string => definition.type.split('.')[0] ?? '';

/** Type, level, category as the domain model has them; types that name no child, and those that may be sealed. */
const DECLARED = `
court.family-case.accepted L4 K22 | court.protection-order.applied L5 K09 | court.protection-order.issued L5 K09 | court.protection-order.refused L5 K09
court.protection-order.ended L5 K09 | court.education-order.issued L4 K22
procuratorate.guardianship-order.issued L4 K22 | procuratorate.support-suit.filed L4 K22 | procuratorate.unreported-case.found L3 K14 none
procuratorate.conditional-nonprosecution.decided L5 K11 sealable | procuratorate.case-guardianship-order.issued L5 K11 sealable
procuratorate.victim-minor.listed L5 K10 | procuratorate.victim-minor.delisted L5 K10
procuratorate.offending-minor.listed L5 K11 sealable | procuratorate.offending-minor.delisted L5 K11 sealable
police.dv-call.received L4 K09 | police.alarm.received L4 K21 | police.household.registered L3 K01 | police.dv-warning.issued L4 K09
police.sexual-alarm.received L5 K10 | police.minor-suspect-alarm.received L5 K11 sealable
civil-affairs.minor.listed L4 K02 | civil-affairs.minor.delisted L4 K02 | civil-affairs.category.confirmed L4 K02 | civil-affairs.care-agreement.signed L4 K03
civil-affairs.hiv-minor.listed L5 K02 | civil-affairs.hiv-minor.delisted L5 K02
education.absence.flagged L3 K04 | education.dropout.suspected L4 K04 | education.dropout.confirmed L4 K04 | education.student.returned L3 K04 | education.harm.suspected L5 K10
health.suspicious-injury.found L5 K10 | health.birth.recorded L4 K01 | health.screening.suspected L4 K07 | health.child-check.overdue L3 K07 | health.minor-pregnancy.found L5 K08
hub.minor.registered L3 K01 | hub.minor.referenced L3 K01 | hub.day.turned L1 K27 none | hub.key.registered L1 K27 none | hub.key.revoked L1 K27 none | hub.log.begun L1 K27 none
hub.policy.activated L1 K27 none | hub.report.opened L1 K17 none | hub.report.closed L1 K17 none | hub.access-log.anchored L2 K27 none | hub.follower.ordered L1 K27 none | hub.parked.dropped L1 K27 none
hub.alert.raised L4 K18 | hub.alert.evidence-added L4 K18 | hub.alert.acknowledged L4 K18 | hub.alert.closed L4 K18 | hub.clock.missed L4 K14 | hub.notice.sent L4 K14`;

test('the types of the domain model have its level, category and kind of subject', () => {
  const expected = DECLARED.split(/[|\n]/)
    .map((line) => line.trim())
    .filter(Boolean);
  const actual = all.map(({ type, level, category, child, sealable }) =>
    [type, level, category, ...(child === true ? [] : ['none']), ...(sealable === true ? ['sealable'] : [])].join(' '),
  );
  expect(expected.filter((line) => !actual.includes(line))).toEqual([]);
});

describe.each(all.map((definition) => [definition.type, definition] as const))('%s', (_type, definition) => {
  const properties = classSchema(definition.cls).properties ?? {};

  test('has titles for itself and for every field, and a rule on each field', () => {
    expect(definition.title).toMatch(/\p{Script=Han}/u);
    expect(Object.keys(properties).sort()).toEqual([...definition.fields.keys()].sort());
    for (const field of definition.fields.values()) expect(field.title).toMatch(/\p{Script=Han}/u);
  });
  test('rests on a known basis and has a purpose', () => {
    expect(Object.keys(BASIS.titles)).toContain(definition.basis);
    expect(Object.keys(PURPOSE.titles)).toContain(definition.purpose);
  });
  test('leaves nothing clear but codes, integers, booleans and fixed forms', () => {
    for (const [name, field] of definition.fields) {
      if (field.kind === 'secret' || field.kind === 'case') continue;
      expect(definition.restricted ? ['countable'] : ['clear', 'countable']).toContain(field.kind);
      const one = (properties[name]?.['items'] as JsonSchema | undefined) ?? properties[name] ?? {};
      const closed = one['enum'] !== undefined || one['type'] === 'boolean' || one['type'] === 'integer' || one['type'] === 'object';
      expect([name, closed || (formats.has(String(one['format'])) && one['format'] !== 'text')]).toEqual([name, true]);
    }
    expect([...definition.fields.values()].filter(({ kind }) => kind === 'case').length).toBeLessThanOrEqual(1);
  });
  test('bounds every integer, text and array', () => {
    const bounded = ([name, schema]: readonly [string, JsonSchema]) => {
      const one = (schema['items'] as JsonSchema | undefined) ?? schema;
      if (one['type'] === 'integer')
        expect([name, one['minimum'] !== undefined && (one['maximum'] !== undefined || name === 'evidence')]).toEqual([name, true]);
      if (one['format'] === 'text') expect([name, one['maxLength']]).toEqual([name, expect.any(Number)]);
      if (schema['type'] === 'array') expect([name, schema['maxItems']]).toEqual([name, expect.any(Number)]);
    };
    Object.entries(properties).forEach(bounded);
  });
});

test.each(sent.map((definition) => [definition.type, definition] as const))(
  '%s: the catalogue example is accepted as it stands, and with another id, time and child',
  (type, definition) => {
    const document = eventDocument(type, definition.version, { now: NOW - 1000 });
    expect(checkEvent(document?.example, credential(ownerOf(definition)), context)).toMatchObject({ kind: 'ok' });
    const { data, ...rest } = exampleOf(definition) as { data: { minor?: object } };
    const minor = data.minor && { minor: { ...data.minor, docNo: '99010120160815019X', birthDate: '2016-08-15', name: '测试丙' } };
    const other = { ...rest, id: 'another', time: '2024-09-02T00:00:00Z', data: { ...data, ...minor } };
    expect(checkEvent(other, credential(ownerOf(definition)), context)).toMatchObject({ kind: 'ok' });
  },
);

describe('restricted codes', () => {
  const refused = all.flatMap((definition) =>
    Object.entries(classSchema(definition.cls).properties ?? {}).flatMap(([field, schema]) =>
      Object.entries((schema['x-send-instead'] as Record<string, string> | undefined) ?? {}).map(
        ([code, instead]) => [definition.type, field, code, instead] as const,
      ),
    ),
  );
  test('stand on exactly these fields', () => {
    expect(new Set(refused.map(([type, field, code]) => `${type} ${field} ${code}`))).toEqual(
      new Set([
        ...['listed', 'delisted'].flatMap((verb) => ['12', '15', '16'].map((code) => `civil-affairs.minor.${verb} category ${code}`)),
        ...['applied', 'confirmed', 'refused', 'ended'].flatMap((verb) =>
          ['12', '15', '16'].map((code) => `civil-affairs.category.${verb} category ${code}`),
        ),
        ...['hub.hotline-case', 'league.hotline-case', 'womens-federation.complaint'].map((type) => `${type}.received kind infringement`),
        'police.alarm.received kind sexual',
        'police.alarm.received minorRole doer',
        'procuratorate.guardianship-order.issued cause child-suspect',
        'procuratorate.guardianship-order.issued cause child-victim',
        ...['suspected', 'confirmed'].flatMap((verb) => ['union', 'pregnancy'].map((code) => `education.dropout.${verb} reason ${code}`)),
      ]),
    );
  });
  test.each(refused)('%s with %s %s is refused and names %s', (type, field, code, instead) => {
    const definition = catalogue.event(type) as EventDefinition;
    const example = exampleOf(definition) as { data: object };
    const checked = checkEvent({ ...example, data: { ...example.data, [field]: code } }, credential(ownerOf(definition)), context);
    expect(checked).toMatchObject({
      kind: 'invalid',
      faults: [{ pointer: `/data/${field}`, rule: 'restricted-code', message: expect.stringContaining(instead) as string }],
    });
    expect(catalogue.event(instead)?.restricted).toBe(true);
  });
});

test('a class with a validator that has no schema is refused', () => {
  class WithEmail {
    @IsEmail() mail!: string;
  }
  expect(() => classSchema(WithEmail)).toThrow('no schema for the validator isEmail');
});

test('the catalogue lists every type under its department, and every document has schema, titles and codes', () => {
  const listed = catalogueDocument().departments.flatMap(({ id, events }) => events.map(({ type }) => [id, type]));
  expect(listed).toHaveLength(all.length);
  expect(listed.every(([id, type]) => type?.startsWith(`${id}.`))).toBe(true);
  const document = eventDocument('police.dv-call.received', 1);
  expect(document?.schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    additionalProperties: false,
    required: ['alarmNo', 'minorRole'],
    'x-level': 'L4',
  });
  expect(document?.fields[1]).toEqual({ name: 'minorRole', title: '未成年人角色', required: true, kind: 'clear', level: 'L4', codes: 'ROLE' });
  expect(document?.codes['ROLE']?.titles).toMatchObject({ witness: '目睹' });
  expect(document?.curl).toContain('/api/departments/police/events');
  expect(eventDocument('police.dv-call.received', 2)).toBeUndefined();
  expect(eventDocument('police.none', 1)).toBeUndefined();
});

test('OpenAPI and AsyncAPI are plain JSON, every type stands in them and every reference leads somewhere', () => {
  for (const document of [openApi(), asyncApi({ area: '990101' })]) {
    const text = JSON.stringify(document);
    const parsed = JSON.parse(text) as Record<string, unknown>;
    expect(parsed).toEqual(document);
    for (const type of catalogue.types) expect(text).toContain(`"${type}`);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
    expect(references.length).toBeGreaterThan(catalogue.types.length);
    for (const reference of new Set(references)) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key.replaceAll('~1', '/')], parsed);
      expect([reference, found !== undefined]).toEqual([reference, true]);
    }
  }
  const operations = Object.values(openApi()['paths'] as Record<string, Record<string, { operationId: string }>>).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(operations).size).toBe(operations.length);
});

test('AsyncAPI describes the topics of the shared stream: lines in one partition without a key, notices as an id and nothing else', () => {
  const { channels, components } = asyncApi({ area: '990102' }) as unknown as {
    channels: Record<string, { address: string; messages: object; bindings?: { kafka: { partitions: number } } }>;
    components: { messages: Record<string, { payload: { properties: object; additionalProperties?: boolean }; bindings: object }> };
  };
  expect(channels['hub']).toMatchObject({ address: 'lianhu.990102.events', bindings: { kafka: { partitions: 1 } } });
  expect(Object.keys(channels['hub']?.messages ?? {})).toEqual(['line']);
  for (const { id } of catalogue.departments) expect(channels[`notices-${id}`]).toMatchObject({ address: `lianhu.990102.notices.${id}` });
  expect(components.messages['notice']?.payload).toMatchObject({ additionalProperties: false });
  expect(Object.keys(components.messages['notice']?.payload.properties ?? {})).toEqual(['noticeId']);
  for (const name of ['line', 'notice']) expect(components.messages[name]?.bindings).toMatchObject({ kafka: { key: { type: 'null' } } });
});

test('code lists are found from the fields that use them', () => {
  expect(codeListsOf(catalogue.event('education.harm.suspected') as EventDefinition).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['MR9', 'SEX', 'DOCTYPE', 'REL']),
  );
  expect(catalogue.codeLists().get('NEED')?.titles).toMatchObject({ guardianship: '监护支持' });
});

test('schemas of the identity block stand where a child may be named, and nowhere else', () => {
  expect(schemaOf(catalogue.event('education.absence.flagged') as EventDefinition)['$defs']).toMatchObject({ MinorIdentity: {}, Guardian: {} });
  expect(schemaOf(catalogue.event('procuratorate.unreported-case.found') as EventDefinition)['$defs']).toBeUndefined();
  expect(schemaOf(catalogue.event('hub.minor.registered') as EventDefinition)['$defs']).toBeUndefined();
  expect(fieldsOf(Object as unknown as EventClass).size).toBe(0);
});

test('a timeline shows clear fields in Chinese and leaves secrets out', () => {
  const police = catalogue.event('police.dv-call.received') as EventDefinition;
  expect(fieldTexts(police, { alarmNo: { digest: 'x' }, minorRole: 'witness', weapon: false, repeatIn12m: 2, minor: { digest: 'y' } })).toEqual([
    { name: 'minorRole', title: '未成年人角色', value: 'witness', text: '目睹' },
    { name: 'repeatIn12m', title: '近12个月同户警情次数', value: 2, text: '2' },
    { name: 'weapon', title: '是否持械', value: false, text: '否' },
  ]);
  const order = catalogue.event('court.protection-order.applied') as EventDefinition;
  expect(fieldTexts(order, { ...order.example, respondentRel: { digest: 'x' } }).map(({ text }) => text)).toEqual(['本人', '否', '2026-10-15 09:30']);
  const category = catalogue.event('civil-affairs.category.confirmed') as EventDefinition;
  expect(fieldTexts(category, category.example)[1]?.text).toBe('服刑在押六个月以上、失联六个月以上');
});

test('every department has a code of its own by which withdrawals and notices name it', () => {
  expect(catalogue.all.map(({ id }) => id).filter((id) => !Object.hasOwn(DEPT.titles, id))).toEqual([]);
});
