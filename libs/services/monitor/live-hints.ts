import type { FastifyReply } from 'fastify';

/** A view is hinted at most so often to each listener. Unit: milliseconds. Source: public API, views/live. */
const HINT_EVERY_MS = 1_000;
/** A comment that keeps proxies from closing an idle stream. Unit: milliseconds. */
const HEARTBEAT_MS = 5_000;
/** Open pages of one process. */
const MAX_LISTENERS = 2_000;

/** Server-sent hints `{view}`: which view has changed, and nothing else; the page then reads it by its own right. */
export class LiveHints {
  private readonly listeners = new Set<FastifyReply>();
  private readonly lastSent = new Map<string, number>();
  private readonly pending = new Set<string>();
  private readonly heartbeat = setInterval(() => this.broadcast(': heartbeat\n\n'), HEARTBEAT_MS).unref();

  /** Keeps a reply open and sends it hints until the page goes away; false when too many listen. */
  listen(reply: FastifyReply): boolean {
    if (this.listeners.size >= MAX_LISTENERS) return false;
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    reply.raw.write('retry: 2000\n\n');
    this.listeners.add(reply);
    reply.raw.once('close', () => this.listeners.delete(reply));
    return true;
  }

  /** Says that a view has changed; at once the first time, then at most once a second. */
  hint(view: string): void {
    if (this.pending.has(view)) return;
    const wait = (this.lastSent.get(view) ?? 0) + HINT_EVERY_MS - performance.now();
    if (wait <= 0) this.send(view);
    else {
      this.pending.add(view);
      setTimeout(() => {
        this.pending.delete(view);
        this.send(view);
      }, wait).unref();
    }
  }

  /** Ends all streams. */
  close(): void {
    clearInterval(this.heartbeat);
    for (const { raw } of this.listeners) raw.end();
    this.listeners.clear();
  }

  private send(view: string): void {
    this.lastSent.set(view, performance.now());
    this.broadcast(`data: ${JSON.stringify({ view })}\n\n`);
  }

  private broadcast(text: string): void {
    for (const { raw } of this.listeners) {
      // A page that does not read is dropped; it reconnects and reads everything anew.
      if (raw.writableNeedDrain) raw.destroy();
      else raw.write(text);
    }
  }
}
