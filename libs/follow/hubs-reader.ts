import type { Pool } from 'pg';
import type { SumDefinition, ViewDefinition } from '@lianhu/kernel';
import { CompiledView, sumTable, viewTable } from './compiled-view';
import { conditions, narrowed, order, type Columns } from './conditions';
import { UnknownView, ViewNotReady } from './errors';
import { hubName } from './hub-views';
import type { RowQuery } from './conditions';
import { registered, type Registered } from './registry';

/** Rows of a page, when nothing is said and at most. */
const SIZE = { usual: 50, most: 1_000 } as const;

/** SQLSTATE of a table that is not there: the version has been replaced. */
const NO_TABLE = '42P01';

/** A row and the hub whose log it was folded from. */
export interface HubRow<R> {
  readonly hub: string;
  readonly key: string;
  readonly row: R;
}

/** Reads the views of several hubs as one set of views with a column `hub`, which filters and sorts like any other. */
export class HubsReader {
  private readonly views: ReadonlyMap<string, CompiledView>;

  constructor(
    private readonly pool: Pool,
    private readonly hubs: readonly string[],
    views: readonly ViewDefinition[],
    private readonly sums: readonly SumDefinition[],
  ) {
    this.views = new Map(views.map((view) => [view.name, new CompiledView(view, sums)]));
  }

  /** One page of rows over all hubs, and how many there are in all. Throws ViewNotReady while a hub's view is built for the first time. */
  async list<R>(name: string, query: RowQuery = {}): Promise<{ readonly rows: readonly HubRow<R>[]; readonly total: number }> {
    const view = this.view(name);
    const columns: Columns = { ...Object.fromEntries(view.columns.map((column) => [column.name, column.type])), hub: 'text' };
    return this.reading(async () => {
      const values: unknown[] = [];
      const all = await this.union(view);
      const from = `FROM (${all}) AS hubs${narrowed(query, values)} WHERE ${['row IS NOT NULL', ...conditions(name, columns, query, values)].join(' AND ')}`;
      const size = Math.min(Math.max(1, Math.trunc(query.size ?? SIZE.usual)), SIZE.most);
      const offset = (Math.max(1, Math.trunc(query.page ?? 1)) - 1) * size;
      const sorted = query.sort === 'given' && query.keys ? 'place' : order(name, columns, query.sort);
      // One statement sees one moment: rows and their number, also while a hub's view goes on or a new version is put in place.
      const row = `jsonb_build_object('hub', c_hub, 'key', key, 'row', row)`;
      const page = `ARRAY(SELECT ${row} ${from} ORDER BY ${sorted}, c_hub LIMIT ${size} OFFSET ${offset})`;
      const found = await this.pool.query<{ rows: HubRow<R>[]; total: number }>(`SELECT ${page} AS rows, (SELECT count(*) ${from}) AS total`, values);
      return found.rows[0] ?? { rows: [], total: 0 };
    });
  }

  /** A sum's keys with their counts, by hub. */
  async sumsOf(name: string): Promise<ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, number>>>>> {
    const sum = this.sums.find((one) => one.name === name);
    if (!sum) throw new UnknownView(name);
    const { rows } = await this.reading(async () => {
      const active = await this.active(this.view(sum.over));
      const tables = active.map(
        ({ hub, registered: { version } }) => `SELECT '${hub}' AS hub, key, counts FROM ${sumTable(hubName(name, hub), version)}`,
      );
      return this.pool.query<{ hub: string; key: string; counts: Record<string, number> }>(`${tables.join(' UNION ALL ')} ORDER BY 1, 2`);
    });
    return new Map(this.hubs.map((hub) => [hub, new Map(rows.filter((row) => row.hub === hub).map(({ key, counts }) => [key, counts]))]));
  }

  /** How far each hub's views are folded. */
  async positions(): Promise<ReadonlyMap<string, number>> {
    const known = (await registered(this.pool)).filter(({ kind, active }) => kind === 'view' && active);
    const at = (hub: string): number[] => [...this.views.keys()].map((name) => known.find((one) => one.name === hubName(name, hub))?.position ?? 0);
    return new Map(this.hubs.map((hub) => [hub, Math.min(...at(hub))]));
  }

  /** Reads the versions that are in place; when one is replaced meanwhile, once more. */
  private async reading<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if ((error as { code?: unknown }).code !== NO_TABLE) throw error;
      return read();
    }
  }

  private view(name: string): CompiledView {
    const view = this.views.get(name);
    if (!view) throw new UnknownView(name);
    return view;
  }

  /** The tables of a view, each with its hub. Hubs and columns come from definitions, checked when they were made. */
  private async union(view: CompiledView): Promise<string> {
    const columns = ['key', 'row', ...view.columns.map(({ sql }) => sql)].join(', ');
    const active = await this.active(view);
    return active.map(({ hub, registered: of }) => `SELECT '${hub}'::text AS c_hub, ${columns} FROM ${viewTable(of)}`).join(' UNION ALL ');
  }

  private async active(view: CompiledView): Promise<readonly { readonly hub: string; readonly registered: Registered }[]> {
    const known = (await registered(this.pool)).filter(({ kind, active }) => kind === 'view' && active);
    return this.hubs.map((hub) => {
      const own = known.find(
        ({ name, columns }) => name === hubName(view.name, hub) && view.columns.every((column) => columns[column.name] === column.type),
      );
      if (!own) throw new ViewNotReady(hubName(view.name, hub));
      return { hub, registered: own };
    });
  }
}
