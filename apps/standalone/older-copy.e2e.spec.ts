import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, eventually, lianhu, lianhuIn, removeFolder, settled, startApp, type Running } from './testing/running';

const NAMES = { erased: '鸾鷟丄', kept: '溪若云' } as const;
/** Starts and proofs on a busy machine. Unit: milliseconds. */
const WITHIN_MS = 900_000;

describe('an older copy of the database in its place', () => {
  let folder: string;
  let hub: Running;
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-copy-'));
  });
  afterAll(async () => {
    await hub.stop();
    removeFolder(folder);
  });

  const start = async (): Promise<void> => {
    hub = await startApp('standalone', { folder: at('data'), args: ['--empty'] });
  };
  const push = async (id: string, name: string, docNo: string) =>
    call<{ position: number }>(hub.url, '/api/departments/police/events', {
      token: await hub.token('sender', { department: 'police' }),
      body: {
        type: 'police.dv-call.received',
        id,
        time: '2026-11-20T10:00:00+08:00',
        residencearea: '990101001',
        data: { alarmNo: `J-${id}`, minorRole: 'witness', weapon: true, minor: { docType: '01', docNo, name, sex: '1', birthDate: '2015-06-01' } },
      },
    });
  const children = async () => {
    const options = { token: await hub.token('office'), purpose: 'rescue' };
    return (await call<{ rows: { minorRef: string; name?: string }[] }>(hub.url, '/api/views/minors', options)).body.rows;
  };
  const head = async () =>
    (await call<{ position: number; epoch: string; restoredFrom?: object }>(hub.url, '/api/log/head', { token: await hub.token('auditor') })).body;
  async function erase(name: string): Promise<void> {
    const found = await eventually(children, (rows) => rows.some((row) => row.name === name));
    const command = (...args: string[]) => lianhuIn({ LIANHU_DATA: hub.folder, LIANHU_URL: hub.url }, 'erase', ...args);
    const order = await command('order', found.find((row) => row.name === name)!.minorRef, '--reason', 'retention-ended');
    expect(await command('execute', /position (\d+)/.exec(order.stdout)?.[1] as string)).toMatchObject({ code: 0 });
  }
  const accept = () => lianhu(at('data'), 'accept-copy');

  test(
    'a hub does not start on it before somebody says so; then it is as if a backup had been restored: who was erased stays so, and edges push again',
    async () => {
      await start();
      expect(await push('first', NAMES.erased, '990101201506010014')).toMatchObject({ status: 201 });
      const copied = await head();
      expect(await accept()).toMatchObject({ code: 2, stderr: expect.stringContaining('Stop it') });
      await hub.stop();
      expect(await accept()).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing to accept') });
      execFileSync('cp', ['-a', at('data/postgres'), at('copy')]);
      await start();
      expect(await push('second', NAMES.kept, '990101201506010030')).toMatchObject({ status: 201 });
      await erase(NAMES.erased);
      await settled(hub);
      const { position } = await head();
      await hub.kill();
      // The server dies after its Node, and writes to the end where its files were by name.
      await eventually(
        async () => existsSync(at('data/postgres/cluster/postmaster.pid')),
        (runs) => !runs,
      );

      renameSync(at('data/postgres'), at('newer'));
      renameSync(at('copy'), at('data/postgres'));
      // A kill leaves it a second behind, at most.
      await expect(start()).rejects.toThrow(/seen it stand up to \d+: the database is an older copy/);
      const accepted = await accept();
      expect(accepted).toMatchObject({ code: 0, stdout: expect.stringMatching(/accepted up to position (\d+); proven/) });
      const acceptedAt = Number(/position (\d+);/.exec(accepted.stdout)?.[1]);
      expect([acceptedAt >= copied.position, acceptedAt < position]).toEqual([true, true]);

      await start();
      expect(await head()).toMatchObject({ restoredFrom: { epoch: copied.epoch, position: acceptedAt } });
      expect(await lianhu(at('data'), 'edge', 'push-again', '--department', 'police')).toMatchObject({ code: 0 });
      await eventually(children, (rows) => rows.some(({ name }) => name === NAMES.kept));
      expect((await children()).map(({ name }) => name)).toEqual([NAMES.kept]);
      expect(await push('second', NAMES.kept, '990101201506010030')).toMatchObject({ status: 200 });
      await hub.stop();

      writeFileSync(at('data/log-mark.json'), '{}');
      await expect(start()).rejects.toThrow('log-mark.json cannot be read');
    },
    WITHIN_MS,
  );
});
