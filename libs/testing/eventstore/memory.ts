import { EventEmitter } from 'node:events';

/** An event as it lies in a stream of the double. Positions and revisions count from 0. */
export interface KeptEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly createdMs: number;
}
/** An event that somebody wants to append. */
export type NewEvent = Pick<KeptEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
/** What a writer expects of a stream: a revision, or a word. */
export type Expected = 'any' | 'no-stream' | 'stream-exists' | number;
/** What became of an append. `current` is the newest revision; none = the stream does not exist. */
export type AppendAnswer =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong-version'; readonly current?: number }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'deleted' };

/** Events in one append, by sizeOnDisk. Unit: bytes. Source: EventStoreDB, MaxAppendSize, default (ClusterVNodeOptions.cs). */
export const MAX_APPEND_BYTES = 1024 * 1024;
/** What events weigh in an append. Unit: bytes. Source: Event.cs, SizeOnDisk; before 24.2 it may leave out all but the data. */
export const sizeOnDisk = (events: readonly NewEvent[]): number =>
  events.reduce((sum, { type, data, metadata }) => sum + 2 * type.length + data.length + metadata.length, 0);

interface Stream {
  readonly events: KeptEvent[];
  /** Revisions before this one are deleted. */
  from: number;
  /** What the stream's metadata says of it. */
  meta?: { readonly $tb?: number; readonly $maxCount?: number };
  /** Deleted for ever. */
  tombstone?: boolean;
}

/** Streams in memory with the rules of EventStoreDB for expected revisions and repeated event ids. Source: IndexWriter.cs, CheckCommit. */
export class EventMemory {
  /** Everything in the order in which it was written: `$all`. */
  readonly all: KeptEvent[] = [];
  /** Says 'appended' after each append. */
  readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly streams = new Map<string, Stream>();

  append(name: string, expected: Expected, events: readonly NewEvent[]): AppendAnswer {
    if (sizeOnDisk(events) > MAX_APPEND_BYTES) return { kind: 'too-large' };
    const stream = this.streams.get(name) ?? { events: [], from: 0 };
    if (stream.tombstone) return { kind: 'deleted' };
    const newest = stream.events.length - 1;
    const again = this.repeated(stream, expected, events);
    if (again) return again;
    if (!holds(stream, expected)) return { kind: 'wrong-version', ...(newest >= 0 && { current: newest }) };
    this.streams.set(name, stream);
    if (name.startsWith('$$')) this.describe(name.slice(2), events.at(-1)?.data);
    for (const event of events) {
      const kept: KeptEvent = { ...event, stream: name, revision: stream.events.length, position: this.all.length, createdMs: Date.now() };
      stream.events.push(kept);
      this.all.push(kept);
    }
    this.changes.emit('appended');
    return { kind: 'appended', revision: stream.events.length - 1, position: this.all.length - 1 };
  }

  /** Events of a stream that are not deleted; undefined when there are none. */
  stream(name: string): readonly KeptEvent[] | undefined {
    const stream = this.streams.get(name);
    return stream && beginOf(stream) < stream.events.length ? stream.events.slice(beginOf(stream)) : undefined;
  }

  /** Deletes what a stream holds; numbers go on after it, as in EventStoreDB. */
  delete(name: string, expected: Expected): AppendAnswer {
    const stream = this.streams.get(name);
    const newest = (stream?.events.length ?? 0) - 1;
    if (!stream || !holds(stream, expected)) return { kind: 'wrong-version', ...(newest >= 0 && { current: newest }) };
    stream.from = stream.events.length;
    return { kind: 'appended', revision: newest, position: this.all.length - 1 };
  }

  /** Deletes a stream for ever: nothing is read from it or appended to it again. */
  tombstone(name: string): void {
    this.streams.set(name, { events: [], from: 0, tombstone: true });
    this.changes.emit('appended');
  }

  /** Metadata of a stream is the last event of the stream `$$` and its name. */
  private describe(name: string, data: Uint8Array = Buffer.from('{}')): void {
    const stream = this.streams.get(name) ?? { events: [], from: 0 };
    this.streams.set(name, Object.assign(stream, { meta: JSON.parse(Buffer.from(data).toString()) as Stream['meta'] }));
  }

  isTombstone(name: string): boolean {
    return this.streams.get(name)?.tombstone === true;
  }

  /** The same event ids again at the same place are answered like the first time. */
  private repeated({ events: known }: Stream, expected: Expected, events: readonly NewEvent[]): AppendAnswer | undefined {
    const start = expected === 'no-stream' ? 0 : typeof expected === 'number' ? expected + 1 : undefined;
    if (start === undefined || events.length === 0) return undefined;
    if (!events.every(({ id }, i) => known[start + i]?.id === id)) return undefined;
    const last = known[start + events.length - 1] as KeptEvent;
    return { kind: 'appended', revision: last.revision, position: last.position };
  }
}

/** The first revision that is read; a read from before it begins there. Source: IndexReader.cs, ReadStreamEventsForwardInternal. */
const beginOf = ({ events, from, meta }: Stream): number => Math.max(from, meta?.$tb ?? 0, events.length - (meta?.$maxCount ?? Infinity));

function holds({ events, from }: Stream, expected: Expected): boolean {
  const exists = events.length > from;
  if (expected === 'any') return true;
  if (expected === 'no-stream') return !exists;
  return expected === 'stream-exists' ? exists : expected === events.length - 1;
}
