import type { FollowerOptions } from './follower-options';
import type { Lane } from './lane';
import { claim, isGone, LEASE_MS, newOwner, release, renew } from './leases';
import { enter, registered, type Registered } from './registry';

/** How often one who keeps nothing looks whether the keeper is still there. Unit: milliseconds. */
const WATCH_MS = 1_500;

/** Which views this process keeps: it takes over what nobody keeps, renews what it has, and watches the rest. */
export class Keeping {
  /** Names this process among all keepers, for as long as it runs. */
  readonly owner = newOwner();
  readonly leaseMs: number;

  constructor(
    private readonly lanes: readonly Lane[],
    private readonly options: Pick<FollowerOptions, 'pool' | 'log' | 'leaseMs'>,
  ) {
    this.leaseMs = options.leaseMs ?? LEASE_MS;
  }

  /** Whether another process keeps some view. */
  get watching(): boolean {
    return this.lanes.some(({ fence }) => fence === undefined);
  }
  /** Until the next look. Unit: milliseconds. */
  get restMs(): number {
    return this.watching ? Math.min(WATCH_MS, this.leaseMs / 3) : this.leaseMs / 3;
  }

  /** Renews leases; takes over what is free; answers the views that another process has moved on. */
  async look(): Promise<readonly Lane[]> {
    const { pool } = this.options;
    const held = this.lanes.filter(({ fence }) => fence !== undefined);
    if (held.length > 0) {
      const told = new Map((await renew(pool, this.owner, this.leaseMs)).map((one) => [`${one.kind} ${one.name} ${one.version}`, one]));
      for (const lane of held) lane.renewed(told.get(`view ${lane.view.name} ${lane.view.version}`));
    }
    const others = this.lanes.filter(({ fence }) => fence === undefined);
    if (others.length === 0) return [];
    const before = new Map(others.map((lane) => [lane, lane.readablePosition]));
    await this.take(others, await this.meet(others));
    return others.filter((lane) => lane.readablePosition !== before.get(lane));
  }

  /** Takes over what the registry says of some views. */
  async meet(lanes: readonly Lane[]): Promise<readonly Registered[]> {
    const known = (await registered(this.options.pool)).filter(({ kind }) => kind === 'view');
    for (const lane of lanes) {
      const versions = known.filter(({ name }) => name === lane.view.name);
      lane.meet(versions, this.options.log.origin, this.owner);
    }
    return known;
  }

  /** Gives everything back. */
  async end(): Promise<void> {
    await release(this.options.pool, this.owner).catch(() => undefined);
    for (const lane of this.lanes) lane.hold(undefined);
  }

  private async take(lanes: readonly Lane[], known: readonly Registered[]): Promise<void> {
    const { pool, log } = this.options;
    const rowOf = ({ view }: Lane): Registered | undefined => known.find(({ name, version }) => name === view.name && version === view.version);
    const fresh = lanes.filter((lane) => lane.state === 'building' && !rowOf(lane));
    for (const { view, follower } of fresh)
      await enter(pool, { ...follower, epoch: log.origin, status: 'building', tables: view.tables, columns: view.columnTypes });
    const gone = known.flatMap(({ owner }) => (owner !== undefined && isGone(owner) ? [owner] : []));
    const isFree = (row: Registered | undefined): boolean => !row || row.free || gone.includes(row.owner ?? '');
    const free = lanes.filter((lane) => isFree(rowOf(lane)) && (rowOf(lane) ?? fresh.includes(lane)));
    const held = await claim(
      pool,
      free.map(({ follower }) => follower),
      this.owner,
      this.leaseMs,
      gone,
    );
    for (const lane of free) lane.hold(held.find(({ name }) => name === lane.view.name)?.fence);
  }
}
