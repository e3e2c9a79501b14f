import type { IncomingMessage } from 'node:http';
import { finished, Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** How long the rest of a refused body is read and thrown away. Unit: ms. */
const REST_WITHIN_MS = 60_000;

/**
 * Lets who sends a body that is refused before it was read hear why: the answer goes out whole at once, and the connection lasts until the
 * sender has come to its end. A connection that ends earlier is reset: most clients then see a broken pipe and no refusal, and proxies
 * say that the service is broken (502). Source: RFC 9112 §9.6.
 */
export function hearRefusals(instance: FastifyInstance, withinMs = REST_WITHIN_MS): void {
  instance.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode < 400 || request.raw.complete || typeof payload !== 'string') return payload;
    void reply.removeHeader('connection').header('content-length', Buffer.byteLength(payload));
    return Readable.from(answerUntil(payload, rest(request.raw, withinMs)));
  });
}

async function* answerUntil(answer: string, end: Promise<void>): AsyncGenerator<string> {
  yield answer;
  await end;
}

/** Reads what still comes and throws it away; the connection of who does not come to an end in time is broken off. */
function rest(body: IncomingMessage, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => body.destroy(), withinMs);
    finished(body, { writable: false }, () => {
      clearTimeout(timer);
      resolve();
    });
    body.unpipe().resume();
  });
}
