import type { PoolClient } from 'pg';
import type { Children } from './children';
import type { Identities } from './identities';
import type { Introduction } from './resolved';
import { afterEvents, type StandingEvent } from './said';

interface Introduced {
  readonly child: string;
  readonly introductions: readonly Introduction[];
}

/** Keeps what events say of children once they stand. */
export class Settling {
  constructor(
    private readonly children: Children,
    private readonly stored: Identities,
  ) {}

  /**
   * Keeps it, in the events' order. Children whom no event had named are live from here on, and of who they are only what these say
   * stays. The same again changes nothing.
   */
  async settle(standing: readonly StandingEvent[]): Promise<void> {
    const events = new Map<string, StandingEvent[]>();
    for (const one of standing) if (one.said ?? one.introduces) events.set(one.child, [...(events.get(one.child) ?? []), one]);
    if (events.size === 0) return;
    const made = new Set<string>();
    await this.children.change(
      [...events.keys()],
      (child) => afterEvents(child, events.get(child.child) ?? []),
      async (client, changes) => {
        const first = changes.filter(({ introductions }) => introductions.length > 0);
        for (const { child } of first) made.add(child);
        if (first.length > 0) await this.introduce(client, first);
      },
    );
    // Of a child that another event has made known meanwhile, what this one says may have gone by that.
    const blocks = standing.flatMap(({ child, said, introduces }) => {
      const minor = introduces ? (introduces.restricted || made.has(child) ? undefined : introduces.minor) : said?.minor;
      return minor ? [{ child, minor, time: (introduces ?? said)?.time as string }] : [];
    });
    if (blocks.length > 0) await this.stored.keep(blocks);
  }

  /** Under the lock of their rows. */
  private async introduce(client: PoolClient, first: readonly Introduced[]): Promise<void> {
    const said = first.flatMap(({ child, introductions }) => introductions.map((one) => ({ ...one, child })));
    const blocks = await this.stored.sealed(said);
    const temporaryOf = first.map(({ introductions }) => introductions[0]?.temporaryOf ?? null);
    await client.query({
      name: 'vault-introduce',
      text: INTRODUCE,
      values: [
        blocks.map(({ child }) => child),
        blocks.map(({ mac }) => mac),
        blocks.map(({ time }) => time),
        blocks.map(({ sealed }) => sealed),
        first.map(({ child }) => child),
        temporaryOf,
      ],
    });
  }
}

/** What was kept of who these children are for events that do not stand, or not yet, goes. */
const INTRODUCE = `
with said as (select * from unnest($1::text[], $2::bytea[], $3::text[], $4::bytea[]) as s(child, mac, valid_from, sealed)), kept as (
  insert into vault.identity (child, mac, valid_from, sealed, by_child) select child, mac, valid_from, sealed, true from said order by child, mac
  on conflict (child, mac) do update set valid_from = excluded.valid_from
), gone as (
  delete from vault.identity i where i.child = any($5) and not exists (select from said s where s.child = i.child and s.mac = i.mac)
), cases as (
  delete from vault.pending_case where child = any($5)
), compared as (
  insert into vault.to_match select child from unnest($5::text[]) as c(child) order by 1 on conflict do nothing
)
update vault.child c set pending = false, temporary_of = f.temporary_of, identity_mac = l.mac
from unnest($5::text[], $6::text[]) as f(child, temporary_of)
  join (select distinct on (child) child, mac from said order by child, valid_from desc) l using (child)
where c.child = f.child`;
