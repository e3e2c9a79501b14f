import { chinaCalendarAssuming } from '@lianhu/calendar';
import { AlertClosed, AlertRaised, MinorMoved, MinorRegistered, NoticeSent, RecordMerged, RecordSplit } from '@lianhu/departments/hub';
import { recorded, type EventClass, type Position } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import type { HubForMonitor, OwnEvent } from '@lianhu/services/platform';
import { demonstrationSharing as table, entriesFor, fixedClock, testLog, write } from '@lianhu/testing';
import { NoticeReactor, type NoticeReactorParts } from './notice-reactor';

const DAY = '2026-10-12';
export const time = `${DAY}T00:00:00.000+08:00`;
export const TOMORROW = '2026-10-13T09:30:00.000+08:00';
export const [A, B] = ['A', 'B'].map((letter) => `child-${letter.repeat(22)}`) as [string, string];
export const sharing = { table, calendar: chinaCalendarAssuming, county: '990101', idOf: (to: string, position: number) => `${to}|${position}` };

/** A log whose hub takes an own event of an id once, and dies after so many of them. */
export class MovedAlertsScene {
  readonly clock = fixedClock(DAY);
  readonly log: EventLog = testLog(this.clock);

  say(cls: EventClass, data: Readonly<Record<string, unknown>> = {}, more: object = {}): Promise<Position> {
    return write(this.log, [{ cls, time, subject: A, data, ...more }]);
  }
  registered = (town: string, subject = A) => this.say(MinorRegistered, { town }, { subject });
  moved = (town: string, more: object = {}) => this.say(MinorMoved, { town }, more);
  raised = (alert: string, town: string, data: object = {}, more: object = {}) =>
    this.say(AlertRaised, { alert, need: 'guardianship', dueAt: TOMORROW, ...data }, { residenceArea: town, ...more });
  merged = () => this.say(RecordMerged, {}, { other: B });
  split = (events: readonly Position[] = []) => this.say(RecordSplit, { events }, { other: B });
  closed = (alert: string) => this.say(AlertClosed, { alert });

  reactor(dies = Infinity, more: Partial<NoticeReactorParts> = {}): NoticeReactor {
    let left = dies;
    const own = async (events: readonly OwnEvent[]): Promise<readonly never[]> => {
      for (const { residencearea: residenceArea, type: _type, ...event } of events) {
        if (left-- <= 0) throw new Error('killed');
        const entries = entriesFor(this.log.origin, [{ ...event, cls: NoticeSent, residenceArea }]);
        await this.log.append([{ entries }]);
      }
      return [];
    };
    const parts = { log: this.log, hub: { own } as unknown as HubForMonitor, sharing, ...more };
    return new NoticeReactor({ accesses: { readersOf: async () => [] }, shown: async () => undefined, ...parts });
  }

  /** Follows the log in pages of so many lines; answers how far it came before it was killed. */
  async follow(reactor: NoticeReactor, size = 500, from: Position = 0): Promise<Position> {
    let at = from;
    try {
      for (let head = (await this.log.head()).position; at < head; head = (await this.log.head()).position) {
        const to = Math.min(at + size, head);
        await reactor.react((await this.log.read(at, to - at)).lines.map(recorded));
        at = to;
      }
    } catch (error) {
      expect((error as Error).message).toBe('killed');
    }
    return at;
  }

  /** Who was told, of which alert. */
  async told(): Promise<string[]> {
    const lines = (await this.log.read(0, 500)).lines.map(recorded);
    const sent = lines.filter(({ type }) => type === 'hub.notice.sent') as unknown as { data: { to: string; about: number } }[];
    return sent.map(({ data: { to, about } }) => `${to.slice('org-'.length)} ${String(lines[about - 1]?.data['alert'])}`);
  }
  async all(): Promise<string[]> {
    await this.follow(this.reactor());
    return this.told();
  }
}
