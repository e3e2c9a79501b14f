import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recorded } from '@lianhu/kernel';
import { exportLines, std1, type Entry } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { makeCitizenId } from '@lianhu/standards';
import { ErasureLedger, KeyEpochs, openKeys, Vault } from '@lianhu/vault';
import { HubScene, senderOf } from './hub-scene.fixture';
import type { OpenHub } from './open-hub';

const POLICE = senderOf('police');
const time = '2026-11-20T10:00:00+08:00';
let scene: HubScene;
let hub: OpenHub;
let pool: ReturnType<typeof createPool>;
let count = 0;

/** A hub that starts anew on the same database and folder. */
async function restart(): Promise<void> {
  await scene.restart();
  ({ hub } = scene);
}

beforeAll(async () => {
  scene = await HubScene.begin(['police', 'court']);
  ({ hub } = scene);
  pool = createPool(scene.database.urls.hub);
});
afterAll(async () => {
  await pool.end();
  await scene.end();
});

const push = (event: object) => scene.push('police', { time, ...event });
const inventMinor = () => {
  const docNo = makeCitizenId('990101', '2015-06-01', ++count);
  return { docType: '01', docNo, name: '测试甲', sex: Number(docNo[16]) % 2 === 1 ? '1' : '2', birthDate: '2015-06-01' };
};
const call = (id: string, who: object) => ({ type: 'police.dv-call.received', id, residencearea: '990101001', ...who });
const data = { alarmNo: 'J-1', minorRole: 'witness', weapon: true };

/** A child with an open event and a case, and the order to erase it. */
async function ordered() {
  const minor = inventMinor();
  const sent = call(`open-${count}`, { data: { ...data, minor } });
  const first = await push(sent);
  const position = 'receipt' in first ? first.receipt!.position : 0;
  const filed = { caseRef: `C-${count}`, charge: 'sexual-assault', relation: 'father', sexual: true, violent: true, sex: '0', minor };
  const ofCase = await push({ type: 'police.crime-against-minor.filed', id: `case-${count}`, data: filed });
  const child = recorded((await hub.log.read(position - 1, 1)).lines[0]!).subject!;
  const [order] = await hub.hub.own([
    { type: 'hub.minor.erasure-ordered', id: `order-${count}`, time, subject: child, data: { reason: 'unlawful' } },
  ]);
  return { minor, sent, child, position, caseAt: 'receipt' in ofCase ? ofCase.receipt!.position : 0, order: order!.positions[0]! };
}
const spied = (name: 'heldOf' | 'subjectsOf') => jest.spyOn(Vault.prototype, name);
const besides = async (...positions: number[]) => [...(await hub.log.beside(positions)).keys()];
const erasedEvents = async (child: string) => (await hub.log.read(0, 100, { types: ['hub.minor.erased'], subject: child })).lines.length;
const linesTo = async (position: number) => (await hub.log.read(0, position)).lines.slice(0, position);

test('an ordered erasure is recorded once and nothing opens any more; lines, tree, receipts and exports stay', async () => {
  const { minor, sent, child, position, caseAt, order } = await ordered();
  expect(await besides(position, caseAt)).toEqual([position, caseAt]);
  const [before, lines] = [await hub.log.head(), await linesTo(order)];
  const done = await hub.hub.erase(order);
  expect(done.position).toBe(before.position + 1);
  expect(await hub.hub.erase(order)).toEqual(done);
  expect(await erasedEvents(child)).toBe(1);
  expect(recorded((await hub.log.read(done.position - 1, 1)).lines[0]!)).toMatchObject({ subject: child, data: { reason: 'unlawful' } });
  expect(await linesTo(order)).toEqual(lines);
  expect((await hub.log.consistency(before.position, done.position)).length).toBeGreaterThan(0);
  expect(await besides(position, caseAt)).toEqual([]);
  expect((await hub.hub.open([child])).size).toBe(0);
  expect(await hub.hub.childOfNumber(minor.docNo)).toBeUndefined();
  expect(ErasureLedger.in(scene.folder).all()).toContainEqual({ child, reason: 'unlawful' });
  const exported = [];
  for await (const text of exportLines(hub.log, { of: 'all', mayRead: () => 'whole' })) exported.push(text);
  expect(exported.join('\n')).not.toContain(minor.docNo);
  const again = await hub.hub.find('police', POLICE.source!, sent.id);
  expect(again?.receipt).toMatchObject({ position });
  expect(again?.receipt.minorRef).toBeUndefined();
});

test('only an order that stands in the log erases', async () => {
  const { child, position } = await ordered();
  for (const other of [position, 1, (await hub.log.head()).position + 10])
    await expect(hub.hub.erase(other)).rejects.toMatchObject({ code: 'not-found' });
  expect((await hub.hub.open([child])).size).toBe(1);
  await expect(hub.log.forget([child])).rejects.toMatchObject({ code: 'log.not-erased' });
});

test('files that were found to be one child’s go together, whichever of them the order names', async () => {
  const [head, member] = [await ordered(), await ordered()];
  await pool.query('insert into vault.merged (child, head) values ($1, $2)', [member.child, head.child]);
  const done = await hub.hub.erase(member.order);
  for (const { child, position } of [head, member]) {
    expect(await erasedEvents(child)).toBe(1);
    expect((await hub.hub.open([child])).size).toBe(0);
    expect(await besides(position)).toEqual([]);
  }
  const [line] = (await hub.log.read(done.position - 1, 1)).lines;
  expect(recorded(line!).subject).toBe(member.child);
});

test('what was recorded and not done when the process died is done at the next start', async () => {
  const { child, position, caseAt } = await ordered();
  await hub.hub.own([{ type: 'hub.minor.erased', id: `died-${count}`, time, subject: child, data: { reason: 'unlawful' } }]);
  expect((await hub.hub.open([child])).size).toBe(1);
  await restart();
  expect((await hub.hub.open([child])).size).toBe(0);
  expect(await besides(position, caseAt)).toEqual([]);
  expect(
    ErasureLedger.in(scene.folder)
      .all()
      .map((one) => one.child),
  ).toContain(child);
});

test('what only the ledger knows, since the log was restored from before it, is recorded anew and done; once', async () => {
  const { child, position } = await ordered();
  ErasureLedger.in(scene.folder).add([
    { child, reason: 'wrong-person' },
    { child: 'child-never-in-this-log', reason: 'unlawful' },
  ]);
  for (let twice = 0; twice < 2; twice++) {
    await restart();
    expect(await erasedEvents(child)).toBe(1);
    expect(await erasedEvents('child-never-in-this-log')).toBe(0);
    expect(await besides(position)).toEqual([]);
    expect((await hub.hub.open([child])).size).toBe(0);
  }
});

test('a start asks the vault and the ledger once for all that was ever erased, not once for each', async () => {
  const { add, heldOf, subjectsOf } = { add: jest.spyOn(ErasureLedger.prototype, 'add'), heldOf: spied('heldOf'), subjectsOf: spied('subjectsOf') };
  await restart();
  expect(add.mock.calls.map(([erasures]) => erasures.length > 3)).toEqual([true]);
  expect([heldOf.mock.calls.length, subjectsOf.mock.calls.length]).toEqual([1, 0]);
  jest.restoreAllMocks();
});

test.each(['split', 'merged'])('a child that was %s after the order is not destroyed by it: it was decided about another one', async (what) => {
  const { child, order } = await ordered();
  const other = await ordered();
  const { type, more } = what === 'split' ? { type: 'hub.record.split', more: { events: [] } } : { type: 'hub.record.merged', more: {} };
  await hub.hub.own([
    { type, id: `moved-${what}`, time, subject: other.child, other: child, data: { reason: what, decidedBy: ['wang', 'li'], ...more } },
  ]);
  await expect(hub.hub.erase(order)).rejects.toMatchObject({ code: 'refused', extra: { members: { code: 'erasure.order-again' } } });
  expect([(await hub.hub.open([child])).size, await erasedEvents(child)]).toEqual([1, 0]);
  const [again] = await hub.hub.own([{ type: 'hub.minor.erasure-ordered', id: `again-${what}`, time, subject: child, data: { reason: 'unlawful' } }]);
  await hub.hub.erase(again!.positions[0]!);
  expect((await hub.hub.open([child])).size).toBe(0);
});

/** Ids of the events that a department's edge keeps for a restored hub, after it has looked at the log. */
async function keptAt(department: string, look = true): Promise<readonly string[]> {
  const edge = scene.edge(department);
  edge.upkeep['lookedAt'] = 0;
  if (look) await edge.upkeep.round();
  const records = await Promise.all((await edge.acknowledged.roll()).map((name) => edge.acknowledged.read(name)));
  return records.flat().flatMap(({ kept }) => kept.keys.flat().map((key) => key.split('\t')[1]!));
}

test('each edge gives up its own events of an erased child, cases too, and learns of no other’s; what is repeated is not kept again', async () => {
  const [gone, stays] = [await ordered(), await ordered()];
  const warned = {
    id: 'court-1',
    type: 'court.family-case.accepted',
    data: { caseRef: '（2026）示0101民初12号', cause: 'divorce', children: 1, minor: gone.minor },
  };
  expect(await scene.push('court', { time, ...warned })).toMatchObject({ status: 201 });
  const of = ({ sent }: typeof gone) => [sent.id, sent.id.replace('open', 'case')];
  expect(await keptAt('police')).toEqual(expect.arrayContaining([...of(gone), ...of(stays)]));
  expect(await keptAt('court')).toEqual(['court-1']);
  const before = await Promise.all(['police', 'court', 'education'].map((department) => hub.logDesk.erased(department)));
  await hub.hub.erase(gone.order);
  const after = await Promise.all(['police', 'court', 'education'].map((department) => hub.logDesk.erased(department)));
  expect(after.map((leaves, n) => leaves.length - before[n]!.length)).toEqual([2, 1, 0]);
  expect(after[0]!.filter((leaf) => after[1]!.includes(leaf))).toEqual([]);
  expect((await hub.logDesk.state('education')).erased).toBeUndefined();
  const kept = await keptAt('police');
  expect([of(gone).filter((id) => kept.includes(id)), of(stays).filter((id) => kept.includes(id)), await keptAt('court')]).toEqual([
    [],
    of(stays),
    [],
  ]);
  expect(await push(gone.sent)).toMatchObject({ status: 200 });
  expect(await keptAt('police')).toEqual(kept);
  const file = readFileSync(join(scene.folder, 'erased-events.ndjson'), 'utf8').trim().split('\n');
  expect([file, file.filter((line) => /child-|case-|minor-/.test(line))]).toEqual([[...file].sort(), []]);
});

/** Types and subjects of the line of an event and of the one before it. */
async function withPrelude(pushed: Awaited<ReturnType<typeof push>>) {
  const position = 'receipt' in pushed ? pushed.receipt!.position : 0;
  return (await hub.log.read(position - 2, 2)).lines.map((line) => recorded(line)).map(({ type, subject }) => ({ type, subject }));
}

test('the repetition of an erased child’s event keeps nobody in the vault, and what is new registers the child anew', async () => {
  const { minor, sent, order } = await ordered();
  await hub.hub.erase(order);
  const live = async () => (await pool.query('select child from vault.child where not pending order by child')).rows as object[];
  const before = await live();
  expect(await push(sent)).toMatchObject({ status: 200 });
  expect([await live(), await hub.hub.childOfNumber(minor.docNo)]).toEqual([before, undefined]);
  const lines = await withPrelude(await push({ ...sent, id: `anew-${count}` }));
  const subject = await hub.hub.childOfNumber(minor.docNo);
  expect(lines).toEqual([
    { type: 'hub.minor.registered', subject },
    { type: sent.type, subject },
  ]);
});

test('the repetition of an erased child’s event says nothing of the child that another department has made known since', async () => {
  const { minor, sent, order } = await ordered();
  await hub.hub.erase(order);
  const guided = { type: 'court.family-guidance.given', id: `guided-${count}`, time };
  const given = { ...guided, data: { caseRef: 'G-1', form: 'individual', receivers: 1, minor } };
  expect(await scene.push('court', given)).toMatchObject({ status: 201 });
  expect(await push(sent)).toMatchObject({ status: 200 });
  const lines = await withPrelude(await push({ ...sent, id: `seen-${count}` }));
  // The court has not said where the child lives: one line stands before the event all the same.
  expect(lines.map(({ type }) => type)).toEqual(['hub.minor.moved', sent.type]);
});

test('an edge that was away when its child was erased gives it up at its first look', async () => {
  const { sent, order } = await ordered();
  await scene.edge('police').upkeep.close();
  await hub.hub.erase(order);
  expect(await keptAt('police', false)).toContain(sent.id);
  await restart();
  expect(await keptAt('police')).not.toContain(sent.id);
});

/** Holds the next append that `mine` recognises, after its keys were read; answers when it has come there, and how to let it go. */
function heldAppend(mine: (entry: Entry) => boolean) {
  const append = hub.log.append.bind(hub.log);
  let [arrive, letGo] = [(): void => undefined, (): void => undefined];
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const spy = jest.spyOn(hub.log, 'append').mockImplementation(async (groups) => {
    if (groups.some(({ entries }) => entries.some(mine))) {
      spy.mockRestore();
      arrive();
      await gate;
    }
    return append(groups);
  });
  return { arrived, letGo };
}

/** Round trips in which an erasure that waits for nothing would be done. */
const ROUND_TRIPS = 200;

test('an event that was on its way into the log when its child was erased is given up by the edge too, an open one and a case', async () => {
  for (const restricted of [false, true]) {
    const { minor, order } = await ordered();
    const held = heldAppend(({ department }) => department === 'police');
    const filed = { caseRef: `late-${count}`, charge: 'sexual-assault', relation: 'father', sexual: true, violent: true, sex: '0', minor };
    const id = `late-${count}`;
    const pushed = push(restricted ? { type: 'police.crime-against-minor.filed', id, data: filed } : call(id, { data: { ...data, minor } }));
    await held.arrived;
    const before = await hub.logDesk.erased('police');
    let done = false;
    const erasing = hub.hub.erase(order).finally(() => (done = true));
    for (let trip = 0; trip < ROUND_TRIPS && !done; trip++) await pool.query('select 1');
    held.letGo();
    const outcome = await pushed;
    await erasing;
    const position = 'receipt' in outcome ? outcome.receipt!.position : 0;
    const leaf = (await hub.log.read(position - 1, 1)).lines[0]!.leafHash;
    const listed = await hub.logDesk.erased('police');
    expect([listed.length - before.length, listed.includes(leaf)]).toEqual([3, true]);
    expect(await besides(position)).toEqual([]);
    expect(await keptAt('police')).not.toContain(id);
  }
});

test('what is sent of a child while it is erased goes to nobody’s file but a new one, whenever it was read', async () => {
  const { minor, child, order, sent } = await ordered();
  const other = await ordered();
  const refusals: unknown[] = [];
  const forget = hub.log.forget.bind(hub.log);
  const spy = jest.spyOn(hub.log, 'forget').mockImplementationOnce(async (subjects) => {
    spy.mockRestore();
    const submitted = await push(call(`meanwhile-${count}`, { data: { ...data, minor } }));
    refusals.push(submitted.status);
    expect(await push({ ...other.sent, id: `other-${count}` })).toMatchObject({ status: 201 });
    await forget(subjects);
  });
  const versions = await hub.log.version(child);
  await hub.hub.erase(order);
  expect(refusals).toEqual([202]);
  expect(await hub.log.version(child)).toBe(versions + 1);
  expect(await push({ ...sent, id: `after-${count}` })).toMatchObject({ status: 201 });
  expect(await hub.log.version(child)).toBe(versions + 1);
});

test('an erasure that fails lets the child’s events through until it is carried out again', async () => {
  const { sent, child, order } = await ordered();
  const spy = jest.spyOn(hub.log, 'forget').mockRejectedValueOnce(new Error('no database'));
  await expect(hub.hub.erase(order)).rejects.toThrow('the log cannot take events');
  spy.mockRestore();
  const versions = await hub.log.version(child);
  expect(await push({ ...sent, id: `between-${count}` })).toMatchObject({ status: 201 });
  expect(await hub.log.version(child)).toBe(versions + 1);
  await hub.hub.erase(order);
  expect((await hub.hub.open([child])).size).toBe(0);
});

const changes = async () => (await hub.log.read(0, 100, { types: ['hub.key-epoch.changed'] })).lines.map((line) => recorded(line).data);
const epochFiles = () => readdirSync(join(scene.folder, 'keys')).filter((name) => name.startsWith('epoch-'));

test('a rotation of the keys stands in the log at both ends, another is refused meanwhile, and everything opens after it', async () => {
  const { child } = await ordered();
  expect(await hub.rotation.state()).toMatchObject({ epoch: 1, days: 0 });
  // Asked for twice at once, it begins once: few keys are done before anybody could ask again.
  const [one, other] = await Promise.allSettled([hub.rotation.begin(), hub.rotation.begin(), ordered()]);
  const [begun, refused] = one.status === 'fulfilled' ? [one, other] : [other, one];
  expect([begun, refused]).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'refused' } }]);
  await hub.rotation.goOn();
  // Whichever of the two was first: 2, or 3 when the other one's key file was there already.
  const { epoch } = await hub.rotation.state();
  const both = ['begun', 'older-destroyed'].map((step) => ({ epoch, step }));
  expect([await changes(), (await hub.rotation.state()).left]).toEqual([both, undefined]);
  expect(epochFiles()).toContain(`epoch-${epoch}.key`);
  expect(epochFiles().filter((name) => name < `epoch-${epoch}.key`)).toEqual([]);
  expect((await hub.hub.open([child])).size).toBe(1);
});

test('a rotation that was cut off goes on at the next start, and is told once', async () => {
  const { child } = await ordered();
  const before = await changes();
  const { epoch } = await new KeyEpochs(pool, openKeys(join(scene.folder, 'keys'), std1).epochs).begin();
  await restart();
  await hub.rotation.goOn();
  await hub.rotation.goOn();
  expect((await changes()).slice(before.length)).toEqual([
    { epoch, step: 'begun' },
    { epoch, step: 'older-destroyed' },
  ]);
  expect(epochFiles()).toEqual([`epoch-${epoch}.key`]);
  expect((await hub.hub.open([child])).size).toBe(1);
});

test('the role of the hub can drop ciphertext by that one way only', async () => {
  const { child, position } = await ordered();
  await pool.query(`set lianhu.erasing = 'on'`);
  for (const statement of ['delete from log.log_beside', `update log.log_key set content_mac = ''`])
    await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  await expect(pool.query('select log.forget($1)', [[child]])).rejects.toMatchObject({ code: 'LH001' });
  expect(await besides(position)).toEqual([position]);
});
