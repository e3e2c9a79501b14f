import {
  alone,
  contractSuite,
  memoryLog,
  receiptsOf,
  testLog,
  type Entry,
  type EventLog,
  type Group,
  type LogOptions,
  type MakeEngine,
} from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import pg from 'pg';
import { logMigrations, postgresLog, type PostgresLogOptions } from './index';

/** A test that can be run again on a broken engine. */
type Runs = ReadonlyMap<string, () => Promise<void>>;

/** What a suite would register with the test runner, to be run by hand. */
function testsOf(define: () => void): Runs {
  const tests = new Map<string, () => Promise<void>>();
  const after: (() => Promise<void>)[] = [];
  const names = ['describe', 'test', 'afterEach'] as const;
  const saved = names.map((name) => globalThis[name] as unknown);
  Object.assign(globalThis, {
    describe: (_name: string, body: () => void) => body(),
    test: Object.assign((name: string, body: () => Promise<void>) => tests.set(name, body), { each: () => () => undefined }),
    afterEach: (body: () => Promise<void>) => after.push(body),
  });
  try {
    define();
  } finally {
    names.forEach((name, n) => Object.assign(globalThis, { [name]: saved[n] }));
  }
  return new Map(
    [...tests].map(([name, body]) => [name, async () => body().finally(async () => void (await Promise.all(after.map((one) => one()))))]),
  );
}
const named = (tests: Runs, start: string): (() => Promise<void>) => {
  const found = [...tests].filter(([name]) => name.startsWith(start));
  if (found.length !== 1) throw new Error(`${found.length} tests are called ${start}`);
  return found[0]?.[1] as () => Promise<void>;
};

/** The suite's promise is that these tests see these faults. */
async function expectSeen(fault: () => Runs, sound: Runs, test: string): Promise<void> {
  await named(sound, test)();
  await expect(named(fault(), test)()).rejects.toThrow();
}

describe('faults of deciding', () => {
  const mapped = (log: EventLog, change: (entry: Entry) => Entry): EventLog =>
    Object.assign(Object.create(log) as EventLog, {
      append: (groups: readonly Group[]) => log.append(groups.map((group) => ({ ...group, entries: group.entries.map(change) }))),
    });
  const engine = (wrap: (log: EventLog) => EventLog): Runs => testsOf(() => contractSuite('broken', async (options) => wrap(memoryLog(options))));

  const FAULTS: readonly [fault: string, red: string, wrap: (log: EventLog) => EventLog][] = [
    ['content is not compared', 'row 3:', (log) => mapped(log, (entry) => ({ ...entry, contentMac: new Uint8Array(32) }))],
    ['sources are not kept apart', 'row 5:', (log) => mapped(log, (entry) => ({ ...entry, source: 'urn:all' }))],
    [
      'keys are forgotten after a while',
      'the same key again answers the first receipt, also much later',
      (log) => {
        let calls = 0;
        return mapped(log, (entry) => ({ ...entry, id: `${entry.id}#${Math.floor(calls++ / 3)}` }));
      },
    ],
    ['the first sight of a child is left out', 'a new child is registered before', (log) => mapped(log, ({ prelude: _prelude, ...entry }) => entry)],
    [
      'the version is looked at before the key',
      'row 2:',
      (log) =>
        Object.assign(Object.create(log) as EventLog, {
          append: async (groups: readonly Group[]) => {
            const { expected } = groups[0] ?? {};
            const actual = expected && (await log.version(expected.subject));
            return expected && actual !== expected.version ? [{ kind: 'version-conflict', expected: expected.version, actual }] : log.append(groups);
          },
        }),
    ],
    [
      'a group is written in parts',
      'row 11:',
      (log) =>
        Object.assign(Object.create(log) as EventLog, {
          append: async (groups: readonly Group[]) => {
            const parts = await log.append(groups.flatMap(({ entries }) => entries.map((entry) => ({ entries: [entry] }))));
            return parts.some(({ kind }) => kind === 'conflict')
              ? [{ kind: 'conflict', index: 0 }]
              : [{ kind: 'appended', receipts: parts.flatMap(receiptsOf) }];
          },
        }),
    ],
  ];
  test.each(FAULTS)('%s: “%s” turns red', async (_fault, red, wrap) => {
    await expectSeen(
      () => engine(wrap),
      engine((log) => log),
      red,
    );
  });
});

describe('faults of the transaction', () => {
  let db: TestDatabase;
  beforeAll(async () => void (db = await testDatabase(logMigrations)));
  afterAll(() => db.stop());
  afterEach(() => jest.restoreAllMocks());

  type Options = Partial<Pick<PostgresLogOptions, 'step'>>;
  /** Two nodes on one database, appending in turn; they pause between reading and writing, so that they would meet. */
  const twoNodes =
    (options: Options): MakeEngine =>
    async (common: LogOptions) => {
      const fresh = await db.fresh();
      const admin = createPool(fresh.urls.admin, { max: 1 });
      await admin.query('CREATE SEQUENCE log.fault; GRANT USAGE ON log.fault TO lianhu_hub');
      await admin.end();
      const nodes = [0, 1].map(() => postgresLog({ ...common, ...options, url: fresh.urls.hub, limits: { patienceMs: 2_000 } })) as [
        EventLog,
        EventLog,
      ];
      let turn = 0;
      return Object.assign(Object.create(nodes[0]) as EventLog, {
        append: (groups: readonly Group[]) => (nodes[turn++ % 2] as EventLog).append(groups),
        wait: (after: number, ms: number) => nodes[1].wait(after, ms),
        close: async () => {
          for (const node of nodes) await node.close();
          await fresh.stop();
        },
      });
    };
  /** Longer than a waiter needs that is told, connects and reads, on a machine that does other things too. Less than a node's patience. */
  const EARLY_MS = 1_500;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  /** A statement as it should go instead; `before` sends another one on the same connection first. */
  type Change = (text: string, before: (sql: string) => void) => string | undefined;
  /** Changes statements on their way to the database. */
  function mutate(change: Change): void {
    const query = pg.Client.prototype.query as (this: pg.Client, config: unknown, ...rest: unknown[]) => unknown;
    jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, config: unknown, ...rest: unknown[]) {
      const text = typeof config === 'string' ? config : (config as { text?: string }).text;
      const changed = text === undefined ? undefined : change(text, (sql) => void query.call(this, sql));
      if (changed === undefined) return query.call(this, config, ...rest) as never;
      return query.call(this, typeof config === 'string' ? changed : { ...(config as object), text: changed }, ...rest) as never;
    });
  }

  /** What only nodes and transactions have, beside the contract. */
  function nodesSuite(make: (options: Options) => MakeEngine): void {
    test('numbers come back after a rollback: no gap', async () => {
      let fails = 1;
      const log = await make({
        step: (name) => {
          if (name === 'written' && fails-- > 0) throw Object.assign(new Error('cut'), { code: '08006' });
        },
      })(testLog());
      const positions = [];
      for (const id of ['a', 'b']) positions.push(receiptsOf((await log.append([alone({ id })]))[0])[0]?.position);
      const { lines } = await log.read(0, 10);
      await log.close();
      expect([positions, lines.map(({ position }) => position)]).toEqual([
        [1, 2],
        [1, 2],
      ]);
    });
    test('who is woken finds the line', async () => {
      // Who is told too early reads before the commit, which waits for that; who is told in time reads after it.
      const commit = { after: Promise.resolve() };
      const log = await make({ step: (name) => (name === 'written' ? Promise.race([commit.after, pause(EARLY_MS)]) : undefined) })(testLog());
      const woken = log.wait(0, 20_000).then(() => log.read(0, 10));
      commit.after = woken.then(() => undefined);
      while ((await listeners()).length === 0) await pause(5);
      await log.append([alone({ id: 'a' })]);
      const { lines } = await woken;
      await log.close();
      expect(lines).toHaveLength(1);
    });
  }
  const runs = (): Runs =>
    testsOf(() => {
      contractSuite('two nodes', twoNodes({ step: (name) => (name === 'read' ? pause(20) : undefined) }));
      nodesSuite(twoNodes);
    });

  const FAULTS: readonly [fault: string, red: string, change: Change][] = [
    ['the head is not held', 'forty at once with one key', (text) => (text.endsWith('FOR UPDATE') ? text.replace(' FOR UPDATE', '') : undefined)],
    [
      'keys are not read',
      'the same key again',
      (text) => (text.includes('JOIN log.log_key l') ? text.replace('AND l.id = k.id', 'AND false') : undefined),
    ],
    [
      'versions are not read',
      'versions count 1, 2, 3',
      (text) => (text.includes('JOIN log.log_stream l') ? text.replace('ON l.subject = s.subject', 'ON false') : undefined),
    ],
    [
      'positions come from a sequence',
      'numbers come back after a rollback',
      (text) => (text.includes('INSERT INTO log.log_event') ? text.replace('SELECT $1::bigint + e.ord,', `SELECT nextval('log.fault'),`) : undefined),
    ],
    [
      'what is answered was not committed',
      'row 1:',
      (text, before) => {
        if (text === 'COMMIT') before('ROLLBACK');
        return undefined;
      },
    ],
    [
      'waiters are told before the commit',
      'who is woken finds the line',
      (text) => {
        if (!text.includes('INSERT INTO log.log_event')) return undefined;
        void early().catch(() => undefined); // its database may be gone by then
        return text;
      },
    ],
  ];
  /** The databases in which somebody listens. */
  const listeners = async (): Promise<readonly string[]> => {
    const { rows } = await withAdmin<{ datname: string }>(
      `SELECT datname FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND state = 'idle' AND datname LIKE 'test%'`,
    );
    return rows.map(({ datname }) => datname);
  };
  const early = async (): Promise<void> => {
    for (const datname of await listeners()) await withAdmin(`SELECT pg_notify('lianhu_log', '1')`, datname);
  };
  async function withAdmin<Row extends pg.QueryResultRow>(sql: string, database?: string): Promise<pg.QueryResult<Row>> {
    const url = new URL(db.urls.admin);
    if (database !== undefined) url.pathname = `/${database}`;
    const client = new pg.Client(url.href);
    client.on('error', () => undefined);
    await client.connect();
    return client.query<Row>(sql).finally(() => client.end());
  }

  test.each(FAULTS)('%s: “%s” turns red', async (_fault, red, change) => {
    const sound = runs();
    await named(sound, red)();
    mutate(change);
    const seen = await named(runs(), red)().then(
      () => 'not seen',
      (error: unknown) => String(error),
    );
    expect(seen).not.toBe('not seen');
    // Seen as a fault, not as a statement that the server cannot read.
    expect(seen).not.toMatch(/42601|42703|42P01|42883|0A000/);
  });

  test('a snapshot taken before the head was held is no fault here: the server refuses it and the node decides anew', async () => {
    mutate((text) => (text.startsWith('BEGIN; SELECT position') ? text.replace('BEGIN', 'BEGIN ISOLATION LEVEL REPEATABLE READ') : undefined));
    await named(runs(), 'forty at once with one key')();
  });
});
