import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { sessionVerifier } from '@lianhu/access';
import { placesIn } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import type { JSONWebKeySet } from 'jose';
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
  type Authenticator,
  type Config,
  orSay,
} from '@lianhu/services/platform';
import { createEdge, type RunningEdge } from './create-edge';
import { EdgeModule } from './edge.module';
import { EdgeRegistry } from './edge-registry';
import { edgeChecks, edgeFigures } from './edge-health';
import { FileGateway } from './file-gateway';
import { HubClient } from './hub-client';
import { trustOf, type LogTrust } from './log-watch';

/** Runs one department's edge as a process of its own: LIANHU_HUB_URL and LIANHU_TOKEN_FILE say where and as whom it forwards. */
export const runEdge = (department: string): Promise<void> => orSay(() => start(department));

async function start(department: string): Promise<void> {
  const config = readConfig();
  const { hubUrl, tokenFile } = config;
  if (hubUrl === undefined || tokenFile === undefined) throw new BadConfig('an edge needs LIANHU_HUB_URL and LIANHU_TOKEN_FILE (token --role edge)');
  const policy = loadPolicy(config.policyFile);
  const hub = new HubClient(hubUrl, () => readFileSync(tokenFile, 'utf8').trim().split('\n').at(-1) ?? '');
  const edge = createEdge({
    department,
    folder: join(config.folder, department),
    origin: originOf(policy),
    policyArea: policy.pack.area,
    suite: std1,
    clock: { now: Date.now },
    hub,
    log: hub,
    trust: trustIn(config.trustFile),
    keep: config.keep,
    places: placesIn(policy.pack),
  });
  const gateway =
    config.watchFolder === undefined
      ? undefined
      : new FileGateway({
          folder: config.watchFolder,
          edge: edge.edge,
          files: edge.files,
          area: policy.pack.area,
          outbox: edge.outbox,
        }).start();
  @Module({ imports: [EdgeModule.of(new EdgeRegistry([edge])), HealthModule.of(healthOf(edge, gateway))] })
  class EdgeApp {}
  const app = await createHttpApp(EdgeApp, config, authenticatorOf(config, department));
  console.log(`${department} edge: ${await listen(app, config)}  key ${edge.keys.current.keyId} ${edge.keys.current.publicKey}`);
  closeOnSignals(async () => {
    await app.close();
    await gateway?.close();
    await edge.close();
  });
}

/** Systems by their tokens; people by what their session at the monitor is worth here. */
function authenticatorOf(config: Config, department: string): Authenticator {
  const systems = bearerOnly(config);
  if (config.sessionJwksFile === undefined) return systems;
  const person = sessionVerifier(JSON.parse(readFileSync(config.sessionJwksFile, 'utf8')) as JSONWebKeySet, department);
  return { bearer: async (token) => (await person(token)) ?? systems.bearer(token) };
}

const healthOf = (edge: RunningEdge, gateway?: FileGateway) => ({
  checks: async () => edgeChecks(edge),
  figures: async () => [...edgeFigures(edge), ...(gateway?.figures() ?? [])],
});

/** What the trust file says; undefined without one. Throws BadConfig. */
function trustIn(path: string | undefined): LogTrust | undefined {
  if (path === undefined) return undefined;
  const trust = trustOf(JSON.parse(readFileSync(path, 'utf8')));
  if (!trust) throw new BadConfig(`LIANHU_TRUST_FILE=${path} is no trust file`);
  return trust;
}
