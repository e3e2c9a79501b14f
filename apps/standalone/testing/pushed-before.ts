import { join } from 'node:path';
import { defaultSource } from '@lianhu/access';
import type { Clock } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { createEdge, edgeKeys } from '@lianhu/services/edge';
import { openHub } from '@lianhu/services/hub';
import { loadPolicy, openAll, originOf, readConfig } from '@lianhu/services/platform';

/** Lets a department push events into a data folder at an earlier moment; a process started on the folder afterwards goes on from there. Throws when one is not taken. */
export async function pushedBefore(folder: string, department: string, clock: Clock, events: readonly object[]): Promise<void> {
  const config = readConfig({ LIANHU_DATA: folder, PORT: '0' });
  const policy = loadPolicy(config.policyFile);
  const origin = originOf(policy);
  const edgeFolder = join(folder, 'edges', department);
  const firstKeys = edgeKeys(std1, edgeFolder, department, origin).map((key) => ({ department, ...key }));
  const database = await openAll(config);
  const hub = await openHub({ config, url: database.urls.hub, policy, demonstration: false, firstKeys, clock });
  const common = { suite: std1, clock, origin, policyArea: policy.pack.area };
  const edge = createEdge({ ...common, department, folder: edgeFolder, hub: hub.hub, log: hub.logDesk });
  const source = defaultSource(department);
  const viewer = { name: 'test', role: 'sender', department, source, area: policy.pack.area, kind: 'system' } as const;
  for (const event of events) {
    const result = await edge.edge.push(event, viewer, 'en');
    if (!('status' in result) || result.status !== 201) throw new Error(`not taken: ${JSON.stringify(result)}`);
  }
  await edge.close();
  await hub.close();
  await database.close();
}
