/** A linear programme in standard form: the cheapest x ≥ 0 with A·x = b. */
export interface Programme {
  /** What is not zero of each row of A. */
  readonly rows: readonly (readonly (readonly [column: number, factor: number])[])[];
  readonly right: readonly number[];
  readonly costs: readonly number[];
}

/** Smaller differences are rounding. The tables are small integers, so true values are far apart. */
const EPSILON = 1e-7;
/** Pivots after which a programme is given up. Unit: pivots; tables of a county need some dozens. */
const MAX_PIVOTS = 20_000;

/** The cheapest solution by the two-phase simplex method; undefined when there is none (or none within the limit of pivots). */
export function cheapest({ rows, right, costs }: Programme): readonly number[] | undefined {
  const tableau = new Tableau(rows, right, costs.length);
  if (!tableau.minimise((j) => (j < costs.length ? 0 : 1), tableau.width)) return undefined;
  if (tableau.artificialSum() > EPSILON) return undefined;
  tableau.driveOutArtificials();
  if (!tableau.minimise((j) => costs[j] ?? 0, costs.length)) return undefined;
  return tableau.solution();
}

class Tableau {
  /** Columns of variables, then one artificial variable a row, then the right side. */
  private readonly cells: Float64Array[];
  private readonly basis: number[];
  readonly width: number;

  constructor(
    rows: Programme['rows'],
    right: Programme['right'],
    private readonly variables: number,
  ) {
    this.width = variables + rows.length;
    this.basis = rows.map((_, i) => variables + i);
    this.cells = rows.map((row, i) => {
      const cells = new Float64Array(this.width + 1);
      const sign = (right[i] ?? 0) < 0 ? -1 : 1;
      for (const [j, cell] of row) cells[j] = sign * cell;
      cells[variables + i] = 1;
      cells[this.width] = sign * (right[i] ?? 0);
      return cells;
    });
  }

  /** Pivots (Bland's rule: no cycles) until no column before `limit` makes it cheaper. The reduced costs are carried along as one row more. */
  minimise(cost: (column: number) => number, limit: number): boolean {
    const reduced = this.reduced(cost);
    for (let pivots = 0; pivots < MAX_PIVOTS; pivots += 1) {
      const column = this.entering(reduced, limit);
      if (column < 0) return true;
      const row = this.leaving(column);
      if (row < 0) return false;
      this.pivot(row, column, reduced);
    }
    return false;
  }

  private reduced(cost: (column: number) => number): Float64Array {
    const reduced = new Float64Array(this.width + 1);
    for (let j = 0; j < this.width; j += 1) reduced[j] = cost(j);
    this.basis.forEach((basic, i) => {
      const row = this.cells[i];
      if (row) subtract(reduced, cost(basic), row, nonZeros(row));
    });
    return reduced;
  }

  private entering(reduced: Float64Array, limit: number): number {
    for (let j = 0; j < limit; j += 1) if ((reduced[j] ?? 0) < -EPSILON) return j;
    return -1;
  }

  private leaving(column: number): number {
    let best = -1;
    let ratio = Infinity;
    this.cells.forEach((row, i) => {
      const cell = row[column] ?? 0;
      if (cell <= EPSILON) return;
      const own = (row[this.width] ?? 0) / cell;
      const earlier = best >= 0 && own < ratio + EPSILON && (this.basis[i] ?? 0) < (this.basis[best] ?? 0);
      if (own < ratio - EPSILON || earlier) [best, ratio] = [i, own];
    });
    return best;
  }

  /** Rows are mostly zeros: only what is not is touched. */
  private pivot(at: number, column: number, reduced?: Float64Array): void {
    const pivotRow = this.cells[at];
    const by = pivotRow?.[column] ?? 0;
    if (!pivotRow || by === 0) return;
    const columns = nonZeros(pivotRow);
    for (const j of columns) pivotRow[j] = (pivotRow[j] ?? 0) / by;
    for (const row of this.cells) if (row !== pivotRow) subtract(row, row[column] ?? 0, pivotRow, columns);
    if (reduced) subtract(reduced, reduced[column] ?? 0, pivotRow, columns);
    this.basis[at] = column;
  }

  artificialSum(): number {
    return this.basis.reduce((sum, basic, i) => (basic < this.variables ? sum : sum + (this.cells[i]?.[this.width] ?? 0)), 0);
  }

  /** Rows that still rest on an artificial variable are pivoted to a real one, or emptied: they repeat others. */
  driveOutArtificials(): void {
    this.basis.forEach((basic, i) => {
      if (basic < this.variables) return;
      const row = this.cells[i];
      const column = row?.subarray(0, this.variables).findIndex((cell) => Math.abs(cell) > EPSILON) ?? -1;
      if (column >= 0) this.pivot(i, column);
      else row?.fill(0);
    });
  }

  solution(): readonly number[] {
    const values = new Array<number>(this.variables).fill(0);
    this.basis.forEach((basic, i) => {
      if (basic < this.variables) values[basic] = this.cells[i]?.[this.width] ?? 0;
    });
    return values;
  }
}

function nonZeros(row: Float64Array): readonly number[] {
  const columns: number[] = [];
  for (let j = 0; j < row.length; j += 1) if (row[j] !== 0) columns.push(j);
  return columns;
}

function subtract(from: Float64Array, times: number, row: Float64Array, columns: readonly number[]): void {
  if (times === 0) return;
  for (const j of columns) from[j] = (from[j] ?? 0) - times * (row[j] ?? 0);
}
