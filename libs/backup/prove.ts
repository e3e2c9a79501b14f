import { LianhuError, type Position } from '@lianhu/kernel';
import { base64, Frontier, hashNode, leafHash, openCheckpoint, std1, type CheckpointSigner } from '@lianhu/log';
import { pagesOf } from '@lianhu/postgres';
import type pg from 'pg';

/** What was brought back is not what the log's key signed. */
export class NotProven extends LianhuError {
  readonly code = 'backup.not-proven';
  constructor(what: string) {
    super(`The log is not proven: ${what}. Nothing was changed.`);
  }
}

/** Levels of the tree whose nodes are stored, and how many of one level make a node of the next. */
const LEVELS = [8, 16, 24, 32];
const WIDTH = 256;

interface Row {
  readonly position: number;
  readonly claim: string;
  readonly stamp: string;
  readonly bound: string;
  readonly leaf_hash: Buffer;
  readonly type: string;
  readonly department: string;
  readonly subject: string | null;
  readonly same_moment: boolean;
  readonly ciphertext: Buffer | null;
  readonly known: boolean;
}

const LINES = `
SELECT e.position, e.claim, e.stamp, e.bound, e.leaf_hash, e.type, e.department, e.subject,
  e.recorded_at = (e.stamp::json ->> 'recordedAt')::timestamptz AS same_moment, b.ciphertext, k.position IS NOT NULL AS known
FROM log.log_event e LEFT JOIN log.log_beside b ON b.position = e.position LEFT JOIN log.log_key k ON k.position = e.position ORDER BY e.position`;

/** What a proof went through. */
export interface Proven {
  readonly position: Position;
  /** Lines whose ciphertext is gone: their child was erased. */
  readonly withoutCiphertext: number;
}

/**
 * Recomputes the whole tree from the lines and compares it with the signed checkpoint, and every column and table beside the
 * lines with what the lines say. Throws NotProven naming the first difference.
 */
export async function prove(
  client: pg.ClientBase,
  trust: Pick<CheckpointSigner, 'origin' | 'publicKey'>,
  expected: { readonly position: Position; readonly checkpoint: string },
): Promise<Proven> {
  const signed = openCheckpoint(std1, trust, expected.checkpoint);
  if (!signed || signed.size !== expected.position) throw new NotProven('its checkpoint was not signed by the key that lies here');
  const frontier = new Frontier(std1);
  const nodes = new StoredNodes();
  let withoutCiphertext = 0;
  for await (const rows of pagesOf<Row>(client, LINES)) {
    for (const row of rows) {
      if (row.position !== frontier.size + 1) throw new NotProven(`position ${frontier.size + 1} is missing or stands twice`);
      const leaf = leafHash(std1, row);
      if (Buffer.compare(leaf, row.leaf_hash) !== 0) throw new NotProven(`position ${row.position} does not have its leaf`);
      if (agree(row) === 'no ciphertext') withoutCiphertext++;
      frontier.push(leaf);
      nodes.push(leaf);
    }
  }
  const root = frontier.root();
  if (frontier.size !== signed.size || Buffer.compare(root, signed.root) !== 0)
    throw new NotProven(`its ${frontier.size} lines do not have the root of the signed checkpoint (${signed.size})`);
  await compareHead(client, frontier, expected.checkpoint);
  await nodes.compare(client);
  await compareCounts(client, frontier.size);
  return { position: frontier.size, withoutCiphertext };
}

/** Throws unless the columns beside a line say what the line says. */
function agree(row: Row): 'all there' | 'no ciphertext' {
  const claim = JSON.parse(row.claim) as { type: string; department: string };
  const stamp = JSON.parse(row.stamp) as { position: number };
  const bound = JSON.parse(row.bound) as { subject?: string; secrets?: string };
  const fits =
    claim.type === row.type &&
    claim.department === row.department &&
    stamp.position === row.position &&
    (bound.subject ?? null) === row.subject &&
    row.same_moment &&
    row.known;
  if (!fits) throw new NotProven(`the columns at position ${row.position} are not those of its line`);
  if (bound.secrets === undefined) return 'all there';
  if (row.ciphertext === null) return 'no ciphertext';
  if (base64(std1.sha256(row.ciphertext)) !== bound.secrets) throw new NotProven(`the ciphertext at position ${row.position} is another one`);
  return 'all there';
}

async function compareHead(client: pg.ClientBase, frontier: Frontier, checkpoint: string): Promise<void> {
  const { rows } = await client.query<{ position: number; frontier: Buffer; checkpoint: string }>(
    'SELECT position, frontier, checkpoint FROM log.log_head',
  );
  const [head] = rows;
  const fits =
    rows.length === 1 && head?.position === frontier.size && head.frontier.equals(Buffer.concat(frontier.hashes)) && head.checkpoint === checkpoint;
  if (!fits) throw new NotProven('the head is another one');
}

async function compareCounts(client: pg.ClientBase, size: number): Promise<void> {
  const { rows } = await client.query<{ keys: number; streams: number }>(
    `SELECT (SELECT count(*) FROM log.log_key) AS keys,
      (SELECT count(*) FROM (SELECT subject, count(*) AS version FROM log.log_event WHERE subject IS NOT NULL GROUP BY subject) e
       FULL JOIN log.log_stream s USING (subject) WHERE e.version IS DISTINCT FROM s.version) AS streams`,
  );
  if (rows[0]?.keys !== size) throw new NotProven('not every line has its key');
  if (rows[0]?.streams !== 0) throw new NotProven('the versions of the streams are not those of the lines');
}

/** The nodes that the log stores of its tree, computed anew. */
class StoredNodes {
  private readonly waiting: Uint8Array[][] = LEVELS.map(() => []);
  private readonly made = new Map<string, Uint8Array>();
  private readonly counts = LEVELS.map(() => 0);

  push(hash: Uint8Array, at = 0): void {
    const row = this.waiting[at];
    if (!row || row.push(hash) < WIDTH) return;
    let level = row.splice(0);
    while (level.length > 1)
      level = Array.from({ length: level.length / 2 }, (_, i) => hashNode(std1, level[2 * i] as Uint8Array, level[2 * i + 1] as Uint8Array));
    const node = level[0] as Uint8Array;
    this.made.set(`${LEVELS[at]}/${this.counts[at]}`, node);
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    this.push(node, at + 1);
  }

  async compare(client: pg.ClientBase): Promise<void> {
    let found = 0;
    for await (const rows of pagesOf<{ level: number; index: number; hash: Buffer }>(client, 'SELECT level, index, hash FROM log.log_tile'))
      for (const { level, index, hash } of rows) {
        const made = this.made.get(`${level}/${index}`);
        if (!made || Buffer.compare(made, hash) !== 0) throw new NotProven(`the tree's node ${level}/${index} is another one`);
        found++;
      }
    if (found !== this.made.size) throw new NotProven('nodes of the tree are missing');
  }
}
