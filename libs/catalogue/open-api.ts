import { ENTERED } from '@lianhu/departments/hub';
import { codes, type EventDefinition } from '@lianhu/kernel';
import { PURPOSE } from '@lianhu/standards';
import { MAX_REFERENCE } from './attributes';
import { catalogue, dataschemaOf } from './catalogue';
import { describedAttributes, describedData, describedFields, parameterText, typeText } from './descriptions';
import { exampleOf } from './documents';
import { integer, object, ref, text } from './json-parts';
import { REQUESTS } from './requests';
import type { Answered, RouteDocument } from './route-document';
import { routes } from './routes';
import { identityDefinitions, schemaOf, takesMinor, type JsonSchema } from './schema';

type Document = Readonly<Record<string, unknown>>;
/** `GET /api/openapi.json`: OpenAPI 3.1 of the public API, with one schema an event type. */
export function openApi(options: { readonly servers?: readonly string[]; readonly version?: string } = {}): Document {
  const paths: Record<string, Record<string, Document>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route);
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: '联护 Lianhu', version: options.version ?? '1', description: '未成年人保护信息共享枢纽公共接口' },
    servers: (options.servers ?? ['/']).map((url) => ({ url })),
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: 'session', description: '非 GET 请求另带 X-CSRF-Token' },
      },
      responses: {
        Problem: {
          description: '未成功：RFC 9457 问题说明，type 不变，errors[].pointer 指出字段',
          content: { 'application/problem+json': { schema: ref('Problem') } },
        },
      },
      schemas: schemas(),
    },
  };
}

/** What a success says. */
const SAYS: Readonly<Record<string, string>> = {
  '200': '成功',
  '201': '已记录',
  '202': '已收下，结果稍后查询',
  '204': '成功，无内容',
  '503': '尚不能服务，checks 指出原因',
};
/** What a success of a push says. */
const PUSHED: Readonly<Record<string, string>> = {
  '200': '成功；重复报送的答复与首次相同；数组 mode=independent 和 NDJSON 为逐条结果',
  '201': '已入库，内容为回执',
  '202': '已收下，尚无回执：stored 等待枢纽，quarantined 等待人工核对',
};
const described = <P extends { readonly name: string }>(parameter: P): P & { readonly description: string } => ({
  ...parameter,
  description: parameterText(parameter.name) ?? '',
});

function operation(route: RouteDocument): Document {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => described({ name, in: 'path', required: true, schema: text }));
  const query = (route.query ?? []).map((name) => described({ name, in: name === 'If-Match' ? 'header' : 'query', schema: text }));
  const purpose = route.purpose
    ? [described({ name: 'Purpose', in: 'header', required: route.purpose === true, schema: { type: 'string', enum: codes(PURPOSE) } })]
    : [];
  const says = route.ok['202'] === 'Stored' ? PUSHED : SAYS;
  const answers = Object.entries(route.ok).map(([status, held]) => [status, { description: says[status] ?? '成功', ...contentOf(held) }]);
  const body = route.body && {
    requestBody: {
      required: true,
      content: Object.fromEntries(route.body.types.map((type) => [type, route.body?.schema === undefined ? {} : { schema: ref(route.body.schema) }])),
    },
  };
  return {
    operationId: `${route.method} ${route.path}`.replace(/[^A-Za-z]+/g, '-').replace(/-$/, ''),
    tags: [route.tag],
    summary: route.summary,
    parameters: [...inPath, ...query, ...purpose],
    ...body,
    ...(route.anonymous === true && { security: [] }),
    responses: { ...Object.fromEntries(answers), default: { $ref: '#/components/responses/Problem' } },
  };
}

function contentOf(held: Answered): Document {
  if (held === undefined) return {};
  const types = typeof held === 'string' ? { 'application/json': held } : held;
  return { content: Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, schema === undefined ? {} : { schema: ref(schema) }])) };
}

/** The name of an event type's schema among the components. */
export const schemaNameOf = (definition: EventDefinition): string => `${definition.type}.v${definition.version}`;

const asComponent = <T>(schema: T): T => JSON.parse(JSON.stringify(schema).replaceAll('#/$defs/', '#/components/schemas/')) as T;
/** The identity block and what it holds, for `components.schemas`. */
export const identityComponents = (): Readonly<Record<string, JsonSchema>> => {
  const lists = catalogue.codeLists();
  const entries = Object.entries(identityDefinitions());
  return asComponent(
    Object.fromEntries(entries.map(([name, schema]) => [name, { ...schema, properties: describedFields(schema.properties ?? {}, lists) }])),
  );
};

/** The whole event as a department sends it. */
export function sentEventSchema(definition: EventDefinition): JsonSchema {
  const { $defs: _definitions, $schema: _schema, $id: _id, ...data } = schemaOf(definition);
  const own = asComponent(describedData(data, definition));
  const reference: JsonSchema = { type: 'string', minLength: 1, maxLength: MAX_REFERENCE };
  const optional = {
    specversion: { const: '1.0' },
    source: text,
    datacontenttype: text,
    dataschema: { enum: Array.from({ length: definition.version }, (_, i) => dataschemaOf({ type: definition.type, version: i + 1 })) },
    area: text,
    orguscc: text,
    operatorref: text,
  };
  const linked = {
    purpose: { type: 'string', enum: codes(PURPOSE) },
    basis: text,
    correlationid: reference,
    causationid: reference,
    corrects: reference,
    residencearea: text,
    ...(catalogue.departmentOf(definition.type)?.id !== 'hub' && { sourceseq: { type: 'integer', minimum: 0 } }),
  };
  const child: Readonly<Record<string, JsonSchema>> = takesMinor(definition)
    ? { subject: { type: 'string', pattern: '^minor-[A-Za-z0-9_-]{22}$' } }
    : {};
  return {
    title: definition.title,
    description: typeText(definition),
    type: 'object',
    required: ['type', 'id', 'time', 'data'],
    additionalProperties: false,
    properties: {
      ...describedAttributes({ type: { const: definition.type }, id: reference, time: { type: 'string', format: 'date-time' }, ...child }),
      data: own,
      ...describedAttributes({ ...optional, ...linked }),
    },
    examples: [exampleOf(definition)],
  };
}

function schemas(): Readonly<Record<string, JsonSchema>> {
  const byType = catalogue.all
    .flatMap(({ id }) => catalogue.eventsOf(id))
    .map((definition) => [schemaNameOf(definition), sentEventSchema(definition)]);
  const entered = catalogue.eventsOf('hub').filter(({ type }) => ENTERED.has(type));
  const sent = [...catalogue.departments.flatMap(({ id }) => catalogue.eventsOf(id)), ...entered];
  const sendable = sent.map((definition) => ref(schemaNameOf(definition)));
  return { ...identityComponents(), ...Object.fromEntries(byType), SentEvent: { oneOf: sendable }, ...ANSWERS, ...REQUESTS };
}

const proof = object({ index: integer, treeSize: integer, hashes: { type: 'array', items: text } });
/** What became of one event of several. */
const RESULT: Readonly<Record<string, JsonSchema>> = {
  status: { type: 'integer', description: '单独报送时会得到的状态码' },
  receipt: ref('Receipt'),
  problem: ref('Problem'),
  state: { enum: ['stored', 'quarantined'] },
};
const ANSWERS: Readonly<Record<string, JsonSchema>> = {
  SentEvents: { oneOf: [ref('SentEvent'), { type: 'array', items: ref('SentEvent'), maxItems: 1000 }] },
  Problem: object(
    {
      type: text,
      title: text,
      status: integer,
      detail: text,
      errors: { type: 'array', items: object({ pointer: text, rule: text, message: text }) },
    },
    ['type', 'title', 'status'],
  ),
  InclusionProof: proof,
  Receipt: object(
    {
      source: text,
      id: text,
      type: text,
      position: integer,
      recordedAt: { type: 'string', format: 'date-time' },
      leafHash: text,
      claimHash: text,
      boundHash: text,
      stamp: { type: 'object' },
      minorRef: text,
      checkpoint: text,
      proof,
      claim: { type: 'string', description: '存进日志的原文，只在查询回执时给出' },
    },
    ['source', 'id', 'type', 'position', 'recordedAt', 'leafHash', 'claimHash', 'boundHash', 'stamp'],
  ),
  Receipts: object({ receipts: { type: 'array', items: ref('Receipt') } }),
  Accepted: { oneOf: [ref('Receipt'), ref('Receipts')], description: '单个：回执；数组：receipts 中各条的回执，顺序与报送相同' },
  Pushed: { anyOf: [ref('Receipt'), ref('Receipts'), { type: 'array', items: ref('Result') }] },
  Result: object(RESULT, ['status']),
  LineResult: { ...object({ line: integer, ...RESULT }, ['line', 'status']), description: '一行一个结果，line 为报送的行号' },
  Health: object({ status: text, checks: { type: 'array', items: object({ name: text, ok: { type: 'boolean' }, detail: text }, ['name', 'ok']) } }, [
    'status',
  ]),
  Stored: object(
    {
      state: { enum: ['stored', 'quarantined'] },
      reason: text,
      quarantineId: text,
      errors: { type: 'array', items: object({ pointer: text, rule: text, message: text }) },
    },
    ['state'],
  ),
  Head: object(
    {
      position: integer,
      treeSize: integer,
      root: text,
      recordedAt: text,
      checkpoint: text,
      epoch: text,
      restoredFrom: object({ epoch: text, position: integer }),
    },
    ['position', 'treeSize', 'root', 'recordedAt', 'checkpoint'],
  ),
  ViewPage: object({
    rows: { type: 'array', items: { type: 'object' } },
    total: integer,
    asOf: object({ position: integer, recordedAt: text }),
    freshness: { type: 'array', items: { type: 'object' } },
  }),
  Verification: object(
    {
      verdict: { enum: ['proven', 'tampered', 'cannot-tell'] },
      detail: text,
      position: integer,
      range: object({ from: integer, to: integer }),
      complete: { type: 'boolean' },
      lines: object({ whole: integer, author: integer, stub: integer }),
      trust: { type: 'object' },
    },
    ['verdict', 'detail', 'trust'],
  ),
  CommandDone: object({ case: text, version: integer, position: integer }),
  Report: object(
    { quarter: text, state: text, version: integer, position: integer, root: text, cells: { type: 'array', items: { type: 'object' } } },
    ['quarter', 'state', 'cells'],
  ),
};
