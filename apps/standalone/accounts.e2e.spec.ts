import { ownPassword, signInAs } from './testing/own-password';
import { call, lianhuIn, removeFolder, startApp, type Printed, type Running } from './testing/running';

describe('accounts by the command line', () => {
  let hub: Running;
  const user = (...args: string[]): Promise<Printed> => lianhuIn({ LIANHU_DATA: hub.folder, LIANHU_URL: hub.url }, 'user', ...args);
  const signedIn = async (name: string, password: string): Promise<boolean | undefined> => (await signInAs(hub.url, name, password)).oneTimePassword;

  beforeAll(async () => void (hub = await startApp('standalone', { args: ['--empty'] })));
  afterAll(async () => {
    await hub?.stop();
    removeFolder(hub?.folder);
  });

  test('an account is made, its owner alone knows its password, it is reset, closed, and each of it stands in the access log', async () => {
    const printed = async (...args: string[]): Promise<string> => (await user(...args)).stdout.trim().split(' ').at(-1) ?? '';
    const first = await printed('add', 'second-person', '--role', 'security-officer');
    expect(await signedIn('second-person', first)).toBe(true);
    const own = await ownPassword(hub.url, 'second-person', first);
    expect([await signedIn('second-person', own), await signedIn('second-person', first)]).toEqual([false, undefined]);
    const keyOf = async (name: string, password: string): Promise<string | undefined> => (await signInAs(hub.url, name, password)).draftKey;
    expect(await keyOf('second-person', first)).toBeUndefined();
    const key = (await keyOf('second-person', own)) ?? '';
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(await keyOf('second-person', own)).toBe(key);
    const other = await printed('add', 'third-person', '--role', 'security-officer');
    expect(await keyOf('third-person', await ownPassword(hub.url, 'third-person', other))).not.toBe(key);
    const fresh = await printed('reset', 'second-person');
    expect([await signedIn('second-person', own), await signedIn('second-person', fresh)]).toEqual([undefined, true]);
    expect(await user('disable', 'second-person')).toMatchObject({ code: 0, stdout: 'second-person is closed\n' });
    expect(await signedIn('second-person', fresh)).toBeUndefined();
    expect(await user('reset', 'second-person')).toMatchObject({ code: 2, stderr: expect.stringContaining('access.no-such-account') });
    const { body } = await call<{ rows: { route: string; account?: string; by: string }[] }>(hub.url, '/api/audit/accesses', {
      token: await hub.token('security-officer'),
    });
    expect(body.rows.filter(({ account }) => account === 'second-person').map(({ route, by }) => [route, by])).toEqual([
      ['accounts.disable', 'admin'],
      ['accounts.reset', 'admin'],
      ['session.password', 'second-person'],
      ['accounts.manage', 'admin'],
    ]);
    const pages: string[][] = [];
    for (let [page, more] = [1, true]; more; page++) {
      const part = await call<{ rows: { route: string }[]; more: boolean }>(hub.url, `/api/audit/accesses?limit=3&page=${page}`, {
        token: await hub.token('security-officer'),
      });
      pages.push(part.body.rows.map(({ route }) => route));
      more = part.body.more;
    }
    expect(pages.flat()).toEqual(body.rows.map(({ route }) => route));
    expect(pages.slice(0, -1).every(({ length }) => length === 3)).toBe(true);
  });
});
