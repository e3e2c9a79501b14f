import type { Pool } from 'pg';

/** Lines that changed tables at a stretch, from which on they are tidied at once: after fewer the server does it soon enough. */
export const TIDY_AFTER = 20_000;

/** Of rows whose commit does not lie on the disk yet nothing is noted, and followers do not wait for theirs. Unit: seconds. Source: PostgreSQL, three times wal_writer_delay at most. */
const COMMITS_LIE_AFTER_S = 0.7;

/**
 * Tidies tables that very much has changed in: which of their pages hold nothing but living rows is noted, so that a page
 * which counts does not look at every row, and statistics are renewed. The server would do it too, minutes later. Readers
 * and writers go on beside it; when it fails, nothing is missing but speed.
 */
export class Tidying {
  private work: Promise<unknown> = Promise.resolve();
  private stopped = false;
  /** The server's process that is at it. */
  private pid: number | undefined;

  constructor(private readonly pool: Pool) {}

  /** Tidies tables when those that it was given before are done. */
  take(tables: readonly string[]): void {
    this.work = this.work.then(() => this.tidy(tables)).catch(() => undefined);
  }

  /** Breaks off what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.pid !== undefined) await this.pool.query('SELECT pg_cancel_backend($1)', [this.pid]).catch(() => undefined);
    await this.work;
  }

  private async tidy(tables: readonly string[]): Promise<void> {
    if (this.stopped) return;
    const client = await this.pool.connect();
    try {
      const { rows } = await client.query<{ pid: number }>(`SELECT pg_backend_pid() AS pid, set_config('statement_timeout', '0', false)`);
      this.pid = rows[0]?.pid;
      await client.query('SELECT pg_sleep($1)', [COMMITS_LIE_AFTER_S]);
      for (const table of tables) {
        if (this.stopped) return;
        // Cutting off empty pages at the end would shut readers out for a moment.
        await client.query(`VACUUM (ANALYZE, TRUNCATE false) ${table}`);
      }
    } finally {
      this.pid = undefined;
      client.release(true);
    }
  }
}
