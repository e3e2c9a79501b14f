import { momentOf, recorded, type Recorded } from '@lianhu/kernel';
import { LogUnavailable } from '@lianhu/log';
import { makeCitizenId } from '@lianhu/standards';
import { HubScene } from './hub-scene.fixture';

const DAY_MS = 86_400_000;
const NOW = Date.now();
const daysAgo = (days: number): string => momentOf(NOW - days * DAY_MS);
let scene: HubScene;
let [children, events] = [0, 0];

beforeAll(async () => {
  scene = await HubScene.begin(['police', 'education']);
});
afterAll(() => scene.end());

const invent = () => ({
  docType: '01',
  docNo: makeCitizenId('990101', '2015-06-01', 101 + 2 * ++children),
  name: `测试${'甲乙丙丁戊己庚辛'[children]}`,
  sex: '1',
  birthDate: '2015-06-01',
});
const call = (minor: object, days: number, residencearea?: string): object => ({
  type: 'police.dv-call.received',
  id: `c-${++events}`,
  time: daysAgo(days),
  ...(residencearea !== undefined && { residencearea }),
  data: { alarmNo: `J-${events}`, minorRole: 'witness', minor },
});
const absence = (minor: object, days: number): object => ({
  type: 'education.absence.flagged',
  id: `a-${++events}`,
  time: daysAgo(days),
  data: { minor, since: daysAgo(days + 2).slice(0, 10), days: 2, contacted: false },
});

/** What came into the log with these pushes: types, and the towns of registrations and moves. */
async function said(...pushes: readonly [string, object][]): Promise<readonly string[]> {
  const { position } = await scene.hub.log.head();
  for (const [department, sent] of pushes) expect(await scene.push(department, sent)).toMatchObject({ status: 201 });
  const { lines } = await scene.hub.log.read(position, 100);
  return lines
    .map(recorded)
    .map(({ type, data }: Recorded) => [type.split('.').slice(1).join('.'), (data as { town?: string }).town].join(' ').trim());
}

/** Every town that the log has told of a child, in its order. */
async function townsOf(minor: { readonly docNo: string }): Promise<readonly string[]> {
  const child = await scene.hub.hub.childOfNumber(minor.docNo);
  const { lines } = await scene.hub.log.read(0, 500);
  return lines.map(recorded).flatMap(({ type, subject, data }) => {
    const { town } = data as { town?: string };
    return subject === child && town !== undefined && type.startsWith('hub.minor.') ? [`${type.split('.')[2]} ${town}`] : [];
  });
}

test('a child that was registered without a home has moved when somebody says where it lives, before that event and once', async () => {
  const minor = invent();
  expect(await said(['education', absence(minor, 9)])).toEqual(['minor.registered 990101000', 'absence.flagged']);
  expect(await said(['police', call(minor, 8, '990101002')], ['police', call(minor, 7, '990101002')], ['education', absence(minor, 6)])).toEqual([
    'minor.moved 990101002',
    'dv-call.received',
    'minor.referenced',
    'dv-call.received',
    'absence.flagged',
  ]);
  await scene.restart();
  expect(await said(['education', absence(minor, 5)])).toEqual(['absence.flagged']);
});

test('it moves with whoever says so later, and never back with what comes late', async () => {
  const minor = invent();
  expect(await said(['police', call(minor, 9, '990101001')], ['police', call(minor, 5, '990101003001')])).toEqual([
    'minor.registered 990101001',
    'dv-call.received',
    'minor.moved 990101003',
    'dv-call.received',
  ]);
  expect(await said(['police', call(minor, 7, '990101001')], ['education', absence(minor, 4)])).toEqual([
    'dv-call.received',
    'minor.referenced',
    'absence.flagged',
  ]);
  expect(await said(['police', call(minor, 3, '990101001')])).toEqual(['minor.moved 990101001', 'dv-call.received']);
});

test('what an event says that was not taken moves nobody; when it is sent again and taken, it does', async () => {
  const minor = invent();
  await said(['police', call(minor, 9, '990101001')]);
  const { log } = scene.hub;
  const sent = call(minor, 5, '990101003');
  const append = jest.spyOn(log, 'append').mockRejectedValueOnce(new LogUnavailable('away'));
  expect(await scene.push('police', sent)).toMatchObject({ status: 202 });
  append.mockRestore();
  expect(await said(['police', call(minor, 6)])).toContain('dv-call.received');
  await scene.edge('police').outbox.forward();
  const reused = { ...call(minor, 2, '990101002'), id: (sent as { id: string }).id };
  expect(await scene.push('police', reused)).toMatchObject({ status: 409 });
  expect(await said(['police', call(minor, 1)])).toEqual(['dv-call.received']);
  expect(await townsOf(minor)).toEqual(['registered 990101001', 'moved 990101003']);
});

test('an event whose answer was lost has moved the child when it is sent again', async () => {
  const minor = invent();
  await said(['police', call(minor, 9, '990101001')]);
  const append = scene.hub.log.append.bind(scene.hub.log);
  const lost = jest.spyOn(scene.hub.log, 'append').mockImplementationOnce(async (groups) => {
    await append(groups);
    throw new LogUnavailable('the answer is lost');
  });
  expect(await scene.push('police', call(minor, 5, '990101003'))).toMatchObject({ status: 202 });
  lost.mockRestore();
  await scene.edge('police').outbox.forward();
  expect(await said(['police', call(minor, 4, '990101001')])).toEqual(['minor.moved 990101001', 'dv-call.received']);
});

test('two events of one time that name two towns move once, and sent again not at all', async () => {
  const minor = invent();
  const time = daysAgo(5);
  await said(['police', call(minor, 9, '990101001')]);
  const table = ['990101002', '990101003'].map((town) => ({ ...call(minor, 5, town), time }));
  expect(await said(['police', table[0]!], ['police', table[1]!])).toEqual(['minor.moved 990101002', 'dv-call.received', 'dv-call.received']);
  for (const sent of table) expect(await scene.push('police', sent)).toMatchObject({ status: 200 });
  expect(await said(['police', call(minor, 4)])).toEqual(['dv-call.received']);
});
