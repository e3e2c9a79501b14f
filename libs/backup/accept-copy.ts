import { beginEpoch } from '@lianhu/log-postgres';
import { withClient } from '@lianhu/postgres';
import type pg from 'pg';
import { prove } from './prove';
import type { Restored, RestoreOptions } from './restore-backup';

/**
 * Takes a database as it stands for a restored one: proves its log and begins a new epoch, so that whoever knows more of the old one
 * notices. A sign-in that was ended after the copy does not come alive again with it. Throws NotProven.
 */
export async function acceptCopy({ url, trust, before }: Pick<RestoreOptions, 'url' | 'trust' | 'before'>): Promise<Restored> {
  return withClient(url, async (client) => {
    await client.query('BEGIN');
    const proven = await prove(client, trust, await headOf(client));
    await before?.(client);
    await client.query('DELETE FROM access.session');
    const epoch = await beginEpoch(client, proven.position);
    await client.query('COMMIT');
    return { ...proven, epoch };
  });
}

async function headOf(client: pg.ClientBase): Promise<{ readonly position: number; readonly checkpoint: string }> {
  const { rows } = await client.query<{ position: number; checkpoint: string }>('SELECT position, checkpoint FROM log.log_head FOR UPDATE');
  return rows[0] ?? { position: 0, checkpoint: '' };
}
