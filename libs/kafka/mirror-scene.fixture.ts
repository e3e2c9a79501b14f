import { DvCallReceived } from '@lianhu/departments/police';
import type { StoredLine } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { write } from '@lianhu/testing';
import type { Pool } from 'pg';
import { MemoryBroker, MemoryStream } from './memory-stream';
import { Mirror, type MirrorOptions, type MirrorStatus } from './mirror';
import { eventsTopic, recordOf } from './records';

export const TOPIC = eventsTopic('990101');
/** Longest wait for something that must come. Unit: milliseconds. */
export const WAIT_MS = 60_000;
export const time = '2026-03-02T10:00:00.000+08:00';

/** Calls about three children, in turns. */
export const call = (log: EventLog, n = 1, child = 1): Promise<number> =>
  write(
    log,
    Array.from({ length: n }, (_, i) => ({ cls: DvCallReceived, time, subject: `child-${((child + i) % 3) + 1}` })),
  );
/** Lines of a log after a position and up to one. */
export const linesOf = async (log: EventLog, from = 0, to = 1_000_000): Promise<readonly StoredLine[]> =>
  (await log.read(from, 1_000_000)).lines.filter(({ position }) => position <= to);

/** Waits until it holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 5)))
    if (await holds()) return;
  throw new Error('it did not come about');
}

/** Waits until a copy is as it must become. */
export async function becomes(one: Mirror, wanted: (status: MirrorStatus) => boolean): Promise<MirrorStatus> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 5)))
    if (wanted(one.status())) return one.status();
  throw new Error(`it stayed ${JSON.stringify(one.status())}`);
}

/** A topic of a broker in memory, and a database for copies of it; both are empty before each test. */
export class MirrorScene {
  pool!: Pool;
  broker!: MemoryBroker;
  stream!: MemoryStream;
  /** What ends after the test. */
  readonly open: { stop(): Promise<void> }[] = [];
  private database!: TestDatabase;

  constructor() {
    beforeAll(async () => {
      this.database = await testDatabase([]);
      this.pool = createPool(this.database.urls.monitor);
    });
    beforeEach(async () => {
      const { rows } = await this.pool.query<{ name: string }>(`SELECT 'view.' || tablename AS name FROM pg_tables WHERE schemaname = 'view'`);
      if (rows.length > 0) await this.pool.query(`DROP TABLE ${rows.map(({ name }) => name).join(', ')}`);
      this.broker = new MemoryBroker();
      this.broker.make(TOPIC, 1, 1);
      this.stream = new MemoryStream(this.broker);
    });
    afterEach(async () => {
      for (const one of this.open.splice(0)) await one.stop();
    });
    afterAll(async () => {
      await this.pool.end();
      await this.database.stop();
    });
  }

  publish(lines: readonly StoredLine[]): Promise<void> {
    return this.stream.publish(TOPIC, lines.map(recordOf));
  }
  made(options: Partial<MirrorOptions> = {}): Mirror {
    const { pool, stream } = this;
    const one = new Mirror({ pool, stream, suite: std1, origin: 'lianhu/990101', area: '990101', ...options });
    this.open.push(one);
    return one;
  }
  async mirror(options: Partial<MirrorOptions> = {}): Promise<Mirror> {
    const one = this.made(options);
    await one.start();
    return one;
  }
  reaches(one: Mirror, position: number): Promise<MirrorStatus> {
    return becomes(one, (status) => status.position === position);
  }
  halts(one: Mirror): Promise<MirrorStatus> {
    return becomes(one, ({ state }) => state === 'halted');
  }
  /** Copies until a position, and ends. */
  async copied(position: number): Promise<void> {
    const one = await this.mirror();
    await this.reaches(one, position);
    await one.stop();
  }
}
