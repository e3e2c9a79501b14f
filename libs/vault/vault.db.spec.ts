import { createPool } from '@lianhu/postgres';
import { Fixture, type Answer } from './fixture';
import type { MinorIdentity, ResolveRequest, Vault } from './index';

let fixture: Fixture;
let vault: Vault;
beforeAll(async () => {
  fixture = await Fixture.open();
  vault = fixture.vault;
});
afterAll(() => fixture.close());

const invent = (over: Partial<MinorIdentity> = {}): MinorIdentity => fixture.invent(over);
const ask = (over: Partial<ResolveRequest>): ResolveRequest => fixture.ask(over);
const resolve = (...requests: Partial<ResolveRequest>[]): Promise<Answer[]> => fixture.resolve(...requests);
const one = (request: Partial<ResolveRequest>): Promise<Answer> => fixture.one(request);

test('a resolving that PostgreSQL breaks off, because two waited for each other, is done again; any other fault is not', async () => {
  const minor = invent();
  const { child } = await one({ minor });
  const broken = (code: string) =>
    jest.spyOn(fixture.pool, 'query').mockImplementationOnce(() => Promise.reject(Object.assign(new Error(), { code })));
  broken('40P01');
  expect((await one({ minor })).child).toBe(child);
  broken('57014');
  await expect(one({ minor })).rejects.toMatchObject({ code: '57014' });
  jest.restoreAllMocks();
});

describe('references', () => {
  test('a department finds its child by its own reference; a foreign or unknown one is the same answer', async () => {
    const minor = invent();
    const own = await one({ minor });
    const [found, foreign, unknown] = await vault.resolve([
      ask({ subject: own.minorRef }),
      ask({ department: 'health', subject: own.minorRef }),
      ask({ subject: 'minor-AAAAAAAAAAAAAAAAAAAAAA' }),
    ]);
    expect(found).toMatchObject({ kind: 'resolved', child: own.child, minorRef: own.minorRef });
    expect(foreign).toEqual({ kind: 'unknown-subject' });
    expect(unknown).toEqual(foreign);
  });

  test('the references of two parties share nothing, and the office has one from the start', async () => {
    const answers = await resolve(...Array.from({ length: 20 }, () => ({ minor: invent() })));
    const children = answers.map((a) => a.child!);
    const office = await vault.references.of(children, 'office');
    expect(office.size).toBe(20);
    const police = await vault.references.of(children, 'police');
    expect([...office.values()].filter((ref) => [...police.values()].includes(ref))).toEqual([]);
    for (const ref of [...office.values(), ...police.values()]) expect(ref).toMatch(/^minor-[\w-]{22}$/);
    expect(await vault.references.childOf('office', office.get(children[0]!)!)).toBe(children[0]);
    expect(await vault.references.childOf('police', office.get(children[0]!)!)).toBeUndefined();
  });

  test('the monitor reads references and nothing else; audit reads nothing', async () => {
    const monitor = createPool(fixture.database.urls.monitor, { max: 1 });
    const audit = createPool(fixture.database.urls.audit, { max: 1 });
    await expect(monitor.query('select * from vault.reference limit 1')).resolves.toBeDefined();
    for (const table of ['child', 'lookup', 'data_key', 'identity', 'case_link', 'pending_case']) {
      await expect(monitor.query(`select * from vault.${table}`)).rejects.toThrow('permission denied');
    }
    await expect(monitor.query('delete from vault.reference')).rejects.toThrow('permission denied');
    await expect(audit.query('select * from vault.reference')).rejects.toThrow('permission denied');
    await Promise.all([monitor.end(), audit.end()]);
  });
});

describe('restricted events and incidents', () => {
  test('a case token follows from department, case reference and child, and hides the child', async () => {
    const minor = invent();
    const other = invent();
    const [a, same, otherCase, otherChild, otherDepartment, noCase] = await resolve(
      { minor, restricted: true, caseRef: 'K1' },
      { minor, restricted: true, caseRef: 'K1' },
      { minor, restricted: true, caseRef: 'K2' },
      { minor: other, restricted: true, caseRef: 'K1' },
      { department: 'court', minor, restricted: true, caseRef: 'K1' },
      { minor, restricted: true },
    );
    expect(a!.subject).toMatch(/^case-[\w-]{22}$/);
    expect(same!.subject).toBe(a!.subject);
    expect(new Set([a, otherCase, otherChild, otherDepartment, noCase].map((x) => x!.subject)).size).toBe(5);
    expect(await vault.childOfCase(a!.subject!)).toBe(a!.child);
    const { rows } = await fixture.pool.query<{ all: string }>(`select string_agg(c::text, '') as all from vault.case_link c`);
    expect(rows[0]!.all).not.toContain(a!.child!.slice(6));
    expect(rows[0]!.all).not.toContain(Buffer.from(a!.child!).toString('hex'));
  });

  test('an event that names no case is a case of its own for each child it may be about: nobody’s link stays on another', async () => {
    const event = ask({ restricted: true });
    const [mistyped, meant] = (await vault.resolve([
      { ...event, minor: invent() },
      { ...event, minor: invent() },
    ])) as Answer[];
    expect(mistyped!.subject).not.toBe(meant!.subject);
    for (const { subject, child } of [mistyped!, meant!]) expect(await vault.childOfCase(subject!)).toBe(child);
    expect(await vault.subjectsOf(meant!.child!)).toEqual([meant!.child, meant!.subject]);
    const [none, again] = (await vault.resolve([event, event])) as Answer[];
    expect(again!.subject).toBe(none!.subject);
  });

  test('where the child lives is never taken from a restricted event', async () => {
    const minor = invent({ addressActual: '演示县庇护所', guardians: [{ name: '测试丙', rel: 'mother' }] });
    const first = await one({ minor, restricted: true, residence: '990101003001' });
    expect(first.profile!.town).toBeUndefined();
    expect((await vault.identities([first.child!])).get(first.child!)).toEqual({
      docType: '01',
      docNo: minor.docNo,
      name: minor.name,
      sex: minor.sex,
      birthDate: minor.birthDate,
    });
  });

  test('a person known only from restricted events is not listed as unmatched until an open event names it', async () => {
    const minor = invent({ docType: '02', docNo: fixture.paper() });
    const { child } = await one({ minor, restricted: true });
    await vault.appended([child!]);
    expect((await vault.unmatched()).persons.map((p) => p.child)).not.toContain(child);
    const named = ask({ minor });
    await vault.resolve([named]);
    expect((await vault.unmatched()).persons.map((p) => p.child)).not.toContain(child);
    await fixture.stands(named);
    expect((await vault.unmatched()).persons.map((p) => p.child)).toContain(child);
  });

  test('incident tokens: one for a correlation id, another one restricted, in another department, for another event', async () => {
    const [a, same, restricted, elsewhere, number, sameNumber, none] = await resolve(
      { correlationid: 'I1' },
      { correlationid: 'I1' },
      { correlationid: 'I1', restricted: true },
      { correlationid: 'I1', department: 'court' },
      { ownNumber: 'I1' },
      { ownNumber: 'I1' },
      {},
    );
    expect(same!.incident).toBe(a!.incident);
    expect(sameNumber!.incident).toBe(number!.incident);
    expect(new Set([a, restricted, elsewhere, number, none].map((x) => x!.incident)).size).toBe(5);
    expect(a!.subject).toBeUndefined();
  });
});

describe('what is kept', () => {
  const on = (day: number): string => `2026-03-0${day}T09:00:00.000+08:00`;

  test('later values win member by member, whatever the order of arrival', async () => {
    const minor = invent({ name: '溪旧名', guardians: [{ name: '测试丁', rel: 'mother' }] });
    const { child } = await fixture.stands({ minor, time: '2026-01-01T00:00:00.000+08:00' });
    await fixture.stands({
      minor: { ...minor, name: '溪新名', guardians: undefined },
      time: '2026-03-01T00:00:00.000+08:00',
      department: 'education',
    });
    await fixture.stands({ minor: { ...minor, name: '溪中名' }, time: '2026-02-01T00:00:00.000+08:00' });
    expect((await vault.identities([child!])).get(child!)).toMatchObject({ name: '溪新名', guardians: [{ name: '测试丁', rel: 'mother' }] });
  });

  test('the town follows the last open event; an unknown town, or another one of the same time, replaces nothing', async () => {
    const minor = invent();
    const town = async (residence: string, day: number): Promise<string | undefined> =>
      (await fixture.stands({ minor, residence, time: on(day) })).profile!.town;
    expect(await town('990101002001', 1)).toBe('990101002');
    expect(await town('990101000', 2)).toBe('990101002');
    expect(await town('990101004', 2)).toBe('990101004');
    await town('990101003', 2);
    expect((await one({ minor })).profile!.town).toBe('990101004');
  });

  test('a town alone takes no village away, twelve digits that end in 000 do', async () => {
    const minor = invent();
    const home = async (residence: string, day: number, more: Partial<ResolveRequest> = {}): Promise<string | undefined> => {
      const { child } = await fixture.stands({ minor, residence, time: on(day), ...more });
      return (await vault.residences([child!])).get(child!);
    };
    expect(await home('990101002', 1)).toBe('990101002');
    expect(await home('990101002003', 2)).toBe('990101002003');
    expect(await home('990101002', 3)).toBe('990101002003');
    expect(await home('990101002', 3, { correcting: true })).toBe('990101002003');
    expect(await home('990101004005', 2)).toBe('990101002003');
    expect(await home('990101002004', 4)).toBe('990101002004');
    expect(await home('990101002000', 5)).toBe('990101002000');
    expect(await home('990101004', 6)).toBe('990101004');
  });

  test('a correction may say another town of the same time', async () => {
    const minor = invent();
    await fixture.stands({ minor, residence: '990101002', time: on(1) });
    await fixture.stands({ minor, residence: '990101003', time: on(1), correcting: true });
    expect((await one({ minor })).profile).toMatchObject({ town: '990101003', move: { number: 1 } });
  });

  test('what an event says of a home is told with it, and kept only when it stands', async () => {
    const minor = invent();
    const [first, silent] = await resolve({ minor, residence: '990101002', time: on(1) }, { minor, time: on(2) });
    expect([first!.profile!.town, silent!.profile!.town]).toEqual(['990101002', undefined]);
    expect((await one({ minor })).profile!.town).toBeUndefined();
    await fixture.stands({ minor, residence: '990101003', time: on(3) });
    expect((await one({ minor, residence: '990101004', time: on(4) })).profile).toMatchObject({ town: '990101004', move: { number: 1 } });
    expect((await one({ minor })).profile).toMatchObject({ town: '990101003' });
  });

  test('moves of one submission are counted as they will be when all stand', async () => {
    const minor = invent();
    await fixture.stands({ minor, residence: '990101001', time: on(1) });
    const asked = ['990101002', '990101003', undefined, '990101002'].map((residence, n) => ({ minor, residence, time: on(2 + n) }));
    const answers = await resolve(...asked);
    expect(answers.map(({ profile }) => [profile!.town, profile!.move?.number])).toEqual([
      ['990101002', 1],
      ['990101003', 2],
      ['990101001', undefined],
      ['990101002', 3],
    ]);
    await vault.settle(answers.flatMap(({ child, said }) => (said ? [{ child: child as string, said }] : [])));
    expect((await one({ minor })).profile).toMatchObject({ town: '990101002', move: { number: 3 } });
  });

  test('of two departments that name a child first at the same time the later home is kept, and told, whoever settles first', async () => {
    for (const lastFirst of [false, true]) {
      const minor = invent();
      const old = await one({ minor, residence: '990101001', time: on(1) });
      const young = await one({ minor, residence: '990101002', time: on(2), department: 'education' });
      for (const { child, said } of lastFirst ? [young, old] : [old, young]) await vault.settle([{ child: child!, said: said! }]);
      expect((await one({ minor })).profile).toMatchObject({ town: '990101002', move: { number: 1, town: '990101002' } });
    }
  });

  test('a move is said from the first event that names another town, for as long as the child lives there', async () => {
    const minor = invent();
    const said = async (residence: string | undefined, day: number, more: Partial<ResolveRequest> = {}) => {
      const { profile } = await fixture.stands({ minor, residence, time: on(day), ...more });
      return [profile!.town, profile!.move?.number, profile!.move?.since.slice(8, 10)];
    };
    expect(await said(undefined, 1)).toEqual([undefined, undefined, undefined]);
    expect(await said(undefined, 1, { household: '990101001' })).toEqual(['990101001', 1, '01']);
    expect(await said('990101002001', 3)).toEqual(['990101002', 2, '03']);
    expect(await said('990101002002', 3)).toEqual(['990101002', 2, '03']);
    expect(await said(undefined, 4, { household: '990101001' })).toEqual(['990101002', 2, '03']);
    expect(await said('990101002', 5)).toEqual(['990101002', 2, '05']);
    expect(await said('990101004', 4)).toEqual(['990101002', 2, '05']);
    expect(await said('990101004', 5)).toEqual(['990101002', 2, '05']);
    expect(await said('990101004', 6)).toEqual(['990101004', 3, '06']);
    expect(await said('990101002', 7)).toEqual(['990101002', 4, '07']);
  });

  test('who lives where it was first said to has not moved', async () => {
    const minor = invent();
    await fixture.stands({ minor, residence: '990101002', time: on(1) });
    const { profile } = await fixture.stands({ minor, residence: '990101002001', time: on(2) });
    expect(profile).toMatchObject({ town: '990101002' });
    expect(profile!.move).toBeUndefined();
  });

  test('secrets open under the key of their subject only, and a changed ciphertext is refused', async () => {
    const [a, b] = await resolve({ minor: invent() }, { minor: invent() });
    const secrets = { salt: 'AAAAAAAAAAAAAAAAAAAAAA==', values: { '/data/alarmNo': '警2026-1' } };
    const [sealed, hubs] = await vault.values.seal([{ owner: a!.child, secrets }, { secrets }]);
    expect(await vault.values.open([{ owner: a!.child, sealed: sealed! }, { sealed: hubs! }])).toEqual([secrets, secrets]);
    expect(await vault.values.open([{ owner: 'child-gone', sealed: sealed! }])).toEqual([undefined]);
    await expect(vault.values.open([{ owner: b!.child, sealed: sealed! }])).rejects.toMatchObject({ code: 'vault.cipher-broken' });
    for (const at of [0, 1, 2, 5, sealed!.length - 1]) {
      const changed = Uint8Array.from(sealed!, (byte, i) => (i === at ? byte ^ 1 : byte));
      await expect(vault.values.open([{ owner: a!.child, sealed: changed }])).rejects.toMatchObject({ code: 'vault.cipher-broken' });
    }
    await expect(vault.values.seal([{ owner: 'child-gone', secrets }])).rejects.toMatchObject({ code: 'vault.key-gone' });
  });
});

describe('children whose event never came', () => {
  test('the sweep removes what is not in the log, keeps what is, and what was asked for again', async () => {
    await vault.sweep(() => Promise.resolve(new Set()), 0);
    const [lost, live, restricted] = await resolve({ minor: invent() }, { minor: invent() }, { minor: invent(), restricted: true, caseRef: 'S1' });
    const seen: string[] = [];
    const removed = await vault.sweep((candidates) => {
      for (const { child, cases } of candidates) seen.push(child, ...cases);
      return Promise.resolve(new Set([live!.child!, restricted!.child!]));
    }, 0);
    expect(removed).toBe(1);
    expect(seen).toEqual(expect.arrayContaining([lost!.child, live!.child, restricted!.child, restricted!.subject]));
    const left = await vault.references.of([lost!.child!, live!.child!, restricted!.child!], 'office');
    expect([...left.keys()].sort()).toEqual([live!.child!, restricted!.child!].sort());
    expect(await vault.sweep(() => Promise.reject(new Error('nothing waits')), 0)).toBe(0);
  });

  test('with a child that never came the keys and links of its cases go', async () => {
    const [ofCase, ofEvent] = await resolve({ minor: invent(), restricted: true, caseRef: 'S2' }, { minor: invent(), restricted: true });
    await vault.sweep(() => Promise.resolve(new Set()), 0);
    for (const { child, subject } of [ofCase!, ofEvent!]) {
      expect(await vault.childOfCase(subject!)).toBeUndefined();
      const { rowCount } = await fixture.pool.query('select 1 from vault.data_key where owner = any($1)', [[child, subject]]);
      expect(rowCount).toBe(0);
    }
  });

  test('a child that waits shorter than the limit stays; one that is asked for during the sweep stays too', async () => {
    const request = ask({ minor: invent() });
    const [first] = (await vault.resolve([request])) as Answer[];
    expect(await vault.sweep(() => Promise.reject(new Error('too early')), 1)).toBe(0);
    const removed = await vault.sweep(async () => {
      await vault.resolve([request]);
      return new Set();
    }, 0);
    expect(removed).toBe(0);
    expect(((await vault.resolve([request])) as Answer[])[0]!.child).toBe(first!.child);
  });

  test('a child removed by the sweep is made anew by the retry', async () => {
    await vault.sweep(() => Promise.resolve(new Set()), 0);
    const request = ask({ minor: invent() });
    const [first] = (await vault.resolve([request])) as Answer[];
    expect(await vault.sweep(() => Promise.resolve(new Set()), 0)).toBe(1);
    const [again] = (await vault.resolve([request])) as Answer[];
    expect(again!.child).not.toBe(first!.child);
    expect(again!.known).toBe(false);
    await vault.appended([again!.child!]);
    expect(((await vault.resolve([request])) as Answer[])[0]!.known).toBe(true);
  });
});
