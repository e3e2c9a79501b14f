import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { LianhuError } from '@lianhu/kernel';
import { inTransaction } from '@lianhu/postgres';
import { checkPassword, faultOf, hashPassword, MAX_PASSWORD, MIN_PASSWORD, randomPassword, type PasswordFault } from './passwords';
import { purposeAllowed, type Purpose } from './purposes';
import { isRole, viewerOf, type Viewer } from './roles';

/** An account that cannot be: role, department, area and town contradict each other, or the name or password does not fit. */
export class BadAccount extends LianhuError {
  readonly code = 'access.bad-account';
  constructor() {
    super('Such an account makes no sense: check name, role, department, area, town and the length of the password.');
  }
}

/** A person's account to be made. Without a password one is made up, which opens nothing but its own change. */
export interface NewAccount extends Omit<Viewer, 'kind' | 'source'> {
  readonly password?: string;
}

/** A page's session as its cookie resolves. */
export interface Session {
  readonly viewer: Viewer;
  readonly csrf: string;
  readonly purpose?: Purpose;
  /** The password was made up for the account: until it is changed, the session is for nothing else. */
  readonly oneTime: boolean;
}

/** Notes what is about to be done to an account; when it throws, it is not done. */
export type Noting = () => Promise<void>;
const unnoted: Noting = async () => undefined;

/** The one refusal that tells nothing about the account; `retryAfter` in seconds when tries come too fast. */
export interface Refused {
  readonly kind: 'refused';
  readonly retryAfter?: number;
}
/** How a change of the password went: `refused` when the one in force is not that. */
export type PasswordChange = { readonly kind: 'changed' } | { readonly kind: 'unfit'; readonly fault: PasswordFault } | Refused;

/** A sign-in that worked, or not. */
export type SignIn = { readonly kind: 'signed-in'; readonly id: string; readonly session: Session } | Refused;

/** A session ends after this time without a request, and in any case after a day. Unit: ms. */
const IDLE_LIMIT = 8 * 3_600_000;
const SESSION_LIMIT = 24 * 3_600_000;
const STANDS = 's.last_seen > $2 and s.began > $3 and not a.disabled';
/** `last_seen` is written no more often. Unit: ms. */
const SEEN_EVERY = 60_000;
/** After so many failures in a row one has to wait: 2 s, 4 s … up to 15 min; after a quiet day they are forgotten. */
const FREE_FAILURES = 5;
const MAX_WAIT = 15 * 60_000;
const FORGET_AFTER = 24 * 3_600_000;
/** Unit: characters. */
const MAX_NAME = 200;

interface AccountRow {
  readonly name: string;
  readonly role: string;
  readonly department: string | null;
  readonly area: string;
  readonly town: string | null;
  readonly one_time: boolean;
}
const COLUMNS = 'a.name, a.role, a.department, a.area, a.town, a.one_time';
/** Somebody who has just given the password of the account. */
interface Proven {
  readonly kind: 'proven';
  readonly viewer: Viewer;
  readonly oneTime: boolean;
  /** As it is stored: who goes on does so only while it is still that one. */
  readonly stored: string;
}

interface AccountChange {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly note: Noting;
  /** A session that goes on. */
  readonly keep?: string;
}

/** Accounts and sessions of people. Passwords by scrypt, session ids only as hashes. */
export class Accounts {
  /** Sessions to be looked up together. */
  private asked: { readonly ids: Set<string>; readonly standing: Promise<ReadonlySet<string>> } | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly now: () => number = Date.now,
  ) {}

  /** Makes or replaces an account and ends its sessions; the answer is its password, one-time when it was made up here. */
  async createAccount({ password, ...parts }: NewAccount, note = unnoted): Promise<{ readonly password: string; readonly oneTime: boolean }> {
    const viewer = viewerOf(parts);
    const chosen = password ?? randomPassword();
    if (!viewer || viewer.kind !== 'person' || parts.name.length > MAX_NAME || chosen.length < MIN_PASSWORD || chosen.length > MAX_PASSWORD)
      throw new BadAccount();
    const oneTime = password === undefined;
    const text = `insert into access.account (name, role, department, area, town, password, one_time) values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (name) do update set role = $2, department = $3, area = $4, town = $5, password = $6, one_time = $7, disabled = false`;
    const values = [parts.role, parts.department ?? null, parts.area, parts.town ?? null, await hashPassword(chosen), oneTime];
    await this.change(parts.name, { text, values, note });
    return { password: chosen, oneTime };
  }

  /** Whether anybody can sign in at all. */
  async anyAccount(): Promise<boolean> {
    return (await this.pool.query('select 1 from access.account limit 1')).rows.length > 0;
  }

  /** Closes an account and its sessions; false when there is none of that name. */
  disable(name: string, note = unnoted): Promise<boolean> {
    return this.change(name, { text: 'update access.account set disabled = true where name = $1', values: [], note });
  }

  /** Gives an account a new one-time password and ends its sessions; undefined when there is none of that name, or it is closed. */
  async reset(name: string, note = unnoted): Promise<string | undefined> {
    const password = randomPassword();
    const text = 'update access.account set password = $2, one_time = true where name = $1 and not disabled';
    return (await this.change(name, { text, values: [await hashPassword(password)], note })) ? password : undefined;
  }

  /** Signs in. Unknown name, wrong password and closed account are one answer and take the same time. */
  async signIn(name: string, password: string): Promise<SignIn> {
    const proven = await this.prove(name, password);
    return proven.kind === 'proven' ? this.begin(proven) : proven;
  }

  /** Changes the password of a session's own account and ends its other sessions. Tries are slowed down as those of sign-in are. */
  async changePassword(id: string, current: string, next: string, note = unnoted): Promise<PasswordChange> {
    const session = await this.session(id);
    if (!session) return { kind: 'refused' };
    const { name } = session.viewer;
    const fault = faultOf(next, { name, current });
    if (fault !== undefined) return { kind: 'unfit', fault };
    const proven = await this.prove(name, current);
    if (proven.kind === 'refused') return proven;
    const text = 'update access.account set password = $2, one_time = false where name = $1 and password = $3 and not disabled';
    const values = [await hashPassword(next), proven.stored];
    return (await this.change(name, { text, values, note, keep: id })) ? { kind: 'changed' } : { kind: 'refused' };
  }

  /** The session of a cookie; undefined when there is none, or it was idle for 8 hours. */
  async session(id: string): Promise<Session | undefined> {
    const now = this.now();
    const { rows } = await this.pool.query<AccountRow & { csrf: string; purpose: string | null; last_seen: Date }>({
      name: 'access-session',
      text: `select ${COLUMNS}, s.csrf, s.purpose, s.last_seen from access.session s join access.account a on a.name = s.account
        where s.id_hash = $1 and ${STANDS}`,
      values: [hash(id), ...this.oldest()],
    });
    const row = rows[0];
    const viewer = row && viewerIn(row);
    if (!viewer) return undefined;
    if (now - row.last_seen.getTime() >= SEEN_EVERY)
      await this.pool.query('update access.session set last_seen = $2 where id_hash = $1', [hash(id), new Date(now)]);
    const purpose = row.purpose !== null && purposeAllowed(viewer.role, row.purpose) ? row.purpose : undefined;
    return { viewer, csrf: row.csrf, oneTime: row.one_time, ...(purpose === undefined ? {} : { purpose }) };
  }

  /** Whether a session goes on; to ask does not keep it alive. What is asked in one turn of the event loop is one question to the database. */
  async stands(id: string): Promise<boolean> {
    this.asked ??= this.lookUp();
    const { ids, standing } = this.asked;
    ids.add(id);
    return (await standing).has(hash(id).toString('hex'));
  }

  /** Sets what a session reads for; false when its role may not read for that. */
  async setPurpose(id: string, purpose: string): Promise<boolean> {
    const session = await this.session(id);
    if (!session || !purposeAllowed(session.viewer.role, purpose)) return false;
    await this.pool.query('update access.session set purpose = $2 where id_hash = $1', [hash(id), purpose]);
    return true;
  }

  /** Ends a session. */
  async signOut(id: string): Promise<void> {
    await this.pool.query('delete from access.session where id_hash = $1', [hash(id)]);
  }

  private oldest(): readonly [lastSeen: Date, began: Date] {
    return [new Date(this.now() - IDLE_LIMIT), new Date(this.now() - SESSION_LIMIT)];
  }

  private lookUp(): { readonly ids: Set<string>; readonly standing: Promise<ReadonlySet<string>> } {
    const ids = new Set<string>();
    const standing = Promise.resolve().then(async () => {
      this.asked = undefined;
      const { rows } = await this.pool.query<{ id_hash: Buffer }>({
        name: 'access-standing',
        text: `select s.id_hash from access.session s join access.account a on a.name = s.account
          where s.id_hash = any($1) and ${STANDS}`,
        values: [[...ids].map(hash), ...this.oldest()],
      });
      return new Set(rows.map((row) => row.id_hash.toString('hex')));
    });
    return { ids, standing };
  }

  private async prove(name: string, password: string): Promise<Proven | Refused> {
    if (name.length > MAX_NAME || password.length > MAX_PASSWORD) return { kind: 'refused' };
    const wait = await this.waitFor(name);
    if (wait > 0) return { kind: 'refused', retryAfter: Math.ceil(wait / 1000) };
    const { rows } = await this.pool.query<AccountRow & { password: string }>(
      `select ${COLUMNS}, a.password from access.account a where name = $1 and not disabled`,
      [name],
    );
    const account = rows[0];
    const right = await checkPassword(password, account?.password);
    const viewer = account && viewerIn(account);
    if (!right || !account || !viewer) {
      await this.failed(name);
      return { kind: 'refused' };
    }
    await this.pool.query('delete from access.attempt where name_hash = $1', [hash(name)]);
    return { kind: 'proven', viewer, oneTime: account.one_time, stored: account.password };
  }

  /** Begins a session, unless the password has been changed or the account closed since it was proven. */
  private async begin({ viewer, oneTime, stored }: Proven): Promise<SignIn> {
    const id = randomBytes(32).toString('base64url');
    const csrf = randomBytes(32).toString('base64url');
    const now = new Date(this.now());
    await this.pool.query('delete from access.session where last_seen <= $1', [new Date(this.now() - IDLE_LIMIT)]);
    const { rowCount } = await this.pool.query(
      `insert into access.session (id_hash, account, csrf, began, last_seen)
       select $1, name, $3, $4, $4 from access.account where name = $2 and password = $5 and not disabled for share`,
      [hash(id), viewer.name, csrf, now, stored],
    );
    return rowCount === 1 ? { kind: 'signed-in', id, session: { viewer, csrf, oneTime } } : { kind: 'refused' };
  }

  /** Changes the row of an account ($1) and ends its sessions but the one to keep; false, and nothing noted, when the row was not found. */
  private change(name: string, { text, values, note, keep }: AccountChange): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(text, [name, ...values]);
      if (rowCount !== 1) return false;
      await client.query('delete from access.session where account = $1 and id_hash is distinct from $2', [
        name,
        keep === undefined ? null : hash(keep),
      ]);
      await note();
      return true;
    });
  }

  private async waitFor(name: string): Promise<number> {
    const { rows } = await this.pool.query<{ wait_until: Date }>('select wait_until from access.attempt where name_hash = $1', [hash(name)]);
    return rows[0] ? rows[0].wait_until.getTime() - this.now() : 0;
  }

  private async failed(name: string): Promise<void> {
    const now = this.now();
    await this.pool.query('delete from access.attempt where last < $1', [new Date(now - FORGET_AFTER)]);
    await this.pool.query(
      `insert into access.attempt as a (name_hash, failures, wait_until, last) values ($1, 1, $2, $2)
       on conflict (name_hash) do update set failures = a.failures + 1, last = $2, wait_until = case when a.failures + 1 < $3 then $2
         else $2 + least(interval '1 ms' * $4, interval '1 s' * power(2, least(a.failures + 2 - $3, 20))) end`,
      [hash(name), new Date(now), FREE_FAILURES, MAX_WAIT],
    );
  }
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

function viewerIn({ name, role, department, area, town }: AccountRow): Viewer | undefined {
  return isRole(role)
    ? viewerOf({ name, role, area, ...(department === null ? {} : { department }), ...(town === null ? {} : { town }) })
    : undefined;
}
