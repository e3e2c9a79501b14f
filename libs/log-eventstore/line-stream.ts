import { LogBroken, LogUnavailable } from '@lianhu/log';
import type { EventData, EventStoreDBClient, ReadStreamOptions } from '@eventstore/db-client';
import type { LineEvent } from './line-event';

/** How long one call may take. Unit: ms; the server's own limit for a commit is 2 s. */
const DEADLINE_MS = 10_000;
/** How long after its deadline a call that says nothing is given up by us. Unit: ms. */
const GRACE_MS = 1_000;
/** What the client calls a refusal that no repetition mends. */
const REFUSALS = new Set(['access-denied', 'stream-deleted', 'invalid-argument', 'unsupported']);

/** Nobody knows whether the append took effect, or the read did not end: the stream itself will tell. */
export class StreamAway extends Error {
  constructor(readonly code: string) {
    super(`EventStoreDB cannot be reached (${code})`);
  }
}

/** An event as it was read. Revisions count from 0. */
export interface ReadEvent {
  readonly revision: number;
  readonly data: Uint8Array;
}

/** One stream of lines on a server; all that the engine asks of the client, so that another client can take its place. */
export interface LineStream {
  /** Appends at exactly this revision, whole or not at all. False: another writer was faster. Throws StreamAway when the outcome is unknown. */
  append(revision: number, events: readonly LineEvent[]): Promise<boolean>;
  /** Up to so many events from a revision on; none where the stream does not exist. */
  read(from: number, count: number): Promise<readonly ReadEvent[]>;
  /** Calls back with each revision that is written from now on, and with Infinity when it is connected (again). */
  follow(see: (revision: number) => void): void;
  close(): Promise<void>;
}

/** What differs between streams. */
export interface LineStreamOptions {
  /** `esdb://…` */
  readonly url: string;
  readonly stream: string;
  readonly deadlineMs?: number;
}

/** Opens a stream; only now the client is loaded. */
export async function openLineStream(options: LineStreamOptions): Promise<LineStream> {
  const loaded = await import('@eventstore/db-client');
  const { EventStoreDBClient: Client, binaryEvent } = (loaded as unknown as { default?: typeof loaded }).default ?? loaded;
  return new EventStoreLines(
    () => Client.connectionString(options.url),
    (event) => binaryEvent(event),
    options,
  );
}

class EventStoreLines implements LineStream {
  private client: EventStoreDBClient;
  private readonly name: string;
  private readonly deadline: number;
  private readonly credentials: { username: string; password: string } | undefined;
  private follower: { readonly see: (revision: number) => void; timer?: NodeJS.Timeout } | undefined;
  private closed = false;

  constructor(
    private readonly connect: () => EventStoreDBClient,
    private readonly eventOf: (event: LineEvent) => EventData,
    { url, stream, deadlineMs }: LineStreamOptions,
  ) {
    this.client = connect();
    this.name = stream;
    this.deadline = deadlineMs ?? DEADLINE_MS;
    this.credentials = credentialsOf(url);
  }

  async append(revision: number, events: readonly LineEvent[]): Promise<boolean> {
    const expectedRevision = revision < 0 ? ('no_stream' as const) : BigInt(revision);
    const options = { expectedRevision, deadline: this.deadline, requiresLeader: true, credentials: this.credentials };
    try {
      const work = this.client.appendToStream(this.name, events.map(this.eventOf), options);
      const { nextExpectedRevision } = await this.inTime(work);
      if (nextExpectedRevision !== BigInt(revision + events.length)) throw new LogBroken('EventStoreDB put lines where they were not to stand');
      return true;
    } catch (error) {
      if (typeOf(error) === 'wrong-expected-version') return false;
      if (typeOf(error) === 'maximum-append-size-exceeded') throw new RangeError('the group is larger than EventStoreDB takes at once');
      throw told(error);
    }
  }

  async read(from: number, count: number): Promise<readonly ReadEvent[]> {
    if (count <= 0) return [];
    const options: ReadStreamOptions = { fromRevision: BigInt(from), maxCount: count, requiresLeader: true, credentials: this.credentials };
    const stream = this.client.readStream(this.name, options);
    const found: ReadEvent[] = [];
    const work = new Promise<void>((resolve, reject) => {
      stream.on('error', reject).on('end', resolve);
      stream.on('data', ({ event }) => {
        if (event) found.push({ revision: Number(event.revision), data: event.data as Uint8Array });
      });
    });
    try {
      await this.inTime(work);
      return found;
    } catch (error) {
      void stream.cancel().catch(() => undefined);
      if (typeOf(error) === 'stream-not-found') return [];
      throw told(error);
    }
  }

  follow(see: (revision: number) => void): void {
    this.follower = { see };
    this.subscribe();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.follower?.timer);
    await this.client.dispose();
  }

  private subscribe(): void {
    const { follower } = this;
    if (!follower || this.closed) return;
    clearTimeout(follower.timer);
    const again = (): void => {
      clearTimeout(follower.timer);
      if (!this.closed) follower.timer = setTimeout(() => this.subscribe(), GRACE_MS);
    };
    this.client
      .subscribeToStream(this.name, { fromRevision: 'end', credentials: this.credentials })
      .on('data', ({ event }) => event && follower.see(Number(event.revision)))
      .on('confirmation', () => follower.see(Infinity))
      .on('error', again)
      .on('end', again);
  }

  /** The client's deadline does not bind each of its calls; a call that outlives it is left behind with its connection. */
  private async inTime<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const { client } = this;
        this.client = this.connect();
        void client.dispose().catch(() => undefined);
        this.subscribe();
        reject(new StreamAway('no answer'));
      }, this.deadline + GRACE_MS);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Given with each call they make the client use Append, whose deadline and errors it handles; without TLS it sends none. */
function credentialsOf(url: string): { username: string; password: string } | undefined {
  const [, username, password] = /^esdb(?:\+discover)?:\/\/([^:@/]+):([^@]+)@/.exec(url) ?? [];
  if (username !== undefined && password !== undefined) return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return /[?&]tls=false/i.test(url) ? { username: 'none', password: 'none' } : undefined;
}

const typeOf = (error: unknown): string | undefined => (error as { type?: string }).type;

/** Never the client's own words: they may hold an address with a password. */
function told(error: unknown): unknown {
  if (error instanceof LogBroken || error instanceof StreamAway || error instanceof LogUnavailable) return error;
  const type = typeOf(error);
  if (type !== undefined && REFUSALS.has(type)) return new LogBroken(`EventStoreDB refused: ${type}`);
  const { code } = error as { code?: unknown };
  return new StreamAway(type ?? (code === undefined ? 'connection lost' : `status ${String(code)}`));
}
