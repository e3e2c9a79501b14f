import { asyncApi, openApi } from '.';

type Content = Readonly<Record<string, { schema?: { $ref: string } }>>;
interface Operation {
  readonly parameters: readonly { name: string; in: string; required?: boolean; description: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { content?: Content; description?: string }>>;
}
const { paths, components } = openApi() as unknown as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties: Record<string, { type?: string }> }> };
};
const operation = (method: string, path: string): Operation => paths[path]?.[method] as Operation;
const purposeOf = (method: string, path: string) => operation(method, path).parameters.find(({ name }) => name === 'Purpose')?.required;

test('a push answers one receipt, an array its receipts or results, a stream a result a line', () => {
  const { responses } = operation('post', '/api/departments/{department}/events');
  expect(responses['201']?.content).toEqual({ 'application/json': { schema: { $ref: '#/components/schemas/Accepted' } } });
  expect(responses['200']?.content).toEqual({
    'application/json': { schema: { $ref: '#/components/schemas/Pushed' } },
    'application/x-ndjson': { schema: { $ref: '#/components/schemas/LineResult' } },
  });
  expect(components.schemas['Receipt']?.properties['claim']).toMatchObject({ type: 'string' });
});

test('a service that is not ready says so in its own words, and no problem document', () => {
  expect(Object.keys(operation('get', '/health/ready').responses['503']?.content ?? {})).toEqual(['application/json']);
});

test('a purpose is asked for where everybody needs it, named where some do, and nowhere else', () => {
  expect(purposeOf('get', '/api/views/minors/{minorRef}')).toBe(true);
  expect(purposeOf('get', '/api/log/events')).toBe(false);
  expect(purposeOf('get', '/api/departments/{department}/inbox')).toBe(false);
  expect(purposeOf('get', '/api/audit/accesses')).toBeUndefined();
});

test('every parameter says what it is', () => {
  const mute = Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).flatMap(({ parameters }) =>
      parameters.filter(({ description }) => description === '').map(({ name }) => `${path} ${name}`),
    ),
  );
  expect(mute).toEqual([]);
});

test('a running number is for departments, as the intake takes it', () => {
  expect(components.schemas['police.dv-call.received.v1']?.properties['sourceseq']).toMatchObject({ type: 'integer', minimum: 0 });
  expect(components.schemas['hub.visit.done.v1']?.properties).not.toHaveProperty('sourceseq');
});

test('AsyncAPI names no address that it cannot know', () => {
  const { servers } = asyncApi({ area: '990101' }) as { servers: Record<string, { host: string; variables: object }> };
  for (const { host, variables } of Object.values(servers)) expect([host]).toEqual(Object.keys(variables).map((name) => `{${name}}`));
});

/** Uploads and streams, whose form the summary tells. */
const WITHOUT_MEMBERS = ['multipart/form-data', 'application/x-ndjson'];

test('what has to be sent is told by member, and the schema is there', () => {
  const bodies = Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).flatMap(({ requestBody }) =>
      Object.entries(requestBody?.content ?? {})
        .filter(([type]) => !WITHOUT_MEMBERS.includes(type))
        .map(([, { schema }]) => [path, schema?.$ref ?? 'none'] as const),
    ),
  );
  expect(bodies.length).toBeGreaterThan(20);
  expect(bodies.filter(([, schema]) => components.schemas[schema.replace('#/components/schemas/', '')] === undefined)).toEqual([]);
});
