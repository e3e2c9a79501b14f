import { momentOf, toBase64 } from '@lianhu/kernel';
import { createPool } from '@lianhu/postgres';
import type { PushResult } from '@lianhu/services/edge';
import { logger } from '@lianhu/services/platform';
import { makeCitizenId } from '@lianhu/standards';
import { hubHealth } from './hub-health';
import { HubScene, senderOf } from './hub-scene.fixture';
import type { OpenHub } from './open-hub';

const DAY_MS = 86_400_000;
const NOW = Date.now();
const daysAgo = (days: number): string => momentOf(NOW - days * DAY_MS);
let scene: HubScene;
let hub: OpenHub;
let pool: ReturnType<typeof createPool>;

beforeAll(async () => {
  scene = await HubScene.begin(['police', 'education', 'civil-affairs']);
  ({ hub } = scene);
  pool = createPool(scene.database.urls.hub);
});
afterAll(async () => {
  await pool.end();
  await scene.end();
});

const push = (department: string, sent: object, viewer = senderOf(department)): Promise<PushResult> => scene.push(department, sent, viewer);
const receiptOf = (result: PushResult) => ('receipt' in result ? result.receipt : undefined);

/** Somebody who comes of age today: 17 until yesterday. */
const birthDate = ((): string => {
  const today = momentOf(NOW).slice(0, 10);
  return `${Number(today.slice(0, 4)) - 18}${today.slice(4)}`.replace('-02-29', '-02-28');
})();
const GROWN = { docType: '01', docNo: makeCitizenId('990101', birthDate, 101), name: '测试甲', sex: '1', birthDate };
const call = (id: string, time: string, child: object, more: object = {}) => ({
  type: 'police.dv-call.received',
  id,
  time,
  data: { alarmNo: `J-${id}`, minorRole: 'witness', ...('docNo' in child ? { minor: child } : {}), ...more },
  ...('docNo' in child ? {} : child),
});

describe('a person who has come of age, named by own reference', () => {
  let ref: string;
  beforeAll(async () => {
    const first = receiptOf(await push('police', call('g-1', daysAgo(1), GROWN)));
    ref = first?.minorRef as string;
    expect(ref).toMatch(/^minor-/);
  });

  test('what happened the day before the birthday stands; from the birthday on it waits for a person', async () => {
    expect(await push('police', call('g-2', daysAgo(1), { subject: ref }))).toMatchObject({ status: 201 });
    const { position } = await hub.log.head();
    const waiting = await push('police', call('g-3', daysAgo(0), { subject: ref }));
    expect(waiting).toMatchObject({ status: 202, state: 'quarantined', reason: 'not-a-minor' });
    expect((await hub.log.head()).position).toBe(position);
    expect(await push('police', call('g-3', daysAgo(0), { subject: ref }))).toMatchObject(waiting);
  });

  test('what a data officer lets pass stands, once', async () => {
    const [entry] = scene.edge('police').quarantine.list();
    const release = () => scene.edge('police').edge.release(entry?.sent, senderOf('police'), 'zh');
    expect(await release()).toMatchObject({ status: 201 });
    expect(await release()).toMatchObject({ status: 200 });
    expect(await push('police', entry?.sent as object)).toMatchObject({ status: 200 });
  });

  test('the end of what began before is no fault', async () => {
    const own = receiptOf(
      await push('civil-affairs', {
        type: 'civil-affairs.minor.listed',
        id: 'ca-1',
        time: daysAgo(1),
        data: { minor: GROWN, category: '04', foundBy: 'village', since: daysAgo(1).slice(0, 10) },
      }),
    );
    const delisted = {
      type: 'civil-affairs.minor.delisted',
      id: 'ca-2',
      time: daysAgo(0),
      subject: own?.minorRef,
      data: { category: '04', reason: 'adult' },
    };
    expect(await push('civil-affairs', delisted)).toMatchObject({ status: 201 });
  });

  test('in an array the whole is refused', async () => {
    const array = [call('g-5', daysAgo(1), { subject: ref }), call('g-6', daysAgo(0), { subject: ref })];
    const results = await scene.edge('police').edge.pushAtomic(array, senderOf('police'), 'zh');
    expect(results.map(({ status }) => status)).toEqual([409, 422]);
    expect(await push('police', array[0] as object)).toMatchObject({ status: 201 });
  });
});

describe('a child whom the vault no longer knows', () => {
  const CHILD = { docType: '01', docNo: makeCitizenId('990101', '2015-06-01', 102), name: '测试乙', sex: '2', birthDate: '2015-06-01' };
  test('what was accepted is answered as ever, alone and in an array; what is new is not', async () => {
    const first = receiptOf(await push('police', call('e-1', daysAgo(3), CHILD)));
    const subject = first?.minorRef;
    const [b, c] = [call('e-2', daysAgo(2), { subject }), call('e-3', daysAgo(2), { subject })];
    const stood = [receiptOf(await push('police', b)), receiptOf(await push('police', c))];
    await pool.query('delete from vault.reference where ref = $1', [subject]);
    expect(await push('police', b)).toMatchObject({ status: 200, receipt: { position: stood[0]?.position, stamp: stood[0]?.stamp } });
    const array = await scene.edge('police').edge.pushAtomic([b, c], senderOf('police'), 'zh');
    expect(array.map((one) => [one.status, receiptOf(one)?.position])).toEqual(stood.map((one) => [200, one?.position]));
    expect(await push('police', { ...b, time: daysAgo(1) })).toMatchObject({ status: 409, problem: { type: '/problems/idempotency-conflict' } });
    expect(await push('police', call('e-4', daysAgo(1), { subject }))).toMatchObject({ status: 422, problem: { errors: [{ pointer: '/subject' }] } });
    await expect(scene.edge('police').edge.pushAtomic([b, call('e-5', daysAgo(1), { subject })], senderOf('police'), 'zh')).resolves.toMatchObject([
      { status: 409 },
      { status: 409 },
    ]);
  });
});

describe('an id that comes again for other content', () => {
  const MINOR = { ...GROWN, docNo: makeCitizenId('990101', '2014-05-01', 105), birthDate: '2014-05-01' };
  test('is refused, counted by department and logged without the id, new or as the edge asks whether it knows it', async () => {
    const logged = jest.spyOn(logger, 'warn').mockImplementation();
    const figure = async () => (await hubHealth(hub).figures()).filter(({ name }) => name === 'lianhu_idempotency_conflicts');
    const counted = async (): Promise<number> => (await figure()).find(({ labels }) => labels?.['department'] === 'police')?.value ?? 0;
    const before = await counted();
    const first = call('k-1', daysAgo(1), MINOR);
    expect(await push('police', first)).toMatchObject({ status: 201 });
    expect(await push('police', first)).toMatchObject({ status: 200 });
    expect(logged).not.toHaveBeenCalled();
    expect(await push('police', { ...first, time: daysAgo(2) })).toMatchObject({ status: 409 });
    expect(await push('police', call('k-1', daysAgo(1), MINOR, { minorRole: 'nobody' }))).toMatchObject({ status: 409 });
    expect(await counted()).toBe(before + 2);
    const line = [{ department: 'police', events: 1 }, 'an id or running number was sent again for other content, and refused'];
    expect(logged.mock.calls).toEqual([line, line]);
    logged.mockRestore();
  });
});

describe('a source system', () => {
  const absence = (id: string) => ({
    type: 'education.absence.flagged',
    id,
    time: daysAgo(1),
    data: {
      minor: { ...GROWN, docNo: makeCitizenId('990101', '2014-03-02', 103), birthDate: '2014-03-02' },
      days: 1,
      contacted: false,
      since: daysAgo(1).slice(0, 10),
    },
  });

  test('belongs to the department that used it first: nobody else uses up its ids, or learns of them', async () => {
    const source = 'urn:lianhu:source:county:platform';
    expect(await push('police', call('s-1', daysAgo(1), GROWN), senderOf('police', source))).toMatchObject({ status: 201 });
    const { position } = await hub.log.head();
    for (const id of ['s-1', 's-2'])
      expect(await push('education', absence(id), senderOf('education', source))).toMatchObject({
        status: 403,
        problem: { type: '/problems/source-not-yours' },
      });
    expect((await hub.log.head()).position).toBe(position);
    expect(await push('education', absence('s-1'))).toMatchObject({ status: 201 });
    const { rows } = await pool.query('select department from log.source where source = $1', [source]);
    expect(rows).toEqual([{ department: 'police' }]);
  });

  test('of two departments that use one at the same moment one gets it', async () => {
    const source = 'urn:lianhu:source:county:other';
    const results = await Promise.all([
      push('police', call('r-1', daysAgo(1), GROWN), senderOf('police', source)),
      push('education', absence('r-2'), senderOf('education', source)),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual([201, 403]);
  });
});

test('a batch that its department did not sign gets no receipt, not even of what stands', async () => {
  const { batches } = await captured(() => push('police', call('sig-1', daysAgo(1), GROWN)));
  const [batch] = batches;
  const forged = { ...batch, signature: toBase64(Buffer.alloc(64, 1)) };
  const [[outcome] = []] = await hub.hub.submit('police', { batches: [forged as (typeof batches)[number]] });
  expect(outcome).toMatchObject({ status: 401 });
  const [[again] = []] = await hub.hub.submit('police', { batches });
  expect(again).toMatchObject({ status: 200 });
});

/** What an edge sends to the hub while something is pushed. */
async function captured(work: () => Promise<unknown>) {
  const spy = jest.spyOn(hub.hub, 'submit');
  await work();
  const [, submission] = spy.mock.calls[0] as Parameters<typeof hub.hub.submit>;
  spy.mockRestore();
  return submission;
}
