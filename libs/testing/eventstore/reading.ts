import type * as streams from '@eventstore/db-client/generated/streams_pb';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { EventMemory, KeptEvent } from './memory';
import { readEvent, says } from './messages';
import { streamDeleted } from './refusals';

type Options = streams.ReadReq.Options;
type Call = ServerWritableStream<streams.ReadReq, streams.ReadResp>;
type Filter = (event: KeptEvent) => boolean;

/** Events between two checkpoints of a filtered subscription, times the client's multiplier. Unit: events. */
const WINDOW = 32;

/** Answers a read of a stream or of `$all`, once or live. */
export function answerRead(memory: EventMemory, call: Call): void {
  const options = call.request.getOptions() as Options;
  if (isTombstone(memory, options)) return void call.emit('error', streamDeleted(streamName(options)));
  if (options.hasSubscription()) return subscribe(memory, call, options);
  const source = sourceOf(memory, options);
  if (!source) {
    call.write(says.notFound(streamName(options)));
    call.end();
    return;
  }
  const matches = filterOf(options);
  const backwards = options.getReadDirection() === 1;
  const from = startOf(options, backwards);
  const events = backwards ? [...source].reverse() : source;
  const chosen = events.filter((event) => matches(event) && (backwards ? placeOf(event, options) <= from : placeOf(event, options) >= from));
  for (const event of chosen.slice(0, Number(options.getCount()))) call.write(readEvent(event));
  call.end();
}

/** Everything after the given place, then whatever comes. */
function subscribe(memory: EventMemory, call: Call, options: Options): void {
  const matches = filterOf(options);
  const multiplier = options.getFilter()?.getCheckpointintervalmultiplier() ?? 1;
  const from = subscriptionStart(memory, options);
  let [scanned, sent] = [0, from];
  const pump = (): void => {
    if (isTombstone(memory, options)) return void call.emit('error', streamDeleted(streamName(options)));
    for (const event of sourceOf(memory, options) ?? []) {
      if (placeOf(event, options) <= sent) continue;
      sent = placeOf(event, options);
      scanned += 1;
      if (matches(event)) call.write(readEvent(event));
      if (options.hasFilter() && scanned % (WINDOW * multiplier) === 0) call.write(says.checkpoint(event.position));
    }
  };
  call.write(says.confirmed());
  pump();
  call.write(says.caughtUp());
  memory.changes.on('appended', pump);
  const stop = (): void => void memory.changes.off('appended', pump);
  for (const end of ['cancelled', 'close', 'error']) call.on(end, stop);
}

const streamName = (options: Options): string => Buffer.from(options.getStream()?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();

const isTombstone = (memory: EventMemory, options: Options): boolean => options.hasStream() && memory.isTombstone(streamName(options));

const sourceOf = (memory: EventMemory, options: Options): readonly KeptEvent[] | undefined =>
  options.hasStream() ? memory.stream(streamName(options)) : memory.all;

const placeOf = (event: KeptEvent, options: Options): number => (options.hasStream() ? event.revision : event.position);

function startOf(options: Options, backwards: boolean): number {
  const stream = options.getStream();
  if (stream?.hasRevision()) return Number(stream.getRevision());
  const position = options.getAll()?.getPosition();
  if (position) return Number(position.getCommitPosition());
  return backwards ? Infinity : 0;
}

/** The last place that a subscriber has seen already. */
function subscriptionStart(memory: EventMemory, options: Options): number {
  const [stream, all] = [options.getStream(), options.getAll()];
  if (stream?.hasRevision()) return Number(stream.getRevision());
  if (all?.hasPosition()) return Number(all.getPosition()?.getCommitPosition());
  if (stream?.hasEnd() || all?.hasEnd())
    return sourceOf(memory, options)?.at(-1) ? placeOf(sourceOf(memory, options)?.at(-1) as KeptEvent, options) : -1;
  return -1;
}

function filterOf(options: Options): Filter {
  const filter = options.getFilter();
  const expression = filter?.getEventType() ?? filter?.getStreamIdentifier();
  if (!filter || !expression) return () => true;
  const pick = (event: KeptEvent): string => (filter.hasEventType() ? event.type : event.stream);
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return (event) => prefixes.some((prefix) => pick(event).startsWith(prefix));
  const regex = new RegExp(expression.getRegex());
  return (event) => regex.test(pick(event));
}
