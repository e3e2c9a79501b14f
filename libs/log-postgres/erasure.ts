import type { Migration } from '@lianhu/postgres';
import type pg from 'pg';
import type { LogSchema } from './log-schema';

/** SQLSTATE that `forget` answers when no erasure stands in the log. */
export const NOT_ERASED = 'LH001';

/** MACs are found by position: a restricted line hides its id. Every key is gone through for it, so that no append pays for an index. */
const macsOf = (schema: LogSchema, subjects: string): string =>
  `UPDATE ${schema}.log_key k SET content_mac = '' FROM ${schema}.log_event e WHERE e.subject = ANY (${subjects}) AND k.position = e.position`;
const ciphertextsOf = (schema: LogSchema, subjects: string): string =>
  `DELETE FROM ${schema}.log_beside b USING ${schema}.log_event e WHERE e.subject = ANY (${subjects}) AND b.position = e.position`;

/** As it landed first: it found no MAC whose line hides its id. `macsByPositionMigration` mends it. */
const MACS_BY_LINE = `UPDATE log.log_key k SET content_mac = '' FROM log.log_event e
       WHERE e.subject = ANY (subjects) AND k.source = e.claim::json ->> 'source' AND k.id = e.claim::json ->> 'id'`;

const forgetFunction = (verb: string, schema: LogSchema, macs: string): string =>
  `${verb} FUNCTION ${schema}.forget(subjects text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM ${schema}.log_event WHERE subject = subjects[1] AND type = 'hub.minor.erased') THEN
        RAISE EXCEPTION 'no erasure stands in the log' USING ERRCODE = '${NOT_ERASED}';
      END IF;
      PERFORM set_config('lianhu.erasing', 'on', true);
      ${macs};
      ${ciphertextsOf(schema, 'subjects')};
      PERFORM set_config('lianhu.erasing', '', true);
    END $$;`;

/**
 * The one way by which ciphertext and content MACs go: a function that asks for the erasure in the log first. The hub has no right
 * to update or delete; the setting that lets the guards through holds inside the function only.
 */
export const erasureMigration = (schema: LogSchema, id: string): Migration => ({
  id,
  sql: `
    CREATE FUNCTION ${schema}.refuse_unless_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'TRUNCATE' AND current_setting('lianhu.erasing', true) = 'on' THEN RETURN NULL; END IF;
      RAISE EXCEPTION 'the log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END $$;
    DROP TRIGGER append_only ON ${schema}.log_key;
    DROP TRIGGER append_only ON ${schema}.log_beside;
    CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON ${schema}.log_key FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
    CREATE TRIGGER erasing_only BEFORE UPDATE ON ${schema}.log_key FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_unless_erasing();
    CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON ${schema}.log_beside FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
    CREATE TRIGGER erasing_only BEFORE DELETE ON ${schema}.log_beside FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_unless_erasing();

    ${forgetFunction('CREATE', schema, schema === 'log' ? MACS_BY_LINE : macsOf(schema, 'subjects'))}
    REVOKE ALL ON FUNCTION ${schema}.forget(text[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${schema}.forget(text[]) TO lianhu_hub;
  `,
});

/**
 * Where lines stand in the database, MACs of restricted events go too; and those that earlier erasures left behind. Whose cases
 * these were nobody knows any more, but their ciphertext, which the line names by its hash, is gone.
 */
export const macsByPositionMigration: Migration = {
  id: 'log/0009-macs-by-position',
  sql: `
    ${forgetFunction('CREATE OR REPLACE', 'log', macsOf('log', 'subjects'))}

    DO $$
    BEGIN
      IF NOT EXISTS (SELECT FROM log.log_event WHERE type = 'hub.minor.erased') THEN RETURN; END IF;
      PERFORM set_config('lianhu.erasing', 'on', true);
      UPDATE log.log_key k SET content_mac = '' FROM log.log_event e
        WHERE k.position = e.position AND k.content_mac <> '' AND e.bound::json ->> 'secrets' IS NOT NULL
          AND NOT EXISTS (SELECT FROM log.log_beside b WHERE b.position = e.position);
      PERFORM set_config('lianhu.erasing', '', true);
    END $$;
  `,
};

/** Inside a restore: the departments' events of these streams, by their leaves. */
export async function eventsOfRestored(
  client: pg.ClientBase,
  subjects: readonly string[],
): Promise<readonly { readonly department: string; readonly leaf: string }[]> {
  const text = `SELECT claim::json ->> 'department' AS department, encode(leaf_hash, 'base64') AS leaf FROM log.log_event WHERE subject = ANY ($1)`;
  const { rows } = await client.query<{ department: string; leaf: string }>(text, [subjects]);
  return rows.filter(({ department }) => department !== 'hub');
}

/** Inside a restore, as the owner and with the guards off: drops ciphertexts and content MACs of streams whose erasure a later log holds. */
export async function forgetRestored(client: pg.ClientBase, subjects: readonly string[]): Promise<void> {
  for (const statement of [macsOf('log', '$1::text[]'), ciphertextsOf('log', '$1::text[]')]) await client.query(statement, [subjects]);
}
