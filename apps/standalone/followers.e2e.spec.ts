import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, eventually, lianhuIn, removeFolder, startApp, type Printed, type Running } from './testing/running';

/** A running installation whose followers a person steers from the command line. */
const isUpToDate = (line: string): boolean => line.includes('behind 0 events');

describe('followers, steered from the command line', () => {
  let folder: string;
  let app: Running;
  const run = (...args: readonly string[]): Promise<Printed> => lianhuIn({ LIANHU_DATA: folder, LIANHU_URL: app.url }, ...args);
  const lines = async (): Promise<string[]> => (await run('follower', 'list')).stdout.trim().split('\n');
  const ready = () => call<{ checks: { name: string; ok: boolean; detail?: string }[] }>(app.url, '/health/ready');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-followers-'));
    app = await startApp('standalone', { folder, args: ['--empty'] });
  });
  afterAll(async () => {
    await app?.stop();
    removeFolder(folder);
  });

  async function push(id: string): Promise<void> {
    const token = await app.token('sender', { department: 'police' });
    const minor = { docType: '99', name: '测试一', sex: '1', birthDate: '2015-06-01' };
    const { status } = await call(app.url, '/api/departments/police/events', {
      token,
      method: 'POST',
      type: 'application/cloudevents+json',
      body: {
        type: 'police.alarm.received',
        id,
        time: new Date().toISOString(),
        residencearea: '990101001',
        data: { alarmNo: id, kind: 'dispute', town: '990101001', minorRole: 'witness', injured: false, minor },
      },
    });
    expect(status).toBeLessThan(300);
  }

  test('paused, a view stays behind over a restart and the rest goes on; resumed, it catches up; each order stands in the log', async () => {
    await push('f-1');
    await eventually(lines, (all) => all.length > 0 && all.every(isUpToDate));
    expect(await run('follower', 'pause', 'departments')).toMatchObject({ code: 0 });
    await push('f-2');
    const others = (line: string): boolean => !line.startsWith('departments ');
    const behind = await eventually(lines, (all) => all.filter(others).every(isUpToDate) && !all.every(isUpToDate));
    expect(behind.find((line) => /^departments v\d+; paused; position /.test(line))).toBeDefined();
    expect(await ready()).toMatchObject({ status: 200 });
    await app.stop();
    app = await startApp('standalone', { folder, args: ['--empty'] });
    expect((await lines()).find((line) => line.startsWith('departments'))).toMatch(/; paused; position \d+; behind [1-9]/);
    const { text } = await call(app.url, '/metrics');
    expect(text).toMatch(/lianhu_follower_lag_events\{follower="departments"\} [1-9]/);
    expect(text).toMatch(/lianhu_follower_stands\{follower="departments"\} 1/);
    expect(text).toMatch(/lianhu_parked_events\{follower="minors"\} 0/);
    expect(await run('follower', 'resume', 'departments')).toMatchObject({ code: 0 });
    await eventually(lines, (all) => all.every(isUpToDate));
    const token = await app.token('auditor');
    const log = await call(app.url, '/api/log/events?after=0&limit=1000&types=hub.follower.ordered', { token, purpose: 'audit' });
    expect(log.text.match(/hub\.follower\.ordered/g)?.length).toBeGreaterThanOrEqual(2);
  });

  test('folded anew while it runs, a report tells that nothing changed; wrong orders are refused', async () => {
    expect(await run('rebuild', '--live', 'minors')).toMatchObject({ code: 0 });
    const { stdout } = await eventually(
      () => run('rebuild', '--report'),
      (printed) => printed.stdout.includes('compared at'),
    );
    expect(stdout).toMatch(/^minors v(\d+) → v\1, .*compared at position \d+: rows 2 → 2; 2 the same, 0 differ, 0 only old, 0 only new\n$/);
    expect((await run('follower', 'rewind', 'alerts-reactor', '--to', '1')).code).toBe(0);
    await eventually(lines, (all) => all.every(isUpToDate));
    expect((await run('follower', 'rewind', 'minors', '--to', '99999')).code).not.toBe(0);
    expect((await run('follower', 'pause', 'nobody')).stderr).toMatch(/Not found/);
    expect((await run('parked', 'list')).stdout).toBe('nothing is parked\n');
    expect((await run('parked', 'drop', 'minors', '--position', '1', '--reason', 'defect')).stderr).toMatch(/Not found/);
    expect((await run('parked', 'drop', 'minors', '--position', '1', '--reason', 'Zhang San')).code).not.toBe(0);
    expect(await run('parked', 'retry', 'minors')).toMatchObject({ code: 0 });
    const office = await app.token('office');
    expect((await call(app.url, '/api/followers', { token: office })).status).toBe(403);
    const auditor = await app.token('auditor');
    expect((await call(app.url, '/api/followers/minors/orders/pause', { token: auditor, method: 'POST', body: {} })).status).toBe(403);
  });
});
