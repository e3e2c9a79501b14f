import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { canonical, type Json, type Receipt } from '@lianhu/kernel';
import { checkpointNote, Frontier, hashesOf, inclusionProof, leafHash, receiptOf, std1, withProof } from '@lianhu/log';
import type { Trust } from './proof';

const ORIGIN = 'lianhu/990101';
const SEED = new Uint8Array(32).fill(3);
type Sent = Readonly<Record<string, unknown>>;
type Stored = { readonly sent: string; readonly receipt: Receipt; readonly claim: string };
/** What a double answers instead of its own answer; undefined lets it pass. */
export type Spoil = (request: { path: string; body: string; count: number }, response: ServerResponse) => boolean;

/** An edge in front of a log in memory, with real leaves, proofs and checkpoints; `spoil` stands before it. */
export class EdgeDouble {
  readonly trust: Trust = { origin: ORIGIN, publicKey: Buffer.from(std1.publicKey(SEED)).toString('base64'), suite: 'std-1' };
  readonly stored = new Map<string, Stored>();
  /** Ids whose receipt is not there yet. */
  readonly away = new Set<string>();
  readonly requests: { path: string; body: string; authorization?: string }[] = [];
  spoil: Spoil = () => false;
  /** Changes a receipt on its way out. */
  bend: (receipt: Record<string, unknown>) => void = () => undefined;
  private readonly leaves: Uint8Array[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));

  static async start(): Promise<EdgeDouble> {
    const double = new EdgeDouble();
    await new Promise<void>((resolve) => double.server.listen(0, '127.0.0.1', resolve));
    return double;
  }
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const piece of request as AsyncIterable<Buffer>) body += piece.toString();
    const path = request.url ?? '';
    this.requests.push({ path, body, authorization: request.headers.authorization });
    if (this.spoil({ path, body, count: this.requests.length }, response)) return;
    if (request.method === 'GET') return this.receipt(new URL(path, this.url).searchParams.get('id') ?? '', response);
    if (request.headers['content-type'] === 'application/x-ndjson') {
      const lines = body
        .trim()
        .split('\n')
        .map((text, i) => JSON.stringify({ line: i + 1, ...this.take(JSON.parse(text) as Sent) }));
      return void response.writeHead(200).end(`${lines.reverse().join('\n')}\n`);
    }
    const parsed = JSON.parse(body) as Sent | Sent[];
    if (Array.isArray(parsed)) return send(response, 201, { receipts: parsed.map((event) => this.take(event).receipt) });
    const { status, receipt, problem, state } = this.take(parsed);
    send(response, status, receipt ?? problem ?? { state });
  }

  private take(sent: Sent): { status: number; receipt?: Receipt; problem?: object; state?: string } {
    const id = String(sent['id']);
    const text = canonical(sent as Json);
    const before = this.stored.get(id);
    if (before)
      return before.sent === text ? { status: 200, receipt: before.receipt } : { status: 409, problem: problem(409, 'idempotency-conflict') };
    if (sent['type'] === 'bad')
      return { status: 422, problem: problem(422, 'invalid-event', [{ pointer: '/type', rule: 'unknown-type', message: '没有' }]) };
    const position = this.leaves.length + 1;
    const source = 'urn:lianhu:source:police:default';
    const claim = canonical({ ...(sent as object), source } as Json);
    const stamp = canonical({ level: 'L3', position, recordedAt: '2026-01-05T08:00:00.000+08:00', suite: 'std-1' });
    const parts = { claim, stamp, bound: '{}' };
    const leaf = leafHash(std1, parts);
    this.leaves.push(leaf);
    const line = { ...parts, position, leafHash: Buffer.from(leaf).toString('base64') };
    this.stored.set(id, { sent: text, claim, receipt: receiptOf(std1, { source, id, type: String(sent['type']) }, line) });
    if (this.away.has(id)) return { status: 202, state: 'stored' };
    return { status: 201, receipt: this.stored.get(id)?.receipt };
  }

  private receipt(id: string, response: ServerResponse): void {
    const found = this.stored.get(id);
    if (!found) return send(response, 404, problem(404, 'not-found'));
    if (this.away.delete(id)) return send(response, 202, { state: 'stored' });
    const size = this.leaves.length;
    const frontier = new Frontier(std1);
    for (const leaf of this.leaves) frontier.push(leaf);
    const index = found.receipt.position - 1;
    const hashes = inclusionProof(std1, this.leaves, index).map((hash) => Buffer.from(hash).toString('base64'));
    const proven = { ...withProof(found.receipt, checkpointNote(std1, ORIGIN, SEED, size, frontier.root()), { index, treeSize: size, hashes }) };
    const out = JSON.parse(JSON.stringify({ ...proven, claim: found.claim })) as Record<string, unknown>;
    this.bend(out);
    send(response, 200, out);
  }
}

const problem = (status: number, code: string, errors?: readonly object[]) => ({
  type: `/problems/${code}`,
  title: code,
  status,
  ...(errors && { errors }),
});
function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
/** Hashes as a receipt has them, of other parts. */
export const otherHashes = (): { claimHash: string; boundHash: string } => hashesOf(std1, { claim: '{"other":1}', stamp: '{}', bound: '{}' });
