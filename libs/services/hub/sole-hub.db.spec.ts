import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { momentOf } from '@lianhu/kernel';
import { logMigrations } from '@lianhu/log-postgres';
import { testDatabase, withClient, type TestDatabase } from '@lianhu/postgres';
import { loadPolicy, logger, type Config } from '@lianhu/services/platform';
import { vaultMigrations } from '@lianhu/vault';
import { openHub, type OpenHub, type OpenHubOptions } from './open-hub';

logger.level = 'silent';
let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await testDatabase([...logMigrations, ...vaultMigrations]);
  folder = mkdtempSync(join(tmpdir(), 'lianhu-sole-'));
});
afterAll(async () => {
  await db.stop();
  rmSync(folder, { recursive: true, force: true });
});

const open = (writer: OpenHubOptions['writer']): Promise<OpenHub> =>
  openHub({
    config: { folder, keyFolder: join(folder, 'keys') } as Config,
    url: db.urls.hub,
    policy: loadPolicy('infra/policy/demonstration.json'),
    demonstration: true,
    writer,
  });
/** Cuts the writer's connection. */
const cut = (): Promise<void> =>
  withClient(db.urls.admin, async (admin) => {
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lianhu-writer' AND datname = current_database()`,
    );
  });
const turned = (id: string) => [{ type: 'hub.day.turned', id, time: momentOf(Date.now()), data: { date: momentOf(Date.now()).slice(0, 10) } }];

test('a second hub of one database begins when the first has ended, and knows what that one wrote', async () => {
  const first = await open({});
  let waits: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (waits = resolve));
  const opening = open({ waiting: () => waits() });
  await waiting;
  const { position } = await first.log.head();
  expect(await first.hub.own(turned('day-1'))).toMatchObject([{ kind: 'appended', positions: [position + 1] }]);
  await first.close();
  const second = await opening;
  expect(await second.hub.own(turned('day-2'))).toMatchObject([{ kind: 'appended', positions: [position + 2] }]);
  await second.close();
});

test('a hub that was cut off appends nothing until it is sure to be alone again, and says why', async () => {
  const running = await open({});
  const { position } = await running.log.head();
  await cut();
  let refused = false;
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const outcome = await running.hub.own(turned(`day-${Date.now()}`)).catch((error: Error & { code?: string }) => error);
    if (outcome instanceof Error) {
      expect(outcome).toMatchObject({ name: 'HubAway' });
      expect(running.hub.stopped).toBe('log-unavailable');
      refused = true;
    } else if (refused) break;
  }
  expect({ refused, stopped: running.hub.stopped }).toEqual({ refused: true, stopped: undefined });
  expect((await running.log.head()).position).toBeGreaterThan(position);
  await running.close();
});
