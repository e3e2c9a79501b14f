import type { EventDefinition } from '@lianhu/kernel';
import { asyncApi, catalogue, codeListsOf, openApi, sentEventSchema, type JsonSchema } from '.';

const CHINESE = /[\u4e00-\u9fff]/;
const sent = catalogue.departments.flatMap(({ id }) => catalogue.eventsOf(id));

test.each(sent.map((definition) => [definition.type, definition] as const))(
  '%s: every attribute, field and code is said in Chinese',
  (_type, definition) => {
    const schema = sentEventSchema(definition);
    const data = schema.properties?.['data'] as JsonSchema;
    const unsaid = (properties: Readonly<Record<string, JsonSchema>>, keyword: string) =>
      Object.entries(properties).flatMap(([name, field]) => (CHINESE.test(String(field[keyword])) || name === 'datacontenttype' ? [] : [name]));
    expect([unsaid(schema.properties ?? {}, 'description'), unsaid(data.properties ?? {}, 'title')]).toEqual([[], []]);
    expect(String(data['description'])).toContain(definition.title);
    for (const field of Object.values(data.properties ?? {})) {
      const list = codeListsOf(definition).find(({ name }) => name === (field['x-codes'] ?? (field['items'] as JsonSchema | undefined)?.['x-codes']));
      for (const [code, title] of Object.entries(list?.titles ?? {})) expect(String(field['description'])).toContain(`${code} ${title}`);
    }
  },
);

test('what is secret says so', () => {
  const schema = sentEventSchema(catalogue.event('police.dv-call.received') as EventDefinition);
  const { alarmNo, weapon } = (schema.properties?.['data'] as JsonSchema).properties ?? {};
  expect([alarmNo?.['description'], weapon?.['description']]).toEqual(['涉密：在接入端变成摘要，不以明文进入日志', undefined]);
});

test('every operation, parameter and answer of the API is said in Chinese', () => {
  type Operation = { summary: string; parameters: { name: string; description: string }[]; responses: Record<string, { description?: string }> };
  const operations = Object.entries(openApi()['paths'] as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => [path, operation] as const),
  );
  const unsaid = operations.flatMap(([path, { summary, parameters, responses }]) => [
    ...(CHINESE.test(summary) ? [] : [path]),
    ...parameters.filter(({ description }) => !CHINESE.test(description)).map(({ name }) => `${path} ${name}`),
    ...Object.entries(responses).flatMap(([status, { description }]) =>
      status === 'default' || CHINESE.test(description ?? '') ? [] : [`${path} ${status}`],
    ),
  ]);
  expect(unsaid).toEqual([]);
  const { operations: sending } = asyncApi({ area: '990101' }) as { operations: Record<string, { title: string }> };
  expect(Object.values(sending).filter(({ title }) => !CHINESE.test(title))).toEqual([]);
});
