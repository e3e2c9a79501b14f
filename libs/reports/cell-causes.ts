import type { Position, Steps } from '@lianhu/kernel';
import type { QuarterCount } from './compute';
import type { Fact } from './define';

type Facts = ReadonlyMap<string, readonly Fact[]>;
/** What stands behind the cells of one indicator. */
interface Behind {
  readonly code: string;
  readonly before: Facts;
  readonly after: Facts;
  readonly said: ReadonlyMap<Position, readonly Position[]>;
}

/**
 * Which events made a quarter's cells other ones: between one count of a log and another that was fed further. Cells are asked for
 * indicator by indicator; of one at a time is known what stands behind.
 */
export class CellCauses {
  private behind: Behind | undefined;

  constructor(
    private readonly before: QuarterCount,
    private readonly after: QuarterCount,
    /** The last position that the first count was fed. */
    private readonly since: Position,
  ) {}

  /**
   * Positions of a cell's events after the first count, rising: new facts behind it, and what was said of the older ones that stand
   * behind it in one count only, or, where the same stand behind it in both, of those: what corrects or withdraws them or what is counted as
   * one with them, merges, splits and moves of their child.
   */
  *of(cell: string): Steps<readonly Position[]> {
    const { before, after, said } = yield* this.behindCells(cell.slice(0, cell.indexOf('.')));
    const [was, is] = [before.get(cell) ?? [], after.get(cell) ?? []];
    const changed = [...without(was, is), ...without(is, was)];
    const causes = new Set<Position>();
    for (const fact of changed.length > 0 ? changed : is) {
      if (fact.position > this.since) causes.add(fact.position);
      else for (const position of said.get(fact.position) ?? []) causes.add(position);
      yield;
    }
    return [...causes].sort((a, b) => a - b);
  }

  private *behindCells(code: string): Steps<Behind> {
    if (this.behind?.code === code) return this.behind;
    const [before, after] = [yield* this.before.behind(code), yield* this.after.behind(code)];
    return (this.behind = { code, before, after, said: this.after.saidSince(code, this.since) });
  }
}

function without(facts: readonly Fact[], others: readonly Fact[]): readonly Fact[] {
  const known = new Set(others.map(({ position }) => position));
  return facts.filter(({ position }) => !known.has(position));
}
