import { appendContractSuite } from './append-contract-suite';
import type { EventLog, Outcome } from './contract';
import { allLines, alone, entryOf, handClock, preludeOf, receiptsOf, testLog, type MakeEngine, type Open } from './contract-fixture';
import { compare, runs } from './contract-model';
import { provingSuite } from './contract-proving';
import { readingSuite } from './contract-reading';
import { std1 } from './std-1';

const kinds = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ kind }) => kind);
const positions = (outcome: Outcome | undefined): number[] => receiptsOf(outcome).map(({ position }) => position);

/** What every engine of the log must do. Call it in a spec with a maker of empty engines. */
export function contractSuite(name: string, makeEngine: MakeEngine): void {
  describe(`${name}: the log's contract`, () => {
    const opened: EventLog[] = [];
    const open: Open = async (clock) => {
      const log = await makeEngine(testLog(clock));
      opened.push(log);
      return log;
    };
    afterEach(async () => {
      for (const log of opened.splice(0)) await log.close();
    });
    describe('the append contract', () => appendContractSuite(open));
    describe('appending', () => appendingSuite(open));
    describe('duplicates and conflicts', () => duplicatesSuite(open));
    describe('preludes', () => preludesSuite(open));
    describe('reading', () => readingSuite(open));
    describe('proving', () => provingSuite(open));
  });
}

function appendingSuite(open: Open): void {
  test('50 concurrent appenders keep positions 1 to n, and readers never see a hole', async () => {
    const log = await open();
    let writing = true;
    const reader = (async () => {
      let last = 0;
      while (writing) {
        const { lines, head } = await log.read(last, 1_000);
        expect(lines.map(({ position }) => position)).toEqual(lines.map((_, i) => last + 1 + i));
        last += lines.length;
        expect(last).toBe(Math.min(head, last));
        expect(head - last).toBeLessThanOrEqual(lines.length === 1_000 ? Infinity : 0);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const writers = Array.from({ length: 50 }, async (_, w) => {
      const got: number[] = [];
      for (let i = 0; i < 6; i++) got.push(...positions((await log.append([alone({ id: `${w}-${i}` })]))[0]));
      return got;
    });
    const all = (await Promise.all(writers)).flat();
    writing = false;
    await reader;
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    expect((await log.head()).position).toBe(300);
    expect(await allLines(log, 7)).toHaveLength(300);
  });

  test('groups stand in the order of the request, each whole', async () => {
    const log = await open();
    const outcomes = await log.append([{ entries: [entryOf({ id: 'a1' }), entryOf({ id: 'a2' })] }, alone({ id: 'b' }), alone({ id: 'c' })]);
    expect(outcomes.map(positions)).toEqual([[1, 2], [3], [4]]);
    expect(await log.append([])).toEqual([]);
  });

  test('recordedAt never decreases, also when the clock goes back', async () => {
    const clock = handClock('2026-10-12T09:30:00.500+08:00');
    const log = await open(clock);
    const [first] = receiptsOf((await log.append([alone({ id: '1' })]))[0]);
    clock.set('2026-10-12T09:29:00.000+08:00');
    const [second] = receiptsOf((await log.append([alone({ id: '2' })]))[0]);
    clock.set('2026-10-12T01:31:00.001Z');
    const [third] = receiptsOf((await log.append([alone({ id: '3' })]))[0]);
    expect([first, second, third].map((receipt) => receipt?.recordedAt)).toEqual([
      '2026-10-12T09:30:00.500+08:00',
      '2026-10-12T09:30:00.500+08:00',
      '2026-10-12T09:31:00.001+08:00',
    ]);
    expect((await log.head()).recordedAt).toBe('2026-10-12T09:31:00.001+08:00');
  });

  test('versions count 1, 2, 3 in each stream, and an expected version is held to', async () => {
    const log = await open();
    const next = (id: string, version: number) => ({ ...alone({ id, subject: 'child-a' }), expected: { subject: 'child-a', version } });
    expect(kinds(await log.append([next('1', 0), next('2', 1), alone({ id: 'x', subject: 'child-b' })]))).toEqual([
      'appended',
      'appended',
      'appended',
    ]);
    expect(await log.append([next('3', 1), next('4', 3)])).toEqual([
      { kind: 'version-conflict', expected: 1, actual: 2 },
      { kind: 'version-conflict', expected: 3, actual: 2 },
    ]);
    expect(kinds(await log.append([next('2', 9), next('3', 2)]))).toEqual(['replayed', 'appended']);
    expect(await Promise.all(['child-a', 'child-b', 'child-c'].map((subject) => log.version(subject)))).toEqual([3, 1, 0]);
    const bounds = (await allLines(log)).map((line) => JSON.parse(line.bound) as unknown);
    expect(bounds).toEqual([
      { subject: 'child-a', version: 1 },
      { subject: 'child-a', version: 2 },
      { subject: 'child-b', version: 1 },
      { subject: 'child-a', version: 3 },
    ]);
  });

  test('one expected version, twenty at once: one wins', async () => {
    const log = await open();
    const tries = Array.from({ length: 20 }, (_, i) =>
      log.append([{ ...alone({ id: `${i}`, subject: 'case-a' }), expected: { subject: 'case-a', version: 0 } }]),
    );
    const found = (await Promise.all(tries)).flat();
    expect(kinds(found).filter((kind) => kind === 'appended')).toHaveLength(1);
    expect(await log.version('case-a')).toBe(1);
  });

  test('ciphertext lies beside the log, its hash in bound', async () => {
    const log = await open();
    await log.append([alone({ id: '1', beside: 'secret one' }), alone({ id: '2' }), alone({ id: '3', beside: 'secret three' })]);
    const beside = await log.beside([1, 2, 3, 99]);
    expect([...beside].map(([position, bytes]) => [position, Buffer.from(bytes).toString()]).sort()).toEqual([
      [1, 'secret one'],
      [3, 'secret three'],
    ]);
    const [first, second] = await allLines(log);
    const { suite } = testLog();
    expect(JSON.parse(first?.bound ?? '')).toEqual({ secrets: Buffer.from(suite.sha256('secret one')).toString('base64') });
    expect(second?.bound).toBe('{}');
    expect(JSON.stringify(await allLines(log))).not.toContain('secret one');
  });

  test('any sequence of groups, duplicates and conflicts is answered as a list and two maps would', async () => {
    const { default: fc } = await import('fast-check');
    const log = await open();
    let n = 0;
    await fc.assert(
      fc.asyncProperty(runs(fc), async (run) => {
        const { expected, found } = await compare(log, `${n++}`, run);
        expect(found).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
}

function duplicatesSuite(open: Open): void {
  const bare = (outcome: Outcome | undefined) => receiptsOf(outcome).map(({ checkpoint: _c, proof: _p, ...receipt }) => receipt);

  test('of an erased child ciphertexts and content MACs go; lines, tree and receipts stay, and its keys are answered for ever', async () => {
    const log = await open();
    const mine = [alone({ id: 'm-1', subject: 'child-1', beside: 'x' }), alone({ id: 'm-2', subject: 'case-1', beside: 'x', restricted: true })];
    const [own, ofCase, other] = await log.append([...mine, alone({ id: 'o-1', subject: 'child-2', beside: 'y' })]);
    await expect(log.forget(['child-1', 'case-1'])).rejects.toMatchObject({ code: 'log.not-erased' });
    await log.append([alone({ id: 'erased', department: 'hub', type: 'hub.minor.erased', subject: 'child-1' })]);
    const [before, lines] = [await log.head(), await allLines(log)];
    for (let twice = 0; twice < 2; twice++) await log.forget(['child-1', 'case-1']);
    expect(await log.head()).toEqual(before);
    expect(await allLines(log)).toEqual(lines);
    const at = [own, ofCase, other].map((outcome) => receiptsOf(outcome)[0]!.position);
    expect([...(await log.beside(at)).keys()]).toEqual([at[2]]);
    for (const content of ['a', 'b']) {
      const again = await log.append([alone({ id: 'm-1', subject: 'child-3', content }), alone({ id: 'o-1', subject: 'child-2', content })]);
      expect(again.map(({ kind }) => kind)).toEqual(['replayed', content === 'a' ? 'replayed' : 'conflict']);
      expect(receiptsOf(again[0])[0]!.position).toBe(at[0]);
    }
    const { source } = entryOf({ id: 'm-2' });
    expect(await log.find(source, 'm-2', std1.sha256('b'))).toMatchObject({ sameContent: true, receipt: { position: at[1] } });
    expect(await log.find(source, 'o-1', std1.sha256('b'))).toMatchObject({ sameContent: false });
  });

  test('the same key again answers the first receipt, also much later; checkpoint and proof may be newer', async () => {
    const log = await open();
    const [first] = await log.append([alone({ id: 'same', subject: 'child-a' })]);
    for (let i = 0; i < 3; i++) await log.append([alone({ id: `other-${i}`, subject: 'child-a' })]);
    const [again] = await log.append([alone({ id: 'same', subject: 'child-a' })]);
    expect(again?.kind).toBe('replayed');
    expect(bare(again)).toEqual(bare(first));
    expect(receiptsOf(again)[0]?.proof?.treeSize).toBe(4);
    expect((await log.head()).position).toBe(4);
  });

  test('the same key with other content is a conflict and writes nothing; the same id of another source is another event', async () => {
    const log = await open();
    await log.append([alone({ id: 'same' })]);
    expect(await log.append([alone({ id: 'same', content: 'b' })])).toEqual([{ kind: 'conflict', index: 0 }]);
    expect(kinds(await log.append([alone({ id: 'same', source: 'urn:other', content: 'b' })]))).toEqual(['appended']);
    expect((await log.head()).position).toBe(2);
  });

  test('a group is replayed whole, refused when partly known, and a conflict comes before that', async () => {
    const log = await open();
    const [a, b, c] = ['a', 'b', 'c'].map((id) => entryOf({ id }));
    if (!a || !b || !c) throw new Error('three entries');
    const [first] = await log.append([{ entries: [a, b] }]);
    const found = await log.append([
      { entries: [a, b] },
      { entries: [b, a] },
      { entries: [a, c] },
      { entries: [c, b, a] },
      { entries: [c, a, entryOf({ id: 'b', content: 'other' })] },
      { entries: [c, c] },
    ]);
    expect(bare(found[0])).toEqual(bare(first));
    expect(positions(found[1])).toEqual([2, 1]);
    expect(found.slice(2)).toEqual([
      { kind: 'partial-duplicate', known: [0] },
      { kind: 'partial-duplicate', known: [1, 2] },
      { kind: 'conflict', index: 2 },
      { kind: 'conflict', index: 1 },
    ]);
    expect((await log.head()).position).toBe(2);
  });

  test('the same key later in one call is answered as a replay or a conflict, and nobody else suffers', async () => {
    const log = await open();
    const found = await log.append([alone({ id: 'k' }), alone({ id: 'k' }), alone({ id: 'k', content: 'b' }), alone({ id: 'l' })]);
    expect(kinds(found)).toEqual(['appended', 'replayed', 'conflict', 'appended']);
    expect(bare(found[1])).toEqual(bare(found[0]));
    expect(positions(found[3])).toEqual([2]);
  });

  test('forty at once with one key: it stands once, and all get the same receipt', async () => {
    const log = await open();
    const found = (await Promise.all(Array.from({ length: 40 }, () => log.append([alone({ id: 'once' })])))).flat();
    expect(kinds(found).filter((kind) => kind === 'appended')).toHaveLength(1);
    expect(new Set(found.map((outcome) => JSON.stringify(bare(outcome)))).size).toBe(1);
    expect((await log.head()).position).toBe(1);
  });

  test('find answers the receipt and whether the content is the same', async () => {
    const log = await open();
    const [first] = await log.append([alone({ id: 'k', content: 'a' })]);
    const source = 'urn:lianhu:source:police:default';
    const { suite } = testLog();
    const { receipt, sameContent } = (await log.find(source, 'k', suite.sha256('a'))) ?? {};
    expect(receipt && bare({ kind: 'replayed', receipts: [receipt] })).toEqual(bare(first));
    expect(sameContent).toBe(true);
    expect((await log.find(source, 'k', suite.sha256('b')))?.sameContent).toBe(false);
    expect((await log.find(source, 'k'))?.sameContent).toBeUndefined();
    expect(await log.find(source, 'unknown')).toBeUndefined();
    expect(await log.find('urn:other', 'k')).toBeUndefined();
    expect([await log.find(source, 'k\0'), await log.find('urn:\0', 'k')]).toEqual([undefined, undefined]);
  });
}

function preludesSuite(open: Open): void {
  const types = async (log: EventLog) => (await allLines(log)).map((line) => (JSON.parse(line.claim) as { type: string }).type);
  const about = (id: string, department: 'police' | 'education', move?: string) => ({
    id,
    department,
    subject: 'child-a',
    prelude: preludeOf('child-a', department, move),
  });

  test('a new child is registered before its first event, a known one referenced once for each department', async () => {
    const log = await open();
    const [first] = await log.append([alone(about('p1', 'police'))]);
    const [second] = await log.append([alone(about('p2', 'police'))]);
    const [third] = await log.append([alone(about('e1', 'education'))]);
    expect([first, second, third].map(positions)).toEqual([[2], [3], [5]]);
    expect(await types(log)).toEqual([
      'hub.minor.registered',
      'police.thing.happened',
      'police.thing.happened',
      'hub.minor.referenced',
      'education.thing.happened',
    ]);
    const versions = (await allLines(log)).map((line) => (JSON.parse(line.bound) as { version: number }).version);
    expect(versions).toEqual([1, 2, 3, 4, 5]);
  });

  test('within one group and one call it stands once, and a refused group leaves none', async () => {
    const log = await open();
    const refused = { ...alone(about('p0', 'police')), expected: { subject: 'child-a', version: 7 } };
    const group = { entries: [entryOf(about('p1', 'police')), entryOf(about('p2', 'police'))] };
    const found = await log.append([refused, group, alone(about('e1', 'education')), alone(about('p1', 'police'))]);
    expect(kinds(found)).toEqual(['version-conflict', 'appended', 'appended', 'replayed']);
    expect(found.slice(1).map(positions)).toEqual([[2, 3], [5], [2]]);
    expect(await types(log)).toEqual([
      'hub.minor.registered',
      'police.thing.happened',
      'police.thing.happened',
      'hub.minor.referenced',
      'education.thing.happened',
    ]);
  });

  test('one line stands before an event, also where a known child has moved, and once; a new one is registered where it lives now', async () => {
    const log = await open();
    const first = { entries: [entryOf(about('p1', 'police', 'm1'))] };
    const second = { entries: [entryOf(about('e1', 'education', 'm2')), entryOf(about('e2', 'education', 'm2'))] };
    const outcomes = [
      ...(await log.append([first])),
      ...(await log.append([second])),
      ...(await log.append([alone(about('e1', 'education', 'm2'))])),
    ];
    expect(outcomes.map(positions)).toEqual([[2], [4, 5], [4]]);
    expect(await types(log)).toEqual([
      'hub.minor.registered',
      'police.thing.happened',
      'hub.minor.moved',
      'education.thing.happened',
      'education.thing.happened',
    ]);
  });

  test('forty at once about one unknown child: registered once, each department referenced once', async () => {
    const log = await open();
    await Promise.all(Array.from({ length: 40 }, (_, i) => log.append([alone(about(`${i}`, i % 2 ? 'police' : 'education'))])));
    const found = await types(log);
    expect(found[0]).toBe('hub.minor.registered');
    expect(found.filter((type) => type.startsWith('hub.')).sort()).toEqual(['hub.minor.referenced', 'hub.minor.registered']);
    expect(found).toHaveLength(42);
    expect(await log.version('child-a')).toBe(42);
  });
}
