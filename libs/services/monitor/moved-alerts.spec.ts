import fc from 'fast-check';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { AlertClosed, AlertRaised, AlertRetracted, MinorMoved, MinorRegistered, NoticeSent, RecordMerged } from '@lianhu/departments/hub';
import { recorded, type EventClass, type Position } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import type { HubForMonitor, OwnEvent } from '@lianhu/services/platform';
import { demonstrationSharing as table, entriesFor, fixedClock, testLog, write } from '@lianhu/testing';
import { NoticeReactor, type NoticeReactorParts } from './notice-reactor';

const DAY = '2026-10-12';
const time = `${DAY}T00:00:00.000+08:00`;
const TOMORROW = '2026-10-13T09:30:00.000+08:00';
const [A, B] = ['A', 'B'].map((letter) => `child-${letter.repeat(22)}`) as [string, string];
const sharing = { table, calendar: chinaCalendarAssuming, county: '990101', idOf: (to: string, position: number) => `${to}|${position}` };

/** A log whose hub takes an own event of an id once, and dies after so many of them. */
class Scene {
  readonly log: EventLog = testLog(fixedClock(DAY));

  say(cls: EventClass, data: Readonly<Record<string, unknown>> = {}, more: object = {}): Promise<Position> {
    return write(this.log, [{ cls, time, subject: A, data, ...more }]);
  }
  registered = (town: string, subject = A) => this.say(MinorRegistered, { town }, { subject });
  moved = (town: string, more: object = {}) => this.say(MinorMoved, { town }, more);
  raised = (alert: string, town: string, data: object = {}) =>
    this.say(AlertRaised, { alert, need: 'guardianship', dueAt: TOMORROW, ...data }, { residenceArea: town });
  closed = (alert: string) => this.say(AlertClosed, { alert });

  reactor(dies = Infinity, more: Partial<NoticeReactorParts> = {}): NoticeReactor {
    let left = dies;
    const own = async (events: readonly OwnEvent[]): Promise<readonly never[]> => {
      for (const { residencearea: residenceArea, type: _type, ...event } of events) {
        if (left-- <= 0) throw new Error('killed');
        const entries = entriesFor(this.log.origin, [{ ...event, cls: NoticeSent, residenceArea }]);
        await this.log.append([{ entries }]);
      }
      return [];
    };
    const parts = { log: this.log, hub: { own } as unknown as HubForMonitor, sharing, ...more };
    return new NoticeReactor({ accesses: { readersOf: async () => [] }, shown: async () => undefined, ...parts });
  }

  /** Follows the log in pages of so many lines; answers how far it came before it was killed. */
  async follow(reactor: NoticeReactor, size = 500, from: Position = 0): Promise<Position> {
    let at = from;
    try {
      for (let head = (await this.log.head()).position; at < head; head = (await this.log.head()).position) {
        const to = Math.min(at + size, head);
        await reactor.react((await this.log.read(at, to - at)).lines.map(recorded));
        at = to;
      }
    } catch (error) {
      expect((error as Error).message).toBe('killed');
    }
    return at;
  }

  /** Who was told, of which alert. */
  async told(): Promise<string[]> {
    const lines = (await this.log.read(0, 500)).lines.map(recorded);
    const sent = lines.filter(({ type }) => type === 'hub.notice.sent') as unknown as { data: { to: string; about: number } }[];
    return sent.map(({ data: { to, about } }) => `${to.slice('org-'.length)} ${String(lines[about - 1]?.data['alert'])}`);
  }
  async all(): Promise<string[]> {
    await this.follow(this.reactor());
    return this.told();
  }
}

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
