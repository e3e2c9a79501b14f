import { edgeCounterMigration } from './edge-counters';
import { sourceMigration } from './sources';
import { knownNumbersMigration, sourceSequenceMigration } from './source-sequences';
import { epochMigration } from './epoch';
import { erasureMigration, macsByPositionMigration } from './erasure';
import { writerMigration } from './sole-writer';
import type { Migration } from '@lianhu/postgres';

/** Positions in one partition of `log_event`. Unit: positions. The SQL below says it too. */
export const PARTITION_SIZE = 10_000_000;

const TABLES = `
CREATE TABLE log.log_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  position bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  frontier bytea NOT NULL,          -- roots of the complete subtrees, largest first, 32 bytes each
  checkpoint text NOT NULL
) WITH (fillfactor = 10);
INSERT INTO log.log_head (position, recorded_at, frontier, checkpoint) VALUES (0, to_timestamp(0), '', '');

CREATE TABLE log.log_event (
  position bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  type text NOT NULL,
  department text NOT NULL,
  subject text,
  leaf_hash bytea NOT NULL,
  claim text NOT NULL,
  stamp text NOT NULL,
  bound text NOT NULL,
  PRIMARY KEY (position)
) PARTITION BY RANGE (position);
CREATE INDEX log_event_type ON log.log_event (type, position);
CREATE INDEX log_event_subject ON log.log_event (subject, position) WHERE subject IS NOT NULL;

CREATE TABLE log.log_key (source text NOT NULL, id text NOT NULL, position bigint NOT NULL, content_mac bytea NOT NULL, PRIMARY KEY (source, id));
CREATE TABLE log.log_stream (subject text PRIMARY KEY, version bigint NOT NULL) WITH (fillfactor = 70);
CREATE TABLE log.log_beside (position bigint PRIMARY KEY, ciphertext bytea NOT NULL);
CREATE TABLE log.log_checkpoint (size bigint PRIMARY KEY, note text NOT NULL);
-- roots of complete subtrees of 256, 65,536 and 16,777,216 leaves; the leaves themselves are in log_event
CREATE TABLE log.log_tile (level smallint, index bigint, hash bytea NOT NULL, PRIMARY KEY (level, index));
`;

const GUARDS = `
CREATE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION log.head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.position <= OLD.position OR NEW.recorded_at < OLD.recorded_at THEN
    RAISE EXCEPTION 'the head of the log only moves on' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves_on BEFORE UPDATE ON log.log_head FOR EACH ROW EXECUTE FUNCTION log.head_moves_on();

CREATE FUNCTION log.version_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the version of a stream only grows' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER grows BEFORE UPDATE ON log.log_stream FOR EACH ROW
  WHEN (NEW.version <= OLD.version OR NEW.subject <> OLD.subject) EXECUTE FUNCTION log.version_grows();

CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON log.log_head FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON log.log_stream FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.log_event FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.log_key FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.log_beside FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.log_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.log_tile FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
`;

const PARTITIONS = `
-- Partition n holds positions n * 10 M + 1 … (n + 1) * 10 M. Attaching does not lock readers out. A trigger of the parent
-- does not fire on a statement that names the partition, so each partition has its own.
CREATE FUNCTION log.make_partition(n bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  name text := 'log_event_' || lpad(n::text, 4, '0');
BEGIN
  PERFORM pg_advisory_xact_lock(7426012);
  IF n < 0 OR n > 99999 THEN RAISE EXCEPTION 'no such partition'; END IF;
  IF to_regclass('log.' || name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE log.%I (LIKE log.log_event INCLUDING ALL)', name);
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.%I FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change()', name);
  EXECUTE format('ALTER TABLE log.log_event ATTACH PARTITION log.%I FOR VALUES FROM (%s) TO (%s)', name, n * 10000000 + 1, (n + 1) * 10000000 + 1);
END $$;
SELECT log.make_partition(0);

-- Last position recorded at or before a moment: recorded_at never decreases with position, so it is a binary search.
CREATE FUNCTION log.position_at(moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint := 0;
  high bigint := (SELECT position FROM log.log_head);
  middle bigint;
BEGIN
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    IF (SELECT recorded_at FROM log.log_event WHERE position = middle) <= moment THEN low := middle; ELSE high := middle - 1; END IF;
  END LOOP;
  RETURN low;
END $$;
`;

const GRANTS = `
REVOKE ALL ON FUNCTION log.make_partition(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.make_partition(bigint) TO lianhu_hub;
GRANT SELECT, INSERT ON log.log_event, log.log_key, log.log_stream, log.log_beside, log.log_checkpoint, log.log_tile TO lianhu_hub;
GRANT SELECT, UPDATE ON log.log_head TO lianhu_hub;
GRANT UPDATE (version) ON log.log_stream TO lianhu_hub;
GRANT SELECT ON log.log_head, log.log_event, log.log_stream, log.log_checkpoint, log.log_tile TO lianhu_monitor, lianhu_audit;
GRANT SELECT (source, id, position) ON log.log_key TO lianhu_monitor, lianhu_audit;
`;

/** The log's schema: tables, guards, first partition and rights. Never edited once landed. */
export const logMigrations: readonly Migration[] = [
  { id: 'log/0001-tables', sql: TABLES },
  { id: 'log/0002-guards', sql: GUARDS },
  { id: 'log/0003-partitions', sql: PARTITIONS },
  { id: 'log/0004-grants', sql: GRANTS },
  edgeCounterMigration,
  sourceMigration,
  sourceSequenceMigration,
  epochMigration,
  erasureMigration('log', 'log/0007-erasure'),
  writerMigration,
  macsByPositionMigration,
  knownNumbersMigration,
];
