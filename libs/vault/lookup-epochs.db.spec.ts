import { std1 } from '@lianhu/log';
import { canonical, type Json } from '@lianhu/kernel';
import { createPool } from '@lianhu/postgres';
import { demonstrationPolicy } from '@lianhu/testing';
import { Fixture, type Answer } from './fixture';
import { openKeys, type MinorIdentity, type ResolveRequest, type Vault } from './index';
import { KeyEpochs } from './key-epochs';

let fixture: Fixture;
beforeEach(async () => void (fixture = await Fixture.open()));
afterEach(() => fixture.close());

const BATCH = 3;
/** Round trips in which what waits for nothing would be done. */
const ROUND_TRIPS = 200;
const epochsOf = async (table: string): Promise<(number | null)[]> =>
  (await fixture.pool.query<{ epoch: number | null }>(`select distinct epoch from vault.${table} order by 1`)).rows.map(({ epoch }) => epoch);
const count = async (table: string): Promise<number> =>
  (await fixture.pool.query<{ n: number }>(`select count(*)::int as n from vault.${table}`)).rows[0]!.n;
const newEpochs = () => new KeyEpochs(fixture.pool, openKeys(fixture.folder, std1).epochs, BATCH);
const match = async (vault: Vault): Promise<void> => {
  while ((await vault.reviews.match(demonstrationPolicy.identity)) > 0);
};

/** Requests that name children by number, by paper, by nothing but the event, and under a number that is another's. */
function requests(children: number): ResolveRequest[] {
  return Array.from({ length: children }, () => {
    const numbered = fixture.invent();
    const paper = fixture.invent({ docType: '02', docNo: fixture.paper() });
    const nameless = fixture.invent({ docType: '99', docNo: undefined });
    return [numbered, paper, nameless, { ...numbered, name: '溪若云' }].map((minor) => fixture.ask({ minor }));
  }).flat();
}
const childrenOf = async (vault: Vault, asked: readonly ResolveRequest[]): Promise<(string | undefined)[]> =>
  ((await vault.resolve(asked)) as Answer[]).map(({ child }) => child);

/** Looks at what is done already take a batch each, so that one is left for what is not. */
async function allowance(): Promise<number> {
  const older = (table: string) => `exists (select from vault.${table} where epoch is distinct from (select max(epoch) from vault.key_epoch))`;
  const { rows } = await fixture.pool.query<{ done: number }>(`select 2 - ${older('lookup')}::int - ${older('block')}::int as done`);
  return 1 + rows[0]!.done;
}

/** One batch a call, until the work says that it is done; something is done between every two. */
async function batchByBatch(work: (stopped: () => boolean) => Promise<boolean>, between: () => Promise<void>): Promise<number> {
  for (let batches = 1; ; batches++) {
    let left = await allowance();
    const done = await work(() => left-- === 0);
    await between();
    if (done) return batches;
  }
}

/** Pushes and looks for everybody in a vault that began the rotation, in one that has not heard of it, and in one that starts now. */
async function everybodyIsFound(asked: readonly ResolveRequest[], known: readonly (string | undefined)[], stale: Vault) {
  let round = 0;
  const docNo = asked[0]!.minor!.docNo!;
  const numbered = await fixture.another().childOfNumber(docNo);
  expect(known).toContain(numbered);
  return async (): Promise<void> => {
    const vaults = [fixture.vault, stale, fixture.another()];
    for (const vault of vaults) {
      expect(await childrenOf(vault, asked)).toEqual(known);
      expect(await vault.childOfNumber(docNo)).toBe(numbered);
    }
    const late = fixture.ask({ minor: fixture.invent() });
    const [first, ...again] = await Promise.all([vaults[round % 3]!, ...vaults].map((vault) => childrenOf(vault, [late])));
    for (const one of again) expect(one).toEqual(first);
    round++;
  };
}

test('while an epoch’s key takes over, everybody is found between all batches and nobody is made twice; then nothing stands under the older one', async () => {
  const asked = requests(3);
  const known = await childrenOf(fixture.vault, asked);
  await fixture.vault.appended(known as string[]);
  const stale = fixture.another();
  expect(await childrenOf(stale, asked)).toEqual(known);
  await match(fixture.vault);
  const epochs = newEpochs();
  await epochs.begin();
  const [children, files] = [await count('child'), await count('block')];
  expect(files).toBeGreaterThan(2 * BATCH);
  const batches = await batchByBatch((stopped) => epochs.rewrap(stopped), await everybodyIsFound(asked, known, stale));
  expect(batches).toBeGreaterThan((asked.length + files) / BATCH);
  expect([await epochsOf('lookup'), await epochsOf('block')]).toEqual([[2], [2]]);
  expect([await count('child'), await count('block')]).toEqual([children + batches, files]);
  await epochs.destroyOlder();
  await epochs.finish();
  for (const vault of [fixture.vault, stale, fixture.another()]) expect(await childrenOf(vault, asked)).toEqual(known);
});

test('a new epoch waits for a child that is being made under the older one, and then finds it', async () => {
  const owner = createPool(fixture.database.urls.owner, { max: 1 });
  await owner.query(`
    create function vault.held() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(4712); return new; end $$;
    create trigger held before insert on vault.lookup for each row execute function vault.held()`);
  const lock = await owner.connect();
  await lock.query('select pg_advisory_lock(4712)');
  const asked = [fixture.ask({ minor: fixture.invent() })];
  const making = childrenOf(fixture.vault, asked);
  const waits = `select 1 from pg_locks where locktype = 'advisory' and objid = 4712 and not granted`;
  while ((await lock.query(waits)).rowCount === 0);
  const epochs = newEpochs();
  let begun = false;
  const beginning = epochs.begin().then(() => (begun = true));
  for (let trip = 0; trip < ROUND_TRIPS && !begun; trip++) await fixture.pool.query('select 1');
  expect(begun).toBe(false);
  await lock.query('select pg_advisory_unlock(4712)');
  const [child] = await making;
  await beginning;
  expect(await childrenOf(fixture.another(), asked)).toEqual([child]);
  expect(await epochsOf('lookup')).toEqual([1]);
  lock.release();
  await owner.end();
});

test('files are compared across the keys of a rotation: one said before, one while it runs', async () => {
  const mother = { name: '溪守兰', rel: 'mother', docType: '01', docNo: '990102198803020025', phone: '15400000001' } as never;
  const same: Partial<MinorIdentity> = { name: '溪若雨', sex: '2', birthDate: '2015-06-01', guardians: [mother], areaHousehold: '990101003201' };
  const push = async (over: Partial<MinorIdentity>): Promise<string> => {
    const { child } = await fixture.one({ minor: fixture.invent({ ...same, ...over }) });
    await fixture.vault.appended([child!]);
    await match(fixture.vault);
    return child!;
  };
  const first = await push({ docType: '99', docNo: undefined });
  const epochs = newEpochs();
  await epochs.begin();
  const second = await push({ docType: '02', docNo: fixture.paper() });
  const pairs = async () => (await fixture.vault.reviews.list(['open'], 10)).reviews.map(({ child, other }) => [child, other].sort());
  expect(await pairs()).toEqual([[first, second].sort()]);
  await fixture.vault.reviews.regrouped([first]);
  await match(fixture.vault);
  await epochs.rewrap();
  expect([await epochsOf('block'), await pairs()]).toEqual([[2], [[first, second].sort()]]);
});

/** Makes the vault's HMACs what the version before epochs of them had stored. */
async function asBefore(): Promise<void> {
  const keys = openKeys(fixture.folder, std1);
  const forms = await fixture.vault.epochs.lookups.refresh();
  for (const table of ['lookup', 'block']) {
    const { rows } = await fixture.pool.query<{ mac: Buffer; epoch: number }>(`select distinct mac, epoch from vault.${table}`);
    for (const { mac, epoch } of rows)
      await fixture.pool.query(`update vault.${table} set mac = $2, epoch = null where mac = $1`, [mac, forms.plain(mac, epoch)]);
  }
  const { rows } = await fixture.pool.query<{ child: string; mac: Buffer }>('select child, mac from vault.identity');
  for (const { child, mac } of rows) {
    const block = (await fixture.vault['stored'].blocksOf([child]))[0]!.block;
    const old = keys.lookup(['identity', child, canonical(block as unknown as Json)]);
    await fixture.pool.query('update vault.identity set mac = $3, by_child = false where child = $1 and mac = $2', [child, mac, old]);
    await fixture.pool.query('update vault.child set identity_mac = $3 where child = $1 and identity_mac = $2', [child, mac, old]);
  }
}

test('what an older version stored goes over to the epoch’s key and the children’s own, batch by batch, and nothing is missed or kept twice', async () => {
  const asked = requests(2);
  const known = await childrenOf(fixture.vault, asked);
  await fixture.vault.appended(known as string[]);
  await match(fixture.vault);
  const files = [await count('identity'), await count('block')];
  await asBefore();
  expect([await epochsOf('lookup'), await epochsOf('block')]).toEqual([[null], [null]]);
  const started = fixture.another();
  const batches = await batchByBatch((stopped) => started.renewOlder(stopped), await everybodyIsFound(asked, known, started));
  expect([await epochsOf('lookup'), await epochsOf('block')]).toEqual([[1], [1]]);
  expect((await fixture.pool.query('select 1 from vault.identity where not by_child')).rowCount).toBe(0);
  expect(await childrenOf(started, asked)).toEqual(known);
  expect([await count('identity'), await count('block')]).toEqual([files[0]! + batches, files[1]]);
});

test('after a rotation nobody finds a person in an older copy with the keys that there are', async () => {
  const minor = fixture.invent();
  const { child } = await fixture.one({ minor });
  await fixture.vault.appended([child!]);
  const copy = await fixture.pool.query<{ mac: Buffer; epoch: number }>('select mac, epoch from vault.lookup');
  const epochs = newEpochs();
  await epochs.begin();
  await epochs.rewrap();
  await epochs.destroyOlder();
  await epochs.finish();
  const keys = openKeys(fixture.folder, std1);
  expect(() => keys.epochs.lookupKey(1)).toThrow('key file of epoch 1 is missing');
  const guess = keys.lookup(['01', minor.docNo!]);
  const forms = await fixture.another().epochs.lookups.refresh();
  for (const { mac } of copy.rows) for (const form of [Buffer.from(guess), ...forms.all(guess)]) expect(mac.equals(form)).toBe(false);
  expect(await fixture.another().childOfNumber(minor.docNo!)).toBe(child);
});
