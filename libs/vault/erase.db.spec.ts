import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineText } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { DataKeys } from './data-keys';
import { ErasureLedger, readCopiedErasures, readErasures } from './erasure-ledger';
import { Fixture } from './fixture';
import { openKeys } from './keys';

let fixture: Fixture;
let folder: string;
beforeAll(async () => {
  fixture = await Fixture.open();
  folder = mkdtempSync(join(tmpdir(), 'lianhu-erase-'));
});
afterAll(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true, force: true });
});

const secrets = { salt: 'AAAAAAAAAAAAAAAAAAAAAA==', values: { '/data/alarmNo': '警2026-1' } };

test('of an erased child nothing opens any more, in its own stream and its cases; the same person is a new child; others are as before', async () => {
  const { vault } = fixture;
  const [minor, other] = [fixture.invent(), fixture.invent()];
  const [own, ofCase, second, neighbour] = await fixture.resolve(
    { minor, residence: '990101002001' },
    { minor, restricted: true, caseRef: 'E1' },
    { minor, restricted: true, caseRef: 'E2', department: 'court' },
    { minor: other, restricted: true, caseRef: 'E1' },
  );
  await vault.appended([own!.child!, neighbour!.child!]);
  const subjects = [own!.child!, ofCase!.subject!, second!.subject!];
  const sealed = await vault.values.seal([...subjects, neighbour!.subject!].map((owner) => ({ owner, secrets })));
  expect((await vault.subjectsOf(own!.child!))?.slice().sort()).toEqual([...subjects].sort());
  await vault.erase(own!.child!);
  await vault.erase(own!.child!);
  for (const one of [vault, fixture.another()]) {
    const opened = await one.values.open([...subjects, neighbour!.subject!].map((owner, i) => ({ owner, sealed: sealed[i]! })));
    expect(opened).toEqual([undefined, undefined, undefined, secrets]);
    expect(await one.identities([own!.child!])).toEqual(new Map());
    expect((await one.identities([neighbour!.child!])).size).toBe(1);
    expect(await one.subjectsOf(own!.child!)).toBeUndefined();
    for (const subject of subjects.slice(1)) expect(await one.childOfCase(subject)).toBeUndefined();
    expect(await one.childOfNumber(minor.docNo!)).toBeUndefined();
  }
  expect(await vault.resolve([fixture.ask({ subject: own!.minorRef })])).toEqual([{ kind: 'unknown-subject' }]);
  const { rows } = await fixture.pool.query<{ left: number }>(
    `select (select count(*) from vault.data_key where owner = any($1)) + (select count(*) from vault.reference where child = $2)
     + (select count(*) from vault.lookup where child = $2) + (select count(*) from vault.identity where child = $2)
     + (select count(*) from vault.pending_case where child = $2) + (select count(*) from vault.case_link where token = any($1)) as left`,
    [subjects, own!.child],
  );
  expect(Number(rows[0]?.left)).toBe(0);
  const again = await fixture.one({ minor });
  expect(again).toMatchObject({ known: false });
  expect(again.child).not.toBe(own!.child);
});

test('events in flight while their child is erased leave no key and no link of a case behind', async () => {
  for (let round = 0; round < 10; round++) {
    const minor = fixture.invent();
    const own = await fixture.one({ minor });
    await fixture.vault.appended([own.child!]);
    const cases = Array.from({ length: 8 }, (_, n) =>
      fixture.resolve({ minor, restricted: true, caseRef: `F${round}-${n}` }).then(
        ([answer]) => answer!,
        () => undefined,
      ),
    );
    await fixture.vault.erase(own.child!);
    const made = (await Promise.all(cases)).flatMap((answer) => (answer?.child === own.child ? [answer!.subject!] : []));
    const { rows } = await fixture.pool.query<{ left: number }>(
      'select (select count(*) from vault.data_key where owner = any($1)) + (select count(*) from vault.case_link where token = any($1)) as left',
      [made],
    );
    expect([round, Number(rows[0]?.left)]).toEqual([round, 0]);
  }
});

test('a key that another process destroyed is used no longer than a minute', async () => {
  const { child } = await fixture.one({ minor: fixture.invent() });
  let now = 0;
  const keys = new DataKeys(fixture.pool, openKeys(fixture.folder, std1), fixture.vault.epochs, 10, () => now);
  await keys.load([child!]);
  await fixture.vault.erase(child!);
  now = 59_999;
  expect(keys.cached(child!)).toBeDefined();
  now = 60_001;
  expect((await keys.load([child!])).size).toBe(0);
});

describe('the ledger', () => {
  const path = (): string => join(folder, 'erasures.ndjson');
  const [a, b] = [
    { child: 'child-a', reason: 'unlawful' },
    { child: 'child-b', reason: 'wrong-person' },
  ];

  test('holds each child once, is nobody else’s to read, and survives a torn last line', () => {
    const ledger = ErasureLedger.in(folder);
    expect(ledger.all()).toEqual([]);
    ledger.add([a!]);
    ledger.add([{ ...a!, reason: 'unlawful' }, b!]);
    expect(ledger.all()).toEqual([a, b]);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    truncateSync(path(), statSync(path()).size - 5);
    expect(ledger.all()).toEqual([a]);
    ledger.add([b!]);
    expect(ledger.all()).toEqual([a, b]);
  });

  test('a damaged line in the middle is named and not stepped over', () => {
    const other = join(folder, 'other.ndjson');
    writeFileSync(other, readFileSync(path(), 'utf8').replace('child-a', 'child-a"'));
    expect(() => readErasures(other)).toThrow(/line 1 /);
  });

  test('whole lines of an export are read as well, and nothing else of it', () => {
    const line = (type: string, subject: string): string =>
      lineText({ claim: JSON.stringify({ type, data: { reason: 'unlawful' } }), stamp: '{}', bound: JSON.stringify({ subject }) });
    const other = join(folder, 'export.ndjson');
    const texts = ['{"export":1}', line('hub.minor.registered', 'child-x'), line('hub.minor.erased', 'child-y'), '{"checkpoint":"x"}'];
    writeFileSync(other, texts.join('\n'));
    expect(readErasures(other)).toEqual([{ child: 'child-y', reason: 'unlawful' }]);
    // In a copy that was cut off, somebody was erased whom it does not name.
    writeFileSync(other, '{"child":"child-z","reason":"unlawful"}\n{"child":"chi');
    expect(readErasures(other)).toHaveLength(1);
    expect(() => readCopiedErasures(other)).toThrow(/line 2 /);
    writeFileSync(other, '{"child":"child-z","reason":"unlawful"}\n');
    expect(readCopiedErasures(other)).toHaveLength(1);
  });
});
