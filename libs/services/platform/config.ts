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
  /** Token of a service for the hub: a file that holds it. */
  readonly tokenFile?: string;
  /** What `lianhu trust` prints, for the audit service. */
  readonly trustFile?: string;
}

/** A setting that cannot be right. The message says which and why. */
export class BadConfig extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadConfig';
  }
}

/** Reads and checks the environment. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const host = env['HOST'] ?? '127.0.0.1';
  const tls = env['TLS_CERT'] && env['TLS_KEY'] ? { cert: env['TLS_CERT'], key: env['TLS_KEY'] } : undefined;
  if (!isLoopback(host) && !tls && !env['LIANHU_PROXY']) {
    throw new BadConfig(`HOST=${host} is reachable from outside: give TLS_CERT and TLS_KEY, or set LIANHU_PROXY=1 when a TLS proxy stands in front`);
  }
  const folder = resolve(env['LIANHU_DATA'] ?? 'data');
  return {
    host,
    keyFolder: resolve(env['LIANHU_KEYS'] ?? join(folder, 'keys')),
    port: portOf(env['PORT'] ?? '3000'),
    folder,
    databaseUrl: env['DATABASE_URL'] || undefined,
    logEngine: engineOf(env['LIANHU_LOG_ENGINE'] || 'postgres', env['EVENTSTORE_URL']),
    eventstoreUrl: env['EVENTSTORE_URL'] || undefined,
    hubUrl: env['LIANHU_HUB_URL'] || undefined,
    jwksFile: env['LIANHU_JWKS'] || undefined,
    policyFile: resolve(env['LIANHU_POLICY'] ?? 'infra/policy/demonstration.json'),
    oidcIssuer: env['OIDC_ISSUER'] || undefined,
    tokenFile: env['LIANHU_TOKEN_FILE'] || undefined,
    trustFile: env['LIANHU_TRUST_FILE'] || undefined,
    tls,
  };
}

function engineOf(name: string, eventstoreUrl: string | undefined): Config['logEngine'] {
  if (name !== 'postgres' && name !== 'eventstore') throw new BadConfig(`LIANHU_LOG_ENGINE=${name} is no engine; there are postgres and eventstore`);
  if (name === 'eventstore' && !/^esdb(\+discover)?:\/\//.test(eventstoreUrl ?? ''))
    throw new BadConfig('LIANHU_LOG_ENGINE=eventstore needs EVENTSTORE_URL=esdb://…');
  return name;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new BadConfig(`PORT=${text} is no port`);
  return port;
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\./.test(host);
