import { mayEnter, type Viewer } from '@lianhu/access';
import { addDays, addMs, addQuarters, dateOf, momentOf, quarterDays, quarterOf, startOfDay, type Moment, type Quarter } from '@lianhu/kernel';
import type { Edge } from '@lianhu/services/edge';
import type { DayTurner } from '@lianhu/services/hub';
import type { Loading, Monitor } from '@lianhu/services/monitor';
import { logger } from '@lianhu/services/platform';
import {
  county,
  DEPARTMENTS,
  desk,
  live,
  registers,
  staff,
  type CountyOptions,
  type Day,
  type DepartmentId,
  type EnteredEvent,
  type Push,
} from '@lianhu/county';
import { ENTERED } from '@lianhu/departments/hub';
import type { SimulatedClock } from './simulated-clock';
import { untilTaken } from './until-taken';

/** What the loader drives. */
export interface DemonstrationParts {
  readonly options: CountyOptions;
  readonly clock: SimulatedClock;
  readonly edges: ReadonlyMap<DepartmentId, Edge>;
  readonly days: DayTurner;
  readonly monitor: Monitor;
  readonly report: (loading: Loading) => void;
}

/** Length of the demonstration: the running quarter and the five before it, which are closed on their day. Unit: quarters. */
const QUARTERS = 6;
/** Parts of a day that are pushed together; between them the staff works and the clock waits for all followers. Unit: hours. */
const SLOT_ENDS = [12, 18, 24] as const;
/** Notices that the units of the invented county look at together. */
const NOTICES_AT_ONCE = 500;
/** Records that people of the invented county enter together. */
const RECORDS_AT_ONCE = 64;
/** Office of the invented county. */
const OFFICE = { name: 'demonstration-office', role: 'office-lead', kind: 'person' } as const;
const OFFICER = { name: 'demonstration-officer', role: 'case-officer', department: 'procuratorate', kind: 'person' } as const;

/** What a whole demonstration county holds, and what a small one does. */
const SIZES = { whole: { children: 2_000, events: 20_000 }, small: { children: 200, events: 2_000 } } as const;

/** The options of the demonstration county that ends now. */
export function demonstrationCounty(
  places: Pick<CountyOptions, 'area' | 'areaName' | 'towns' | 'villages'>,
  now: Moment,
  small = false,
): CountyOptions {
  const from = quarterDays(addQuarters(quarterOf(dateOf(now)), 1 - QUARTERS)).first;
  return { seed: 'lianhu-demonstration-1', ...places, ...SIZES[small ? 'small' : 'whole'], from, to: now };
}

/** Loads the invented county through the six departments' edges in simulated time, closing quarters on their day. */
export class Demonstration {
  private events = 0;
  private readonly planned = new Map<string, { acknowledgeAt: Moment; closeAt: Moment; acknowledged: boolean }>();
  private readonly office: Viewer;
  /** Officer of the case of whoever is found by a staff check. */
  private readonly officer: Viewer;

  constructor(private readonly parts: DemonstrationParts) {
    this.office = { ...OFFICE, area: parts.options.area };
    this.officer = { ...OFFICER, area: parts.options.area };
  }

  /** Loads everything, then joins real time. */
  async load(): Promise<void> {
    const { options, clock, days, monitor } = this.parts;
    const made = county(options);
    const records = registers(options);
    for (const day of made.days) {
      // As in life a moment after midnight, so that what was recorded up to a cut-off is known to be all.
      clock.moveTo(addMs(startOfDay(day.date), 1_000));
      await days.turn();
      await this.closeQuarters(day);
      await this.enter(records.filter(({ time }) => dateOf(time) === day.date));
      for (const [s, hour] of SLOT_ENDS.entries()) await this.slot(day, slotAt(day, SLOT_ENDS[s - 1] ?? 0), slotAt(day, hour));
      this.parts.report({
        state: 'loading',
        date: day.date,
        events: this.events,
        percent: Math.floor((100 * this.events) / Math.max(1, made.events)),
      });
    }
    await monitor.settle();
    clock.joinRealTime();
    await days.turn();
    await monitor.settle();
    this.parts.report({ state: 'ready', date: dateOf(options.to), events: this.events, percent: 100 });
  }

  private async slot(day: Day, from: Moment, to: Moment): Promise<void> {
    const { clock, monitor, options } = this.parts;
    const pushes = day.pushes.filter(({ at }) => at >= from && at < to && at <= options.to);
    if (pushes.length > 0) {
      await this.push(pushes);
      await monitor.settle();
    }
    const end = to < options.to ? to : options.to;
    await this.work(end);
    clock.moveTo(end);
    if (await monitor.missClocks()) await monitor.settle();
  }

  /** People enter records of the registers in the morning, one part after the other: what leaves a seat comes before what fills it. */
  private async enter(records: readonly EnteredEvent[]): Promise<void> {
    for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
      const part = records.slice(from, from + RECORDS_AT_ONCE);
      this.parts.clock.moveTo(part.at(-1)?.time ?? '');
      for (const outcome of await Promise.all(part.map((record) => untilTaken(() => this.enterOne(record))))) {
        if ('problem' in outcome) throw new Error(`demonstration record refused: ${JSON.stringify(outcome.problem)}`);
      }
    }
  }

  private enterOne(record: EnteredEvent): ReturnType<Monitor['records']['enter']> {
    const group = ENTERED.get(record.type);
    const viewer = group !== undefined && mayEnter(this.office.role, group) ? this.office : this.officer;
    return this.parts.monitor.records.enter({ viewer, language: 'zh' }, record);
  }

  private async push(pushes: readonly Push[]): Promise<void> {
    const results = pushes.map(({ at, department, event }) => {
      this.parts.clock.moveTo(at);
      const edge = this.parts.edges.get(department);
      if (!edge) throw new Error(`no edge for ${department}`);
      return untilTaken(() => edge.push(event, senderOf(department, this.parts.options.area), 'zh'));
    });
    for (const result of await Promise.all(results)) {
      if ('problem' in result) throw new Error(`demonstration event refused: ${JSON.stringify(result.problem)}`);
    }
    this.events += pushes.filter(({ again }) => !again).length;
  }

  /** The office acknowledges and closes what is due by then. */
  private async work(until: Moment): Promise<void> {
    const { monitor, options, clock } = this.parts;
    for (const alert of await monitor.openAlerts()) {
      const work = staff(options.seed, { id: alert.alert, level: alert.level, raisedAt: alert.raisedAt, dueAt: alert.dueAt });
      if (alert.state === 'open' && work.acknowledgeAt <= until) {
        clock.moveTo(work.acknowledgeAt);
        await untilTaken(() => monitor.acknowledge(this.office, { alert: alert.alert }));
      }
      if (work.closeAt <= until) {
        clock.moveTo(work.closeAt);
        const { verdict, seen, reason } = work;
        await untilTaken(() => monitor.close(this.office, { alert: alert.alert, verdict, seen, reason }));
      }
    }
    await this.acceptReports(until);
    if (until === startOfDay(dateOf(until)) || until >= options.to) await this.answer(until);
    await monitor.settle();
  }

  /** Police accept reports after a while. */
  private async acceptReports(until: Moment): Promise<void> {
    const { monitor, options, clock } = this.parts;
    for (const report of await monitor.inbox.openReports()) {
      const { acceptAt } = desk(options.seed, report);
      if (acceptAt > until) continue;
      clock.moveTo(acceptAt);
      await monitor.inbox.answerAll([report], 'accept');
    }
  }

  /** At the day's end units answer what they were told, a few of it days too late; once a week they end tasks. */
  private async answer(until: Moment): Promise<void> {
    const { monitor, options, clock } = this.parts;
    const due = (await monitor.inbox.waiting(NOTICES_AT_ONCE)).filter((notice) => !notice.urgent && desk(options.seed, notice).answerAt <= until);
    const ended = isMonday(until)
      ? (await monitor.inbox.accepted(NOTICES_AT_ONCE)).filter((task) => desk(options.seed, task).completeAt <= until)
      : [];
    if (due.length + ended.length === 0) return;
    clock.moveTo(until);
    await monitor.inbox.answerAll(ended, 'complete');
    await monitor.inbox.answerAll(
      due.filter(({ kind }) => kind !== 'task'),
      'receipt',
    );
    await monitor.inbox.answerAll(
      due.filter(({ kind }) => kind === 'task'),
      'accept',
    );
  }

  /** On the first day on which it may be closed, a quarter is closed. */
  private async closeQuarters({ date }: Day): Promise<void> {
    const { monitor, options } = this.parts;
    const quarter: Quarter = addQuarters(quarterOf(date), -1);
    if (quarterDays(quarter).first < options.from) return;
    if (dateOf(monitor.cutOff(quarter)) !== date) return;
    this.parts.clock.moveTo(`${date}T09:00:00.000+08:00`);
    await monitor.settle();
    if (await monitor.isClosed(quarter)) return;
    await monitor.closeQuarter(this.office, quarter);
    await monitor.settle();
  }

  /** A slow stream in real time keeps the board moving. Answers how to stop it. */
  stream(): () => void {
    const pushes = live(this.parts.options, momentOf(Date.now()));
    let timer: NodeJS.Timeout;
    const next = (): void => {
      const push = pushes.next().value;
      timer = setTimeout(
        () => {
          void this.pushLive(push);
          next();
        },
        Math.max(0, Date.parse(push.at) - Date.now()),
      );
      timer.unref();
    };
    next();
    return () => clearTimeout(timer);
  }

  /** What an edge does not take now is left out: it may be busy, full or stopped. */
  private async pushLive({ department, event }: Push): Promise<void> {
    try {
      await this.parts.edges.get(department)?.push(event, senderOf(department, this.parts.options.area), 'zh');
    } catch (error) {
      logger.warn({ fault: (error as { code?: string }).code ?? (error as Error).name, department }, 'an event of the demonstration is left out');
    }
  }
}

const slotAt = (day: Day, hour: number): Moment =>
  hour === 24 ? startOfDay(addDays(day.date, 1)) : `${day.date}T${String(hour).padStart(2, '0')}:00:00.000+08:00`;

/** The sender of a department's own system. */
export const senderOf = (department: string, area: string): Viewer => ({
  name: `demonstration-${department}`,
  role: 'sender',
  department,
  source: `urn:lianhu:source:${department}:default`,
  area,
  kind: 'system',
});

/** The departments that the demonstration pushes as. */
export const demonstrationDepartments: readonly DepartmentId[] = DEPARTMENTS;

/** Whether a week begins then; midnight in China is 16:00 UTC of the day before. */
const isMonday = (moment: Moment): boolean => new Date(moment).getUTCDay() === 0 && moment === startOfDay(dateOf(moment));
