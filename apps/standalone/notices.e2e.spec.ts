import { join } from 'node:path';
import { openIssuer, type Role } from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { call, eventually, removeFolder, startApp, type Running } from './testing/running';

const NINE = ['court', 'procuratorate', 'police', 'civil-affairs', 'education', 'health', 'justice', 'disabled-federation', 'womens-federation'];
interface Inbox {
  readonly rows: readonly { readonly notice: string; readonly title?: string; readonly state: string; readonly urgent: boolean }[];
  readonly type?: string;
  readonly code?: string;
}

describe('a mandatory report on the running server', () => {
  let hub: Running;
  let tokenOf: (role: Role, department?: string) => Promise<string>;
  beforeAll(async () => {
    hub = await startApp('standalone', { args: ['--empty'] });
    const issuer = await openIssuer(join(hub.folder, 'keys'), std1);
    tokenOf = (role, department) => {
      const source = role === 'sender' ? `urn:lianhu:source:${department}:default` : undefined;
      return issuer.issue({ name: `${role}-${department ?? ''}`, role, department, source, area: '990101' }, 3_600);
    };
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(hub?.folder);
  });

  const read = async (department: string, of = department): Promise<{ status: number; body: Inbox }> =>
    call<Inbox>(hub.url, `/api/departments/${of}/inbox`, { token: await tokenOf('department-lead', department), purpose: 'rescue' });
  const office = async (): Promise<{ status: number; body: Inbox }> =>
    call<Inbox>(hub.url, '/api/views/inbox', { token: await tokenOf('office'), purpose: 'rescue' });

  test('stands on the screens of police and office by itself, is accepted there once, and is nobody else’s to read', async () => {
    const minor = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' };
    const event = {
      type: 'education.harm.suspected',
      id: 'harm-1',
      time: new Date().toISOString(),
      data: { clueRef: '示教线〔2026〕3号', situation: '4', minor },
    };
    const pushed = await call(hub.url, '/api/departments/education/events', { token: await tokenOf('sender', 'education'), body: event });
    expect(pushed.status).toBe(201);
    const seen = await eventually(
      () => read('police'),
      ({ body }) => body.rows.some(({ urgent }) => urgent),
    );
    const [card] = seen.body.rows;
    expect(card).toMatchObject({ title: '学校发现疑似侵害', urgent: true, state: 'sent' });
    expect(JSON.stringify(seen.body.rows)).not.toMatch(/minor-|child-|case-|测试甲|990101201506010014/);
    await eventually(office, ({ body }) => body.rows.some(({ urgent }) => urgent));

    for (const department of NINE)
      for (const other of NINE)
        expect([department, other, (await read(department, other)).status]).toEqual([department, other, department === other ? 200 : 404]);

    const accept = async (department: string): Promise<{ status: number; body: Inbox }> =>
      call<Inbox>(hub.url, `/api/departments/${department}/inbox/${card?.notice ?? ''}/accept`, {
        token: await tokenOf('department-lead', department),
        body: {},
      });
    expect((await accept('health')).status).toBe(404);
    expect(await accept('police')).toMatchObject({ status: 200, body: { state: 'accepted' } });
    expect(await accept('police')).toMatchObject({ status: 409, body: { code: 'notice.already-answered' } });
    await eventually(office, ({ body }) => body.rows.some(({ urgent, state }) => urgent && state === 'accepted'));
  });
});
