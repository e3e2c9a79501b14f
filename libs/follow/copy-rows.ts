import type { Pool } from 'pg';
import type { CompiledView } from './compiled-view';
import { Overtaken } from './errors';
import { fenced, type Held } from './leases';
import { parkedKeys } from './parked';
import { registered, type Checkpoint } from './registry';

/** Copies a view's rows into its new tables as they stand at its checkpoint, and tells which keys wait there. */
export async function copyRows(
  view: CompiledView,
  fresh: CompiledView,
  held: Held,
  pool: Pool,
): Promise<{ readonly at: Checkpoint; readonly parked: readonly string[] }> {
  return fenced(pool, held, async (client) => {
    await client.query('SET LOCAL statement_timeout = 0');
    const own = (await registered(client)).find(({ kind, name, version }) => kind === 'view' && name === view.name && version === view.version);
    if (!own) throw new Overtaken(view.name);
    const columns = ['key', 'row', 'state', 'last_time', 'last_position', 'wake_on', ...view.columns.map(({ sql }) => sql)].join(', ');
    // The keeper's pages wait for this transaction, so these are the rows of exactly this checkpoint.
    await client.query(`INSERT INTO ${fresh.table} (${columns}) SELECT ${columns} FROM ${view.table}`);
    const { position, frontier, recordedAt, today } = own;
    return { at: { position, frontier, recordedAt, today }, parked: await parkedKeys(client, view) };
  });
}
