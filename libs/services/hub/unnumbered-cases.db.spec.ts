import { join } from 'node:path';
import { momentOf, recorded } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { makeCitizenId } from '@lianhu/standards';
import { openKeys, Vault } from '@lianhu/vault';
import { HubScene, senderOf } from './hub-scene.fixture';

const HEALTH = senderOf('health');
const time = momentOf(Date.now() - 86_400_000);
let scene: HubScene;
let pool: ReturnType<typeof createPool>;
let vault: Vault;
let count = 0;
beforeAll(async () => {
  scene = await HubScene.begin(['health']);
  pool = createPool(scene.database.urls.hub);
  vault = new Vault(pool, openKeys(join(scene.folder, 'keys'), std1));
});
afterAll(async () => {
  await pool.end();
  await scene.end();
});

const minor = (n: number) => {
  const docNo = makeCitizenId('990101', '2015-06-01', n);
  return { docType: '01', docNo, name: `测试${n}`, sex: n % 2 === 1 ? '1' : '2', birthDate: '2015-06-01' };
};
/** A restricted event without a case number. */
const treated = (id: string, n: number, more: object = {}) => ({
  type: 'health.self-harm.treated',
  id,
  time,
  data: { outcome: 'discharged', minor: minor(n) },
  ...more,
});
async function standing(sent: object): Promise<{ readonly position: number; readonly minorRef?: string; readonly subject: string }> {
  const result = await scene.push('health', sent);
  if (!('receipt' in result)) throw new Error(`a refusal: ${JSON.stringify(result)}`);
  const { position, minorRef } = result.receipt;
  return { position, minorRef, subject: recorded((await scene.hub.log.read(position - 1, 1)).lines[0]!).subject! };
}
/** Sends an event in an array whose other event is refused: what was made for it stands, its line does not. */
async function refused(sent: object): Promise<void> {
  const other = treated(`refused-${++count}`, 900, { corrects: 'none' });
  const results = await scene.edge('health').edge.pushAtomic([sent, other], HEALTH, 'zh');
  expect(results.map(({ status }) => status)).toEqual([409, 422]);
}
async function erase(subject: string): Promise<void> {
  const child = (await vault.childOfCase(subject))!;
  const order = { type: 'hub.minor.erasure-ordered', id: `order-${++count}`, time, subject: child, data: { reason: 'unlawful' } };
  const [{ positions } = { positions: [] }] = await scene.hub.hub.own([order]);
  await scene.hub.hub.erase(positions[0]!);
}
const isThere = async (position: number): Promise<boolean> => (await scene.hub.log.beside([position])).size === 1;
const sweep = (): Promise<number> =>
  vault.sweep(async (candidates) => {
    const live = new Set<string>();
    for (const { child, cases } of candidates)
      for (const subject of [child, ...cases]) if ((await scene.hub.log.version(subject)) > 0) live.add(child);
    return live;
  }, 0);
const persons = async (): Promise<number> => (await pool.query('select 1 from vault.child')).rowCount ?? 0;

test('an event that was refused with a mistyped number, and came again with the right one, is the right child’s', async () => {
  const [mistyped, meant] = [await standing(treated('typed-1', 1)), await standing(treated('typed-2', 2))];
  await refused(treated('typed-3', 1));
  const event = await standing(treated('typed-3', 2));
  expect((await scene.hub.hub.find('health', HEALTH.source!, 'typed-3'))?.receipt.minorRef).toBe(meant.minorRef);
  expect(await standing(treated('typed-4', 2, { corrects: 'typed-3' }))).toMatchObject({ subject: event.subject });
  await erase(mistyped.subject);
  expect([await isThere(event.position), (await vault.childOfCase(event.subject)) !== undefined]).toEqual([true, true]);
  const told = await scene.hub.logDesk.erased('health');
  await erase(meant.subject);
  expect([await isThere(event.position), await vault.childOfCase(event.subject)]).toEqual([false, undefined]);
  expect((await scene.hub.logDesk.erased('health')).length - told.length).toBe(3);
});

test('a child that only a refused event named is nobody, also when the event came again about another one', async () => {
  await sweep();
  const before = await persons();
  await refused(treated('nobody-1', 3));
  await standing(treated('nobody-1', 4));
  await sweep();
  expect(await persons()).toBe(before + 1);
});

test('an event that was refused, and came again after its child was given up, can be erased', async () => {
  await refused(treated('late-1', 5));
  await sweep();
  const { position, subject } = await standing(treated('late-1', 5));
  await erase(subject);
  expect([await isThere(position), await vault.childOfCase(subject)]).toEqual([false, undefined]);
});

test('a repetition of what is known of an erased child leaves nobody behind', async () => {
  const sent = treated('again-1', 6);
  const { subject } = await standing(sent);
  await erase(subject);
  await sweep();
  const before = await persons();
  expect((await standing(sent)).minorRef).toBeUndefined();
  await sweep();
  expect(await persons()).toBe(before);
});
