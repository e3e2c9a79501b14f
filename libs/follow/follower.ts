import type { Pool, PoolClient } from 'pg';
import { LianhuError, type PlainDate, type Position, type Recorded, type SumDefinition, type Suite, type ViewDefinition } from '@lianhu/kernel';
import { Frontier, type EventLog } from '@lianhu/log';
import { HistoryDiverged, Overtaken } from './errors';
import { emptyFold, foldAll, foldOnto, folds, rowOf, type Folded } from './folded';
import { keyOf } from './keys';
import { buildViews, NO_DAY } from './rebuild';
import { historyOf, lastDay, readLines } from './scan';
import { ViewStore, type Checkpoint, type NewRow, type StoredRow } from './store';
import { addDifference, type Differences } from './sums';

/** What a follower keeps, and from what. */
export interface FollowerOptions {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly suite: Suite;
  readonly views: readonly ViewDefinition[];
  readonly sums: readonly SumDefinition[];
  /** Whether somebody declares an event type. */
  readonly known: (type: string) => boolean;
  /** Lines read at a time. */
  readonly pageSize?: number;
}

/** How a follower is. `halted` = it stopped before an event and waits for a person. */
export interface FollowerStatus {
  readonly state: 'starting' | 'rebuilding' | 'following' | 'halted' | 'stopped';
  readonly position: Position;
  readonly head: Position;
  /** Code of what halted it. */
  readonly error?: string;
}

/** Lines of a page. Reason: one transaction stays short, so that pages see changes at once. */
const PAGE = 1_000;
/** How long the log is waited for. Unit: milliseconds. */
const WAIT_MS = 1_000;
/** Pause after a fault that may pass. Unit: milliseconds. */
const RETRY_MS = 500;

/** Keeps all views of the log: page by page, exactly once, each page's rows, sums and checkpoint in one transaction. */
export class Follower {
  private readonly store: ViewStore;
  private checkpoint: Checkpoint = { position: 0, frontier: [] };
  private state: FollowerStatus['state'] = 'starting';
  private error: string | undefined;
  private headSeen: Position = 0;
  private running: Promise<void> | undefined;
  private stopping = false;
  private readonly listeners = new Set<(views: readonly string[]) => void>();
  private readonly waiters = new Set<() => void>();

  constructor(private readonly options: FollowerOptions) {
    this.store = new ViewStore(options.pool);
  }

  /** Builds what is missing or of another version, then follows until stopped. Resolves when all views stand. */
  async start(): Promise<void> {
    await this.store.prepare();
    await this.catchUpDefinitions();
    this.state = 'following';
    this.running = this.follow();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
    if (this.state !== 'halted') this.state = 'stopped';
  }

  status(): FollowerStatus {
    return { state: this.state, position: this.checkpoint.position, head: Math.max(this.headSeen, this.checkpoint.position), error: this.error };
  }
  get position(): Position {
    return this.checkpoint.position;
  }
  /** Date of the last day that turned, as far as followed. */
  get today(): PlainDate | undefined {
    return this.checkpoint.today;
  }
  /** Calls back with the names of views whose rows a commit has changed. */
  onChange(listener: (views: readonly string[]) => void): void {
    this.listeners.add(listener);
  }

  /** Whether all views have reached a position within `ms`. */
  async waitFor(position: Position, ms: number): Promise<boolean> {
    const until = performance.now() + ms;
    while (this.checkpoint.position < position && this.state === 'following') {
      const left = until - performance.now();
      if (left <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        const done = (): void => {
          clearTimeout(timer);
          this.waiters.delete(done);
          resolve();
        };
        this.waiters.add(done);
      });
    }
    return this.checkpoint.position >= position;
  }

  /** Views that are new or of another version are built beside the old ones up to the common position, then put in place. */
  private async catchUpDefinitions(): Promise<void> {
    const { log, suite, known, views, sums, pageSize } = this.options;
    const registered = await this.store.registered();
    const current = views.flatMap(({ name, version }) => (registered.get(name)?.version === version ? [registered.get(name) as Checkpoint & { name: string }] : []));
    const position = current.length > 0 ? Math.min(...current.map((one) => one.position)) : (await log.head()).position;
    const stale = views.filter(({ name }) => !current.some((one) => one.name === name && one.position === position));
    if (stale.length > 0) {
      this.state = 'rebuilding';
      const { at, built } = await buildViews(stale, sums, { log, suite, known, upTo: position, pageSize, progress: (done) => (this.headSeen = Math.max(position, done)) });
      for (const { view, rows, differences } of built) {
        await this.store.replace(view, sums.filter((sum) => sum.over === view.name), at, rows, differences);
      }
    }
    await this.readCheckpoint();
  }

  private async readCheckpoint(): Promise<void> {
    const registered = await this.store.registered();
    const [first] = this.options.views;
    const found = first && registered.get(first.name);
    if (found) this.checkpoint = { position: found.position, frontier: found.frontier, today: found.today };
  }

  private async follow(): Promise<void> {
    while (!this.stopping) {
      try {
        if (!(await this.step())) await this.options.log.wait(this.checkpoint.position, WAIT_MS);
      } catch (error) {
        if (error instanceof Overtaken) await this.readCheckpoint().catch(() => undefined);
        else if (error instanceof LianhuError && /^(follow\.|log\.history)/.test(error.code)) {
          this.state = 'halted';
          this.error = error.code;
          this.wake();
          return;
        } else if (!this.stopping) await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      }
    }
  }

  /** Folds one page; false when there was nothing to fold. */
  private async step(): Promise<boolean> {
    const { log, suite, known, views, pageSize = PAGE } = this.options;
    const { position, frontier: hashes, today } = this.checkpoint;
    const page = await log.read(position, pageSize);
    this.headSeen = page.head;
    if (page.head < position) throw new HistoryDiverged(position);
    if (page.lines.length === 0) return false;
    const frontier = new Frontier(suite, position, [...hashes]);
    const events = readLines(suite, page.lines, frontier, known);
    const to: Checkpoint = { position: frontier.size, frontier: frontier.hashes, today: lastDay(events) ?? today };
    if (to.position === page.head) await this.checkRoot(frontier);
    const changed: string[] = [];
    await this.store.commit(views, position, to, async (client) => {
      for (const view of views) if (await this.foldInto(client, view, events, to)) changed.push(view.name);
    });
    this.checkpoint = to;
    this.wake();
    if (changed.length > 0) for (const listener of this.listeners) listener(changed);
    return true;
  }

  /** At the head our own root must be the one that the log signed. */
  private async checkRoot(frontier: Frontier): Promise<void> {
    const head = await this.options.log.head();
    if (head.position === frontier.size && head.root !== Buffer.from(frontier.root()).toString('base64')) throw new HistoryDiverged(frontier.size);
  }

  private async foldInto(client: PoolClient, view: ViewDefinition, events: readonly Recorded[], { position, today: day }: Checkpoint): Promise<boolean> {
    const byKey = grouped(view, events);
    const stored = await this.store.load(client, view, [...byKey.keys()]);
    const touched = new Map<string, { before: StoredRow | undefined; fold: Folded }>();
    for (const [key, added] of byKey) {
      const before = stored.get(key);
      const fold = foldOnto(view, before ?? emptyFold(view), added) ?? foldAll(view, await historyOf(this.options.log, key, position));
      touched.set(key, { before, fold });
    }
    const today = day ?? NO_DAY;
    if (view.wakeOn && lastDay(events) !== undefined) {
      for (const [key, before] of await this.store.due(client, view, today)) if (!touched.has(key)) touched.set(key, { before, fold: before });
    }
    return this.write(client, view, touched, today);
  }

  private async write(client: PoolClient, view: ViewDefinition, touched: ReadonlyMap<string, { before: StoredRow | undefined; fold: Folded }>, today: PlainDate): Promise<boolean> {
    const sums = this.options.sums.filter((sum) => sum.over === view.name);
    const differences = new Map<string, Differences>(sums.map((sum) => [sum.name, new Map()]));
    const rows = [...touched].map(([key, { before, fold }]): NewRow => {
      const row = rowOf(view, fold, today, key);
      for (const sum of sums) addDifference(differences.get(sum.name) as Differences, sum, before?.row, row);
      const { state, lastTime, lastPosition } = fold;
      return { key, state, lastTime, lastPosition, row, wakeOn: view.wakeOn?.(state, today) };
    });
    await this.store.save(client, view, rows);
    for (const sum of sums) await this.store.saveSums(client, sum, view.version, differences.get(sum.name) as Differences);
    return rows.length > 0;
  }

  private wake(): void {
    for (const waiter of [...this.waiters]) waiter();
  }
}

function grouped(view: ViewDefinition, events: readonly Recorded[]): Map<string, Recorded[]> {
  const byKey = new Map<string, Recorded[]>();
  for (const event of events) {
    const key = folds(view, event.type) ? keyOf(view.of, event) : undefined;
    if (key === undefined) continue;
    const list = byKey.get(key);
    if (list) list.push(event);
    else byKey.set(key, [event]);
  }
  return byKey;
}
