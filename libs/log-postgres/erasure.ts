import type { Migration } from '@lianhu/postgres';
import type pg from 'pg';
import type { LogSchema } from './log-schema';

/** SQLSTATE that `forget` answers when no erasure stands in the log. */
export const NOT_ERASED = 'LH001';

/** What goes with a child. Where lines stand in the database a key is found by its line; elsewhere the keys are gone through. */
const forgetting = (schema: LogSchema, subjects: string): readonly string[] => [
  schema === 'log'
    ? `UPDATE log.log_key k SET content_mac = '' FROM log.log_event e
       WHERE e.subject = ANY (${subjects}) AND k.source = e.claim::json ->> 'source' AND k.id = e.claim::json ->> 'id'`
    : `UPDATE eventstore.log_key k SET content_mac = '' FROM eventstore.log_event e WHERE e.subject = ANY (${subjects}) AND k.position = e.position`,
  `DELETE FROM ${schema}.log_beside b USING ${schema}.log_event e WHERE e.subject = ANY (${subjects}) AND b.position = e.position`,
];

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

    CREATE FUNCTION ${schema}.forget(subjects text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM ${schema}.log_event WHERE subject = subjects[1] AND type = 'hub.minor.erased') THEN
        RAISE EXCEPTION 'no erasure stands in the log' USING ERRCODE = '${NOT_ERASED}';
      END IF;
      PERFORM set_config('lianhu.erasing', 'on', true);
      ${forgetting(schema, 'subjects').join(';\n      ')};
      PERFORM set_config('lianhu.erasing', '', true);
    END $$;
    REVOKE ALL ON FUNCTION ${schema}.forget(text[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${schema}.forget(text[]) TO lianhu_hub;
  `,
});

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
  for (const statement of forgetting('log', '$1::text[]')) await client.query(statement, [subjects]);
}
