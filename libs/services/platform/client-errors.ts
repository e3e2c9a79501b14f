import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { problemOf, type ProblemCode } from './problems';

/** Node's codes of requests that are no HTTP, or not to be read to their end. Anything else is a request that cannot be parsed. */
const CODES: Readonly<Record<string, ProblemCode>> = { HPE_HEADER_OVERFLOW: 'headers-too-large', ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout' };
/** Reason phrases of the statuses above. Source: RFC 9110 §15.5, RFC 6585 §5. */
const REASONS: Readonly<Record<number, string>> = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

/** Requests of a connection that have no answer yet. */
const unanswered = new WeakMap<Socket, number>();

/** Counts the requests of each connection of a server, for those who answer its errors. */
export function countUnanswered(server: Server): void {
  server.on('request', ({ socket }, response) => {
    unanswered.set(socket, (unanswered.get(socket) ?? 0) + 1);
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
  });
}

/**
 * Answers what never became a request, and so reaches no route and no filter, with a problem like any other, and closes the
 * connection. While an earlier request waits for its answer it is closed only: a refusal would be taken for that answer.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || (unanswered.get(socket) ?? 0) > 0) return void socket.destroy();
  const problem = problemOf(CODES[error.code ?? ''] ?? 'malformed-request');
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${REASONS[problem.status] ?? ''}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
