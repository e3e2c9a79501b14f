import { MinorListed } from '@lianhu/departments/civil-affairs';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { useDatabase, wipe } from './database.fixture';
import { at, becomes, child, registration, tampered, useFollowers, WAIT } from './running.fixture';

const pool = useDatabase();
const follow = useFollowers(pool);

test('a line that is not what its leaf says is never folded, followed or rebuilt', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const evil = tampered(log, {
    read: async (...args) => {
      const page = await log.read(...args);
      return { ...page, lines: page.lines.map((line) => (line.position === 2 ? { ...line, claim: line.claim.replace('"04"', '"06"') } : line)) };
    },
  });
  const { follower, reader } = await follow(evil, { pageSize: 1 });
  await write(log, [registration(1), at(1, MinorListed), registration(2), registration(3)]);
  expect(await becomes(follower, ({ state }) => state === 'halted')).toMatchObject({ error: 'log.history-diverged', position: 1 });
  expect(await reader.one('minors', child(1))).toMatchObject({ categories: [] });
  await follower.stop();
  await wipe(pool());
  expect((await follow(evil)).follower.status()).toMatchObject({ state: 'halted', error: 'log.history-diverged', position: 0 });
});

test('another history before the checkpoint is noticed at the restart, however long the log has become', async () => {
  const clock = fixedClock('2026-03-01');
  const log = testLog(clock);
  const first = await follow(log);
  await first.follower.waitFor(await write(log, [registration(1), at(1, MinorListed)]), WAIT);
  await first.follower.stop();
  for (const longer of [0, 1, 5]) {
    const other = testLog(clock);
    await write(other, [registration(2), at(2, MinorListed)]);
    for (let n = 0; n < longer; n += 1) await write(other, [registration(n + 3)]);
    const { follower } = await follow(other);
    await becomes(follower, ({ state, error }) => state === 'halted' && error === 'log.history-diverged');
    await follower.stop();
  }
  const shorter = testLog(clock);
  await write(shorter, [registration(1)]);
  await becomes((await follow(shorter)).follower, ({ error }) => error === 'log.history-diverged');
});

test('a log rewritten with fresh leaves under a running follower is noticed at its head', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  let lie = false;
  const evil = tampered(log, { head: async () => ({ ...(await log.head()), ...(lie && { root: Buffer.alloc(32).toString('base64') }) }) });
  const { follower } = await follow(evil);
  await follower.waitFor(await write(log, [registration(1)]), WAIT);
  lie = true;
  await write(log, [registration(2)]);
  await becomes(follower, ({ state, error }) => state === 'halted' && error === 'log.history-diverged');
});
