import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { MAX_APPEND_BYTES, type Expected } from './memory';

type Refusal = Partial<ServiceError>;

/** An error of gRPC with the metadata from which the client makes its own. Source of all: RpcExceptions.cs. */
const refusal = (code: status, details: string, metadata: Readonly<Record<string, string>> = {}): Refusal => {
  const sent = new Metadata();
  for (const [name, value] of Object.entries(metadata)) sent.set(name, value);
  return { code, details, metadata: sent };
};

export const unavailable = (): Refusal => refusal(status.UNAVAILABLE, 'the double is down');
/** The server waited for its own commit in vain; the append may stand all the same. */
export const timedOut = (): Refusal => refusal(status.ABORTED, 'Operation timed out: the double');
export const accessDenied = (): Refusal => refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
export const notLeader = (port: number): Refusal =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(port),
  });
export const streamDeleted = (stream: string): Refusal =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream });
export const tooLarge = (): Refusal =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND_BYTES} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_BYTES),
  });
/** From KurrentDB 25.1 on, where MaxAppendEventSize is set; the client does not know this one. */
export const eventTooLarge = (limit: number): Refusal =>
  refusal(status.INVALID_ARGUMENT, `An event exceeds Maximum Append Event Size of ${limit}.`, {
    exception: 'maximum-append-event-size-exceeded',
    'maximum-append-event-size': String(limit),
  });
export const wrongVersion = (stream: string, expected: Expected, current: number | undefined): Refusal =>
  refusal(status.FAILED_PRECONDITION, 'wrong expected version', {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': String(expected),
    'actual-version': String(current ?? -1),
  });
