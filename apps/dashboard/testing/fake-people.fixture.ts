import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Session } from '../api/types';
import { NEWCOMER, USERS } from './fake-accounts';
import { bodyOf, json, Refusal } from './fake-http.fixture';

/** A session of the fake server. */
export interface Held {
  readonly account: string;
  readonly csrf: string;
  purpose?: string;
}

/** Who is signed in at the fake server, with which password and purpose. */
export class FakePeople {
  /** Passwords that were changed, by account. */
  readonly passwords = new Map<string, string>();
  private readonly sessions = new Map<string, Held>();

  of(request: IncomingMessage): Held | undefined {
    return this.sessions.get(/lianhu=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
  }

  /** Ends every session. */
  signOutAll(): void {
    this.sessions.clear();
  }

  /** Until its password is changed, such a session is for nothing else. */
  isOneTime({ account }: Held): boolean {
    return account === NEWCOMER && !this.passwords.has(account);
  }

  async answer(request: IncomingMessage, response: ServerResponse, path: string, standing: Pick<Session, 'loading'>): Promise<void> {
    const held = this.of(request);
    if (request.method === 'GET') return json(response, 200, this.describe(held, standing));
    if (request.method === 'DELETE') {
      response.setHeader('Set-Cookie', 'lianhu=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict');
      return json(response, 200, {});
    }
    const entry = JSON.parse(await bodyOf(request)) as Readonly<Record<string, string>>;
    if (held !== undefined && path.endsWith('/password')) this.change(held, entry);
    else if (held !== undefined && path.endsWith('/purpose')) held.purpose = entry['purpose'];
    else return this.signIn(entry, response);
    json(response, 200, this.describe(held, standing));
  }

  private signIn({ name: account = '', password }: Readonly<Record<string, string>>, response: ServerResponse): void {
    if (USERS[account] === undefined || password !== this.passwordOf(account)) throw new Refusal(401, 'sign-in-failed', '账号或密码不正确');
    const id = randomBytes(16).toString('hex');
    this.sessions.set(id, { account, csrf: randomBytes(8).toString('hex') });
    response.setHeader('Set-Cookie', `lianhu=${id}; Path=/; HttpOnly; SameSite=Strict`);
    json(response, 200, {});
  }

  private change({ account }: Held, { current, next = '' }: Readonly<Record<string, string>>): void {
    if (current !== this.passwordOf(account)) throw new Refusal(422, 'invalid-input', '输入有误', '当前口令不正确');
    this.passwords.set(account, next);
  }

  private passwordOf(account: string): string {
    return this.passwords.get(account) ?? 'pass';
  }

  private describe(held: Held | undefined, standing: Pick<Session, 'loading'>): Session {
    const open = { demonstration: true, areaName: '演示县', ...standing };
    const account = held === undefined ? undefined : USERS[held.account];
    return held === undefined || account === undefined
      ? { signedIn: false, purposes: [], ...open }
      : {
          signedIn: true,
          ...account,
          purpose: held.purpose,
          csrf: held.csrf,
          draftKey: `drafts of ${held.account}`,
          oneTimePassword: this.isOneTime(held),
          ...open,
        };
  }
}
