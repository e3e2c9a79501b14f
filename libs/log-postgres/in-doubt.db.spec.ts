import { allLines, alone, entryOf, LogUnavailable, receiptsOf, testLog, type EventLog, type Group, type Outcome } from '@lianhu/log';
import { testDatabase, type Database } from '@lianhu/postgres';
import { dice } from '@lianhu/testing/wire';
import { ANSWER_BYTES, COMMIT_BYTES, cuttingProxy, type CommitCut, type CuttingProxy } from './cutting-proxy.fixture';
import { logMigrations, postgresLog } from './index';

/** How many COMMITs are broken; LIANHU_IN_DOUBT_CUTS=10000 is the long run. */
const CUTS = Number(process.env['LIANHU_IN_DOUBT_CUTS'] ?? 200);
const SEED = Number(process.env['LIANHU_IN_DOUBT_SEED'] ?? Date.now() % 1_000_000);
/** A broken COMMIT with its retry takes about 50 ms. */
const TIMEOUT_MS = 60_000 + CUTS * 200;

let db: Database;
let proxy: CuttingProxy;
beforeAll(async () => {
  db = await testDatabase(logMigrations);
  proxy = await cuttingProxy(db.urls.hub);
});
afterAll(async () => {
  await proxy.close();
  await db.stop();
});

/** A caller of his own: as long as the outcome is unknown he sends the same again. */
async function persist(log: EventLog, groups: readonly Group[]): Promise<readonly Outcome[]> {
  for (;;) {
    try {
      return await log.append(groups);
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
    }
  }
}

/** What lasts of a receipt: checkpoint and proof may be newer. */
const lasting = (outcome: Outcome | undefined): object[] =>
  receiptsOf(outcome).map(({ checkpoint: _checkpoint, proof: _proof, ...receipt }) => receipt);

describe(`COMMITs that break at any byte, seed ${SEED}`, () => {
  test(
    `${CUTS} times: none lost, none doubled, and the receipt of a repetition is the first one`,
    async () => {
      const random = dice(SEED);
      const below = (n: number): number => Math.floor(random() * n);
      const cut = (): CommitCut => (random() < 0.4 ? { of: 'request', bytes: below(COMMIT_BYTES) } : { of: 'answer', bytes: below(ANSWER_BYTES) });
      const patient = postgresLog({ ...testLog(), url: proxy.url });
      const impatient = postgresLog({ ...testLog(), url: proxy.url, limits: { patienceMs: 0 } });
      const receipts = new Map<string, object>();
      const kept: Group[] = [];
      for (let round = 0; proxy.lost() < CUTS; round++) {
        const log = round % 2 ? patient : impatient;
        const pair: Group = { entries: [entryOf({ id: `${round}-a`, subject: 'child-a' }), entryOf({ id: `${round}-b` })] };
        const groups = [pair, alone({ id: `${round}-c`, beside: 'secret' })];
        const old = kept[below(kept.length)];
        proxy.cutAt(...Array.from({ length: 1 + below(3) }, cut));
        const found = await persist(log, old ? [...groups, old] : groups);
        groups.forEach(({ entries }, g) => lasting(found[g]).forEach((receipt, i) => receipts.set(entries[i]?.id ?? '', receipt)));
        if (old) expect(lasting(found[2])).toEqual(old.entries.map(({ id }) => receipts.get(id)));
        const [again] = await persist(log, [pair]);
        expect(again?.kind).toBe('replayed');
        expect(lasting(again)).toEqual(pair.entries.map(({ id }) => receipts.get(id)));
        kept.push(pair);
      }
      const lines = await allLines(patient, 1_000);
      const ids = lines.map((line) => (JSON.parse(line.claim) as { id: string }).id);
      expect(lines.map(({ position }) => position)).toEqual(lines.map((_, i) => i + 1));
      expect([...ids].sort()).toEqual([...receipts.keys()].sort());
      for (const [id, receipt] of receipts) expect(ids[(receipt as { position: number }).position - 1]).toBe(id);
      await patient.close();
      await impatient.close();
    },
    TIMEOUT_MS,
  );

  test('both sides of the moment: broken before the last byte of COMMIT nothing stands, broken after it everything does', async () => {
    const log = postgresLog({ ...testLog(), url: proxy.url, limits: { patienceMs: 0 } });
    const bystander = postgresLog({ ...testLog(), url: db.urls.hub });
    const stands = async (id: string): Promise<boolean> => (await bystander.find('urn:lianhu:source:police:default', id)) !== undefined;
    const broken = async (id: string, cut: CommitCut): Promise<void> => {
      await persist(log, [alone({ id: `${id}-before` })]);
      proxy.cutAt(cut);
      await expect(log.append([alone({ id })])).rejects.toThrow(LogUnavailable);
      // Whoever appends next has waited for the head, and so for the end of the broken transaction.
      await bystander.append([alone({ id: `${id}-after` })]);
    };
    await broken('unsent', { of: 'request', bytes: COMMIT_BYTES - 1 });
    expect(await stands('unsent')).toBe(false);
    await broken('sent', { of: 'answer', bytes: 0 });
    expect(await stands('sent')).toBe(true);
    await broken('half-answered', { of: 'answer', bytes: ANSWER_BYTES - 1 });
    expect(await stands('half-answered')).toBe(true);
    await log.close();
    await bystander.close();
  });
});

test.each(['request', 'answer'] as const)('a server that vanishes at the %s of a COMMIT without a word: decided anew, once', async (of) => {
  const log = postgresLog({ ...testLog(), url: proxy.url, limits: { tryMs: 500 } });
  const entries = [entryOf({ id: `silent-${of}`, subject: `child-${of}` })];
  await log.append([alone({ id: `before-${of}` })]);
  proxy.cutAt({ of, bytes: 'silent' });
  const [outcome] = await log.append([{ entries }]);
  expect(outcome?.kind).toBe(of === 'request' ? 'appended' : 'replayed');
  expect(await log.version(`child-${of}`)).toBe(1);
  await log.close();
});

test('a process that was cut off from the right to write appends nothing of what waits, and all of it when it has the right again', async () => {
  let mayWrite = true;
  const log = postgresLog({ ...testLog(), url: db.urls.hub, alone: () => mayWrite, limits: { patienceMs: 200 } });
  const patient = postgresLog({ ...testLog(), url: db.urls.hub, alone: () => mayWrite });
  const head = (await log.head()).position;
  mayWrite = false;
  await expect(log.append([alone({ id: 'cut-off' })])).rejects.toThrow(LogUnavailable);
  const waiting = patient.append([alone({ id: 'waits' })]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await log.head()).position).toBe(head);
  mayWrite = true;
  expect((await waiting)[0]?.kind).toBe('appended');
  await Promise.all([log.close(), patient.close()]);
});
