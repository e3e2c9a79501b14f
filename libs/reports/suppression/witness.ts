import { cheapest, type Programme } from './simplex';
import type { Node, Nodes, Row, Table } from './tables';

/**
 * How far another table that shows the same figures differs in a hidden one. Unit: persons or incidents. With 2, whoever
 * solves every equation still has several values to choose from.
 */
export const SPREAD = 2;

/** A change of several figures that no shown total notices. */
export type Move = ReadonlyMap<string, number>;
/** Answers a programme; specs watch what is asked. */
export type Solve = (programme: Programme) => readonly number[] | undefined;

/** The cheapest witness for a figure: more of it, else less of it. */
export function findMove(key: string, table: Table, nodes: Nodes, solve: Solve = cheapest): Move | undefined {
  const cheapestFirst = [SPREAD, -SPREAD]
    .map((by) => moveBy(key, by, table, nodes, solve))
    .filter((move) => move !== undefined)
    .sort((a, b) => costOf(a, nodes) - costOf(b, nodes));
  return cheapestFirst[0];
}

const costOf = (move: Move, nodes: Nodes): number => [...move.keys()].reduce((sum, key) => sum + (nodes.get(key)?.cost ?? 0), 0);

/** Tries with columns left out that an earlier answer used wrongly. */
const TRIES = 16;

/** A move of one figure by `by` at the least cost that adds up in integers and takes no figure below its least. */
function moveBy(key: string, by: number, table: Table, nodes: Nodes, solve: Solve): Move | undefined {
  if (!mayFall(nodes.get(key), -by)) return undefined;
  const left = new Set<string>();
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const move = moveWithout(left, key, by, table, nodes, solve);
    if (!move) return undefined;
    const wrong = wrongIn(move, table.rows, nodes);
    if (wrong.length === 0) return move;
    for (const column of wrong) left.add(column);
  }
  return undefined;
}

/** The cheapest move that leaves these columns (`+key`, `-key`) alone; rounded, so it has to be checked. */
function moveWithout(left: ReadonlySet<string>, key: string, by: number, { keys, rows }: Table, nodes: Nodes, solve: Solve): Move | undefined {
  const columns = columnsOf(keys, nodes).filter(({ other, sign }) => other !== key && !left.has(columnOf(other, sign)));
  const at = new Map<string, [column: number, sign: number][]>();
  columns.forEach(({ other, sign }, column) => at.get(other)?.push([column, sign]) ?? at.set(other, [[column, sign]]));
  const solution = solve({
    rows: rows.map((row) => [...row].flatMap(([other, factor]) => (at.get(other) ?? []).map(([column, sign]) => [column, sign * factor] as const))),
    right: rows.map((row) => -by * (row.get(key) ?? 0)),
    costs: columns.map(({ cost }) => cost),
  });
  if (!solution) return undefined;
  const move = new Map([[key, by]]);
  columns.forEach(({ other, sign }, index) => {
    const change = Math.round(solution[index] ?? 0);
    if (change !== 0) move.set(other, (move.get(other) ?? 0) + sign * change);
  });
  for (const [other, change] of move) if (change === 0) move.delete(other);
  return move;
}

/** What may rise, then what may fall. */
function columnsOf(keys: Iterable<string>, nodes: Nodes): readonly { readonly other: string; readonly sign: number; readonly cost: number }[] {
  const all = [...keys].flatMap((other) => {
    const node = nodes.get(other);
    return node ? [{ other, node }] : [];
  });
  return [
    ...all.map(({ other, node: { cost } }) => ({ other, sign: 1, cost })),
    ...all.filter(({ node }) => mayFall(node, SPREAD)).map(({ other, node: { cost } }) => ({ other, sign: -1, cost })),
  ];
}

const columnOf = (key: string, by: number): string => `${by < 0 ? '-' : '+'}${key}`;

/** The columns that make a move no witness: figures that would fall too far, else those of a row that does not add up. */
function wrongIn(move: Move, rows: readonly Row[], nodes: Nodes): readonly string[] {
  const tooLow = [...move].filter(([key, by]) => !mayFall(nodes.get(key), -by));
  if (tooLow.length > 0) return tooLow.map(([key, by]) => columnOf(key, by));
  const broken = rows.find((row) => [...row].reduce((sum, [key, factor]) => sum + factor * (move.get(key) ?? 0), 0) !== 0);
  return broken ? [...broken.keys()].filter((key) => move.has(key)).map((key) => columnOf(key, move.get(key) ?? 0)) : [];
}

const mayFall = (node: Node | undefined, by: number): boolean => node !== undefined && node.value - by >= node.least;
