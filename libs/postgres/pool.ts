import pg from 'pg';
import { NotCommitted } from './errors';

/** What may differ between pools. */
export interface PoolOptions {
  /** Unit: connections. The server allows 100 to all together. */
  readonly max?: number;
  /** Unit: ms. 0 = no limit, for rebuilds. */
  readonly statementTimeout?: number;
  /** How long an answer may take when the server has gone without a word. Unit: ms. None = as long as the network takes to notice. */
  readonly answerTimeout?: number;
  readonly applicationName?: string;
}

/** Unit: connections. */
const POOL_SIZE = 8;
/** No query of a page or an append takes longer. Unit: ms. */
const STATEMENT_TIMEOUT = 30_000;
/** A transaction that was forgotten gives its locks back. Unit: ms. */
const IDLE_IN_TRANSACTION = 60_000;
/** Unit: ms. */
const CONNECT_TIMEOUT = 10_000;
/** A connection that says nothing is asked after so long whether it is still there; the network takes some ten seconds more. Unit: ms. */
const KEEPALIVE_AFTER = 5_000;

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;

/** Positions are numbers here: 2^53 of them last longer than any log. */
function toNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError('the database holds an integer beyond 2^53');
  return number;
}

type Parser = (text: string) => unknown;
const PARSERS: Readonly<Record<number, Parser>> = {
  [INT8]: toNumber,
  [INT8_ARRAY]: (text) =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((item) => (item === 'NULL' ? null : toNumber(item))),
  [DATE]: (text) => text,
};
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): Parser =>
    (format === 'binary' ? undefined : PARSERS[oid]) ?? (pg.types.getTypeParser(oid, format) as Parser),
};

/**
 * What holds on every connection of ours, whatever an operator set for the server, the database or the role: a commit that was
 * answered is on the disk, and each statement sees what was committed before it. `lianhu.connection` tells that they arrived.
 */
const PINNED = [
  'timezone=UTC',
  'datestyle=ISO',
  'synchronous_commit=on',
  'default_transaction_isolation=read\\ committed',
  'standard_conforming_strings=on',
  'lianhu.connection=own',
];

/** A connection string without its `options`, and what they hold: pg would take them instead of ours. */
function withoutOptions(url: string): { readonly connectionString: string; readonly options: readonly string[] } {
  if (!/[?&]options=/.test(url)) return { connectionString: url, options: [] };
  const parsed = new URL(url);
  const options = parsed.searchParams.getAll('options');
  parsed.searchParams.delete('options');
  return { connectionString: parsed.href, options };
}

/** Settings of every connection of ours: bigint comes as number, date as string, time zone UTC. Of two that differ the last holds, and that is ours. */
export function connectionConfig(url: string, options: PoolOptions = {}): pg.ClientConfig {
  const asked = withoutOptions(url);
  return {
    connectionString: asked.connectionString,
    types: types as pg.CustomTypesConfig,
    options: [...asked.options, ...PINNED.map((setting) => `-c ${setting}`)].join(' '),
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_AFTER,
    query_timeout: options.answerTimeout,
    statement_timeout: options.statementTimeout ?? STATEMENT_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
    application_name: options.applicationName ?? 'lianhu',
  };
}

/** A pool of connections. One that breaks is replaced; whoever used it gets the error from his query. */
export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({ ...connectionConfig(url, options), max: options.max ?? POOL_SIZE });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new NotCommitted();
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: unknown) => (broken = lost instanceof Error ? lost : new Error('connection lost')));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Runs `work` on one connection of its own, closed afterwards. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connectionConfig(url, { statementTimeout: 0, applicationName: 'lianhu-setup' }));
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
