import type { FastifyReply } from 'fastify';
import { stillStands, type Caller } from '@lianhu/services/platform';

/** A view is hinted at most so often to each listener. Unit: milliseconds. Source: public API, views/live. */
const HINT_EVERY_MS = 1_000;
/** A comment that keeps proxies from closing an idle stream, and how often it is looked who is still signed in. Unit: milliseconds. */
const HEARTBEAT_MS = 5_000;
/** Open pages of one process. */
const MAX_LISTENERS = 2_000;

/** Server-sent hints `{view}`: which view has changed, and nothing else; the page then reads it by its own right. */
export class LiveHints {
  private readonly listeners = new Map<FastifyReply, Pick<Caller, 'stands'>>();
  private readonly lastSent = new Map<string, number>();
  private readonly pending = new Set<string>();
  private readonly heartbeat: NodeJS.Timeout;

  constructor(everyMs = HEARTBEAT_MS) {
    this.heartbeat = setInterval(() => this.beat(), everyMs).unref();
  }

  /** Keeps a reply open and sends it hints until the page goes away, or is not signed in any more; false when too many listen. */
  listen(reply: FastifyReply, caller: Pick<Caller, 'stands'>): boolean {
    if (this.listeners.size >= MAX_LISTENERS) return false;
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    reply.raw.write('retry: 2000\n\n');
    this.listeners.set(reply, caller);
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
    for (const reply of this.listeners.keys()) this.end(reply);
  }

  private beat(): void {
    this.broadcast(': heartbeat\n\n');
    for (const [reply, caller] of this.listeners) void stillStands(caller).then((stands) => stands || this.end(reply));
  }

  private end(reply: FastifyReply): void {
    this.listeners.delete(reply);
    reply.raw.end();
  }

  private send(view: string): void {
    this.lastSent.set(view, performance.now());
    this.broadcast(`data: ${JSON.stringify({ view })}\n\n`);
  }

  private broadcast(text: string): void {
    for (const { raw } of this.listeners.keys()) {
      // A page that does not read is dropped; it reconnects and reads everything anew.
      if (raw.writableNeedDrain) raw.destroy();
      else raw.write(text);
    }
  }
}
