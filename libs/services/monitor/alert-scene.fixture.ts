import { AlertAcknowledged, AlertClosed, AlertEvidenceAdded, AlertEvidenceWithdrawn, AlertRaised, AlertRetracted } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { definitionOf, recorded, type EventClass, type PolicyPack, type Position, type Recorded } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import type { HubForMonitor, OwnEvent } from '@lianhu/services/platform';
import { demonstrationPolicy, entriesFor, fixedClock, testLog, write } from '@lianhu/testing';
import { AlertReactor } from './alert-reactor';

export const CHILD = 'child-AAAAAAAAAAAAAAAAAAAAAA';
export const OTHER = 'child-BBBBBBBBBBBBBBBBBBBBBB';
const CLASSES = new Map<string, EventClass>(
  [AlertRaised, AlertEvidenceAdded, AlertEvidenceWithdrawn, AlertRetracted, AlertAcknowledged, AlertClosed].map((cls) => [
    definitionOf(cls).type,
    cls,
  ]),
);
/** The demonstration's pack with so many calls for R02. */
export const packOf = (calls: number): PolicyPack => ({ ...demonstrationPolicy, R02: { ...demonstrationPolicy.R02, calls } });

/** The hub's log, written to as the hub does it. */
export class AlertScene {
  readonly clock = fixedClock('2026-03-20');
  readonly log: EventLog = testLog(this.clock);
  seen = 0;

  readonly own: HubForMonitor['own'] = async (events, expected) => {
    const written = events.map((event: OwnEvent) => ({ ...event, cls: CLASSES.get(event.type) as EventClass, residenceArea: event.residencearea }));
    const outcomes = await this.log.append(
      entriesFor(this.log.origin, written).map((entry) => ({ entries: [entry], ...(expected && { expected }) })),
    );
    return outcomes.map((one) => ({ kind: one.kind, positions: 'receipts' in one ? one.receipts.map(({ position }) => position) : [] }));
  };

  readonly hub = { own: this.own, head: async () => (await this.log.head()).position } as HubForMonitor;

  /** A copy of the log that shows it up to a position. */
  copy(shown: () => Position): EventLog {
    const head: EventLog['head'] = async () => {
      const whole = await this.log.head();
      return { ...whole, position: Math.min(shown(), whole.position) };
    };
    return Object.assign(Object.create(this.log) as EventLog, { head, wait: () => Promise.resolve() });
  }

  call(day: string, data: object = {}, subject = CHILD): Promise<number> {
    return write(this.log, [
      { cls: DvCallReceived, time: `2026-03-${day}T10:00:00.000+08:00`, subject, data: { weapon: false, injury: 'none', ...data } },
    ]);
  }

  say(cls: EventClass, more: object, subject = CHILD): Promise<number> {
    return write(this.log, [{ cls, time: '2026-03-19T10:00:00.000+08:00', subject, ...more }]);
  }

  /** A reactor that has just been started. */
  reactor(policy: PolicyPack): AlertReactor {
    return this.readerOf(this.log, policy);
  }

  /** One that reads the log from a copy. */
  readerOf(log: EventLog, policy: PolicyPack): AlertReactor {
    return new AlertReactor({ log, hub: this.hub, policy, idOf: (...names) => names.slice(0, 3).join('|') });
  }

  /** It takes what has come since, as one page of so many lines; with `crashes` its checkpoint stays where it was. */
  async take(reactor: AlertReactor, crashes = false, page = 500): Promise<void> {
    const { lines, scannedTo } = await this.log.read(this.seen, page);
    await reactor.react(lines.map(recorded), scannedTo);
    if (!crashes) this.seen = scannedTo;
  }

  async alerts(): Promise<Recorded[]> {
    return (await this.log.read(0, 500)).lines.map(recorded).filter(({ type }) => type.startsWith('hub.alert.'));
  }
  async said(): Promise<string[]> {
    return (await this.alerts()).map(({ type, data }) => `${type.slice('hub.alert.'.length)} ${String(data['alert'])}`);
  }
}
