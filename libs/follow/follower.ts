import type { Moment, PlainDate, Position } from '@lianhu/kernel';
import { buildMissing, meetRegistry, missingOf } from './build-lanes';
import { CompiledView } from './compiled-view';
import { FoldFailed, HistoryDiverged, isLasting, Overtaken } from './errors';
import type { FollowerOptions, FollowerStatus } from './follower-options';
import { Lane } from './lane';
import { checkRoot } from './lines';

import { ReadingStopped } from './read-through';
import { activate, note, prepareRegistry } from './registry';
import { takePage } from './take-page';
import { Waiters } from './waiters';

/** Lines of a page. Reason: one transaction stays short, so that pages see changes at once. */
const PAGE = 2_000;
/** How long the log is waited for. Unit: milliseconds. */
const WAIT_MS = 1_000;
/** First and longest pause after a fault that may pass. Unit: milliseconds. */
const RETRY_MS = { first: 50, longest: 5_000 } as const;

/**
 * Keeps views of the log: one page is read for all views that stand at the same position, and its rows, sums and
 * checkpoints are written in one transaction. A view of a new version is built beside the old one and put in its place when
 * it has caught up. A view that fails halts alone.
 */
export class Follower {
  private readonly lanes: readonly Lane[];
  private readonly waiters = new Waiters();
  private readonly listeners = new Set<(names: readonly string[]) => void>();
  private phase: 'starting' | 'following' | 'paused' | 'stopped' = 'starting';
  private head: Position = 0;
  private behindSince: number | undefined;
  private fault: string | undefined;
  private overtaken = false;
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: FollowerOptions) {
    this.lanes = options.views.map((view) => new Lane(new CompiledView(view, options.sums), options.suite));
    if (new Set(this.lanes.map(({ view }) => view.name)).size < this.lanes.length) throw new TypeError('two views bear one name');
  }

  /** Starts to follow. Resolves when every view has a version that can be read, or has halted. */
  async start(): Promise<void> {
    await prepareRegistry(this.options.pool);
    await meetRegistry(this.lanes, this.options);
    this.phase = 'following';
    this.running = Promise.all([this.follow(), this.build()]);
    await this.waiters.until(() => this.phase === 'stopped' || this.lanes.every((lane) => lane.readable || lane.state === 'halted'));
  }

  /** Stops after the page that is under way. */
  async stop(): Promise<void> {
    this.phase = 'stopped';
    this.waiters.wake();
    await this.running;
  }

  /** Stays where it is until `resume`. */
  pause(): void {
    if (this.phase === 'following') this.phase = 'paused';
  }
  /** Goes on; a view that has halted tries again. */
  async resume(): Promise<void> {
    if (this.phase === 'paused') this.phase = 'following';
    const halted = this.lanes.filter(({ state }) => state === 'halted');
    for (const lane of halted) {
      lane.retry();
      await note(this.options.pool, lane.follower, 'running');
    }
    if (missingOf(halted).length > 0) this.running = Promise.all([this.running, this.build()]);
    this.waiters.wake();
  }

  /** The position that everything readable has reached. */
  get position(): Position {
    return Math.min(...this.lanes.map(({ readablePosition }) => readablePosition));
  }
  /** Date of the last day that turned, as far as followed. */
  get today(): PlainDate | undefined {
    return this.slowest()?.checkpoint.today;
  }
  /** When the last event that was followed was recorded. */
  get recordedAt(): Moment | undefined {
    return this.slowest()?.checkpoint.recordedAt;
  }

  status(): FollowerStatus {
    const views = this.lanes.map((lane) => lane.status());
    const halted = views.find(({ state }) => state === 'halted');
    const building = views.some(({ state }) => state === 'building');
    const { position, phase } = this;
    const head = Math.max(this.head, position);
    const lagSeconds = this.behindSince === undefined ? 0 : (performance.now() - this.behindSince) / 1000;
    return {
      state: phase !== 'following' ? phase : halted ? 'halted' : building ? 'rebuilding' : 'following',
      position,
      head,
      error: halted?.error ?? this.fault,
      lagEvents: head - position,
      lagSeconds,
      views,
    };
  }

  /** Calls back with the names of views and sums whose rows a commit has changed. */
  onChange(listener: (names: readonly string[]) => void): void {
    this.listeners.add(listener);
  }

  /** Whether all views have reached a position within `ms`; a halted one never does. */
  async waitFor(position: Position, ms: number): Promise<boolean> {
    const never = (): boolean => this.phase === 'stopped' || this.lanes.some((lane) => lane.state === 'halted' && lane.readablePosition < position);
    await this.waiters.until(() => this.position >= position || never(), ms);
    return this.position >= position;
  }

  private slowest(): Lane | undefined {
    return [...this.lanes].sort((a, b) => a.checkpoint.position - b.checkpoint.position)[0];
  }

  /** Builds what is missing while the rest goes on. */
  private async build(): Promise<void> {
    const stopped = (): boolean => this.phase === 'stopped';
    for (let pause: number = RETRY_MS.first; missingOf(this.lanes).length > 0 && !stopped(); pause = Math.min(2 * pause, RETRY_MS.longest)) {
      try {
        await buildMissing(this.lanes, this.options, stopped, (head) => (this.head = Math.max(this.head, head)));
      } catch (error) {
        if (error instanceof ReadingStopped) return;
        if (isLasting(error)) await this.halt(error, missingOf(this.lanes));
        else await this.waitAfter(error, pause);
      }
    }
    this.waiters.wake();
  }

  private async follow(): Promise<void> {
    let pause: number = RETRY_MS.first;
    while (this.phase !== 'stopped') {
      const group = this.nextGroup();
      try {
        if (this.phase === 'paused' || group.length === 0) await this.idle();
        else await this.step(group);
        this.fault = undefined;
        pause = RETRY_MS.first;
      } catch (error) {
        if (error instanceof Overtaken) this.overtaken = true;
        else if (isLasting(error)) await this.halt(error, group);
        else {
          await this.waitAfter(error, pause);
          pause = Math.min(2 * pause, RETRY_MS.longest);
        }
      }
    }
  }

  private idle(): Promise<void> {
    return this.waiters.until(() => this.phase === 'stopped' || (this.phase === 'following' && this.nextGroup().length > 0), WAIT_MS);
  }

  private async waitAfter(error: unknown, ms: number): Promise<void> {
    this.fault = (error as { code?: string }).code ?? (error as Error).name;
    await this.waiters.until(() => this.phase === 'stopped', ms);
  }

  /** The views that are furthest behind and stand together. */
  private nextGroup(): readonly Lane[] {
    const running = this.lanes.filter(({ state }) => state === 'running');
    const position = Math.min(...running.map(({ checkpoint }) => checkpoint.position));
    return running.filter(({ checkpoint }) => checkpoint.position === position);
  }

  private async step(group: readonly Lane[]): Promise<void> {
    const { log, suite, pageSize = PAGE } = this.options;
    if (this.overtaken) {
      await meetRegistry(this.lanes, this.options);
      this.overtaken = false;
      return;
    }
    for (const lane of group) {
      if (!lane.checked) await checkRoot(log, suite, lane.frontier);
      lane.checked = true;
    }
    const [{ checkpoint }] = group as [Lane];
    const { position } = checkpoint;
    const ahead = this.lanes.filter((lane) => lane.state === 'running' && lane.checkpoint.position > position);
    const page = await log.read(position, Math.min(pageSize, ...ahead.map((lane) => lane.checkpoint.position - position)));
    if (page.head < position) throw new HistoryDiverged(position);
    const { changed, unknown } = page.lines.length === 0 ? { changed: [] } : await takePage(group, page, this.options);
    const names = [...changed, ...(await this.putInPlace(group, page.head))];
    this.moved(page.head);
    if (names.length > 0) for (const listener of this.listeners) listener(names);
    if (unknown) throw unknown;
    if (page.lines.length === 0) await this.waitForLog(group);
  }

  /** Versions that have caught up are what readers see from now on. */
  private async putInPlace(group: readonly Lane[], head: Position): Promise<readonly string[]> {
    const ready = group.filter((lane) => !lane.active && lane.state === 'running' && lane.checkpoint.position >= head);
    for (const lane of ready) {
      await activate(this.options.pool, lane.view.name, lane.view.version);
      lane.activated();
    }
    return ready.flatMap(({ view }) => [view.name, ...view.sums.map(({ name }) => name)]);
  }

  private moved(head: Position): void {
    this.head = head;
    if (this.position >= head) this.behindSince = undefined;
    else this.behindSince ??= performance.now();
    this.waiters.wake();
  }

  /** Until something is appended, or other views stand where these do. */
  private async waitForLog(group: readonly Lane[]): Promise<void> {
    const [{ checkpoint }] = group as [Lane];
    let over = false;
    const changed = (): boolean =>
      over || this.phase !== 'following' || this.nextGroup().length !== group.length || group.some(({ state }) => state !== 'running');
    await Promise.race([this.options.log.wait(checkpoint.position, WAIT_MS), this.waiters.until(changed)]);
    over = true;
    this.waiters.wake();
  }

  private async halt(error: HistoryDiverged | FoldFailed | { readonly code: string }, group: readonly Lane[]): Promise<void> {
    const halted = error instanceof FoldFailed ? group.filter(({ view }) => view.name === error.view) : group;
    for (const lane of halted) {
      lane.halt(error.code);
      await note(this.options.pool, lane.follower, 'halted', error.code).catch(() => undefined);
    }
    this.waiters.wake();
  }
}
