import type { FastifyInstance } from 'fastify';

/** A reading counts for so long: who waits for the work itself, or hears a stream of changes, must not hold it up. Unit: ms. */
const READING_MS = 300;
/** Work in the background waits no longer. Unit: ms. */
const MOST_MS = 100;

/** Readings that this process is answering. */
let readings = 0;
const waiting = new Set<() => void>();

/** Notes the readings of an instance: pages that people wait for. */
export function noteReadings(instance: FastifyInstance): void {
  instance.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET') return;
    readings += 1;
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      readings -= 1;
      if (readings === 0) for (const go of [...waiting]) go();
    };
    const timer = setTimeout(end, READING_MS).unref();
    reply.raw.once('close', end);
  });
}

/**
 * Lets people's pages go first: work in the background calls it between its pieces. A page that is answered in several turns of
 * the process would wait for a piece in each of them.
 */
export function giveWay(mostMs = MOST_MS): Promise<void> {
  return new Promise((resolve) => {
    if (readings === 0) return void setImmediate(resolve);
    const go = (): void => {
      clearTimeout(timer);
      waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(go, mostMs);
    waiting.add(go);
  });
}
