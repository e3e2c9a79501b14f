import type { Pool } from 'pg';
import type { ColumnValue, PlainDate, Position, SumDefinition, ViewDefinition } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { UnknownColumn } from './errors';
import { foldAll, rowOf } from './folded';
import { NO_DAY } from './rebuild';
import { DAY_TURNED, historyOf } from './scan';
import { checked, sumTable, viewTable } from './tables';

/** One condition on a column: a value, any of several, or a text that contains another. */
export type Condition = ColumnValue | readonly ColumnValue[] | { readonly contains: string };
/** How rows are cut out of a view. `keys` narrows to these subjects. */
export interface RowQuery {
  readonly filters?: Readonly<Record<string, Condition>>;
  readonly keys?: readonly string[];
  /** A declared column; `-column` = descending. */
  readonly sort?: string;
  /** From 1. */
  readonly page?: number;
  readonly size?: number;
}

/** Rows of one page. */
const MAX_SIZE = 500;

/** Reads views; every name comes from a definition, every value is a parameter. */
export class ViewReader {
  private readonly views: ReadonlyMap<string, ViewDefinition>;

  constructor(
    private readonly pool: Pool,
    private readonly log: EventLog,
    views: readonly ViewDefinition[],
    private readonly sums: readonly SumDefinition[],
  ) {
    this.views = new Map(views.map((view) => [view.name, view]));
  }

  async list<R>(name: string, query: RowQuery): Promise<{ readonly rows: readonly R[]; readonly total: number }> {
    const view = this.view(name);
    const values: unknown[] = [];
    const where = ['row is not null', ...conditions(view, query, values)].join(' and ');
    const size = Math.min(Math.max(1, query.size ?? 50), MAX_SIZE);
    const offset = (Math.max(1, query.page ?? 1) - 1) * size;
    const table = viewTable(view);
    const [rows, total] = await Promise.all([
      this.pool.query<{ row: R }>(`select row from ${table} where ${where} order by ${order(view, query.sort)} limit ${size} offset ${offset}`, values),
      this.pool.query<{ count: number }>(`select count(*) as count from ${table} where ${where}`, values),
    ]);
    return { rows: rows.rows.map(({ row }) => row), total: total.rows[0]?.count ?? 0 };
  }

  async one<R>(name: string, key: string): Promise<R | undefined> {
    const { rows } = await this.pool.query<{ row: R }>(`select row from ${viewTable(this.view(name))} where key = $1 and row is not null`, [key]);
    return rows[0]?.row;
  }

  /** All keys of a sum with their counts. */
  async sumsOf(name: string): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
    const sum = this.sums.find((one) => one.name === name);
    if (!sum) throw new UnknownColumn(name, 'sum');
    const { rows } = await this.pool.query<{ key: string; counts: Record<string, number> }>(`select key, counts from ${sumTable(sum, this.view(sum.over).version)}`);
    return new Map(rows.map(({ key, counts }) => [key, counts]));
  }

  /** A subject's row as it was at a position, with the day as it was then. */
  async asOf<R>(name: string, subject: string, position: Position): Promise<R | undefined> {
    const view = this.view(name);
    const events = await historyOf(this.log, subject, position);
    if (events.length === 0) return undefined;
    return rowOf(view, foldAll(view, events), (await this.dayAt(position)) ?? NO_DAY, subject) as R | undefined;
  }

  /** The last day that had turned at a position. */
  async dayAt(position: Position): Promise<PlainDate | undefined> {
    let day: PlainDate | undefined;
    for (let after = 0; after < position; ) {
      const page = await this.log.read(after, MAX_SIZE, { types: [DAY_TURNED] });
      for (const line of page.lines) if (line.position <= position) day = (JSON.parse(line.claim) as { data: { date: string } }).data.date;
      if (page.scannedTo <= after) break;
      after = page.scannedTo;
    }
    return day;
  }

  private view(name: string): ViewDefinition {
    const view = this.views.get(name);
    if (!view) throw new UnknownColumn(name, 'view');
    return view;
  }
}

function conditions(view: ViewDefinition, { filters = {}, keys }: RowQuery, values: unknown[]): string[] {
  const parts = Object.entries(filters).map(([column, condition]) => {
    const name = checked(view, column);
    if (typeof condition === 'object' && 'contains' in condition) return `cols->>'${name}' like '%' || $${values.push(escapeLike(condition.contains))} || '%'`;
    if (isTexts(view, name)) return `cols->'${name}' ? $${values.push(String(condition))}`;
    const allowed = (Array.isArray(condition) ? condition : [condition]) as readonly ColumnValue[];
    return `cols->'${name}' = any($${values.push(allowed.map((value) => JSON.stringify(value)))}::jsonb[])`;
  });
  if (keys) parts.push(`key = any($${values.push(keys)})`);
  return parts;
}

const isTexts = (view: ViewDefinition, name: string): boolean => {
  const column = view.columns[name];
  return typeof column === 'object' && column.kind === 'texts';
};
const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (char) => `\\${char}`);

function order(view: ViewDefinition, sort: string | undefined): string {
  if (sort === undefined) return 'key';
  const descending = sort.startsWith('-');
  return `cols->'${checked(view, descending ? sort.slice(1) : sort)}' ${descending ? 'desc' : 'asc'} nulls last, key`;
}
