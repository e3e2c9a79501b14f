import type { Position } from '@lianhu/kernel';
import type { Pool } from 'pg';

/** What an order about a case does to it: closes it or opens it again. */
export interface CaseSeal {
  /** Where the order stands in the log. */
  readonly position: Position;
  readonly token: string;
  readonly sealed: boolean;
}

/** A case is what the newest order about it says; sealed, where one that was carried to a position and one that stands there differ. */
const SEALED = `
from (select distinct on (token) token, position, sealed from vault.case_order order by token, position desc, sealed desc) newest
where sealed`;

/** Sealed cases 封存: which case tokens are answered as if there were none. Read anew for every answer, so an order holds at once. */
export class Seals {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** Every sealed case, in order. */
  async all(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ token: string }>({ name: 'vault-sealed', text: `select token ${SEALED} order by token` });
    return rows.map(({ token }) => token);
  }

  /** Every sealed case with where the order stands that seals it. */
  async since(): Promise<ReadonlyMap<string, Position>> {
    const { rows } = await this.pool.query<{ token: string; position: string }>({
      name: 'vault-sealed-since',
      text: `select token, position ${SEALED}`,
    });
    return new Map(rows.map(({ token, position }) => [token, Number(position)]));
  }

  /** Those of some subjects that are sealed; a child never is. */
  async among(subjects: readonly (string | undefined)[]): Promise<ReadonlySet<string>> {
    const cases = [...new Set(subjects)].filter((subject) => subject?.startsWith('case-'));
    if (cases.length === 0) return new Set();
    const { rows } = await this.pool.query<{ token: string }>({
      name: 'vault-sealed-among',
      text: `select token ${SEALED} and token = any($1)`,
      values: [cases],
    });
    return new Set(rows.map(({ token }) => token));
  }

  /** Keeps what orders say; the same again changes nothing. */
  async add(seals: readonly CaseSeal[]): Promise<void> {
    if (seals.length === 0) return;
    await this.pool.query(
      'insert into vault.case_order (position, token, sealed) select * from unnest($1::bigint[], $2::text[], $3::boolean[]) on conflict do nothing',
      [seals.map(({ position }) => position), seals.map(({ token }) => token), seals.map(({ sealed }) => sealed)],
    );
  }

  /** Position of the newest order that is kept; 0 when there is none. */
  async newest(): Promise<Position> {
    const { rows } = await this.pool.query<{ position: string }>('select coalesce(max(position), 0) as position from vault.case_order');
    return Number(rows[0]?.position ?? 0);
  }

  /** Keeps that something was said about a sealed case; answers what was not kept yet. */
  async alarm(positions: readonly Position[]): Promise<readonly Position[]> {
    const text = 'insert into vault.sealed_push (position) select unnest($1::bigint[]) on conflict do nothing returning position';
    const { rows } = await this.pool.query<{ position: string }>(text, [positions]);
    return rows.map(({ position }) => Number(position));
  }

  /** How often something was said about a case while it was sealed. */
  async alarms(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>('select count(*)::int as count from vault.sealed_push');
    return rows[0]?.count ?? 0;
  }
}
