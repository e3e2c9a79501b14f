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

/** A page of rows, how many there are in all, and the hubs whose rows these are. */
export interface HubsPage<R> {
  readonly rows: readonly HubRow<R>[];
  readonly total: number;
  /** Without those whose view cannot be read yet. */
  readonly hubs: readonly string[];
}

/** Columns by which a row says whom it is about. */
const ABOUT: readonly string[] = ['child', 'subject'];

/**
 * Reads the views of several hubs as one set of views with a column `hub`, which filters and sorts like any other. Rows of cases
 * are not among them: whether one is sealed stands in no topic. A hub whose view cannot be read keeps nobody from the others' rows.
 */
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

  /** One page of rows over the hubs that are asked for. Throws ViewNotReady when no view of theirs can be read. */
  async list<R>(name: string, query: RowQuery = {}, asked: readonly string[] = this.hubs): Promise<HubsPage<R>> {
    const view = this.view(name);
    const columns: Columns = { ...Object.fromEntries(view.columns.map((column) => [column.name, column.type])), hub: 'text' };
    return this.reading(async () => {
      const values: unknown[] = [];
      const active = await this.active(view, asked);
      const wanted = ['row IS NOT NULL', ...noCases(view), ...conditions(name, columns, query, values)].join(' AND ');
      const from = `FROM (${union(view, active)}) AS hubs${narrowed(query, values)} WHERE ${wanted}`;
      const size = Math.min(Math.max(1, Math.trunc(query.size ?? SIZE.usual)), SIZE.most);
      const offset = (Math.max(1, Math.trunc(query.page ?? 1)) - 1) * size;
      const sorted = query.sort === 'given' && query.keys ? 'place' : order(name, columns, query.sort);
      // One statement sees one moment: rows and their number, also while a hub's view goes on or a new version is put in place.
      const row = `jsonb_build_object('hub', c_hub, 'key', key, 'row', row)`;
      const page = `ARRAY(SELECT ${row} ${from} ORDER BY ${sorted}, c_hub LIMIT ${size} OFFSET ${offset})`;
      const found = await this.pool.query<{ rows: HubRow<R>[]; total: number }>(`SELECT ${page} AS rows, (SELECT count(*) ${from}) AS total`, values);
      return { rows: [], total: 0, ...found.rows[0], hubs: active.map(({ hub }) => hub) };
    });
  }

  /** A sum's keys with their counts, by hub; a hub whose view cannot be read yet is not among them. Throws ViewNotReady when that is so of all. */
  async sumsOf(
    name: string,
    asked: readonly string[] = this.hubs,
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, number>>>>> {
    const sum = this.sums.find((one) => one.name === name);
    if (!sum) throw new UnknownView(name);
    return this.reading(async () => {
      const active = await this.active(this.view(sum.over), asked);
      const tables = active.map(
        ({ hub, registered: { version } }) => `SELECT '${hub}' AS hub, key, counts FROM ${sumTable(hubName(name, hub), version)}`,
      );
      const { rows } = await this.pool.query<{ hub: string; key: string; counts: Record<string, number> }>(
        `${tables.join(' UNION ALL ')} ORDER BY 1, 2`,
      );
      return new Map(active.map(({ hub }) => [hub, new Map(rows.filter((row) => row.hub === hub).map(({ key, counts }) => [key, counts]))]));
    });
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

  /** The tables of a view that can be read now, each with its hub. */
  private async active(view: CompiledView, asked: readonly string[]): Promise<readonly HubTable[]> {
    const hubs = this.hubs.filter((hub) => asked.includes(hub));
    const known = (await registered(this.pool)).filter(({ kind, active }) => kind === 'view' && active);
    const found = hubs.flatMap((hub) => {
      const own = known.find(
        ({ name, columns }) => name === hubName(view.name, hub) && view.columns.every((column) => columns[column.name] === column.type),
      );
      return own ? [{ hub, registered: own }] : [];
    });
    if (found.length === 0) throw new ViewNotReady(view.name);
    return found;
  }
}

interface HubTable {
  readonly hub: string;
  readonly registered: Registered;
}

/** A view's tables as one. Hubs and columns come from definitions, checked when they were made. */
function union(view: CompiledView, active: readonly HubTable[]): string {
  const columns = ['key', 'row', ...view.columns.map(({ sql }) => sql)].join(', ');
  return active.map(({ hub, registered: of }) => `SELECT '${hub}'::text AS c_hub, ${columns} FROM ${viewTable(of)}`).join(' UNION ALL ');
}

const noCases = (view: CompiledView): readonly string[] =>
  view.columns.flatMap(({ name, sql }) => (ABOUT.includes(name) ? [`(${sql} IS NULL OR ${sql} NOT LIKE 'case-%')`] : []));
