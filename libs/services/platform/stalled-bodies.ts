import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { answerClientError } from './client-errors';

/** How often is looked whether a body still comes. Unit: milliseconds. */
export const LOOK_EVERY_MS = 30_000;
/** Looks at which nothing has come before it is given up; two, so that a process that was itself held up does not blame a sender. */
const LOOKS = 2;
/** Lines come as their sender has them, and hold no memory. */
const IN_LINES = /^application\/(x-ndjson|octet-stream)/;
const TIMEOUT = Object.assign(new Error('nothing comes'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });

/**
 * Answers 408 and closes the connection when the rest of a body does not come: a sender that was cut off without a word (a cable, a
 * gateway) would hold memory and its department's share for ever. To be called before the guard, since anybody may send.
 */
export function endStalled(instance: FastifyInstance): void {
  instance.addHook('onRequest', async ({ raw, headers }) => {
    const { 'content-length': length, 'transfer-encoding': coding, 'content-type': type = '' } = headers;
    if ((length !== undefined || coding !== undefined) && !IN_LINES.test(type)) watch(raw);
  });
}

function watch(body: IncomingMessage): void {
  const { socket } = body;
  // Injected within the process, a request comes over no connection that could break off, and never says that it is closed.
  if (!(socket instanceof Socket)) return;
  let [before, looks] = [socket.bytesRead, 0];
  const timer = setInterval(() => {
    // What waits here unread is ours to take, not the sender's to send.
    looks = socket.bytesRead === before && body.readableLength === 0 ? looks + 1 : 0;
    before = socket.bytesRead;
    if (body.complete || looks < LOOKS) return;
    clearInterval(timer);
    answerClientError(TIMEOUT, socket);
    socket.destroySoon();
  }, LOOK_EVERY_MS).unref();
  body.once('close', () => clearInterval(timer));
}
