import type { Migration } from '@lianhu/postgres';

const TABLES = `
create table vault.child (
  child text primary key,
  temporary_of text,
  pending boolean not null default true,
  restricted boolean not null,
  profile bytea not null,
  identity_mac bytea,
  touched timestamptz not null default clock_timestamp()
);
comment on table vault.child is 'One row a child. pending: no event of it is in the log yet. restricted: only restricted events named it. profile: ciphertext.';
create index child_pending on vault.child (touched) where pending;
create index child_temporary on vault.child (temporary_of) where temporary_of is not null;

create table vault.lookup (
  mac bytea primary key,
  child text not null references vault.child on delete cascade
);
create index lookup_child on vault.lookup (child);
comment on table vault.lookup is 'HMAC of a document or event key to its person.';

create table vault.data_key (
  owner text primary key,
  version integer not null default 1,
  kek_id integer not null,
  wrapped bytea not null
);
comment on table vault.data_key is 'The data key of a child, a case or the hub, wrapped by the epoch key kek_id.';

create table vault.reference (
  child text not null references vault.child on delete cascade,
  party text not null,
  ref text not null unique,
  primary key (child, party)
);
comment on table vault.reference is 'Each party''s own random reference for a child.';

create table vault.identity (
  child text not null references vault.child on delete cascade,
  mac bytea not null,
  valid_from text not null,
  sealed bytea not null,
  primary key (child, mac)
);
comment on table vault.identity is 'Every identity block that was sent about a child, as ciphertext under the child''s key.';

create table vault.case_link (
  token text primary key,
  link bytea
);
comment on table vault.case_link is 'The child behind a case token, as ciphertext: the database alone does not tell.';

create table vault.pending_case (
  child text not null references vault.child on delete cascade,
  token bytea not null
);
create index pending_case_child on vault.pending_case (child);
comment on table vault.pending_case is 'Case tokens (ciphertext) of a child that is not in the log yet; emptied when it is.';
`;

const GRANTS = `
grant usage on schema vault to lianhu_hub, lianhu_monitor;
grant select, insert, update, delete on all tables in schema vault to lianhu_hub;
grant select on vault.reference to lianhu_monitor;
`;

const REVIEWS = `
create table vault.merged (
  child text primary key references vault.child on delete cascade,
  head text not null
);
create index merged_head on vault.merged (head);
comment on table vault.merged is 'Files that were taken into another one, as hub.record.merged and split have left it. Made anew from the log.';

create table vault.to_match (child text primary key references vault.child on delete cascade);
comment on table vault.to_match is 'Persons of whom something new was said, to be compared with others.';

create table vault.block (
  mac bytea not null,
  child text not null references vault.child on delete cascade,
  primary key (mac, child)
);
create index block_child on vault.block (child);
comment on table vault.block is 'HMAC of what persons must have in common to be compared at all.';

create table vault.review (
  id text primary key,
  child text not null references vault.child on delete cascade,
  other text not null references vault.child on delete cascade,
  score integer not null,
  agreements jsonb not null,
  state text not null default 'open',
  first_by text,
  first_verdict text
);
create unique index review_pair on vault.review (least(child, other), greatest(child, other));
create index review_queue on vault.review (state, score desc, id);
comment on table vault.review is 'Pairs of files that may be one child''s: tokens, points and how features agree, never what they say.';

grant select, insert, update, delete on vault.merged, vault.to_match, vault.block, vault.review to lianhu_hub;
grant select on vault.merged to lianhu_monitor;
`;

/** A key under an epoch that is given up can neither stay nor come: the reference refuses it. */
const EPOCHS = `
create table vault.key_epoch (
  epoch integer primary key,
  begun_at timestamptz not null default clock_timestamp(),
  alone_since timestamptz,
  finished boolean not null default false
);
create unique index key_epoch_one_rotation on vault.key_epoch (finished) where not finished;
comment on table vault.key_epoch is 'Epochs whose key wraps data keys. alone_since: no key stands under an older one; finished: the older ones'' files are destroyed too.';
insert into vault.key_epoch (epoch, alone_since, finished)
  select epoch, clock_timestamp(), true from (select distinct kek_id as epoch from vault.data_key union select 1) known;
alter table vault.data_key add constraint data_key_epoch foreign key (kek_id) references vault.key_epoch;
grant select, insert, update, delete on vault.key_epoch to lianhu_hub;
`;

const MOVED_EVENTS = `
alter table vault.review add column first_events bigint[];
comment on column vault.review.first_events is 'Positions of the events that the first person says are the other child''s.';
create index review_child on vault.review (child);
create index review_other on vault.review (other);

alter table vault.block drop constraint block_child_fkey;
comment on table vault.block is 'HMAC of what persons must have in common to be compared at all. Written under a lock of the child, so that erasing it leaves none.';
`;

/** What is there already stands under the master key's lookup key alone (no epoch, not the child's key) until the hub has put it under the newer ones. */
const LOOKUP_EPOCHS = `
alter table vault.key_epoch add column newest boolean not null default true;
update vault.key_epoch k set newest = not exists (select from vault.key_epoch younger where younger.epoch > k.epoch);
comment on column vault.key_epoch.newest is 'HMACs are stored under this epoch only. Who stores one holds the row for share; beginning another epoch changes it, and so waits.';

alter table vault.lookup add column epoch integer;
alter table vault.block add column epoch integer;
comment on column vault.lookup.epoch is 'Under whose lookup key the HMAC stands; null: as an older version stored it.';
comment on column vault.block.epoch is 'Under whose lookup key the HMAC stands; null: as an older version stored it.';
create index lookup_plain on vault.lookup (mac, child) where epoch is null;
create index block_plain on vault.block (mac, child) where epoch is null;

alter table vault.identity add column by_child boolean not null default false;
comment on column vault.identity.by_child is 'Whether mac stands under the child''s own key, and so goes with it; false: as an older version stored it.';
create index identity_plain on vault.identity (child, mac) where not by_child;
`;

/** Who may ask whether a case is sealed reads nothing else here. */
const SEALS = `
create table vault.case_order (
  position bigint primary key,
  token text collate "C" not null,
  sealed boolean not null
);
create index case_order_token on vault.case_order (token, position desc);
comment on table vault.case_order is 'Orders that seal a case or open it again, by their position in the log; the newest of a case holds.';

create table vault.sealed_push (position bigint primary key);
comment on table vault.sealed_push is 'Events about a case that was sealed when they came: the internal alarm.';

grant select, insert on vault.case_order, vault.sealed_push to lianhu_hub;
grant usage on schema vault to lianhu_monitor, lianhu_audit;
grant select on vault.case_order to lianhu_monitor, lianhu_audit;
`;

/** Audit cuts a department's own lines by its own reference, and may not list whose reference is whose. */
const OWN_FILES = `
create function vault.files_of(party text, ref text) returns setof text language sql stable security definer set search_path = pg_catalog as $$
  select f.file from vault.reference r left join vault.merged m using (child)
  cross join lateral (select r.child as file union select m.head where m.head is not null) f
  where r.party = files_of.party and r.ref = files_of.ref
$$;
revoke all on function vault.files_of(text, text) from public;
grant execute on function vault.files_of(text, text) to lianhu_hub, lianhu_audit;
`;

/** A ledger carries several orders past one position: those that a restored log no longer knows. */
const CARRIED_SEALS = `
alter table vault.case_order drop constraint case_order_pkey, add primary key (position, token);
`;

/** Where an order is carried to, one of the log may stand that says otherwise. */
const CARRIED_BESIDE = `
alter table vault.case_order drop constraint case_order_pkey, add primary key (position, token, sealed);
`;

/** Schema `vault`: all rights for the hub, references and sealed cases for the monitor, sealed cases for audit. */
export const vaultMigrations: readonly Migration[] = [
  { id: 'vault/0001-tables', sql: TABLES },
  { id: 'vault/0002-grants', sql: GRANTS },
  { id: 'vault/0003-reviews', sql: REVIEWS },
  { id: 'vault/0004-key-epochs', sql: EPOCHS },
  { id: 'vault/0005-moved-events', sql: MOVED_EVENTS },
  { id: 'vault/0006-lookup-epochs', sql: LOOKUP_EPOCHS },
  { id: 'vault/0007-seals', sql: SEALS },
  { id: 'vault/0008-own-files', sql: OWN_FILES },
  { id: 'vault/0009-carried-seals', sql: CARRIED_SEALS },
  { id: 'vault/0010-carried-beside', sql: CARRIED_BESIDE },
];
