/** Figures and what is public about how they add up. */
export interface Figures {
  /** Non-negative integers by key. */
  readonly values: ReadonlyMap<string, number>;
  /** A total is the sum of its parts. */
  readonly sums: readonly { readonly total: string; readonly parts: readonly string[] }[];
  /** A part is never more than its whole. */
  readonly shares: readonly { readonly part: string; readonly whole: string }[];
}

/** A figure as a reader knows it. */
export interface Node {
  readonly value: number;
  /** What a reader knows: zeros are shown, so a hidden figure is at least one. The rest of a share is never shown and may be zero. */
  readonly least: number;
  readonly shown: boolean;
  readonly cost: number;
}
/** An equation: its figures' factors add up to zero. */
export type Row = ReadonlyMap<string, number>;
/** Figures and the equations between them. */
export interface Table {
  readonly keys: ReadonlySet<string>;
  readonly rows: readonly Row[];
}

/** Everything that hangs together with a figure, and the part of it that can move with the figure: zeros that are shown carry nothing on. */
export interface Place {
  readonly whole: Table;
  readonly moving: Table;
}

const restOf = (part: string, whole: string): string => `rest ${part} ${whole}`;

function rowsOf({ sums, shares }: Figures): readonly Row[] {
  return [
    ...sums.map(({ total, parts }) => new Map([[total, 1], ...parts.map((part): [string, number] => [part, -1])])),
    ...shares.map(
      ({ part, whole }) =>
        new Map([
          [whole, 1],
          [part, -1],
          [restOf(part, whole), -1],
        ]),
    ),
  ];
}

/** The table of each figure that stands in a row. Every row is looked at once: a report has thousands. */
export function tablesOf(rows: readonly Row[]): ReadonlyMap<string, Table> {
  const rowsWith = new Map<string, Row[]>();
  for (const row of rows) for (const key of row.keys()) rowsWith.get(key)?.push(row) ?? rowsWith.set(key, [row]);
  const tables = new Map<string, Table & { readonly rows: Row[] }>();
  const seen = new Set<Row>();
  for (const start of rowsWith.keys()) {
    if (tables.has(start)) continue;
    const table = { keys: new Set([start]), rows: [] };
    for (const key of table.keys) {
      tables.set(key, table);
      for (const row of rowsWith.get(key) ?? []) {
        if (seen.has(row)) continue;
        seen.add(row);
        for (const other of row.keys()) table.keys.add(other);
      }
    }
  }
  for (const row of rows) for (const key of [...row.keys()].slice(0, 1)) tables.get(key)?.rows.push(row);
  return tables;
}

/** Figures by key, in an order that decides between equally cheap ways: those of a table as they hang together, then the rests of shares. */
export class Nodes {
  private readonly nodes = new Map<string, Node>();
  private readonly places = new Map<string, Place>();

  constructor(
    private readonly figures: Figures,
    hidden: ReadonlySet<string>,
  ) {
    const rows = rowsOf(figures);
    const wholes = tablesOf(rows);
    for (const table of new Set(wholes.values())) for (const key of table.keys) this.enter(key, hidden);
    for (const key of hidden) this.enter(key, hidden);
    for (const { part, whole } of figures.shares)
      this.nodes.set(restOf(part, whole), { value: this.valueOf(whole) - this.valueOf(part), least: 0, shown: false, cost: 0 });
    const moving = tablesOf(rows.map((row) => new Map([...row].filter(([key]) => this.nodes.has(key)))).filter(({ size }) => size > 0));
    const ordered = new Map<Table, Table & { readonly keys: Set<string> }>();
    for (const key of this.nodes.keys()) {
      const own = moving.get(key) ?? { keys: new Set([key]), rows: [] };
      const table = ordered.get(own) ?? { keys: new Set(), rows: own.rows };
      table.keys.add(key);
      ordered.set(own, table);
      this.places.set(key, { whole: wholes.get(key) ?? own, moving: table });
    }
  }

  private readonly valueOf = (key: string): number => this.figures.values.get(key) ?? 0;

  private enter(key: string, hidden: ReadonlySet<string>): void {
    if (!this.figures.values.has(key)) return;
    const value = this.valueOf(key);
    if (hidden.has(key)) this.hide(key);
    else if (value > 0) this.nodes.set(key, { value, least: 1, shown: true, cost: 4 + value });
  }

  /** A figure is not shown any more: it is nearly free to move. */
  hide(key: string): void {
    const value = this.valueOf(key);
    this.nodes.set(key, { value, least: Math.min(1, value), shown: false, cost: 0.01 });
  }

  /** Undefined for a zero that is shown. */
  get(key: string): Node | undefined {
    return this.nodes.get(key);
  }

  placeOf(key: string): Place {
    const alone = { keys: new Set([key]), rows: [] };
    return this.places.get(key) ?? { whole: alone, moving: alone };
  }

  /** The figures of a table that are known or hidden, without rests. */
  *in(table: Table): Iterable<readonly [string, Node]> {
    for (const key of table.keys) {
      const node = this.figures.values.has(key) ? this.nodes.get(key) : undefined;
      if (node) yield [key, node];
    }
  }
}
