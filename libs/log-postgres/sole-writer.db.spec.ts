import { createPool, testDatabase, withClient, type TestDatabase } from '@lianhu/postgres';
import { cuttingWire } from '@lianhu/testing/wire';
import { logMigrations } from './migrations';
import { SoleWriter } from './sole-writer';

let db: TestDatabase;
beforeAll(async () => (db = await testDatabase(logMigrations)));
afterAll(() => db.stop());

/** Cuts the connections of all writers, as a server that restarts does. */
const cut = (): Promise<void> =>
  withClient(db.urls.admin, async (admin) => {
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lianhu-writer' AND datname = current_database()`,
    );
  });

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !holds(); await new Promise((resolve) => setTimeout(resolve, 20)))
    if (Date.now() > end) throw new Error('it did not come about');
}

test('a second process waits, says so once, and writes when the first has ended', async () => {
  const first = await SoleWriter.begin(db.urls.hub);
  let [told, begun] = [0, false];
  const second = SoleWriter.begin(db.urls.hub, { waiting: () => (told += 1) }).then((writer) => ((begun = true), writer));
  await until(() => told > 0);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect({ told, begun, alone: first.alone }).toEqual({ told: 1, begun: false, alone: true });
  await first.end();
  expect(first.alone).toBe(false);
  const writer = await second;
  expect(writer.alone).toBe(true);
  await writer.end();
});

test('who is cut off does not write, and goes on when nobody has written meanwhile', async () => {
  const overtaken = jest.fn();
  const writer = await SoleWriter.begin(db.urls.hub, { overtaken });
  await cut();
  await until(() => !writer.alone);
  await until(() => writer.alone);
  expect(overtaken).not.toHaveBeenCalled();
  await writer.end();
});

test('a server that vanishes without a word: whoever had the right to write does not believe to have it still', async () => {
  let silent = false;
  const wire = await cuttingWire(db.urls.hub, () => () => (silent ? 'silent' : undefined));
  const writer = await SoleWriter.begin(wire.through(db.urls.hub), {}, { everyMs: 100, answerMs: 300 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(writer.alone).toBe(true);
  silent = true;
  await until(() => !writer.alone);
  silent = false;
  await cut();
  await until(() => writer.alone);
  await writer.end();
  await wire.close();
});

test('who is cut off while another waits never writes again, and hears of it', async () => {
  const overtaken = jest.fn();
  const first = await SoleWriter.begin(db.urls.hub, { overtaken });
  const pool = createPool(db.urls.hub, { max: 1 });
  // Another was quicker, wrote, and is gone: the lock is free when this one comes back, and yet it is too late.
  await pool.query(`UPDATE log.writer SET process = 'another'`);
  await cut();
  await until(() => overtaken.mock.calls.length > 0);
  expect(first.alone).toBe(false);
  await first.end();
  const next = await SoleWriter.begin(db.urls.hub);
  expect(next.alone).toBe(true);
  await next.end();
  await pool.end();
});

test('ending while cut off ends the trying', async () => {
  const writer = await SoleWriter.begin(db.urls.hub);
  await cut();
  await until(() => !writer.alone);
  await writer.end();
  const next = await SoleWriter.begin(db.urls.hub);
  await next.end();
});
