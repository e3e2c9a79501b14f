import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './authenticate';
import { ProblemError, problemOf, type ProblemCode } from './problems';

/** Node's codes of requests that are no HTTP, or not to be read to their end. Anything else is a request that cannot be parsed. */
const CODES: Readonly<Record<string, ProblemCode>> = { HPE_HEADER_OVERFLOW: 'headers-too-large', ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout' };
/** Reason phrases of the statuses above. Source: RFC 9110 §15.5, RFC 6585 §5. */
const REASONS: Readonly<Record<number, string>> = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

/** Those of Fastify and ours for a stream that is sent and waited for are eleven; more would be a leak. */
const LISTENERS = 20;

/** Answers of a connection that are not finished. */
const unfinished = new WeakMap<Socket, Set<ServerResponse>>();

/** Keeps in mind which answers each connection of a server still waits for, for those who answer its errors. */
export function noteAnswers(server: Server): void {
  server.on('request', ({ socket }, response: ServerResponse) => {
    const all = unfinished.get(socket) ?? new Set();
    unfinished.set(socket, all.add(response));
    response.setMaxListeners(LISTENERS).once('close', () => all.delete(response));
  });
}

/** Whether what is answered now will be taken for the answer to what was wrong: nothing else waits, or only the request whose body broke off. */
function isNext(socket: Socket): boolean {
  const [first, ...others] = unfinished.get(socket) ?? [];
  return first === undefined || (others.length === 0 && !first.req.complete && !first.headersSent);
}

/**
 * Answers what never became a whole request, and so reaches no filter, with a problem like any other, and closes the connection.
 * While an earlier request waits for its answer it is closed only: a refusal would be taken for that answer.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || !isNext(socket)) return void socket.destroy();
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

/**
 * What Node answers by itself, without a word: a request of HTTP/1.1 without a host (the server must not ask for one itself) is refused
 * as any other, and an expectation that nobody knows need not be met. Source: RFC 9112 §3.2, RFC 9110 §10.1.1.
 */
export function answerOddRequests(instance: FastifyInstance): void {
  instance.server.on('checkExpectation', (request, response) => void instance.server.emit('request', request, response));
  instance.addHook('onRequest', async (request, reply) => {
    if (request.raw.httpVersion === '1.1' && request.raw.headers.host === undefined)
      await sendProblem(reply, new ProblemError('malformed-request'), request);
  });
}
