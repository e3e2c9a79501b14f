import { momentOf } from '@lianhu/kernel';
import { LogUnavailable } from '@lianhu/log';
import { makeCitizenId } from '@lianhu/standards';
import { HubScene } from './hub-scene.fixture';

const DAY_MS = 86_400_000;
const NOW = Date.now();
let scene: HubScene;
let events = 0;

beforeAll(async () => {
  scene = await HubScene.begin(['police', 'education']);
});
afterAll(() => scene.end());

const call = (minor: object, days: number): { readonly id: string } => ({
  ...{ type: 'police.dv-call.received', id: `c-${++events}`, time: momentOf(NOW - days * DAY_MS) },
  ...{ data: { alarmNo: `J-${events}`, minorRole: 'witness', minor } },
});
const addressOf = async (docNo: string): Promise<string | undefined> => {
  const child = (await scene.hub.hub.childOfNumber(docNo)) ?? '';
  return ((await scene.hub.hub.open([child])).get(child) as { addressActual?: string } | undefined)?.addressActual;
};

test('what an event says of a known child is kept once it stands: not when it is refused or the log is away, but also when its answer is lost', async () => {
  const docNo = makeCitizenId('990101', '2015-06-01', 103);
  const minor = { docType: '01', docNo, name: '测试甲', sex: '1', birthDate: '2015-06-01' };
  const at = (addressActual: string, days: number) => call({ ...minor, addressActual }, days);
  const first = at('演示路1号', 9);
  expect(await scene.push('police', first)).toMatchObject({ status: 201 });
  expect(await scene.push('police', { ...at('演示路2号', 8), id: first.id })).toMatchObject({ status: 409 });
  expect(await addressOf(docNo)).toBe('演示路1号');
  const { log } = scene.hub;
  const append = log.append.bind(log);
  const away = jest.spyOn(log, 'append').mockRejectedValueOnce(new LogUnavailable('away'));
  expect(await scene.push('police', at('演示路3号', 7))).toMatchObject({ status: 202 });
  expect(await addressOf(docNo)).toBe('演示路1号');
  away.mockRestore();
  await scene.edge('police').outbox.forward();
  expect(await addressOf(docNo)).toBe('演示路3号');
  const lost = jest.spyOn(log, 'append').mockImplementationOnce(async (groups) => {
    await append(groups);
    throw new LogUnavailable('the answer is lost');
  });
  expect(await scene.push('police', at('演示路4号', 6))).toMatchObject({ status: 202 });
  lost.mockRestore();
  await scene.edge('police').outbox.forward();
  expect(await addressOf(docNo)).toBe('演示路4号');
});
