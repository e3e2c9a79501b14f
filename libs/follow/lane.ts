import type { Position, Suite } from '@lianhu/kernel';
import type { Frontier } from '@lianhu/log';
import type { BuildOrder } from './build-order';
import type { CompiledView } from './compiled-view';
import type { Held, Renewed } from './leases';
import { BEGINNING, frontierOf, type Checkpoint, type FollowerName, type Rebuild, type Registered } from './registry';

/** How one view is kept. */
export interface ViewStatus {
  readonly name: string;
  readonly version: number;
  readonly state: 'building' | 'running' | 'halted' | 'paused';
  readonly position: Position;
  /** This process keeps it; otherwise another does. */
  readonly kept: boolean;
  /** Readers find some version of it. */
  readonly readable: boolean;
  /** It is being folded anew beside the rows that readers see. */
  readonly rebuilding: boolean;
  readonly error?: string;
}

/** What is to be built for a lane, as it is wanted when the build begins. */
export type LaneOrder = BuildOrder & { readonly lane: Lane };

/** One view as its follower has it in mind. */
export class Lane {
  state: 'building' | 'running' | 'halted' = 'building';
  checkpoint: Checkpoint = BEGINNING;
  frontier: Frontier;
  /** The fence of the lease that this process holds; undefined while another keeps it. */
  fence: number | undefined;
  /** A person has told it to stay where it is. */
  paused = false;
  /** What a person wants folded anew. */
  rebuild: Rebuild | undefined;
  /** Whether its root has been found in the log, and what was dropped or parked has been looked at, since it was taken over. */
  checked = false;
  /** How far a build has come; undefined while none runs. */
  built: Position | undefined;
  /** That it halted stands in the registry; when it stands there no more, a person wants it to go on. */
  noted = false;
  private error: string | undefined;
  /** Readers see this version. */
  private active = false;
  private older: Position | undefined;

  constructor(
    readonly view: CompiledView,
    private readonly suite: Suite,
  ) {
    this.frontier = frontierOf(suite, BEGINNING);
  }

  get follower(): FollowerName {
    return { kind: 'view', name: this.view.name, version: this.view.version };
  }
  /** As its keeper; only while it is kept here. */
  get held(): Held {
    return { ...this.follower, fence: this.fence ?? -1 };
  }
  /** Whether this process moves it on now. */
  get moving(): boolean {
    return this.state === 'running' && this.fence !== undefined && !this.paused;
  }
  /** Whether this process has to fold it anew now. */
  get toBuild(): boolean {
    return this.fence !== undefined && (this.state === 'building' || this.rebuild !== undefined);
  }
  /** What it wants built now; what a person wants later is another order. */
  get order(): LaneOrder {
    const { view, held, state, rebuild } = this;
    return { lane: this, view, held, rebuild: state === 'building' ? undefined : rebuild };
  }
  /** Whether readers find some version. */
  get readable(): boolean {
    return this.active || this.older !== undefined;
  }
  /** How far the version is that readers find. */
  get readablePosition(): Position {
    return this.active ? this.checkpoint.position : (this.older ?? 0);
  }
  status(): ViewStatus {
    const { state, readable, error, built } = this;
    return {
      name: this.view.name,
      version: this.view.version,
      state: state === 'running' && this.paused ? 'paused' : state,
      position: state === 'building' ? (built ?? 0) : this.checkpoint.position,
      kept: this.fence !== undefined,
      readable,
      rebuilding: built !== undefined && readable,
      error,
    };
  }

  /** Takes over what the registry says of this view's versions, as the owner of a lease or as one who only watches. */
  meet(known: readonly Registered[], epoch: string, owner: string): void {
    this.older = known.find(({ version, active }) => active && version !== this.view.version)?.position;
    this.paused = known.some(({ paused }) => paused);
    const own = known.find(({ version }) => version === this.view.version);
    this.hold(own?.owner === owner ? own.fence : undefined);
    this.rebuild = own?.rebuild;
    this.active = own?.active === true && own.whole;
    if (!own || own.status === 'building' || !own.whole || !this.fits(own)) return this.isMissing();
    // What halted here waits for `retry`; what halted in another process is tried again when it is taken over.
    if (this.state === 'halted' && this.fence !== undefined) return;
    if (this.state !== 'running' || this.checkpoint.position !== own.position) this.begin(own);
    if (own.epoch !== epoch) this.halt('log.history-diverged');
    else if (this.fence === undefined && own.status === 'halted') this.halt(own.error ?? 'halted');
  }

  /** Goes on from a checkpoint whose root has not been looked for in the log yet. */
  begin({ position, frontier, recordedAt, today }: Checkpoint): void {
    this.moveTo({ position, frontier, recordedAt, today }, frontierOf(this.suite, { position, frontier }));
    this.state = 'running';
    this.error = undefined;
    this.checked = false;
  }
  moveTo(checkpoint: Checkpoint, frontier: Frontier): void {
    this.checkpoint = checkpoint;
    this.frontier = frontier;
  }
  /** Notes what a renewal of its lease has told; undefined when the lease is lost. */
  renewed(told: Renewed | undefined): void {
    this.hold(told?.fence);
    if (!told) return;
    this.paused = told.paused;
    this.rebuild = told.rebuild;
    if (this.state === 'halted' && this.noted && told.error === undefined) this.retry();
  }
  /** Takes the lease over, or sees it taken: what another has moved meanwhile must be looked at before going on. */
  hold(fence: number | undefined): void {
    if (fence === this.fence) return;
    this.fence = fence;
    this.checked = false;
    if (fence !== undefined && this.state === 'halted') this.retry();
  }
  halt(error: string): void {
    this.noted = false;
    this.state = 'halted';
    this.error = error;
  }
  /** Tries again where it halted; one that never stood has to be built. */
  retry(): void {
    this.begin(this.checkpoint);
    if (this.checkpoint === BEGINNING) this.state = 'building';
  }

  private isMissing(): void {
    // Gone while it was followed: a newer version of the program has replaced it.
    if (this.state === 'running' && this.older !== undefined) this.halt('follow.overtaken');
    else if (this.state !== 'halted') this.state = 'building';
  }

  private fits({ tables, columns }: Registered): boolean {
    const { view } = this;
    const same = view.columns.length === Object.keys(columns).length && view.columns.every(({ name, type }) => columns[name] === type);
    return same && view.tables.length === tables.length && view.tables.every((table) => tables.includes(table));
  }
}
