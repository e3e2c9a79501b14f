import { cheapest } from './simplex';

/** Figures and what is public about how they add up. */
export interface Figures {
  /** Non-negative integers by key. */
  readonly values: ReadonlyMap<string, number>;
  /** A total is the sum of its parts. */
  readonly sums: readonly { readonly total: string; readonly parts: readonly string[] }[];
  /** A part is never more than its whole. */
  readonly shares: readonly { readonly part: string; readonly whole: string }[];
}

/**
 * How far another table that shows the same figures differs in a hidden one. Unit: persons or incidents. With 2, whoever
 * solves every equation still has several values to choose from.
 */
export const SPREAD = 2;

interface Node {
  readonly value: number;
  /** What a reader knows: zeros are shown, so a hidden figure is at least one. The rest of a share is never shown and may be zero. */
  readonly least: number;
  readonly shown: boolean;
  readonly cost: number;
}
type Row = ReadonlyMap<string, number>;
/** A change of several figures that no shown total notices. */
type Move = ReadonlyMap<string, number>;

/**
 * What must not be shown so that no figure of `secret` can be computed from the rest. For every hidden figure there is a
 * witness, checked in integers: a second table with the same shown figures, in which that figure differs by at least
 * SPREAD. Hiding more never spoils a witness, so one pass is enough. Zeros stay shown.
 */
export function protect(figures: Figures, secret: Iterable<string>): ReadonlySet<string> {
  const hidden = new Set([...secret].filter((key) => figures.values.has(key)));
  const components = componentsOf(rowsOf(figures));
  const witnessed = new Set<string>();
  for (const queue = [...hidden]; queue.length;) {
    const key = queue.shift() ?? '';
    if (witnessed.has(key)) continue;
    const component = components.get(key) ?? { keys: new Set([key]), rows: [] };
    const nodes = nodesOf(component.keys, figures, hidden);
    const move = findMove(key, component.rows, nodes);
    const more = move ? undefined : detail(component.rows, nodes, hidden);
    for (const [other, by] of move ?? more ?? everything(nodes)) {
      if (!nodes.get(other)?.shown && !hidden.has(other)) continue;
      if (Math.abs(by) >= SPREAD) witnessed.add(other);
      if (!hidden.has(other)) queue.push(other);
      hidden.add(other);
    }
    if (more) queue.push(key);
    else witnessed.add(key);
  }
  return hidden;
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

/** Rows and figures that hang together. */
interface Component {
  readonly keys: ReadonlySet<string>;
  readonly rows: readonly Row[];
}

/** What hangs together with each figure that stands in a row. Reason for doing it once: a report has thousands of rows. */
function componentsOf(rows: readonly Row[]): ReadonlyMap<string, Component> {
  const rowsWith = new Map<string, Row[]>();
  for (const row of rows) for (const key of row.keys()) rowsWith.set(key, [...(rowsWith.get(key) ?? []), row]);
  const components = new Map<string, Component>();
  for (const start of rowsWith.keys()) {
    if (components.has(start)) continue;
    const [keys, own] = [new Set([start]), new Set<Row>()];
    for (const key of keys) {
      for (const row of rowsWith.get(key) ?? []) {
        own.add(row);
        for (const other of row.keys()) keys.add(other);
      }
    }
    const component = { keys, rows: rows.filter((row) => own.has(row)) };
    for (const key of keys) components.set(key, component);
  }
  return components;
}

function nodesOf(keys: ReadonlySet<string>, { values, shares }: Figures, hidden: ReadonlySet<string>): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  const valueOf = (key: string): number => values.get(key) ?? 0;
  for (const key of keys) {
    if (!values.has(key)) continue;
    const value = valueOf(key);
    if (hidden.has(key)) nodes.set(key, { value, least: Math.min(1, value), shown: false, cost: 0.01 });
    else if (value > 0) nodes.set(key, { value, least: 1, shown: true, cost: 4 + value });
  }
  for (const { part, whole } of shares) {
    if (keys.has(whole)) nodes.set(restOf(part, whole), { value: valueOf(whole) - valueOf(part), least: 0, shown: false, cost: 0 });
  }
  return nodes;
}

/** The cheapest witness for a figure: more of it, else less of it. */
function findMove(key: string, rows: readonly Row[], nodes: ReadonlyMap<string, Node>): Move | undefined {
  const cheapestFirst = [SPREAD, -SPREAD]
    .map((by) => moveBy(key, by, rows, nodes))
    .filter((move) => move !== undefined)
    .sort((a, b) => costOf(a, nodes) - costOf(b, nodes));
  return cheapestFirst[0];
}

const costOf = (move: Move, nodes: ReadonlyMap<string, Node>): number => [...move.keys()].reduce((sum, key) => sum + (nodes.get(key)?.cost ?? 0), 0);

/** Tries with columns left out that an earlier answer used wrongly. */
const TRIES = 16;

/** A move of one figure by `by` at the least cost that adds up in integers and takes no figure below its least. */
function moveBy(key: string, by: number, rows: readonly Row[], nodes: ReadonlyMap<string, Node>): Move | undefined {
  if (!mayFall(nodes.get(key), -by)) return undefined;
  const left = new Set<string>();
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const move = solve(key, by, rows, nodes, left);
    if (!move) return undefined;
    const wrong = wrongIn(move, rows, nodes);
    if (wrong.length === 0) return move;
    for (const column of wrong) left.add(column);
  }
  return undefined;
}

/** The cheapest move that leaves these columns (`+key`, `-key`) alone; rounded, so it has to be checked. */
function solve(key: string, by: number, rows: readonly Row[], nodes: ReadonlyMap<string, Node>, left: ReadonlySet<string>): Move | undefined {
  const others = [...nodes].filter(([other]) => other !== key);
  const columns = [
    ...others.map(([other, { cost }]) => ({ other, sign: 1, cost })),
    ...others.filter(([, node]) => mayFall(node, SPREAD)).map(([other, { cost }]) => ({ other, sign: -1, cost })),
  ].filter(({ other, sign }) => !left.has(columnOf(other, sign)));
  const solution = cheapest({
    rows: rows.map((row) => columns.map(({ other, sign }) => sign * (row.get(other) ?? 0))),
    right: rows.map((row) => -by * (row.get(key) ?? 0)),
    costs: columns.map(({ cost }) => cost),
  });
  if (!solution) return undefined;
  const move = new Map([[key, by]]);
  columns.forEach(({ other, sign }, index) => move.set(other, (move.get(other) ?? 0) + sign * Math.round(solution[index] ?? 0)));
  for (const [other, change] of move) if (change === 0) move.delete(other);
  return move;
}

const columnOf = (key: string, by: number): string => `${by < 0 ? '-' : '+'}${key}`;

/** The columns that make a move no witness: figures that would fall too far, else those of a row that does not add up. */
function wrongIn(move: Move, rows: readonly Row[], nodes: ReadonlyMap<string, Node>): readonly string[] {
  const tooLow = [...move].filter(([key, by]) => !mayFall(nodes.get(key), -by));
  if (tooLow.length > 0) return tooLow.map(([key, by]) => columnOf(key, by));
  const broken = rows.find((row) => [...row].reduce((sum, [key, factor]) => sum + factor * (move.get(key) ?? 0), 0) !== 0);
  return broken ? [...broken.keys()].filter((key) => move.has(key)).map((key) => columnOf(key, move.get(key) ?? 0)) : [];
}

const mayFall = (node: Node | undefined, by: number): boolean => node !== undefined && node.value - by >= node.least;

/**
 * Before everything else goes, the detail goes: figures of which nothing is a part. Undefined when it is hidden already.
 * With it hidden, totals have room to move.
 */
function detail(rows: readonly Row[], nodes: ReadonlyMap<string, Node>, hidden: ReadonlySet<string>): Move | undefined {
  const totals = new Set(rows.flatMap((row) => [...row].filter(([, factor]) => factor === 1).map(([key]) => key)));
  const shown = [...nodes].filter(([key, node]) => node.shown && !totals.has(key) && !hidden.has(key)).map(([key]) => key);
  return shown.length === 0 ? undefined : new Map(shown.map((key) => [key, 0]));
}

/** The last resort: everything of the table that is not zero. Then nothing shown says anything. */
const everything = (nodes: ReadonlyMap<string, Node>): Move => new Map([...nodes.keys()].map((key) => [key, SPREAD]));
