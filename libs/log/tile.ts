import { fromBase64, type Suite } from '@lianhu/kernel';
import type { EventLog } from './contract';
import { Frontier } from './merkle';

/** Nodes side by side in a full tile; a tile spans so many leaves' height. Unit: nodes. Source: C2SP tlog-tiles. */
export const TILE_NODES = 256;
/** Levels of the tree in one tile. Unit: levels. */
const TILE_HEIGHT = 8;
/** Tile levels that a log of 2⁵³ leaves can have: 256⁷ > 2⁵³. Unit: levels. */
const MAX_LEVEL = 6;
/** Leaves read at a time from an engine that keeps no nodes. Unit: leaves. */
const PAGE = 65_536;

/** A tile: nodes index·256 … index·256+width−1 of tile level `level` (node level 8·level). */
export interface TileAddress {
  readonly level: number;
  readonly index: number;
  /** 256 for a full tile, 1 to 255 for a partial one. Unit: nodes. */
  readonly width: number;
}

/** Reads `<L>/<N>[.p/<W>]` as C2SP tlog-tiles writes it (`0/x001/234.p/5`); undefined for any other spelling. */
export function parseTilePath(path: string): TileAddress | undefined {
  const [, level, groups, last, partial] = /^(\d{1,2})\/((?:x\d{3}\/){0,5})(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  if (level === undefined || groups === undefined || last === undefined || groups.startsWith('x000/')) return undefined;
  const address = { level: Number(level), index: Number(groups.replace(/\D/g, '') + last), width: Number(partial ?? TILE_NODES) };
  const fits = String(address.level) === level && address.level <= MAX_LEVEL && Number.isSafeInteger(address.index);
  return fits && (partial === undefined || address.width < TILE_NODES) ? address : undefined;
}

/** Whether a log of `size` leaves has all nodes of this tile. */
export const hasTile = ({ level, index, width }: TileAddress, size: number): boolean =>
  index * TILE_NODES + width <= Math.floor(size / TILE_NODES ** level);

/** The bytes of a tile, 32 for each node. Throws RangeError when the log does not reach so far. */
export async function readTile(suite: Suite, log: EventLog, { level, index, width }: TileAddress): Promise<Uint8Array> {
  const first = index * TILE_NODES;
  return Buffer.concat(await (log.nodes?.(level * TILE_HEIGHT, first, width) ?? nodesFromLeaves(suite, log, TILE_NODES ** level, first, width)));
}

/** Roots of subtrees of `each` leaves, counted from the leaves themselves. */
async function nodesFromLeaves(suite: Suite, log: EventLog, each: number, first: number, count: number): Promise<Uint8Array[]> {
  const nodes: Uint8Array[] = [];
  let growing = new Frontier(suite);
  for (let at = first * each, end = at + count * each; at < end;) {
    const leaves = await log.leaves(at, Math.min(end, at + PAGE));
    if (leaves.length === 0) throw new RangeError('the log does not reach so far');
    for (const leaf of leaves) {
      growing.push(fromBase64(leaf) as Uint8Array);
      if (growing.size < each) continue;
      nodes.push(growing.root());
      growing = new Frontier(suite);
    }
    at += leaves.length;
  }
  return nodes;
}
