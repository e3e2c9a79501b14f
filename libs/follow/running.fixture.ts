import { MinorRegistered } from '@lianhu/departments/hub';
import type { EventClass } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import type { Written } from '@lianhu/testing';
import type { Pool } from 'pg';
import { Follower, ViewReader, type FollowerOptions, type FollowerStatus } from '.';
import { known, sums, views } from './views.fixture';

/** Longest wait for something that must come. Unit: milliseconds. */
export const WAIT = 60_000;
/** A child of a number. */
export const child = (n: number): string => `child-${String(n).padStart(22, '0')}`;
/** An event about a child at ten o'clock. */
export const at = (n: number, cls: EventClass, day = '2026-03-02', data = {}): Written => ({
  cls,
  time: `${day}T10:00:00.000+08:00`,
  subject: child(n),
  data,
});
/** A child's registration. */
export const registration = (n: number): Written => at(n, MinorRegistered, '2026-03-01', { birthQuarter: '2014-Q1', town: '990101001' });

/** A follower at work, with a reader. */
export interface Running {
  readonly log: EventLog;
  readonly follower: Follower;
  readonly reader: ViewReader;
}
/** Starts followers; they stop after each test. */
export function useFollowers(pool: () => Pool): (log: EventLog, options?: Partial<FollowerOptions>) => Promise<Running> {
  const open: Follower[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((follower) => follower.stop()));
  });
  return async (log, options = {}) => {
    const all = { log, pool: pool(), suite: std1, views, sums, known, ...options };
    const follower = new Follower(all);
    open.push(follower);
    await follower.start();
    return { log, follower, reader: new ViewReader(pool(), log, all.views, all.sums) };
  };
}
/** Resolves when a follower is as wanted. */
export async function becomes(follower: Follower, wanted: (status: FollowerStatus) => boolean): Promise<FollowerStatus> {
  for (const until = performance.now() + WAIT; performance.now() < until; await new Promise((resolve) => setTimeout(resolve, 5))) {
    if (wanted(follower.status())) return follower.status();
  }
  throw new Error(`it stayed ${JSON.stringify(follower.status())}`);
}

/** A log that answers otherwise in something. */
export const tampered = (log: EventLog, changed: Partial<EventLog>): EventLog => Object.assign(Object.create(log) as EventLog, changed);
