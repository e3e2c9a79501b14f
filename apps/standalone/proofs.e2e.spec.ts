import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { call, lianhuIn, removeFolder, ROOT, startApp, type Running } from './testing/running';

const PYTHON = process.env['PYTHON3'];
const sha = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

describe('somebody outside, with what a running hub gives him', () => {
  let hub: Running;
  let folder: string;
  const lianhu = (...args: string[]) => lianhuIn({ LIANHU_DATA: hub.folder, LIANHU_URL: hub.url }, ...args);
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-proofs-'));
    hub = await startApp('standalone', { args: ['--empty'] });
    const token = await hub.token('sender', { department: 'police' });
    for (let i = 1; i <= 3; i++) {
      const minor = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' };
      const data = { alarmNo: `J-${i}`, minorRole: 'witness', weapon: false, minor };
      const time = new Date(Date.now() - 60_000).toISOString();
      const body = { type: 'police.dv-call.received', id: `call-${i}`, time, residencearea: '990101001', data };
      expect((await call(hub.url, '/api/departments/police/events', { token, body })).status).toBe(201);
    }
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(hub?.folder);
    removeFolder(folder);
  });

  test('recomputes the signed root from the tiles of the database', async () => {
    const headers = { authorization: `Bearer ${await hub.token('hotline')}` };
    const note = await (await fetch(`${hub.url}/api/log/checkpoint`, { headers })).text();
    const [, size, root] = note.split('\n');
    expect(Number(size)).toBeGreaterThan(3);
    const answer = await fetch(`${hub.url}/api/log/tile/0/000.p/${size}`, { headers });
    const tile = Buffer.from(await answer.arrayBuffer());
    expect([answer.status, tile.length]).toEqual([200, Number(size) * 32]);
    const leaves = Array.from({ length: Number(size) }, (_, i) => tile.subarray(i * 32, i * 32 + 32));
    const tree = (of: Buffer[]): Buffer => {
      if (of.length === 1) return of[0]!;
      const k = 2 ** Math.floor(Math.log2(of.length - 1));
      return sha(Buffer.of(1), tree(of.slice(0, k)), tree(of.slice(k)));
    };
    expect(tree(leaves).toString('base64')).toBe(root);
  });

  test('verifies the zip’s export with the command and with Python; cut or changed it is found out', async () => {
    // Trust is handed over first: an export that is taken earlier would be a cut one.
    const trust = await lianhu('trust', '--newest');
    expect(JSON.parse(trust.stdout)).toMatchObject({ suite: 'std-1', checkpoint: expect.stringContaining('\n— ') });
    writeFileSync(file('trust'), trust.stdout);
    const written = await lianhu('export', file('export.zip'), '--zip');
    expect(written).toMatchObject({ code: 0 });
    const zip = unzipSync(readFileSync(file('export.zip')));
    expect(Object.keys(zip)).toEqual(['README.txt', '核验.html', 'export.ndjson']);
    expect(Buffer.from(zip['核验.html']!).toString()).toContain("default-src 'none'");
    const exported = Buffer.from(zip['export.ndjson']!).toString();
    writeFileSync(file('good'), exported);
    writeFileSync(file('bad'), exported.replace('"weapon":false', '"weapon":true'));
    const verdicts = async (name: string): Promise<(number | null)[]> => [
      (await lianhu('verify', file(name), '--trust', file('trust'))).code,
      ...(PYTHON === undefined ? [] : [spawnSync(PYTHON, [join(ROOT, 'scripts', 'verify-export.py'), file(name), '--trust', file('trust')]).status]),
    ];
    expect(new Set(await verdicts('good'))).toEqual(new Set([0]));
    expect(new Set(await verdicts('bad'))).toEqual(new Set([1]));
  });

  test('a quarter that is not closed has no checkpoint to trust in', async () => {
    const { code, stderr } = await lianhu('trust', '--quarter', `${new Date().getFullYear()}-Q1`);
    expect([code, /not closed|not found/i.test(stderr)]).toEqual([2, true]);
  });
});
