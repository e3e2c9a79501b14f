import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Accounts } from '@lianhu/access';
import { catalogue } from '@lianhu/catalogue';
import { LianhuError, dateOf, momentOf, placesIn, startOfDay, toBase64, type Clock, type Moment } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { EdgeCounterTable } from '@lianhu/log-postgres';
import { createPool } from '@lianhu/postgres';
import { AuditModule, createAudit } from '@lianhu/services/audit';
import { createEdge, edgeChecks, edgeFigures, edgeKeys, EdgeModule, EdgeRegistry, openOfficeTables, type RunningEdge } from '@lianhu/services/edge';
import { ClientsModule, hubHealth, HubModule, Intake, openHub, openTrade, type OpenHub } from '@lianhu/services/hub';
import {
  createMonitor,
  MonitorModule,
  monitorHealth,
  ReportSetting,
  servePagesFrom,
  Signs,
  type Loading,
  type RunningMonitor,
} from '@lianhu/services/monitor';
import {
  closeOnSignals,
  createHttpApp,
  HealthModule,
  listen,
  loadPolicy,
  openAll,
  openLog,
  originOf,
  readConfig,
  verifierOf,
  type Config,
  type Health,
  type LoadedPolicy,
  type OpenDatabase,
  orSay,
} from '@lianhu/services/platform';
import type { CountyOptions, DepartmentId } from '@lianhu/county';
import { hubSeeds } from '@lianhu/vault';
import { firstAccounts, printAccounts } from './accounts';
import { Demonstration, demonstrationCounty } from './demonstration';
import { DemonstrationMarker } from './demonstration-marker';
import { printLoading } from './progress';
import { SimulatedClock } from './simulated-clock';
import { beThrifty } from './thrift';

const HELP = `npm start -- [--empty | --small]

Starts all services in one process: hub, monitor, audit and the edges of the departments and other members, on an embedded PostgreSQL.
  --empty   start without demonstration data
  --small   a demonstration county of a tenth of the children and events: loaded in a fraction of the time
  --help    this text
Environment: PORT 3000, HOST 127.0.0.1, LIANHU_DATA ./data, DATABASE_URL, LIANHU_LOG_ENGINE, LIANHU_POLICY (see docs/operations.md).`;

/** An option that there is none of. */
class UnknownOption extends LianhuError {
  readonly code = 'standalone.unknown-option';
  constructor(option: string) {
    super(`There is no option ${option}.\n\n${HELP}\n`);
  }
}

/** Runs everything in one process until a signal ends it. */
export const runStandalone = (args: readonly string[]): Promise<void> => orSay(() => start(args));

async function start(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return console.log(HELP);
  const unknown = args.find((arg) => arg !== '--empty' && arg !== '--small');
  if (unknown !== undefined) throw new UnknownOption(unknown);
  beThrifty(true);
  const config = readConfig();
  const policy = loadPolicy(config.policyFile);
  const database = await openAll(config);
  const tokens = await openTrade(config.keyFolder, database.urls.hub);
  const toLoad = await countyToLoad(config, database, policy, args);
  const simulated = toLoad && new SimulatedClock(toLoad.from);
  const clock: Clock = simulated ?? { now: Date.now };
  const hub = await openHub({
    config,
    url: database.urls.hub,
    policy,
    demonstration: simulated !== undefined,
    firstKeys: keysOf(config, originOf(policy)),
    clock: simulated,
  });
  const trust = { origin: originOf(policy), publicKey: toBase64(std1.publicKey(hubSeeds(config.keyFolder, std1).checkpoint)), suite: 'std-1' };
  const edges = catalogue.departments.map(({ id }) =>
    createEdge({
      department: id,
      folder: edgeFolder(config, id),
      origin: originOf(policy),
      policyArea: policy.pack.area,
      suite: std1,
      clock,
      hub: hub.hub,
      log: hub.logDesk,
      trust,
      keep: config.keep,
      places: placesIn(policy.pack),
    }),
  );
  const monitorPool = createPool(database.urls.monitor, { max: 4, applicationName: 'lianhu-accounts' });
  const counters = new EdgeCounterTable(monitorPool);
  const monitor = await createMonitor({
    folder: config.folder,
    url: database.urls.monitor,
    log: hub.log,
    suite: std1,
    clock,
    hub: hub.hub,
    policy,
    counters: () => counters.all(),
  });
  const office = openOfficeTables({
    folder: join(config.folder, 'office'),
    clock,
    places: placesIn(policy.pack),
    enter: (caller, row) => monitor.monitor.records.enterRow(caller, row),
  });
  const auditLog = await openLog(config, { url: database.urls.audit, origin: originOf(policy), suite: std1 });
  const audit = createAudit({ url: database.urls.audit, log: auditLog, suite: std1, clock, trust, policy });
  let loading: Loading | undefined = simulated && { state: 'loading', percent: 0, date: dateOf(momentOf(clock.now())), events: 0 };
  const accounts = new Accounts(monitorPool);
  const signs = new Signs(accounts, policy.pack, hub.demonstration, () => loading, monitor.draftKeyOf);
  @Module({
    imports: [
      EdgeModule.of(new EdgeRegistry(edges, () => loading?.state === 'loading', office)),
      HubModule.of(hub, new Intake(() => loading?.state !== 'loading')),
      ClientsModule.of(tokens.trade),
      MonitorModule.of(monitor, signs, new ReportSetting(policy.pack, hub.demonstration), {
        accounts,
        trade: (assertion) => tokens.trade.trade(assertion),
      }),
      AuditModule.of(audit),
      HealthModule.of(healthOf(hub, monitor, edges, () => loading)),
    ],
  })
  class StandaloneApp {}
  const verifier = verifierOf(config);
  const app = await createHttpApp(
    StandaloneApp,
    config,
    { bearer: (token) => verifier.verify(token), sessions: accounts },
    servePagesFrom(join(import.meta.dirname, '..')),
  );
  const made = await firstAccounts(accounts, policy.pack, hub.demonstration);
  const url = await listen(app, config);
  console.log(`联护 Lianhu  ${url}`);
  await printAccounts(made, hub.demonstration);
  let stopStream = (): void => undefined;
  let stopping = false;
  closeOnSignals(async () => {
    stopping = true;
    stopStream();
    await closeAll(app, [office, ...edges, monitor, audit, hub, tokens], [auditLog, monitorPool], database);
  });
  if (toLoad && simulated) {
    const loader = new Demonstration({
      options: toLoad.options,
      clock: simulated,
      edges: new Map(edges.map(({ edge }) => [edge.department as DepartmentId, edge])),
      days: hub.days,
      monitor: monitor.monitor,
      report: (state) => printLoading((loading = state)),
    });
    beThrifty(false);
    try {
      await loader.load();
    } catch (error) {
      // It goes on at the next start, from where the log ends.
      if (stopping) return;
      throw error;
    }
    new DemonstrationMarker(config.folder).write({ state: 'ready', to: toLoad.options.to });
    stopStream = loader.stream();
  } else await hub.days.look();
  hub.days.start();
  monitor.monitor.keepTime();
  await monitor.monitor.warm();
  beThrifty(false);
}

/** The demonstration county to load, if any: a new one on an empty log, or one whose loading was interrupted. */
async function countyToLoad(
  config: Config,
  database: OpenDatabase,
  policy: LoadedPolicy,
  args: readonly string[],
): Promise<{ options: CountyOptions; from: Moment } | undefined> {
  const log = await openLog(config, { url: database.urls.audit, origin: originOf(policy), suite: std1 });
  try {
    const { position, recordedAt } = await log.head();
    const marker = new DemonstrationMarker(config.folder);
    const known = marker.read();
    if (known?.state !== 'loading' && (args.includes('--empty') || position > 0)) return undefined;
    const to = known?.to ?? momentOf(Date.now());
    const { area, areaName, towns, villages } = policy.pack;
    const small = known?.small ?? args.includes('--small');
    const options = demonstrationCounty({ area, areaName, towns, ...(villages && { villages }) }, to, small);
    marker.write({ state: 'loading', to, small });
    return { options, from: position > 0 ? recordedAt : startOfDay(options.from) };
  } finally {
    await log.close();
  }
}

const edgeFolder = (config: Config, department: string): string => join(config.folder, 'edges', department);

const keysOf = (config: Config, origin: string) =>
  catalogue.departments.flatMap(({ id }) => edgeKeys(std1, edgeFolder(config, id), id, origin).map((key) => ({ department: id, ...key })));

const healthOf = (hub: OpenHub, monitor: RunningMonitor, edges: readonly RunningEdge[], loading: () => Loading | undefined): Health => {
  const views = monitorHealth(monitor);
  const intake = hubHealth(hub);
  return {
    checks: async () => {
      const state = loading();
      return [
        ...(await intake.checks()),
        ...(await views.checks()),
        ...edges.flatMap(edgeChecks).filter(({ ok }) => !ok),
        { name: 'demonstration', ok: state?.state !== 'loading', detail: state && `${state.percent} %` },
      ];
    },
    figures: async () => [...(await intake.figures()), ...(await views.figures()), ...edges.flatMap(edgeFigures)],
  };
};

async function closeAll(
  app: NestFastifyApplication,
  services: readonly { close(): Promise<void> }[],
  rest: readonly [EventLog, { end(): Promise<void> }],
  database: OpenDatabase,
): Promise<void> {
  await app.close();
  for (const service of services) await service.close();
  await rest[0].close();
  await rest[1].end();
  await database.close();
}
