import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { std1 } from '@lianhu/log';
import {
  bearerOnly,
  BadConfig,
  closeOnSignals,
  createHttpApp,
  HealthModule,
  listen,
  loadPolicy,
  originOf,
  readConfig,
} from '@lianhu/services/platform';
import { createEdge, type RunningEdge } from './create-edge';
import { EdgeModule } from './edge.module';
import { EdgeRegistry } from './edge-registry';
import { HubClient } from './hub-client';

/** Runs one department's edge as a process of its own: LIANHU_HUB_URL and LIANHU_TOKEN_FILE say where and as whom it forwards. */
export async function runEdge(department: string): Promise<void> {
  const config = readConfig();
  const { hubUrl, tokenFile } = config;
  if (hubUrl === undefined || tokenFile === undefined) throw new BadConfig('an edge needs LIANHU_HUB_URL and LIANHU_TOKEN_FILE (token --role edge)');
  const policy = loadPolicy(config.policyFile);
  const edge = createEdge({
    department,
    folder: join(config.folder, department),
    origin: originOf(policy),
    policyArea: policy.pack.area,
    suite: std1,
    clock: { now: Date.now },
    hub: new HubClient(hubUrl, () => readFileSync(tokenFile, 'utf8').trim().split('\n').at(-1) ?? ''),
  });
  @Module({ imports: [EdgeModule.of(new EdgeRegistry([edge.edge])), HealthModule.of(healthOf(edge))] })
  class EdgeApp {}
  const app = await createHttpApp(EdgeApp, config, bearerOnly(config));
  console.log(`${department} edge: ${await listen(app, config)}  key ${edge.keyId} ${edge.publicKey}`);
  closeOnSignals(async () => {
    await app.close();
    await edge.close();
  });
}

const healthOf = ({ edge, outbox, quarantine }: RunningEdge) => ({
  checks: async () => [{ name: 'outbox', ok: true, detail: `${outbox.size} events wait for the hub` }],
  figures: async () => [
    { name: 'lianhu_outbox_events', help: 'Events kept until the hub takes them', value: outbox.size, labels: { department: edge.department } },
    { name: 'lianhu_quarantine_events', help: 'Events that wait for a person', value: quarantine.size, labels: { department: edge.department } },
  ],
});
