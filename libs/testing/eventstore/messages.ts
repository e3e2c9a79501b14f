import { createRequire } from 'node:module';
import type * as features from '@eventstore/db-client/generated/serverfeatures_pb';
import type * as gossip from '@eventstore/db-client/generated/gossip_pb';
import type * as shared from '@eventstore/db-client/generated/shared_pb';
import type * as status from '@eventstore/db-client/generated/status_pb';
import type * as streams from '@eventstore/db-client/generated/streams_pb';
import type * as anyPb from 'google-protobuf/google/protobuf/any_pb';
import type * as emptyPb from 'google-protobuf/google/protobuf/empty_pb';
import type { Expected, KeptEvent, NewEvent } from './memory';

const load = createRequire(import.meta.url);
/** The client's generated messages; they are CommonJS and bear no names that ESM could see. */
export const messages = {
  features: load('@eventstore/db-client/generated/serverfeatures_pb') as typeof features,
  gossip: load('@eventstore/db-client/generated/gossip_pb') as typeof gossip,
  shared: load('@eventstore/db-client/generated/shared_pb') as typeof shared,
  status: load('@eventstore/db-client/generated/status_pb') as typeof status,
  streams: load('@eventstore/db-client/generated/streams_pb') as typeof streams,
};
const { Any } = load('google-protobuf/google/protobuf/any_pb') as typeof anyPb;
const { Empty } = load('google-protobuf/google/protobuf/empty_pb') as typeof emptyPb;
const { shared: sharedPb, status: statusPb, streams: streamsPb } = messages;

/** .NET counts 100 ns since the year 1; the client expects them since 1970. Unit: ticks a ms. */
const TICKS_PER_MS = 10_000n;
/** Status in an answer of BatchAppend. Source: google.rpc.Code and the server's Status.cs. */
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;

const nameOf = (identifier?: shared.StreamIdentifier): string => Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();
const identifierOf = (name: string): shared.StreamIdentifier => new sharedPb.StreamIdentifier().setStreamName(Uint8Array.from(Buffer.from(name)));

interface WithRevision {
  getStreamIdentifier(): shared.StreamIdentifier | undefined;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
  hasAny(): boolean;
}

/** The stream's name and what the writer expects of it. */
export function targetOf(options: WithRevision, revision: string | undefined): { name: string; expected: Expected } {
  const word = options.hasNoStream() ? 'no-stream' : options.hasStreamExists() ? 'stream-exists' : options.hasAny() ? 'any' : undefined;
  return { name: nameOf(options.getStreamIdentifier()), expected: word ?? Number(revision) };
}

/** A proposed event of Append or BatchAppend. */
export function proposed(message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage): NewEvent {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** An event as a read or a subscription sends it. */
export function readEvent(event: KeptEvent): streams.ReadResp {
  const recorded = new streamsPb.ReadResp.ReadEvent.RecordedEvent()
    .setId(new sharedPb.UUID().setString(event.id))
    .setStreamIdentifier(identifierOf(event.stream))
    .setStreamRevision(String(event.revision))
    .setPreparePosition(String(event.position))
    .setCommitPosition(String(event.position))
    .setCustomMetadata(event.metadata)
    .setData(event.data);
  const metadata = recorded.getMetadataMap();
  metadata.set('type', event.type);
  metadata.set('content-type', event.contentType);
  metadata.set('created', String(BigInt(event.createdMs) * TICKS_PER_MS));
  return new streamsPb.ReadResp().setEvent(new streamsPb.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(event.position)));
}

/** Other things that a read or subscription says. */
export const says = {
  notFound: (name: string) =>
    new streamsPb.ReadResp().setStreamNotFound(new streamsPb.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(name))),
  confirmed: () => new streamsPb.ReadResp().setConfirmation(new streamsPb.ReadResp.SubscriptionConfirmation().setSubscriptionId('double')),
  caughtUp: () => new streamsPb.ReadResp().setCaughtUp(new streamsPb.ReadResp.CaughtUp()),
  checkpoint: (position: number) =>
    new streamsPb.ReadResp().setCheckpoint(
      new streamsPb.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)),
    ),
};

/** Success of Append. */
export const appendSuccess = (revision: number, position: number): streams.AppendResp =>
  new streamsPb.AppendResp().setSuccess(
    new streamsPb.AppendResp.Success()
      .setCurrentRevision(String(revision))
      .setPosition(new streamsPb.AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position))),
  );

/** Refusal of Append: the stream stands elsewhere. */
export function appendRefusal(expected: Expected, current: number | undefined): streams.AppendResp {
  const wrong = new streamsPb.AppendResp.WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new sharedPb.Empty());
  else wrong.setCurrentRevision(String(current));
  if (typeof expected === 'number') wrong.setExpectedRevision(String(expected));
  else if (expected === 'no-stream') wrong.setExpectedNoStream(new sharedPb.Empty());
  else wrong.setExpectedStreamExists(new sharedPb.Empty());
  return new streamsPb.AppendResp().setWrongExpectedVersion(wrong);
}

/** An answer of BatchAppend to one correlation. */
export const batchAnswer = (request: streams.BatchAppendReq, name: string): streams.BatchAppendResp =>
  new streamsPb.BatchAppendResp().setCorrelationId(request.getCorrelationId()).setStreamIdentifier(identifierOf(name));

/** Success in BatchAppend. */
export const batchSuccess = (revision: number, position: number): streams.BatchAppendResp.Success =>
  new streamsPb.BatchAppendResp.Success()
    .setCurrentRevision(String(revision))
    .setPosition(new sharedPb.AllStreamPosition().setCommitPosition(String(position)).setPreparePosition(String(position)));

/** Refusal in BatchAppend: the stream stands elsewhere. */
export function batchRefusal(expected: Expected, current: number | undefined): status.Status {
  const wrong = new sharedPb.WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (typeof expected === 'number') wrong.setExpectedStreamPosition(String(expected));
  else if (expected === 'no-stream') wrong.setExpectedNoStream(new Empty());
  else wrong.setExpectedStreamExists(new Empty());
  return statusOf(ALREADY_EXISTS, 'WrongExpectedVersion', wrong.serializeBinary());
}

/** Refusal in BatchAppend: more bytes than one append may hold. */
export const batchTooLarge = (limit: number): status.Status =>
  statusOf(INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', new sharedPb.MaximumAppendSizeExceeded().setMaxappendsize(limit).serializeBinary());

/** Refusal in BatchAppend: the stream is deleted for ever. */
export const batchDeleted = (name: string): status.Status =>
  statusOf(NOT_FOUND, 'StreamDeleted', new sharedPb.StreamDeleted().setStreamIdentifier(identifierOf(name)).serializeBinary());

/** No answer in BatchAppend to whether the append stands. */
export const batchTimedOut = (): status.Status => statusOf(DEADLINE_EXCEEDED, 'Timeout', new sharedPb.Timeout().serializeBinary());

/** The one member of a cluster of one, as a single node tells it too. Source: Gossip.Read.cs. */
export const gossipOf = (port: number): gossip.ClusterInfo =>
  new messages.gossip.ClusterInfo().setMembersList([
    new messages.gossip.MemberInfo()
      .setInstanceId(new sharedPb.UUID().setString('00000000-0000-4000-8000-000000000000'))
      .setTimeStamp('0')
      .setState(messages.gossip.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new messages.gossip.EndPoint().setAddress('127.0.0.1').setPort(port)),
  ]);

function statusOf(code: number, type: string, bytes: Uint8Array): status.Status {
  const details = new Any();
  details.pack(bytes, `event_store.client.${type}`);
  return new statusPb.Status().setCode(code).setMessage(type).setDetails(details);
}
