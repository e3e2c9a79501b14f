import type pg from 'pg';
import { ServerUnfit } from './errors';

/** The oldest major version that Lianhu was tried on. */
const OLDEST_MAJOR = 15;

/** What a server says of itself on a connection of ours. */
export interface ServerSays {
  /** `server_version_num`, e.g. 180004. */
  readonly version: number;
  readonly encoding: string;
  /** Whether the settings that a connection of ours asks for have come to the server. */
  readonly direct: boolean;
}

/** Why a database cannot be Lianhu's; undefined when it can. */
export function whyUnfit({ version, encoding, direct }: ServerSays): string | undefined {
  if (version < OLDEST_MAJOR * 10_000) return `PostgreSQL ${Math.floor(version / 10_000)} is too old: take ${OLDEST_MAJOR} or newer`;
  if (encoding !== 'UTF8') return `its encoding is ${encoding}: create it with ENCODING 'UTF8'`;
  if (!direct) return 'a connection pooler stands before it, and locks and settings of a session do not come through: connect to PostgreSQL itself';
  return undefined;
}

/** Throws ServerUnfit when a database of the connected server, the connected one unless another is named, cannot be Lianhu's. One that is not there yet will be made as it must be. */
export async function refuseUnfit(client: pg.ClientBase, database?: string): Promise<void> {
  const { rows } = await client.query<ServerSays>(
    `SELECT current_setting('server_version_num')::int AS version,
       coalesce((SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = coalesce($1, current_database())), 'UTF8') AS encoding,
       current_setting('lianhu.connection', true) IS NOT DISTINCT FROM 'own' AS direct`,
    [database],
  );
  const why = whyUnfit(rows[0] as ServerSays);
  if (why !== undefined) throw new ServerUnfit(why);
}
