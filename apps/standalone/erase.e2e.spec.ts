import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@lianhu/access';
import { call, eventually, lianhuIn, lianhu, removeFolder, settled, startApp, type Running } from './testing/running';

const NAME = '鸾鷟丄';
const DOC = '990101201506010014';
const minor = { docType: '01', docNo: DOC, name: NAME, sex: '1', birthDate: '2015-06-01' };
/** Starts, restores and folds on a busy machine. Unit: milliseconds. */
const WITHIN_MS = 600_000;

describe('lianhu erase', () => {
  let folder: string;
  let hub: Running | undefined;
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-erase-'));
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(folder);
  });

  const running = (): Running => hub as Running;
  const start = async (name: string): Promise<void> => {
    hub = await startApp('standalone', { folder: at(name), args: ['--empty'] });
  };
  const get = async (role: Role, path: string, purpose?: string) =>
    call<Record<string, never>>(running().url, path, { token: await running().token(role), purpose });
  const push = async (body: object) =>
    call<{ position: number; minorRef?: string }>(running().url, '/api/departments/police/events', {
      token: await running().token('sender', { department: 'police' }),
      body,
    });
  const listed = async (): Promise<{ rows: { minorRef: string; name?: string }[]; text: string }> => {
    const { body, text } = await call<{ rows: { minorRef: string; name?: string }[] }>(running().url, '/api/views/minors', {
      token: await running().token('office'),
      purpose: 'rescue',
    });
    return { rows: body.rows, text };
  };
  const erase = (...args: string[]) => lianhuIn({ LIANHU_DATA: running().folder, LIANHU_URL: running().url }, 'erase', ...args);
  /** The rows that an auditor sees, folded from the lines alone. */
  const board = async (position: number) =>
    Promise.all(
      [`/api/views/overview?minWait=${position}`, '/api/views/towns', '/api/views/minors?size=200'].map(
        async (path) => (await get('auditor', path, 'audit')).body['rows'] as unknown,
      ),
    );
  const proven = async (): Promise<void> => {
    const { text } = await call(running().url, '/api/audit/exports', { token: await running().token('auditor'), purpose: 'audit', body: {} });
    writeFileSync(at('export'), text);
    writeFileSync(at('trust'), (await lianhu(running().folder, 'trust')).stdout);
    expect(await lianhu(running().folder, 'verify', at('export'), '--trust', at('trust'))).toMatchObject({ code: 0 });
  };
  /** The keys go over to a new epoch: the backup of before cannot be restored with the hub's keys any more, one of after can. */
  async function rotated(): Promise<void> {
    const command = (...args: string[]) => lianhuIn({ LIANHU_DATA: running().folder, LIANHU_URL: running().url }, ...args);
    expect((await command('key', '--help')).stdout).toMatch(/epoch[^]*renew/);
    expect((await command('doctor')).stdout).toMatch(/vault-key: epoch 1, 0 days old/);
    expect(await command('key', 'renew')).toMatchObject({ code: 0, stdout: expect.stringContaining('every key stands under epoch 2') });
    expect((await command('key', 'epoch')).stdout).toMatch(/^{"epoch":2,"begunAt":"[^"]+","days":0}$/m);
    expect((await command('doctor')).stdout).toMatch(/vault-key: epoch 2, 0 days old/);
    expect(await command('backup', at('younger'))).toMatchObject({ code: 0 });
    await running().stop();
    const restore = (backup: string) => lianhu(at('second'), 'restore', at(backup), '--replace', at('second'));
    expect(await restore('backup')).toMatchObject({ code: 2, stderr: expect.stringContaining('epoch 1 is missing') });
    expect(readdirSync(at('second')).filter((name) => /restoring|replaced/.test(name))).toEqual([]);
    expect(await restore('younger')).toMatchObject({ code: 0 });
    await start('second');
    expect((await eventually(listed, (list) => list.rows.length > 0)).text).toContain(NAME);
  }
  const call1 = { type: 'police.dv-call.received', id: 'named-1', time: '2026-11-20T10:00:00+08:00', residencearea: '990101001' };
  const details = { alarmNo: 'J-1', minorRole: 'witness', weapon: true };

  test(
    'two persons erase a child of which a backup still holds everything; restored, nobody can read it, and the log says so',
    async () => {
      await start('first');
      const first = await push({ ...call1, data: { ...details, minor } });
      expect(first.status).toBe(201);
      const { rows } = await eventually(listed, (list) => list.text.includes(NAME));
      const ref = rows.find(({ name }) => name === NAME)?.minorRef as string;
      expect(await lianhu(at('first'), 'backup', at('backup'))).toMatchObject({ code: 0 });
      writeFileSync(at('passphrase'), 'a passphrase kept in a safe\n');
      expect(await lianhu(at('first'), 'backup-keys', at('keys'), '--passphrase-file', at('passphrase'))).toMatchObject({ code: 0 });
      const keys = ['--keys', at('keys'), '--passphrase-file', at('passphrase')];
      const kept = await board(await settled(running()));

      expect(await erase('order', 'minor-AAAAAAAAAAAAAAAAAAAAAA', '--reason', 'unlawful')).toMatchObject({ code: 2 });
      const order = await erase('order', ref, '--reason', 'retention-ended');
      const position = /position (\d+)/.exec(order.stdout)?.[1] as string;
      expect((await listed()).text).toContain(NAME);
      expect((await erase('list')).stdout).toMatch(new RegExp(`^${position};.*retention-ended; waits`));
      for (const role of ['office-lead', 'office', 'admin', 'auditor'] as const)
        expect((await call(running().url, `/api/erasures/${position}/execute`, { token: await running().token(role), body: {} })).status).toBe(403);
      for (const role of ['office', 'security-officer', 'admin'] as const)
        expect(
          (await call(running().url, '/api/erasures', { token: await running().token(role), body: { minorRef: ref, reason: 'unlawful' } })).status,
        ).toBe(403);
      expect(await erase('execute', position)).toMatchObject({ code: 0 });
      expect((await erase('list')).stdout).toMatch(/; executed/);

      expect((await listed()).text).not.toContain(NAME);
      expect((await get('office', `/api/views/minors/${ref}`, 'rescue')).status).toBe(404);
      const again = { ...call1, id: 'named-2', subject: first.body.minorRef, data: details };
      expect((await push(again)).status).toBe(422);
      expect(await push({ ...call1, data: { ...details, minor } })).toMatchObject({ status: 200, body: { position: first.body.position } });
      expect(await board(await settled(running()))).toEqual(kept);
      await proven();
      await running().stop();
      expect((await lianhu(at('first'), 'rebuild')).code).toBe(0);
      await start('first');
      expect(await board(await settled(running()))).toEqual(kept);
      await running().stop();

      expect(await lianhu(at('second'), 'restore', at('backup'), ...keys)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('No ledger of erasures'),
      });
      await start('second');
      expect((await eventually(listed, (list) => list.rows.length > 0)).text).toContain(NAME);
      await rotated();
      await running().stop();

      for (const [name, ...more] of [
        ['first', '--replace', at('first')],
        ['third', '--erasures', at('export'), ...keys],
      ] as const) {
        expect(await lianhu(at(name), 'restore', at('backup'), ...more)).toMatchObject({
          code: 0,
          stdout: expect.stringContaining('1 of the 1 children'),
        });
        expect(readFileSync(at(`${name}/erased-events.ndjson`), 'utf8')).toMatch(/^{"department":"police","leaf":"[^"]{44}"}\n$/);
        await start(name);
        expect(await board(await settled(running()))).toEqual(kept);
        expect((await listed()).text).not.toContain(NAME);
        expect((await get('auditor', '/api/log/events?type=hub.minor.erased', 'audit')).text).toContain('hub.minor.erased');
        await proven();
        await running().stop();
      }
      hub = undefined;
    },
    WITHIN_MS,
  );
});
