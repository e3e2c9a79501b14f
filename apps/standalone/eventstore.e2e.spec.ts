import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@lianhu/access';
import { openDouble, type EventStoreDouble, type Fault } from '@lianhu/testing/eventstore';
import { faultOfReceipt, type ProvenReceipt } from './testing/outsider';
import { call, eventually, lianhu, lianhuIn, removeFolder, startApp, type Running, type TokenParts } from './testing/running';

const CHILD = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' };
const STREAM = 'lianhu-990101-log';
interface Receipt extends ProvenReceipt {
  readonly id: string;
  readonly position: number;
  readonly minorRef: string;
}

describe('everything in one process on EventStoreDB (double)', () => {
  let folder: string;
  let double: EventStoreDouble;
  let hub: Running;
  const env = (): Record<string, string> => ({ LIANHU_LOG_ENGINE: 'eventstore', EVENTSTORE_URL: double.url });
  const start = (): Promise<Running> => startApp('standalone', { folder, args: ['--empty'], env: env() });
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-eventstore-'));
    double = await openDouble();
    hub = await start();
  });
  afterAll(async () => {
    await hub?.stop();
    await double?.close();
    removeFolder(folder);
  });

  const token = (role: Role, parts?: TokenParts): Promise<string> => hub.token(role, parts);
  const push = async (department: string, body: unknown) =>
    call<Receipt>(hub.url, `/api/departments/${department}/events`, { token: await token('sender', { department }), body });
  const now = (): string => new Date().toISOString();
  const dvCall = (id: string, data: object = {}) => ({
    type: 'police.dv-call.received',
    id,
    time: now(),
    residencearea: '990101001',
    data: { alarmNo: `J-${id}`, minorRole: 'witness', weapon: true, minor: CHILD, ...data },
  });
  const absence = (id: string) => ({
    type: 'education.absence.flagged',
    id,
    time: now(),
    data: { days: 1, contacted: false, since: now().slice(0, 10), minor: CHILD },
  });
  const onStream = (): string[] => (double.memory.stream(STREAM) ?? []).map(({ data }) => Buffer.from(data).toString());
  const exported = async (): Promise<{ text: string; code: number }> => {
    const { text } = await call(hub.url, '/api/audit/exports', { token: await token('auditor'), purpose: 'audit', body: {} });
    writeFileSync(join(folder, 'export'), text);
    writeFileSync(join(folder, 'trust'), (await lianhu(folder, 'trust')).stdout);
    return { text, code: (await lianhu(folder, 'verify', join(folder, 'export'), '--trust', join(folder, 'trust'))).code };
  };

  test('two edges push about one child: receipts hold, a repetition is the same, other content is refused, the alert is seen', async () => {
    const event = dvCall('dv-1');
    const [police, school] = [await push('police', event), await push('education', absence('a-1'))];
    expect([police.status, school.status]).toEqual([201, 201]);
    const again = await push('police', event);
    expect([again.status, again.body.position]).toEqual([200, police.body.position]);
    expect((await push('police', dvCall('dv-1', { weapon: false }))).status).toBe(409);
    const trust = JSON.parse((await lianhu(folder, 'trust')).stdout) as { origin: string; publicKey: string };
    for (const [department, id] of [
      ['police', 'dv-1'],
      ['education', 'a-1'],
    ] as const) {
      const { body } = await call<Receipt>(hub.url, `/api/departments/${department}/receipts?id=${id}`, {
        token: await token('sender', { department }),
      });
      expect(faultOfReceipt(body, trust)).toBeUndefined();
    }
    const office = await token('office');
    await eventually(
      async () => (await call<{ rows: { rule: string }[] }>(hub.url, '/api/views/alerts', { token: office, purpose: 'rescue' })).body.rows,
      (rows) => rows.length > 0,
    );
  });

  test('every line that an export proves lies on the stream byte for byte, and no name does', async () => {
    const { text, code } = await exported();
    expect(code).toBe(0);
    const lines = text.split('\n').filter((line) => line.startsWith('{"bound"'));
    expect(lines.length).toBeGreaterThan(10);
    expect(onStream().slice(0, lines.length)).toEqual(lines);
    for (const secret of [CHILD.docNo, CHILD.name]) expect(onStream().join('')).not.toContain(secret);
  });

  test.each<Fault>(['late', 'cut-after'])(
    'killed -9 while an append meets "%s": what was answered stands once, and pushing goes on',
    async (fault) => {
      const before = await push('police', dvCall(`before-${fault}`));
      double.fail(fault);
      const count = double.failed();
      const event = dvCall(`during-${fault}`);
      const pushed = push('police', event).catch(() => undefined);
      await eventually(
        () => Promise.resolve(double.failed()),
        (failed) => failed > count,
      );
      await hub.kill();
      await pushed;
      double.release();
      hub = await start();
      const during = await eventually(
        () => push('police', event),
        ({ status }) => status === 200 || status === 201,
      );
      const after = await push('police', dvCall(`after-${fault}`));
      expect([before.status, after.status]).toEqual([201, 201]);
      expect(after.body.position).toBeGreaterThan(before.body.position);
      expect(during.body.position).toBeGreaterThan(before.body.position);
      for (const id of ['before', 'during', 'after']) expect(onStream().filter((line) => line.includes(`"id":"${id}-${fault}"`)).length).toBe(1);
      expect((await exported()).code).toBe(0);
    },
    300_000,
  );

  test('neither backup nor restore pretends that PostgreSQL holds the log', async () => {
    const operator = (...args: readonly string[]) => lianhuIn({ LIANHU_DATA: folder, ...env() }, ...args);
    for (const command of ['backup', 'restore']) {
      const { code, stderr } = await operator(command, join(folder, 'kept'));
      expect([command, code, stderr]).toEqual([command, 2, expect.stringContaining('are on EventStoreDB')]);
    }
  });

  test('the same database with the other engine is refused before anything is appended', async () => {
    await hub.stop();
    await expect(startApp('standalone', { folder, args: ['--empty'] })).rejects.toThrow(/LIANHU_LOG_ENGINE=eventstore/);
    hub = await start();
    expect((await push('police', dvCall('last'))).status).toBe(201);
  });
});
