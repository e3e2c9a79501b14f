import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { Fixture, type Answer } from './fixture';
import type { MinorIdentity, ResolveRequest, Vault } from './index';

let fixture: Fixture;
let vault: Vault;
beforeAll(async () => {
  fixture = await Fixture.open();
  vault = fixture.vault;
});
afterAll(() => fixture.close());

const none = (): Promise<ReadonlySet<string>> => Promise.resolve(new Set());
const bornOf = (answers: readonly Answer[]): ReadonlyMap<string, string> =>
  new Map(answers.flatMap(({ child, born }) => (child !== undefined && born !== undefined ? [[child, born]] : [])));
const resolve = async (...requests: readonly ResolveRequest[]): Promise<Answer[]> => (await vault.resolve(requests)) as Answer[];
const settle = (answers: readonly Answer[]): Promise<void> =>
  vault.settle(answers.map(({ child, said, introduces }) => ({ child: child as string, said, introduces })));
const rowsOf = async (table: string, column: string, child: string): Promise<number> =>
  (await fixture.pool.query(`select from vault.${table} where ${column} = $1`, [child])).rowCount ?? 0;
const blocks = (child: string): Promise<number> => rowsOf('identity', 'child', child);

test('a child goes with its keys, identity and cases when nobody else has asked for it, and is made anew for the next', async () => {
  const asked = fixture.ask({ minor: fixture.invent(), restricted: true, caseRef: 'D1' });
  const [made] = await resolve(asked);
  expect(await vault.dismiss(bornOf([made!]), none)).toBe(1);
  for (const [table, column, key] of [
    ['child', 'child', made!.child!],
    ['lookup', 'child', made!.child!],
    ['identity', 'child', made!.child!],
    ['data_key', 'owner', made!.child!],
    ['data_key', 'owner', made!.subject!],
    ['case_link', 'token', made!.subject!],
  ] as const)
    expect([table, await rowsOf(table, column, key)]).toEqual([table, 0]);
  await expect(vault.values.seal([{ owner: made!.child, secrets: { salt: '', values: {} } }])).rejects.toMatchObject({ code: 'vault.key-gone' });
  const [again] = await resolve(asked);
  expect(again!.child).not.toBe(made!.child);
});

test('whom somebody else has found stays: also who made it at the same moment and was slower', async () => {
  const minor = fixture.invent();
  const [made] = await resolve(fixture.ask({ minor }));
  const [found] = await resolve(fixture.ask({ minor, department: 'education' }));
  expect([found!.child, found!.born]).toEqual([made!.child, undefined]);
  expect(await vault.dismiss(bornOf([made!]), none)).toBe(0);
  for (let round = 0; round < 10; round += 1) {
    const other = fixture.invent();
    const answers = (await Promise.all([1, 2, 3].map(() => resolve(fixture.ask({ minor: other }))))).flat();
    expect(answers.filter(({ born }) => born !== undefined)).toHaveLength(1);
    const touched = await fixture.pool.query<{ at: string }>('select touched::text as at from vault.child where child = $1', [answers[0]!.child]);
    expect(touched.rows[0]?.at).not.toBe(answers.find(({ born }) => born !== undefined)?.born);
  }
});

test('whom the log knows stays, whatever is asked', async () => {
  const [made] = await resolve(fixture.ask({ minor: fixture.invent() }));
  expect(await vault.dismiss(bornOf([made!]), async () => new Set([made!.child!]))).toBe(0);
  expect(await rowsOf('child', 'child', made!.child!)).toBe(1);
});

test('of what several say of a child that nobody knew, only what stands stays: block, name, and whether it is known openly', async () => {
  const minor = fixture.invent({ name: '溪云之子' });
  const [refused, stands] = await resolve(
    fixture.ask({ minor: { ...minor, addressActual: '演示路1号' } }),
    fixture.ask({ minor: { ...minor, name: '溪若云', addressActual: '演示路2号' } }),
  );
  const { child = '' } = refused!;
  await settle([stands!]);
  expect([stands!.child, await blocks(child)]).toEqual([child, 1]);
  expect((await vault.identities([child])).get(child)).toMatchObject({ name: '溪若云', addressActual: '演示路2号' });
  // It comes again and stands now: both are said.
  await settle(await resolve(fixture.ask({ minor: { ...minor, addressActual: '演示路1号' } })));
  expect(await blocks(child)).toBe(2);
});

test('who is refused between the commit of another one and its settling leaves nothing of what it said', async () => {
  const minor = fixture.invent();
  const [refused] = await resolve(fixture.ask({ minor: { ...minor, addressActual: '演示路1号' } }));
  const [stands] = await resolve(fixture.ask({ minor: { ...minor, addressActual: '演示路2号' } }));
  const child = stands!.child!;
  expect(await vault.dismiss(bornOf([refused!]), async () => new Set([child]))).toBe(0);
  await settle([stands!]);
  expect([refused!.child, await blocks(child)]).toEqual([child, 1]);
  expect((await vault.identities([child])).get(child)).toMatchObject({ addressActual: '演示路2号' });
});

test('what stands a moment later than another one is kept as well, though it had gone by that', async () => {
  const minor = fixture.invent();
  const asked = [1, 2].map((n) => fixture.ask({ minor: { ...minor, addressActual: `演示路${n}号` }, time: `2026-03-0${n}T09:00:00.000+08:00` }));
  const [first] = await resolve(asked[0]!);
  const [second] = await resolve(asked[1]!);
  await settle([second!]);
  expect(await blocks(first!.child!)).toBe(1);
  await settle([first!]);
  expect(await blocks(first!.child!)).toBe(2);
  expect((await vault.identities([first!.child!])).get(first!.child!)).toMatchObject({ addressActual: '演示路2号' });
});

test('a report that stands where an open event is refused makes nobody known openly; one that stands later does', async () => {
  const minor = fixture.invent({ addressActual: '演示路3号' });
  const [open, report] = await resolve(fixture.ask({ minor }), fixture.ask({ minor, restricted: true, caseRef: 'D2' }));
  await settle([report!]);
  expect(await vault.childOfNumber(minor.docNo!)).toBeUndefined();
  expect((await vault.identities([report!.child!])).get(report!.child!)).not.toHaveProperty('addressActual');
  const { rows } = await fixture.pool.query('select pending, restricted from vault.child where child = $1', [report!.child]);
  expect(rows).toEqual([{ pending: false, restricted: true }]);
  await settle([open!]);
  expect(await vault.childOfNumber(minor.docNo!)).toBe(open!.child);
  expect((await vault.identities([open!.child!])).get(open!.child!)).toMatchObject({ addressActual: '演示路3号' });
});

test('what the sweep makes live keeps what was said, as it is not known what of that stands', async () => {
  const [made] = await resolve(fixture.ask({ minor: fixture.invent() }));
  await vault.sweep(async () => new Set([made!.child!]), 0);
  expect(await blocks(made!.child!)).toBe(1);
});

/** One submission: when it asks, how long the log takes, and what becomes of it. */
const submission = fc.record({
  child: fc.nat(1),
  asks: fc.nat(12),
  takes: fc.nat(12),
  becomes: fc.constantFrom('stands', 'refused', 'stands-unsettled', 'in-doubt'),
  restricted: fc.boolean(),
});

test('any submissions at once, refused, standing or in doubt: each child that stands is one file with its key and what its events say; of the others nothing stays', async () => {
  let stood = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(submission, { minLength: 2, maxLength: 8 }), async (all) => {
      const minors: MinorIdentity[] = [fixture.invent(), fixture.invent()];
      const log = new Set<string>();
      const isLive = async (candidates: readonly { readonly child: string }[]): Promise<ReadonlySet<string>> =>
        new Set(candidates.flatMap(({ child }) => (log.has(child) ? [child] : [])));
      const files = await Promise.all(
        all.map(async ({ child, asks, takes, becomes, restricted }, n) => {
          await setTimeout(asks);
          const minor = { ...(minors[child] as MinorIdentity), addressActual: `演示路${n}号` };
          const answers = await resolve(fixture.ask({ minor, restricted, caseRef: 'D3', source: `urn:lianhu:source:${n}` }));
          const file = answers[0]!.child as string;
          await setTimeout(takes);
          if (becomes === 'refused') await vault.dismiss(bornOf(answers), isLive);
          else if (becomes !== 'in-doubt') log.add(file);
          if (becomes === 'stands') await settle(answers);
          return file;
        }),
      );
      await vault.sweep(isLive, 0);
      for (const [child, { docNo }] of minors.entries()) {
        const own = all.flatMap((one, n) => (one.child === child ? [{ ...one, n, file: files[n] as string }] : []));
        const standing = own.filter(({ becomes }) => becomes.startsWith('stands'));
        expect(new Set(standing.map(({ file }) => file)).size).toBe(Math.min(standing.length, 1));
        stood += standing.length;
        const [first] = standing;
        for (const { file } of own) if (file !== first?.file) expect(await rowsOf('child', 'child', file)).toBe(0);
        if (!first) continue;
        expect([await rowsOf('child', 'child', first.file), await rowsOf('data_key', 'owner', first.file)]).toEqual([1, 1]);
        const settled = standing.filter(({ becomes }) => becomes === 'stands');
        if (settled.some(({ restricted }) => !restricted)) expect(await vault.childOfNumber(docNo as string)).toBe(first.file);
        const { rows } = await fixture.pool.query<{ pending: boolean }>('select pending from vault.child where child = $1', [first.file]);
        expect(rows).toEqual([{ pending: false }]);
        const shown = (await vault.identities([first.file])).get(first.file);
        expect(shown).toMatchObject({ docNo });
        if (settled.length === standing.length && standing.every(({ restricted }) => !restricted))
          expect(standing.map(({ n }) => `演示路${n}号`)).toContain(shown?.addressActual);
      }
    }),
    { numRuns: 40 },
  );
  expect(stood).toBeGreaterThan(40);
});
