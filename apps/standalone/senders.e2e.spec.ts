import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Conflict, fileReceipts, keyToken, LianhuClient, Refused, type SentEvent, type Trust } from '@lianhu/client';
import { faultOfReceipt, type ProvenReceipt } from './testing/outsider';
import { call, eventually, lianhuIn, removeFolder, ROOT, startApp, type Running } from './testing/running';

const run = promisify(execFile);
const JAVAC = process.env['JAVAC'];
const CHILD = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' } as const;
const START_MS = 120_000;
type Call = SentEvent<'police.dv-call.received'>;

describe("departments' own programs against a running hub", () => {
  let hub: Running;
  let folder: string;
  let trust: Trust;
  let port: string;
  const file = (name: string): string => join(folder, name);
  const start = async (): Promise<void> => {
    hub = await startApp('standalone', { args: ['--empty'], folder: file('data'), env: { PORT: port } });
    port = new URL(hub.url).port;
  };
  const operator = (...args: readonly string[]) => lianhuIn({ LIANHU_DATA: hub.folder, LIANHU_URL: hub.url }, ...args);
  /** Registers a client with a new key; answers its private key's file. */
  const register = async (id: string, pair: { publicKey: KeyObject; privateKey: KeyObject }): Promise<string> => {
    writeFileSync(file(`${id}.jwk`), JSON.stringify(pair.publicKey.export({ format: 'jwk' })));
    writeFileSync(file(`${id}.pem`), pair.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    expect(await operator('client', 'add', id, '--department', 'police', '--jwk', file(`${id}.jwk`))).toMatchObject({ code: 0 });
    return file(`${id}.pem`);
  };
  const keys = {
    rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ec: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    ed: () => generateKeyPairSync('ed25519'),
  };
  const event = (id: string, more: Partial<Call['data']> = {}): Call => ({
    type: 'police.dv-call.received',
    id,
    time: '2026-01-05T08:00:00+08:00',
    residencearea: '990101001',
    data: { alarmNo: `J-${id}`, minorRole: 'witness', minor: CHILD, ...more },
  });
  const lines = (events: readonly unknown[]): string => events.map((one) => `${JSON.stringify(one)}\n`).join('');
  /** How often each id that begins so stands in the whole log. */
  const timesOf = async (prefix: string): Promise<ReadonlyMap<string, number>> => {
    const { text } = await call(hub.url, '/api/audit/exports', { token: await hub.token('auditor'), purpose: 'audit', body: {} });
    const times = new Map<string, number>();
    for (const [, id = ''] of text.matchAll(/"id":"([^"]+)"/g)) if (id.startsWith(prefix)) times.set(id, (times.get(id) ?? 0) + 1);
    return times;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-senders-'));
    port = '0';
    await start();
    writeFileSync(file('trust.json'), (await operator('trust')).stdout);
    trust = JSON.parse(readFileSync(file('trust.json'), 'utf8')) as Trust;
  }, START_MS);
  afterAll(async () => {
    await hub?.stop();
    removeFolder(folder);
  });

  test.each(['rsa', 'ec', 'ed'] as const)(
    'a %s key is traded for a token, and the receipt is one that an outsider can prove',
    async (kind) => {
      const privateKey = readFileSync(await register(`sys-${kind}`, keys[kind]()), 'utf8');
      const client = new LianhuClient({
        url: hub.url,
        department: 'police',
        trust,
        token: keyToken({ url: hub.url, id: `sys-${kind}`, privateKey }),
      });
      const receipt = await client.push(event(`key-${kind}`));
      expect(faultOfReceipt(receipt as unknown as ProvenReceipt, trust)).toBeUndefined();
      const again = new LianhuClient({ url: hub.url, department: 'police', trust, token: keyToken({ url: hub.url, id: `sys-${kind}`, privateKey }) });
      expect((await again.push(event(`key-${kind}`))).position).toBe(receipt.position);
      await expect(again.push(event(`key-${kind}-2`, { minorRole: 'x' as 'witness' }))).rejects.toMatchObject({ pointer: '/data/minorRole' });
      const other = new LianhuClient({ url: hub.url, department: 'police', trust, token: keyToken({ url: hub.url, id: `sys-${kind}`, privateKey }) });
      await expect(other.push(event(`key-${kind}`, { weapon: true }))).rejects.toThrow(Conflict);
      const stranger = keyToken({
        url: hub.url,
        id: `sys-${kind}`,
        privateKey: keys[kind]().privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
      });
      await expect(stranger(false)).rejects.toThrow(Refused);
    },
    300_000,
  );

  test('a form is taken where tokens are traded, and nowhere else', async () => {
    const type = 'application/x-www-form-urlencoded';
    const statuses = ['/api/token', '/api/session', '/api/departments/police/events'].map(
      async (path) => (await call(hub.url, path, { token: await hub.token('sender', { department: 'police' }), raw: 'a=b', type })).status,
    );
    expect(await Promise.all(statuses)).toEqual([401, 415, 415]);
  });

  test('killed in the middle of a stream, the hub comes back and everything stands once', async () => {
    const bearer = await hub.token('sender', { department: 'police' });
    const receipts = fileReceipts(file('kill.ndjson'));
    const client = new LianhuClient({
      url: hub.url,
      department: 'police',
      trust,
      token: async () => bearer,
      receipts,
      retry: { attempts: 200, maxMs: 500 },
    });
    const events = Array.from({ length: 600 }, (_, n) => event(`kill-${n}`));
    const results = client.stream(events);
    expect(await results.next()).toMatchObject({ value: { receipt: { id: 'kill-0' } } });
    const rest = (async () => {
      const ids: string[] = [];
      for await (const result of results) ids.push('receipt' in result ? result.receipt.id : result.error.code);
      return ids;
    })();
    await hub.kill();
    await start();
    expect(await rest).toEqual(events.slice(1).map(({ id }) => id));
    receipts.close();
    const kept = readFileSync(file('kill.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { receipt: { position: number } }).receipt.position);
    expect([kept.length, new Set(kept).size]).toEqual([600, 600]);
    const times = await timesOf('kill-');
    expect([times.size, [...times.values()].filter((count) => count !== 1)]).toEqual([600, []]);
  });

  test('the sample of the library pushes a file, and a second run of it sends nothing anew', async () => {
    const key = await register('sample', keys.ec());
    writeFileSync(file('events'), lines([event('sample-1'), event('sample-2', { minorRole: 'x' as 'witness' }), event('sample-3')]));
    const args = [join(ROOT, 'docs/samples/push.mjs'), hub.url, 'police', 'sample', key, file('trust.json'), file('events'), file('receipts')];
    const once = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([once.status, once.stderr, once.stdout.replace(/\d+$/gm, 'N')]).toEqual([
      1,
      '',
      'sample-1 stands at N\nsample-2 has no receipt: invalid-event /data/minorRole\nsample-3 stands at N\n',
    ]);
    expect(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout).toBe(once.stdout);
    expect(readFileSync(file('receipts'), 'utf8').trim().split('\n')).toHaveLength(2);
  });

  (JAVAC === undefined ? describe.skip : describe)('the sample for Java 8, compiled by JAVAC', () => {
    const java = join(JAVAC ?? '', '..', 'java');
    beforeAll(() => {
      const compiled = spawnSync(
        JAVAC as string,
        ['--release', '8', '-encoding', 'UTF-8', '-Xlint:-options', '-d', folder, join(ROOT, 'docs/samples/LianhuPush.java')],
        { encoding: 'utf8' },
      );
      expect([compiled.status, compiled.stderr]).toEqual([0, '']);
    });
    const push = async (id: string, key: string, events: string, receipts: string): Promise<{ code: number; stdout: string }> => {
      try {
        const { stdout } = await run(java, [
          '-Dfile.encoding=UTF-8',
          '-cp',
          folder,
          'LianhuPush',
          hub.url,
          'police',
          id,
          key,
          file(events),
          file(receipts),
        ]);
        return { code: 0, stdout };
      } catch (error) {
        return error as { code: number; stdout: string };
      }
    };

    test.each(['rsa', 'ec'] as const)(
      'signs with a %s key, names what is refused, keeps receipts and goes on after a cut',
      async (kind) => {
        const id = `java-${kind}`;
        const key = await register(id, keys[kind]());
        const bad = event(`${id}-2`, { minorRole: 'x' as 'witness' });
        writeFileSync(file(`${id}.events`), lines([event(`${id}-1`), bad, event(`${id}-3`)]));
        const first = await push(id, key, `${id}.events`, `${id}.receipts`);
        expect([first.code, first.stdout]).toEqual([1, expect.stringMatching(new RegExp(`^refused ${id}-2 422 .*/data/minorRole`)) as string]);
        const kept = readFileSync(file(`${id}.receipts`), 'utf8');
        const receipts = kept
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { id: string; position: number });
        expect(receipts.map((one) => one.id)).toEqual([`${id}-1`, `${id}-3`]);
        writeFileSync(file(`${id}.receipts`), kept.slice(0, -20));
        writeFileSync(file(`${id}.events`), lines([event(`${id}-1`), event(`${id}-3`)]));
        expect(await push(id, key, `${id}.events`, `${id}.receipts`)).toMatchObject({ code: 0, stdout: '' });
        const again = readFileSync(file(`${id}.receipts`), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { id: string; position: number });
        expect(again.map(({ id: of, position }) => [of, position])).toEqual(receipts.map(({ id: of, position }) => [of, position]));
      },
      300_000,
    );

    test('waits for a hub that is killed and comes back', async () => {
      const key = await register('java-kill', keys.ec());
      const events = Array.from({ length: 200 }, (_, n) => event(`jk-${n}`));
      writeFileSync(file('jk.events'), lines(events));
      const pushing = push('java-kill', key, 'jk.events', 'jk.receipts');
      await eventually(
        async () => existsSync(file('jk.receipts')) && readFileSync(file('jk.receipts'), 'utf8').length > 0,
        (begun) => begun,
      );
      await hub.kill();
      await start();
      expect(await pushing).toMatchObject({ code: 0, stdout: '' });
      const ids = readFileSync(file('jk.receipts'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id);
      expect(ids).toEqual(events.map(({ id }) => id));
    });
  });

  test('every command of the guide for senders does what it says', async () => {
    const text = readFileSync(join(ROOT, 'docs', '对接指南.md'), 'utf8');
    const blocks = [...text.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
    expect(blocks.length).toBeGreaterThan(10);
    const script = blocks.map((block, i) => `echo "=== ${i}"\n${block}`).join('\n');
    const ours = script
      .replaceAll('http://127.0.0.1:3000', hub.url)
      .replaceAll('npm run -s lianhu --', `${process.execPath} ${join(ROOT, 'dist/apps/standalone/cli.js')}`);
    const env = { ...process.env, LIANHU_DATA: hub.folder, LIANHU_URL: hub.url, LIANHU_POLICY: join(ROOT, 'infra/policy/demonstration.json') };
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', ours], { env, cwd: folder });
    const answers = stdout.split(/^=== \d+\n/m).slice(1);
    const said = blocks.map((block) => /^# → (\d{3})$/m.exec(block)?.[1]);
    expect(answers.map((answer, i) => said[i] && answer.trim().split('\n').at(-1))).toEqual(said);
    expect(said.filter(Boolean).length).toBe(blocks.length - 2);
    expect(answers[1]).toContain('"valid":true');
  });
});
