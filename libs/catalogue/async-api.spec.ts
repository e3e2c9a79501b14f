import { createHash } from 'node:crypto';
import { DvCallReceived } from '@lianhu/departments/police';
import { lineText } from '@lianhu/kernel';
import { testLog, write } from '@lianhu/testing';
import { asyncApi, catalogue } from '.';

interface Described {
  readonly servers: { readonly kafka: { readonly host: string; readonly protocol: string; readonly security: readonly { readonly type: string }[] } };
  readonly channels: Readonly<Record<string, { readonly address: string; readonly description?: string }>>;
  readonly operations: Readonly<Record<string, { readonly bindings?: { readonly kafka: { readonly groupId: { readonly pattern: string } } } }>>;
  readonly components: {
    readonly messages: {
      readonly notice: { readonly payload: { readonly properties: { readonly noticeId: { readonly pattern: string } } } };
      readonly line: { readonly description: string; readonly headers: { readonly properties: { readonly leaf: { readonly description: string } } } };
    };
  };
}
const described = asyncApi({ area: '990102' }) as unknown as Described;
const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

test('the leaf of a line follows from the order of its parts as it is described', async () => {
  const log = testLog();
  await write(log, [{ cls: DvCallReceived, time: '2026-03-02T10:00:00.000+08:00', subject: 'child-1' }]);
  const [line] = (await log.read(0, 1)).lines;
  const parts = JSON.parse(lineText(line!)) as Readonly<Record<string, unknown>>;
  const { description } = described.components.messages.line.headers.properties.leaf;
  const order = [...description.matchAll(/SHA-256\(([a-z]+)\)/g)].map(([, part]) => JSON.stringify(parts[part as string]));
  expect(order).toHaveLength(3);
  expect(sha256(Uint8Array.of(0), ...order.map((part) => sha256(part))).toString('base64')).toBe(line!.leafHash);
});

test('a reader of lines is told what a repeat, another leaf and a gap mean, and whose offset counts', () => {
  const { description } = described.components.messages.line;
  for (const rule of ['叶子与此前相同的才可丢弃', '历史已变，须停止', '/api/log/events?after=', '以自己保存的为准'])
    expect(description).toContain(rule);
});

test('an id in a department’s topic is the one that its inbox shows; it may come again', () => {
  const { example } = catalogue.event('hub.notice.sent')!;
  expect(example['notice']).toMatch(new RegExp(described.components.messages.notice.payload.properties.noticeId.pattern));
  for (const { id } of catalogue.departments)
    for (const rule of ['收件箱中的通知编号', 'GET /api/departments/{department}/inbox', '可能不止一次送达'])
      expect(described.channels[`notices-${id}`]?.description).toContain(rule);
});

test('topics and the groups that may read them are those of the area', () => {
  const group = (operation: string): RegExp => new RegExp(described.operations[operation]?.bindings?.kafka.groupId.pattern ?? 'nothing');
  expect('lianhu.990102.monitor.x').toMatch(group('receive-hub'));
  expect('lianhu.990101.monitor.x').not.toMatch(group('receive-hub'));
  for (const { id } of catalogue.departments) expect(`${id}.desk`).toMatch(group(`receive-notices-${id}`));
  expect('policexdesk').not.toMatch(group('receive-notices-police'));
  expect(JSON.stringify(described)).not.toContain('lianhu.990101');
});

test('who reads from another machine does it over TLS and with an account; where the brokers stand is not told to everybody', () => {
  expect(described.servers.kafka).toMatchObject({ host: '{brokers}', protocol: 'kafka-secure' });
  expect(described.servers.kafka.security.map(({ type }) => type)).toEqual(['scramSha512', 'scramSha256', 'plain', 'X509']);
});
