import type { Clock, Position, StoredLine } from '@lianhu/kernel';
import { base64, LogBroken, LogBusy, LogUnavailable } from '@lianhu/log';
import type { EventLog, Filter, Group, Head, Outcome, Page } from '@lianhu/log';
import {
  AppendQueue,
  bytesOf,
  ClockGuard,
  IndexedLog,
  engineLines,
  pageQueries,
  reach,
  readPage,
  type IndexedLogOptions,
  type QueueLimits,
} from '@lianhu/log-postgres';
import { IndexTables } from './index-tables';
import { splitLine } from './line-event';
import { openLineStream, StreamAway, type LineStream } from './line-stream';
import { StreamCommitter, type StreamCommitting } from './stream-committer';

/** What the EventStoreDB engine is made from; `url` is the database beside it. */
export interface EventstoreLogOptions extends IndexedLogOptions {
  /** `esdb://…`: the server that holds the stream. */
  readonly eventstoreUrl: string;
  /** Name of the stream; none = `lianhu-<area>-log`. */
  readonly stream?: string;
  /** Simulated or test time; none = the database's clock, checked against this node's. */
  readonly clock?: Clock;
  readonly limits?: QueueLimits & { readonly clockDifferenceMs?: number; readonly deadlineMs?: number };
  /** For tests: called after each step of a commit. */
  readonly step?: StreamCommitting['step'];
}

/** Lines in one append. Unit: bytes. Source: EventStoreDB, MaxAppendSize 1 MiB by default. */
const COMMIT_BYTES = 1_000_000;
/** Stamp, bound, the event around them, and a prelude that may stand before an entry. Unit: bytes. */
const ENTRY_BYTES = 3_000;
/** Positions between two wanted ones that are rather read along than asked for apart. Unit: positions. */
const READ_ALONG = 32;
/** Reads of the stream at once. Unit: reads. */
const READS_AT_ONCE = 4;
/** How long another node has to take its own lines into the tables. Unit: ms. */
const STRAGGLER_MS = 2_000;

const PAGES = pageQueries(engineLines('eventstore'), 'position, leaf_hash');

/** The name of an origin's stream: `lianhu/990101` → `lianhu-990101-log`. */
export const streamOf = (origin: string): string => `${origin.replaceAll('/', '-')}-log`;

/**
 * The log on a stream of EventStoreDB, with keys, versions, tree and ciphertext in PostgreSQL beside it. Several engines may
 * append to one stream. Loads the client; an engine that appends takes in what it left on the stream when it ended, so it
 * opens level with the stream or throws LogUnavailable.
 */
export async function eventstoreLog(options: EventstoreLogOptions): Promise<EventLog> {
  const stream = options.stream ?? streamOf(options.origin);
  const lines = await openLineStream({ url: options.eventstoreUrl, stream, deadlineMs: options.limits?.deadlineMs });
  const log = new EventstoreLog(options, lines);
  try {
    await log.open();
  } catch (error) {
    await log.close();
    throw error;
  }
  return log;
}

class EventstoreLog extends IndexedLog {
  private readonly committer: StreamCommitter | undefined;
  private readonly queue: AppendQueue | undefined;
  private straggling: NodeJS.Timeout | undefined;

  constructor(
    options: EventstoreLogOptions,
    private readonly stream: LineStream,
  ) {
    super(options, 'eventstore');
    const { suite, signer, clock, step, limits, alone } = options;
    if (!signer) return;
    const guard = new ClockGuard({ differenceMs: limits?.clockDifferenceMs });
    const tables = new IndexTables(this.pool);
    this.committer = new StreamCommitter(stream, tables, { suite, signer, clock, guard, alone, step, patienceMs: limits?.patienceMs });
    this.queue = new AppendQueue(this.committer, { commitBytes: COMMIT_BYTES, entryBytes: ENTRY_BYTES, ...limits });
  }

  async open(): Promise<void> {
    if (!this.committer) return;
    await this.committer.catchUp();
    await this.head();
    this.stream.follow((revision) => this.sawOnStream(revision + 1));
  }

  async append(groups: readonly Group[]): Promise<readonly Outcome[]> {
    const { queue } = this;
    if (!queue) throw new LogUnavailable('this engine only reads');
    const shares = await Promise.allSettled(
      portions(groups).map(async (portion) => {
        const share = await queue.push(portion);
        this.watch.moved(share.committed.position);
        return this.outcomes(share, portion.length);
      }),
    );
    const failures = shares.flatMap((share) => (share.status === 'rejected' ? [share.reason as unknown] : []));
    if (failures.length > 0) throw failureOf(failures, shares.length);
    return shares.flatMap((share) => (share.status === 'fulfilled' ? share.value : []));
  }

  async read(after: Position, limit: number, filter?: Filter): Promise<Page> {
    const { rows, ...page } = await reach(() => readPage<IndexRow>(this.pool, PAGES, after, limit, filter));
    return { ...page, lines: await this.fetch(rows) };
  }

  /** The first line and the newest must be readable where they stand: a log without its stream is away, and its beginning may be hidden. */
  override async head(): Promise<Head> {
    const head = await super.head();
    const ends = head.position > 0 ? [...new Set([1, head.position])] : [];
    await Promise.all(
      ends.map(async (position) => {
        const [event] = await this.readStream(position, position);
        if (event?.revision !== position - 1) throw new LogBroken(`the stream has no line at position ${position}`);
      }),
    );
    return head;
  }

  override async close(): Promise<void> {
    clearTimeout(this.straggling);
    if (this.queue) await this.queue.close();
    else await this.stream.close();
    await super.close();
  }

  protected async linesAt(positions: readonly Position[]): Promise<StoredLine[]> {
    const rows = await this.query<IndexRow>(
      'SELECT position, leaf_hash FROM eventstore.log_event WHERE position = ANY($1::bigint[]) ORDER BY position',
      [positions],
    );
    return this.fetch(rows);
  }

  /** Another node's line: it takes it in itself, unless it died in between. */
  private sawOnStream(position: Position): void {
    clearTimeout(this.straggling);
    this.straggling = setTimeout(() => {
      void (async () => {
        if ((await this.headPosition()) < position) await this.committer?.catchUp();
      })().catch(() => undefined);
    }, STRAGGLER_MS);
    this.straggling.unref();
  }

  /** The lines of rows in order of position: texts from the stream, leaves from the tables. */
  private async fetch(rows: readonly IndexRow[]): Promise<StoredLine[]> {
    const texts = new Map<Position, Uint8Array>();
    const runs = runsOf(rows.map(({ position }) => position));
    for (let i = 0; i < runs.length; i += READS_AT_ONCE) {
      const events = await Promise.all(runs.slice(i, i + READS_AT_ONCE).map(({ from, to }) => this.readStream(from, to)));
      for (const { revision, data } of events.flat()) texts.set(revision + 1, data);
    }
    return rows.map(({ position, leaf_hash }) => {
      const data = texts.get(position);
      const parts = data && splitLine(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString());
      if (!parts) throw new LogBroken(`the stream has no line at position ${position}`);
      return { position, ...parts, leafHash: base64(leaf_hash) };
    });
  }

  private async readStream(from: Position, to: Position) {
    try {
      return await this.stream.read(from - 1, to - from + 1);
    } catch (error) {
      throw error instanceof StreamAway ? new LogUnavailable(error.code) : error;
    }
  }
}

interface IndexRow {
  readonly position: number;
  readonly leaf_hash: Buffer;
}

/** Neighbouring positions as runs that are read in one go. */
function runsOf(positions: readonly Position[]): { readonly from: Position; to: Position }[] {
  const runs: { readonly from: Position; to: Position }[] = [];
  for (const position of positions) {
    const last = runs.at(-1);
    if (last && position - last.to <= READ_ALONG) last.to = position;
    else runs.push({ from: position, to: position });
  }
  return runs;
}

/** What a caller hears whose groups went in several appends: that there was no room only where nothing of them stands or may stand. */
function failureOf(failures: readonly unknown[], of: number): unknown {
  const graver = failures.find((failure) => !(failure instanceof LogBusy));
  return graver ?? (failures.length < of ? new LogUnavailable('there was no room for all groups') : failures[0]);
}

/** Groups that fit into one append together. */
function portions(groups: readonly Group[]): Group[][] {
  const found: Group[][] = [];
  let bytes = Infinity;
  for (const group of groups) {
    const size = bytesOf(group, ENTRY_BYTES);
    if (bytes + size > COMMIT_BYTES) {
      found.push([]);
      bytes = 0;
    }
    found.at(-1)?.push(group);
    bytes += size;
  }
  return found;
}
