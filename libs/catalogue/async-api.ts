import type { EventDefinition } from '@lianhu/kernel';
import { catalogue, dataschemaOf } from './catalogue';
import { typeText } from './descriptions';
import { exampleOf } from './documents';
import { identityComponents, schemaNameOf, sentEventSchema } from './open-api';

type Document = Readonly<Record<string, unknown>>;

const LINES = '日志行原样（claim、stamp、bound），按序号排列，仅限本枢纽与签约的省级监测平台';
/** What a reader of lines has to do; docs/samples/kafka-consumer.mjs does it. */
const LINE_RULES = [
  '一条消息就是一整行 {"bound":…,"claim":…,"stamp":…}；三部分各取消息中的原文字节，不得重新序列化',
  '逐条重算叶子，与标头 leaf、position 核对，不符即停止',
  '叶子按序号排成 RFC 6962 树（索引＝序号－1）；树根与 GET /api/log/checkpoint 的签名检查点在同一大小处核对',
  '同一序号可能不止一次送达：叶子与此前相同的才可丢弃；不同即历史已变，须停止读取并联系枢纽',
  '序号不连续（超过保留期的已从主题删除）：先用 GET /api/log/events?after=… 取回所缺的行，同样核对叶子，再继续',
  '进度与结果在同一步保存，以自己保存的为准，不以消费组在 Kafka 中的位移为准',
  '续读时先核对所存位移之前的那条记录就是已保存的最后一行；不是，则主题已重建，须从头读取并逐行比对叶子',
  '主题中已没有已保存的最后一行（保留期恰好删到此处），其后的行即使序号相连也不可直接采用：先用 GET /api/log/events?after=… 取回该行比对叶子',
].join('；');
const NOTICES = [
  '只有编号，即本部门收件箱中的通知编号',
  '内容经授权接口调取：GET /api/departments/{department}/inbox；办理：POST /api/departments/{department}/inbox/{notice}/{command}',
  '同一编号可能不止一次送达，按编号去重；收件箱稍后才列出的，稍候再取',
].join('；');
/** One partition, so that the order of records is the order of positions; retention is finite and configured. */
const topicBindings = (): Document => ({ kafka: { partitions: 1, topicConfiguration: { 'cleanup.policy': ['delete'] }, bindingVersion: '0.5.0' } });
const KEYLESS = { kafka: { key: { type: 'null' }, bindingVersion: '0.5.0' } };
const LINE_MESSAGE: Document = {
  name: 'line',
  title: '日志行',
  description: LINE_RULES,
  contentType: 'application/json',
  headers: {
    type: 'object',
    required: ['position', 'leaf'],
    properties: {
      position: { type: 'string', pattern: '^[1-9][0-9]*$', description: '序号' },
      leaf: {
        type: 'string',
        contentEncoding: 'base64',
        description: '叶子散列：SHA-256(0x00 ‖ SHA-256(claim) ‖ SHA-256(stamp) ‖ SHA-256(bound))，散列按原始字节相连，结果为标准 Base64',
      },
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
    properties: { noticeId: { type: 'string', pattern: '^[A-Za-z0-9_-]{22,43}$' } },
  },
  bindings: KEYLESS,
};

/** Whoever reads from another machine. */
const BROKERS: Document = {
  host: '{brokers}',
  protocol: 'kafka-secure',
  description: '地址、证书颁发机构和账号由枢纽运维单独交付；只有与代理在同一台机器上的读取方才可不用 TLS（KAFKA_SSL=0）',
  variables: { brokers: { description: '代理地址 host:port，即 KAFKA_BROKERS' } },
  security: ['scramSha512', 'scramSha256', 'plain', 'X509'].map((type) => ({ type })),
};
/** Where a department pushes: behind one proxy this document's own address, else its edge's; this program does not know it. */
const EDGE: Document = {
  host: '{address}',
  protocol: 'https',
  description: '本部门接入端的地址；各服务在同一地址时，即取得本文档的地址。只有在同一台机器上的系统才可用 http',
  variables: { address: { description: 'host:port' } },
};
/** The names of groups in which the access rules let somebody read. */
const groupBindings = (prefix: string): Document => ({
  description: `消费组名须以 ${prefix} 开头，访问规则按此前缀授权`,
  bindings: { kafka: { groupId: { type: 'string', pattern: `^${prefix.replaceAll('.', '\\.')}.+` }, bindingVersion: '0.5.0' } },
});

/**
 * `GET /api/asyncapi.json`: AsyncAPI 3 — one channel a department with every event type that it sends, and the topics of the
 * shared stream of the hub of an area: whole lines, and each department's ids of notices. Anybody may read it, so it does not say
 * where the brokers stand.
 */
export function asyncApi(options: { readonly area: string; readonly version?: string }): Document {
  const { area } = options;
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
      {
        action: id === 'hub' ? 'receive' : 'send',
        title: id === 'hub' ? `接收：${name}` : `报送：${name}`,
        channel: { $ref: `#/channels/${id}` },
        ...(id === 'hub' && groupBindings(`lianhu.${area}.monitor.`)),
      },
    ]),
  );
  const noticeOperations = Object.fromEntries(
    catalogue.departments.map(({ id }) => [
      `receive-notices-${id}`,
      {
        action: 'receive',
        title: notices[`notices-${id}`]?.title,
        channel: { $ref: `#/channels/notices-${id}` },
        ...groupBindings(`${id}.`),
      },
    ]),
  );
  return {
    asyncapi: '3.0.0',
    info: { title: '联护 Lianhu', version: options.version ?? '1', description: '部门推送的事件与枢纽自身的事件' },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      hub: EDGE,
      kafka: BROKERS,
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
