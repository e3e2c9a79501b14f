import { randomUUID } from 'node:crypto';
import type { Position } from '@lianhu/kernel';
import type { Migration } from '@lianhu/postgres';
import type pg from 'pg';

/** A row for each life of the log: the first begins with the database, another one with every restore. */
export const epochMigration: Migration = {
  id: 'log/0006-epoch',
  sql: `
    CREATE TABLE log.epoch (
      n integer PRIMARY KEY,
      epoch text NOT NULL UNIQUE,
      position bigint NOT NULL,
      restored_from text,
      began_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    COMMENT ON TABLE log.epoch IS 'A restored log goes on from an earlier position under a new epoch, so that whoever knows more of the old one notices.';
    INSERT INTO log.epoch (n, epoch, position) VALUES (1, gen_random_uuid()::text, 0);
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.epoch FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
    GRANT SELECT ON log.epoch TO lianhu_hub, lianhu_monitor, lianhu_audit;
  `,
};

/** Begins a new epoch after a restore, as the database's owner; answers it. */
export async function beginEpoch(client: pg.ClientBase, position: Position): Promise<string> {
  const epoch = randomUUID();
  await client.query(`INSERT INTO log.epoch (n, epoch, position, restored_from) SELECT n + 1, $1, $2, epoch FROM log.epoch ORDER BY n DESC LIMIT 1`, [
    epoch,
    position,
  ]);
  return epoch;
}
