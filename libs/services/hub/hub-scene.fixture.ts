import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Viewer } from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { eventstoreMigrations } from '@lianhu/log-eventstore';
import { logMigrations } from '@lianhu/log-postgres';
import { testDatabase, type TestDatabase } from '@lianhu/postgres';
import { createEdge, edgeKeys, type PushResult, type RunningEdge } from '@lianhu/services/edge';
import { loadPolicy, logger, type Config, type LoadedPolicy } from '@lianhu/services/platform';
import { vaultMigrations } from '@lianhu/vault';
import { openHub, type OpenHub } from './open-hub';

logger.level = 'silent';
const ORIGIN = 'lianhu/990101';
const AREA = '990101';

/** A system of a department that sends, from its own source unless told otherwise. */
export const senderOf = (department: string, source = `urn:lianhu:source:${department}:default`): Viewer => ({
  name: department,
  role: 'sender',
  kind: 'system',
  department,
  source,
  area: AREA,
});

type Engine = Partial<Pick<Config, 'logEngine' | 'eventstoreUrl'>>;

/** A real hub on a database of its own with the edges of some departments, all in this process. */
export class HubScene {
  readonly policy: LoadedPolicy = loadPolicy('infra/policy/demonstration.json');
  hub!: OpenHub;
  private readonly edges = new Map<string, RunningEdge>();

  private constructor(
    readonly database: TestDatabase,
    readonly folder: string,
    private readonly departments: readonly string[],
    private readonly engine: Engine,
  ) {}

  /** With another log than PostgreSQL's, where one is given. */
  static async begin(departments: readonly string[], engine: Engine = {}): Promise<HubScene> {
    const database = await testDatabase([...logMigrations, ...vaultMigrations, ...eventstoreMigrations]);
    const scene = new HubScene(database, mkdtempSync(join(tmpdir(), 'lianhu-hub-')), departments, engine);
    await scene.open();
    return scene;
  }

  /** The hub and its edges anew, on the same database and folder. */
  async restart(): Promise<void> {
    await this.closeServices();
    await this.open();
  }

  async end(): Promise<void> {
    await this.closeServices();
    await this.database.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  edge(department: string): RunningEdge {
    return this.edges.get(department) as RunningEdge;
  }

  /** Sends as a department, through its edge. */
  push(department: string, sent: object, viewer = senderOf(department)): Promise<PushResult> {
    return this.edge(department).edge.push(sent, viewer, 'zh');
  }

  private folderOf = (department: string): string => join(this.folder, department);

  private async open(): Promise<void> {
    const firstKeys = this.departments.flatMap((department) =>
      edgeKeys(std1, this.folderOf(department), department, ORIGIN).map((key) => ({ department, ...key })),
    );
    const config = { folder: this.folder, keyFolder: join(this.folder, 'keys'), ...this.engine } as Config;
    this.hub = await openHub({ config, url: this.database.urls.hub, policy: this.policy, demonstration: true, firstKeys });
    for (const department of this.departments) {
      const options = { department, folder: this.folderOf(department), origin: ORIGIN, policyArea: AREA, suite: std1 };
      this.edges.set(department, createEdge({ ...options, clock: { now: Date.now }, hub: this.hub.hub, log: this.hub.logDesk }));
    }
  }

  private async closeServices(): Promise<void> {
    for (const edge of this.edges.values()) await edge.close();
    await this.hub.close();
  }
}
