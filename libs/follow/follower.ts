import type { Moment, PlainDate, Position } from '@lianhu/kernel';
import { CompiledView } from './compiled-view';
import { FoldFailed, HistoryDiverged, isLasting, Overtaken, TooManyParked } from './errors';
import type { FollowerOptions, FollowerStatus } from './follower-options';
import { Keeping } from './keeping';
import { Lane, type LaneOrder } from './lane';
import { measure, type Lag } from './lag';
import { buildViews } from './rebuild';
import { note, noteFailedRebuild, prepareRegistry } from './registry';
import { ReadingStopped } from './read-through';
import { takeOver } from './take-over';
import { takePage } from './take-page';
import { TIDY_AFTER, Tidying } from './tidying';
import { Waiters } from './waiters';

/** Lines of a page. Reason: one transaction stays short, so that pages see changes at once. */
const PAGE = 2_000;
/** How long the log is waited for until it is asked again: the log wakes those who wait. Unit: milliseconds. */
const WAIT_MS = 5_000;
/** How often a watcher looks while somebody waits for a position. Unit: milliseconds. */
const HURRY_MS = 50;
/** First and longest pause after a fault that may pass. Unit: milliseconds. */
const RETRY_MS = { first: 50, longest: 5_000 } as const;

/**
 * Keeps views of the log: one page is read for all views that stand at the same position, and its rows, sums and
 * checkpoints are written in one transaction, under the fence of each view's lease. Of several processes one keeps a view;
 * the others watch, and take over when its lease ends. A view of a new version is built beside the old one and put in its
 * place when it has caught up. A view that fails halts alone.
 */
export class Follower {
  private readonly lanes: readonly Lane[];
  private readonly keeping: Keeping;
  private readonly tidying: Tidying;
  private readonly waiters = new Waiters();
  private readonly listeners = new Set<(names: readonly string[]) => void>();
  private phase: 'starting' | 'following' | 'stopped' = 'starting';
  private head: Position = 0;
  /** The log's head at the last page: who stands there waits before it reads again. */
  private caughtUp: Position | undefined;
  private fault: string | undefined;
  private overtaken = false;
  /** It was so far behind that tables are to be tidied when it has caught up. */
  private farBehind = false;
  /** How many wait for a position. */
  private hurried = 0;
  private looking: Promise<void> = Promise.resolve();
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: FollowerOptions) {
    this.lanes = options.views.map((view) => new Lane(new CompiledView(view, options.sums), options.suite));
    if (new Set(this.lanes.map(({ view }) => view.name)).size < this.lanes.length) throw new TypeError('two views bear one name');
    this.keeping = new Keeping(this.lanes, options);
    this.tidying = new Tidying(options.pool);
  }

  /** Starts to follow. Resolves when every view has a version that can be read, or has halted. */
  async start(): Promise<void> {
    await prepareRegistry(this.options.pool);
    await this.look();
    this.phase = 'following';
    this.running = Promise.all([this.follow(), this.build(), this.keep()]);
    await this.waiters.until(() => this.phase === 'stopped' || this.lanes.every((lane) => lane.readable || lane.state === 'halted'));
  }

  /** Stops after the page that is under way, and lets others take over. */
  async stop(): Promise<void> {
    this.phase = 'stopped';
    this.waiters.wake();
    await this.running;
    await this.looking.catch(() => undefined);
    await this.tidying.stop();
    await this.keeping.end();
  }

  /** Looks at once whether a person has ordered something, or another process has moved on. */
  look(): Promise<void> {
    const next = async (): Promise<void> => {
      this.tell(await this.keeping.look());
      this.waiters.wake();
    };
    return (this.looking = this.looking.then(next, next));
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
    const { position, phase } = this;
    const halted = views.find(({ state }) => state === 'halted');
    const building = views.some(({ state, rebuilding }) => state === 'building' || rebuilding);
    const paused = views.some(({ state }) => state === 'paused');
    return {
      state: phase !== 'following' ? phase : halted ? 'halted' : building ? 'rebuilding' : paused ? 'paused' : 'following',
      position,
      head: Math.max(this.head, position),
      error: halted?.error ?? this.fault,
      views,
    };
  }

  /** How far it is behind the log's own head, asked now: a watcher that sleeps does not look healthy. */
  lag(): Promise<Lag> {
    return measure(this.options.log, this.position, this.options.clock);
  }

  /** Calls back with the names of views and sums whose rows a commit has changed. */
  onChange(listener: (names: readonly string[]) => void): void {
    this.listeners.add(listener);
  }

  /** Whether all views have reached a position within `ms`; a halted one never does. */
  async waitFor(position: Position, ms: number): Promise<boolean> {
    const never = (): boolean => this.phase === 'stopped' || this.lanes.some((lane) => lane.state === 'halted' && lane.readablePosition < position);
    this.hurried += 1;
    if (this.keeping.watching) this.waiters.wake();
    await this.waiters.until(() => this.position >= position || never(), ms);
    this.hurried -= 1;
    return this.position >= position;
  }

  private slowest(): Lane | undefined {
    return [...this.lanes].sort((a, b) => a.checkpoint.position - b.checkpoint.position)[0];
  }
  private get stopped(): boolean {
    return this.phase === 'stopped';
  }
  private tell(lanes: readonly Lane[]): void {
    const names = lanes.flatMap(({ view }) => [view.name, ...view.sums.map(({ name }) => name)]);
    if (names.length > 0) for (const listener of this.listeners) listener(names);
  }

  /** Renews leases, and watches what others keep: often while somebody waits, seldom otherwise. */
  private async keep(): Promise<void> {
    const hurry = (): boolean => this.hurried > 0 && this.keeping.watching;
    while (!this.stopped) {
      if (hurry()) await this.waiters.until(() => this.stopped, HURRY_MS);
      else await this.waiters.until(() => this.stopped || hurry(), this.keeping.restMs);
      if (!this.stopped) await this.look().catch((error: unknown) => this.noteFault(error));
    }
  }

  /** Builds what is missing, or wanted anew, while the rest goes on. */
  private async build(): Promise<void> {
    let pause: number = RETRY_MS.first;
    while (!this.stopped) {
      await this.waiters.until(() => this.stopped || this.lanes.some(({ toBuild }) => toBuild));
      const orders = this.lanes.filter(({ toBuild }) => toBuild).map((lane) => lane.order);
      try {
        await this.buildAll(orders);
        pause = RETRY_MS.first;
      } catch (error) {
        if (error instanceof ReadingStopped) return;
        for (const { lane } of orders) lane.built = undefined;
        if (isLasting(error)) await this.buildFailed(error, orders);
        else await this.waitAfter(error, pause);
        pause = Math.min(2 * pause, RETRY_MS.longest);
      }
      this.waiters.wake();
    }
  }

  private async buildAll(orders: readonly LaneOrder[]): Promise<void> {
    const lanes = orders.map(({ lane }) => lane);
    const progress = (position: Position, head: Position): void => {
      for (const lane of lanes) lane.built = position;
      this.head = Math.max(this.head, head);
    };
    await buildViews(orders, { ...this.options, stopped: () => this.stopped, progress });
    for (const lane of lanes) lane.built = undefined;
    await this.keeping.meet(lanes);
    this.tell(lanes);
    this.tidy(lanes.filter(({ checkpoint }) => checkpoint.position >= this.tidyAfter));
  }

  /** A first build that fails halts its view; when it stands already, what readers see stays. */
  private async buildFailed(error: Error & { readonly code: string }, orders: readonly LaneOrder[]): Promise<void> {
    await this.halt(
      error,
      orders.filter(({ lane }) => lane.state === 'building').map(({ lane }) => lane),
    );
    for (const { lane, rebuild } of orders) {
      if (rebuild === undefined || (error instanceof FoldFailed && error.view !== lane.view.name)) continue;
      await noteFailedRebuild(this.options.pool, lane.follower, rebuild, error.code).catch(() => undefined);
      if (lane.rebuild?.order === rebuild.order) lane.rebuild = undefined;
    }
  }

  private async follow(): Promise<void> {
    let pause: number = RETRY_MS.first;
    while (!this.stopped) {
      const group = this.nextGroup();
      try {
        if (group.length === 0) await this.waiters.until(() => this.stopped || this.nextGroup().length > 0);
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

  private noteFault(error: unknown): void {
    this.fault = (error as { code?: string }).code ?? (error as Error).name;
  }
  private async waitAfter(error: unknown, ms: number): Promise<void> {
    this.noteFault(error);
    await this.waiters.until(() => this.stopped, ms);
  }

  /** The views kept here that are furthest behind and stand together. */
  private nextGroup(): readonly Lane[] {
    const moving = this.lanes.filter((lane) => lane.moving);
    const position = Math.min(...moving.map(({ checkpoint }) => checkpoint.position));
    return moving.filter(({ checkpoint }) => checkpoint.position === position);
  }

  private async step(group: readonly Lane[]): Promise<void> {
    const { log, pageSize = PAGE } = this.options;
    if (this.overtaken) {
      await this.keeping.meet(this.lanes);
      this.overtaken = false;
      // Who waits for a position is now served by watching, and not by this loop.
      this.waiters.wake();
      return;
    }
    for (const lane of group.filter(({ checked }) => !checked)) await takeOver(lane, this.options);
    const [{ checkpoint }] = group as [Lane];
    const { position } = checkpoint;
    if (this.caughtUp === position) {
      this.caughtUp = undefined;
      return this.waitForLog(group);
    }
    const ahead = this.lanes.filter((lane) => lane.moving && lane.checkpoint.position > position);
    const page = await log.read(position, Math.min(pageSize, ...ahead.map((lane) => lane.checkpoint.position - position)));
    if (page.head < position) throw new HistoryDiverged(position);
    const { changed, unknown } = page.lines.length === 0 ? { changed: [] } : await takePage(group, page, this.options);
    this.head = page.head;
    this.caughtUp = page.head;
    this.farBehind ||= page.head - position >= this.tidyAfter;
    if (this.farBehind && this.nextGroup().every((lane) => lane.checkpoint.position >= page.head)) {
      this.farBehind = false;
      this.tidy(this.lanes.filter(({ moving }) => moving));
    }
    this.waiters.wake();
    if (changed.length > 0) for (const listener of this.listeners) listener(changed);
    if (unknown) throw unknown;
  }

  private get tidyAfter(): number {
    return this.options.tidyAfter ?? TIDY_AFTER;
  }
  private tidy(lanes: readonly Lane[]): void {
    if (lanes.length > 0) this.tidying.take(lanes.flatMap(({ view }) => view.tables));
  }

  /** Until something is appended, or other views stand where these do. */
  private async waitForLog(group: readonly Lane[]): Promise<void> {
    const [{ checkpoint }] = group as [Lane];
    let over = false;
    const changed = (): boolean => over || this.stopped || this.nextGroup().length !== group.length || group.some(({ moving }) => !moving);
    await Promise.race([this.options.log.wait(checkpoint.position, WAIT_MS), this.waiters.until(changed)]);
    over = true;
    this.waiters.wake();
  }

  private async halt(error: Error & { readonly code: string }, group: readonly Lane[]): Promise<void> {
    const one = error instanceof FoldFailed || error instanceof TooManyParked ? error.view : undefined;
    for (const lane of group.filter(({ view }) => one === undefined || view.name === one)) {
      lane.halt(error.code);
      await note(this.options.pool, lane.follower, 'halted', error.code).then(
        () => (lane.noted = true),
        () => undefined,
      );
    }
    this.waiters.wake();
  }
}
