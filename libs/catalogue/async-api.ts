import type { EventDefinition } from '@lianhu/kernel';
import { catalogue, dataschemaOf } from './catalogue';
import { typeText } from './descriptions';
import { exampleOf } from './documents';
import { identityComponents, schemaNameOf, sentEventSchema } from './open-api';

type Document = Readonly<Record<string, unknown>>;

const LINES = '日志行原样（claim、stamp、bound），按序号排列，仅限本枢纽与签约的省级监测平台';
const NOTICES = '只有编号；内容凭编号经授权接口调取';
/** One partition, so that the order of records is the order of positions; retention is finite and configured. */
const topicBindings = (): Document => ({ kafka: { partitions: 1, topicConfiguration: { 'cleanup.policy': ['delete'] }, bindingVersion: '0.5.0' } });
const KEYLESS = { kafka: { key: { type: 'null' }, bindingVersion: '0.5.0' } };
const LINE_MESSAGE: Document = {
  name: 'line',
  title: '日志行',
  contentType: 'application/json',
  headers: {
    type: 'object',
    required: ['position', 'leaf'],
    properties: {
      position: { type: 'string', pattern: '^[1-9][0-9]*$', description: '序号' },
      leaf: { type: 'string', contentEncoding: 'base64', description: '叶子散列：SHA-256(0x00 ‖ 三部分各自的 SHA-256)' },
    },
  },
  payload: {
    type: 'object',
    required: ['bound', 'claim', 'stamp'],
    properties: { bound: { type: 'object' }, claim: { type: 'object' }, stamp: { type: 'object', required: ['position', 'recordedAt'] } },
  },
  bindings: KEYLESS,
};
const NOTICE_MESSAGE: Document = {
  name: 'notice',
  title: '通知编号',
  contentType: 'application/json',
  payload: {
    type: 'object',
    required: ['noticeId'],
    additionalProperties: false,
    properties: { noticeId: { type: 'string', pattern: '^notice-[A-Za-z0-9_-]{22}$' } },
  },
  bindings: KEYLESS,
};

/**
 * `GET /api/asyncapi.json`: AsyncAPI 3 — one channel a department with every event type that it sends, and the topics of the
 * shared stream: whole lines, and each department's ids of notices.
 */
export function asyncApi(
  options: { readonly host?: string; readonly area?: string; readonly version?: string; readonly brokers?: string } = {},
): Document {
  const area = options.area ?? '990101';
  const { all } = catalogue;
  const messageRefs = (department: string) =>
    Object.fromEntries(
      catalogue.eventsOf(department).map((definition) => [schemaNameOf(definition), { $ref: `#/components/messages/${schemaNameOf(definition)}` }]),
    );
  const channels = Object.fromEntries(
    all.map(({ id, name }) => [
      id,
      {
        address: id === 'hub' ? `lianhu.${area}.events` : `/api/departments/${id}/events`,
        title: name,
        servers: [{ $ref: `#/servers/${id === 'hub' ? 'kafka' : 'hub'}` }],
        ...(id === 'hub' && { description: LINES, bindings: topicBindings() }),
        messages: id === 'hub' ? { line: { $ref: '#/components/messages/line' } } : messageRefs(id),
      },
    ]),
  );
  const notices = Object.fromEntries(
    catalogue.departments.map(({ id, name }) => [
      `notices-${id}`,
      {
        address: `lianhu.${area}.notices.${id}`,
        title: `${name}：通知编号`,
        description: NOTICES,
        servers: [{ $ref: '#/servers/kafka' }],
        bindings: topicBindings(),
        messages: { notice: { $ref: '#/components/messages/notice' } },
      },
    ]),
  );
  const operations = Object.fromEntries(
    all.map(({ id, name }) => [
      id === 'hub' ? 'receive-hub' : `send-${id}`,
      { action: id === 'hub' ? 'receive' : 'send', title: id === 'hub' ? `接收：${name}` : `报送：${name}`, channel: { $ref: `#/channels/${id}` } },
    ]),
  );
  const noticeOperations = Object.fromEntries(
    Object.entries(notices).map(([id, { title }]) => [`receive-${id}`, { action: 'receive', title, channel: { $ref: `#/channels/${id}` } }]),
  );
  return {
    asyncapi: '3.0.0',
    info: { title: '联护 Lianhu', version: options.version ?? '1', description: '部门推送的事件与枢纽自身的事件' },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      hub: { host: options.host ?? '127.0.0.1:3000', protocol: 'http' },
      kafka: { host: options.brokers ?? '127.0.0.1:9092', protocol: 'kafka', description: 'KAFKA_BROKERS' },
    },
    channels: { ...channels, ...notices },
    operations: { ...operations, ...noticeOperations },
    components: {
      messages: {
        ...Object.fromEntries(all.flatMap(({ id }) => catalogue.eventsOf(id)).map((definition) => [schemaNameOf(definition), messageOf(definition)])),
        line: LINE_MESSAGE,
        notice: NOTICE_MESSAGE,
      },
      schemas: identityComponents(),
    },
  };
}

function messageOf(definition: EventDefinition): Document {
  return {
    name: definition.type,
    title: definition.title,
    description: typeText(definition),
    contentType: 'application/cloudevents+json',
    payload: { ...sentEventSchema(definition), 'x-dataschema': dataschemaOf(definition) },
    examples: [{ payload: exampleOf(definition) }],
  };
}
