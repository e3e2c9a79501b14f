import { fixedClock, testLog } from '@lianhu/testing';
import { call, linesOf, MirrorScene, TOPIC } from './mirror-scene.fixture';

const scene = new MirrorScene();

test('Kafka away is no reason not to start; a topic made anew is read from its beginning', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 30);
  await scene.publish(await linesOf(log));
  await scene.copied(30);
  scene.broker.away = true;
  const second = await scene.mirror();
  expect((await second.log.read(0, 100)).lines).toHaveLength(30);
  expect(second.status()).toMatchObject({ state: 'away', error: 'away' });
  await call(log, 2);
  scene.broker.make(TOPIC, 1, 1);
  scene.broker.away = false;
  await scene.publish((await linesOf(log)).slice(0, 8));
  await scene.publish((await linesOf(log)).slice(8));
  await scene.reaches(second, 32);
});

test('a topic made anew that has grown past the stored offset: another history stops the copy before any of it is stored', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 20);
  await call(other, 30, 2);
  await scene.publish(await linesOf(log));
  await scene.copied(20);
  // Restored from a backup of position 15, the hub has written on.
  scene.broker.make(TOPIC, 1, 1);
  await scene.publish([...(await linesOf(log, 0, 15)), ...(await linesOf(other, 15))]);
  expect(await scene.halts(await scene.mirror())).toMatchObject({ position: 20, error: 'log.history-diverged' });
});

test('a topic made anew without the duplicates of the old one is no gap, though nobody has what is missing', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 60);
  const lines = await linesOf(log);
  await scene.publish([...lines.slice(0, 15), ...lines.slice(0, 20)]);
  await scene.copied(20);
  scene.broker.make(TOPIC, 1, 1);
  await scene.publish(lines);
  const second = await scene.mirror();
  await scene.reaches(second, 60);
  expect((await second.log.head()).root).toBe((await log.head()).root);
});

test('what is fetched must go on from the copy’s last line', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 10);
  await call(other, 20, 2);
  await scene.publish(await linesOf(log));
  await scene.copied(10);
  scene.broker.make(TOPIC, 1, 1);
  await scene.publish(await linesOf(other));
  scene.broker.truncate(TOPIC, 15);
  expect(await scene.halts(await scene.mirror({ backfill: other }))).toMatchObject({ position: 10, error: 'log.history-diverged' });
});

test('where retention removed exactly what was copied, the hub says whether the topic goes on with it; with nobody to ask it is refused', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 25);
  await call(other, 30, 2);
  await scene.publish(await linesOf(log, 0, 20));
  await scene.copied(20);
  scene.broker.truncate(TOPIC, 20);
  const waits = await scene.mirror();
  await scene.publish(await linesOf(log, 20));
  expect(await scene.halts(waits)).toMatchObject({ position: 20, error: 'stream.cut-off' });
  await expect(scene.made().start()).rejects.toMatchObject({ code: 'stream.cut-off', missing: 20, found: 21 });
  const goesOn = await scene.mirror({ backfill: log });
  await scene.reaches(goesOn, 25);
  await goesOn.stop();
  // Restored from a backup of position 15, the hub has written on.
  scene.broker.make(TOPIC, 1, 1);
  await scene.publish([...(await linesOf(log, 0, 15)), ...(await linesOf(other, 15))]);
  scene.broker.truncate(TOPIC, 25);
  expect(await scene.halts(await scene.mirror({ backfill: other }))).toMatchObject({ position: 25, error: 'log.history-diverged' });
});

test('so does one whose first record follows the copy, though it lies before the stored offset', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 20);
  await call(other, 40, 2);
  const lines = await linesOf(log);
  await scene.publish([...lines.slice(0, 15), ...lines]);
  await scene.copied(20);
  scene.broker.make(TOPIC, 1, 1);
  await scene.publish(await linesOf(other));
  scene.broker.truncate(TOPIC, 20);
  expect(await scene.halts(await scene.mirror({ backfill: other }))).toMatchObject({ position: 20, error: 'log.history-diverged' });
});
