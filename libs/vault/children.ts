import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@lianhu/postgres';
import { decrypt, encrypt } from './cipher';
import type { DataKeys } from './data-keys';
import type { Match } from './identity';
import type { VaultKeys } from './keys';
import type { LookupForms } from './lookup-forms';
import { stillNewest, type LookupMacs } from './lookup-macs';
import { OFFICE } from './references';
import type { Profile } from './profile';
import { randomToken } from './tokens';

/** How one request names its child: by the department's reference or by a document. */
export interface Wanted {
  readonly n: number;
  readonly party: string;
  readonly mac?: Uint8Array;
  readonly ref?: string;
}

/** A child as it stands. */
export interface Child {
  readonly child: string;
  readonly pending: boolean;
  readonly restricted: boolean;
  readonly identityMac?: Buffer;
  readonly profile: Profile;
  /** The asking party's reference, if it has one yet. */
  readonly ref?: string;
  /** Made by whoever asks: when, as the database says it. It is another moment as soon as somebody else has asked. */
  readonly born?: string;
}

/** A child that nobody knew. */
export interface NewChild {
  readonly mac: Uint8Array;
  readonly match: Match;
  readonly department: string;
  readonly restricted: boolean;
}

interface Row {
  readonly n: number;
  readonly child: string;
  readonly pending: boolean;
  readonly restricted: boolean;
  readonly profile: Buffer;
  readonly identity_mac: Buffer | null;
  readonly kek_id: number;
  readonly wrapped: Buffer;
  readonly ref: string | null;
}

const FIND = `
with wanted as (
  select w.n, w.party, coalesce(
    (select l.child from vault.lookup l where l.mac = w.mac),
    (select f.child from vault.reference f where f.ref = w.ref and f.party = w.party)) as child
  from unnest($1::int[], $2::text[], $3::bytea[], $4::text[]) as w(n, party, mac, ref)
)
select wanted.n, c.child, c.pending, c.restricted, c.profile, c.identity_mac, k.kek_id, k.wrapped,
  (select r.ref from vault.reference r where r.child = c.child and r.party = wanted.party) as ref
from wanted join vault.child c using (child) join vault.data_key k on k.owner = c.child`;

const STORED = `select c.child, c.pending, c.restricted, c.profile, c.identity_mac, k.kek_id, k.wrapped, null as ref
from vault.child c join vault.data_key k on k.owner = c.child where c.child = any($1)`;

/** One statement, so whole or not at all; nothing when the epoch is not the newest any more. Ordered by the HMAC: two batches with the same children wait for each other, never in a ring. */
const CREATE = `
with still as (${stillNewest(11)}), born as (
  select * from unnest($1::bytea[], $2::text[], $3::text[], $4::boolean[], $5::bytea[], $6::int[], $7::bytea[], $8::text[], $9::text[], $10::text[])
    as b(mac, child, temporary_of, restricted, profile, kek_id, wrapped, party, ref, office_ref)
), fresh as (
  insert into vault.lookup (mac, child, epoch) select born.mac, born.child, $11 from born, still
  where not exists (select from unnest($12::bytea[], $13::bytea[]) as o(older, mac) join vault.lookup l on l.mac = o.older where o.mac = born.mac)
  order by born.mac on conflict do nothing returning child
), children as (
  insert into vault.child (child, temporary_of, restricted, profile)
  select child, temporary_of, restricted, profile from born join fresh using (child) returning child, touched::text
), keys as (
  insert into vault.data_key (owner, kek_id, wrapped) select child, kek_id, wrapped from born join fresh using (child)
), refs as (
  insert into vault.reference (child, party, ref)
  select child, p.party, p.ref from born join fresh using (child), lateral (values (party, ref), ('${OFFICE}', office_ref)) as p(party, ref)
  on conflict do nothing
)
select s.stored, c.child, c.touched from (select exists (select from still) as stored) s left join children c on true`;

const PROFILES = `
update vault.child c set profile = p.profile, restricted = p.restricted
from unnest($1::text[], $2::bytea[], $3::boolean[]) as p(child, profile, restricted) where c.child = p.child`;

/** Opened profiles kept in memory. Unit: profiles, about 300 bytes each with their ciphertext. */
const MAX_OPENED = 20_000;

/** Profiles already opened, as long as the same ciphertext is stored: a child's next event need not decrypt it again. */
class OpenedProfiles {
  private readonly opened = new Map<string, { readonly sealed: Buffer; readonly profile: Profile }>();

  of(child: string, sealed: Buffer, open: (sealed: Buffer) => Profile): Profile {
    const known = this.opened.get(child);
    if (known?.sealed.equals(sealed)) return known.profile;
    const profile = open(sealed);
    if (this.opened.size >= MAX_OPENED) this.opened.clear();
    this.opened.set(child, { sealed, profile });
    return profile;
  }

  forget(child: string): void {
    this.opened.delete(child);
  }
}

/** The rows of children: found by HMAC or reference, made once however many ask at the same moment. */
export class Children {
  private readonly profiles = new OpenedProfiles();

  constructor(
    private readonly pool: Pool,
    private readonly keys: VaultKeys,
    private readonly dataKeys: DataKeys,
    private readonly lookups: LookupMacs,
  ) {}

  /** The children that exist, by the number of the request. */
  async find(wanted: readonly Wanted[]): Promise<Map<number, Child>> {
    if (wanted.length === 0) return new Map();
    const rows = await this.lookups.under((forms) => {
      const asked = wanted.flatMap((one) => (one.mac ? forms.all(one.mac).map((mac) => ({ ...one, mac })) : [one]));
      const values = [asked.map((w) => w.n), asked.map((w) => w.party), asked.map((w) => w.mac ?? null), asked.map((w) => w.ref ?? null)];
      return this.lookups.rows<Row>(forms, { name: 'vault-find', text: FIND, values });
    });
    return new Map(rows.map((row) => [row.n, this.open(row)]));
  }

  /** Makes the children whose HMAC is still unknown, durable when it returns; answers when each was. Whoever else made one first has won. */
  create(children: readonly NewChild[]): Promise<ReadonlyMap<string, string>> {
    return this.dataKeys.storing(() => this.lookups.under((forms) => this.createUnder(forms, children)));
  }

  /** Undefined when a newer epoch has begun: then nothing was made. */
  private async createUnder(forms: LookupForms, children: readonly NewChild[]): Promise<ReadonlyMap<string, string> | undefined> {
    const born = children.map((child) => this.bear(child, forms.newest(child.mac)));
    const before = children.flatMap(({ mac }, n) => forms.before(mac).map((older) => ({ older, mac: born[n]?.mac })));
    const column = <K extends keyof (typeof born)[number]>(name: K) => born.map((row) => row[name]);
    const { rows } = await this.pool.query<{ stored: boolean; child: string | null; touched: string }>({
      name: 'vault-create',
      text: CREATE,
      values: [
        column('mac'),
        column('child'),
        column('temporaryOf'),
        column('restricted'),
        column('profile'),
        column('kekId'),
        column('wrapped'),
        column('party'),
        column('ref'),
        column('officeRef'),
        forms.epoch,
        before.map(({ older }) => older),
        before.map(({ mac }) => mac),
      ],
    });
    return rows[0]?.stored ? new Map(rows.flatMap(({ child, touched }) => (child === null ? [] : [[child, touched]]))) : undefined;
  }

  /** Where children live, 9 or 12 digits; those of whom it is not known are absent. */
  async residences(children: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (children.length === 0) return new Map();
    const { rows } = await this.pool.query<Row>({ name: 'vault-residences', text: STORED, values: [children] });
    return new Map(
      rows.map((row) => this.open(row)).flatMap(({ child, profile: { residence } }) => (residence === undefined ? [] : [[child, residence]])),
    );
  }

  /** Gives a party its own reference for children that it has none for yet. */
  async refer(pairs: readonly { readonly child: string; readonly party: string }[]): Promise<void> {
    const sorted = [...pairs].sort((a, b) => (a.child + a.party < b.child + b.party ? -1 : 1));
    await this.pool.query({
      name: 'vault-refer',
      text: `insert into vault.reference (child, party, ref)
        select n.* from unnest($1::text[], $2::text[], $3::text[]) as n(child, party, ref) join vault.child using (child) on conflict do nothing`,
      values: [sorted.map((p) => p.child), sorted.map((p) => p.party), sorted.map(() => randomToken(this.keys.suite, 'minor'))],
    });
  }

  /** Says that children, pending ones too, were asked for just now; the answer leaves out those that a sweep took away. */
  async touch(children: readonly string[]): Promise<ReadonlySet<string>> {
    const text = `update vault.child set touched = clock_timestamp()
      where child in (select child from vault.child where child = any($1) order by child for no key update) returning child`;
    const { rows } = await this.pool.query<{ child: string }>({ name: 'vault-touch', text, values: [children] });
    return new Set(rows.map((row) => row.child));
  }

  /** Changes profiles as they stand by now, and under the same locks what `then` does. */
  async change<C extends Pick<Child, 'restricted' | 'profile'>>(
    children: readonly string[],
    how: (child: Child) => C,
    then: (client: PoolClient, changes: readonly (C & Pick<Child, 'child'>)[]) => Promise<void>,
  ): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const text = `${STORED} order by c.child for no key update of c`;
      const locked = await client.query<Row>({ name: 'vault-change', text, values: [[...children].sort()] });
      const changes = locked.rows.map((row) => this.open(row)).map((before) => ({ ...how(before), before, child: before.child }));
      const changed = changes.filter(({ before, profile, restricted }) => profile !== before.profile || restricted !== before.restricted);
      const sealed = await Promise.all(changed.map(({ child, profile }) => this.seal(child, profile)));
      const values = [changed.map(({ child }) => child), sealed, changed.map(({ restricted }) => restricted)];
      if (changed.length > 0) await client.query({ name: 'vault-profiles', text: PROFILES, values });
      await then(client, changes);
    });
  }

  /** The schools that spoke of these children. */
  async schoolsOf(children: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { rows } = await this.pool.query<{ child: string; profile: Buffer }>('select child, profile from vault.child where child = any($1)', [
      children,
    ]);
    const keys = await this.dataKeys.load(children);
    return new Map(
      rows.flatMap(({ child, profile }) => {
        const key = keys.get(child);
        const { school } = key ? (JSON.parse(decrypt(key, profile, `profile|${child}`).toString()) as Profile) : {};
        return school === undefined ? [] : [[child, [school]] as const];
      }),
    );
  }

  /** Drops what is in memory of a child that was erased. */
  forget(child: string): void {
    this.profiles.forget(child);
  }

  private async seal(child: string, profile: Profile): Promise<Buffer> {
    const key = (await this.dataKeys.load([child])).get(child);
    if (!key) throw new TypeError('a child without a key has no profile');
    return encrypt(key, JSON.stringify(profile), `profile|${child}`);
  }

  private bear({ match, department, restricted }: NewChild, mac: Buffer) {
    const { suite } = this.keys;
    const child = randomToken(suite, 'child');
    const { key, kekId, wrapped } = this.dataKeys.make(child);
    const { sex, birthDate, name } = match;
    const profile: Profile = { sex, birthDate, ...(!restricted && { name }) };
    return {
      mac,
      child,
      kekId,
      wrapped,
      restricted,
      party: department,
      temporaryOf: match.temporary ? department : null,
      profile: encrypt(key, JSON.stringify(profile), `profile|${child}`),
      ref: randomToken(suite, 'minor'),
      officeRef: randomToken(suite, 'minor'),
    };
  }

  private open(row: Row): Child {
    const key = this.dataKeys.admit(row.child, { kekId: row.kek_id, wrapped: row.wrapped });
    const { child, pending, restricted } = row;
    return {
      child,
      pending,
      restricted,
      identityMac: row.identity_mac ?? undefined,
      profile: this.profiles.of(row.child, row.profile, (sealed) => JSON.parse(decrypt(key, sealed, `profile|${child}`).toString()) as Profile),
      ref: row.ref ?? undefined,
    };
  }
}
