import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, eventually, lianhu, removeFolder, settled, startApp, type Running } from './testing/running';

interface Answer {
  readonly id: string;
  readonly state: string;
  readonly total?: number;
  readonly rows?: readonly { readonly key: string; readonly row: { readonly alertLevel?: number } }[];
  readonly manifest?: Readonly<Record<string, unknown>>;
}

describe('an auditor counts again', () => {
  let hub: Running;
  let token: string;
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-e2e-replay-'));
  const file = (name: string): string => join(folder, name);
  beforeAll(async () => {
    hub = await startApp('standalone', { args: ['--empty'] });
    const sender = await hub.token('sender', { department: 'police' });
    for (let n = 1; n <= 5; n++) {
      const minor = { docType: '01', docNo: DOCS[n - 1], name: `测试${'甲乙丙丁戊'[n - 1]}`, sex: '1', birthDate: '2015-06-01' };
      const data = { alarmNo: `J-${n}`, minorRole: 'witness', weapon: n % 2 === 0, minor };
      const body = { type: 'police.dv-call.received', id: `call-${n}`, time: new Date().toISOString(), residencearea: '990101001', data };
      const { status, text } = await call(hub.url, '/api/departments/police/events', { token: sender, body });
      expect([status, text]).toEqual([201, text]);
    }
    token = await hub.token('auditor');
    await settled(hub);
    for (const [view, rows] of [
      ['minors', 5],
      ['alerts', 2],
    ] as const)
      expect((await call<{ total: number }>(hub.url, `/api/views/${view}`, { token, purpose: 'audit' })).body.total).toBe(rows);
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(hub?.folder);
    removeFolder(folder);
  });

  const get = (id: string) => call<Answer>(hub.url, `/api/audit/replays/${id}`, { token, purpose: 'audit' });
  async function replay(body: object): Promise<Answer> {
    const started = await call<Answer>(hub.url, '/api/audit/replays', { token, purpose: 'audit', body });
    expect(started.status).toBe(202);
    return (
      await eventually(
        () => get(started.body.id),
        (answer) => answer.body.state === 'done',
      )
    ).body;
  }
  const rowsOf = async (id: string): Promise<string> =>
    (await call(hub.url, `/api/audit/replays/${id}`, { token, purpose: 'audit', headers: { accept: 'application/x-ndjson' } })).text;
  const fromExport = (...args: string[]) => lianhu(hub.folder, 'replay', file('export'), '--trust', file('trust'), '--out', file('rows'), ...args);

  test('the rows of the service, of the command line from an export, and of the live view are the same', async () => {
    const { position } = (await call<{ position: number }>(hub.url, '/api/log/head', { token })).body;
    const minors = await replay({ view: 'minors', asOf: position });
    const live = await call<{ rows: { minorRef: string; alertLevel: number }[] }>(hub.url, '/api/views/minors?size=50', { token, purpose: 'audit' });
    const levels = (rows: readonly { key: string; level?: number }[]): unknown => [...rows].sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(levels((minors.rows ?? []).map(({ key, row }) => ({ key, level: row.alertLevel })))).toEqual(
      levels(live.body.rows.map(({ minorRef, alertLevel }) => ({ key: minorRef, level: alertLevel }))),
    );
    writeFileSync(file('export'), (await call(hub.url, '/api/audit/exports', { token, purpose: 'audit', body: {} })).text);
    writeFileSync(file('trust'), (await lianhu(hub.folder, 'trust')).stdout);
    const child = minors.rows?.[0]?.key ?? '';
    const half = Math.floor(position / 2);
    const asked: readonly [object, string[]][] = [
      [{ view: 'minors', asOf: half, compareWith: position }, ['--view', 'minors', '--as-of', String(half), '--compare-with', String(position)]],
      [{ view: 'alerts', asOf: position }, ['--view', 'alerts', '--as-of', String(position)]],
      [{ view: 'towns', asOf: position, compareWith: half }, ['--view', 'towns', '--as-of', String(position), '--compare-with', String(half)]],
      [{ subject: child, asOf: position }, ['--subject', child, '--as-of', String(position)]],
    ];
    for (const [body, args] of asked) {
      const answer = await replay(body);
      const { code, stderr } = await fromExport(...args, '--manifest', file('manifest'));
      expect([code, stderr]).toEqual([0, expect.stringContaining('已证明')]);
      const rows = readFileSync(file('rows'), 'utf8');
      expect(rows).not.toBe('');
      expect(rows).toBe(await rowsOf(answer.id));
      const { checkpoint: _, ...manifest } = JSON.parse(readFileSync(file('manifest'), 'utf8')) as Record<string, unknown>;
      const { checkpoint, ...served } = answer.manifest ?? {};
      expect(checkpoint).toContain('lianhu/990101');
      expect(strip(manifest)).toEqual(strip(served));
    }
    const { body } = await call<{ rows: { route: string; children: string[] }[] }>(hub.url, `/api/audit/accesses?minorRef=${child}`, { token });
    expect(body.rows.some(({ route }) => route === 'audit.replay-rows')).toBe(true);
  });

  test('what the command line cannot do it says in one sentence: 1 tampered, 2 everything else', async () => {
    const refused = async (...args: string[]) => {
      const { code, stderr } = await lianhu(hub.folder, 'replay', ...args);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      return [code, stderr];
    };
    expect(await refused(file('nowhere'), '--view', 'minors')).toEqual([2, expect.stringContaining('cannot be opened')]);
    expect(await refused(file('export'), '--view', 'nothing')).toEqual([2, expect.stringContaining('no view or sum nothing')]);
    expect(await refused(file('export'))).toEqual([2, expect.stringContaining('one of')]);
    expect(await refused(file('export'), '--view', 'minors', '--as-of', '9999')).toEqual([2, expect.stringContaining('ends at')]);
    expect(await refused(file('export'), '--quarter', '2026-Q3')).toEqual([2, expect.stringContaining('--policy')]);
    const part = await call(hub.url, '/api/audit/exports', { token, purpose: 'audit', body: { from: 1, to: 10 } });
    writeFileSync(file('part'), part.text);
    expect(await refused(file('part'), '--view', 'minors')).toEqual([2, expect.stringContaining('only a part of the log')]);
    writeFileSync(file('changed'), readFileSync(file('export'), 'utf8').replace('"weapon":true', '"weapon":false'));
    expect(await refused(file('changed'), '--view', 'minors', '--trust', file('trust'))).toEqual([1, expect.stringContaining('position')]);
  });
});

/** Newer events may have come between export and answer: their checkpoint is another one. */
const strip = ({ earlier, ...rest }: Record<string, unknown>): unknown => ({
  ...rest,
  earlier: earlier === undefined ? undefined : { ...(earlier as object), checkpoint: undefined },
});

const DOCS = ['990101201506010014', '990101201506010030', '990101201506010057', '990101201506010073', '99010120150601009X'];
