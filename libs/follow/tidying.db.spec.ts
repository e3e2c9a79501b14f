import { fixedClock, testLog, write } from '@lianhu/testing';
import type { EventLog } from '@lianhu/log';
import { useDatabase } from './database.fixture';
import { registration, useFollowers, WAIT } from './running.fixture';
import { MINORS_TABLE } from './views.fixture';

const pool = useDatabase();
const follow = useFollowers(pool);
const TABLE = MINORS_TABLE.replace('view.', '');

const grow = async (log: EventLog, from: number, count: number): Promise<number> => {
  let position = 0;
  for (let n = from; n < from + count; n += 1) position = await write(log, [registration(n)]);
  return position;
};
/** How often the table of children was tidied, and its pages of which that is noted; of how many. */
async function tidied(): Promise<{ times: number; noted: number; pages: number }> {
  const { rows } = await pool().query<{ times: number; noted: number; pages: number }>(
    `SELECT s.vacuum_count AS times, c.relallvisible AS noted, c.relpages AS pages
     FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid WHERE s.relname = $1`,
    [TABLE],
  );
  return rows[0] as { times: number; noted: number; pages: number };
}
async function becomesTidy(times: number): Promise<void> {
  for (const until = performance.now() + WAIT; (await tidied()).times < times; await new Promise((resolve) => setTimeout(resolve, 10)))
    if (performance.now() > until) throw new Error(`it was not tidied: ${JSON.stringify(await tidied())}`);
}

test('tables are tidied when they were built from much, and when they have caught up from far behind', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  await grow(log, 0, 60);
  const first = await follow(log, { tidyAfter: 50, pageSize: 20 });
  await becomesTidy(1);
  const { noted, pages } = await tidied();
  expect({ noted, some: pages > 0 }).toEqual({ noted: pages, some: true });
  await first.follower.stop();
  const position = await grow(log, 60, 60);
  const { follower } = await follow(log, { tidyAfter: 50, pageSize: 20 });
  expect(await follower.waitFor(position, WAIT)).toBe(true);
  await becomesTidy(2);
  const after = await tidied();
  expect(after).toEqual({ times: 2, noted: after.pages, pages: after.pages });
});

test('what comes little by little is left to the server', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  await grow(log, 0, 40);
  const { follower } = await follow(log, { tidyAfter: 50 });
  for (let from = 40; from < 80; from += 10) expect(await follower.waitFor(await grow(log, from, 10), WAIT)).toBe(true);
  await follower.stop();
  expect((await tidied()).times).toBe(0);
});

test('who stops does not wait for a table that somebody else holds', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  await (await follow(log)).follower.stop();
  const position = await grow(log, 0, 60);
  const holder = await pool().connect();
  try {
    await holder.query(`BEGIN; LOCK TABLE view.${TABLE} IN SHARE UPDATE EXCLUSIVE MODE`);
    const { follower } = await follow(log, { tidyAfter: 50, pageSize: 20 });
    expect(await follower.waitFor(position, WAIT)).toBe(true);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'VACUUM%' AND wait_event_type = 'Lock' AND datname = current_database()`;
    for (const until = performance.now() + WAIT; (await pool().query(waiting)).rowCount === 0;)
      if (performance.now() > until) throw new Error('nothing was to be tidied');
    await follower.stop();
    expect((await pool().query(waiting)).rowCount).toBe(0);
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
  }
});
