import { createRequire } from 'node:module';
import type * as gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb';
import type * as gossip from '@eventstore/db-client/generated/gossip_pb';
import type * as featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import type * as features from '@eventstore/db-client/generated/serverfeatures_pb';
import type { Status } from '@eventstore/db-client/generated/status_pb';
import type * as streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb';
import type * as streams from '@eventstore/db-client/generated/streams_pb';
import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServiceError,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { EventMemory, MAX_APPEND_BYTES, sizeOnDisk, type AppendAnswer, type Expected, type NewEvent } from './memory';
import {
  appendRefusal,
  appendSuccess,
  batchAnswer,
  batchDeleted,
  batchRefusal,
  batchSuccess,
  batchTimedOut,
  batchTooLarge,
  gossipOf,
  messages,
  proposed,
  targetOf,
} from './messages';
import { answerRead } from './reading';
import { accessDenied, eventTooLarge, notLeader, streamDeleted, timedOut, tooLarge, unavailable, wrongVersion } from './refusals';
import { openWire, type Wire } from './wire';

const load = createRequire(import.meta.url);
const { StreamsService } = load('@eventstore/db-client/generated/streams_grpc_pb') as typeof streamsGrpc;
const { GossipService } = load('@eventstore/db-client/generated/gossip_grpc_pb') as typeof gossipGrpc;
const { ServerFeaturesService } = load('@eventstore/db-client/generated/serverfeatures_grpc_pb') as typeof featuresGrpc;

/**
 * What happens to an append: refused as UNAVAILABLE, by a node that is not the leader, or for want of rights; no answer, before or
 * after it took effect; no answer, and it takes effect when `release` is called; the connection cut, before or after it took
 * effect; it took effect and the server says that it timed out.
 */
export type Fault =
  'unavailable' | 'not-leader' | 'access-denied' | 'silent-before' | 'silent-after' | 'late' | 'cut-before' | 'cut-after' | 'timed-out';

/** A running double. */
export interface EventStoreDouble {
  /** `esdb://127.0.0.1:<port>?tls=false` */
  readonly url: string;
  readonly memory: EventMemory;
  /** The next appends fail so, one after another. */
  fail(...faults: readonly Fault[]): void;
  /** Faults that have happened. */
  failed(): number;
  /** Lets the late appends take effect. */
  release(): void;
  /** While it is down every call is answered UNAVAILABLE. */
  setDown(down: boolean): void;
  /** The next reads, so many, are never answered. */
  stallReads(count: number): void;
  /** Size of one event beyond which an append is refused; a KurrentDB that does not set it has no such limit. Unit: bytes. */
  maxEventBytes: number;
  /** Called before each append takes effect; tests let another writer be faster there. */
  onAppend?: () => void | Promise<void>;
  /** Cuts every connection. */
  cut(): void;
  close(): Promise<void>;
}

type Answer = (answer: AppendAnswer | { readonly kind: 'timed-out' }) => void;

/** Starts a server in memory that speaks as much of EventStoreDB's protocol as an appender and its readers need. */
export async function openDouble({ port = 0, batchAppend = true }: { port?: number; batchAppend?: boolean } = {}): Promise<EventStoreDouble> {
  const double = new Double(batchAppend);
  await double.listen(port);
  return double;
}

class Double implements EventStoreDouble {
  readonly memory = new EventMemory();
  onAppend?: () => void | Promise<void>;
  maxEventBytes = Infinity;
  private readonly server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  private readonly faults: Fault[] = [];
  private late: (() => void)[] = [];
  private down = false;
  private stalled = 0;
  private happened = 0;
  private wire: Wire | undefined;

  constructor(private readonly batchAppend: boolean) {}

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  private get port(): number {
    return this.wire?.port ?? 0;
  }

  async listen(port: number): Promise<void> {
    this.server.addService(ServerFeaturesService, {
      getSupportedMethods: (_call: unknown, callback: Callback<features.SupportedMethods>) => callback(null, this.features()),
    } as UntypedServiceImplementation);
    this.server.addService(GossipService, {
      read: (_call: unknown, callback: Callback<gossip.ClusterInfo>) => callback(null, gossipOf(this.port)),
    } as UntypedServiceImplementation);
    this.server.addService(StreamsService, {
      append: (call: ServerReadableStream<streams.AppendReq, streams.AppendResp>, callback: Callback<streams.AppendResp>) =>
        this.append(call, callback),
      batchAppend: (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>) => this.batch(call),
      read: (call: Parameters<typeof answerRead>[1]) => this.read(call),
      delete: (call: { request: streams.DeleteReq }, callback: Callback<streams.DeleteResp>) => this.delete(call.request, callback),
      tombstone: (call: { request: streams.TombstoneReq }, callback: Callback<streams.TombstoneResp>) => {
        this.memory.tombstone(targetOf(call.request.getOptions() as streams.TombstoneReq.Options, undefined).name);
        callback(null, new messages.streams.TombstoneResp());
      },
    } as UntypedServiceImplementation);
    const behind = await new Promise<number>((resolve, reject) =>
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
    );
    this.wire = await openWire(behind, port);
  }

  fail(...faults: readonly Fault[]): void {
    this.faults.push(...faults);
  }

  failed(): number {
    return this.happened;
  }

  release(): void {
    for (const take of this.late.splice(0)) take();
  }

  setDown(down: boolean): void {
    this.down = down;
  }

  stallReads(count: number): void {
    this.stalled = count;
  }

  cut(): void {
    this.wire?.cut();
  }

  async close(): Promise<void> {
    await this.wire?.close();
    this.server.forceShutdown();
  }

  private features() {
    const methods = ['append', 'read', 'delete', ...(this.batchAppend ? ['batchAppend'] : [])];
    return new messages.features.SupportedMethods()
      .setEventStoreServerVersion('0.0.0-double')
      .setMethodsList(
        methods.map((name) =>
          new messages.features.SupportedMethod().setServiceName('event_store.client.streams.Streams').setMethodName(name).setFeaturesList([]),
        ),
      );
  }

  private read(call: Parameters<typeof answerRead>[1]): void {
    if (this.down) return void call.emit('error', unavailable());
    if (!call.request.getOptions()?.hasSubscription() && this.stalled > 0) return void (this.stalled -= 1);
    answerRead(this.memory, call);
  }

  private append(call: ServerReadableStream<streams.AppendReq, streams.AppendResp>, callback: Callback<streams.AppendResp>): void {
    let options: streams.AppendReq.Options | undefined;
    let refused: Partial<ServiceError> | undefined;
    const events: NewEvent[] = [];
    call.on('data', (request: streams.AppendReq) => {
      const message = request.getProposedMessage();
      if (message) events.push(proposed(message));
      else options = request.getOptions();
      // Streams.Append.cs refuses at the first event that is too much, while the client still writes the others.
      if (refused) return;
      refused = this.excessOf(events);
      if (refused) callback(refused);
    });
    call.on('error', () => undefined);
    call.on('end', () => {
      if (!options || refused) return;
      const target = targetOf(options, options.getRevision());
      const answer: Answer = (found) => {
        if (found.kind === 'appended') callback(null, appendSuccess(found.revision, found.position));
        else if (found.kind === 'wrong-version') callback(null, appendRefusal(target.expected, found.current));
        else callback(found.kind === 'deleted' ? streamDeleted(target.name) : found.kind === 'timed-out' ? timedOut() : tooLarge());
      };
      void this.take(target, events, answer, callback);
    });
  }

  /** Why events are too large for one append. */
  private excessOf(events: readonly NewEvent[]): Partial<ServiceError> | undefined {
    if (sizeOnDisk(events.slice(-1)) > this.maxEventBytes) return eventTooLarge(this.maxEventBytes);
    return sizeOnDisk(events) > MAX_APPEND_BYTES ? tooLarge() : undefined;
  }

  private batch(call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>): void {
    const open = new Map<string, { target: { name: string; expected: Expected }; events: NewEvent[] }>();
    call.on('error', () => undefined);
    call.on('end', () => call.end());
    call.on('data', (request: streams.BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      if (options) open.set(id, { target: targetOf(options, options.getStreamPosition()), events: [] });
      const one = open.get(id);
      one?.events.push(...request.getProposedMessagesList().map(proposed));
      if (!one || !request.getIsFinal()) return;
      open.delete(id);
      const answer: Answer = (found) => {
        const response = batchAnswer(request, one.target.name);
        if (found.kind === 'appended') response.setSuccess(batchSuccess(found.revision, found.position));
        else response.setError(refusalOf(found, one.target));
        call.write(response);
      };
      void this.take(one.target, one.events, answer, (error) => void call.emit('error', error));
    });
  }

  /** Lets an append take effect, or one of the faults. */
  private async take(
    { name, expected }: { name: string; expected: Expected },
    events: NewEvent[],
    answer: Answer,
    refuse: (error: Partial<ServiceError>) => void,
  ): Promise<void> {
    await this.onAppend?.();
    const apply = (): AppendAnswer => this.memory.append(name, expected, events);
    const fault = this.down ? 'unavailable' : this.faults.shift();
    if (fault !== undefined) this.happened += 1;
    if (fault === undefined) return answer(apply());
    if (fault === 'unavailable') return refuse(unavailable());
    if (fault === 'not-leader') return refuse(notLeader(this.port));
    if (fault === 'access-denied') return refuse(accessDenied());
    if (fault === 'late') return void this.late.push(apply);
    if (fault.endsWith('after') || fault === 'timed-out') apply();
    if (fault === 'timed-out') return answer({ kind: 'timed-out' });
    if (fault.startsWith('cut')) this.cut();
  }

  private delete(request: streams.DeleteReq, callback: Callback<streams.DeleteResp>): void {
    const options = request.getOptions();
    if (this.down || !options) return callback(unavailable());
    const target = targetOf(options, options.getRevision());
    const found = this.memory.delete(target.name, target.expected);
    if (found.kind !== 'appended') return callback(wrongVersion(target.name, target.expected, 'current' in found ? found.current : undefined));
    const position = new messages.streams.DeleteResp.Position().setCommitPosition(String(found.position)).setPreparePosition(String(found.position));
    callback(null, new messages.streams.DeleteResp().setPosition(position));
  }
}

type Callback<T> = (error: Partial<ServiceError> | null, response?: T) => void;

function refusalOf(found: Exclude<Parameters<Answer>[0], { kind: 'appended' }>, { name, expected }: { name: string; expected: Expected }): Status {
  if (found.kind === 'too-large') return batchTooLarge(MAX_APPEND_BYTES);
  if (found.kind === 'timed-out') return batchTimedOut();
  return found.kind === 'deleted' ? batchDeleted(name) : batchRefusal(expected, found.current);
}
