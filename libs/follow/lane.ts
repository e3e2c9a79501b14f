import type { Position, Suite } from '@lianhu/kernel';
import type { Frontier } from '@lianhu/log';
import type { CompiledView } from './compiled-view';
import { BEGINNING, frontierOf, type Checkpoint, type FollowerName, type Registered } from './registry';

/** How one view is kept. */
export interface ViewStatus {
  readonly name: string;
  readonly version: number;
  readonly state: 'building' | 'running' | 'halted';
  readonly position: Position;
  readonly error?: string;
}

/** One view as its follower has it in mind. */
export class Lane {
  state: ViewStatus['state'] = 'building';
  checkpoint: Checkpoint = BEGINNING;
  frontier: Frontier;
  /** Readers see this version. */
  active = false;
  /** Whether its root has been found in the log since it was taken over. */
  checked = false;
  /** How far a build has come. */
  built: Position = 0;
  private error: string | undefined;
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
  /** Whether readers find some version. */
  get readable(): boolean {
    return this.active || this.older !== undefined;
  }
  /** How far the version is that readers find. */
  get readablePosition(): Position {
    return this.active ? this.checkpoint.position : (this.older ?? 0);
  }
  status(): ViewStatus {
    const { name, version } = this.view;
    return { name, version, state: this.state, position: this.state === 'building' ? this.built : this.checkpoint.position, error: this.error };
  }

  /** Takes over what the registry says of this view's versions. */
  meet(known: readonly Registered[], epoch: string, tablesExist: boolean): void {
    this.older = known.find(({ version, active }) => active && version !== this.view.version)?.position;
    const own = known.find(({ version }) => version === this.view.version);
    if (!own || own.status === 'building' || !tablesExist || !this.fits(own)) {
      // Gone while it was followed: a newer version of the program has replaced it.
      if (this.state === 'running') this.halt('follow.overtaken');
      this.active = false;
      return;
    }
    this.active = own.active;
    this.begin(own);
    if (own.epoch !== epoch) this.halt('log.history-diverged');
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
  /** Readers see this version from now on. */
  activated(): void {
    this.active = true;
    this.older = undefined;
  }
  halt(error: string): void {
    this.state = 'halted';
    this.error = error;
  }
  /** Tries again where it halted; one that never stood has to be built. */
  retry(): void {
    this.begin(this.checkpoint);
    if (this.checkpoint === BEGINNING) this.state = 'building';
  }

  private fits({ tables, columns }: Registered): boolean {
    const { view } = this;
    const same = view.columns.length === Object.keys(columns).length && view.columns.every(({ name, type }) => columns[name] === type);
    return same && view.tables.length === tables.length && view.tables.every((table) => tables.includes(table));
  }
}
