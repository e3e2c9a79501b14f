import { oddBodies } from './testing/odd-bodies';
import { RULE_PUSHES } from './testing/rule-pushes';
import { aSecond, call, eventually, lianhu, removeFolder, settled, startApp, tookMs, type Running } from './testing/running';
import { faultOfReceipt, type ProvenReceipt } from './testing/outsider';

const CHILD = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' };
const now = (): string => new Date().toISOString();
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

interface Receipt extends ProvenReceipt {
  readonly position: number;
  readonly minorRef: string;
  readonly id: string;
}

describe('three departments push about one child', () => {
  let hub: Running;
  const tokens: Record<string, string> = {};
  beforeAll(async () => {
    hub = await startApp('standalone', { args: ['--empty'] });
    for (const department of ['police', 'education', 'health', 'civil-affairs', 'court', 'procuratorate'])
      tokens[department] = await hub.token('sender', { department });
    tokens['office'] = await hub.token('office');
    tokens['auditor'] = await hub.token('auditor');
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(hub?.folder);
  });
  const push = (department: string, options: Parameters<typeof call>[2]) =>
    call<Receipt>(hub.url, `/api/departments/${department}/events`, { token: tokens[department], method: 'POST', ...options });
  const dvCall = (id: string, more: object = {}) => ({
    type: 'police.dv-call.received',
    id,
    time: now(),
    residencearea: '990101001',
    data: { alarmNo: `J-${id}`, minorRole: 'witness', weapon: false, injury: 'none', minor: CHILD, ...more },
  });
  const absence = (id: string, child: object) => ({ type: 'education.absence.flagged', id, time: now(), ...child });
  const absent = { days: 2, contacted: false, since: today() };

  test('a push by identity block answers 201 with a receipt that an outsider can prove', async () => {
    const { status, body } = await push('police', { body: dvCall('dv-1'), type: 'application/cloudevents+json' });
    expect(status).toBe(201);
    const { body: stored } = await call<Receipt>(hub.url, '/api/departments/police/receipts?id=dv-1', { token: tokens['police'] });
    const { stdout } = await lianhu(hub.folder, 'trust');
    const trust = JSON.parse(stdout) as { origin: string; publicKey: string };
    expect(faultOfReceipt({ ...body, claim: stored.claim }, trust)).toBeUndefined();
    expect(faultOfReceipt({ ...body, claim: stored.claim.replace('witness', 'victim!') }, trust)).toBe('claim hash');
  });

  test("the alert is on the office's desk and hinted live within a second, by own reference and by stream", async () => {
    const pushedIn = await tookMs(() => push('education', { body: absence('a-0', { data: { ...absent, days: 1, minor: CHILD } }) }));
    const first = await push('education', { body: absence('a-1', { data: { ...absent, days: 1, minor: CHILD } }) });
    const ref = first.body.minorRef;
    expect(ref).toMatch(/^minor-/);
    const hints = await listen(hub.url, tokens['office'] as string);
    const line = JSON.stringify(absence('a-2', { subject: ref, data: absent }));
    const { status, text } = await push('education', { raw: `${line}\n`, type: 'application/x-ndjson' });
    expect([status, JSON.parse(text)]).toEqual([200, { line: 1, status: 201, receipt: expect.objectContaining({ id: 'a-2', minorRef: ref }) }]);
    const { rows } = await eventually(
      () => alerts(),
      ({ rows: found }) => found.some(({ rule }) => rule === 'R01'),
      aSecond(pushedIn),
    );
    expect(rows[0]).toMatchObject({ rule: 'R01', level: 4, state: 'open', town: '990101001' });
    await eventually(
      async () => hints.text(),
      (text_) => text_.includes('"alerts"'),
      aSecond(pushedIn),
    );
    hints.close();
  });

  test('pushing it all again changes nothing and answers the same receipts', async () => {
    const body = dvCall('dv-again');
    const first = await push('police', { body });
    const before = await settled(hub);
    const again = await push('police', { body });
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([200, 'true']);
    expect({ ...again.body, checkpoint: '', proof: '' }).toEqual({ ...first.body, checkpoint: '', proof: '' });
    expect(await settled(hub)).toBe(before);
    expect((await push('police', { body: { ...body, data: { ...body.data, weapon: true } } })).status).toBe(409);
  });

  test.each([
    ['not JSON', { raw: '{"type":', type: 'application/json' }, 400, '/problems/malformed-json'],
    ['not UTF-8', { raw: Uint8Array.of(0x7b, 0xff, 0x7d), type: 'application/json' }, 400, '/problems/malformed-json'],
    ['UTF-16', { raw: Buffer.from('{"type":"x"}', 'utf16le'), type: 'application/json' }, 400, '/problems/malformed-json'],
    ['one event as an array of them', { raw: '{}', type: 'application/cloudevents-batch+json' }, 422, '/problems/invalid-event'],
    ['another media type', { raw: 'a,b', type: 'text/csv' }, 415, '/problems/unsupported-media-type'],
    ['a fraction', { body: dvCall('bad-1', { repeatIn12m: 1.5 }) }, 422, '/problems/invalid-event'],
    ['null', { body: dvCall('bad-2', { weapon: null }) }, 422, '/problems/invalid-event'],
    ['an unknown field', { body: dvCall('bad-3', { note: 'x' }) }, 422, '/problems/invalid-event'],
    [
      'an ID number with a wrong check digit',
      { body: dvCall('bad-4', { minor: { ...CHILD, docNo: '990101201506010015' } }) },
      422,
      '/problems/invalid-event',
    ],
    ["another department's type", { body: { ...dvCall('bad-5'), type: 'education.absence.flagged' } }, 403, '/problems/type-not-yours'],
    ['another source', { body: { ...dvCall('bad-6'), source: 'urn:lianhu:source:education:default' } }, 403, '/problems/source-not-yours'],
    ['too large', { body: { ...dvCall('bad-7'), data: { alarmNo: 'x'.repeat(70_000) } } }, 413, '/problems/too-large'],
    [
      'an unknown reference',
      { body: { ...dvCall('bad-8'), data: { alarmNo: 'J', minorRole: 'witness' }, subject: 'minor-AAAAAAAAAAAAAAAAAAAAAA' } },
      422,
      '/problems/invalid-event',
    ],
  ])('%s is answered with its problem and changes nothing', async (_name, options, status, type) => {
    const before = await settled(hub);
    const answer = await push('police', options as Parameters<typeof call>[2]);
    expect([answer.status, (answer.body as unknown as { type: string }).type]).toEqual([status, type]);
    expect(await settled(hub)).toBe(before);
  });

  test.each([
    ['a zero byte behind the address', '/api/departments/police/receipts?id=%00', 400],
    ['a zero byte in it', '/api/departments/police%00/receipts?id=a', 400],
    ['a parameter given twice', '/api/departments/police/receipts?id=a&id=b', 400],
    ['an address that is none', '/api/departments/%ED%A0%80/receipts', 400],
  ])('%s is a problem of the caller, with a detail that says what to do or a title that says what is wrong', async (_name, path, status) => {
    const answer = await call<{ type: string; title: string }>(hub.url, path, { token: tokens['police'] });
    expect([answer.status, answer.headers.get('content-type'), answer.body.type]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
      '/problems/malformed-request',
    ]);
  });

  test.each(RULE_PUSHES.map((one, n) => ({ ...one, n })))(
    '$rule over HTTP: $about, $status',
    async ({ department, sent, status, told = [], reason, n }) => {
      const event = sent(`rule-${n}`);
      const { body, text, ...answer } = await push(department, { body: event });
      const { type, errors, notes, ...said } = body as unknown as Said;
      expect([answer.status, (errors ?? notes ?? []).map(({ pointer, rule }) => `${pointer} ${rule}`), said.reason]).toEqual([status, told, reason]);
      if (status === 422) expect([type, (errors ?? []).every(({ message }) => message.length > 1)]).toEqual(['/problems/invalid-event', true]);
      if (status !== 201) for (const value of [CHILD.docNo, '990101201506010015', '990101150601001']) expect(text).not.toContain(value);
      if (status !== 201) return;
      const kept = await call<{ claim: string }>(hub.url, `/api/departments/${department}/receipts?id=rule-${n}`, { token: tokens[department] });
      const { time, receivedat } = JSON.parse(kept.body.claim) as { time: string; receivedat: string };
      // VR11 and VR14: no name in the claim, and the edge's own time in it.
      expect([kept.body.claim.includes(CHILD.name), Date.parse(time) <= Date.parse(receivedat) + 5 * 60_000]).toEqual([false, true]);
    },
  );

  test('VR13 over HTTP: an unknown reference, another department’s and a token get one and the same answer', async () => {
    const own = (await push('police', { body: dvCall('ref-1') })).body.minorRef;
    const subjects = [own, `minor-${'A'.repeat(22)}`, `child-${'A'.repeat(22)}`];
    const answers = await Promise.all(subjects.map((subject, n) => push('education', { body: absence(`ref-${n}`, { subject, data: absent }) })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 422, body: { errors: [{ pointer: '/subject', rule: 'subject' }] } });
  });

  test.each(oddBodies((id) => dvCall(id)))('an odd body: $about', async ({ raw, headers, status, code, told = [], says = '' }) => {
    const { body, text, ...answer } = await push('police', { raw, headers });
    const { type, errors = [] } = body as unknown as Said;
    expect([answer.status, type?.replace('/problems/', ''), text]).toEqual([status, code ?? expect.any(String), expect.stringContaining(says)]);
    if (told.length > 0) expect(errors.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual(told);
    for (const value of [CHILD.docNo, CHILD.name]) expect(text).not.toContain(value);
  });

  test("a department cuts its own lines out of the log by its own reference; another's reference matches nothing", async () => {
    const mine = await push('police', { body: dvCall('dv-own') });
    const theirs = await push('education', { body: absence('a-own', { data: { ...absent, minor: CHILD } }) });
    const cut = (ref: string) =>
      call<{ lines: readonly object[] }>(hub.url, `/api/log/events?subject=${ref}&limit=1000`, { token: tokens['police'] });
    const own = await cut(mine.body.minorRef as string);
    expect(own.status).toBe(200);
    const texts = own.body.lines.map((line) => JSON.stringify(line));
    expect(texts.some((text) => text.includes('dv-own'))).toBe(true);
    expect(texts.filter((text) => !text.includes('"police.'))).toEqual([]);
    const none = await cut(theirs.body.minorRef as string);
    expect([none.status, none.body.lines]).toEqual([200, []]);
  });

  test("without a token 401, with a stranger's path 403", async () => {
    expect((await call(hub.url, '/api/departments/police/events', { body: dvCall('x') })).status).toBe(401);
    expect((await call(hub.url, '/api/departments/police/events', { body: dvCall('x'), token: tokens['education'] })).status).toBe(403);
  });

  test('a page that is opened or reloaded by its address is the dashboard; what is no page is still not found', async () => {
    const get = async (path: string, accept: string) => {
      const response = await fetch(new URL(path, hub.url), { headers: { accept } });
      return [response.status, (response.headers.get('content-type') ?? '').split(';')[0], response.headers.has('content-security-policy')];
    };
    for (const path of ['/', '/audit', '/minors/minor-AAAAAAAAAAAAAAAAAAAAAA', '/audit?replay=1'])
      expect([path, ...(await get(path, 'text/html,*/*'))]).toEqual([path, 200, 'text/html', true]);
    for (const path of ['/api/nothing', '/API/log/head', '/missing.js', '/health/nothing', '/%61pi/log/head'])
      expect([path, (await get(path, 'text/html,*/*'))[0]]).toEqual([path, path === '/%61pi/log/head' ? 401 : 404]);
    expect((await get('/audit', 'application/json'))[0]).toBe(404);
  });

  test('an array is atomic; a repeated id in it is refused', async () => {
    const two = [dvCall('arr-1'), dvCall('arr-2')];
    const { status, body } = await push('police', { body: two, type: 'application/cloudevents-batch+json' });
    expect([status, (body as unknown as { receipts: unknown[] }).receipts]).toEqual([
      201,
      [expect.objectContaining({ id: 'arr-1' }), expect.objectContaining({ id: 'arr-2' })],
    ]);
    expect((await push('police', { body: [dvCall('arr-1'), dvCall('arr-3')], type: 'application/cloudevents-batch+json' })).status).toBe(409);
    expect((await push('police', { body: [dvCall('arr-4'), dvCall('arr-4')], type: 'application/cloudevents-batch+json' })).status).toBe(422);
  });

  test('an unsigned batch to the hub, or one that is signed by nobody it knows, is refused', async () => {
    const token = await hub.token('edge', { department: 'police' });
    const event = {
      index: 0,
      path: [],
      claim: '{}',
      sentHash: Buffer.alloc(32).toString('base64'),
      salt: Buffer.alloc(16).toString('base64'),
      values: {},
    };
    const before = await settled(hub);
    const { body } = await call<{ outcomes: { status: number }[][] }>(hub.url, '/api/hub/batches', {
      token,
      body: { batches: [{ department: 'police', keyId: 'police-x', size: 1, root: '', signature: '', events: [event] }] },
    });
    expect(body.outcomes[0]?.[0]?.status).toBe(401);
    expect(await settled(hub)).toBe(before);
  });

  test("the auditor's export proves what it holds, and a changed byte is found", async () => {
    const { text } = await call(hub.url, '/api/audit/exports', { token: tokens['auditor'], purpose: 'audit', body: {} });
    const { mkdtempSync, writeFileSync } = await import('node:fs');
    const folder = mkdtempSync('/tmp/lianhu-verify-');
    writeFileSync(`${folder}/export`, text);
    writeFileSync(`${folder}/changed`, text.replace('"witness"', '"victims"'));
    writeFileSync(`${folder}/trust`, (await lianhu(hub.folder, 'trust')).stdout);
    expect((await lianhu(hub.folder, 'verify', `${folder}/export`, '--trust', `${folder}/trust`)).code).toBe(0);
    expect((await lianhu(hub.folder, 'verify', `${folder}/changed`, '--trust', `${folder}/trust`)).code).toBe(1);
    expect((await lianhu(hub.folder, 'verify', `${folder}/export`)).code).toBe(2);
    removeFolder(folder);
  });

  const alerts = async () =>
    (await call<{ rows: { rule: string }[] }>(hub.url, '/api/views/alerts', { token: tokens['office'], purpose: 'rescue' })).body;
});

/** What a sender may be told. */
interface Said {
  readonly type?: string;
  readonly reason?: string;
  readonly errors?: readonly Fault[];
  readonly notes?: readonly Fault[];
}
interface Fault {
  readonly pointer: string;
  readonly rule: string;
  readonly message: string;
}

/** Collects the live hints of a viewer. */
async function listen(url: string, token: string): Promise<{ text(): string; close(): void }> {
  const abort = new AbortController();
  const response = await fetch(new URL('/api/views/live', url), { headers: { authorization: `Bearer ${token}` }, signal: abort.signal });
  let text = '';
  void (async () => {
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) text += Buffer.from(chunk).toString();
    } catch {
      // closed by us
    }
  })();
  return { text: () => text, close: () => abort.abort() };
}
