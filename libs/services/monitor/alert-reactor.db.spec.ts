import { AlertEvidenceAdded, AlertRaised } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { recorded, type Recorded, type StoredLine } from '@lianhu/kernel';
import { createSigner, std1, type EventLog } from '@lianhu/log';
import { logMigrations, postgresLog } from '@lianhu/log-postgres';
import { testDatabase, type TestDatabase } from '@lianhu/postgres';
import type { HubForMonitor, OwnEvent } from '@lianhu/services/platform';
import { demonstrationPolicy, testLog, write } from '@lianhu/testing';
import { AlertReactor } from './alert-reactor';

/** Children of the catch-up. LIANHU_REACTOR_CHILDREN=20000 prints how long it takes. */
const CHILDREN = Number(process.env['LIANHU_REACTOR_CHILDREN'] ?? 1_500);
const MEASURED = process.env['LIANHU_REACTOR_CHILDREN'] !== undefined;
/** What a reactor reads at a time. Unit: lines. */
const PAGE = 500;
const AWAY = 'the hub is away';
let database: TestDatabase;
let log: EventLog;

/** Two calls about each child, far apart in the log; of every third child they lie too far apart in time to be a repetition. */
beforeAll(async () => {
  database = await testDatabase(logMigrations);
  const origin = 'lianhu/990101';
  log = postgresLog({ url: database.urls.hub, origin, suite: std1, signer: createSigner(origin, new Uint8Array(32).fill(7)) });
  const call = (n: number, month: string) => ({
    cls: DvCallReceived,
    time: `2026-${month}-01T10:00:00.000+08:00`,
    subject: `child-${String(n).padStart(22, '0')}`,
    incident: `incident-${n}-${month}`,
    data: { minorRole: 'witness', weapon: false, injury: 'none' },
  });
  const children = Array.from({ length: CHILDREN }, (_, n) => n);
  await write(log, [...children.map((n) => call(n, '03')), ...children.map((n) => call(n, n % 3 === 0 ? '09' : '04'))]);
}, 600_000);
afterAll(async () => {
  await log.close();
  await database.stop();
});

/** Runs a reactor over the whole log in pages, with its decisions in a log beside it; a hub that fails now and then makes a page come again. */
async function catchUp(page: number, together: boolean, fails: (attempt: number) => boolean = () => false) {
  const decided = new Map<string, OwnEvent>();
  const order: string[] = [];
  const most = { reading: 0 };
  let reading = 0;
  let attempts = 0;
  const said = testLog();
  const linesOf = new Map<string, StoredLine[]>();
  const raising = 'hub.alert.raised';
  const counting: Pick<EventLog, 'read' | 'head'> = {
    read: async (after, limit, filter) => {
      most.reading = Math.max(most.reading, (reading += 1));
      return (filter?.types?.includes(raising) ? said : log).read(after, limit, filter).finally(() => (reading -= 1));
    },
    head: () => said.head(),
  };
  const own: HubForMonitor['own'] = async (events) => {
    if (fails((attempts += 1))) throw new Error(AWAY);
    for (const event of events) {
      if (!decided.has(event.id)) order.push(event.id);
      decided.set(event.id, event);
    }
    const { position } = await said.head();
    await write(
      said,
      events.map(({ type, ...event }) => ({ ...event, cls: type === raising ? AlertRaised : AlertEvidenceAdded })),
    );
    for (const line of (await said.read(position, events.length)).lines) {
      const { subject = '' } = recorded(line);
      linesOf.set(subject, [...(linesOf.get(subject) ?? []), line]);
    }
    return [];
  };
  const histories: EventLog['histories'] = async (wanted, upTo, types, limit) => {
    if (!types?.includes(raising)) return log.histories!(wanted, upTo, types, limit);
    return wanted.flatMap(({ subject }) => linesOf.get(subject) ?? []);
  };
  const parts = {
    log: { ...counting, ...(together && { histories }) } as EventLog,
    hub: { own, head: async () => (await said.head()).position } as HubForMonitor,
    policy: demonstrationPolicy,
  };
  const reactor = new AlertReactor({ ...parts, idOf: (rule, subject, position) => `${rule}-${subject}-${position}` });
  for (let after = 0; ;) {
    const { lines, scannedTo, head } = await log.read(after, page);
    const events: Recorded[] = lines.map(recorded);
    for (;;) {
      const done = await reactor.react(events, scannedTo).then(
        () => true,
        (error: Error) => {
          if (error.message !== AWAY) throw error;
          return false;
        },
      );
      if (done) break;
    }
    after = scannedTo;
    if (after >= head) return { decided, order, most };
  }
}

test('a catch-up decides the same for any page size and whatever fails in between, reading some children at a time', async () => {
  const began = performance.now();
  const { decided, order, most } = await catchUp(PAGE, true);
  if (MEASURED) console.log(JSON.stringify({ children: CHILDREN, ms: Math.round(performance.now() - began), decided: decided.size }));
  const raised = [...decided.values()].filter(({ type }) => type === 'hub.alert.raised');
  expect(raised).toHaveLength(CHILDREN - Math.ceil(CHILDREN / 3));
  // Which files are one child's is asked one at a time; histories come together.
  expect(most.reading).toBe(1);
  if (MEASURED) return;
  const apart = await catchUp(PAGE, false);
  expect(apart.order).toEqual(order);
  expect(apart.most.reading).toBeGreaterThan(1);
  expect(apart.most.reading).toBeLessThanOrEqual(32);
  for (const other of [await catchUp(37, true), await catchUp(PAGE, true, (attempt) => attempt < 60 && attempt % 3 === 0)]) {
    expect(new Map([...other.decided].sort())).toEqual(new Map([...decided].sort()));
  }
  expect((await catchUp(PAGE, true, (attempt) => attempt < 60 && attempt % 3 === 0)).order).toEqual(order);
}, 600_000);
