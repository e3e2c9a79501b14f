import type { Pool } from 'pg';
import { inTransaction } from '@lianhu/postgres';
import type { Cases } from './cases';

/** A child that was made before its first event was appended, and the case tokens that its event may stand under. */
export interface Candidate {
  readonly child: string;
  readonly cases: readonly string[];
}

/** A child that waits, and when it was last asked for. */
interface Row {
  readonly child: string;
  readonly touched: string;
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

  /** Removes children that wait longer than `minutes` and are not in the log; answers those removed. */
  async sweep(isLive: IsLive, minutes = GIVE_UP_AFTER): Promise<readonly Candidate[]> {
    const { rows } = await this.pool.query<Row>(
      `select child, touched::text as touched from vault.child
       where pending and touched < clock_timestamp() - make_interval(secs => $1) order by touched limit $2`,
      [minutes * 60, SWEEP_LIMIT],
    );
    const { live, removed } = await this.giveUp(rows, isLive);
    await this.appended([...live]);
    return removed;
  }

  /**
   * Removes children that nobody has asked for since they were made, by when that was; answers those removed. One that stands by now is
   * left to whoever made it stand, who knows what of it does.
   */
  async dismiss(born: ReadonlyMap<string, string>, isLive: IsLive): Promise<readonly Candidate[]> {
    const rows = [...born].map(([child, touched]) => ({ child, touched }));
    return (await this.giveUp(rows, isLive)).removed;
  }

  /** Removes those that are not in the log, and says which are. */
  private async giveUp(
    rows: readonly Row[],
    isLive: IsLive,
  ): Promise<{ readonly live: ReadonlySet<string>; readonly removed: readonly Candidate[] }> {
    if (rows.length === 0) return { live: new Set(), removed: [] };
    const tokens = await this.cases.pendingOf(rows.map((row) => row.child));
    const casesOf = (child: string): readonly string[] => tokens.get(child) ?? [];
    const live = await isLive(rows.map(({ child }) => ({ child, cases: casesOf(child) })));
    const removed = await this.remove(
      rows.filter((row) => !live.has(row.child)),
      casesOf,
    );
    return { live, removed };
  }

  /** With keys and links of their cases. One that was asked for again since somebody looked has another `touched` and stays. */
  private remove(rows: readonly Row[], casesOf: (child: string) => readonly string[]): Promise<readonly Candidate[]> {
    return inTransaction(this.pool, async (client) => {
      const gone = await client.query<{ child: string }>(
        `delete from vault.child where child in (
           select c.child from vault.child c join unnest($1::text[], $2::text[]) as g(child, touched) using (child)
           where c.pending and c.touched = g.touched::timestamptz order by c.child for update of c) returning child`,
        [rows.map((row) => row.child), rows.map((row) => row.touched)],
      );
      const removed = gone.rows.map(({ child }) => ({ child, cases: casesOf(child) }));
      const cases = removed.flatMap((one) => one.cases);
      await client.query('delete from vault.data_key where owner = any($1)', [[...removed.map(({ child }) => child), ...cases]]);
      await client.query('delete from vault.case_link where token = any($1)', [cases]);
      return removed;
    });
  }
}
