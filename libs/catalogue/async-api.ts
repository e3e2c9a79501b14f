import type { EventDefinition } from '@lianhu/kernel';
import { catalogue, dataschemaOf } from './catalogue';
import { exampleOf } from './documents';
import { identityComponents, schemaNameOf, sentEventSchema } from './open-api';

type Document = Readonly<Record<string, unknown>>;

/** `GET /api/asyncapi.json`: AsyncAPI 3 — one channel a department with every event type that it sends, and the shared stream of lines. */
export function asyncApi(options: { readonly host?: string; readonly area?: string; readonly version?: string } = {}): Document {
  const area = options.area ?? '990101';
  const { all } = catalogue;
  const messageRefs = (department: string) =>
    Object.fromEntries(
      catalogue.eventsOf(department).map((definition) => [schemaNameOf(definition), { $ref: `#/components/messages/${schemaNameOf(definition)}` }]),
    );
  const channels = Object.fromEntries(
    all.map(({ id, name }) => [
      id,
      { address: id === 'hub' ? `lianhu.${area}.events` : `/api/departments/${id}/events`, title: name, messages: messageRefs(id) },
    ]),
  );
  const operations = Object.fromEntries(
    all.map(({ id, name }) => [
      id === 'hub' ? 'receive-hub' : `send-${id}`,
      { action: id === 'hub' ? 'receive' : 'send', title: name, channel: { $ref: `#/channels/${id}` } },
    ]),
  );
  return {
    asyncapi: '3.0.0',
    info: { title: '联护 Lianhu', version: options.version ?? '1', description: '部门推送的事件与枢纽自身的事件' },
    defaultContentType: 'application/cloudevents+json',
    servers: { hub: { host: options.host ?? '127.0.0.1:3000', protocol: 'http' } },
    channels,
    operations,
    components: {
      messages: Object.fromEntries(
        all.flatMap(({ id }) => catalogue.eventsOf(id)).map((definition) => [schemaNameOf(definition), messageOf(definition)]),
      ),
      schemas: identityComponents(),
    },
  };
}

function messageOf(definition: EventDefinition): Document {
  return {
    name: definition.type,
    title: definition.title,
    contentType: 'application/cloudevents+json',
    payload: { ...sentEventSchema(definition), 'x-dataschema': dataschemaOf(definition) },
    examples: [{ payload: exampleOf(definition) }],
  };
}
