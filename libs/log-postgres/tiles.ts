import { Tree, type NodeId } from '@lianhu/log';
import type { Suite } from '@lianhu/kernel';
import type pg from 'pg';
import type { LogSchema } from './log-schema';

/** Levels in one tile: 256 nodes side by side. Unit: levels. */
const TILE_LEVELS = 8;
const TILE_WIDTH = 2 ** TILE_LEVELS;
/** Tiles kept in memory, 16 KiB each. Unit: tiles. */
const MAX_TILES = 512;
/** Levels above the leaves whose nodes are stored. */
export const STORED_LEVELS = [8, 16, 24, 32] as const;

interface TileId {
  readonly level: number;
  readonly index: number;
}

/** Where hashes of a tree are kept. Indexes from ≤ i < to; those that are not complete yet are left out. */
export interface TileSource {
  leaves(from: number, to: number): Promise<readonly Uint8Array[]>;
  /** Nodes of one of the stored levels. */
  nodes(level: number, from: number, to: number): Promise<readonly Uint8Array[]>;
}

/** Nodes of a tree, read by tiles of 256 and kept: a complete node never changes. */
export class Tiles {
  private readonly kept = new Map<string, Tree>();

  constructor(
    private readonly source: TileSource,
    private readonly suite: Suite,
  ) {}

  /** Loads what the given complete nodes need; the answer gives each of them. */
  async load(nodes: readonly NodeId[]): Promise<(id: NodeId) => Uint8Array> {
    const wanted = new Map<string, TileId & { readonly count: number }>();
    for (const node of nodes) {
      const tile = tileOf(node);
      const count = (inTile(node) + 1) * 2 ** (node.level - tile.level);
      const name = nameOf(tile);
      if (count > (wanted.get(name)?.count ?? 0)) wanted.set(name, { ...tile, count });
    }
    const trees = new Map<string, Tree>();
    await Promise.all([...wanted].map(async ([name, tile]) => trees.set(name, await this.tile(name, tile))));
    return (id) => {
      const tile = tileOf(id);
      return (trees.get(nameOf(tile)) as Tree).node({ level: id.level - tile.level, index: inTile(id) });
    };
  }

  private async tile(name: string, { level, index, count }: TileId & { readonly count: number }): Promise<Tree> {
    const known = this.kept.get(name);
    if (known && known.size >= count) return known;
    const [from, to] = [index * TILE_WIDTH, (index + 1) * TILE_WIDTH];
    const hashes = await (level === 0 ? this.source.leaves(from, to) : this.source.nodes(level, from, to));
    if (hashes.length < count) throw new RangeError(`tile ${name} holds ${hashes.length} of ${count} nodes`);
    const tree = new Tree(this.suite);
    for (const hash of hashes) tree.push(hash);
    this.kept.delete(name);
    this.kept.set(name, tree);
    if (this.kept.size > MAX_TILES) this.kept.delete(this.kept.keys().next().value as string);
    return tree;
  }
}

/** The tree of the log in its own tables. */
export function logTiles(pool: pg.Pool, schema: LogSchema): TileSource {
  const hashes = async (text: string, values: number[]): Promise<readonly Uint8Array[]> => {
    const { rows } = await pool.query<{ hashes: Buffer | null }>({ text, values });
    return split(rows[0]?.hashes ?? Buffer.alloc(0));
  };
  const leaves = `SELECT string_agg(leaf_hash, '' ORDER BY position) AS hashes FROM ${schema}.log_event
    WHERE position > $1 AND position <= $2 AND position <= (SELECT position FROM ${schema}.log_head)`;
  const nodes = `SELECT string_agg(hash, '' ORDER BY index) AS hashes FROM ${schema}.log_tile WHERE level = $3 AND index >= $1 AND index < $2`;
  return { leaves: (from, to) => hashes(leaves, [from, to]), nodes: (level, from, to) => hashes(nodes, [from, to, level]) };
}

const tileOf = ({ level, index }: NodeId): TileId => {
  const base = Math.floor(level / TILE_LEVELS) * TILE_LEVELS;
  return { level: base, index: Math.floor((index * 2 ** (level - base)) / TILE_WIDTH) };
};
const inTile = ({ level, index }: NodeId): number => index % 2 ** (TILE_LEVELS - (level % TILE_LEVELS));
const nameOf = ({ level, index }: TileId): string => `${level}/${index}`;

/** Hashes of 32 bytes that stand one after another. */
export function split(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(i * 32, i * 32 + 32));
}
