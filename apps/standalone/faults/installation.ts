import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '@lianhu/postgres';
import { migrations } from '@lianhu/services/platform';
import { TestBroker, VERSIONS } from '@lianhu/testing/kafka';
import { call, eventually, lianhu, lianhuIn, removeFolder, startApp, type Running } from '../testing/running';
import { Volume } from './volume';

/** The processes that can be struck. */
export type Part = 'hub' | 'monitor' | 'police' | 'audit';
/** Little write-ahead log is kept at hand, so that a full volume is felt soon. */
const SETTINGS = ['max_wal_size=64MB', 'min_wal_size=32MB'];
/** PostgreSQL's holds what hours of load bring: one that its own data filled would never come back. Unit: bytes. */
const VOLUME = { postgres: 8 * 1024 ** 3, spool: 2 * 1024 ** 2 };
/** Unit: ms. */
const PATIENCE = 90_000;
/** A part that ends at its start is started again after a while, so often. Unit: ms; times. */
const AGAIN_AFTER_MS = 300;
const START_TRIES = 20;

/** A part comes back where the others know it. */
const portOf = (url: string | undefined): string => (url === undefined ? '0' : new URL(url).port);

/** Hub, monitor, audit and one edge as processes of their own, PostgreSQL under this one's supervision; each can be killed and started again on its port. */
export class Installation {
  private readonly running = new Map<Part, Running>();
  private readonly starting = new Map<Part, Promise<void>>();
  private readonly urls = new Map<Part, string>();

  private constructor(
    readonly folder: string,
    readonly database: Database,
    /** Small volumes of PostgreSQL and of the edge's outbox, where this machine lets us make them. */
    readonly volumes: { readonly postgres: Volume; readonly spool: Volume },
    /** Into which the hub relays; none where none can be started. */
    readonly broker: TestBroker | undefined,
  ) {}

  static async open(): Promise<Installation> {
    const folder = mkdtempSync(join(tmpdir(), 'lianhu-faults-'));
    const spool = join(folder, 'police', 'police', 'outbox');
    mkdirSync(spool, { recursive: true });
    mkdirSync(join(folder, 'postgres'));
    const volumes = { postgres: new Volume(join(folder, 'postgres'), VOLUME.postgres), spool: new Volume(spool, VOLUME.spool) };
    const database = await openDatabase({ folder: join(folder, 'postgres'), migrations, settings: SETTINGS, restarts: Number.POSITIVE_INFINITY });
    const version = VERSIONS.at(-1);
    const broker = version === undefined ? undefined : await TestBroker.start(version);
    const installation = new Installation(folder, database, volumes, broker);
    try {
      await installation.begin();
      return installation;
    } catch (error) {
      await installation.close();
      throw error;
    }
  }

  /** Where hub, edges and auditors find their keys and tokens. */
  secret(name: string): string {
    return join(this.folder, 'secrets', name);
  }

  url(part: Part): string {
    return this.urls.get(part) as string;
  }

  async token(role: string, ...more: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await lianhuIn({ LIANHU_KEYS: this.secret('hub-keys') }, 'token', '--role', role, '--ttl', '1d', ...more);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim().split('\n').at(-1) ?? '';
  }

  /** SIGKILL, as soon as it runs; it stays dead until `start`. */
  async kill(part: Part): Promise<void> {
    await this.starting.get(part);
    await this.running.get(part)?.kill();
    this.running.delete(part);
  }

  /** Starts a part and goes on: what it needs may be dead too, so it is tried again as a service manager would. */
  start(part: Part): void {
    const started = this.keepStarting(part);
    started.catch(() => undefined);
    this.starting.set(part, started);
  }

  /** Resolves when a part that was started runs. */
  async up(part: Part): Promise<Running> {
    await this.starting.get(part);
    return this.running.get(part) as Running;
  }

  private async keepStarting(part: Part): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.launch(part);
      } catch (error) {
        if (tries === START_TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      }
    }
  }

  private async launch(part: Part): Promise<void> {
    const environment: Record<Part, () => Record<string, string>> = {
      hub: () => ({ DATABASE_URL: this.database.urls.hub, LIANHU_KEYS: this.secret('hub-keys'), ...this.broker?.env }),
      monitor: () => ({ DATABASE_URL: this.database.urls.monitor, LIANHU_HUB_URL: this.url('hub'), LIANHU_TOKEN_FILE: this.secret('monitor-token') }),
      audit: () => ({ DATABASE_URL: this.database.urls.audit, LIANHU_TRUST_FILE: this.secret('trust.json') }),
      police: () => ({ LIANHU_HUB_URL: this.url('hub'), LIANHU_TOKEN_FILE: this.secret('police-token') }),
    };
    const env = { LIANHU_JWKS: this.secret('token-issuer.jwks.json'), PORT: portOf(this.urls.get(part)), ...environment[part]() };
    const running = await startApp(part, { folder: join(this.folder, part), env });
    this.urls.set(part, running.url);
    this.running.set(part, running);
  }

  /** The process number of PostgreSQL's first process; undefined while there is none that takes connections. */
  postmaster(): number | undefined {
    const file = join(this.folder, 'postgres', 'cluster', 'postmaster.pid');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    return lines[7]?.trim() === 'ready' ? Number(lines[0]) : undefined;
  }

  /** Resolves when every part answers, the edge has forwarded everything, and the monitor has folded everything. */
  async settled(): Promise<void> {
    await Promise.all([...this.starting.values()]);
    for (const part of ['hub', 'monitor', 'audit'] as const)
      await eventually(
        () => this.ask(part, '/health/ready'),
        ({ status }) => status === 200,
        PATIENCE,
      );
    await eventually(
      () => this.figure('police', /lianhu_outbox_events\{[^}]*\} (\d+)/),
      (waiting) => waiting === 0,
      PATIENCE,
    );
    await eventually(
      () => this.lags(),
      (lags) => lags.length > 0 && lags.every((lag) => lag === 0),
      PATIENCE,
    );
    if (this.broker)
      await eventually(
        () => this.figure('hub', /^lianhu_relay_lag_events (\d+)/m),
        (lag) => lag === 0,
        PATIENCE,
      );
  }

  /** Ends everything and removes the folder. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.starting.values()]);
    for (const part of ['police', 'audit', 'monitor', 'hub'] as const) await this.running.get(part)?.stop();
    await this.broker?.stop();
    await this.database.stop();
    for (const volume of Object.values(this.volumes)) volume.remove();
    removeFolder(this.folder);
  }

  private async begin(): Promise<void> {
    const { code, stderr } = await lianhu(join(this.folder, 'operator'), 'secrets', join(this.folder, 'secrets'));
    if (code !== 0) throw new Error(stderr);
    for (const part of ['hub', 'monitor', 'audit', 'police'] as const) {
      this.start(part);
      await this.up(part);
    }
    const edge = await this.up('police');
    const [, keyId, publicKey] = await eventually(
      async () => /key (\S+) (\S+)/.exec(edge.output()) ?? [],
      (found) => found.length === 3,
    );
    const { status } = await call(this.url('hub'), '/api/hub/keys', {
      token: await this.token('admin'),
      body: { department: 'police', keyId, publicKey },
    });
    if (status !== 201) throw new Error(`the edge's key was answered ${status}`);
  }

  private async ask(part: Part, path: string): Promise<{ status: number; text: string }> {
    return call(this.url(part), path).catch(() => ({ status: 0, text: '' }));
  }

  /** How far each follower of the monitor is behind. Unit: events. */
  private async lags(): Promise<number[]> {
    const { text } = await this.ask('monitor', '/metrics');
    return [...text.matchAll(/^lianhu_follower_lag_events\{[^}]*\} (\d+)/gm)].map(([, lag]) => Number(lag));
  }

  private async figure(part: Part, pattern: RegExp): Promise<number> {
    return Number(pattern.exec((await this.ask(part, '/metrics')).text)?.[1] ?? Number.NaN);
  }
}
