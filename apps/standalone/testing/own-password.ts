import { call } from './running';

/** A person signed in over HTTP, as a page is. */
export interface SignedIn {
  readonly cookie: string;
  readonly csrf: string;
  /** What a browser keeps drafts under; none before the password is the own one. */
  readonly draftKey?: string;
  readonly oneTimePassword: boolean;
}

/** Signs in. */
export async function signInAs(url: string, name: string, password: string): Promise<SignedIn> {
  const { headers, body } = await call<Omit<SignedIn, 'cookie'>>(url, '/api/session', { body: { name, password } });
  return { ...body, cookie: headers.get('set-cookie')?.split(';')[0] ?? '' };
}

/** The password to go on with: of a one-time one, its holder makes another first, as a person has to. */
export async function ownPassword(url: string, name: string, password: string): Promise<string> {
  const { cookie, csrf, oneTimePassword } = await signInAs(url, name, password);
  if (!oneTimePassword) return password;
  const next = `${password}, my own`;
  const { status } = await call(url, '/api/session/password', { headers: { cookie, 'x-csrf-token': csrf }, body: { current: password, next } });
  if (status !== 200) throw new Error(`the one-time password of ${name} could not be changed: ${status}`);
  return next;
}
