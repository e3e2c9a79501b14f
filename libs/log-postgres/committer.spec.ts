import { alone, LogUnavailable } from '@lianhu/log';
import type pg from 'pg';
import type { Committing } from './commit';
import { Committer } from './committer';

test('a server that goes without a word while a connection is made ready is given up like one that goes in a commit', async () => {
  let fail: (error: Error) => void = () => undefined;
  const client = {
    once: () => client,
    query: () => new Promise((_, reject) => (fail = reject)),
    release: () => fail(Object.assign(new Error('Connection terminated'), { code: 'ECONNRESET' })),
  };
  const pool = { connect: () => Promise.resolve(client) } as unknown as pg.Pool;
  const committer = new Committer(pool, {} as Committing, { patienceMs: 0, tryMs: 20 });
  await expect(committer.commit([alone({ id: 'silent' })])).rejects.toThrow(LogUnavailable);
});
