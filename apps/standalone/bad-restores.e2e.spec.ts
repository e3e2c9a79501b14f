import { existsSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '@lianhu/postgres';
import { call, lianhu, lianhuIn, removeFolder, startApp, type Running } from './testing/running';

/** Starts and restores on a busy machine. Unit: milliseconds. */
const WITHIN_MS = 900_000;

describe('a restore that is begun with something wrong', () => {
  let folder: string;
  let hub: Running | undefined;
  let server: Database | undefined;
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-bad-restores-'));
    writeFileSync(at('passphrase'), 'a passphrase kept in a safe\n');
  });
  afterAll(async () => {
    await hub?.stop();
    await server?.stop();
    removeFolder(folder);
  });

  const start = async (name: string, env: Readonly<Record<string, string>> = {}): Promise<Running> => {
    hub = await startApp('standalone', { folder: at(name), args: ['--empty'], env });
    return hub;
  };
  const stop = async (): Promise<void> => {
    await hub?.stop();
    hub = undefined;
  };
  const push = async (running: Running, id: string) =>
    call(running.url, '/api/departments/police/events', {
      token: await running.token('sender', { department: 'police' }),
      body: {
        type: 'police.dv-call.received',
        id,
        time: '2026-11-20T10:00:00+08:00',
        residencearea: '990101001',
        data: {
          alarmNo: `J-${id}`,
          minorRole: 'witness',
          weapon: true,
          minor: { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' },
        },
      },
    });
  const keysOf = async (name: string, file: string): Promise<void> =>
    expect(await lianhu(at(name), 'backup-keys', at(file), '--passphrase-file', at('passphrase'))).toMatchObject({ code: 0 });
  const restore = (name: string, backup: string, keys: string) =>
    lianhu(at(name), 'restore', at(backup), '--keys', at(keys), '--passphrase-file', at('passphrase'));

  test(
    "keys of another installation or another time do not stay to stand in the way of the right ones; an older log takes an edge's newer key",
    async () => {
      await start('other');
      await stop();
      await keysOf('other', 'other-keys');
      const first = await start('first');
      expect((await push(first, 'before')).status).toBe(201);
      await keysOf('first', 'keys-before');
      expect(await lianhu(at('first'), 'backup', at('backup'))).toMatchObject({ code: 0 });
      const env = { LIANHU_DATA: at('first'), LIANHU_URL: first.url };
      expect(await lianhuIn(env, 'key', 'rotate', '--department', 'police')).toMatchObject({ code: 0 });
      await keysOf('first', 'keys-rotated');
      expect(await lianhuIn(env, 'key', 'renew')).toMatchObject({ code: 0 });
      await keysOf('first', 'keys-renewed');
      await stop();

      expect(await restore('second', 'backup', 'other-keys')).toMatchObject({ code: 2, stderr: expect.stringContaining('another master key') });
      expect(await restore('second', 'backup', 'keys-renewed')).toMatchObject({ code: 2, stderr: expect.stringContaining('epoch 1') });
      expect(await restore('second', 'backup', 'keys-rotated')).toMatchObject({ code: 0 });
      const handed = at('second/edges/police/keys/police.keys.json');
      renameSync(handed, at('handed'));
      await expect(start('second')).rejects.toThrow(/edge of police signs with a key .* \(hub\.strange-key\)/);
      renameSync(at('handed'), handed);
      const second = await start('second');
      expect((await push(second, 'after')).status).toBe(201);
      await stop();
      expect(await restore('third', 'backup', 'keys-before')).toMatchObject({ code: 0 });
    },
    WITHIN_MS,
  );

  test(
    'a database that is in use or away is refused in words, and what stands there starts as before',
    async () => {
      server = await openDatabase({ folder: at('server'), migrations: [] });
      const env = { LIANHU_DATA: at('own'), DATABASE_URL: Object.assign(new URL(server.urls.admin), { pathname: '/county' }).href };
      const running = await start('own', env);
      expect((await push(running, 'only')).status).toBe(201);
      expect(await lianhuIn(env, 'backup', at('own-backup'))).toMatchObject({ code: 0 });
      expect(await lianhuIn(env, 'restore', at('own-backup'), '--replace', 'county')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('stop Lianhu'),
      });
      const away = { ...env, DATABASE_URL: 'postgres://postgres:none@127.0.0.1:9/county' };
      expect(await lianhuIn(away, 'restore', at('own-backup'))).toMatchObject({ code: 2, stderr: expect.stringContaining('ECONNREFUSED') });
      expect(existsSync(at('own/restoring'))).toBe(false);
      await stop();
      expect((await push(await start('own', env), 'only')).status).toBe(200);
    },
    WITHIN_MS,
  );
});
