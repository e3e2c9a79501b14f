import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role, Viewer } from '@lianhu/access';
import { recorded, type Recorded } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { createMonitor, type RunningMonitor } from '@lianhu/services/monitor';
import { loadPolicy, type Caller } from '@lianhu/services/platform';
import { senderOf } from '../demonstration';
import { openHttpStack, type HttpStack } from './http-stack';
import { eventually } from './running';

const AREA = '990101';
/** Name of the child of a number. */
export const NAME = '测试甲';

/** A hub with edges and a monitor in this process, whose clock can be put forward. */
export interface MonitorStack extends Pick<HttpStack, 'hub' | 'edges' | 'database'> {
  readonly policy: ReturnType<typeof loadPolicy>;
  readonly running: RunningMonitor;
  /** What its clock is ahead. Unit: ms. */
  ahead: number;
  /** Pushes an event about the child, and waits until everybody has seen it. */
  push(department: string, type: string, data: object, serial: number, more?: object): Promise<void>;
  /** Pushes an event until it stands: a busy machine may answer that it is kept, 202. */
  say(department: string, event: object): Promise<void>;
  /** All lines of the log. */
  lines(): Promise<Recorded[]>;
  close(): Promise<void>;
}

export const caller = (role: Role, more: Partial<Viewer> = {}): Caller => ({
  viewer: { name: `${role}-${more.department ?? ''}`, role, area: AREA, kind: 'person', ...more },
  purpose: 'rescue',
  language: 'en',
});
export const lead = (department: string): Caller => caller('department-lead', { department });

/** Opens one with edges of the departments. */
export async function openMonitorStack(departments: readonly string[]): Promise<MonitorStack> {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-monitor-'));
  const policy = loadPolicy('infra/policy/demonstration.json');
  const http = await openHttpStack({ departments });
  const { hub, edges, database } = http;
  const clock = { now: () => Date.now() + stack.ahead };
  const parts = { folder, url: database.urls.monitor, log: hub.log, hub: hub.hub, suite: std1, clock, policy };
  const stack: MonitorStack = {
    hub,
    edges,
    database,
    policy,
    running: await createMonitor({ ...parts, counters: () => Promise.resolve(new Map()) }),
    ahead: 0,
    push: async (department, type, data, serial, more = {}) => {
      const minor = { docType: '01', docNo: '990101201506010014', name: NAME, sex: '1', birthDate: '2015-06-01' };
      const event = { type, id: `${department}-${serial}`, time: new Date().toISOString(), ...more, data: { ...data, minor } };
      await stack.say(department, event);
      await stack.running.monitor.settle();
    },
    say: async (department, event) => {
      const result = await eventually(
        async () => edges.get(department)?.edge.push(event, senderOf(department, AREA), 'en'),
        (answer) => answer?.status !== 202,
      );
      expect(result).not.toHaveProperty('problem');
    },
    lines: async () => (await hub.log.read(0, 1_000)).lines.map(recorded),
    close: async () => {
      await stack.running.close();
      await http.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return stack;
}
