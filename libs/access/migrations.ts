import type { Migration } from '@lianhu/postgres';

const TABLES = `
create table access.account (
  name text primary key,
  role text not null,
  department text,
  area text not null,
  town text,
  password text not null,
  one_time boolean not null,
  disabled boolean not null default false
);
comment on table access.account is 'People who sign in here. password: scrypt.';

create table access.session (
  id_hash bytea primary key,
  account text not null references access.account on delete cascade,
  csrf text not null,
  purpose text,
  began timestamptz not null,
  last_seen timestamptz not null
);
create index session_last_seen on access.session (last_seen);
comment on table access.session is 'Sign-ins of pages; the id itself is only in the cookie.';

create table access.attempt (
  name_hash bytea primary key,
  failures integer not null,
  wait_until timestamptz not null,
  last timestamptz not null
);
create index attempt_last on access.attempt (last);
comment on table access.attempt is 'Failed sign-ins by name, whether or not such an account exists.';

create table access.source (
  source text primary key,
  department text not null
);
comment on table access.source is 'Source systems: each belongs to one department for ever.';

create table access.client (
  id text primary key,
  role text not null,
  department text,
  source text,
  area text not null,
  town text,
  jwk jsonb not null
);
comment on table access.client is 'Systems that trade a signed assertion for a token.';

create table access.used_assertion (
  client text not null,
  jti text not null,
  expires timestamptz not null,
  primary key (client, jti)
);
`;

const ACCESS_LOG = `
create table access.day (
  day text collate "C" primary key,
  reads integer not null,
  closed boolean not null default false
);
comment on table access.day is 'One row a day of the access log: how many reads it has, and whether its root is final.';

create table access.read (
  day text collate "C" not null references access.day,
  n integer not null,
  at text collate "C" not null,
  reader text not null,
  children text[] not null,
  row text not null,
  primary key (day, n)
);
create index read_children on access.read using gin (children);
create index read_reader on access.read (reader, at);
create index read_at on access.read (at);
comment on table access.read is 'Who read what and why: row is the canonical JSON, its hash a leaf of the day''s tree. Only ever added to.';

create function access.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the access log is only ever added to' using errcode = 'insufficient_privilege';
end $$;
create trigger read_append_only before update or delete or truncate on access.read for each statement execute function access.refuse();
create trigger day_append_only before delete or truncate on access.day for each statement execute function access.refuse();

create function access.day_grows() returns trigger language plpgsql as $$
begin
  if new.day <> old.day or new.reads < old.reads or (old.closed and (new.reads <> old.reads or not new.closed)) then
    raise exception 'a day of the access log only grows, and not when it is closed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger day_grows before update on access.day for each row execute function access.day_grows();
`;

const GRANTS = `
grant usage on schema access to lianhu_monitor, lianhu_audit;
grant select, insert, update, delete on access.account, access.session, access.attempt, access.source, access.client, access.used_assertion to lianhu_monitor;
grant select, insert on access.read to lianhu_monitor, lianhu_audit;
grant select, insert, update on access.day to lianhu_monitor, lianhu_audit;
grant select on access.session to lianhu_audit;
grant update (last_seen) on access.session to lianhu_audit;
grant select (name, role, department, area, town, disabled) on access.account to lianhu_audit;
`;

const ONE_TIME = `
grant select (one_time) on access.account to lianhu_audit;
`;

const CLIENTS_TO_HUB = `
revoke all on access.source, access.client, access.used_assertion from lianhu_monitor;
grant usage on schema access to lianhu_hub;
grant select, insert, update, delete on access.source, access.client, access.used_assertion to lianhu_hub;
`;

/** Schema `access`: accounts, sessions and the access log, which the monitor writes; audit reads sessions and adds to the access log. Clients are the hub's. */
export const accessMigrations: readonly Migration[] = [
  { id: 'access/0001-tables', sql: TABLES },
  { id: 'access/0002-access-log', sql: ACCESS_LOG },
  { id: 'access/0003-grants', sql: GRANTS },
  { id: 'access/0004-one-time', sql: ONE_TIME },
  { id: 'access/0005-clients-to-hub', sql: CLIENTS_TO_HUB },
];
