import { AlertClosed, AlertEvidenceAdded, RecordMerged, RecordSplit, RecordWithdrawn } from '@lianhu/departments/hub';
import { AlertScene, CHILD, OTHER, packOf } from './alert-scene.fixture';

test('a child who fits a rule since the threshold was lowered gets an alert with the next event, not evidence to one that never was', async () => {
  const hub = new AlertScene();
  await hub.call('01');
  await hub.call('02');
  await hub.take(hub.reactor(packOf(3)));
  expect(await hub.said()).toEqual([]);
  const restarted = hub.reactor(packOf(2));
  await hub.call('03');
  await hub.take(restarted);
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|3`]);
  expect((await hub.alerts())[0]?.data['evidence']).toEqual([1, 2, 3]);
  await hub.call('04');
  await hub.take(hub.reactor(packOf(2)));
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|3`, `evidence-added R02|${CHILD}|3`]);
});

test('evidence that was once added to an alert that never was makes no alert open: the next event raises one', async () => {
  const hub = new AlertScene();
  await hub.call('01');
  await hub.say(AlertEvidenceAdded, { data: { alert: `R02|${CHILD}|1`, level: 4, evidence: [1] } });
  hub.seen = 2;
  await hub.call('03');
  await hub.take(hub.reactor(packOf(2)));
  expect((await hub.said()).at(-1)).toBe(`raised R02|${CHILD}|3`);
});

test('an alert that the threshold of today would not raise stays open: evidence goes to it, is withdrawn from it, and after its closing a new one says again', async () => {
  const hub = new AlertScene();
  const first = `R02|${CHILD}|2`;
  await hub.call('01');
  await hub.call('02');
  await hub.take(hub.reactor(packOf(2)));
  expect(await hub.said()).toEqual([`raised ${first}`]);
  await hub.call('04', { weapon: true });
  await hub.take(hub.reactor(packOf(9)));
  expect((await hub.said()).slice(1)).toEqual([`evidence-added ${first}`]);
  await hub.say(RecordWithdrawn, { corrects: 1, data: { target: 1 } });
  await hub.take(hub.reactor(packOf(9)));
  expect((await hub.alerts()).at(-1)).toMatchObject({ type: 'hub.alert.evidence-withdrawn', data: { alert: first, evidence: [1] } });
  await hub.say(AlertClosed, { data: { alert: first, verdict: 'confirmed' } });
  await hub.take(hub.reactor(packOf(9)));
  await hub.call('05', { weapon: true });
  await hub.take(hub.reactor(packOf(9)));
  expect((await hub.alerts()).at(-1)).toMatchObject({ type: 'hub.alert.raised', data: { again: true } });
});

test('files that were merged are settled by the log too: what it raised on both is retracted at the split, what it never raised is not', async () => {
  const hub = new AlertScene();
  await hub.call('01');
  await hub.call('02', {}, OTHER);
  await hub.say(RecordMerged, { other: OTHER });
  await hub.take(hub.reactor(packOf(3)));
  expect(await hub.said()).toEqual([]);
  await hub.call('03');
  await hub.take(hub.reactor(packOf(2)));
  const [raised] = await hub.alerts();
  expect(await hub.said()).toEqual([`raised R02|${CHILD}~3|4`]);
  expect(raised?.data['evidence']).toEqual([1, 2, 4]);
  await hub.say(RecordSplit, { other: OTHER, data: { events: [] } });
  await hub.take(hub.reactor(packOf(2)));
  const made = (await hub.alerts()).slice(1);
  expect(made.filter(({ type }) => type === 'hub.alert.retracted').map(({ data }) => data)).toEqual([
    { alert: raised?.data['alert'], target: raised?.position },
  ]);
});

test('what was decided and not finished is decided again to the same; with other thresholds what the log says at a place stands, and is settled next', async () => {
  const hub = new AlertScene();
  await hub.call('01');
  await hub.call('02');
  await hub.take(hub.reactor(packOf(2)), true);
  const before = await hub.said();
  hub.seen = 0;
  await hub.take(hub.reactor(packOf(2)), true);
  expect(await hub.said()).toEqual(before);
  const restarted = hub.reactor(packOf(1));
  await hub.take(restarted);
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|2`, `raised R02|${CHILD}|1`]);
  await hub.call('04');
  await hub.take(restarted);
  expect((await hub.said()).at(-1)).toMatch(/^evidence-added R02/);
});

test('a copy that does not show yet what was appended is waited for, so that no alert is raised twice', async () => {
  const hub = new AlertScene();
  await hub.call('01');
  await hub.call('02');
  let shown = Infinity;
  const reactor = hub.readerOf(
    hub.copy(() => shown),
    packOf(2),
  );
  await hub.take(reactor);
  await hub.call('03', {}, OTHER);
  shown = 2;
  await expect(hub.take(reactor)).rejects.toMatchObject({ code: 'monitor.appended-not-shown' });
  shown = Infinity;
  await hub.take(reactor);
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|2`]);
});

test('who takes over waits until his copy shows what the hub has by then: what another raised meanwhile is not raised again', async () => {
  const hub = new AlertScene();
  await hub.call('01');
  await hub.call('02');
  const newest = await hub.call('03');
  await hub.take(hub.reactor(packOf(2)), false, 2);
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|2`]);
  let shown = newest;
  const takesOver = hub.readerOf(
    hub.copy(() => shown),
    packOf(2),
  );
  await expect(hub.take(takesOver, false, 1)).rejects.toMatchObject({ code: 'monitor.appended-not-shown' });
  shown = Infinity;
  await hub.take(takesOver, false, 1);
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|2`, `evidence-added R02|${CHILD}|2`]);
});

test('so does who decided before another and goes on behind him, and forgets what he would have made of the pages between', async () => {
  const hub = new AlertScene();
  await hub.call('01');
  await hub.call('02');
  const newest = await hub.call('03');
  let shown = Infinity;
  const first = hub.readerOf(
    hub.copy(() => shown),
    packOf(3),
  );
  await hub.take(first, false, 1);
  await hub.take(hub.reactor(packOf(2)), false, 1);
  shown = newest;
  await expect(hub.take(first, false, 1)).rejects.toMatchObject({ code: 'monitor.appended-not-shown' });
  shown = Infinity;
  await hub.take(first, false, 1);
  expect(await hub.said()).toEqual([`raised R02|${CHILD}|2`, `evidence-added R02|${CHILD}|2`]);
});
