/**
 * Judges a run of faults from what it left in a folder, with nothing of the project's own: it was written from the line format
 * alone and needs Node's built-ins only. `sent.ndjson` and `acks.ndjson` are the load's own notes, `export.ndjson` and
 * `trust.json` the auditor's, `topic.ndjson` the records of Kafka's topic where there was a broker, `views-live.ndjson` and `views-rebuilt.ndjson` the rows of every view before and after a rebuild.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the judge was given, each file as its lines. */
export interface Evidence {
  readonly sent: readonly string[];
  readonly acks: readonly string[];
  readonly exported: readonly string[];
  readonly trust: { readonly origin: string; readonly publicKey: string };
  readonly live: readonly string[];
  readonly rebuilt: readonly string[];
  /** Values of the records in Kafka's topic, in their order; none without a broker. */
  readonly topic?: readonly string[];
}

/** The sentence over a run; no finding = everything held. */
export interface Judgement {
  readonly findings: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

interface Ack {
  readonly source: string;
  readonly id: string;
  readonly status: number;
  readonly position?: number;
  readonly leafHash?: string;
  readonly claimHash?: string;
}
interface Line {
  readonly position: number;
  readonly leaf: Buffer;
  readonly claimHash: string;
  readonly name: string;
  readonly recordedAt: string;
}
type Fields = Record<string, unknown>;

/** More findings than these tell nothing new. Unit: findings of one kind. */
const MOST_FINDINGS = 20;
const ACKNOWLEDGED = [200, 201, 202];

const sha = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const nameOf = (source: string, id: string): string => `${source}\n${id}`;
const shown = (name: string): string => name.replace('\n', ' ');

/** Canonical JSON of integers, strings, booleans, arrays and objects. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** The root of RFC 6962 over leaves, by its definition. */
function rootOf(leaves: readonly Buffer[], from = 0, to = leaves.length): Buffer {
  if (to === from) return sha('');
  if (to - from === 1) return leaves[from] as Buffer;
  let half = 1;
  while (half * 2 < to - from) half *= 2;
  return sha(Buffer.of(1), rootOf(leaves, from, from + half), rootOf(leaves, from + half, to));
}

/** The same root as lines come: the complete subtrees at the right edge, so that every checkpoint can be looked at. */
class Edge {
  private readonly peaks: { readonly size: number; readonly hash: Buffer }[] = [];
  size = 0;

  push(leaf: Buffer): void {
    this.size += 1;
    let top = { size: 1, hash: leaf };
    for (let left = this.peaks.at(-1); left?.size === top.size; left = this.peaks.at(-1)) {
      this.peaks.pop();
      top = { size: top.size * 2, hash: sha(Buffer.of(1), left.hash, top.hash) };
    }
    this.peaks.push(top);
  }

  root(): Buffer {
    return this.peaks.map(({ hash }) => hash).reduceRight((right, left) => sha(Buffer.of(1), left, right));
  }
}

/** Findings, a few of each kind. */
class Findings {
  readonly list: string[] = [];
  private readonly kinds = new Map<string, number>();

  add(kind: string, what: string): void {
    const count = (this.kinds.get(kind) ?? 0) + 1;
    this.kinds.set(kind, count);
    if (count <= MOST_FINDINGS) this.list.push(`${kind}: ${what}`);
    if (count === MOST_FINDINGS + 1) this.list.push(`${kind}: and more`);
  }
}

/** Judges; says everything that does not hold. */
export function judge(evidence: Evidence): Judgement {
  const found = new Findings();
  const lines = readExport(evidence, found);
  const acks = evidence.acks.map((text) => JSON.parse(text) as Ack).filter(({ status }) => ACKNOWLEDGED.includes(status));
  const names = compareAcks(acks, lines, found);
  const sent = new Set(evidence.sent.map((text) => JSON.parse(text) as Ack).map(({ source, id }) => nameOf(source, id)));
  const sources = new Set([...sent].map((name) => name.split('\n')[0]));
  for (const { name } of lines) if (sources.has(name.split('\n')[0]) && !sent.has(name)) found.add('invented', `${shown(name)} was never sent`);
  compareViews(evidence, found);
  compareTopic(evidence, found);
  const counts = {
    sent: sent.size,
    acknowledged: names,
    'of them stored by the edge at first': acks.filter(({ status }) => status === 202).length,
    'answers with a receipt': acks.filter(({ leafHash }) => leafHash !== undefined).length,
    lines: lines.length,
    'rows of views': evidence.live.length,
    ...(evidence.topic && { 'records of the topic': evidence.topic.length }),
  };
  return { findings: found.list, counts };
}

function readExport({ exported, trust }: Evidence, found: Findings): Line[] {
  const lines: Line[] = [];
  const edge = new Edge();
  let proven = 0;
  for (const text of exported.slice(1)) {
    const value = JSON.parse(text) as Fields;
    if (typeof value['checkpoint'] === 'string') {
      const fault = faultOfNote(value['checkpoint'], edge, trust);
      if (fault) found.add('checkpoint', `of ${edge.size} lines: ${fault}`);
      else proven = edge.size;
      continue;
    }
    const line = lineOf(text, value);
    if (!line) found.add('line', `${lines.length + 1} in the file is not canonical`);
    else {
      if (line.position !== lines.length + 1) found.add('gap', `line ${lines.length + 1} in the file has position ${line.position}`);
      if (line.recordedAt < (lines.at(-1)?.recordedAt ?? ''))
        found.add('time', `position ${line.position} was recorded before the one that precedes it`);
      lines.push(line);
      edge.push(line.leaf);
    }
  }
  const byDefinition = rootOf(lines.map(({ leaf }) => leaf));
  if (lines.length > 0 && !byDefinition.equals(edge.root())) throw new TypeError('the judge contradicts itself');
  if (proven !== lines.length || lines.length === 0) found.add('checkpoint', `covers ${proven} of ${lines.length} lines`);
  return lines;
}

function lineOf(text: string, { claim, stamp, bound }: Fields): Line | undefined {
  const parts = [bound, claim, stamp].map(canonical) as [string, string, string];
  if (text !== `{"bound":${parts[0]},"claim":${parts[1]},"stamp":${parts[2]}}`) return undefined;
  const { source, id } = claim as Fields;
  const { position, recordedAt } = stamp as Fields;
  return {
    position: position as number,
    leaf: sha(Buffer.of(0), sha(parts[1]), sha(parts[2]), sha(parts[0])),
    claimHash: sha(parts[1]).toString('base64'),
    name: nameOf(String(source), typeof id === 'string' ? id : JSON.stringify(id)),
    recordedAt: String(recordedAt),
  };
}

function faultOfNote(note: string, edge: Edge, trust: Evidence['trust']): string | undefined {
  const [text = '', signature = ''] = note.split('\n\n');
  const [origin, size, root] = text.split('\n');
  const key = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(trust.publicKey, 'base64')]),
    format: 'der',
    type: 'spki',
  });
  const bytes = Buffer.from(signature.trim().split(' ')[2] ?? '', 'base64').subarray(4);
  if (origin !== trust.origin) return 'of another log';
  if (!verify(null, Buffer.from(`${text}\n`), key, bytes)) return 'not signed by the trusted key';
  if (Number(size) !== edge.size) return `says ${size} lines`;
  return edge.root().toString('base64') === root ? undefined : 'another root';
}

/** Everything acknowledged stands exactly once, and where and as it was answered; how many events that are. */
function compareAcks(acks: readonly Ack[], lines: readonly Line[], found: Findings): number {
  const standing = new Map<string, Line>();
  for (const line of lines) {
    const first = standing.get(line.name);
    if (first) found.add('duplicate', `${shown(line.name)} stands at ${first.position} and ${line.position}`);
    else standing.set(line.name, line);
  }
  const names = new Set<string>();
  for (const ack of acks) {
    const name = nameOf(ack.source, ack.id);
    names.add(name);
    const line = standing.get(name);
    if (!line) found.add('lost', `${shown(name)} was answered ${ack.status} and is not in the log`);
    else if (
      ack.leafHash !== undefined &&
      (ack.position !== line.position || ack.leafHash !== line.leaf.toString('base64') || ack.claimHash !== line.claimHash)
    )
      found.add('receipt', `${shown(name)} was answered position ${ack.position}, and its line at ${line.position} does not have that leaf`);
  }
  return names.size;
}

function compareViews({ live, rebuilt }: Evidence, found: Findings): void {
  if (live.length === 0) found.add('views', 'there are no rows to compare');
  const left = [...live].sort();
  const right = [...rebuilt].sort();
  if (left.length !== right.length) found.add('views', `${left.length} rows, ${right.length} after the rebuild`);
  const again = new Set(right);
  for (const row of left) if (!again.has(row)) found.add('views', `a row is another one after the rebuild: ${row.slice(0, 120)}`);
}

/** The topic holds every line once, in order, byte for byte. */
function compareTopic({ topic, exported }: Evidence, found: Findings): void {
  if (!topic) return;
  const lines = exported.slice(1).filter((text) => !text.startsWith('{"checkpoint":'));
  if (topic.length !== lines.length) found.add('topic', `${topic.length} records, ${lines.length} lines in the log`);
  const wrong = topic.findIndex((text, n) => text !== lines[n]);
  if (wrong >= 0) found.add('topic', `record ${wrong} is not the line of position ${wrong + 1}`);
}

/** Reads the evidence that a run left in a folder. */
export function evidenceIn(folder: string): Evidence {
  const lines = (name: string): string[] =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  return {
    sent: lines('sent.ndjson'),
    acks: lines('acks.ndjson'),
    exported: lines('export.ndjson'),
    trust: JSON.parse(readFileSync(join(folder, 'trust.json'), 'utf8')) as Evidence['trust'],
    live: lines('views-live.ndjson'),
    rebuilt: lines('views-rebuilt.ndjson'),
    ...(existsSync(join(folder, 'topic.ndjson')) && { topic: lines('topic.ndjson') }),
  };
}
