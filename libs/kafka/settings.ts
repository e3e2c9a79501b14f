import { readFileSync } from 'node:fs';
import { LianhuError } from '@lianhu/kernel';

/** How to reach the brokers and how topics are made. Source: docs/kafka.md. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: true | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: { readonly mechanism: Mechanism; readonly username: string; readonly password: string };
  readonly retentionMs: number;
  readonly replicationFactor: number;
}
const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
type Mechanism = (typeof MECHANISMS)[number];

/** A setting of Kafka that cannot be right. The message says which and why. */
export class BadKafkaSetting extends LianhuError {
  readonly code = 'stream.bad-setting';
}

/** How long lines stay in a topic: unset, least, most. Unit: days. Reason: the log is what keeps for ever; a topic bridges absences. */
export const RETENTION_DAYS = { usual: 30, least: 1, most: 3_650 } as const;
/** Copies of a topic: unset, most. Unit: brokers. */
export const REPLICATION = { usual: 1, most: 9 } as const;
const DAY_MS = 86_400_000;

/** Settings from the environment; undefined without `KAFKA_BROKERS`. Throws BadKafkaSetting. */
export function kafkaSettings(env: NodeJS.ProcessEnv = process.env): KafkaSettings | undefined {
  const brokers = (env['KAFKA_BROKERS'] ?? '').split(',').flatMap((broker) => broker.trim() || []);
  if (brokers.length === 0) return undefined;
  for (const broker of brokers) if (!isAddress(broker)) throw new BadKafkaSetting(`KAFKA_BROKERS: ${broker} is not host:port`);
  const ssl = sslOf(env);
  const sasl = saslOf(env);
  if (sasl?.mechanism === 'plain' && !ssl && !brokers.every(isLoopback))
    throw new BadKafkaSetting('KAFKA_SASL_MECHANISM=plain sends the password as it is: set KAFKA_SSL=1');
  return {
    brokers,
    clientId: env['KAFKA_CLIENT_ID'] || 'lianhu',
    ssl,
    sasl,
    retentionMs: whole(env, 'KAFKA_RETENTION_DAYS', RETENTION_DAYS.usual, RETENTION_DAYS.least, RETENTION_DAYS.most) * DAY_MS,
    replicationFactor: whole(env, 'KAFKA_REPLICATION', REPLICATION.usual, 1, REPLICATION.most),
  };
}

function sslOf(env: NodeJS.ProcessEnv): KafkaSettings['ssl'] {
  const on = env['KAFKA_SSL'] ?? '';
  if (!['', '0', '1'].includes(on)) throw new BadKafkaSetting('KAFKA_SSL is 1 or 0');
  const [ca, cert, key] = ['KAFKA_SSL_CA', 'KAFKA_SSL_CERT', 'KAFKA_SSL_KEY'].map((name) => pem(env, name));
  if (on !== '1') {
    if (ca ?? cert ?? key) throw new BadKafkaSetting('KAFKA_SSL_CA, _CERT and _KEY need KAFKA_SSL=1');
    return undefined;
  }
  if ((cert === undefined) !== (key === undefined)) throw new BadKafkaSetting('KAFKA_SSL_CERT and KAFKA_SSL_KEY belong together');
  return ca === undefined && cert === undefined ? true : { ca, cert, key };
}

function saslOf(env: NodeJS.ProcessEnv): KafkaSettings['sasl'] {
  const mechanism = env['KAFKA_SASL_MECHANISM'];
  const username = env['KAFKA_SASL_USERNAME'];
  const password = file(env, 'KAFKA_SASL_PASSWORD_FILE')?.trim() ?? env['KAFKA_SASL_PASSWORD'];
  if (!mechanism && !username && !password) return undefined;
  if (!isMechanism(mechanism)) throw new BadKafkaSetting(`KAFKA_SASL_MECHANISM is one of ${MECHANISMS.join(', ')}`);
  if (!username || !password) throw new BadKafkaSetting('KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE belong to KAFKA_SASL_MECHANISM');
  return { mechanism, username, password };
}

const isAddress = (broker: string): boolean => {
  const [, port] = /^[^\s:]+:(\d{1,5})$/.exec(broker) ?? [];
  return Number(port) >= 1 && Number(port) <= 65_535;
};
const isMechanism = (text: string | undefined): text is Mechanism => (MECHANISMS as readonly (string | undefined)[]).includes(text);
const isLoopback = (broker: string): boolean => /^(localhost|127\.[\d.]+|\[::1\]):/.test(broker);

function file(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const path = env[name];
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new BadKafkaSetting(`${name}: the file ${path} cannot be read`);
  }
}

function pem(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = file(env, name);
  if (text !== undefined && !text.includes('-----BEGIN ')) throw new BadKafkaSetting(`${name}: the file ${env[name] ?? ''} is not PEM`);
  return text;
}

function whole(env: NodeJS.ProcessEnv, name: string, usual: number, least: number, most: number): number {
  const number = Number(env[name] || usual);
  if (!Number.isInteger(number) || number < least || number > most) throw new BadKafkaSetting(`${name} is a whole number from ${least} to ${most}`);
  return number;
}
