import { randomUUID } from 'node:crypto';
import {
  countParked,
  FOLLOWER_ORDERED,
  listParked,
  measure,
  PARKED_DROPPED,
  registered,
  steer,
  type ParityReport,
  type Registered,
} from '@lianhu/follow';
import type { Follower, Reactor } from '@lianhu/follow';
import { codes, momentOf, type Clock, type Position, type Suite } from '@lianhu/kernel';
import { LEAVING_OUT } from '@lianhu/departments/hub';
import type { LogReader } from '@lianhu/log';
import { ProblemError, type HubForMonitor } from '@lianhu/services/platform';
import type { Pool } from 'pg';

/** What operators' orders need. */
export interface FollowersParts {
  readonly pool: Pool;
  readonly log: LogReader;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly hub: HubForMonitor;
  readonly follower: Follower;
  readonly reactors: readonly Reactor[];
}
/** A follower as operators see it. */
export interface ListedFollower {
  readonly follower: string;
  readonly kind: 'view' | 'reactor';
  readonly version: number;
  readonly state: 'building' | 'running' | 'halted' | 'paused';
  readonly position: Position;
  readonly lagEvents: number;
  /** Age of the next event that it has not followed. Unit: seconds. */
  readonly lagSeconds: number;
  readonly error?: string;
  /** Unit: events. */
  readonly parked: number;
  /** Unit: seconds. */
  readonly oldestParkedSeconds: number;
  readonly rebuilding: boolean;
  readonly lastRebuild?: ParityReport;
}
/** What an order may say beside its name. */
export interface OrderInput {
  readonly to?: unknown;
  readonly position?: unknown;
  readonly reason?: unknown;
}
/** Orders of operators. */
export const ORDERS = ['pause', 'resume', 'rewind', 'retry', 'drop'] as const;
type Order = (typeof ORDERS)[number];

const wrong = (pointer: string, message: string): ProblemError =>
  new ProblemError('invalid-input', { errors: [{ pointer, rule: 'value', message }] });

/** Views and reactors as operators see and steer them. Every order is an event of the log; what is parked is told by position, never by whose it is. */
export class Followers {
  constructor(private readonly parts: FollowersParts) {}

  async list(): Promise<readonly ListedFollower[]> {
    const { pool } = this.parts;
    const [all, parked] = await Promise.all([registered(pool), countParked(pool)]);
    const lag = await this.lagOf(all);
    return all.map((one) => {
      const { parked: count = 0, oldestSeconds = 0 } = (one.kind === 'view' ? parked.get(one.name) : undefined) ?? {};
      return {
        follower: one.name,
        kind: one.kind,
        version: one.version,
        state: one.status === 'running' && one.paused ? 'paused' : one.status,
        position: one.position,
        ...lag(one.position),
        error: one.error,
        parked: count,
        oldestParkedSeconds: Math.round(oldestSeconds),
        rebuilding: one.rebuild !== undefined || one.status === 'building',
        lastRebuild: one.parity,
      };
    });
  }

  /** What is parked: follower, position, code. */
  async parked(): Promise<readonly object[]> {
    return (await listParked(this.parts.pool)).map(({ follower, position, error, attempts, since }) => ({
      follower,
      position,
      code: error ?? 'follow.waits-behind',
      attempts,
      since: momentOf(since.getTime()),
    }));
  }

  /** Positions of everything that a closing depends on, with what is parked there. */
  async standing(): Promise<readonly { readonly position: Position; readonly parked: number }[]> {
    const { pool, follower, reactors } = this.parts;
    const parked = [...(await countParked(pool)).values()].reduce((sum, one) => sum + one.parked, 0);
    return [{ position: follower.position, parked }, ...reactors.map(({ position }) => ({ position, parked: 0 }))];
  }

  /** Records an order in the log and carries it out; `retry` and `drop` are carried out when the view comes to that place. */
  async order(name: string, order: string, input: OrderInput): Promise<object> {
    const all = (await registered(this.parts.pool)).filter((one) => one.name === name);
    if (all.length === 0 || !ORDERS.includes(order as Order)) throw new ProblemError('not-found');
    if (order === 'drop') return this.drop(name, input);
    if (order === 'retry') return { position: await this.record(FOLLOWER_ORDERED, `order-${randomUUID()}`, { follower: name, order }) };
    return this.steered(all, order as 'pause' | 'resume' | 'rewind', input);
  }

  private async steered(all: readonly Registered[], order: 'pause' | 'resume' | 'rewind', { to }: OrderInput): Promise<object> {
    const { pool, log, suite, follower, reactors } = this.parts;
    const [{ name }] = all as [Registered];
    if (order === 'rewind') {
      const stands = all.find(({ active, kind }) => active || kind === 'reactor')?.position;
      if (!Number.isSafeInteger(to) || (to as number) < 0 || stands === undefined || (to as number) > stands)
        throw wrong('/to', `0 … ${stands ?? 0}`);
    }
    const data = { follower: name, order, ...(order === 'rewind' && { to: to as number }) };
    const position = await this.record(FOLLOWER_ORDERED, `order-${randomUUID()}`, data);
    const done = await steer(pool, { log, suite }, name, order === 'rewind' ? { order, to: to as number } : { order });
    if (done !== 'done') throw new ProblemError('refused', { detail: done });
    await Promise.all([follower, ...reactors].map((one) => one.look()));
    return { position };
  }

  private async drop(follower: string, { position, reason }: OrderInput): Promise<object> {
    if (!(codes(LEAVING_OUT) as readonly unknown[]).includes(reason)) throw wrong('/reason', codes(LEAVING_OUT).join(' | '));
    const parked = await listParked(this.parts.pool);
    if (!parked.some((one) => one.follower === follower && one.position === position)) throw new ProblemError('not-found');
    return { position: await this.record(PARKED_DROPPED, `parked-dropped-${follower}-${position as number}`, { follower, position, reason }) };
  }

  private async record(type: string, id: string, data: Readonly<Record<string, unknown>>): Promise<Position> {
    const { hub, clock, log } = this.parts;
    await hub.own([{ type, id, time: momentOf(clock.now()), data }]);
    return (await log.head()).position;
  }

  /** Lags of all, measured once for each position at which somebody stands. */
  private async lagOf(all: readonly Registered[]): Promise<(position: Position) => { lagEvents: number; lagSeconds: number }> {
    const { log, clock } = this.parts;
    const lags = new Map<Position, { lagEvents: number; lagSeconds: number }>();
    for (const position of new Set(all.map((one) => one.position))) {
      const { events, seconds } = await measure(log, position, clock);
      lags.set(position, { lagEvents: events, lagSeconds: Math.round(seconds) });
    }
    return (position) => lags.get(position) ?? { lagEvents: 0, lagSeconds: 0 };
  }
}
