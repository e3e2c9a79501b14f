import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DvCallReceived } from '@lianhu/departments/police';
import { NoticeSent } from '@lianhu/departments/hub';
import { std1 } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { freePort, onBrokers, TestBroker } from '@lianhu/testing/kafka';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import type { Pool } from 'pg';
import { rulesOf } from './access-rules.fixture';
import { StreamAway } from './errors';
import { kafkaStream } from './kafka-stream';
import { Mirror } from './mirror';
import { noticesTopic } from './records';
import { Relay } from './relay';
import { kafkaSettings, type KafkaSettings } from './settings';
import type { Stream } from './stream';

/** Unit: milliseconds. */
const START_MS = 120_000;
const PASSWORD = 'a password of this test';
const AREA = '990101';
const TOPIC = `lianhu.${AREA}.events`;
const USERS = ['relay', 'monitor', 'province', 'police', 'stranger'];

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
  let database: TestDatabase;
  let pool: Pool;
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
        `listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required ${USERS.map(user).join(' ')};`,
        'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users=User:ANONYMOUS',
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
    await asOperator(async (admin) => {
      const names = { area: AREA, department: 'police' };
      const acl = [
        ...rulesOf("hub's relay", 'relay', names),
        ...['monitor', 'province'].flatMap((user) => rulesOf('own monitor', user, names)),
        ...rulesOf('a department', 'police', names),
      ];
      await admin.createAcls({ acl });
    });
    database = await testDatabase([]);
    pool = createPool(database.urls.monitor);
  }, START_MS);
  afterAll(async () => {
    await pool?.end();
    await database?.stop();
    await broker?.stop();
  });

  const open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  /** With the client as it is, and every right unless it says whose it uses. */
  const asOperator = async <T>(work: (admin: Admin) => Promise<T>, settings?: KafkaSettings): Promise<T> => {
    const { brokers, ssl, sasl } = settings ?? { brokers: [broker.address], ssl: undefined, sasl: undefined };
    const admin = new Kafka({ brokers: [...brokers], ssl: ssl as object, sasl: sasl as never, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    return work(admin).finally(() => admin.disconnect());
  };
  const settingsOf = (user: string): KafkaSettings => kafkaSettings({ ...env, KAFKA_SASL_USERNAME: user }) as KafkaSettings;
  const connect = async (user: string): Promise<Stream> => {
    const stream = await kafkaStream(settingsOf(user));
    open.push(() => stream.close());
    return stream;
  };

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
    'with the rights of the table and no others, a relay fills the topics, a copy follows, and a department is told of what is its own',
    async () => {
      const log = testLog(fixedClock('2026-03-02'));
      const time = '2026-03-02T10:00:00.000+08:00';
      const call = { cls: DvCallReceived, time, subject: 'child-1' };
      const notice = { cls: NoticeSent, time, subject: 'child-1', data: { department: 'police', notice: 'n-1' } };
      await write(log, [call, notice]);
      for (let start = 1; start <= 2; start += 1) {
        const { retentionMs, replicationFactor } = settingsOf('relay');
        const parts = { departments: ['police', 'education'], retentionMs, replicationFactor };
        const relay = new Relay({ log, stream: await connect('relay'), suite: std1, area: AREA, ...parts });
        const mirror = new Mirror({ pool, stream: await connect('monitor'), suite: std1, origin: log.origin, area: AREA });
        relay.start();
        const position = await write(log, [call]);
        await until(() => relay.status().position === position);
        await mirror.start();
        await until(() => mirror.status().position === position);
        // Started again, each has looked up the last record that it knows; nothing of that stays with the brokers.
        await Promise.all([relay.stop(), mirror.stop()]);
      }
      const { groups } = await asOperator((admin) => admin.listGroups());
      expect(groups.map(({ groupId }) => groupId).filter((group) => group.startsWith('lianhu-look-'))).toEqual([]);
      expect(await firstOf(await connect('police'), noticesTopic(AREA, 'police'), 'police.inbox')).toBe('{"noticeId":"n-1"}');
      expect(await firstOf(await connect('province'), TOPIC, `lianhu.${AREA}.monitor.province`)).toContain('police.dv-call.received');
    },
    START_MS,
  );

  test(
    'the sample in docs signs in with the settings that docs name, and reads what the rights of its user show',
    async () => {
      const password = join(broker.folder, 'password');
      writeFileSync(password, `${PASSWORD}\n`);
      const own = { KAFKA_SASL_USERNAME: 'monitor', KAFKA_SASL_PASSWORD: undefined, KAFKA_SASL_PASSWORD_FILE: password };
      const sample = join(__dirname, '..', '..', 'docs', 'samples', 'kafka-consumer.mjs');
      const child = spawn(process.execPath, [sample, AREA, join(broker.folder, 'state.json')], { env: { ...process.env, ...env, ...own } });
      const exit = new Promise((resolve) => child.once('exit', resolve));
      open.push(() => (child.kill('SIGTERM'), exit));
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      await until(() => /^\d+ lines$/m.test(output) || child.exitCode !== null);
      expect(output).toMatch(/^[1-9]\d* lines$/m);
    },
    START_MS,
  );

  test(
    'the monitor writes nothing, a department reads nothing but its own notices, a province removes nothing',
    async () => {
      const relay = await connect('relay');
      await relay.prepare(
        [TOPIC, noticesTopic(AREA, 'police'), noticesTopic(AREA, 'education')].map((topic) => ({
          topic,
          retentionMs: 86_400_000,
          replicationFactor: 1,
        })),
      );
      const [monitor, police] = [await connect('monitor'), await connect('police')];
      await expect(monitor.publish(TOPIC, [{ value: 'forged' }])).rejects.toThrow(StreamAway);
      await expect(monitor.range(noticesTopic(AREA, 'police'))).rejects.toThrow(StreamAway);
      await expect(police.range(noticesTopic(AREA, 'police'))).resolves.toMatchObject({ start: 0 });
      for (const topic of [noticesTopic(AREA, 'education'), TOPIC]) await expect(police.range(topic)).rejects.toThrow(StreamAway);
      await expect(asOperator((admin) => admin.deleteTopics({ topics: [TOPIC] }), settingsOf('province'))).rejects.toThrow(/not authorized/i);
      expect(await asOperator((admin) => admin.listTopics())).toContain(TOPIC);
    },
    START_MS,
  );

  test(
    'who has no right to a topic reads nothing and writes nothing',
    async () => {
      const own = await connect('relay');
      await own.prepare([{ topic: TOPIC, retentionMs: 86_400_000, replicationFactor: 1 }]);
      await own.publish(TOPIC, [{ value: 'x' }]);
      const stranger = await connect('stranger');
      const before = await own.range(TOPIC);
      await expect(stranger.publish(TOPIC, [{ value: 'y' }])).rejects.toThrow(StreamAway);
      await expect(stranger.range(TOPIC)).rejects.toThrow(StreamAway);
      expect(await own.range(TOPIC)).toEqual(before);
    },
    START_MS,
  );
});

/** Waits for something that must come. */
async function until(there: () => boolean): Promise<void> {
  for (const end = performance.now() + START_MS / 2; !there() && performance.now() < end;) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(there()).toBe(true);
}

/** The first record of a topic, read in a group. */
async function firstOf(stream: Stream, topic: string, group: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const take = ([record]: readonly { readonly value: string }[]): Promise<void> => Promise.resolve(resolve(record?.value ?? ''));
    stream.subscribe(topic, { group, from: () => Promise.resolve(0), take }).catch(reject);
  });
}
