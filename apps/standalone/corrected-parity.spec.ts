import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { chinaCalendar } from '@lianhu/calendar';
import { baseViews, warnings } from '@lianhu/catalogue';
import { CareAgreementSigned, MinorDelisted, MinorListed } from '@lianhu/departments/civil-affairs';
import { AbsenceFlagged, DropoutConfirmed, StudentReturned } from '@lianhu/departments/education';
import { AlertClosed, MinorRegistered, RecordCorrected, RecordWithdrawn } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { CompiledView, type Folded } from '@lianhu/follow';
import { addDays, addMs, canonical, momentOf, type EventClass, type Json, type Recorded, type ViewDefinition } from '@lianhu/kernel';
import { ChildAlerts, decideAlerts, type OwnEvent } from '@lianhu/processes/alert';
import { correctedNote } from '@lianhu/processes/correction';
import { countQuarter, reportBytes, type RawReport } from '@lianhu/reports';
import { demonstrationPolicy as policy, history, type History } from '@lianhu/testing';

const CHILDREN = ['A', 'B', 'C'].map((letter) => `child-${letter.repeat(22)}`);
const CLASSES: readonly EventClass[] = [
  DvCallReceived,
  AbsenceFlagged,
  MinorListed,
  MinorDelisted,
  CareAgreementSigned,
  DropoutConfirmed,
  StudentReturned,
];
const FIRST_DAY = '2026-07-05';
const TODAY = '2026-10-20';
const QUARTER = '2026-Q3';

/** What is said: a fact, another version of one, its end, that it was another child's, or that an alert is closed. */
const saying = fc.record({
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constant('fact' as const) },
    { weight: 4, arbitrary: fc.constant('correct' as const) },
    { weight: 2, arbitrary: fc.constant('withdraw' as const) },
    { weight: 1, arbitrary: fc.constant('move' as const) },
    { weight: 1, arbitrary: fc.constant('close' as const) },
  ),
  cls: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom<EventClass>(DvCallReceived, AbsenceFlagged) },
    { weight: 1, arbitrary: fc.constantFrom(...CLASSES) },
  ),
  child: fc.nat(CHILDREN.length - 1),
  day: fc.nat(20),
  detail: fc.nat(2),
  which: fc.nat(99),
  /** Names the fact's last event, or its first. */
  namesLast: fc.boolean(),
});
type Saying = typeof saying extends fc.Arbitrary<infer S> ? S : never;

/** A fact as it stands: what was said of it last, and the positions at which it was named. */
interface Fact {
  readonly cls: EventClass;
  readonly child: string;
  readonly first: number;
  last: number;
  now?: { readonly day: string; readonly detail: number };
}

const dataOf = (cls: EventClass, day: string, detail: number): object =>
  cls === DvCallReceived
    ? { repeatIn12m: detail, minorRole: detail > 0 ? 'victim' : 'witness' }
    : cls === AbsenceFlagged
      ? { days: detail + 1, since: day, contacted: false }
      : cls === CareAgreementSigned
        ? { from: day, to: addDays(day, 100 * detail) }
        : cls === MinorListed || cls === MinorDelisted
          ? { category: ['03', '04', '06'][detail] }
          : {};
const idOf = (rule: string, subject: string, position: number): string =>
  createHash('sha256').update(`${rule}|${subject}|${position}`).digest('base64url');

/** A county that is told things one after another, with alerts decided and corrections noted as the reactors do it. */
class County {
  log: History = history();
  readonly facts: Fact[] = [];
  readonly decided: OwnEvent[] = [];
  private readonly alerts = new Map(CHILDREN.map((child) => [child, new ChildAlerts(warnings, policy, idOf)]));
  private seen = 0;

  constructor() {
    for (const [n, child] of CHILDREN.entries())
      this.log = this.log.then(MinorRegistered, '2026-01-05', { birthQuarter: '2015-Q2', town: `99010100${n + 1}` }, { subject: child });
  }

  take(said: Saying): void {
    const standing = this.facts.filter(({ now }) => now);
    const fact = standing[said.which % Math.max(1, standing.length)];
    const day = addDays(FIRST_DAY, said.day);
    if (said.what === 'fact') this.begin(said.cls, CHILDREN[said.child] as string, day, said.detail);
    else if (said.what === 'close') this.close(said.which);
    else if (fact) {
      const target = said.namesLast ? fact.last : fact.first;
      if (said.what === 'correct') {
        fact.last = this.say(fact.cls, fact.child, day, said.detail, target, fact.first);
        fact.now = { day, detail: said.detail };
        return;
      }
      this.withdraw(fact, target);
      const other = CHILDREN.find((child) => child !== fact.child) as string;
      if (said.what === 'move') this.begin(fact.cls, other, day, said.detail);
    }
  }

  /** The reactors look: alerts are decided for what came, corrections noted, both at the end of the log. */
  react(): void {
    const fresh = this.log.events.slice(this.seen);
    this.seen = this.log.events.length;
    for (const event of fresh) {
      for (const { event: own } of this.alerts.get(event.subject ?? '')?.see(event) ?? []) this.decided.push(own);
      if (correctedNote(event))
        this.log = this.log.then(RecordCorrected, now(this.log), { target: event.corrects }, { corrects: event.corrects, subject: event.subject });
    }
  }

  private begin(cls: EventClass, child: string, day: string, detail: number): void {
    const first = this.say(cls, child, day, detail);
    this.facts.push({ cls, child, first, last: first, now: { day, detail } });
  }
  private say(cls: EventClass, child: string, day: string, detail: number, corrects?: number, first?: number): number {
    const incident = `i-${first ?? this.log.events.length + 1}`;
    const recordedAt = now(this.log);
    this.log = this.log.then(cls, day, dataOf(cls, day, detail), {
      subject: child,
      incident,
      recordedAt,
      ...(corrects !== undefined && { corrects }),
    });
    return this.log.events.length;
  }
  private withdraw(fact: Fact, target: number): void {
    this.log = this.log.then(RecordWithdrawn, now(this.log), { target, reason: 'duplicate' }, { corrects: target, subject: fact.child });
    fact.now = undefined;
  }
  private close(which: number): void {
    const raised = this.decided.filter(({ type }) => type === 'hub.alert.raised');
    const alert = raised[which % Math.max(1, raised.length)];
    if (alert) this.log = this.log.then(AlertClosed, now(this.log), { alert: alert.data['alert'] as string }, { subject: alert.subject });
  }
}
/** Everything is recorded after it happened, an hour after what stands before it, and in the quarter. */
const now = ({ events }: History): string => {
  const last = events.at(-1)?.recordedAt ?? '';
  const earliest = '2026-08-20T08:00:00.000+08:00';
  return last < earliest ? earliest : addMs(last, 3_600_000);
};

const views = (baseViews as readonly ViewDefinition[]).map((view) => new CompiledView(view, []));
/** Rows of a view after the whole of a log, by key. */
const rowsFromZero = (view: CompiledView, events: readonly Recorded[]): ReadonlyMap<string, string> => {
  const keys = new Map<string, Recorded[]>();
  for (const event of events) {
    const key = view.keyOf(event);
    if (key !== undefined) keys.set(key, [...(keys.get(key) ?? []), event]);
  }
  return new Map([...keys].map(([key, of]) => [key, textOf(view, view.foldAll(of), key)]));
};
const textOf = (view: CompiledView, fold: Folded, key: string): string => canonical({ row: view.row(fold, TODAY, key).row } as unknown as Json);

/** Rows kept up to date page by page, as a follower does it. */
class Live {
  private readonly folds = new Map<string, Folded>();
  constructor(private readonly view: CompiledView) {}
  take(all: readonly Recorded[], from: number): void {
    const touched = new Map<string, Recorded[]>();
    for (const event of all.slice(from)) {
      const key = this.view.keyOf(event);
      if (key !== undefined) touched.set(key, [...(touched.get(key) ?? []), event]);
    }
    for (const [key, events] of touched)
      this.folds.set(key, this.view.fold(this.folds.get(key), events) ?? this.view.foldAll(all.filter((event) => this.view.keyOf(event) === key)));
  }
  rows(): ReadonlyMap<string, string> {
    return new Map([...this.folds].map(([key, fold]) => [key, textOf(this.view, fold, key)]));
  }
}

const sha256 = (...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
function counted(events: readonly Recorded[]) {
  const count = countQuarter({ quarter: QUARTER, policy, calendar: chinaCalendar, sha256 });
  for (const event of events) if (!count.add(hashed(event))) count.after(hashed(event));
  return count;
}
const hashed = (event: Recorded): Recorded => ({ ...event, leafHash: Buffer.from(sha256(event.leafHash)).toString('base64') });
/** Figures of facts; those of group H tell how it was sent, and of deeds of the hub's nothing is compared. */
const figures = ({ cells }: RawReport): readonly string[] =>
  cells
    .filter(({ indicator }) => /^[A-G]/.test(indicator))
    .map(({ id, value, numerator, denominator }) => [id, value, numerator, denominator].join(' '));

/** A log into which the facts were sent as they are in the end, in the order in which they began. */
function direct({ facts }: County): readonly Recorded[] {
  const log = CHILDREN.reduce<History>(
    (before, child, n) => before.then(MinorRegistered, '2026-01-05', { birthQuarter: '2015-Q2', town: `99010100${n + 1}` }, { subject: child }),
    history(),
  );
  return facts.reduce<History>(
    (before, { cls, child, now: said, first }) =>
      said
        ? before.then(cls, said.day, dataOf(cls, said.day, said.detail), { subject: child, incident: `i-${first}`, recordedAt: now(before) })
        : before,
    log,
  ).events;
}

test('corrected, corrected again, withdrawn and moved to another child in any order: live rows of every view, alerts and the quarter are those of a replay from zero, and of the final facts', () => {
  let [changed, evidenceGone, moved] = [0, 0, 0];
  fc.assert(
    fc.property(
      fc.array(saying, { minLength: 4, maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 }),
      (all, pages) => {
        const county = new County();
        const live = views.map((view) => new Live(view));
        let [from, n] = [0, 0];
        for (let at = 0, page = 0; at < all.length; at += page, n++) {
          page = pages[n % pages.length] as number;
          all.slice(at, at + page).forEach((said) => county.take(said));
          county.react();
          const { events } = county.log;
          live.forEach((one) => one.take(events, from));
          from = events.length;
          // To every moment: what readers saw then is what a replay to then shows.
          views.forEach((view, v) => expect([...(live[v] as Live).rows()].sort()).toEqual([...rowsFromZero(view, events)].sort()));
        }
        const { events } = county.log;
        const replayed = CHILDREN.flatMap((child) =>
          decideAlerts(
            events.filter(({ subject }) => subject === child),
            warnings,
            policy,
            idOf,
          ).map(({ event }) => event),
        );
        expect(sorted(county.decided)).toEqual(sorted(replayed));
        const final = direct(county);
        const minors = views.find(({ name }) => name === 'minors') as CompiledView;
        expect(bare(rowsFromZero(minors, events))).toEqual(bare(rowsFromZero(minors, final)));
        expect(figures(counted(events).report())).toEqual(figures(counted(final).report()));
        changed += all.filter(({ what }) => what === 'correct').length;
        moved += all.filter(({ what }) => what === 'move').length;
        evidenceGone += county.decided.filter(({ type }) => type === 'hub.alert.evidence-withdrawn').length;
      },
    ),
    { numRuns: 100 },
  );
  // What never happened would prove nothing.
  expect(Math.min(changed, evidenceGone, moved)).toBeGreaterThan(20);
});

const sorted = (events: readonly OwnEvent[]): readonly string[] => events.map((event) => canonical(event as unknown as Json)).sort();
/** Rows without what tells of the hub's own deeds: when last something was said, and alerts. */
const bare = (rows: ReadonlyMap<string, string>): readonly unknown[] =>
  [...rows].sort().map(([key, text]) => {
    const { lastEventAt: _last, alertLevel: _level, openAlerts: _open, ...row } = (JSON.parse(text) as { row: Record<string, unknown> }).row;
    return [key, row];
  });

test('a closed quarter stays to the byte whatever is corrected or withdrawn after its cut-off, and says how many of its facts changed', () => {
  let told = 0;
  fc.assert(
    fc.property(fc.array(saying, { minLength: 3, maxLength: 15 }), fc.array(saying, { maxLength: 15 }), (before, after) => {
      const county = new County();
      before.forEach((said) => county.take(said));
      const closed = county.log.events.length;
      const frozen = reportBytes(counted(county.log.events).report());
      // From here on everything is recorded after the cut-off.
      county.log = county.log.then(
        RecordCorrected,
        '2026-11-20',
        { target: 1 },
        { corrects: 1, subject: CHILDREN[0], recordedAt: momentOf(Date.parse('2026-11-20')) },
      );
      const known = new Map(county.facts.map(({ first, last, now: said }) => [first, `${last} ${said?.day}`]));
      after.forEach((said) => county.take(said));
      const count = counted(county.log.events);
      expect(reportBytes(count.report())).toBe(frozen);
      const differing = county.facts.filter(({ first, last, now: said }) => first <= closed && known.get(first) !== `${last} ${said?.day}`).length;
      expect(count.changedSince()).toBeLessThanOrEqual(differing);
      told += count.changedSince();
    }),
    { numRuns: 100 },
  );
  expect(told).toBeGreaterThan(20);
});
