import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createPool } from '@lianhu/postgres';
import fastify from 'fastify';
import { beside } from './figures';
import { loadHttp } from './http-load';
import { benchDatabase } from './bench-database';

/** What our figures are held against. */
export interface Ours {
  readonly perSecond: number;
  readonly ndjson: number;
  readonly inFlight: number;
  readonly body: string;
  readonly count: number;
}

/** An argument by which this very program becomes a bare Fastify. */
const AS_SERVER = '--bare-fastify';
/** A receipt has about so many bytes. */
const RECEIPT_BYTES = 1_400;

/** Measures what HTTP alone and what PostgreSQL alone would do with the same load. */
export async function limits({ perSecond, ndjson, inFlight, body, count }: Ours): Promise<void> {
  const server = fork(process.argv[1] as string, [AS_SERVER]);
  try {
    const [url] = (await once(server, 'message')) as [string];
    const target = { url, path: '/events', token: 'none' };
    const bodies = new Array<string>(count).fill(body);
    await loadHttp(target, bodies, inFlight);
    beside('limit: bare Fastify, same body, answer of the same size', (await loadHttp(target, bodies, inFlight)).perSecond, perSecond);
  } finally {
    server.kill();
  }
  const database = await benchDatabase([]);
  try {
    beside(
      'limit: PostgreSQL, one durable insert a transaction, 64 connections',
      await insertOnes(database.urls.owner, inFlight, body, count),
      perSecond,
    );
    beside('  the same against NDJSON', await insertOnes(database.urls.owner, inFlight, body, count), ndjson);
  } finally {
    await database.stop();
  }
}

async function insertOnes(url: string, connections: number, body: string, count: number): Promise<number> {
  const pool = createPool(url, { max: connections });
  await pool.query('CREATE TABLE IF NOT EXISTS bench_single (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim text NOT NULL)');
  let left = count;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) await pool.query({ name: 'bench-single', text: 'INSERT INTO bench_single (claim) VALUES ($1)', values: [body] });
    }),
  );
  const perSecond = (count * 1000) / (performance.now() - began);
  await pool.end();
  return perSecond;
}

/** Becomes the bare server when this program was started as one. */
export async function serveIfAsked(): Promise<boolean> {
  if (!process.argv.includes(AS_SERVER)) return false;
  const app = fastify();
  const answer = JSON.stringify({ receipt: 'x'.repeat(RECEIPT_BYTES) });
  app.post('/events', (_request, reply) => reply.code(201).type('application/json').send(answer));
  process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
  return true;
}
