import { LogBroken, LogUnavailable } from '@lianhu/log';
import type { CommandError, EventData, EventStoreDBClient, ReadStreamOptions } from '@eventstore/db-client';
import type { LineEvent } from './line-event';

/** How long one call may take. Unit: ms; the server's own limit for a commit is 2 s. */
const DEADLINE_MS = 10_000;
/** How long after its deadline a call that says nothing is given up by us. Unit: ms. */
const GRACE_MS = 1_000;
/** Refusals that no repetition mends, in the client's words; by gRPC's status those that it has none for. */
const REFUSALS = new Set(['access-denied', 'stream-deleted', 'invalid-argument', 'invalid-transaction', 'unsupported']);
const REFUSED = new Map([
  [3, 'invalid-argument'],
  [7, 'permission-denied'],
]);
/** More than the server takes at once; the second is KurrentDB's, for one event, and unknown to the client. */
const TOO_LARGE = new Set(['maximum-append-size-exceeded', 'maximum-append-event-size-exceeded']);

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
  const { address, credentials } = partsOf(options.url);
  try {
    return new EventStoreLines(
      () => Client.connectionString(address),
      (event) => binaryEvent(event),
      credentials,
      options,
    );
  } catch {
    throw new LogBroken('the client of EventStoreDB does not understand its address (EVENTSTORE_URL)');
  }
}

class EventStoreLines implements LineStream {
  private client: EventStoreDBClient;
  private readonly name: string;
  private readonly deadline: number;
  private follower: { readonly see: (revision: number) => void; timer?: NodeJS.Timeout } | undefined;
  private closed = false;

  constructor(
    private readonly connect: () => EventStoreDBClient,
    private readonly eventOf: (event: LineEvent) => EventData,
    private readonly credentials: Credentials | undefined,
    { stream, deadlineMs }: LineStreamOptions,
  ) {
    this.client = connect();
    this.name = stream;
    this.deadline = deadlineMs ?? DEADLINE_MS;
  }

  async append(revision: number, events: readonly LineEvent[]): Promise<boolean> {
    const expectedRevision = revision < 0 ? ('no_stream' as const) : BigInt(revision);
    const options = { expectedRevision, deadline: this.deadline, requiresLeader: true, credentials: this.credentials };
    try {
      const work = this.client.appendToStream(this.name, events.map(this.eventOf), options);
      const { success, nextExpectedRevision } = await this.inTime(work, this.client);
      // Where the address says throwOnAppendFailure=false, the refusal comes as an answer that names the others' newest revision.
      if (!success) return false;
      if (nextExpectedRevision !== BigInt(revision + events.length)) throw new LogBroken('EventStoreDB put lines where they were not to stand');
      return true;
    } catch (error) {
      if (typeOf(error) === 'wrong-expected-version') return false;
      if (TOO_LARGE.has(exceptionOf(error) ?? '')) throw new RangeError('the group is larger than EventStoreDB takes at once');
      throw told(error);
    }
  }

  async read(from: number, count: number): Promise<readonly ReadEvent[]> {
    if (count <= 0) return [];
    const options: ReadStreamOptions = { fromRevision: BigInt(from), maxCount: count, requiresLeader: true, credentials: this.credentials };
    const { client } = this;
    const stream = client.readStream(this.name, options);
    const found: ReadEvent[] = [];
    const work = new Promise<void>((resolve, reject) => {
      stream.on('error', reject).on('end', resolve);
      stream.on('data', ({ event }) => {
        if (event) found.push({ revision: Number(event.revision), data: event.data as Uint8Array });
      });
    });
    try {
      await this.inTime(work, client);
      // The client ends a read that was cancelled with it as if the stream ended there.
      if (this.closed || client !== this.client) throw new StreamAway('connection left');
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
    const { follower, client } = this;
    if (!follower || this.closed) return;
    clearTimeout(follower.timer);
    const again = (): void => {
      if (this.closed || client !== this.client) return;
      clearTimeout(follower.timer);
      follower.timer = setTimeout(() => this.subscribe(), GRACE_MS);
    };
    client
      .subscribeToStream(this.name, { fromRevision: 'end', credentials: this.credentials })
      .on('data', ({ event }) => event && follower.see(Number(event.revision)))
      .on('confirmation', () => follower.see(Infinity))
      .on('error', again)
      .on('end', again);
  }

  /** The client's deadline does not bind each of its calls; a call that outlives it is left behind with its client. */
  private async inTime<T>(work: Promise<T>, client: EventStoreDBClient): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.leave(client);
        reject(new StreamAway('no answer'));
      }, this.deadline + GRACE_MS);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private leave(client: EventStoreDBClient): void {
    if (client !== this.client) return;
    this.client = this.connect();
    void client.dispose().catch(() => undefined);
    this.subscribe();
  }
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * A URL as an address without the account, for the client quotes it in warnings and errors, and the account. Given with each call
 * the account makes the client use Append, whose deadline and errors it handles; without TLS it sends none.
 */
function partsOf(url: string): { readonly address: string; readonly credentials?: Credentials } {
  const [whole, scheme, username, password] = /^(esdb(?:\+discover)?:\/\/)([^:@/]+):([^@]+)@/.exec(url) ?? [];
  if (whole !== undefined && username !== undefined && password !== undefined)
    return {
      address: `${scheme}${url.slice(whole.length)}`,
      credentials: { username: decodeURIComponent(username), password: decodeURIComponent(password) },
    };
  return { address: url, ...(/[?&]tls=false/i.test(url) && { credentials: { username: 'none', password: 'none' } }) };
}

const typeOf = (error: unknown): string | undefined => (error as { type?: string }).type;

/** The server's own word for an error, also where the client has no class for it. */
const exceptionOf = (error: unknown): string | undefined =>
  (error as Partial<CommandError>)._raw?.metadata?.get('exception')[0]?.toString() ?? typeOf(error);

/** Never the client's own words: they may hold an address. */
function told(error: unknown): unknown {
  if (error instanceof LogBroken || error instanceof StreamAway || error instanceof LogUnavailable) return error;
  const type = typeOf(error);
  const { code } = error as { code?: unknown };
  const refused = type !== undefined && REFUSALS.has(type) ? type : REFUSED.get(code as number);
  if (refused !== undefined) return new LogBroken(`EventStoreDB refused: ${refused}`);
  if (type !== undefined && type !== 'unknown') return new StreamAway(type);
  return new StreamAway(code === undefined ? 'connection lost' : `status ${String(code)}`);
}
