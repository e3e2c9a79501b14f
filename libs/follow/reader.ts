import type { Pool } from 'pg';
import type { PlainDate, Position, SumDefinition, ViewDefinition } from '@lianhu/kernel';
import { std1, type LogReader } from '@lianhu/log';
import { CompiledView, sumTable, viewTable } from './compiled-view';
import { conditions, narrowed, order, type Columns, type RowQuery } from './conditions';
import { DayTurns } from './day-turns';
import { AsOfUnsupported, UnknownView, ViewNotReady } from './errors';
import { historyOf } from './history';
import { NO_DAY } from './lines';
import { learnDropped } from './orders';
import { registered, type Registered } from './registry';

/** Rows of a page, when nothing is said and at most. */
const SIZE = { usual: 50, most: 1_000 } as const;
/** How long the version that readers see is remembered. Unit: milliseconds. */
const REMEMBERED_MS = 1_000;
/** SQLSTATE of a table that is not there: the version has been replaced. */
const NO_TABLE = '42P01';

/** Reads views. Every name in the SQL comes from a definition, every value is a parameter. */
export class ViewReader {
  private readonly views: ReadonlyMap<string, CompiledView>;
  private readonly days: DayTurns;
  private remembered: { readonly at: number; readonly active: ReadonlyMap<string, Registered> } | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly log: Pick<LogReader, 'read'>,
    views: readonly ViewDefinition[],
    private readonly sums: readonly SumDefinition[],
  ) {
    this.views = new Map(views.map((view) => [view.name, new CompiledView(view, sums)]));
    this.days = new DayTurns(log);
  }

  /** One page of rows, and how many there are in all. */
  async list<R>(name: string, query: RowQuery = {}): Promise<{ readonly rows: readonly R[]; readonly total: number }> {
    return this.reading(name, async (table, columns) => {
      const values: unknown[] = [];
      const from = `FROM ${table}${narrowed(query, values)} WHERE ${['row IS NOT NULL', ...conditions(name, columns, query, values)].join(' AND ')}`;
      const sorted = query.sort === 'given' && query.keys ? 'place' : order(name, columns, query.sort);
      const size = Math.min(Math.max(1, Math.trunc(query.size ?? SIZE.usual)), SIZE.most);
      const offset = (Math.max(1, Math.trunc(query.page ?? 1)) - 1) * size;
      // One statement sees one moment: rows and their number, also while a new version is put in place.
      const page = `ARRAY(SELECT row ${from} ORDER BY ${sorted} LIMIT ${size} OFFSET ${offset})`;
      const found = await this.pool.query<{ rows: R[]; total: number }>(`SELECT ${page} AS rows, (SELECT count(*) ${from}) AS total`, values);
      return found.rows[0] ?? { rows: [], total: 0 };
    });
  }

  /** One row; undefined when there is none. */
  async one<R>(name: string, key: string): Promise<R | undefined> {
    return this.reading(name, async (table) => {
      const { rows } = await this.pool.query<{ row: R }>(`SELECT row FROM ${table} WHERE key = $1 AND row IS NOT NULL`, [key]);
      return rows[0]?.row;
    });
  }

  /** All keys of a sum with their counts. */
  async sumsOf(name: string): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
    const sum = this.sums.find((one) => one.name === name);
    if (!sum) throw new UnknownView(name);
    return this.reading(sum.over, async (_table, _columns, version) => {
      const { rows } = await this.pool.query<{ key: string; counts: Record<string, number> }>(
        `SELECT key, counts FROM ${sumTable(name, version)} ORDER BY key`,
      );
      return new Map(rows.map(({ key, counts }) => [key, counts]));
    });
  }

  /** A child's row as it was at a position, on the day that it was then. */
  async asOf<R>(name: string, subject: string, position: Position): Promise<R | undefined> {
    const view = this.view(name);
    if (view.definition.of !== 'minor') throw new AsOfUnsupported(name);
    await learnDropped(view, this.log, Number.MAX_SAFE_INTEGER, std1);
    const events = (await historyOf(this.log, subject, position)).filter((event) => view.keyOf(event) === subject);
    if (events.length === 0) return undefined;
    return view.row(view.foldAll(events), (await this.dayAt(position)) ?? NO_DAY, subject).row as R | undefined;
  }

  /** The last day that had turned at a position. */
  dayAt(position: Position): Promise<PlainDate | undefined> {
    return this.days.at(position);
  }

  private view(name: string): CompiledView {
    const view = this.views.get(name);
    if (!view) throw new UnknownView(name);
    return view;
  }

  /** Reads the version that is in place; when it is replaced meanwhile, the new one. */
  private async reading<T>(name: string, read: (table: string, columns: Columns, version: number) => Promise<T>): Promise<T> {
    this.view(name);
    for (let again = true; ; again = false) {
      const active = (await this.active()).get(name);
      if (!active) throw new ViewNotReady(name);
      try {
        return await read(viewTable(active), active.columns, active.version);
      } catch (error) {
        this.remembered = undefined;
        if ((error as { code?: unknown }).code !== NO_TABLE || !again) throw error;
      }
    }
  }

  private async active(): Promise<ReadonlyMap<string, Registered>> {
    const now = performance.now();
    if (!this.remembered || now - this.remembered.at > REMEMBERED_MS) {
      const all = await registered(this.pool).catch((error: unknown) =>
        (error as { code?: unknown }).code === NO_TABLE ? [] : Promise.reject(error),
      );
      this.remembered = { at: now, active: new Map(all.filter(({ kind, active }) => kind === 'view' && active).map((one) => [one.name, one])) };
      if (this.remembered.active.size < this.views.size) return this.forget(this.remembered.active);
    }
    return this.remembered.active;
  }

  private forget<T>(value: T): T {
    this.remembered = undefined;
    return value;
  }
}
