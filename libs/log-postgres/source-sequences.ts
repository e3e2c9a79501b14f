import type { Migration } from '@lianhu/postgres';
import type { Pool } from 'pg';

/** Gaps of one source that are remembered one by one; the oldest beyond it are only counted. Unit: ranges. The SQL says it too. */
export const MAX_GAPS = 1_000;

/**
 * Running numbers of sources that give them (`sourceseq`): which have come, which are missing. Beside the log and never part
 * of it; what counts for ever is source and id.
 */
export const sourceSequenceMigration: Migration = {
  id: 'log/0006-source-sequences',
  sql: `
CREATE TABLE log.source_sequence (
  source text PRIMARY KEY,
  department text NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL,
  missing int8multirange NOT NULL,   -- numbers between first and last that have not come
  given_up bigint NOT NULL DEFAULT 0,-- numbers of the oldest gaps, when there are too many to remember
  repeated bigint NOT NULL DEFAULT 0,-- events whose number another event had: two at once, else they are refused
  noted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE log.source_sequence IS 'Running numbers that senders give, so that a lost event is seen; never folded.';

-- numbers: of events that stand; fresh: those of them that this commit appended.
CREATE FUNCTION log.note_sequence(of_source text, of_department text, numbers bigint[], fresh bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  seen int8multirange := (SELECT range_agg(int8range(n, n + 1)) FROM unnest(numbers) AS n);
  lowest bigint := (SELECT min(n) FROM unnest(numbers) AS n);
  highest bigint := (SELECT max(n) FROM unnest(numbers) AS n);
  oldest int8multirange;
BEGIN
  INSERT INTO log.source_sequence AS s (source, department, first, last, missing)
  VALUES (of_source, of_department, lowest, highest, int8multirange(int8range(lowest, highest + 1)) - seen)
  ON CONFLICT (source) DO UPDATE SET
    repeated = s.repeated + (SELECT count(*) FROM unnest(fresh) AS n WHERE n BETWEEN s.first AND s.last AND NOT s.missing @> n),
    missing = s.missing
      + int8multirange(int8range(least(lowest, s.first), s.first))
      + int8multirange(int8range(s.last + 1, greatest(highest, s.last) + 1))
      - seen,
    first = least(s.first, lowest),
    last = greatest(s.last, highest),
    noted_at = clock_timestamp();
  SELECT range_agg(r) INTO oldest FROM (
    SELECT r FROM log.source_sequence s, unnest(s.missing) AS r WHERE s.source = of_source
    ORDER BY r DESC OFFSET 1000
  ) AS beyond;
  IF oldest IS NOT NULL THEN
    UPDATE log.source_sequence SET missing = missing - oldest, given_up = given_up + log.size_of(oldest) WHERE source = of_source;
  END IF;
END $$;

CREATE FUNCTION log.size_of(ranges int8multirange) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT coalesce(sum(upper(r) - lower(r)), 0)::bigint FROM unnest(ranges) AS r $$;

REVOKE ALL ON FUNCTION log.note_sequence(text, text, bigint[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.note_sequence(text, text, bigint[], bigint[]) TO lianhu_hub;
GRANT SELECT, INSERT, UPDATE ON log.source_sequence TO lianhu_hub;
GRANT SELECT ON log.source_sequence TO lianhu_monitor, lianhu_audit;
`,
};

/** Which numbers of a source with too many gaps are still known one by one; before it, whoever came late to a gap that was given up was taken for a repetition. */
export const knownNumbersMigration: Migration = {
  id: 'log/0010-known-numbers',
  sql: `
-- Numbers up to it may have come or not, beside those that are missing; -1 = each is known.
ALTER TABLE log.source_sequence ADD COLUMN unknown_to bigint NOT NULL DEFAULT -1;
UPDATE log.source_sequence SET unknown_to = last WHERE given_up > 0;

CREATE FUNCTION log.is_taken(s log.source_sequence, n bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT n BETWEEN s.first AND s.last AND n > s.unknown_to AND NOT s.missing @> n $$;

CREATE OR REPLACE FUNCTION log.note_sequence(of_source text, of_department text, numbers bigint[], fresh bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  seen int8multirange := (SELECT range_agg(int8range(n, n + 1)) FROM unnest(numbers) AS n);
  lowest bigint := (SELECT min(n) FROM unnest(numbers) AS n);
  highest bigint := (SELECT max(n) FROM unnest(numbers) AS n);
  oldest int8multirange;
BEGIN
  INSERT INTO log.source_sequence AS s (source, department, first, last, missing)
  VALUES (of_source, of_department, lowest, highest, int8multirange(int8range(lowest, highest + 1)) - seen)
  ON CONFLICT (source) DO UPDATE SET
    repeated = s.repeated + (SELECT count(*) FROM unnest(fresh) AS n WHERE log.is_taken(s, n)),
    missing = s.missing
      + int8multirange(int8range(least(lowest, s.first), s.first))
      + int8multirange(int8range(s.last + 1, greatest(highest, s.last) + 1))
      - seen,
    first = least(s.first, lowest),
    last = greatest(s.last, highest),
    noted_at = clock_timestamp();
  SELECT range_agg(r) INTO oldest FROM (
    SELECT r FROM log.source_sequence s, unnest(s.missing) AS r WHERE s.source = of_source
    ORDER BY r DESC OFFSET 1000
  ) AS beyond;
  IF oldest IS NOT NULL THEN
    UPDATE log.source_sequence SET missing = missing - oldest, given_up = given_up + log.size_of(oldest),
      unknown_to = greatest(unknown_to, upper(oldest) - 1)
    WHERE source = of_source;
  END IF;
END $$;

REVOKE ALL ON FUNCTION log.is_taken(log.source_sequence, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.is_taken(log.source_sequence, bigint) TO lianhu_hub;
`,
};

/** What is known of the numbers of one source. Units: numbers. */
export interface SequenceFigures {
  readonly department: string;
  readonly source: string;
  readonly last: number;
  /** Numbers that have not come and may still come, or were given up. */
  readonly missing: number;
  /** Numbers that two events bear. */
  readonly repeated: number;
}

/** A source's running numbers, kept beside the log. */
export class SourceSequences {
  constructor(private readonly pool: Pool) {}

  /** Which of these numbers an event of the source already bears, as far as it is known. */
  async taken(source: string, numbers: readonly number[]): Promise<ReadonlySet<number>> {
    const { rows } = await this.pool.query<{ n: number }>(
      'SELECT n FROM log.source_sequence s, unnest($2::bigint[]) AS n WHERE s.source = $1 AND log.is_taken(s, n)',
      [source, numbers],
    );
    return new Set(rows.map(({ n }) => n));
  }

  /** Notes numbers of events that stand; the same again changes nothing. `fresh` are those that were appended just now. */
  async note(department: string, source: string, numbers: readonly number[], fresh: readonly number[]): Promise<void> {
    await this.pool.query('SELECT log.note_sequence($1, $2, $3::bigint[], $4::bigint[])', [source, department, numbers, fresh]);
  }

  async all(): Promise<readonly SequenceFigures[]> {
    const { rows } = await this.pool.query<SequenceFigures>(
      'SELECT department, source, last, given_up + log.size_of(missing) AS missing, repeated FROM log.source_sequence ORDER BY department, source',
    );
    return rows;
  }
}
