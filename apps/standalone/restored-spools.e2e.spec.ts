import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, eventually, lianhu, lianhuIn, removeFolder, settled, startApp, type Running } from './testing/running';

const NAME = '鸾鷟丄';
const minor = { docType: '01', docNo: '990101201506010014', name: NAME, sex: '1', birthDate: '2015-06-01' };
/** Starts and restores on a busy machine. Unit: milliseconds. */
const WITHIN_MS = 900_000;

describe('what waited at an edge when a backup was written', () => {
  let folder: string;
  let hub: Running;
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-spools-'));
  });
  afterAll(async () => {
    await hub.stop();
    removeFolder(folder);
  });

  const start = async (): Promise<void> => {
    hub = await startApp('standalone', { folder: at('data'), args: ['--empty'] });
  };
  const police = async (path: string, role: 'sender' | 'data-officer', body?: object) =>
    call<{ rows: { id: string }[]; minorRef?: string }>(hub.url, `/api/departments/police/${path}`, {
      token: await hub.token(role, { department: 'police' }),
      body,
    });
  const push = (id: string, over: object = {}) =>
    police('events', 'sender', {
      type: 'police.dv-call.received',
      id,
      time: '2026-11-20T10:00:00+08:00',
      residencearea: '990101001',
      data: { alarmNo: `J-${id}`, minorRole: 'witness', weapon: true, minor: { ...minor, ...over } },
    });
  /** Entries of the desk; what follows `-0` is the digest of a decision, which stays. */
  const waiting = (): string[] => readdirSync(at('data/edges/police/quarantine')).filter((name) => /(?<!-0)\.spool$/.test(name));
  /** An event whose number and sex contradict each other waits on the desk; after the backup the data officer discards it. */
  async function backedUpWaiting(id: string, backup: string): Promise<void> {
    expect(await push(id, { sex: '2' })).toMatchObject({ status: 202, body: { state: 'quarantined' } });
    expect(await lianhu(at('data'), 'backup', at(backup))).toMatchObject({ code: 0 });
    const [row] = (await police('quarantine', 'data-officer')).body.rows;
    expect(await police(`quarantine/${row!.id}/discard`, 'data-officer', { why: '测试' })).toMatchObject({ status: 200 });
    expect(waiting()).toEqual([]);
  }
  const children = async () => {
    const options = { token: await hub.token('office'), purpose: 'rescue' };
    return (await call<{ rows: { minorRef: string; name?: string }[] }>(hub.url, '/api/views/minors', options)).body.rows;
  };
  /** Orders and carries out that the child is erased. */
  async function erased(): Promise<void> {
    const ref = await eventually(
      async () => (await children()).find(({ name }) => name === NAME)?.minorRef,
      (found) => found !== undefined,
    );
    const erase = (...args: string[]) => lianhuIn({ LIANHU_DATA: hub.folder, LIANHU_URL: hub.url }, 'erase', ...args);
    const order = await erase('order', ref as string, '--reason', 'retention-ended');
    expect(await erase('execute', /position (\d+)/.exec(order.stdout)?.[1] as string)).toMatchObject({ code: 0 });
  }
  const restore = (backup: string, ...more: string[]) => lianhu(at('data'), 'restore', at(backup), ...more);

  test(
    'does not come back with a restore that is refused, nor after a child was erased; who was erased before the backup holds nothing up',
    async () => {
      await start();
      expect(await push('other', { docNo: '990101201506010030', name: '测试乙' })).toMatchObject({ status: 201 });
      await backedUpWaiting('first', 'older');
      expect(await push('corrected')).toMatchObject({ status: 201 });
      await erased();
      await hub.stop();

      expect(await restore('older')).toMatchObject({ code: 2, stderr: expect.stringContaining('--replace') });
      expect([waiting(), readdirSync(at('data')).filter((name) => /restoring|replaced/.test(name))]).toEqual([[], []]);

      expect(await restore('older', '--replace', at('data'))).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Not put back: what waited at edges when the backup was written (police; files: 1)'),
      });
      expect(waiting()).toEqual([]);
      expect(readdirSync(at('older/edges/police/quarantine'))).toHaveLength(1);

      await start();
      expect(await lianhu(at('data'), 'edge', 'push-again', '--department', 'police')).toMatchObject({ code: 0 });
      expect(await push('third', { docNo: '990101201506010030', name: '测试乙' })).toMatchObject({ status: 201 });
      await settled(hub);
      expect((await children()).map(({ name }) => name)).toEqual(['测试乙']);

      await backedUpWaiting('second', 'younger');
      await hub.stop();
      const again = await restore('younger', '--replace', at('data'));
      expect(again).toMatchObject({ code: 0, stdout: expect.not.stringContaining('Not put back') });
      expect(waiting()).toHaveLength(1);
      await start();
      // It was discarded after the backup, and the desk, whose folder was not lost, remembers that.
      expect((await police('quarantine', 'data-officer')).body.rows).toHaveLength(0);
    },
    WITHIN_MS,
  );
});
