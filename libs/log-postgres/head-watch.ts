import type { Position } from '@lianhu/kernel';
import type pg from 'pg';

/** Channel of NOTIFY; the payload is the new head. */
export const CHANNEL = 'lianhu_log';
/**
 * How often the head is read while somebody waits. With LISTEN seldom: only a lost message would be noticed by it. Without, soon
 * after something has happened, and the more seldom the longer nothing does. Unit: ms.
 */
const POLL_MS = { first: 25, longest: 1_000, listening: 2_000 } as const;

/** Tells waiters when the head has moved: at once for this process, by LISTEN for other nodes, by polling if all else fails. */
export class HeadWatch {
  private known: Position = 0;
  private readonly waiting = new Set<{ readonly after: Position; wake(): void }>();
  private listener: pg.PoolClient | undefined;
  private connecting = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  /** Until the next poll without LISTEN. Unit: ms. */
  private pause: number = POLL_MS.first;
  private polledAt = -Infinity;

  constructor(
    private readonly pool: pg.Pool,
    private readonly readHead: () => Promise<Position>,
  ) {}

  /** The head is at least here. */
  moved(position: Position): void {
    if (position <= this.known) return;
    this.known = position;
    this.pause = POLL_MS.first;
    for (const waiter of this.waiting) if (waiter.after < position) waiter.wake();
  }

  async wait(after: Position, timeoutMs: number): Promise<void> {
    if (this.known > after || this.closed) return;
    await new Promise<void>((resolve) => {
      const waiter = {
        after,
        wake: () => {
          clearTimeout(timeout);
          this.waiting.delete(waiter);
          resolve();
        },
      };
      const timeout = setTimeout(waiter.wake, timeoutMs);
      this.waiting.add(waiter);
      if (!this.listener) void this.listen();
      this.pollSoon();
    });
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.listener?.release(true);
    this.listener = undefined;
    for (const waiter of this.waiting) waiter.wake();
  }

  private async listen(): Promise<void> {
    if (this.connecting || this.closed) return;
    this.connecting = true;
    const client = await this.pool.connect().catch(() => undefined);
    try {
      client?.once('end', () => this.deaf(client));
      client?.on('notification', ({ payload }) => this.moved(Number(payload)));
      await client?.query(`LISTEN ${CHANNEL}`);
      if (this.closed) client?.release(true);
      else this.listener = client;
    } catch {
      client?.release(true);
    }
    this.connecting = false;
    void this.poll();
  }

  private deaf(client: pg.PoolClient): void {
    if (this.listener !== client) return;
    this.listener = undefined;
    client.release(true);
    this.pause = POLL_MS.first;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.size > 0 && !this.closed) this.pollSoon();
  }

  /** Waiting again costs no query of its own: the head was asked not long ago, or will be soon. */
  private pollSoon(): void {
    const rest = this.listener ? POLL_MS.listening : this.pause;
    const due = this.polledAt + rest - performance.now();
    if (due <= 0) void this.poll();
    else this.timer ??= setTimeout(() => void this.again(), due);
  }

  private async poll(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.polledAt = performance.now();
    await this.readHead().then(
      (position) => this.moved(position),
      () => undefined,
    );
    if (this.waiting.size > 0 && !this.closed) this.pollSoon();
  }

  private async again(): Promise<void> {
    this.pause = Math.min(2 * this.pause, POLL_MS.longest);
    if (!this.listener) void this.listen();
    await this.poll();
  }
}
