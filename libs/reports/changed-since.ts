import { Corrections, Persons, type Position, type Recorded } from '@lianhu/kernel';
import type { Fact } from './define';

/** What a quarter has counted, as far as corrections after its cut-off may concern it. */
export interface Counted {
  /** The facts behind all its figures. */
  readonly behind: () => readonly Fact[];
  /** Whether an event would count in it if it had come in time. */
  readonly belongs: (event: Recorded) => boolean;
}

/** The difference list of a quarter: which facts behind its figures were corrected or withdrawn after its cut-off, or turned out to be another child's. The figures stay. */
export class ChangedSince {
  private readonly corrections = new Corrections();
  private readonly persons = new Persons();
  private behind: readonly Fact[] = [];
  private readonly facts = new Set<Position>();
  /** Facts that came too late for the quarter: the next one's late line tells of them, corrected or not. */
  private readonly late = new Set<Position>();
  private places: ReadonlySet<Position> | undefined;

  constructor(private readonly counted: Counted) {}

  /** Takes an event in that counted in time. */
  before(event: Recorded): void {
    this.corrections.add(event);
    this.persons.add(event);
  }

  /** Takes an event in that came after the cut-off. */
  after(event: Recorded): void {
    // Seen before anything is corrected after the cut-off: later corrections must not move what was counted.
    if (!this.places) {
      this.behind = this.counted.behind();
      this.places = new Set(this.behind.map(({ position }) => this.corrections.place(position)));
    }
    this.corrections.add(event);
    this.persons.add(event);
    const place = this.corrections.place(event.position);
    const belongs = this.counted.belongs(event);
    if (event.corrects === undefined) {
      if (belongs) this.late.add(place);
    } else if (this.places.has(place) || (belongs && !this.late.has(place))) this.facts.add(place);
  }

  /** Facts that were changed. */
  get count(): number {
    if (this.persons.untouched) return this.facts.size;
    const others = this.behind.filter(
      ({ position, subject, file, corrects }) => this.persons.place({ position, subject: file, corrects }).subject !== subject,
    );
    return new Set([...this.facts, ...others.map(({ position }) => this.corrections.place(position))]).size;
  }
}
