import type { Position } from '@lianhu/kernel';
import type pg from 'pg';

/** Channel of NOTIFY; the payload is the new head. */
export const CHANNEL = 'lianhu_log';
/** How often the head is read while somebody waits: without LISTEN, and with it (a message can be lost). Unit: ms. */
const POLL_MS = { deaf: 100, listening: 1_000 } as const;

/** Tells waiters when the head has moved: at once for this process, by LISTEN for other nodes, by polling if all else fails. */
export class HeadWatch {
  private known: Position = 0;
  private readonly waiting = new Set<{ readonly after: Position; wake(): void }>();
  private listener: pg.PoolClient | undefined;
  private connecting = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly readHead: () => Promise<Position>,
  ) {}

  /** The head is at least here. */
  moved(position: Position): void {
    if (position <= this.known) return;
    this.known = position;
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
      void this.poll();
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
  }

  private async poll(): Promise<void> {
    clearTimeout(this.timer);
    await this.readHead().then(
      (position) => this.moved(position),
      () => undefined,
    );
    clearTimeout(this.timer);
    if (this.waiting.size > 0 && !this.closed) this.timer = setTimeout(() => void this.again(), this.listener ? POLL_MS.listening : POLL_MS.deaf);
  }

  private async again(): Promise<void> {
    if (!this.listener) void this.listen();
    await this.poll();
  }
}
