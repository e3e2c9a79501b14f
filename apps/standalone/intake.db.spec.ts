import { alone, receiptsOf, testLog } from '@lianhu/log';
import { MAX_DIFFERENCE_MS, MAX_JUMP_MS, postgresLog } from '@lianhu/log-postgres';
import { createPool } from '@lianhu/postgres';
import { logger } from '@lianhu/services/platform';
import { makeCitizenId } from '@lianhu/standards';
import { openHttpStack, type HttpStack, type StackOptions } from './testing/http-stack';
import { call } from './testing/running';

logger.level = 'silent';
let stack: HttpStack;
const open = async (options: StackOptions): Promise<void> => void (stack = await openHttpStack(options));
afterEach(() => stack.close());

let serial = 0;
const idOf = (n: number): string => `i-${n}`;
/** An event of a type about a child whom nobody has named before. */
function about(type: string, data: object, more: object = {}): object {
  const n = ++serial;
  const docNo = makeCitizenId('990101', '2015-06-01', (n % 900) + 1);
  const minor = { docType: '01', docNo, name: '测试甲', sex: Number(docNo[16]) % 2 === 1 ? '1' : '2', birthDate: '2015-06-01' };
  return { type, id: idOf(n), time: '2026-10-12T09:30:00+08:00', data: { ...data, minor }, ...more };
}
const dvCall = (more: object = {}): object => about('police.dv-call.received', { alarmNo: `J-${serial}`, minorRole: 'witness' }, more);
const absence = (): object => about('education.absence.flagged', { days: 2, contacted: false, since: '2026-10-10' });
const overdue = (): object => about('health.child-check.overdue', { item: 'vaccination', overdueDays: 45 });
const injury = (): object =>
  about('health.suspicious-injury.found', { clueRef: `示卫线〔2026〕${serial}号`, situation: '4', injury: 'slight', level: 'orange' });
const push = async (event: object) =>
  call<Record<string, unknown>>(stack.edgeUrl, '/api/departments/police/events', { token: await stack.token('sender', 'police'), body: event });
interface Outcome {
  readonly status: number;
  readonly receipt?: { readonly position: number };
}
async function submit(department: string, events: readonly object[]) {
  const body = await stack.submissionOf(department, events);
  return () =>
    stack
      .token('edge', department)
      .then((token) => call<{ outcomes?: Outcome[][]; type?: string; detail?: string }>(stack.hubUrl, '/api/hub/batches', { token, body }));
}
const ready = async () => {
  const { status, body } = await call<{ checks: { name: string; ok: boolean; detail?: string }[] }>(stack.hubUrl, '/health/ready');
  return { status, intake: body.checks.find(({ name }) => name === 'intake') };
};
const metric = async (name: string): Promise<string | undefined> =>
  (await call(stack.hubUrl, '/metrics')).text
    .split('\n')
    .find((line) => line.startsWith(name))
    ?.split(' ')
    .at(-1);
const position = async (): Promise<number> => (await stack.hub.log.head()).position;

describe('the clock', () => {
  const DAY_MS = 86_400_000;
  const start = Date.parse('2027-01-01T00:00:00Z');
  const clock = { database: start, node: start, monotonic: 0 };
  const reading = () => ({ database: clock.database, before: clock.node, after: clock.node, monotonic: clock.monotonic });
  beforeEach(async () => {
    Object.assign(clock, { database: start, node: start, monotonic: 0 });
    await open({ log: { reading } });
  });

  test.each([
    ['behind', -1],
    ['ahead of', 1],
  ])(
    'a node whose database is 2 s %s it goes on, a millisecond more stops intake: 503, alarm, nothing written; and it goes on when mended',
    async (_way, sign) => {
      expect((await push(dvCall())).status).toBe(201);
      clock.node = clock.database - sign * MAX_DIFFERENCE_MS;
      expect((await push(dvCall())).status).toBe(201);
      expect(await ready()).toEqual({ status: 200, intake: { name: 'intake', ok: true } });
      clock.node -= sign;
      const before = await position();
      const event = dvCall();
      const refused = await (await submit('police', [event]))();
      expect([refused.status, refused.body.type, refused.body.detail]).toEqual([503, '/problems/hub-unavailable', 'clock-differs']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await ready()).toEqual({ status: 503, intake: { name: 'intake', ok: false, detail: 'clock-differs' } });
      expect(await metric('lianhu_intake_stopped')).toBe('1');
      // The edge keeps what the hub does not take.
      expect((await push(event)).status).toBe(202);
      expect(await position()).toBe(before);
      clock.node = clock.database;
      await stack.edges.get('police')?.outbox.forward();
      expect((await push(event)).status).toBe(200);
      expect([await ready(), await metric('lianhu_intake_stopped')]).toEqual([{ status: 200, intake: { name: 'intake', ok: true } }, '0']);
    },
  );

  test('ten minutes ahead of the monotonic clock between two commits is let through, a millisecond more stops intake; idle time and a restart are no jump', async () => {
    const pass = async (ms: number, monotonic: number): Promise<void> => {
      clock.database += ms;
      clock.node += ms;
      clock.monotonic += monotonic;
    };
    expect((await push(dvCall())).status).toBe(201);
    await pass(MAX_JUMP_MS, 0);
    expect((await push(dvCall())).status).toBe(201);
    await pass(3 * DAY_MS, 3 * DAY_MS);
    expect((await push(dvCall())).status).toBe(201);
    await pass(MAX_JUMP_MS + 1, 0);
    const refused = await (await submit('police', [dvCall()]))();
    expect([refused.status, refused.body.detail]).toEqual([503, 'clock-jumped']);
    expect((await ready()).intake?.detail).toBe('clock-jumped');
    const restarted = postgresLog({ ...testLog(), url: stack.database.urls.hub, reading });
    expect(receiptsOf((await restarted.append([alone({ id: 'after a restart' })]))[0])).toHaveLength(1);
    await restarted.close();
  });
});

describe('a flood on a database that is slow', () => {
  const GATE = { events: 200, bytes: 10_000_000, reservePercent: 10, sharePercent: 50 };
  /** Inserts wait until `go`. */
  async function slowDatabase() {
    const admin = createPool(stack.database.urls.admin, { max: 2 });
    await admin.query(`
      CREATE FUNCTION log.wait_for_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NEW; END $$;
      CREATE TRIGGER wait BEFORE INSERT ON log.log_event FOR EACH ROW EXECUTE FUNCTION log.wait_for_test()`);
    const client = await admin.connect();
    await client.query('SELECT pg_advisory_lock(4711)');
    return async (): Promise<void> => {
      await client.query('SELECT pg_advisory_unlock(4711)');
      client.release();
      await admin.end();
    };
  }
  const tens = async (department: string, event: () => object, times: number) => {
    const calls = [];
    for (let i = 0; i < times; i++)
      calls.push(
        await submit(
          department,
          Array.from({ length: 10 }, () => event()),
        ),
      );
    return calls;
  };
  async function until(holds: () => boolean): Promise<void> {
    for (const deadline = Date.now() + 60_000; !holds();) {
      if (Date.now() > deadline) throw new Error(`it did not happen; in hand: ${stack.hub.hub.inHand}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
  const inHand = (events: number): Promise<void> => until(() => stack.hub.hub.inHand === events);
  /** Types in the order of the commit in which one of that type stands. */
  async function typesOfCommitWith(type: string): Promise<string[]> {
    const lines = (await stack.hub.log.read(0, 10_000)).lines.map(({ claim, stamp }) => ({
      type: (JSON.parse(claim) as { type: string }).type,
      recordedAt: (JSON.parse(stamp) as { recordedAt: string }).recordedAt,
    }));
    const commit = lines.find((line) => line.type === type)?.recordedAt;
    return lines.filter(({ recordedAt }) => recordedAt === commit).map((line) => line.type);
  }

  test('beyond its share a department hears 429, beyond the whole everybody 503, nothing is half-taken; a mandatory report is taken and stands first', async () => {
    await open({ departments: ['police', 'education', 'health'], gate: GATE });
    const police = await tens('police', dvCall, 12);
    const education = await tens('education', absence, 9);
    const [report] = await tens('health', injury, 1);
    const late = await submit('health', [injury()]);
    const release = await slowDatabase();
    const appends = jest.spyOn(stack.hub.log, 'append');
    const running = police.slice(0, 9).map((run) => run());
    await inHand(90);
    for (const run of police.slice(9)) {
      const { status, body, headers } = await run();
      expect([status, body.type, headers.get('retry-after')]).toEqual([429, '/problems/too-many-requests', '2']);
    }
    expect(stack.hub.hub.inHand).toBe(90);
    running.push(...education.map((run) => run()));
    await inHand(180);
    const one = await submit('health', [overdue()]);
    const full = await one();
    expect([full.status, full.body.type, full.headers.get('retry-after')]).toEqual([503, '/problems/busy', '2']);
    const reported = report?.();
    const reportedLate = late();
    await inHand(191);
    await until(() => appends.mock.calls.length === 20);
    await release();
    const answers = await Promise.all(running);
    for (const { status, body } of answers)
      expect([status, body.outcomes?.flat().map((outcome) => outcome.status)]).toEqual([200, Array.from({ length: 10 }, () => 201)]);
    for (const found of await Promise.all([reported, reportedLate]))
      expect(found?.body.outcomes?.flat().every(({ status }) => status === 201)).toBe(true);
    const types = await typesOfCommitWith('health.suspicious-injury.found');
    expect(types.slice(0, 11)).toEqual(Array.from({ length: 11 }, () => 'health.suspicious-injury.found'));
    expect(types.length).toBeGreaterThan(11);
    expect((await one()).status).toBe(200);
    const { lines } = await stack.hub.log.read(0, 10_000, { department: 'police' });
    expect(lines).toHaveLength(90);
    for (const run of police.slice(9)) expect((await run()).body.outcomes?.flat().every(({ status }) => status === 201)).toBe(true);
  });

  test('however much comes, no more is in hand than the limit', async () => {
    await open({ departments: ['police'], gate: GATE });
    const body = await stack.submissionOf(
      'police',
      Array.from({ length: 10 }, () => dvCall()),
    );
    const release = await slowDatabase();
    const found: Promise<unknown>[] = [];
    for (let i = 0; i < 2_000; i++) found.push(stack.hub.hub.submit('police', body).catch((error: unknown) => (error as Error).name));
    expect(stack.hub.hub.inHand).toBe(90);
    await release();
    const answers = await Promise.all(found);
    expect(answers.filter((answer) => typeof answer !== 'string')).toHaveLength(9);
    expect(stack.hub.hub.inHand).toBe(0);
  });
});

test('the partition that the next line needs is missing: 503, alarm, nothing written or lost; back again, all goes on', async () => {
  await open({});
  expect((await push(dvCall())).status).toBe(201);
  const admin = createPool(stack.database.urls.admin, { max: 1 });
  await admin.query('ALTER TABLE log.log_event DETACH PARTITION log.log_event_0000');
  const refused = await (await submit('police', [dvCall()]))();
  expect([refused.status, refused.body.detail]).toEqual([503, 'log-broken']);
  expect(await ready()).toEqual({ status: 503, intake: { name: 'intake', ok: false, detail: 'log-broken' } });
  const kept = dvCall();
  expect((await push(kept)).status).toBe(202);
  await admin.query('ALTER TABLE log.log_event ATTACH PARTITION log.log_event_0000 FOR VALUES FROM (1) TO (10000001)');
  await admin.end();
  await stack.edges.get('police')?.outbox.forward();
  expect((await push(kept)).status).toBe(200);
  expect((await ready()).status).toBe(200);
});

test('a gap in a source’s running numbers is taken and alarmed, and the alarm ends when it closes', async () => {
  await open({});
  const missing = () => metric('lianhu_source_numbers_missing{department="police",source="urn:lianhu:source:police:default"}');
  expect(await missing()).toBeUndefined();
  for (const sourceseq of [1, 2, 5]) expect((await push(dvCall({ sourceseq }))).status).toBe(201);
  expect(await missing()).toBe('2');
  expect((await push(dvCall({ sourceseq: 4 }))).status).toBe(201);
  expect(await missing()).toBe('1');
  expect((await push(dvCall({ sourceseq: 3 }))).status).toBe(201);
  expect(await missing()).toBe('0');
  const line = (await stack.hub.log.read(0, 1_000, { department: 'police' })).lines.at(-1);
  expect(line?.claim).not.toContain('sourceseq');
  expect((await push(dvCall({ sourceseq: 1.5 }))).status).toBe(422);
  expect((await push(dvCall({ sourceseq: -1 }))).status).toBe(422);
});
