import { Nodes, type Figures, type Table } from './tables';
import { findMove, SPREAD, type Move, type Solve } from './witness';

export type { Figures } from './tables';

/** What must not be shown so that no figure of `secret` can be computed from the rest. */
export const protect = (figures: Figures, secret: Iterable<string>, solve?: Solve): ReadonlySet<string> =>
  new Protection(figures, solve).hide(secret).hidden;

/**
 * Figures under protection. For every hidden figure there is a witness, checked in integers: a second table with the same
 * shown figures, in which that figure differs by at least SPREAD. Hiding more never spoils a witness, so each is looked for
 * once, however often more is hidden. Zeros stay shown.
 */
export class Protection {
  private readonly all = new Set<string>();
  private readonly witnessed = new Set<string>();

  constructor(
    private readonly figures: Figures,
    private readonly solve?: Solve,
  ) {}

  /** Everything hidden so far. */
  get hidden(): ReadonlySet<string> {
    return this.all;
  }

  /** Hides these and whatever would reveal them. */
  hide(secret: Iterable<string>): this {
    const queue = [...new Set(secret)].filter((key) => this.figures.values.has(key) && !this.all.has(key));
    for (const key of queue) this.all.add(key);
    const nodes = new Nodes(this.figures, this.all);
    for (const key of queue) if (!this.witnessed.has(key)) queue.push(...this.witness(key, nodes));
    return this;
  }

  /** Finds a figure's witness, or hides more and comes back to it; answers the figures to look at next. */
  private witness(key: string, nodes: Nodes): readonly string[] {
    const next: string[] = [];
    const { whole, moving } = nodes.placeOf(key);
    const move = findMove(key, moving, nodes, this.solve);
    const more = move ? undefined : detail(whole, nodes);
    for (const [other, by] of move ?? more ?? everything(whole, nodes)) {
      if (!nodes.get(other)?.shown && !this.all.has(other)) continue;
      if (Math.abs(by) >= SPREAD) this.witnessed.add(other);
      if (this.all.has(other)) continue;
      next.push(other);
      this.all.add(other);
      nodes.hide(other);
    }
    if (more) next.push(key);
    else this.witnessed.add(key);
    return next;
  }
}

/**
 * Before everything else goes, the detail goes: figures of which nothing is a part. Undefined when it is hidden already.
 * With it hidden, totals have room to move.
 */
function detail(table: Table, nodes: Nodes): Move | undefined {
  const totals = new Set(table.rows.flatMap((row) => [...row].filter(([, factor]) => factor === 1).map(([key]) => key)));
  const shown = [...nodes.in(table)].filter(([key, node]) => node.shown && !totals.has(key));
  return shown.length === 0 ? undefined : new Map(shown.map(([key]) => [key, 0]));
}

/** The last resort: everything of the table that is not zero. Then nothing shown says anything. */
const everything = (table: Table, nodes: Nodes): Move => new Map([...nodes.in(table)].map(([key]) => [key, SPREAD]));
