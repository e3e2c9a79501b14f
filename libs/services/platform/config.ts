import { LianhuError } from '@lianhu/kernel';
import { join, resolve } from 'node:path';

/** The environment of every service. All have defaults. Source: public API, operations. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** The data folder: keys, embedded database, spool. */
  readonly folder: string;
  /** Keys of this process: `LIANHU_KEYS`, else `keys` in the data folder. */
  readonly keyFolder: string;
  /** Public keys of the token issuer, where it is another process: `LIANHU_JWKS`, else the file that the issuer publishes among the keys. */
  readonly jwksFile?: string;
  readonly databaseUrl?: string;
  /** Where the log's lines lie: in the database, or on a stream of EventStoreDB with the database beside it. */
  readonly logEngine: 'postgres' | 'eventstore';
  /** `esdb://…`, for the engine eventstore. */
  readonly eventstoreUrl?: string;
  readonly hubUrl?: string;
  readonly policyFile: string;
  readonly oidcIssuer?: string;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** A TLS proxy stands in front, nobody else reaches this port, and it says who came over TLS: `LIANHU_PROXY=1`. */
  readonly proxy?: boolean;
  /** Token of a service for the hub: a file that holds it. */
  readonly tokenFile?: string;
  /** The monitor's seed for session tokens: `LIANHU_SESSION_KEY`, a file of 32 bytes in base64. Without it edges run in the same process. */
  readonly sessionKeyFile?: string;
  /** Public key of the monitor's session tokens, for edges: `LIANHU_SESSION_JWKS`. Without it nobody uses an edge from a page. */
  readonly sessionJwksFile?: string;
  /** What `lianhu trust` prints, for the audit service and for edges. */
  readonly trustFile?: string;
  /** How much an edge keeps of what the hub has acknowledged: `LIANHU_KEEP_DAYS` (7), `LIANHU_KEEP_MIB` (1024). Units: milliseconds, bytes. */
  readonly keep?: { readonly ageMs: number; readonly bytes: number };
  /** A folder in which an edge takes files: `LIANHU_WATCH`. */
  readonly watchFolder?: string;
}

/** A setting that cannot be right. The message says which and why. */
export class BadConfig extends LianhuError {
  readonly code = 'platform.bad-config';
}

/** Reads and checks the environment. What is set to nothing is not set. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const host = env['HOST'] || '127.0.0.1';
  const tls = tlsOf(env['TLS_CERT'], env['TLS_KEY']);
  const proxy = switchOf('LIANHU_PROXY', env['LIANHU_PROXY']);
  if (!isLoopback(host) && !tls && !proxy) {
    throw new BadConfig(`HOST=${host} is reachable from outside: give TLS_CERT and TLS_KEY, or set LIANHU_PROXY=1 when a TLS proxy stands in front`);
  }
  const folder = resolve(env['LIANHU_DATA'] || 'data');
  return {
    host,
    keyFolder: resolve(env['LIANHU_KEYS'] || join(folder, 'keys')),
    port: portOf(env['PORT'] || '3000'),
    folder,
    databaseUrl: env['DATABASE_URL'] || undefined,
    logEngine: engineOf(env['LIANHU_LOG_ENGINE'] || 'postgres', env['EVENTSTORE_URL']),
    eventstoreUrl: env['EVENTSTORE_URL'] || undefined,
    hubUrl: env['LIANHU_HUB_URL'] || undefined,
    jwksFile: env['LIANHU_JWKS'] || undefined,
    policyFile: resolve(env['LIANHU_POLICY'] || 'infra/policy/demonstration.json'),
    oidcIssuer: issuerOf(env['OIDC_ISSUER'] || undefined),
    tokenFile: env['LIANHU_TOKEN_FILE'] || undefined,
    sessionKeyFile: env['LIANHU_SESSION_KEY'] || undefined,
    sessionJwksFile: env['LIANHU_SESSION_JWKS'] || undefined,
    trustFile: env['LIANHU_TRUST_FILE'] || undefined,
    keep: {
      ageMs: amountOf('LIANHU_KEEP_DAYS', env, 7) * 86_400_000,
      bytes: amountOf('LIANHU_KEEP_MIB', env, 1024) * 1024 * 1024,
    },
    watchFolder: env['LIANHU_WATCH'] ? resolve(env['LIANHU_WATCH']) : undefined,
    tls,
    proxy,
  };
}

function tlsOf(cert = '', key = ''): Config['tls'] {
  if (cert !== '' && key !== '') return { cert, key };
  if (cert !== '' || key !== '') throw new BadConfig('TLS_CERT and TLS_KEY are given together: nothing is served in clear for want of one');
  return undefined;
}

function switchOf(name: string, text = ''): boolean {
  if (!['', '0', '1'].includes(text)) throw new BadConfig(`${name}=${text} is neither 1 nor 0`);
  return text === '1';
}

function engineOf(name: string, eventstoreUrl: string | undefined): Config['logEngine'] {
  if (name !== 'postgres' && name !== 'eventstore') throw new BadConfig(`LIANHU_LOG_ENGINE=${name} is no engine; there are postgres and eventstore`);
  if (name === 'eventstore' && !/^esdb(\+discover)?:\/\//.test(eventstoreUrl ?? ''))
    throw new BadConfig('LIANHU_LOG_ENGINE=eventstore needs EVENTSTORE_URL=esdb://…');
  return name;
}

/** The address at which its keys are found; none of our own issuers' names. */
function issuerOf(text: string | undefined): string | undefined {
  if (text !== undefined && !/^https?:\/\/./.test(text)) throw new BadConfig(`OIDC_ISSUER=${text} is no address`);
  return text;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new BadConfig(`PORT=${text} is no port`);
  return port;
}

function amountOf(name: string, env: NodeJS.ProcessEnv, otherwise: number): number {
  const amount = Number(env[name] || otherwise);
  if (!Number.isFinite(amount) || amount < 0) throw new BadConfig(`${name}=${env[name]} is no amount`);
  return amount;
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\./.test(host);
