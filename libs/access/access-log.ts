import type { Pool } from 'pg';
import { canonical, dateOf, LianhuError, momentOf, toBase64, type Json, type Moment, type PlainDate, type Suite } from '@lianhu/kernel';
import { hashLeaf, rootOf } from '@lianhu/log';
import type { Role } from './roles';

/** One read, to be recorded before its bytes leave. */
export interface AccessRow {
  /** Who read: account or client name. */
  readonly by: string;
  readonly role: Role;
  readonly department?: string;
  /** Of people of a town or village. Rows recorded before this was there do not name it. */
  readonly town?: string;
  readonly purpose?: string;
  /** Row of the route table, e.g. `views.minors.one`. */
  readonly route: string;
  /** `child-…` that the answer showed. */
  readonly children: readonly string[];
  /** `case-…` that it showed; of restricted events only these. */
  readonly cases: readonly string[];
  /** Whose account was made or closed, or got another password. */
  readonly account?: string;
  /** Number of the flushed page, for streams. */
  readonly page?: number;
}
/** Where a reader belongs. */
export type AccessReader = Pick<AccessRow, 'department' | 'town'>;
/** A recorded read with its moment. */
export interface RecordedAccess extends AccessRow {
  readonly at: Moment;
}

/** The read could not be recorded, so nothing may be shown. */
export class AccessLogUnavailable extends LianhuError {
  readonly code = 'access.access-log-unavailable';
  constructor() {
    super('The read could not be recorded, so nothing is shown; try again.');
  }
}

/** Rows of a day are missing or changed in number. */
export class AccessLogBroken extends LianhuError {
  readonly code = 'access.access-log-broken';
  constructor(readonly day: PlainDate) {
    super(`The access log of ${day} does not have the reads that it counted; somebody changed it.`);
  }
}

/** What `accesses` looks for; conditions narrow each other. `from` and `to` are moments or days, both included. */
export interface AccessQuery {
  /** Reads of any of them. */
  readonly minors?: readonly string[];
  readonly by?: string;
  readonly from?: string;
  readonly to?: string;
  /** Newer rows that are passed over. Unit: rows. */
  readonly skip?: number;
  /** Unit: rows. */
  readonly limit?: number;
}

/** Unit: rows. */
const MAX_PER_COMMIT = 500;
const MAX_WAITING = 10_000;
/** A page of a thousand, and one by which it is seen that there are more. */
const MAX_FOUND = 1_001;
/** Children and cases of one row. Reason: a page shows fewer. */
const MAX_TOKENS = 2_000;
/** A day that was closed while rows waited is tried as the next day, once. */
const TRIES = 2;

const APPEND = `
with head as (
  insert into access.day as d (day, reads) values ($1, $2::int)
  on conflict (day) do update set reads = d.reads + $2::int where not d.closed returning d.reads
)
insert into access.read (day, n, at, reader, children, row)
select $1, head.reads - $2::int + r.i, $3, r.reader, string_to_array(r.children, ','), r.row
from head, unnest($4::text[], $5::text[], $6::text[]) with ordinality as r(reader, children, row, i)`;

interface Waiting {
  readonly rows: readonly AccessRow[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** The log of reads: one row a request, committed before the bytes leave; a Merkle tree of its own for each day. */
export class AccessLog {
  private waiting: Waiting[] = [];
  private count = 0;
  private running = false;

  constructor(
    private readonly pool: Pool,
    private readonly suite: Suite,
    private readonly now: () => number = Date.now,
  ) {}

  /** Records reads; when it returns they are durable. Throws AccessLogUnavailable, and then nothing may be shown. */
  record(rows: readonly AccessRow[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve();
    const tooMany = rows.some((row) => row.children.length + row.cases.length > MAX_TOKENS);
    if (tooMany || this.count + rows.length > MAX_WAITING) return Promise.reject(new AccessLogUnavailable());
    this.count += rows.length;
    return new Promise((resolve, reject) => {
      this.waiting.push({ rows, resolve, reject });
      void this.pump();
    });
  }

  /** Reads by children, reader and time, newest first. */
  async accesses({ minors, by, from, to, skip = 0, limit = MAX_FOUND }: AccessQuery): Promise<readonly RecordedAccess[]> {
    const { rows } = await this.pool.query<{ row: string }>(
      `select row from access.read
       where ($1::text[] is null or children && $1::text[]) and ($2::text is null or reader = $2)
         and ($3::text is null or at >= $3) and ($4::text is null or at < $4)
       order by at desc, day desc, n desc limit $5 offset $6`,
      [minors ?? null, by ?? null, from ?? null, to === undefined ? null : `${to}~`, Math.min(limit, MAX_FOUND), skip],
    );
    return rows.map(({ row }) => JSON.parse(row) as RecordedAccess);
  }

  /** Where those belong who were shown one of these children on one of these routes from a moment on; each place once. */
  async readersOf(children: readonly string[], from: string, routes: readonly string[]): Promise<readonly AccessReader[]> {
    const { rows } = await this.pool.query<{ department: string | null; town: string | null }>(
      `select distinct row::json ->> 'department' as department, row::json ->> 'town' as town from access.read
       where children && $1::text[] and at >= $2 and row::json ->> 'route' = any($3)`,
      [children, from, routes],
    );
    return rows.map(({ department, town }) => ({ department: department ?? undefined, town: town ?? undefined }));
  }

  /** How many reads a day had and the root of its tree (base64); a day that is over is closed by this and never changes again. */
  async dayRoot(day: PlainDate): Promise<{ readonly reads: number; readonly root: string }> {
    const over = day < this.today();
    if (over)
      await this.pool.query('insert into access.day (day, reads, closed) values ($1, 0, true) on conflict (day) do update set closed = true', [day]);
    const { rows } = await this.pool.query<{ row: string; reads: number }>(
      'select r.row, d.reads from access.day d join access.read r using (day) where d.day = $1 order by r.n',
      [day],
    );
    const counted = await this.pool.query<{ reads: number }>('select reads from access.day where day = $1', [day]);
    const reads = over ? (counted.rows[0]?.reads ?? 0) : rows.length;
    if (rows.length !== reads) throw new AccessLogBroken(day);
    const leaves = rows.map(({ row }) => hashLeaf(this.suite, row));
    return { reads, root: toBase64(rootOf(this.suite, leaves)) };
  }

  /** Days before one on which something was read. */
  async daysBefore(day: PlainDate): Promise<readonly PlainDate[]> {
    const { rows } = await this.pool.query<{ day: PlainDate }>('select day from access.day where day < $1 order by day', [day]);
    return rows.map((row) => row.day);
  }

  private today(): PlainDate {
    return dateOf(momentOf(this.now()));
  }

  private async pump(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.waiting.length > 0) {
      const batch = this.take();
      const rows = batch.flatMap((one) => one.rows);
      this.count -= rows.length;
      const error = await this.write(rows).then(
        () => undefined,
        () => new AccessLogUnavailable(),
      );
      for (const { resolve, reject } of batch) error ? reject(error) : resolve();
    }
    this.running = false;
  }

  private take(): Waiting[] {
    let size = 0;
    let end = 0;
    while (end < this.waiting.length && (end === 0 || size + (this.waiting[end] as Waiting).rows.length <= MAX_PER_COMMIT))
      size += (this.waiting[end++] as Waiting).rows.length;
    const batch = this.waiting.slice(0, end);
    this.waiting = this.waiting.slice(end);
    return batch;
  }

  private async write(rows: readonly AccessRow[]): Promise<void> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const at = momentOf(this.now());
      const texts = rows.map((row) => canonical({ ...row, at } as unknown as Json));
      const children = rows.map((row) => row.children.join(','));
      const values = [dateOf(at), rows.length, at, rows.map((row) => row.by), children, texts];
      const { rowCount } = await this.pool.query({ name: 'access-record', text: APPEND, values });
      if (rowCount === rows.length) return;
    }
    throw new AccessLogUnavailable();
  }
}
