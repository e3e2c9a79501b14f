import { join } from 'node:path';
import { AccessLog, openHandles, References, Seals } from '@lianhu/access';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { baseViews as views, catalogue, sums } from '@lianhu/catalogue';
import { Follower, Reactor, sharedReads, ViewReader } from '@lianhu/follow';
import { toBase64, type Clock, type Suite } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { alertIds } from '@lianhu/vault';
import { ReadRecorder, type EdgeCounters, type HubForMonitor, type LoadedPolicy } from '@lianhu/services/platform';
import { AlertReactor } from './alert-reactor';
import { Alerts } from './alerts';
import { Anchors } from './anchors';
import { Board } from './board';
import { CellEvents } from './cell-events';
import { CorrectionReactor } from './correction-reactor';
import { Erasures } from './erasures';
import { Followers } from './followers';
import { Inbox } from './inbox';
import { KeptFigures } from './kept-figures';
import { LiveHints } from './live-hints';
import { Minors } from './minors';
import { Reviews } from './reviews';
import { Records } from './records';
import { ReadModel } from './model';
import { Monitor } from './monitor';
import { NoticeReactor } from './notice-reactor';
import { Boards } from './boards';
import { Quarters } from './quarters';

/** What a monitor needs from outside. */
export interface MonitorOptions {
  /** Data folder: handle key, policy packs. */
  readonly folder: string;
  /** Connection as role lianhu_monitor. */
  readonly url: string;
  readonly log: LogReader;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly hub: HubForMonitor;
  readonly policy: LoadedPolicy;
  readonly counters: () => Promise<ReadonlyMap<string, EdgeCounters & { readonly missing?: number }>>;
}

/** A running monitor with what its routes need. */
export interface RunningMonitor {
  readonly monitor: Monitor;
  readonly hints: LiveHints;
  readonly accessLog: AccessLog;
  readonly followers: Followers;
  readonly erasures: Erasures;
  /** The secret under which a browser keeps what somebody of this account is writing: the same at each sign-in, and on no desk. */
  draftKeyOf(account: string): string;
  close(): Promise<void>;
}

/** How long a split waits until pages show it, before it is looked who has read the file. Unit: milliseconds. */
const SHOWN_WITHIN_MS = 10_000;

/** Sums that change with a view: their pages are hinted too. */
const HINTED: Readonly<Record<string, readonly string[]>> = {
  minors: ['minors', 'towns', 'overview'],
  alerts: ['alerts', 'towns', 'overview'],
  departments: ['departments', 'overview'],
  inbox: ['inbox', 'departments', 'overview'],
};

/** Starts following; resolves when all views stand. */
export async function createMonitor(options: MonitorOptions): Promise<RunningMonitor> {
  const { folder, log, suite, clock, hub, policy } = options;
  const pool = createPool(options.url, { applicationName: 'lianhu-monitor' });
  const alertKey = await hub.alertKey();
  const idOf = alertIds(suite, alertKey);
  const draftKey = suite.hmac(alertKey, 'drafts in browsers');
  const followed = sharedReads(log);
  const known = (type: string): boolean => catalogue.event(type) !== undefined;
  const follower = new Follower({ log: followed, pool, suite, views, sums, clock, known });
  const alertReactor = new AlertReactor({ log, hub, policy: policy.pack, idOf });
  const reactor = new Reactor({
    name: 'alerts-reactor',
    log: followed,
    pool,
    known,
    react: (events, upTo) => alertReactor.react(events, upTo),
  });
  const accessLog = new AccessLog(pool, suite, () => clock.now());
  const noticeReactor = new NoticeReactor({
    log,
    hub,
    sharing: {
      table: policy.sharing,
      calendar: chinaCalendarAssuming,
      county: policy.pack.area,
      idOf: (addressee, position) => idOf('notice', addressee, position),
    },
    accesses: accessLog,
    shown: (position) => follower.waitFor(position, SHOWN_WITHIN_MS),
  });
  const notices = new Reactor({ name: 'notices-reactor', log: followed, pool, known, react: (events) => noticeReactor.react(events) });
  const correctionReactor = new CorrectionReactor(hub);
  const corrections = new Reactor({ name: 'corrections-reactor', log: followed, pool, known, react: (events) => correctionReactor.react(events) });
  const reactors = [reactor, notices, corrections];
  const followers = new Followers({ pool, log, suite, clock, hub, follower, reactors });
  const model = new ReadModel(new ViewReader(pool, log, views, sums), follower, log);
  const recorder = new ReadRecorder(accessLog);
  const references = new References(pool);
  const seals = new Seals(pool);
  const handles = openHandles(join(folder, 'keys'), suite);
  const shared = { model, log, references, hub, recorder, handles, policy: policy.pack };
  const minors = new Minors(shared);
  const quarters = new Quarters({
    log,
    hub,
    suite,
    clock,
    policy,
    calendar: chinaCalendarAssuming,
    policyFolder: join(folder, 'policies'),
    kept: new KeptFigures(join(folder, 'figures'), suite, suite.hmac(alertKey, 'figures of closed quarters'), policy.hash),
    followers: () => followers.standing(),
  });
  const monitor = new Monitor({
    model,
    follower,
    reactors,
    log,
    hub,
    anchors: new Anchors({ accessLog, hub, log, clock }),
    clock,
    board: new Board(model, policy.pack, options.counters, (most) => hub.unmatched(most)),
    minors,
    records: new Records({ ...shared, minors, clock }),
    alerts: new Alerts({ ...shared, clock, reactor }),
    reviews: new Reviews(shared),
    inbox: new Inbox({ ...shared, clock, seals }),
    cellEvents: new CellEvents({ ...shared, seals }),
    quarters,
    boards: new Boards(quarters, policy.pack),
  });
  const hints = new LiveHints();
  follower.onChange((changed) => {
    for (const view of new Set(changed.flatMap((name) => HINTED[name] ?? [name]))) hints.hint(view);
  });
  await monitor.start();
  return {
    monitor,
    hints,
    accessLog,
    followers,
    erasures: new Erasures({ ...shared, clock }),
    draftKeyOf: (account) => toBase64(suite.hmac(draftKey, account)),
    close: async () => {
      hints.close();
      await monitor.stop();
      await pool.end();
    },
  };
}
