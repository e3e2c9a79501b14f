import type { Viewer } from '@lianhu/access';
import { dateOf, type Clock, type Moment, type Position, type Quarter } from '@lianhu/kernel';
import type { Follower, Reactor } from '@lianhu/follow';
import type { LogReader } from '@lianhu/log';
import { logger, ProblemError, type HubForMonitor } from '@lianhu/services/platform';
import type { Anchors } from './anchors';
import type { AlertCommand, Alerts, CommandDone } from './alerts';
import type { CellEvents } from './cell-events';
import type { Board, DepartmentOnBoard } from './board';
import type { Inbox } from './inbox';
import type { Minors } from './minors';
import type { ReadModel } from './model';
import type { Boards } from './boards';
import type { Quarters } from './quarters';
import type { Records } from './records';
import type { Reviews } from './reviews';
import type { AlertRow } from './rows';

/** What a monitor is made of. */
export interface MonitorParts {
  readonly model: ReadModel;
  readonly board: Board;
  readonly minors: Minors;
  readonly records: Records;
  readonly alerts: Alerts;
  readonly reviews: Reviews;
  readonly quarters: Quarters;
  readonly boards: Boards;
  readonly cellEvents: CellEvents;
  readonly follower: Follower;
  readonly inbox: Inbox;
  readonly reactors: readonly Reactor[];
  readonly log: LogReader;
  readonly hub: HubForMonitor;
  readonly anchors: Anchors;
  readonly clock: Clock;
}

/** How often clocks are looked at: deadlines are hours, and an idle monitor should cost next to nothing. Unit: milliseconds. */
const CLOCK_EVERY_MS = 10_000;
/** Views that have not moved on for so long will not by themselves: one page of a busy machine takes seconds. Unit: milliseconds. */
const STILL_MS = 60_000;

/** The only reader for people: views, alert desk, quarters, and the reactors that decide. */
export class Monitor {
  readonly model: ReadModel;
  readonly board: Board;
  readonly minors: Minors;
  readonly records: Records;
  readonly alerts: Alerts;
  readonly reviews: Reviews;
  readonly inbox: Inbox;
  readonly quarters: Quarters;
  readonly boards: Boards;
  readonly cellEvents: CellEvents;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: MonitorParts) {
    ({
      model: this.model,
      board: this.board,
      minors: this.minors,
      records: this.records,
      alerts: this.alerts,
      reviews: this.reviews,
      inbox: this.inbox,
      quarters: this.quarters,
      boards: this.boards,
      cellEvents: this.cellEvents,
    } = parts);
  }

  async start(): Promise<void> {
    await this.parts.follower.start();
    for (const reactor of this.parts.reactors) await reactor.start();
  }

  /** Misses clocks as they pass and anchors each day's access log, from now on; counts the running quarters, a little later. */
  keepTime(): void {
    const orWait = (work: Promise<unknown>): Promise<unknown> =>
      work.catch((error: unknown) => logger.warn({ fault: (error as Error).name }, 'clocks wait'));
    const look = (): Promise<unknown> => Promise.all([orWait(this.missClocks()), orWait(this.parts.anchors.drop())]);
    void look();
    this.timer = setInterval(() => void look().then(() => orWait(this.quarters.keepUp())), CLOCK_EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([this.parts.follower, ...this.parts.reactors].map((one) => one.stop()));
  }

  status() {
    const { follower, reactors } = this.parts;
    return { follower: follower.status(), reactors: reactors.map((reactor) => reactor.status()) };
  }

  /** Waits until views and reactors have seen everything, what they themselves appended included: as long as they move on. Throws when they stand still. */
  async settle(): Promise<void> {
    const { log, reactors } = this.parts;
    for (;;) {
      const { position } = await log.head();
      await this.followed(position);
      for (const reactor of reactors) {
        while (reactor.position < position) {
          if (reactor.error) throw new Error(`reactor: ${reactor.error}`);
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      }
      if ((await log.head()).position === position) return;
    }
  }

  private async followed(position: Position): Promise<void> {
    const { follower } = this.parts;
    for (let before = -1; before < follower.position;) {
      before = follower.position;
      if (await follower.waitFor(position, STILL_MS)) return;
    }
    throw new Error(`views stand at ${follower.position} of ${position}`);
  }

  /** Departments as a caller may see them: freshness by day except for office, data officers and auditors. */
  async departments(viewer: Viewer): Promise<DepartmentOnBoard[]> {
    const rows = await this.board.departments();
    if (exactFreshness(viewer)) return rows;
    return rows.map((row) => ({ ...row, lastEventAt: row.lastEventAt === undefined ? undefined : dateOf(row.lastEventAt) }));
  }

  /** How fresh each department is. */
  async freshness(viewer: Viewer): Promise<object[]> {
    const now = this.parts.clock.now();
    return (await this.departments(viewer)).map(({ department, lastEventAt }) => ({
      department,
      lastEventAt,
      lagSeconds: lastEventAt === undefined || !exactFreshness(viewer) ? undefined : Math.max(0, Math.round((now - Date.parse(lastEventAt)) / 1000)),
    }));
  }

  openAlerts(): Promise<readonly AlertRow[]> {
    return this.alerts.open();
  }
  acknowledge(viewer: Viewer, input: AlertCommand): Promise<CommandDone> {
    return this.alerts.command(viewer, 'acknowledge', input);
  }
  close(viewer: Viewer, input: AlertCommand): Promise<CommandDone> {
    return this.alerts.command(viewer, 'close', input);
  }
  cutOff(quarter: Quarter): Moment {
    return this.quarters.cutOff(quarter);
  }

  async isClosed(quarter: Quarter): Promise<boolean> {
    return (await this.quarters.list()).some((one) => one.quarter === quarter && one.state === 'closed');
  }
  /** Counts the quarters before somebody asks for them; if it cannot now, whoever asks first waits for it. */
  async warm(): Promise<void> {
    try {
      const [newest] = await this.quarters.list();
      if (newest) await this.quarters.show(newest.quarter);
    } catch (error) {
      logger.warn({ fault: (error as Error).name }, 'quarters are counted later');
    }
  }

  /** Closes a quarter. Throws ProblemError with the refusal's code. */
  async closeQuarter(_viewer: Viewer, quarter: Quarter): Promise<object> {
    const result = await this.quarters.close(quarter);
    if ('refused' in result) throw new ProblemError('refused', { members: { type: `/problems/${result.refused}`, code: result.refused } });
    return { quarter, state: 'closed' };
  }

  /** States a closed quarter again. Throws ProblemError with the refusal's code. */
  async restateQuarter({ name }: Viewer, quarter: Quarter, reason: string): Promise<object> {
    const result = await this.quarters.restate(quarter, name, reason);
    if ('refused' in result) throw new ProblemError('refused', { members: { type: `/problems/${result.refused}`, code: result.refused } });
    return { quarter, ...result };
  }

  /** Appends one `hub.clock.missed` for each open alert and report whose deadline has passed; how many. */
  async missClocks(): Promise<number> {
    return (await this.alerts.missClocks()) + (await this.inbox.missReports());
  }
}

const EXACT = new Set(['office', 'office-lead', 'data-officer', 'auditor', 'admin']);
const exactFreshness = ({ role }: Viewer): boolean => EXACT.has(role);
