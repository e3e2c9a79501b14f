import type { Pool } from 'pg';
import { inTransaction } from '@lianhu/postgres';
import type { Cases } from './cases';

/** A child that was made before its first event was appended, and the case tokens that its event may stand under. */
export interface Candidate {
  readonly child: string;
  readonly cases: readonly string[];
}

/** Says which of these children have an event in the log, under their own subject or under one of the tokens. */
export type IsLive = (candidates: readonly Candidate[]) => Promise<ReadonlySet<string>>;

/** An append takes seconds; what is still not in the log after this was refused or lost. Unit: minutes. */
const GIVE_UP_AFTER = 60;
/** Unit: children a sweep. */
const SWEEP_LIMIT = 1000;

/** Children between "made" and "in the log": made live by the append, taken away when it never came. */
export class Waiting {
  constructor(
    private readonly pool: Pool,
    private readonly cases: Cases,
  ) {}

  /** Children whose event is in the log now. */
  async appended(children: readonly string[]): Promise<void> {
    if (children.length === 0) return;
    const text = `with live as (
        select child from vault.child where child = any($1) and pending order by child for no key update
      ), done as (delete from vault.pending_case where child in (select child from live))
      update vault.child set pending = false where child in (select child from live)`;
    await this.pool.query({ name: 'vault-appended', text, values: [children] });
  }

  /** Removes children that wait longer than `minutes` and are not in the log; the number of those removed. */
  async sweep(isLive: IsLive, minutes = GIVE_UP_AFTER): Promise<number> {
    const { rows } = await this.pool.query<{ child: string; touched: string }>(
      `select child, touched::text as touched from vault.child
       where pending and touched < clock_timestamp() - make_interval(secs => $1) order by touched limit $2`,
      [minutes * 60, SWEEP_LIMIT],
    );
    if (rows.length === 0) return 0;
    const tokens = await this.cases.pendingOf(rows.map((row) => row.child));
    const live = await isLive(rows.map(({ child }) => ({ child, cases: tokens.get(child) ?? [] })));
    await this.appended([...live]);
    return this.remove(
      rows.filter((row) => !live.has(row.child)),
      tokens,
    );
  }

  /** With keys and links of their cases. One that was asked for again since the sweep looked has another `touched` and stays. */
  private remove(
    rows: readonly { readonly child: string; readonly touched: string }[],
    tokens: ReadonlyMap<string, readonly string[]>,
  ): Promise<number> {
    return inTransaction(this.pool, async (client) => {
      const gone = await client.query<{ child: string }>(
        `delete from vault.child c using unnest($1::text[], $2::text[]) as g(child, touched)
         where c.child = g.child and c.pending and c.touched = g.touched::timestamptz returning c.child`,
        [rows.map((row) => row.child), rows.map((row) => row.touched)],
      );
      const cases = gone.rows.flatMap(({ child }) => tokens.get(child) ?? []);
      await client.query('delete from vault.data_key where owner = any($1)', [[...gone.rows.map(({ child }) => child), ...cases]]);
      await client.query('delete from vault.case_link where token = any($1)', [cases]);
      return gone.rows.length;
    });
  }
}
