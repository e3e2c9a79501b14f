import { readFileSync } from 'node:fs';
import { Module, type DynamicModule } from '@nestjs/common';
import { Accounts, sessionIssuer } from '@lianhu/access';
import { fromBase64, type Clock } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { EdgeCounterTable } from '@lianhu/log-postgres';
import { createPool } from '@lianhu/postgres';
import {
  BadConfig,
  closeOnSignals,
  createHttpApp,
  HealthModule,
  isDemonstrationLog,
  listen,
  loadPolicy,
  openFor,
  type Authenticator,
  type Health,
  readConfig,
  verifierOf,
  type LoadedPolicy,
  orSay,
} from '@lianhu/services/platform';
import { createMonitor } from './create-monitor';
import { HubLink } from './hub-link';
import { monitorHealth } from './monitor-health';
import type { Monitor } from './monitor';
import { MonitorModule } from './monitor.module';
import { openSource } from './open-source';
import { ReportSetting } from './report-document';
import { Signs } from './signs';
import { servePagesFrom } from './static-pages';

/** What else a monitor's process serves, from what it has opened. */
export type Beside = (opened: { readonly monitor: Monitor; readonly folder: string; readonly policy: LoadedPolicy; readonly clock: Clock }) => {
  readonly module: DynamicModule;
  close(): Promise<void>;
};

/** Runs the monitor as a process of its own, with the pages: LIANHU_HUB_URL and LIANHU_TOKEN_FILE say where and as whom it asks the hub. */
export const runMonitor = (programs: string, beside: Beside): Promise<void> => orSay(() => start(programs, beside));

async function start(programs: string, beside: Beside): Promise<void> {
  const config = readConfig();
  const { hubUrl, tokenFile } = config;
  if (hubUrl === undefined || tokenFile === undefined)
    throw new BadConfig('a monitor needs LIANHU_HUB_URL and LIANHU_TOKEN_FILE (token --role monitor)');
  const policy = loadPolicy(config.policyFile);
  const database = await openFor(config, 'monitor');
  const token = (): string => readFileSync(tokenFile, 'utf8').trim().split('\n').at(-1) ?? '';
  const source = await openSource({ config, url: database.url, policy, token });
  const { log } = source;
  const pool = createPool(database.url, { max: 4, applicationName: 'lianhu-accounts' });
  const counters = new EdgeCounterTable(pool);
  const clock: Clock = { now: Date.now };
  const hub = new HubLink(hubUrl, token);
  const running = await createMonitor({
    folder: config.folder,
    url: database.url,
    log,
    suite: std1,
    clock,
    policy,
    counters: () => counters.all(),
    hub,
  });
  running.monitor.keepTime();
  const accounts = new Accounts(pool);
  const demonstration = await isDemonstrationLog(log);
  const signs = new Signs(accounts, policy.pack, demonstration, () => undefined, running.draftKeyOf, await edgeTokensOf(config.sessionKeyFile));
  const module = MonitorModule.of(running, signs, new ReportSetting(policy.pack, demonstration), {
    accounts,
    trade: (assertion) => hub.trade(assertion),
  });
  const served = beside({ monitor: running.monitor, folder: config.folder, policy, clock });
  @Module({ imports: [module, served.module, HealthModule.of(bothHealths(source, monitorHealth(running)))] })
  class MonitorApp {}
  const verifier = verifierOf(config);
  const authenticator: Authenticator = { bearer: (token) => verifier.verify(token), sessions: accounts };
  const app = await createHttpApp(MonitorApp, config, authenticator, servePagesFrom(programs));
  console.log(`monitor: ${await listen(app, config)}`);
  closeOnSignals(async () => {
    await app.close();
    await served.close();
    await running.close();
    await source.close();
    await pool.end();
    await database.close();
  });
}

/** Throws BadConfig when the file holds no seed. */
async function edgeTokensOf(path: string | undefined) {
  if (path === undefined) return undefined;
  const seed = fromBase64(readFileSync(path, 'utf8').trim());
  if (seed?.length !== SEED_BYTES) throw new BadConfig(`LIANHU_SESSION_KEY=${path} holds no key of ${SEED_BYTES} bytes in base64`);
  return sessionIssuer(seed, std1);
}
const SEED_BYTES = 32;

const bothHealths = (one: Health, two: Health): Health => ({
  checks: async () => [...(await one.checks()), ...(await two.checks())],
  figures: async () => [...(await one.figures()), ...(await two.figures())],
});
