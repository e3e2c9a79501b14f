import { hours, momentOf } from '@lianhu/kernel';
import { caller, lead, openMonitorStack, type MonitorStack } from './testing/monitor-stack';

let stack: MonitorStack;
beforeEach(async () => {
  stack = await openMonitorStack(['police', 'education']);
});
afterEach(() => stack?.close());

const office = caller('office');
const missed = async (): Promise<string[]> =>
  (await stack.lines())
    .filter(({ type }) => type === 'hub.clock.missed')
    .map(({ data }) => `${String(data['alert'] ?? data['notice'])} ${String(data['step'])}`);
/** The view stays where it is, as while an operator has paused it, or Kafka is away. */
const standStill = (view: string): Promise<object> => stack.running.followers.order(view, 'pause', {});

/** Raises an alert about the child. */
async function alerted(): Promise<string> {
  await stack.push('police', 'police.dv-call.received', { alarmNo: 'J-1', minorRole: 'witness' }, 1, { residencearea: '990101003' });
  const since = momentOf(Date.now()).slice(0, 10);
  await stack.push('education', 'education.absence.flagged', { days: 2, contacted: false, since }, 1);
  const [alert] = await stack.running.monitor.openAlerts();
  return alert?.alert ?? '';
}
/** A red card of the police, of one and the same case. */
async function reported(serial = 2): Promise<string> {
  await stack.push('education', 'education.harm.suspected', { clueRef: '示教线〔2026〕3号', situation: '4' }, serial);
  const { rows } = await stack.running.monitor.inbox.department(lead('police'), 'police', { urgent: true, page: 1, size: 10 });
  return (rows[0] as { notice: string }).notice;
}

test('the deadline of an open alert is missed once', async () => {
  const alert = await alerted();
  const { monitor } = stack.running;
  expect(await monitor.alerts.missClocks()).toBe(0);
  stack.ahead = hours(24 * 30);
  expect(await monitor.alerts.missClocks()).toBe(1);
  await monitor.settle();
  expect(await monitor.alerts.missClocks()).toBe(0);
  expect([await missed(), await monitor.alerts.overdue()]).toEqual([[`${alert} E1`], 1]);
});

test('it is missed once also while the view does not show that it was', async () => {
  await alerted();
  const { monitor } = stack.running;
  await standStill('alerts');
  stack.ahead = hours(24 * 30);
  expect([await monitor.alerts.missClocks(), await monitor.alerts.missClocks()]).toEqual([1, 0]);
});

test('an alert that was closed in time is not missed, although the view does not show it yet', async () => {
  const alert = await alerted();
  const { monitor } = stack.running;
  await standStill('alerts');
  await monitor.alerts.command(office.viewer, 'close', {
    alert,
    verdict: 'confirmed',
    seen: { on: momentOf(Date.now()).slice(0, 10), by: 'office-staff' },
  });
  expect((await monitor.openAlerts()).map((row) => row.alert)).toEqual([alert]);
  stack.ahead = hours(24 * 30);
  expect(await monitor.missClocks()).toBe(0);
  expect(await missed()).toEqual([]);
});

test('a report that was accepted in time is not missed, although the view does not show it yet', async () => {
  const notice = await reported();
  const { monitor } = stack.running;
  await standStill('inbox');
  await monitor.inbox.answerAs(lead('police'), 'police', notice, 'accept', undefined);
  expect((await monitor.inbox.openReports()).map((row) => row.notice)).toEqual([notice]);
  stack.ahead = hours(24);
  expect(await monitor.missClocks()).toBe(0);
  expect(await missed()).toEqual([]);
});

test('nor is one that another unit has accepted, although the card of the police has no answer yet', async () => {
  await reported();
  const { monitor } = stack.running;
  await standStill('notices-reactor');
  const { rows } = await monitor.inbox.own(office, { urgent: true, page: 1, size: 10 });
  await monitor.inbox.answerOwn(office, (rows[0] as { notice: string }).notice, 'accept', undefined);
  expect(await monitor.inbox.openReports()).toHaveLength(1);
  stack.ahead = hours(24);
  expect(await monitor.missClocks()).toBe(0);
});

test('a second report of the case is missed, although the first one was accepted', async () => {
  const first = await reported();
  const { monitor } = stack.running;
  await monitor.inbox.answerAs(lead('police'), 'police', first, 'accept', undefined);
  await monitor.settle();
  const second = await reported(3);
  stack.ahead = hours(23);
  expect(await monitor.missClocks()).toBe(1);
  expect(await missed()).toEqual([`${second} E2`]);
});
