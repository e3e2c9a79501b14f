import fc from 'fast-check';
import { AlertClosed, AlertEvidenceAdded, AlertRaised, AlertRetracted, MinorErased } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { definitionOf, recorded, type EventClass, type Position } from '@lianhu/kernel';
import type { HubForMonitor } from '@lianhu/services/platform';
import { demonstrationPolicy, entriesFor } from '@lianhu/testing';
import { AlertReactor } from './alert-reactor';
import { A, B, MovedAlertsScene } from './moved-alerts.fixture';

const [ONE, TWO, THREE, ELSEWHERE] = ['990101001', '990101002', '990101003', '990201001'] as const;
const MINUTE_MS = 60_000;

/** Two files of one child, or of two: the first in one town, the second in another. */
async function sceneOf(first: string, second: string): Promise<MovedAlertsScene> {
  const scene = new MovedAlertsScene();
  await scene.registered(first);
  await scene.registered(second, B);
  scene.clock.advance(MINUTE_MS);
  return scene;
}
/** Who was told of alerts; the table tells others of calls. */
const alertsTold = async (scene: MovedAlertsScene): Promise<string[]> => (await scene.all()).filter((one) => !one.endsWith(' undefined'));
/** Raised now, by rules that looked at this file. */
const raise = (scene: MovedAlertsScene, alert: string, town: string, subject = A, data: object = {}): Promise<Position> =>
  scene.raised(alert, town, { evidence: [900], ...data }, { subject, time: scene.clock.moment() });

test('the town to which a merge brings an open alert is told of it once, with need and deadline: whichever of the two files it was raised in', async () => {
  const scene = await sceneOf(ONE, TWO);
  await raise(scene, 'own', ONE);
  await raise(scene, 'taken-in', TWO, B);
  await raise(scene, 'closed', ONE);
  await scene.closed('closed');
  await scene.merged();
  // The file that was registered last says where the child lives.
  expect(await scene.all()).toEqual(['town-990101002 own']);
  const sent = (await scene.log.read(0, 500)).lines.map(recorded).at(-1);
  expect(sent).toMatchObject({ subject: A, residenceArea: TWO, data: { kind: 'notice', need: 'guardianship', about: 3 } });
  await scene.moved(ONE);
  expect(await scene.all()).toEqual(['town-990101002 own', 'town-990101001 own', 'town-990101001 taken-in']);
});

test('what is open in the file that is taken in goes to the town of the one that takes it', async () => {
  const scene = await sceneOf(ONE, TWO);
  await scene.moved(THREE);
  await raise(scene, 'taken-in', TWO, B);
  await scene.merged();
  expect(await scene.all()).toEqual(['town-990101003 taken-in']);
  const sent = (await scene.log.read(0, 500)).lines.map(recorded).at(-1);
  expect(sent).toMatchObject({ subject: A });
});

test('a town that had the alert already is told nothing: both files of one town, of two other counties, and again', async () => {
  for (const [first, second] of [
    [ONE, ONE],
    [ELSEWHERE, '990202001'],
    [ELSEWHERE, '990101000'],
  ] as const) {
    const scene = await sceneOf(first, second);
    await raise(scene, 'own', first);
    await raise(scene, 'taken-in', second, B);
    await scene.merged();
    await scene.split();
    await scene.merged();
    expect(await scene.all()).toEqual([]);
  }
});

test('out of the county, and where no town is known, the office is told', async () => {
  for (const second of [ELSEWHERE, '990101000']) {
    const scene = await sceneOf(ONE, second);
    await raise(scene, 'own', ONE);
    await scene.merged();
    expect(await scene.all()).toEqual(['office-990101 own']);
  }
});

test('an alert that a split brings back is told to the town of its own child, once, however often the two are taken for one', async () => {
  const scene = await sceneOf(ONE, TWO);
  await raise(scene, 'own', ONE);
  for (let n = 0; n < 2; n += 1) {
    await scene.merged();
    await scene.split();
  }
  expect(await scene.all()).toEqual(['town-990101002 own', 'town-990101001 own']);
});

test('what was closed under the file that held both stays closed when its own child has it back', async () => {
  const scene = await sceneOf(ONE, TWO);
  await scene.moved(THREE);
  await raise(scene, 'taken-in', TWO, B);
  await scene.merged();
  await scene.closed('taken-in');
  await scene.split();
  expect(await scene.all()).toEqual(['town-990101003 taken-in']);
});

test('of a child that was erased nothing is told', async () => {
  const scene = await sceneOf(ONE, TWO);
  await raise(scene, 'own', ONE);
  await scene.say(MinorErased, {});
  await scene.merged();
  expect(await scene.all()).toEqual([]);
});

test('what the alert reactor takes back at a split nobody is told of; what it raises anew, the town that did not have it', async () => {
  const scene = await sceneOf(ONE, TWO);
  const alerts = alertReactor(scene);
  await scene.moved(THREE);
  await scene.say(DvCallReceived, { weapon: false, injury: 'none' }, { subject: B });
  await scene.merged();
  await scene.say(DvCallReceived, { weapon: false, injury: 'none' }, { subject: B });
  await alerts();
  const names = async (): Promise<string[]> =>
    (await scene.log.read(0, 500)).lines.map(recorded).flatMap(({ data }) => (data['alert'] as string) ?? []);
  expect(await names()).toHaveLength(1);
  scene.clock.advance(MINUTE_MS);
  await scene.split();
  await scene.follow(scene.reactor());
  await alerts();
  const [, , fresh] = await names();
  expect(await alertsTold(scene)).toEqual([`town-990101002 ${fresh}`]);
  const sent = (await scene.log.read(0, 500)).lines.map(recorded).at(-1);
  expect(sent).toMatchObject({ subject: B, residenceArea: TWO });
});

test('raised anew in a town that had it before the split, it is told to nobody', async () => {
  const scene = await sceneOf(ONE, TWO);
  const alerts = alertReactor(scene);
  await scene.merged();
  for (let n = 0; n < 2; n += 1) await scene.say(DvCallReceived, { weapon: false, injury: 'none' }, { subject: B });
  await alerts();
  scene.clock.advance(MINUTE_MS);
  await scene.split();
  await alerts();
  expect((await scene.log.read(0, 500)).lines.map(recorded).filter(({ type }) => type === 'hub.alert.raised')).toHaveLength(2);
  expect(await alertsTold(scene)).toEqual([]);
});

test('an alert that rests on events which go to the other child is taken back, and not told', async () => {
  const scene = await sceneOf(ONE, TWO);
  const call = await scene.say(DvCallReceived);
  await raise(scene, 'own', ONE, A, { evidence: [call] });
  await scene.merged();
  await scene.split([call]);
  expect(await alertsTold(scene)).toEqual(['town-990101002 own']);
});

test('killed anywhere in a page and begun again with other pages: after any moves, merges and splits each town is told once of what came to it', async () => {
  const towns = [ONE, TWO, THREE, ELSEWHERE] as const;
  const step = fc.record({
    what: fc.constantFrom('move', 'raise', 'close', 'join'),
    town: fc.nat(3),
    file: fc.constantFrom(A, B),
    alert: fc.nat(4),
  });
  const kills = fc.array(fc.record({ dies: fc.integer({ min: 0, max: 3 }), size: fc.integer({ min: 1, max: 12 }) }), { maxLength: 5 });
  let told = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 18 }), kills, fc.integer({ min: 1, max: 12 }), async (steps, stops, last) => {
      const scene = await sceneOf(ONE, TWO);
      const model = new Model();
      for (const { what, town, file, alert } of steps) {
        scene.clock.advance(MINUTE_MS);
        const time = scene.clock.moment();
        if (what === 'move') {
          await scene.moved(towns[town] as string, { subject: file, time });
          model.change(() => model.homes.push([file, towns[town] as string]));
        } else if (what === 'close' && model.open.has(alert)) {
          await scene.say(AlertClosed, { alert: String(alert) }, { subject: model.headOf(model.open.get(alert)?.file as string) });
          model.open.delete(alert);
        } else if (what === 'join') {
          await (model.merged ? scene.split() : scene.merged());
          model.join();
        } else if (what === 'raise' && !model.raised.has(alert)) {
          await raise(scene, String(alert), model.townOf(file), model.headOf(file));
          model.raise(alert, file);
        }
      }
      let at = 0;
      for (const { dies, size } of stops) at = await scene.follow(scene.reactor(dies), size, at);
      await scene.follow(scene.reactor(), last, at);
      expect((await scene.told()).sort()).toEqual([...model.told].sort());
      told += model.told.size;
    }),
    { numRuns: 80 },
  );
  expect(told).toBeGreaterThan(60);
});

/** What should be told, by another way: towns as whole lists of who moved where. */
class Model {
  readonly homes: [string, string][] = [
    [A, ONE],
    [B, TWO],
  ];
  readonly open = new Map<number, { readonly file: string; readonly onBoth: boolean }>();
  readonly raised = new Set<number>();
  readonly told = new Set<string>();
  merged = false;

  headOf = (file: string): string => (this.merged ? A : file);
  townOf = (file: string): string => this.homes.findLast(([of]) => this.headOf(of) === this.headOf(file))?.[1] as string;

  raise(alert: number, file: string): void {
    this.raised.add(alert);
    this.open.set(alert, { file: this.headOf(file), onBoth: this.merged });
  }
  join(): void {
    const tells = (alert: number): boolean => !this.merged || this.open.get(alert)?.onBoth !== true;
    this.change(() => (this.merged = !this.merged), tells);
    if (!this.merged) for (const [alert, { file }] of this.open) this.open.set(alert, { file, onBoth: false });
  }
  /** `tells`: what the alert reactor takes back at a split is not told there; as that is not here, it stays open all the same. */
  change(how: () => unknown, tells: (alert: number) => boolean = () => true): void {
    const unit = (file: string): string => (this.townOf(file) === ELSEWHERE ? 'office-990101' : `town-${this.townOf(file)}`);
    const before = [...this.open].filter(([alert]) => tells(alert)).map(([alert, { file }]) => [alert, file, unit(file)] as const);
    how();
    for (const [alert, file, was] of before) if (unit(file) !== was) this.told.add(`${unit(file)} ${alert}`);
  }
}

const CLASSES = [AlertRaised, AlertEvidenceAdded, AlertRetracted];

/** The real alert reactor over a scene's log: takes what has come since. */
function alertReactor(scene: MovedAlertsScene): () => Promise<void> {
  const own: HubForMonitor['own'] = async (events) => {
    const written = events.map((event) => ({
      ...event,
      cls: CLASSES.find((cls) => definitionOf(cls).type === event.type) as EventClass,
      residenceArea: event.residencearea,
    }));
    const outcomes = await scene.log.append(entriesFor(scene.log.origin, written).map((entry) => ({ entries: [entry] })));
    return outcomes.map((one) => ({ kind: one.kind, positions: 'receipts' in one ? one.receipts.map(({ position }) => position) : [] }));
  };
  const head = async (): Promise<Position> => (await scene.log.head()).position;
  const policy = { ...demonstrationPolicy, R02: { ...demonstrationPolicy.R02, calls: 2 } };
  const idOf = (...names: unknown[]): string => names.slice(0, 3).join('|');
  const reactor = new AlertReactor({ log: scene.log, hub: { own, head } as HubForMonitor, policy, idOf });
  let seen = 0;
  return async () => {
    const { lines, scannedTo } = await scene.log.read(seen, 500);
    await reactor.react(lines.map(recorded), scannedTo);
    seen = scannedTo;
  };
}
