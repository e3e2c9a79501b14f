import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadKafkaSetting, kafkaSettings } from './settings';

const DAY_MS = 86_400_000;
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'lianhu-settings-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const pem = (what: string): string => `-----BEGIN ${what}-----`;

test('without brokers there is no Kafka; with them everything else has a value', () => {
  for (const KAFKA_BROKERS of [undefined, '', ' , ']) expect(kafkaSettings({ KAFKA_BROKERS, KAFKA_SSL: '1' })).toBeUndefined();
  expect(kafkaSettings({ KAFKA_BROKERS: 'a:9092, b:9093' })).toEqual({
    brokers: ['a:9092', 'b:9093'],
    clientId: 'lianhu',
    ssl: undefined,
    sasl: undefined,
    retentionMs: 30 * DAY_MS,
    replicationFactor: 1,
  });
});

test('TLS with our own certificate and authority, SCRAM with a password from a file', () => {
  const settings = kafkaSettings({
    KAFKA_BROKERS: 'a:9092',
    KAFKA_SSL: '1',
    KAFKA_SSL_CA: file('ca', pem('CA')),
    KAFKA_SSL_CERT: file('cert', pem('CERT')),
    KAFKA_SSL_KEY: file('key', pem('KEY')),
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_SASL_USERNAME: 'relay',
    KAFKA_SASL_PASSWORD_FILE: file('password', 'secret\n'),
    KAFKA_RETENTION_DAYS: '1',
    KAFKA_REPLICATION: '3',
  });
  expect(settings).toMatchObject({ ssl: { ca: pem('CA'), cert: pem('CERT'), key: pem('KEY') }, retentionMs: DAY_MS, replicationFactor: 3 });
  expect(settings?.sasl).toEqual({ mechanism: 'scram-sha-512', username: 'relay', password: 'secret' });
  expect(kafkaSettings({ KAFKA_BROKERS: 'a:9092', KAFKA_SSL: '1' })?.ssl).toBe(true);
});

test.each([
  ['a broker without a port', { KAFKA_BROKERS: 'a' }],
  ['a port that no machine has', { KAFKA_BROKERS: 'a:65536' }],
  ['port 0', { KAFKA_BROKERS: 'a:0' }],
  ['an authority that is not PEM', { KAFKA_SSL: '1', KAFKA_SSL_CA: join(__dirname, '..', '..', 'README.md') }],
  ['retention of no day', { KAFKA_RETENTION_DAYS: '0' }],
  ['retention without end', { KAFKA_RETENTION_DAYS: '-1' }],
  ['retention of more than ten years', { KAFKA_RETENTION_DAYS: '3651' }],
  ['ten copies', { KAFKA_REPLICATION: '10' }],
  ['an unknown mechanism', { KAFKA_SASL_MECHANISM: 'gssapi', KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' }],
  ['a user without a mechanism', { KAFKA_SASL_USERNAME: 'a' }],
  ['a mechanism without a password', { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'a' }],
  ['a plain password without TLS', { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' }],
  ['a certificate without its key', { KAFKA_SSL: '1', KAFKA_SSL_CERT: __filename }],
  ['an authority without TLS', { KAFKA_SSL_CA: __filename }],
  ['a file that is not there', { KAFKA_SSL: '1', KAFKA_SSL_CA: '/nowhere' }],
  ['TLS said otherwise', { KAFKA_SSL: 'yes' }],
])('%s is refused', (_, env) => {
  expect(() => kafkaSettings({ KAFKA_BROKERS: 'a:9092', ...env })).toThrow(BadKafkaSetting);
});

test('both edges of retention are taken; a plain password stays on the machine itself', () => {
  for (const days of [1, 3_650]) expect(kafkaSettings({ KAFKA_BROKERS: 'a:1', KAFKA_RETENTION_DAYS: `${days}` })?.retentionMs).toBe(days * DAY_MS);
  const plain = { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' };
  expect(kafkaSettings({ KAFKA_BROKERS: '127.0.0.1:9092,localhost:1', ...plain })?.sasl?.mechanism).toBe('plain');
});
