import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, onBrokers, TestBroker } from '@lianhu/testing/kafka';
import { StreamAway } from './errors';
import { kafkaStream } from './kafka-stream';
import { kafkaSettings, type KafkaSettings } from './settings';

/** Unit: milliseconds. */
const START_MS = 120_000;
const PASSWORD = 'a password of this test';
const TOPIC = 'lianhu.990101.events';

/** Makes a key pair of the broker's own, and its certificate as the client's authority. */
function certificate(folder: string): void {
  const keytool = (...args: string[]): void => {
    const { status, stdout, stderr } = spawnSync('keytool', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`keytool: ${stderr}${stdout}`);
  };
  const store = ['-keystore', join(folder, 'broker.p12'), '-storepass', PASSWORD, '-alias', 'broker'];
  keytool('-genkeypair', ...store, '-storetype', 'PKCS12', '-keyalg', 'EC', '-dname', 'CN=127.0.0.1', '-ext', 'SAN=IP:127.0.0.1', '-validity', '2');
  keytool('-exportcert', '-rfc', ...store, '-file', join(folder, 'ca.pem'));
}

onBrokers('TLS, SASL and access rules', (version) => {
  let broker: TestBroker;
  let env: Record<string, string>;
  beforeAll(async () => {
    const port = await freePort();
    broker = await TestBroker.start(version, (plain, folder) => {
      certificate(folder);
      const user = (name: string): string => `user_${name}="${PASSWORD}"`;
      return [
        `listeners=PLAINTEXT://127.0.0.1:${plain},SASL_SSL://127.0.0.1:${port},CONTROLLER://127.0.0.1:CONTROLLER_PORT`,
        `advertised.listeners=PLAINTEXT://127.0.0.1:${plain},SASL_SSL://127.0.0.1:${port}`,
        `ssl.keystore.location=${join(folder, 'broker.p12')}`,
        'ssl.keystore.type=PKCS12',
        `ssl.keystore.password=${PASSWORD}`,
        'sasl.enabled.mechanisms=PLAIN',
        `listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required ${user('relay')} ${user('stranger')};`,
        'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users=User:ANONYMOUS;User:relay',
      ];
    });
    env = {
      KAFKA_BROKERS: `127.0.0.1:${port}`,
      KAFKA_SSL: '1',
      KAFKA_SSL_CA: join(broker.folder, 'ca.pem'),
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: 'relay',
      KAFKA_SASL_PASSWORD: PASSWORD,
    };
  }, START_MS);
  afterAll(() => broker?.stop());

  const healthy = async (more: Record<string, string | undefined> = {}): Promise<string> => {
    const stream = await kafkaStream(kafkaSettings({ ...env, ...more }) as KafkaSettings);
    return stream
      .health()
      .then(
        () => 'ok',
        (error: StreamAway) => error.reason,
      )
      .finally(() => stream.close());
  };

  test(
    'the right password over TLS opens; a wrong one, another authority and no TLS do not',
    async () => {
      expect(readFileSync(env['KAFKA_SSL_CA'] as string, 'utf8')).toContain('BEGIN CERTIFICATE');
      expect(await healthy()).toBe('ok');
      expect(await healthy({ KAFKA_SASL_PASSWORD: 'another' })).toBe('KafkaJSSASLAuthenticationError');
      expect(await healthy({ KAFKA_SSL_CA: undefined })).not.toBe('ok');
      expect(await healthy({ KAFKA_SSL: '0', KAFKA_SSL_CA: undefined })).not.toBe('ok');
    },
    START_MS,
  );

  test(
    'who has no right to a topic reads nothing and writes nothing',
    async () => {
      const own = await kafkaStream(kafkaSettings(env) as KafkaSettings);
      await own.prepare([{ topic: TOPIC, retentionMs: 86_400_000, replicationFactor: 1 }]);
      await own.publish(TOPIC, [{ value: 'x' }]);
      const stranger = await kafkaStream(kafkaSettings({ ...env, KAFKA_SASL_USERNAME: 'stranger' }) as KafkaSettings);
      await expect(stranger.publish(TOPIC, [{ value: 'y' }])).rejects.toThrow(StreamAway);
      await expect(stranger.range(TOPIC)).rejects.toThrow(StreamAway);
      expect(await own.range(TOPIC)).toEqual({ start: 0, end: 1 });
      await stranger.close();
      await own.close();
    },
    START_MS,
  );
});
