import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { createPool, type Migration } from '@lianhu/postgres';

/** One row: the hub process that wrote last. */
export const writerMigration: Migration = {
  id: 'log/0008-writer',
  sql: `
    CREATE TABLE log.writer (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      process text NOT NULL,
      since timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    COMMENT ON TABLE log.writer IS 'Which hub process writes, so that one that was cut off learns whether another has written meanwhile.';
    GRANT SELECT, INSERT, UPDATE ON log.writer TO lianhu_hub;
    GRANT SELECT ON log.writer TO lianhu_monitor, lianhu_audit;
  `,
};

/** Advisory lock of the database that the writer's connection holds. */
const LOCK = 7_426_013;
/** How often one who waits, or was cut off, tries again. Unit: ms. */
const AGAIN_MS = 500;
/** How often the connection that has the lock is asked whether it is still there, and how long it may take to say so. Unit: ms. */
const ASKED = { everyMs: 5_000, answerMs: 5_000 } as const;
/** The server lets the lock of a machine that has gone silent go after about ten seconds. */
const KEEPALIVE = 'SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3';
const CLAIM = `INSERT INTO log.writer (process) VALUES ($1)
  ON CONFLICT (one) DO UPDATE SET process = excluded.process, since = clock_timestamp()`;

/** What is told of a writer's life. */
export interface WriterEvents {
  /** Another process writes; this one waits for its end. Called once. */
  readonly waiting?: () => void;
  /** This process was cut off and another has written meanwhile: what it remembers is old, and it has to end. */
  readonly overtaken?: () => void;
}

/**
 * The right to be the only hub process of a database: what a hub remembers of keys, erasures and sealed cases is true only
 * while nobody else changes it. It hangs on one connection, and goes with the process, however that ends.
 */
export class SoleWriter {
  private readonly pool: pg.Pool;
  private readonly process = randomUUID();
  private client: pg.PoolClient | undefined;
  private asking: NodeJS.Timeout | undefined;
  private ended = false;

  private constructor(
    url: string,
    private readonly events: WriterEvents,
    private readonly asked: { readonly everyMs: number; readonly answerMs: number },
  ) {
    this.pool = createPool(url, { max: 1, applicationName: 'lianhu-writer', answerTimeout: asked.answerMs });
  }

  /** Resolves when no other process writes. Throws what the database refuses, such as a missing right. */
  static async begin(
    url: string,
    events: WriterEvents = {},
    asked: { readonly everyMs: number; readonly answerMs: number } = ASKED,
  ): Promise<SoleWriter> {
    const writer = new SoleWriter(url, events, asked);
    try {
      let client = await writer.lock();
      if (!client) events.waiting?.();
      for (; !client; client = await writer.lock()) await pause();
      writer.hold(client);
      await client.query(CLAIM, [writer.process]);
    } catch (error) {
      await writer.end();
      throw error;
    }
    return writer;
  }

  /** Whether this process may write now; not while its connection is cut. */
  get alone(): boolean {
    return this.client !== undefined;
  }

  /** Gives the right up. */
  async end(): Promise<void> {
    this.ended = true;
    this.drop();
    await this.pool.end();
  }

  /** The connection that has the lock now; undefined when another process has it. */
  private async lock(): Promise<pg.PoolClient | undefined> {
    const client = await this.pool.connect();
    try {
      await client.query(KEEPALIVE);
      const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS taken`);
      if (rows[0]?.taken === true) return client;
      client.release();
      return undefined;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  private hold(client: pg.PoolClient): void {
    this.client = client;
    const lost = (): void => {
      if (this.client !== client) return;
      this.drop();
      void this.again();
    };
    client.once('end', lost);
    // A server that vanished without a word would leave this process believing that it writes alone.
    let answered = true;
    const ask = async (): Promise<void> => {
      if (!answered) return;
      answered = false;
      await client.query('SELECT 1');
      answered = true;
    };
    this.asking = setInterval(() => void ask().catch(lost), this.asked.everyMs).unref();
  }

  private drop(): void {
    clearInterval(this.asking);
    this.client?.release(true);
    this.client = undefined;
  }

  /** After a cut: the right comes back when nobody has had it since. Until then nothing is written, whatever goes wrong. */
  private async again(): Promise<void> {
    for (;;) {
      await pause();
      if (this.ended) return;
      const client = await this.lock().catch(() => undefined);
      if (!client) continue;
      const last = await client.query<{ process: string }>('SELECT process FROM log.writer').catch(() => undefined);
      if (!this.ended && last?.rows[0]?.process === this.process) return this.hold(client);
      client.release(true);
      if (last && !this.ended) return this.events.overtaken?.();
    }
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
