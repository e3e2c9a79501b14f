import { RecordMerged, RecordSplit } from '@lianhu/departments/hub';
import { recorded } from '@lianhu/kernel';
import { personsAt } from '@lianhu/follow';
import { fixedClock, stateAfter } from '@lianhu/testing';
import { alerts as view, type AlertRow } from '@lianhu/views/alerts';
import type { Viewer } from '@lianhu/access';
import { AlertScene, OTHER, packOf } from './alert-scene.fixture';
import { Alerts, type AlertParts } from './alerts';

const office = { role: 'office', name: 'office' } as unknown as Viewer;
const pack = packOf(2);

/** The row of an alert as the view has it after everything. */
async function rowOf({ log }: AlertScene, alert: string): Promise<AlertRow | undefined> {
  const { lines, head } = await log.read(0, 500);
  const persons = await personsAt(log, head);
  const own = lines.map(recorded).filter(({ data }) => data['alert'] === alert);
  return view.row(stateAfter(view, own.map(persons.place)), '2026-03-20', alert);
}
/** A reactor that has seen everything, unless it is said otherwise. */
const deskOf = (scene: AlertScene, reactor: AlertParts['reactor'] = { position: Infinity, waitFor: () => Promise.resolve(true) }): Alerts => {
  const model = { one: (_view: string, id: string) => rowOf(scene, id), waitFor: () => Promise.resolve(true) };
  const parts = { model, log: scene.log, hub: { own: scene.own }, policy: pack, clock: fixedClock('2026-03-20'), reactor };
  return new Alerts(parts as unknown as AlertParts);
};

test('after a merge by mistake and its split an alert is acknowledged and closed at the version that the desk shows', async () => {
  const scene = new AlertScene();
  await scene.call('01', { weapon: true });
  await scene.take(scene.reactor(pack));
  const alert = String((await scene.alerts())[0]?.data['alert']);
  await scene.say(RecordMerged, { other: OTHER });
  await scene.call('03', { weapon: true }, OTHER);
  await scene.take(scene.reactor(pack));
  expect((await rowOf(scene, alert))?.version).toBe(2);
  await scene.say(RecordSplit, { other: OTHER, data: { events: [] } });
  await scene.take(scene.reactor(pack));
  expect(await scene.said()).toContain(`retracted ${alert}`);
  const shown = await rowOf(scene, alert);
  expect(shown).toMatchObject({ version: 1, state: 'open' });
  const done = await deskOf(scene).command(office, 'acknowledge', { alert }, shown?.version);
  expect(done.version).toBe(2);
  expect(await rowOf(scene, alert)).toMatchObject({ version: 2, state: 'acknowledged' });
  await deskOf(scene).command(office, 'close', { alert, verdict: 'confirmed', seen: { on: '2026-03-19', by: 'supervisor' } }, 2);
  expect(await rowOf(scene, alert)).toMatchObject({ version: 3, state: 'closed' });
});

test('nothing is closed over an event of which is not decided yet whether it is evidence; it can be acknowledged, and a child without news can be closed', async () => {
  const scene = new AlertScene();
  await scene.call('01', { weapon: true });
  await scene.call('01', { weapon: true }, OTHER);
  await scene.take(scene.reactor(pack));
  const [alert, others] = (await scene.alerts()).map(({ data }) => String(data['alert']));
  const position = scene.seen;
  await scene.call('03', { injury: 'grave' });
  const close = { alert, verdict: 'confirmed', seen: { on: '2026-03-19', by: 'supervisor' } };
  const behind = deskOf(scene, { position, waitFor: () => Promise.resolve(false) });
  await expect(behind.command(office, 'close', close, 1)).rejects.toMatchObject({
    code: 'refused',
    extra: { members: { code: 'alert.undecided' } },
  });
  await behind.command(office, 'close', { ...close, alert: others }, 1);
  await behind.command(office, 'acknowledge', { alert }, 1);
  const deciding = deskOf(scene, { position, waitFor: async () => scene.take(scene.reactor(pack)).then(() => true) });
  await expect(deciding.command(office, 'close', close, 2)).rejects.toMatchObject({ code: 'version-conflict', extra: {} });
  const shown = await rowOf(scene, String(alert));
  expect(shown).toMatchObject({ state: 'acknowledged', version: 3, evidence: [1, 5] });
  await deskOf(scene).command(office, 'close', close, shown?.version);
  expect(await rowOf(scene, String(alert))).toMatchObject({ state: 'closed', evidence: [1, 5] });
});
