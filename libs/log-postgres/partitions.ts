import type { Position } from '@lianhu/kernel';
import type pg from 'pg';
import { PARTITION_SIZE } from './migrations';

/** A partition is made this long before it is needed. Unit: positions. */
export const AHEAD = 2_000_000;

/** Sees to it that the next positions have a partition to stand in. */
export class Partitions {
  private last = -1;

  /** What was there may have gone: the next `ensure` looks again. */
  forget(): void {
    this.last = -1;
  }

  /** Makes what is missing for the positions after this one; costs nothing while all are there. */
  async ensure(client: pg.PoolClient, position: Position): Promise<void> {
    const last = Math.floor((position + AHEAD) / PARTITION_SIZE);
    if (last <= this.last) return;
    for (let n = Math.floor(position / PARTITION_SIZE); n <= last; n++) await client.query('SELECT log.make_partition($1)', [n]);
    this.last = last;
  }
}
