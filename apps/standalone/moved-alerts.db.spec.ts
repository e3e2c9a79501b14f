import { hours, momentOf } from '@lianhu/kernel';
import { makeCitizenId } from '@lianhu/standards';
import { eventually } from './testing/running';
import { caller, NAME, openMonitorStack, type MonitorStack } from './testing/monitor-stack';

const [OLD, NEW, NEXT, ELSEWHERE] = ['990101003', '990101004', '990101005', '990201001'] as const;
interface Shown {
  readonly alert?: string;
  readonly name?: string;
  readonly need?: string;
  readonly kind?: string;
  readonly overdue?: boolean;
  readonly townName?: string;
}

let stack: MonitorStack;
beforeEach(async () => {
  stack = await openMonitorStack(['police', 'education']);
  await stack.push('police', 'police.dv-call.received', { alarmNo: 'J-1', minorRole: 'witness' }, 1, { residencearea: OLD });
  await stack.push('education', 'education.absence.flagged', { days: 2, contacted: false, since: momentOf(Date.now()).slice(0, 10) }, 1);
});
afterEach(() => stack?.close());

const office = caller('office');
const officerOf = (town: string) => caller('town', { town });
const alertsOf = async (who: typeof office, state = 'unclosed'): Promise<Shown[]> =>
  (await stack.running.monitor.alerts.list(who, { state, page: 1, size: 50 })).rows as Shown[];
const inboxOf = async (who: typeof office): Promise<Shown[]> => (await stack.running.monitor.inbox.own(who, { page: 1, size: 50 })).rows as Shown[];
/** The school says where the child lives now, which is evidence of nothing. */
let schools = 1;
const moveTo = (town: string): Promise<void> =>
  stack.push('education', 'education.student.returned', { at: momentOf(Date.now()).slice(0, 10) }, ++schools, { residencearea: town });
/** Red alerts that are open, and what is overdue, by town. */
async function board(): Promise<object> {
  const sums = [...(await stack.running.monitor.model.sums('alert-towns'))];
  return Object.fromEntries(sums.flatMap(([town, { 'open.4': open, overdue = 0 }]) => (open === undefined ? [] : [[town, [open, overdue]]])));
}

test('the officers of the town to which a child moves see its open alert, need and deadline, and are told; those of the old one see it no more', async () => {
  const [before] = await alertsOf(officerOf(OLD));
  expect([before, await alertsOf(officerOf(NEW)), await board()]).toMatchObject([{ name: NAME, need: 'guardianship' }, [], { [OLD]: [1, 0] }]);
  const inboxBefore = await inboxOf(officerOf(OLD));
  await moveTo(NEW);
  expect(await alertsOf(officerOf(OLD))).toEqual([]);
  const [after] = await alertsOf(officerOf(NEW));
  // The new town has its own reference of the child; all else is the same card.
  expect(after).toEqual({ ...before, minorRef: expect.stringMatching(/^minor-/) });
  expect(await board()).toEqual({ [NEW]: [1, 0] });
  expect((await alertsOf(office))[0]).toMatchObject({ townName: '北坪镇' });
  const [notice, ...more] = await inboxOf(officerOf(NEW));
  expect([notice, more]).toMatchObject([{ kind: 'notice', need: 'guardianship', name: NAME, townName: '北坪镇' }, []]);
  expect(await inboxOf(officerOf(OLD))).toEqual(inboxBefore);
  expect(JSON.stringify(await inboxOf(officerOf(OLD)))).not.toMatch(/北坪|990101004/);
});

test('its deadline is missed in the town where the child lives, also while the view does not know it yet', async () => {
  await stack.running.followers.order('alerts', 'pause', {});
  const shown = moveTo(NEW);
  await eventually(
    () => stack.lines(),
    (lines) => lines.some(({ type }) => type === 'hub.minor.moved'),
  );
  stack.ahead = hours(24 * 30);
  // The new town is told meanwhile: who comes between is looked at again.
  await eventually(
    () => stack.running.monitor.alerts.missClocks(),
    (n) => n === 1,
  );
  const missed = (await stack.lines()).filter(({ type }) => type === 'hub.clock.missed');
  expect(missed.map(({ residenceArea }) => residenceArea)).toEqual([NEW]);
  await stack.running.followers.order('alerts', 'resume', {});
  await shown;
  expect([(await alertsOf(officerOf(NEW)))[0]?.overdue, await alertsOf(officerOf(OLD)), await board()]).toEqual([true, [], { [NEW]: [1, 1] }]);
});

test('a closed alert stays where it was; a town that the child has left reads nothing more of an open one', async () => {
  await moveTo(NEW);
  await moveTo(NEXT);
  const [left] = await inboxOf(officerOf(NEW));
  expect(left).toMatchObject({ kind: 'notice' });
  expect(JSON.stringify(left)).not.toMatch(/minor-|guardianship|测试甲|镇/);
  const [alert] = await alertsOf(office);
  const seen = { on: momentOf(Date.now()).slice(0, 10), by: 'office-staff' };
  await stack.running.monitor.close(office.viewer, { alert: alert?.alert, verdict: 'confirmed', seen });
  await moveTo(OLD);
  expect([await alertsOf(officerOf(NEXT), 'closed'), await alertsOf(officerOf(OLD), 'closed')]).toMatchObject([[{ name: NAME }], []]);
  expect((await inboxOf(officerOf(OLD))).filter(({ kind }) => kind === 'notice')).toEqual([]);
  const closed = (await stack.lines()).find(({ type }) => type === 'hub.alert.closed');
  expect(closed?.residenceArea).toBe(NEXT);
});

test('an alert whose child has left the county is the office’s, which is told, and nobody else’s', async () => {
  await moveTo(ELSEWHERE);
  expect((await alertsOf(office))[0]).toMatchObject({ name: NAME, townName: '县外' });
  expect([await alertsOf(officerOf(OLD)), await alertsOf(caller('office', { area: '990201' }))]).toEqual([[], []]);
  const told = (await inboxOf(office)).filter(({ need, kind }) => need === 'guardianship' && kind === 'notice');
  expect(told).toMatchObject([{ name: NAME, title: '预警产生' }]);
});

test('files that two people take for one child’s bring the card to the town where it lives, which is told; told they are two, back to the other, which is told as well', async () => {
  const minor = { docType: '01', docNo: makeCitizenId('990101', '2015-06-01', 11), name: NAME, sex: '1', birthDate: '2015-06-01' };
  const returned = { type: 'education.student.returned', id: 'second', time: momentOf(Date.now()), residencearea: NEW };
  const event = { ...returned, data: { at: momentOf(Date.now()).slice(0, 10), minor } };
  await stack.say('education', event);
  const children = (await stack.lines()).flatMap(({ type, subject }) => (type === 'hub.minor.registered' ? [subject as string] : []));
  const { id } = await stack.hub.hub.pair(children as [string, string]);
  const say = async (verdict: 'same' | 'split'): Promise<void> => {
    for (const by of ['P-00011', 'P-00012']) await stack.hub.hub.review({ id, verdict, by });
    await stack.running.monitor.settle();
  };
  const seen = async (): Promise<object[]> =>
    Promise.all([OLD, NEW].map(async (town) => [(await alertsOf(officerOf(town))).length, (await inboxOf(officerOf(town))).filter(isNotice).length]));
  const isNotice = ({ kind, need, name }: Shown): boolean => kind === 'notice' && need === 'guardianship' && name === NAME;
  expect(await seen()).toEqual([
    [1, 0],
    [0, 0],
  ]);
  await say('same');
  expect(await seen()).toEqual([
    [0, 0],
    [1, 1],
  ]);
  await say('split');
  // The notice of the town that the card has left is an envelope now.
  expect(await seen()).toEqual([
    [1, 1],
    [0, 0],
  ]);
  const told = (await stack.lines()).filter(
    ({ type, data }) => type === 'hub.notice.sent' && data['kind'] === 'notice' && data['need'] === 'guardianship',
  );
  expect(told.map(({ data }) => data['to'])).toEqual([`org-town-${NEW}`, `org-town-${OLD}`]);
});
