import { MinorMoved, MinorRegistered, ReportClosed } from '@lianhu/departments/hub';
import { Corrections, definitionOf, isA, joinsOrParts, Persons, type Moment, type Position, type Recorded } from '@lianhu/kernel';
import type { Fact, Indicator, Phase, Tally } from './define';
import { saidSince } from './said-since';
import type { Profile, Scope } from './scope';

const REPORT_EVENTS = definitionOf(ReportClosed).type.slice(0, -'closed'.length);
/** The report's own events; a report never reads them, so that closing does not change what is counted. */
export const isReportEvent = ({ type }: Recorded): boolean => type.startsWith(REPORT_EVENTS);

/** Between which moments events arrive in time for a quarter. */
export interface Window {
  /** Cut-off of the quarter before: what was recorded by then was counted there. */
  readonly previousCutOff: Moment;
  readonly scope: Scope;
}

/** Where a child has lived since an event said so. */
interface Move {
  readonly town: string;
  readonly position: Position;
  readonly time: Moment;
}

/** What the indicators keep of the log: small facts by counted unit, what corrections took back, and whose they are. Fed in order of position. */
export class Histories {
  /** Whose each fact is, as merges and splits have left it. */
  readonly persons = new Persons();
  private readonly registered = new Map<string, { readonly profile: Profile; readonly position: Position }>();
  /** Where children have lived since; a town of after the quarter is none of its towns. */
  private readonly moves = new Map<string, Move>();
  private readonly corrections = new Corrections();
  /** Files that were merged or parted, with the event. */
  private readonly joins: (readonly [file: string, by: Position])[] = [];
  /** Events that splits have named, with the split. */
  private readonly moved: (readonly [event: Position, by: Position])[] = [];
  /** Last position that the quarter before has counted. */
  private countedBefore: Position = 0;
  private readonly byIndicator: ReadonlyMap<Indicator, Kept>;
  private readonly byType = new Map<string, Kept[]>();
  private readonly everything: Kept[];
  /** Subjects and types by themselves: every line spells them anew, and a child has dozens of events. */
  private readonly names = new Map<string, string>();
  /** Rises with what may change any figure: corrections, registrations, merges and splits. */
  private general = 0;

  constructor(indicators: readonly Indicator[]) {
    const all = indicators.map((indicator) => new Kept(indicator));
    this.byIndicator = new Map(all.map((kept) => [kept.indicator, kept]));
    this.everything = all.filter(({ indicator }) => indicator.sources.some(({ type }) => type === undefined));
    for (const kept of all) for (const { type } of kept.indicator.sources) if (type) this.register(type, kept);
  }

  private register(type: string, kept: Kept): void {
    this.byType.set(type, [...(this.byType.get(type) ?? []), kept]);
  }

  /** Takes one event in that is not the report's own. */
  add(event: Recorded, window: Window): void {
    this.corrections.add(event);
    this.persons.add(event);
    if (event.corrects !== undefined || joinsOrParts(event) || isA(event, MinorRegistered) || isA(event, MinorMoved)) this.general += 1;
    if (event.recordedAt <= window.previousCutOff) this.countedBefore = event.position;
    if (joinsOrParts(event)) {
      const { subject, other, position, data } = event;
      for (const file of [subject, other]) if (file !== undefined) this.joins.push([file, position]);
      for (const named of (data as { readonly events?: readonly Position[] }).events ?? []) this.moved.push([named, position]);
      return;
    }
    if (isA(event, MinorRegistered) && event.subject) this.registered.set(event.subject, { profile: event.data, position: event.position });
    if (isA(event, MinorMoved) && event.subject && event.time < window.scope.end) {
      const [move, before] = [{ town: event.data.town, position: event.position, time: event.time }, this.moves.get(event.subject)];
      this.moves.set(event.subject, before ? laterOf(before, move) : move);
    }
    const kept = this.byType.get(event.type);
    if (!kept && !this.everything.length) return;
    const phase = this.phaseOf(event, window);
    const [type, subject] = [this.named(event.type), event.subject === undefined ? undefined : this.named(event.subject)];
    for (const each of kept ?? []) each.add(event, phase, type, subject);
    for (const each of this.everything) each.add(event, phase, type, subject);
  }

  private named(name: string): string {
    const known = this.names.get(name);
    if (known === undefined) this.names.set(name, name);
    return known ?? name;
  }

  /** What is known of a child: the last registration of all files that are its own, and where it has moved after it. */
  profileOf(child: string): Profile | undefined {
    const files = this.persons.untouched ? [child] : this.persons.partsOf(child);
    const registered = lastOf(files.flatMap((file) => this.registered.get(file) ?? []));
    const moves = files.flatMap((file) => this.moves.get(file) ?? []).sort((a, b) => a.position - b.position);
    const moved = moves.length > 0 ? moves.reduce(laterOf) : undefined;
    if (!registered || !moved || moved.position < registered.position) return registered?.profile;
    return { ...registered.profile, town: moved.town };
  }

  /** Whether an indicator reads events of a type. */
  reads(type: string): boolean {
    return this.byType.has(type);
  }

  /** Rises with every event that may change an indicator's figures; while it stays, they stay. */
  versionOf(indicator: Indicator): number {
    return this.general + (this.byIndicator.get(indicator)?.version ?? 0);
  }

  /** What every counted unit of an indicator adds. */
  *tallies(indicator: Indicator, scope: Scope): Iterable<Tally> {
    for (const facts of this.byIndicator.get(indicator)?.units(this.persons) ?? []) {
      const effective = indicator.of ? facts.filter(({ position }) => this.corrections.counts(position)).sort(this.corrections.inOrder) : facts;
      if (effective.length) yield* indicator.tally(effective, scope);
    }
  }

  /** What was said after a position that may change what an indicator's older facts add, by their positions. */
  saidSince(indicator: Indicator, since: Position): ReadonlyMap<Position, readonly Position[]> {
    const { corrections, joins, moved, registered, moves } = this;
    // What is said of a file is said of the child that it is a part of.
    const lives = [...registered, ...moves].map(([file, { position }]) => [this.persons.headOf(file), position] as const);
    const units = this.byIndicator.get(indicator)?.units(this.persons) ?? [];
    return saidSince({ since, corrections, moved, files: [...joins, ...lives], units });
  }

  /** What corrects a fact that was counted before is not late news: the quarter before has counted it. */
  private phaseOf({ time, position }: Recorded, { scope }: Window): Phase {
    if (time >= scope.end) return 'after';
    if (time >= scope.start) return 'now';
    return this.corrections.place(position) > this.countedBefore ? 'late' : 'earlier';
  }
}

/** Of two moves in the log's order the one that was told of a later time: the older of two at once may come last. */
const laterOf = (one: Move, next: Move): Move => (next.time < one.time ? one : next);

function lastOf<T extends { readonly position: Position }>(all: readonly T[]): T | undefined {
  return all.reduce<T | undefined>((last, one) => (last && last.position > one.position ? last : one), undefined);
}

class Kept {
  private readonly units_ = new Map<string, Fact[]>();
  private readonly singles: Fact[] = [];
  /** Facts taken in. */
  version = 0;

  constructor(readonly indicator: Indicator) {}

  /** Takes an event in, whose type and subject are kept as they are given beside it. */
  add(event: Recorded, phase: Phase, type: string, subject: string | undefined): void {
    const source = this.indicator.sources.find((one) => one.type === undefined || one.type === type);
    if (!source) return;
    const { of } = this.indicator;
    const key = of?.(event);
    if (of ? key === undefined : phase !== 'now' && phase !== 'late') return;
    this.version += 1;
    const { position, time, leafHash: leaf } = event;
    const fact: Fact = {
      type,
      position,
      time,
      leaf,
      phase,
      subject,
      ...(subject !== undefined && { file: subject }),
      ...(event.corrects !== undefined && { corrects: event.corrects }),
      data: source.read(event),
    };
    if (key === undefined) this.singles.push(fact);
    else this.append(key, fact);
  }

  private append(key: string, fact: Fact): void {
    const facts = this.units_.get(key);
    if (facts) facts.push(fact);
    else this.units_.set(key, [fact]);
  }

  /** Facts by counted unit. What is counted by child is put together anew where files were merged or split. */
  *units(persons: Persons): Iterable<readonly Fact[]> {
    if (persons.untouched) {
      yield* this.units_.values();
      for (const fact of this.singles) yield [fact];
      return;
    }
    const units = new Map<string, Fact[]>();
    for (const [key, facts] of this.units_) {
      for (const fact of facts.map(persons.place)) {
        const own = key.startsWith('child-') ? (fact.subject ?? key) : key;
        const unit = units.get(own);
        if (unit) unit.push(fact);
        else units.set(own, [fact]);
      }
    }
    for (const unit of units.values()) yield unit.sort((a, b) => a.position - b.position);
    for (const fact of this.singles) yield [persons.place(fact)];
  }
}
