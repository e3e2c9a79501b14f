import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { alone, handClock, keyGroups, memoryLog, openCheckpoint, std1, testLog } from '@lianhu/log';
import { loadPolicy, type HubForMonitor } from '@lianhu/services/platform';
import { Quarters } from './quarters';
import { ReportSetting, reportDocument } from './report-document';

test('a closed quarter bears position, root and a checkpoint of the log’s key that covers both; an open one none', async () => {
  const policyFolder = mkdtempSync(join(tmpdir(), 'lianhu-quarters-'));
  try {
    const clock = handClock('2026-08-15T09:00:00.000+08:00');
    const { signer } = testLog();
    const log = memoryLog(testLog(clock));
    const police = (first: number, count: number) => Array.from({ length: count }, (_, i) => alone({ id: `e${first + i}`, subject: 'child-1' }));
    await log.append([...keyGroups(), ...police(0, 20)]);
    const policy = loadPolicy(join(import.meta.dirname, '..', '..', '..', 'infra', 'policy', 'demonstration.json'));
    const own = async (events: readonly { type: string; id: string; data: object }[]) =>
      log.append(events.map(({ type, id, data }) => alone({ type, id, department: 'hub', level: 'L1', data: data as Record<string, string> })));
    const hub = { own } as unknown as HubForMonitor;
    const followers = () => Promise.resolve([{ position: 1_000_000, parked: 0 }]);
    const quarters = new Quarters({ log, hub, suite: std1, clock, calendar: chinaCalendarAssuming, policy, policyFolder, followers });
    const setting = new ReportSetting(policy.pack, true);
    const shown = async () => reportDocument((await quarters.show('2026-Q3'))!, setting);
    expect(await shown()).toMatchObject({ state: 'running', checkpoint: undefined });

    clock.set('2026-11-02T09:00:00.000+08:00');
    expect(await quarters.close('2026-Q3')).toEqual({ closed: true });
    const { state, position, root, checkpoint } = await shown();
    expect([state, position]).toEqual(['closed', 23]);
    const opened = openCheckpoint(std1, signer, checkpoint ?? '');
    expect(opened?.size).toBe(24);

    await log.append(police(100, 300));
    const later = await shown();
    expect([later.position, later.root]).toEqual([position, root]);
    expect(openCheckpoint(std1, signer, later.checkpoint ?? '')?.size).toBe(256);
  } finally {
    rmSync(policyFolder, { recursive: true, force: true });
  }
});
