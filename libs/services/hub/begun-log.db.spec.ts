import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recorded } from '@lianhu/kernel';
import { exportLines, std1, verifyExport } from '@lianhu/log';
import { logMigrations, type PostgresLogOptions } from '@lianhu/log-postgres';
import { testDatabase, type TestDatabase } from '@lianhu/postgres';
import { edgeKeys } from '@lianhu/services/edge';
import { loadPolicy, logger, type Config } from '@lianhu/services/platform';
import { vaultMigrations } from '@lianhu/vault';
import { openHub, type OpenHub } from './open-hub';

logger.level = 'silent';
let db: TestDatabase;
let folder: string;
let hub: OpenHub | undefined;
beforeEach(async () => {
  db = await testDatabase([...logMigrations, ...vaultMigrations]);
  folder = mkdtempSync(join(tmpdir(), 'lianhu-begun-'));
});
afterEach(async () => {
  await hub?.close();
  await db.stop();
  rmSync(folder, { recursive: true, force: true });
});

const open = (step?: PostgresLogOptions['step']): Promise<OpenHub> =>
  openHub({
    config: { folder, keyFolder: join(folder, 'keys') } as Config,
    url: db.urls.hub,
    policy: loadPolicy('infra/policy/demonstration.json'),
    demonstration: true,
    firstKeys: edgeKeys(std1, join(folder, 'police'), 'police', 'lianhu/990101').map((key) => ({ department: 'police', ...key })),
    log: { step },
    writer: {},
  });

test.each(['written', 'committed'])(
  'a first start that breaks off when its first lines are %s leaves a log that says what it is, or none',
  async (at) => {
    const broken = open((step) => {
      if (step === at) throw new TypeError('broken off');
    });
    await expect(broken).rejects.toThrow();
    hub = await open();
    expect(hub.demonstration).toBe(true);
    const types = (await hub.log.read(0, 4)).lines.map((line) => recorded(line).type);
    expect(types).toEqual(['hub.key.registered', 'hub.key.registered', 'hub.log.begun', 'hub.policy.activated']);
    const { origin, publicKey } = await hub.logDesk.state('police');
    const exported = exportLines(hub.log, { of: 'all', mayRead: () => 'whole' });
    expect(await verifyExport(exported, { suite: 'std-1', origin, publicKey })).toMatchObject({ verdict: 'proven' });
  },
);
