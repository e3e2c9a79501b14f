import { chinaCalendarAssuming } from '@lianhu/calendar';
import { hours } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { NoticeReactor, type InboxFilters, type RunningMonitor } from '@lianhu/services/monitor';
import type { Caller } from '@lianhu/services/platform';
import { alertIds } from '@lianhu/vault';
import { caller, lead, NAME, openMonitorStack, type MonitorStack } from './testing/monitor-stack';

const NINE = [
  'court',
  'procuratorate',
  'police',
  'civil-affairs',
  'education',
  'health',
  'justice',
  'disabled-federation',
  'womens-federation',
] as const;
const AREA = '990101';

interface Shown {
  readonly notice: string;
  readonly title?: string;
  readonly kind: string;
  readonly urgent: boolean;
  readonly state: string;
  readonly name?: string;
  readonly minorRef?: string;
  readonly need?: string;
}

let stack: MonitorStack;
let running: RunningMonitor;
beforeAll(async () => {
  stack = await openMonitorStack(NINE);
  ({ running } = stack);
});
afterAll(() => stack?.close());

const ALL: InboxFilters = { page: 1, size: 100 };
const inboxOf = async (department: string, filters: InboxFilters = ALL): Promise<Shown[]> =>
  (await running.monitor.inbox.department(lead(department), department, filters)).rows as Shown[];
const own = async (who: Caller): Promise<Shown[]> => (await running.monitor.inbox.own(who, ALL)).rows as Shown[];

const push: MonitorStack['push'] = (...told) => stack.push(...told);

test('a call of domestic violence reaches each as its cell of the matrix allows, under its own name for the child', async () => {
  await push('police', 'police.dv-call.received', { alarmNo: 'J-1', minorRole: 'witness' }, 1, { residencearea: '990101003' });
  const [office] = await own(caller('office'));
  expect(office).toMatchObject({ title: '家暴警情', name: NAME, kind: 'notice', need: 'shelter', state: 'sent' });
  const [town] = await own(caller('town', { town: '990101003' }));
  expect(town).toMatchObject({ kind: 'task', need: 'shelter', name: NAME });
  expect(town?.title).toBeUndefined();
  const [federation] = await inboxOf('womens-federation');
  expect(federation).toMatchObject({ kind: 'notice', need: 'shelter' });
  expect(JSON.stringify(federation)).not.toMatch(/minor-|child-|测试甲|家暴/);
  expect(await own(caller('town', { town: '990101004' }))).toEqual([]);
  expect(await inboxOf('education')).toEqual([]);
});

test('a town is told of a child whose home only the hub knows, and reads its task', async () => {
  await push('police', 'police.dv-call.received', { alarmNo: 'J-2', minorRole: 'witness' }, 3);
  const tasks = await own(caller('town', { town: '990101003' }));
  expect(tasks.map(({ kind, name }) => [kind, name])).toEqual([
    ['task', NAME],
    ['task', NAME],
  ]);
});

test('nine departments read and answer only their own', async () => {
  const [notice] = await inboxOf('womens-federation');
  for (const department of NINE) {
    for (const other of NINE.filter((one) => one !== department))
      expect(() => running.monitor.inbox.department(lead(department), other, ALL)).toThrow(expect.objectContaining({ code: 'not-found' }));
    if (department === 'womens-federation') continue;
    const answer = running.monitor.inbox.answerAs(lead(department), department, notice?.notice ?? '', 'receipt', undefined);
    await expect(answer).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('receipt, return with a reason, and what is refused', async () => {
  const [notice] = await inboxOf('womens-federation');
  const answer = (command: string, reason?: string) =>
    running.monitor.inbox.answerAs(lead('womens-federation'), 'womens-federation', notice?.notice ?? '', command, reason);
  await expect(answer('return')).rejects.toMatchObject({ extra: { members: { code: 'notice.reason-required' } } });
  expect(await answer('receipt')).toMatchObject({ state: 'receipted' });
  await expect(answer('receipt')).rejects.toMatchObject({ extra: { members: { code: 'notice.already-receipted' } } });
  expect(await answer('return', 'not-duty')).toMatchObject({ state: 'returned' });
  await expect(answer('accept')).rejects.toMatchObject({ extra: { members: { code: 'notice.already-answered' } } });
  expect((await inboxOf('womens-federation'))[0]).toMatchObject({ state: 'returned' });
});

test('who answered stands in the access log, about whom, and for why; what was refused does not', async () => {
  const pool = createPool(stack.database.urls.owner, { max: 1 });
  const { rows } = await pool.query<{ reader: string; children: string[] }>(
    `select reader, children, row::json ->> 'department' as department, row::json ->> 'purpose' as purpose from access.read where row::json ->> 'route' = 'inbox.answer' order by day, n`,
  );
  await pool.end();
  const answered = { reader: lead('womens-federation').viewer.name, department: 'womens-federation', purpose: 'rescue' };
  expect(rows).toEqual([expect.objectContaining(answered), expect.objectContaining(answered)]);
  expect(rows[0]?.children).toEqual([expect.stringMatching(/^child-/)]);
});

test('a report is a red card of police and office, of whom is not said; unaccepted it is R05, and accepted once for both', async () => {
  await push('education', 'education.harm.suspected', { clueRef: '示教线〔2026〕3号', situation: '4' }, 2);
  const urgent = { ...ALL, urgent: true };
  const [card] = await inboxOf('police', urgent);
  expect(card).toMatchObject({ title: '学校发现疑似侵害', urgent: true, state: 'sent', from: '教育部门', place: '演示县' });
  expect(JSON.stringify([card, ...(await own(caller('office')))].filter((one) => one?.urgent))).not.toMatch(/minor-|child-|case-|测试甲/);

  stack.ahead = hours(2) - 60_000;
  expect(await running.monitor.inbox.missReports()).toBe(0);
  stack.ahead = hours(2) + 60_000;
  expect(await running.monitor.inbox.missReports()).toBe(1);
  await running.monitor.settle();
  expect(await running.monitor.inbox.missReports()).toBe(0);
  const raised = (await stack.lines()).filter(({ type, data }) => type === 'hub.alert.raised' && data['rule'] === 'R05');
  expect(raised.map(({ subject, data }) => [subject?.slice(0, 5), data['level']])).toEqual([['case-', 4]]);
  for (const department of ['police', 'procuratorate']) expect((await inboxOf(department)).filter(({ kind }) => kind === 'reminder')).toHaveLength(1);
  const desk = (await running.monitor.alerts.list(caller('office'), { page: 1, size: 50 })).rows;
  expect(JSON.stringify(desk)).not.toMatch(/case-|child-/);
  expect(desk).toContainEqual(expect.objectContaining({ rule: 'R05', level: 4 }));

  const accept = (): Promise<object> => running.monitor.inbox.answerAs(lead('police'), 'police', card?.notice ?? '', 'accept', undefined);
  expect(await accept()).toMatchObject({ state: 'accepted' });
  await expect(accept()).rejects.toMatchObject({ code: 'refused' });
  await running.monitor.settle();
  expect((await stack.lines()).filter(({ type }) => type === 'hub.clue.accepted')).toHaveLength(1);
  expect((await own(caller('office'))).filter((one) => one.urgent).map(({ state }) => state)).toEqual(['accepted']);
  stack.ahead = hours(30);
  expect(await running.monitor.inbox.missReports()).toBe(0);
  stack.ahead = 0;
});

test('deciding everything again appends nothing', async () => {
  const { log, hub } = stack.hub;
  const before = await log.head();
  const idOf = alertIds(std1, await hub.alertKey());
  const sharing = {
    table: stack.policy.sharing,
    calendar: chinaCalendarAssuming,
    county: AREA,
    idOf: (to: string, position: number) => idOf('notice', to, position),
  };
  const all = await stack.lines();
  expect(all.filter(({ type }) => type === 'hub.notice.sent').length).toBeGreaterThan(5);
  await new NoticeReactor({ log, hub, sharing, accesses: { readersOf: async () => [] }, shown: async () => undefined }).react(all);
  expect((await log.head()).position).toBe(before.position);
});

test('what was read is recorded: who, by which route, and of whom as far as it was shown', async () => {
  const today = new Date(Date.now() + hours(8)).toISOString().slice(0, 10);
  expect((await running.accessLog.dayRoot(today)).reads).toBeGreaterThan(10);
});
