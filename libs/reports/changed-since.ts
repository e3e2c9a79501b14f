import { Corrections, type Position, type Recorded } from '@lianhu/kernel';

/** What a quarter has counted, as far as corrections after its cut-off may concern it. */
export interface Counted {
  /** Positions of the events behind all its figures. */
  readonly behind: () => ReadonlySet<Position>;
  /** Whether an event would count in it if it had come in time. */
  readonly belongs: (event: Recorded) => boolean;
}

/** The difference list of a quarter: which facts behind its figures were corrected or withdrawn after its cut-off. The figures stay. */
export class ChangedSince {
  private readonly corrections = new Corrections();
  private readonly facts = new Set<Position>();
  /** Facts that came too late for the quarter: the next one's late line tells of them, corrected or not. */
  private readonly late = new Set<Position>();
  private places: ReadonlySet<Position> | undefined;

  constructor(private readonly counted: Counted) {}

  /** Takes an event in that counted in time. */
  before(event: Recorded): void {
    this.corrections.add(event);
  }

  /** Takes an event in that came after the cut-off. */
  after(event: Recorded): void {
    // Seen before anything is corrected after the cut-off: later corrections must not move what was counted.
    this.places ??= new Set([...this.counted.behind()].map((position) => this.corrections.place(position)));
    this.corrections.add(event);
    const place = this.corrections.place(event.position);
    const belongs = this.counted.belongs(event);
    if (event.corrects === undefined) {
      if (belongs) this.late.add(place);
    } else if (this.places.has(place) || (belongs && !this.late.has(place))) this.facts.add(place);
  }

  /** Facts that were changed. */
  get count(): number {
    return this.facts.size;
  }
}
