import fc from 'fast-check';
import { warnings } from '@lianhu/catalogue';
import { AbsenceFlagged } from '@lianhu/departments/education';
import { AlertClosed, MinorMoved, RecordMerged, RecordSplit, RecordWithdrawn } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { Corrections, isNote, Persons, recorded, type Position, type Recorded } from '@lianhu/kernel';
import { PersonAlerts, standingLines } from '@lianhu/processes/alert';
import type { HubForMonitor } from '@lianhu/services/platform';
import { write, type Written } from '@lianhu/testing';
import { AlertReactor } from './alert-reactor';
import { AlertScene, packOf } from './alert-scene.fixture';

const files = ['A', 'B', 'C'].map((letter) => `child-${letter.repeat(22)}`);
const policy = packOf(2);
const idOf = (...names: unknown[]): string => names.slice(0, 3).join('|');
const MINUTE_MS = 60_000;

const step = fc.record({
  what: fc.constantFrom(
    'call',
    'call',
    'call',
    'grave',
    'absent',
    'absent',
    'close',
    'close',
    'withdraw',
    'correct',
    'move',
    'merge',
    'split',
    'part',
  ),
  file: fc.nat(2),
  other: fc.nat(1),
  day: fc.integer({ min: 1, max: 19 }),
  late: fc.boolean(),
  pick: fc.nat(),
});
type Step = (typeof step extends fc.Arbitrary<infer S> ? S : never) & object;
/** A reactor begun, and killed when the hub has taken so many calls, or after so many pages. */
const stop = fc.record({ dies: fc.nat(4), size: fc.integer({ min: 1, max: 9 }), pages: fc.integer({ min: 1, max: 4 }) });
type Stop = (typeof stop extends fc.Arbitrary<infer S> ? S : never) & object;

/** A log of facts about three files, written as the hub writes it, closings of alerts that the rules raise among them. */
class Facts extends AlertScene {
  private readonly persons = new Persons();
  private readonly decided = new PersonAlerts(warnings, policy, idOf);
  private readonly facts: Recorded[] = [];
  private readonly raised: { readonly alert: string; readonly subject: string }[] = [];

  async add(one: Step): Promise<void> {
    const event = await this.eventOf(one);
    if (!event || event.subject === event.other) return;
    this.clock.advance(MINUTE_MS);
    const position = await write(this.log, [event]);
    const [said] = (await this.log.read(position - 1, 1)).lines.map(recorded) as [Recorded];
    this.persons.add(said);
    for (const { event: made } of this.decided.see(said))
      if (made.type === 'hub.alert.raised') this.raised.push({ alert: String(made.data['alert']), subject: made.subject });
    if (!isNote(said.type)) this.facts.push(said);
  }

  private async eventOf({ what, file, other, day, late, pick }: Step): Promise<Written | undefined> {
    const [one, two] = [files[file], files[(file + 1 + other) % 3]] as [string, string];
    const subject = this.persons.headOf(one);
    const time = `2026-${late ? '01' : '03'}-${String(day).padStart(2, '0')}T10:00:00.000+08:00`;
    const fact = this.facts[pick % this.facts.length];
    const open = this.raised[pick % this.raised.length];
    const call = { cls: DvCallReceived, time, subject, data: { weapon: false, injury: what === 'grave' ? 'minor' : 'none' } };
    const ofFact = fact && { ...call, subject: this.persons.headOf(fact.subject as string), corrects: fact.position };
    const since = `2026-03-0${1 + (pick % 9)}`;
    if (what === 'call' || what === 'grave') return call;
    if (what === 'absent') return { ...call, cls: AbsenceFlagged, data: { days: 1 + (pick % 2), since } };
    if (what === 'close')
      return open && { ...call, cls: AlertClosed, subject: this.persons.headOf(open.subject), data: { alert: open.alert, verdict: 'confirmed' } };
    if (what === 'correct') return ofFact;
    if (what === 'withdraw') return ofFact && { ...ofFact, cls: RecordWithdrawn, data: { target: ofFact.corrects } };
    if (what === 'move') return { ...call, cls: MinorMoved, data: { town: `99010100${1 + (pick % 4)}` } };
    if (what !== 'merge') return this.splitOf(one, two, what === 'part' ? fact : undefined, time);
    const taken = this.persons.headOf(two);
    return taken === subject ? undefined : { cls: RecordMerged, time, subject: pick % 2 ? subject : one, other: taken, data: {} };
  }

  /** As the desk of identities says it: the last merge of the two is undone, or a fact goes to the other file, with all that corrects it. */
  private async splitOf(one: string, two: string, fact: Recorded | undefined, time: string): Promise<Written | undefined> {
    const lines = (await this.log.read(0, 1_000)).lines.map(recorded);
    const corrections = new Corrections();
    for (const line of lines) corrections.add(line);
    const first = fact && corrections.place(fact.position);
    const whole = lines.filter(({ type, position }) => !isNote(type) && corrections.place(position) === first);
    const standsIn = (file: string): boolean =>
      whole.length > 0 && whole.every((line) => this.persons.place(line).subject === this.persons.headOf(file));
    const between = new Set(this.persons.joinsBetween(one, two));
    const merge = lines.findLast(({ type, other }) => type === 'hub.record.merged' && other !== undefined && between.has(other));
    const named = whole.map(({ position }) => position);
    const split = (subject: string, other: string, events: readonly Position[]): Written => ({
      cls: RecordSplit,
      time,
      subject,
      other,
      data: { events },
    });
    if (!merge && this.persons.headOf(one) === this.persons.headOf(two)) return undefined;
    if (!merge) return standsIn(one) ? split(one, two, named) : standsIn(two) ? split(two, one, named) : undefined;
    const [from, to] = [merge.subject, merge.other] as [string, string];
    const own = lines.filter((line) => line.subject === to && this.persons.fileOf(line) === to).map(({ position }) => position);
    return split(from, to, [...new Set([...(standsIn(from) ? named : []), ...own])].slice(0, 20));
  }

  /** A reactor whose hub dies after so many calls: it takes a call whole, in one commit. */
  dying(dies: number): AlertReactor {
    let left = dies;
    const own: HubForMonitor['own'] = async (events, expected) => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      const outcomes = await this.own(events, expected);
      if (left === 0) throw new Error('killed');
      return outcomes;
    };
    return new AlertReactor({ log: this.log, hub: { ...this.hub, own }, policy, idOf });
  }

  /** Follows in pages until it is killed; answers how far it came. */
  async follow(reactor: AlertReactor, size: number, from: Position, pages: number): Promise<Position> {
    let at = from;
    try {
      for (let n = 0; n < pages; n += 1) {
        const { lines, scannedTo } = await this.log.read(at, size);
        if (lines.length === 0) break;
        await reactor.react(lines.map(recorded), scannedTo);
        at = scannedTo;
      }
    } catch (error) {
      expect((error as Error).message).toBe('killed');
    }
    return at;
  }

  /** The alerts that stand, as they were raised. */
  async standing(): Promise<readonly string[]> {
    const raised = standingLines(await this.alerts()).filter(({ type }) => type === 'hub.alert.raised');
    return raised.map(({ subject, residenceArea, data }) => JSON.stringify([subject, residenceArea, data])).sort();
  }
}

const stepOf = (what: Step['what'], file = 0, other = 0): Step => ({ what, file, other, day: 1, late: false, pick: 0 });
const calls = (times: number): Step[] => Array.from({ length: times }, () => stepOf('call'));
/** Killed in a page with splits, or behind one: what that page had come to was held for older than the split, and taken back or not raised. */
const LOST: [Step[], Stop[], number][] = [
  [
    [...calls(3), stepOf('part', 0, 1), stepOf('part', 0, 1), ...calls(3)],
    [
      { dies: 2, size: 1, pages: 2 },
      { dies: 2, size: 3, pages: 1 },
    ],
    1,
  ],
  [
    [...calls(3), stepOf('part'), { ...stepOf('close'), pick: 1 }, stepOf('merge'), ...calls(1)],
    [
      { dies: 2, size: 1, pages: 2 },
      { dies: 2, size: 1, pages: 1 },
      { dies: 1, size: 3, pages: 1 },
    ],
    1,
  ],
];

async function factsOf(steps: readonly Step[]): Promise<Facts> {
  const facts = new Facts();
  for (const one of steps) await facts.add(one);
  return facts;
}

test('killed anywhere in a page and begun again with other pages, corrected, withdrawn, merged and split: the alerts that stand are those of one who saw all at once', async () => {
  let stood = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 22 }),
      fc.array(stop, { maxLength: 5 }),
      fc.integer({ min: 1, max: 12 }),
      async (steps, stops, last) => {
        const [whole, killed] = [await factsOf(steps), await factsOf(steps)];
        await whole.follow(whole.dying(Infinity), 1_000, 0, 1);
        let at = 0;
        for (const { dies, size, pages } of stops) at = await killed.follow(killed.dying(dies), size, at, pages);
        await killed.follow(killed.dying(Infinity), last, at, Infinity);
        const wanted = await whole.standing();
        expect(await killed.standing()).toEqual(wanted);
        stood += wanted.length;
      },
    ),
    { numRuns: 100, examples: LOST },
  );
  expect(stood).toBeGreaterThan(50);
});
