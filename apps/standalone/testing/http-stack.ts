import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { defaultSource, openIssuer, type Role } from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { testDatabase, type TestDatabase } from '@lianhu/postgres';
import { createEdge, edgeKeys, EdgeModule, EdgeRegistry, HubClient, type RunningEdge } from '@lianhu/services/edge';
import { hubHealth, HubModule, openHub, type OpenHub, type OpenHubOptions } from '@lianhu/services/hub';
import {
  bearerOnly,
  createHttpApp,
  HealthModule,
  listen,
  loadPolicy,
  migrations,
  originOf,
  problemOf,
  readConfig,
  type HubPort,
  type Submission,
} from '@lianhu/services/platform';

/** A hub and edges in this process, with real HTTP between caller, edge and hub, on a database of their own. */
export interface HttpStack {
  readonly hubUrl: string;
  readonly edgeUrl: string;
  readonly hub: OpenHub;
  readonly edges: ReadonlyMap<string, RunningEdge>;
  readonly database: TestDatabase;
  token(role: Role, department?: string, source?: string): Promise<string>;
  /** What an edge would send for these events, one signed batch each; nothing is sent. */
  submissionOf(department: string, events: readonly unknown[], source?: string): Promise<Submission>;
  close(): Promise<void>;
}

export interface StackOptions extends Partial<Pick<OpenHubOptions, 'log' | 'gate'>> {
  readonly departments?: readonly string[];
  /** The address under which edges reach the hub, given its own: a wire that a test may cut. */
  readonly wire?: (hubUrl: string) => Promise<string>;
}

const AREA = '990101';

/** Opens a stack; `close` removes everything. */
export async function openHttpStack(options: StackOptions = {}): Promise<HttpStack> {
  const departments = options.departments ?? ['police'];
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-stack-'));
  const config = readConfig({ LIANHU_DATA: folder, PORT: '0' });
  const policy = loadPolicy(config.policyFile);
  const [database, issuer] = await Promise.all([testDatabase(migrations), openIssuer(config.keyFolder, std1)]);
  const token: HttpStack['token'] = (role, department, source = department && defaultSource(department)) =>
    issuer.issue({ name: `${role}-${department ?? ''}`, role, department, source: role === 'sender' ? source : undefined, area: AREA }, 3_600);
  const folderOf = (id: string): string => join(folder, 'edges', id);
  const firstKeys = departments.flatMap((id) => edgeKeys(std1, folderOf(id), id, originOf(policy)).map((key) => ({ ...key, department: id })));
  const hub = await openHub({ config, url: database.urls.hub, policy, demonstration: false, firstKeys, log: options.log, gate: options.gate });
  @Module({ imports: [HubModule.of(hub), HealthModule.of(hubHealth(hub))] })
  class HubApp {}
  const hubApp = await createHttpApp(HubApp, config, bearerOnly(config));
  const hubUrl = await listen(hubApp, config);
  const wired = (await options.wire?.(hubUrl)) ?? hubUrl;
  const ports = new Map<string, RecordingPort>();
  const edges = new Map<string, RunningEdge>();
  for (const department of departments) {
    const edgeToken = await token('edge', department);
    const client = new HubClient(wired, () => edgeToken);
    const port = new RecordingPort(client);
    ports.set(department, port);
    const common = { suite: std1, clock: { now: Date.now }, origin: originOf(policy), policyArea: AREA };
    edges.set(department, createEdge({ ...common, department, folder: folderOf(department), hub: port, log: client }));
  }
  @Module({ imports: [EdgeModule.of(new EdgeRegistry([...edges.values()]))] })
  class EdgeApp {}
  const edgeApp = await createHttpApp(EdgeApp, config, bearerOnly(config));
  return {
    hubUrl,
    edgeUrl: await listen(edgeApp, config),
    hub,
    edges,
    database,
    token,
    submissionOf: async (department, events, source) => {
      const viewer = { name: 'test', role: 'sender' as const, department, source, area: AREA, kind: 'system' as const };
      const port = ports.get(department) as RecordingPort;
      for (const event of events) await port.record(async () => edges.get(department)?.edge.push(event, viewer, 'en'));
      return { batches: port.recorded.splice(0).flatMap(({ batches }) => batches) };
    },
    close: async () => {
      await edgeApp.close();
      for (const edge of edges.values()) await edge.close();
      await hubApp.close();
      await hub.close();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The hub over HTTP; while it records, submissions are kept and not sent, and nothing of them is taken. */
class RecordingPort implements HubPort {
  readonly recorded: Submission[] = [];
  private recording = false;

  constructor(private readonly hub: HubPort) {}

  async record(work: () => Promise<unknown>): Promise<void> {
    this.recording = true;
    await work().finally(() => (this.recording = false));
  }

  submit: HubPort['submit'] = async (department, submission) => {
    if (!this.recording) return this.hub.submit(department, submission);
    this.recorded.push(submission);
    // No receipt: the edge would look at it and find that it proves nothing.
    const problem = problemOf('refused');
    return submission.batches.map(({ events }) => events.map(() => ({ status: problem.status, problem })));
  };
  find: HubPort['find'] = (...args) => this.hub.find(...args);
  count: HubPort['count'] = (...args) => this.hub.count(...args);
  withdraw: HubPort['withdraw'] = (...args) => this.hub.withdraw(...args);
}
