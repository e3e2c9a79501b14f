import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FieldFault } from '@lianhu/kernel';
import { APPEND_CONTRACT, rowTests, type Answer, type Driver, type Item, type Step } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { makeCitizenId } from '@lianhu/standards';
import { logger } from '@lianhu/services/platform';
import { openHttpStack, type HttpStack } from './testing/http-stack';
import { call, ROOT } from './testing/running';

logger.level = 'silent';
const DEPARTMENT = 'police';
const PATH = `/api/departments/${DEPARTMENT}/events`;
const SECOND = 'urn:lianhu:source:police:second';

let stack: HttpStack;
beforeAll(async () => void (stack = await openHttpStack({ departments: [DEPARTMENT] })));
afterAll(() => stack.close());
let history = 0;

const minors = new Map<string, number>();
/** The same name is always the same child. */
function minorNamed(name: string): object {
  const number = minors.get(name) ?? minors.size + 1;
  minors.set(name, number);
  const docNo = makeCitizenId('990101', '2015-06-01', number);
  return { docType: '01', docNo, name: '测试甲', sex: Number(docNo[16]) % 2 === 1 ? '1' : '2', birthDate: '2015-06-01' };
}

/** An item as a sender would send it. Histories on one log are kept apart by their ids, numbers and children. */
function eventOf(run: number, { id, content, source, child, seq, fault }: Item): Record<string, unknown> {
  const alarmNo = `J-${content ?? 'a'}`;
  const minor = minorNamed(`${run}-${child ?? id}`);
  return {
    type: fault === 'foreign-type' ? 'court.family-case.accepted' : 'police.dv-call.received',
    id: `${run}-${id}`,
    time: '2026-10-12T09:30:00+08:00',
    ...(source && { source: SECOND }),
    ...(seq !== undefined && { sourceseq: run * 1_000 + seq }),
    data: {
      alarmNo,
      minorRole: 'witness',
      minor,
      ...(fault === 'schema' && { weapon: 'yes' }),
      ...(fault === 'too-large' && { note: 'x'.repeat(70_000) }),
    },
  };
}

const bare = (receipt: Record<string, unknown>): object => {
  const { checkpoint: _checkpoint, proof: _proof, ...rest } = receipt;
  return rest;
};
type Body = Record<string, unknown> & { receipts?: Record<string, unknown>[]; outcomes?: Outcome[][] };
interface Outcome {
  readonly status: number;
  readonly receipt?: Record<string, unknown>;
  readonly problem?: Readonly<Record<string, unknown>>;
}
const codeOf = (problem: { readonly type?: unknown; readonly [member: string]: unknown } | undefined): string | undefined =>
  typeof problem?.type === 'string' && problem.type.startsWith('/problems/') ? problem.type.slice('/problems/'.length) : undefined;
const answer = (status: number, text: string, receipts: readonly Record<string, unknown>[], more: Partial<Answer> = {}): Answer => ({
  status,
  text,
  receipts: receipts.map(bare),
  positions: receipts.map(({ position }) => position as number),
  ...more,
});

/** Events of the department in the log, whatever the hub says before them. */
async function count(): Promise<number> {
  const { lines } = await stack.hub.log.read(0, 10_000, { department: DEPARTMENT });
  return lines.length;
}

async function edgeDriver(): Promise<Driver> {
  const run = ++history;
  const tokens = { first: await stack.token('sender', DEPARTMENT), second: await stack.token('sender', DEPARTMENT, SECOND) };
  const push = async ({ push: items, as }: Step): Promise<Answer> => {
    const events = items.map((item) => eventOf(run, item));
    const token = items[0]?.source ? tokens.second : tokens.first;
    const path = `${PATH}${as === 'independent' ? '?mode=independent' : ''}`;
    const { status, body, text, headers } = await call<Body>(stack.edgeUrl, path, { token, body: as === 'one' ? events[0] : events });
    if (status >= 400) return answer(status, text, [], { code: codeOf(body) });
    if (as === 'independent') {
      const items = (body as unknown as Outcome[]).map(({ status: of, problem }) => ({ status: of, code: codeOf(problem) }));
      return answer(status, text, [], { items });
    }
    const receipts = as === 'one' ? [body] : (body.receipts ?? []);
    if (receipts.length > 0) expect(headers.get('idempotent-replay')).toBe(status === 200 ? 'true' : null);
    for (const receipt of receipts) {
      expect(receipt).toMatchObject({ recordedAt: expect.any(String) as string, leafHash: expect.any(String) as string });
      expect((receipt['proof'] as { treeSize: number }).treeSize).toBeGreaterThanOrEqual(receipt['position'] as number);
    }
    return answer(status, text, receipts);
  };
  return { push, count };
}

/** The hub's own route, with what the department's edge would send. */
async function hubDriver(): Promise<Driver> {
  const run = ++history;
  const token = await stack.token('edge', DEPARTMENT);
  const push = async ({ push: items, as }: Step): Promise<Answer> => {
    const batches = [];
    for (const item of items) {
      const event = eventOf(run, item);
      batches.push(...(await submissionOf(event, item.source === undefined)).batches);
    }
    const groups = as === 'atomic' && batches.length > 1 ? [batches.map((_, b) => [b, 0])] : undefined;
    const { status, body, text } = await call<Body>(stack.hubUrl, '/api/hub/batches', { token, body: { batches, groups } });
    const outcomes = (body.outcomes ?? []).flat();
    if (as === 'independent')
      return answer(status, text, [], { items: outcomes.map(({ status: of, problem }) => ({ status: of, code: codeOf(problem) })) });
    const receipts = outcomes.flatMap(({ receipt }) => (receipt ? [receipt] : []));
    // Of a group that some events spoil, the others are refused with it.
    const why = outcomes.find(({ problem }) => problem && codeOf(problem) !== 'refused') ?? outcomes[0];
    return answer(why?.status ?? status, JSON.stringify(outcomes), receipts, { code: codeOf(why?.problem) });
  };
  const submissionOf = (event: Record<string, unknown>, first: boolean) => stack.submissionOf(DEPARTMENT, [event], first ? undefined : SECOND);
  return { push, count };
}

describe('the append contract through an edge, over HTTP', () => rowTests('edge', edgeDriver));
describe("the append contract on the hub's own route, over HTTP", () => rowTests('hub', hubDriver));

test('row 18: a child’s key is destroyed: the same again is still 200 and the first receipt, other content still 409', async () => {
  const token = await stack.token('sender', DEPARTMENT);
  const run = ++history;
  const push = (event: object) => call<Body>(stack.edgeUrl, PATH, { token, body: event });
  const named = (content: 'a' | 'b') => eventOf(run, { id: 'named', child: 'x', content });
  const first = await push(named('a'));
  expect(first.status).toBe(201);
  const { minorRef, ...lasting } = first.body;
  const referred = (content: string) => ({
    ...named('a'),
    id: `${run}-referred`,
    subject: minorRef,
    data: { alarmNo: `J-${content}`, minorRole: 'witness' },
  });
  const second = await push(referred('a'));
  expect(second.status).toBe(201);
  const { minorRef: _ref, ...secondLasting } = second.body;
  const line = (await stack.hub.log.read((first.body['position'] as number) - 1, 1)).lines[0];
  const { subject } = JSON.parse(line?.bound ?? '{}') as { subject: string };
  const pool = createPool(stack.database.urls.hub, { max: 1 });
  for (const row of ['data_key WHERE owner', 'child WHERE child'])
    expect((await pool.query(`DELETE FROM vault.${row} = $1`, [subject])).rowCount).toBe(1);
  await pool.end();
  const [head, again, referredAgain] = [await count(), await push(named('a')), await push(referred('a'))];
  expect([again.status, bare(again.body)]).toEqual([200, bare(lasting)]);
  expect([referredAgain.status, bare(referredAgain.body)]).toEqual([200, bare(secondLasting)]);
  expect([(await push(named('b'))).status, (await push(referred('b'))).status]).toEqual([409, 409]);
  expect(await count()).toBe(head);
});

test('an array that is refused says which of its events it is refused for', async () => {
  const token = await stack.token('sender', DEPARTMENT);
  const run = ++history;
  const push = async (...items: readonly Item[]) => {
    const body = items.map((item) => eventOf(run, item));
    const headers = { 'accept-language': 'en' };
    const { status, ...answered } = await call<{ errors?: readonly FieldFault[] }>(stack.edgeUrl, PATH, { token, body, headers });
    for (const { message } of answered.body.errors ?? []) expect(message).toMatch(/^[a-z]/);
    return [status, answered.body.errors?.map(({ pointer, rule }) => `${pointer} ${rule}`)];
  };
  const before = await count();
  expect((await push({ id: 'first', seq: 1 }, { id: 'second' }))[0]).toBe(201);
  expect(await push({ id: 'new' }, { id: 'second' }, { id: 'first', seq: 1 })).toEqual([409, ['/1/id pushed-before', '/2/id pushed-before']]);
  expect(await push({ id: 'new' }, { id: 'second' }, { id: 'first', content: 'b' })).toEqual([409, ['/2/id id-taken']]);
  expect(await push({ id: 'new' }, { id: 'newer', seq: 1 })).toEqual([409, ['/1/sourceseq number-taken']]);
  expect((await push({ id: 'new', fault: 'schema' }, { id: 'second', content: 'b' }))[0]).toBe(422);
  expect(await count()).toBe(before + 2);
});

test('a row stands for each number, and its proof exists', () => {
  expect(APPEND_CONTRACT.map(({ row }) => row)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
  for (const { row, on, elsewhere } of APPEND_CONTRACT) {
    if (elsewhere) {
      const file = join(ROOT, elsewhere.file);
      expect([row, existsSync(file) && readFileSync(file, 'utf8').includes(elsewhere.test)]).toEqual([row, true]);
    } else expect([row, row === 8 || Object.keys(on).length > 0]).toEqual([row, true]);
  }
});
