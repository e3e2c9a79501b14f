import {
  AlertClosed,
  AlertEvidenceAdded,
  AlertEvidenceWithdrawn,
  AlertRaised,
  AlertRetracted,
  RecordMerged,
  RecordSplit,
  RecordWithdrawn,
} from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { definitionOf, recorded, type EventClass, type PolicyPack, type Recorded } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import type { HubForMonitor, OwnEvent } from '@lianhu/services/platform';
import { demonstrationPolicy, entriesFor, fixedClock, testLog, write } from '@lianhu/testing';
import { AlertReactor } from './alert-reactor';

const CHILD = 'child-AAAAAAAAAAAAAAAAAAAAAA';
const OTHER = 'child-BBBBBBBBBBBBBBBBBBBBBB';
const CLASSES = new Map<string, EventClass>(
  [AlertRaised, AlertEvidenceAdded, AlertEvidenceWithdrawn, AlertRetracted].map((cls) => [definitionOf(cls).type, cls]),
);
const packOf = (calls: number): PolicyPack => ({ ...demonstrationPolicy, R02: { ...demonstrationPolicy.R02, calls } });

/** The hub's log, written to as the hub does it. */
class Hub {
  readonly log: EventLog = testLog(fixedClock('2026-03-20'));
  seen = 0;

  readonly own: HubForMonitor['own'] = async (events) => {
    const written = events.map((event: OwnEvent) => ({ ...event, cls: CLASSES.get(event.type) as EventClass, residenceArea: event.residencearea }));
    const outcomes = await this.log.append(entriesFor(this.log.origin, written).map((entry) => ({ entries: [entry] })));
    return outcomes.map((one) => ({ kind: one.kind, positions: 'receipts' in one ? one.receipts.map(({ position }) => position) : [] }));
  };

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
    return new AlertReactor({ log: this.log, hub: { own: this.own } as HubForMonitor, policy, idOf: (...names) => names.slice(0, 3).join('|') });
  }

  /** It takes what has come since, as one page; with `crashes` its checkpoint stays where it was. */
  async take(reactor: AlertReactor, crashes = false): Promise<void> {
    const { lines, scannedTo } = await this.log.read(this.seen, 500);
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

test('a child who fits a rule since the threshold was lowered gets an alert with the next event, not evidence to one that never was', async () => {
  const hub = new Hub();
  await hub.call('01');
  await hub.call('02');
  await hub.take(hub.reactor(packOf(3)));
  expect(await hub.said()).toEqual([]);
  const restarted = hub.reactor(packOf(2));
  await hub.call('03');
  await hub.take(restarted);
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|3`]);
  expect((await hub.alerts())[0]?.data['evidence']).toEqual([1, 2, 3]);
  await hub.call('04');
  await hub.take(hub.reactor(packOf(2)));
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|3`, `evidence-added R02|${CHILD}|3`]);
});

test('evidence that was once added to an alert that never was makes no alert open: the next event raises one', async () => {
  const hub = new Hub();
  await hub.call('01');
  await hub.say(AlertEvidenceAdded, { data: { alert: `R02|${CHILD}|1`, level: 4, evidence: [1] } });
  hub.seen = 2;
  await hub.call('03');
  await hub.take(hub.reactor(packOf(2)));
  expect((await hub.said()).at(-1)).toBe(`raised R02|${CHILD}|3`);
});

test('an alert that the threshold of today would not raise stays open: evidence goes to it, is withdrawn from it, and after its closing a new one says again', async () => {
  const hub = new Hub();
  const first = `R02|${CHILD}|2`;
  await hub.call('01');
  await hub.call('02');
  await hub.take(hub.reactor(packOf(2)));
  expect(await hub.said()).toEqual([`raised ${first}`]);
  await hub.call('04', { weapon: true });
  await hub.take(hub.reactor(packOf(9)));
  expect((await hub.said()).slice(1)).toEqual([`evidence-added ${first}`]);
  await hub.say(RecordWithdrawn, { corrects: 1, data: { target: 1 } });
  await hub.take(hub.reactor(packOf(9)));
  expect((await hub.alerts()).at(-1)).toMatchObject({ type: 'hub.alert.evidence-withdrawn', data: { alert: first, evidence: [1] } });
  await hub.say(AlertClosed, { data: { alert: first, verdict: 'confirmed' } });
  await hub.take(hub.reactor(packOf(9)));
  await hub.call('05', { weapon: true });
  await hub.take(hub.reactor(packOf(9)));
  expect((await hub.alerts()).at(-1)).toMatchObject({ type: 'hub.alert.raised', data: { again: true } });
});

test('files that were merged are settled by the log too: what it raised on both is retracted at the split, what it never raised is not', async () => {
  const hub = new Hub();
  await hub.call('01');
  await hub.call('02', {}, OTHER);
  await hub.say(RecordMerged, { other: OTHER });
  await hub.take(hub.reactor(packOf(3)));
  expect(await hub.said()).toEqual([]);
  await hub.call('03');
  await hub.take(hub.reactor(packOf(2)));
  const [raised] = await hub.alerts();
  expect(await hub.said()).toEqual([`raised R02|${CHILD}~3|4`]);
  expect(raised?.data['evidence']).toEqual([1, 2, 4]);
  await hub.say(RecordSplit, { other: OTHER, data: { events: [] } });
  await hub.take(hub.reactor(packOf(2)));
  const made = (await hub.alerts()).slice(1);
  expect(made.filter(({ type }) => type === 'hub.alert.retracted').map(({ data }) => data)).toEqual([
    { alert: raised?.data['alert'], target: raised?.position },
  ]);
});

test('what was decided and not finished is decided again to the same; with other thresholds what the log says at a place stands, and is settled next', async () => {
  const hub = new Hub();
  await hub.call('01');
  await hub.call('02');
  await hub.take(hub.reactor(packOf(2)), true);
  const before = await hub.said();
  hub.seen = 0;
  await hub.take(hub.reactor(packOf(2)), true);
  expect(await hub.said()).toEqual(before);
  const restarted = hub.reactor(packOf(1));
  await hub.take(restarted);
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|2`, `raised R02|${CHILD}|1`]);
  await hub.call('04');
  await hub.take(restarted);
  expect((await hub.said()).at(-1)).toMatch(/^evidence-added R02/);
});

test('a copy that does not show yet what was appended is waited for, so that no alert is raised twice', async () => {
  const hub = new Hub();
  await hub.call('01');
  await hub.call('02');
  let shown = Infinity;
  const log: EventLog = Object.assign(Object.create(hub.log) as EventLog, {
    head: async () => ({ ...(await hub.log.head()), position: Math.min(shown, (await hub.log.head()).position) }),
    wait: () => Promise.resolve(),
  });
  const reactor = new AlertReactor({
    log,
    hub: { own: hub.own } as HubForMonitor,
    policy: packOf(2),
    idOf: (...names) => names.slice(0, 3).join('|'),
  });
  await hub.take(reactor);
  await hub.call('03', {}, OTHER);
  shown = 2;
  await expect(hub.take(reactor)).rejects.toMatchObject({ code: 'monitor.appended-not-shown' });
  shown = Infinity;
  await hub.take(reactor);
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|2`]);
});
