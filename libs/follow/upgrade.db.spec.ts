import { MinorListed } from '@lianhu/departments/civil-affairs';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { prepareRegistry, rebuildParity, registered } from '.';
import { useDatabase } from './database.fixture';
import { at, registration, useFollowers, WAIT } from './running.fixture';
import { MINORS_TABLE, sums, views } from './views.fixture';

const pool = useDatabase();
const follow = useFollowers(pool);

/** The registry as the first program made it. */
const FIRST = `CREATE TABLE view.follower (
  kind text NOT NULL CHECK (kind IN ('view', 'reactor')), name text NOT NULL, version integer NOT NULL, epoch text NOT NULL,
  active boolean NOT NULL DEFAULT false, position bigint NOT NULL DEFAULT 0, root text, frontier text[] NOT NULL DEFAULT '{}',
  recorded_at text, today date, status text NOT NULL CHECK (status IN ('building', 'running', 'halted')), error text,
  tables text[] NOT NULL DEFAULT '{}', columns jsonb NOT NULL DEFAULT '{}', PRIMARY KEY (kind, name, version))`;

test('a registry of the first program is brought up to date: checkpoints and rows stay, and are followed on', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const first = await follow(log);
  await first.follower.waitFor(await write(log, [registration(1), registration(2)]), WAIT);
  await first.follower.stop();
  const old = 'kind, name, version, epoch, active, position, root, frontier, recorded_at, today, status, error, tables, columns';
  await pool().query('ALTER TABLE view.follower RENAME TO newer');
  await pool().query(FIRST);
  await pool().query(`INSERT INTO view.follower (${old}) SELECT ${old} FROM view.newer`);
  await pool().query('DROP TABLE view.newer, view.parked');
  await pool().query(`UPDATE ${MINORS_TABLE} SET row = jsonb_set(row, '{sex}', '"9"') WHERE key LIKE '%2'`);
  const second = await follow(log);
  expect(second.follower.position).toBe(2);
  // It was not folded anew: what was spoilt is still there.
  expect((await rebuildParity(pool(), log, views, sums)).map(({ view }) => view)).toEqual(['minors']);
  expect(await second.follower.waitFor(await write(log, [at(1, MinorListed, '2026-03-02', { category: '04' })]), WAIT)).toBe(true);
  expect((await registered(pool())).map(({ position, fence }) => `${position} ${fence > 0}`)).toEqual(views.map(() => '3 true'));
});

test('prepared twice, and by two at once, the registry is the same', async () => {
  await Promise.all([prepareRegistry(pool()), prepareRegistry(pool())]);
  await prepareRegistry(pool());
  expect(await registered(pool())).toEqual([]);
});
