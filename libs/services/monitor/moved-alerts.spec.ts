import fc from 'fast-check';
import { AlertRaised, AlertRetracted, RecordMerged } from '@lianhu/departments/hub';
import { recorded } from '@lianhu/kernel';
import { demonstrationSharing as table } from '@lianhu/testing';
import { A, B, MovedAlertsScene as Scene, sharing, TOMORROW } from './moved-alerts.fixture';

test('the town to which a child moves is told of what is open, its need and its deadline; nobody of what is closed, nor anybody else', async () => {
  const scene = new Scene();
  await scene.registered('990101001');
  await scene.raised('open', '990101001');
  await scene.raised('closed', '990101001');
  await scene.closed('closed');
  await scene.moved('990101002');
  expect(await scene.all()).toEqual(['town-990101002 open']);
  const sent = (await scene.log.read(0, 500)).lines.map(recorded).at(-1);
  expect(sent).toMatchObject({ type: 'hub.notice.sent', subject: A, residenceArea: '990101002' });
  expect(sent?.data).toMatchObject({ to: 'org-town-990101002', kind: 'notice', need: 'guardianship', dueAt: TOMORROW, about: 2 });
});

test('what is past its deadline is told with one of its own: the town that gets it has missed nothing', async () => {
  const scene = new Scene();
  await scene.registered('990101001');
  await scene.raised('late', '990101001', { dueAt: '2026-10-11T09:30:00.000+08:00' });
  await scene.moved('990101002');
  await scene.all();
  const sent = (await scene.log.read(0, 500)).lines.map(recorded).at(-1);
  expect(sent).toMatchObject({ type: 'hub.notice.sent', data: { dueAt: '2026-10-12T01:00:00.000+08:00' } });
});

test('an alert that was decided before a move and recorded behind it is told where the child lives', async () => {
  const scene = new Scene();
  await scene.registered('990101001');
  await scene.moved('990101002');
  await scene.raised('late', '990101001');
  await scene.raised('usual', '990101002');
  expect(await scene.all()).toEqual(['town-990101002 late']);
});

test('each town once, however often the child comes back; a move that moves nobody tells nobody', async () => {
  const scene = new Scene();
  await scene.registered('990101001');
  await scene.raised('a', '990101001');
  for (const town of ['990101002', '990101001', '990101002', '990101002']) await scene.moved(town);
  await scene.moved('990101003', { time: '2026-10-11T00:00:00.000+08:00' });
  expect(await scene.all()).toEqual(['town-990101002 a', 'town-990101001 a']);
});

test('out of the county, and where no town is known, the office is told, which has to pass it on', async () => {
  const scene = new Scene();
  await scene.registered('990101001');
  await scene.raised('a', '990101001');
  await scene.moved('990201001');
  expect(await scene.all()).toEqual(['office-990101 a']);
  const other = new Scene();
  await other.registered('990101001');
  await other.raised('a', '990101001');
  await other.moved('990101000');
  expect(await other.all()).toEqual(['office-990101 a']);
});

test('of a file that took another in, what is open of both is told where the child moves; of what a split retracted nobody', async () => {
  const scene = new Scene();
  await scene.registered('990101001');
  await scene.registered('990101001', B);
  await scene.raised('own', '990101001');
  const position = await scene.raised('retracted', '990101001');
  await scene.say(AlertRaised, { alert: 'taken-in', need: 'shelter', dueAt: TOMORROW }, { subject: B, residenceArea: '990101001' });
  await scene.say(RecordMerged, {}, { other: B });
  await scene.say(AlertRetracted, { alert: 'retracted', target: position }, { corrects: position });
  await scene.moved('990101002');
  expect(await scene.all()).toEqual(['town-990101002 own', 'town-990101002 taken-in']);
});

test('of what was recorded before the table was in force nobody is told', async () => {
  const scene = new Scene();
  await scene.registered('990101001');
  await scene.raised('a', '990101001');
  await scene.moved('990101002');
  const later = { sharing: { ...sharing, table: { ...table, validFrom: '2026-10-13' } } };
  await scene.follow(scene.reactor(Infinity, later));
  expect(await scene.told()).toEqual([]);
});

test('killed anywhere in a page and begun again with other pages: every town is told once of what was open when the child came', async () => {
  const towns = ['990101001', '990101002', '990101003'] as const;
  const step = fc.record({ what: fc.constantFrom('move', 'raise', 'raise-late', 'close'), town: fc.nat(2), alert: fc.nat(3) });
  const kills = fc.array(fc.record({ dies: fc.integer({ min: 0, max: 3 }), size: fc.integer({ min: 1, max: 12 }) }), { maxLength: 5 });
  let told = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 15 }), kills, fc.integer({ min: 1, max: 12 }), async (steps, stops, last) => {
      const scene = new Scene();
      const expected = new Set<string>();
      const [raised, closed] = [new Set<number>(), new Set<number>()];
      let [home, before]: [string, string] = [towns[0], towns[0]];
      await scene.registered(home);
      for (const { what, town, alert } of steps) {
        const open = [...raised].filter((one) => !closed.has(one));
        if (what === 'move') {
          if (towns[town] !== home) for (const one of open) expected.add(`town-${towns[town]} ${one}`);
          [before, home] = [towns[town] === home ? before : home, towns[town] as string];
          await scene.moved(home);
        } else if (what === 'close' && open.includes(alert)) {
          closed.add(alert);
          await scene.closed(String(alert));
        } else if (what !== 'close' && !raised.has(alert)) {
          const where = what === 'raise' ? home : before;
          if (where !== home) expected.add(`town-${home} ${alert}`);
          raised.add(alert);
          await scene.raised(String(alert), where);
        }
      }
      let at = 0;
      for (const { dies, size } of stops) at = await scene.follow(scene.reactor(dies), size, at);
      await scene.follow(scene.reactor(), last, at);
      expect((await scene.told()).sort()).toEqual([...expected].sort());
      told += expected.size;
    }),
    { numRuns: 60 },
  );
  expect(told).toBeGreaterThan(40);
});
