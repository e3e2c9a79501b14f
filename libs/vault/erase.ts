import type { ClientBase, Pool } from 'pg';
import { inTransaction } from '@lianhu/postgres';
import { casesOf } from './cases';
import type { VaultKeys } from './keys';

/** The streams in which a child stands, its own first and then those of its cases; undefined when the vault holds nothing of it. */
export async function subjectsOf(
  database: Pick<ClientBase | Pool, 'query'>,
  keys: Pick<VaultKeys, 'link'>,
  child: string,
): Promise<readonly [string, ...string[]] | undefined> {
  const { rowCount } = await database.query('select 1 from vault.child where child = $1', [child]);
  return rowCount === 0 ? undefined : [child, ...(await casesOf(database, keys, child))];
}

/**
 * Destroys what the vault holds of a child: data keys of the child and its cases, identities, lookup HMACs, references and links.
 * Cases are looked for again under the child's lock, so that none that was made meanwhile stays. Again changes nothing.
 */
export async function eraseChild(client: ClientBase, keys: Pick<VaultKeys, 'link'>, child: string): Promise<readonly string[]> {
  await client.query('select 1 from vault.child where child = $1 for update', [child]);
  const subjects = await subjectsOf(client, keys, child);
  if (!subjects) return [];
  await client.query('delete from vault.data_key where owner = any($1)', [subjects]);
  await client.query('delete from vault.case_link where token = any($1)', [subjects]);
  await client.query('delete from vault.block where child = $1', [child]);
  await client.query('delete from vault.child where child = $1', [child]);
  return subjects;
}

/** Erases in a transaction of its own; answers the streams whose values nobody can open any more. */
export const eraseIn = (pool: Pool, keys: Pick<VaultKeys, 'link'>, child: string): Promise<readonly string[]> =>
  inTransaction(pool, (client) => eraseChild(client, keys, child));
