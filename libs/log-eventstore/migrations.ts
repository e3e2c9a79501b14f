import { erasureMigration } from '@lianhu/log-postgres';
import type { Migration } from '@lianhu/postgres';

const TABLES = `
CREATE TABLE eventstore.log_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  position bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  frontier bytea NOT NULL,          -- roots of the complete subtrees, largest first, 32 bytes each
  checkpoint text NOT NULL
) WITH (fillfactor = 10);
INSERT INTO eventstore.log_head (position, recorded_at, frontier, checkpoint) VALUES (0, to_timestamp(0), '', '');

-- Where which line stands; its text is on the stream only.
CREATE TABLE eventstore.log_event (
  position bigint PRIMARY KEY,
  recorded_at timestamptz NOT NULL,
  type text NOT NULL,
  department text NOT NULL,
  subject text,
  leaf_hash bytea NOT NULL
);
CREATE INDEX log_event_type ON eventstore.log_event (type, position);
CREATE INDEX log_event_subject ON eventstore.log_event (subject, position) WHERE subject IS NOT NULL;

CREATE TABLE eventstore.log_key (source text NOT NULL, id text NOT NULL, position bigint NOT NULL, content_mac bytea NOT NULL, PRIMARY KEY (source, id));
CREATE TABLE eventstore.log_stream (subject text PRIMARY KEY, version bigint NOT NULL) WITH (fillfactor = 70);
CREATE TABLE eventstore.log_beside (position bigint PRIMARY KEY, ciphertext bytea NOT NULL);
CREATE TABLE eventstore.log_checkpoint (size bigint PRIMARY KEY, note text NOT NULL);
CREATE TABLE eventstore.log_tile (level smallint, index bigint, hash bytea NOT NULL, PRIMARY KEY (level, index));

-- What a line must have beside it, written before the line is appended: the line itself tells neither key nor content.
CREATE TABLE eventstore.pending (
  position bigint NOT NULL,
  leaf_hash bytea NOT NULL,
  source text NOT NULL,
  id text NOT NULL,
  content_mac bytea NOT NULL,
  ciphertext bytea,
  PRIMARY KEY (position, leaf_hash)
);
`;

const GUARDS = `
CREATE TRIGGER moves_on BEFORE UPDATE ON eventstore.log_head FOR EACH ROW EXECUTE FUNCTION log.head_moves_on();
CREATE TRIGGER grows BEFORE UPDATE ON eventstore.log_stream FOR EACH ROW
  WHEN (NEW.version <= OLD.version OR NEW.subject <> OLD.subject) EXECUTE FUNCTION log.version_grows();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON eventstore.log_head FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON eventstore.log_stream FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON eventstore.log_event FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON eventstore.log_key FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON eventstore.log_beside FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON eventstore.log_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON eventstore.log_tile FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();

-- A row that waits for a place which the head has not reached may be the only trace of a line in flight.
CREATE FUNCTION eventstore.pending_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' OR OLD.position > (SELECT position FROM eventstore.log_head) THEN
    RAISE EXCEPTION 'what waits for its line stays as it is' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON eventstore.pending FOR EACH ROW EXECUTE FUNCTION eventstore.pending_stays();

-- Last position recorded at or before a moment: recorded_at never decreases with position, so it is a binary search.
CREATE FUNCTION eventstore.position_at(moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint := 0;
  high bigint := (SELECT position FROM eventstore.log_head);
  middle bigint;
BEGIN
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    IF (SELECT recorded_at FROM eventstore.log_event WHERE position = middle) <= moment THEN low := middle; ELSE high := middle - 1; END IF;
  END LOOP;
  RETURN low;
END $$;
`;

const GRANTS = `
GRANT SELECT, INSERT ON eventstore.log_event, eventstore.log_key, eventstore.log_stream, eventstore.log_beside, eventstore.log_checkpoint,
  eventstore.log_tile TO lianhu_hub;
GRANT SELECT, INSERT, DELETE ON eventstore.pending TO lianhu_hub;
GRANT SELECT, UPDATE ON eventstore.log_head TO lianhu_hub;
GRANT UPDATE (version) ON eventstore.log_stream TO lianhu_hub;
GRANT SELECT ON eventstore.log_head, eventstore.log_event, eventstore.log_stream, eventstore.log_checkpoint, eventstore.log_tile
  TO lianhu_monitor, lianhu_audit;
GRANT SELECT (source, id, position) ON eventstore.log_key TO lianhu_monitor, lianhu_audit;
`;

/** Tables beside a log whose lines are on a stream of EventStoreDB; they land after the log's own. Never edited once landed. */
export const eventstoreMigrations: readonly Migration[] = [
  { id: 'eventstore/0001-tables', sql: TABLES },
  { id: 'eventstore/0002-guards', sql: GUARDS },
  { id: 'eventstore/0003-grants', sql: GRANTS },
  erasureMigration('eventstore', 'eventstore/0004-erasure'),
];
