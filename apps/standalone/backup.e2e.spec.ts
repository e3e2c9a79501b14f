import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Load } from './faults/load';
import { call, eventually, lianhu, removeFolder, settled, startApp, type Running } from './testing/running';

const NAME = '鸾鷟丄';
const DOC = '990101201506010014';
const PASSPHRASE = 'a passphrase kept in a safe';
/** Starts, loads and restores on a busy machine. Unit: milliseconds. */
const WITHIN_MS = 900_000;

interface Manifest {
  readonly position: number;
  readonly checkpoint: string;
  readonly epoch: string;
}
interface Head {
  readonly position: number;
  readonly epoch: string;
  readonly restoredFrom?: object;
}
interface Ack {
  readonly id: string;
  readonly position?: number;
}

describe('lianhu backup and lianhu restore', () => {
  let folder: string;
  let hub: Running | undefined;
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-keeping-'));
    writeFileSync(at('passphrase'), `${PASSPHRASE}\n`);
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(folder);
  });

  const named = {
    type: 'police.dv-call.received',
    id: 'named-1',
    time: '2026-11-20T10:00:00+08:00',
    residencearea: '990101001',
    data: {
      alarmNo: 'J-CANARY',
      minorRole: 'witness',
      weapon: true,
      minor: { docType: '01', docNo: DOC, name: NAME, sex: '1', birthDate: '2015-06-01' },
    },
  };
  const push = async (running: Running, body: object) =>
    call<{ position: number }>(running.url, '/api/departments/police/events', {
      token: await running.token('sender', { department: 'police' }),
      body,
    });
  const names = async (running: Running): Promise<string> =>
    (await call(running.url, '/api/views/minors?size=200', { token: await running.token('office'), purpose: 'rescue' })).text;
  /** The rows of the views, without what only this moment shows. */
  const board = async (running: Running, upTo: number) => {
    const options = { token: await running.token('auditor'), purpose: 'audit' };
    const paths = [`/api/views/overview?minWait=${upTo}`, '/api/views/towns', '/api/views/alerts?size=200', '/api/views/minors?size=200'];
    return Promise.all(paths.map(async (path) => (await call<{ rows: unknown }>(running.url, path, options)).body.rows));
  };
  const head = async (running: Running): Promise<Head> =>
    (await call<Head>(running.url, '/api/log/head', { token: await running.token('auditor') })).body;

  /** The export of a hub against its trust file and a checkpoint that somebody kept. */
  async function provenAgainst(running: Running, checkpoint: string): Promise<void> {
    const { text } = await call(running.url, '/api/audit/exports', { token: await running.token('auditor'), purpose: 'audit', body: {} });
    writeFileSync(at('export'), text);
    const trust = JSON.parse((await lianhu(running.folder, 'trust')).stdout) as object;
    writeFileSync(at('trust'), JSON.stringify({ ...trust, checkpoint }));
    expect(await lianhu(running.folder, 'verify', at('export'), '--trust', at('trust'))).toMatchObject({ code: 0 });
  }

  test(
    'taken under load and brought back in another folder: proven to its checkpoint, names open, views as folded anew, and what came later is pushed again',
    async () => {
      const first = await startApp('standalone', { folder: at('first'), args: ['--empty'] });
      hub = first;
      expect((await push(first, named)).status).toBe(201);
      const load = new Load(first.url, await first.token('sender', { department: 'police' }), folder, 1);
      await eventually(
        async () => load.answered(201),
        (count) => count > 100,
      );
      const before = readFileSync(at('acks.ndjson'), 'utf8').trim().split('\n');
      expect(await lianhu(at('first'), 'backup', at('backup'))).toMatchObject({ code: 0, stdout: expect.stringContaining('No key is in it') });
      const during = load.answered(201);
      await eventually(
        async () => load.answered(201),
        (count) => count > during + 50,
      );
      expect(await lianhu(at('first'), 'backup-keys', at('keys'), '--passphrase-file', at('passphrase'))).toMatchObject({ code: 0 });
      await first.kill();
      await load.abandon();
      const manifest = JSON.parse(readFileSync(at('backup/manifest.json'), 'utf8')) as Manifest;

      expect(await lianhu(at('second'), 'restore', at('backup'))).toMatchObject({ code: 2, stderr: expect.stringContaining('--keys') });
      const keys = ['--keys', at('keys'), '--passphrase-file', at('passphrase')];
      const restored = await lianhu(at('second'), 'restore', at('backup'), ...keys);
      expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining(`up to position ${manifest.position} `) });
      expect(restored.stdout).toContain('Accounts and passwords are those of the backup');
      expect(await lianhu(at('second'), 'restore', at('backup'))).toMatchObject({ code: 2, stderr: expect.stringContaining('--replace') });

      const second = await startApp('standalone', { folder: at('second'), args: ['--empty'] });
      hub = second;
      await provenAgainst(second, manifest.checkpoint);
      expect(await head(second)).toMatchObject({ restoredFrom: { epoch: manifest.epoch, position: manifest.position } });
      expect((await head(second)).epoch).not.toBe(manifest.epoch);
      expect(await names(second)).toContain(NAME);
      const acknowledged = before.map((line) => JSON.parse(line) as Ack);
      expect(acknowledged.length).toBeGreaterThan(100);
      expect(acknowledged.filter(({ position }) => (position ?? 0) > manifest.position)).toEqual([]);
      expect((await push(second, named)).status).toBe(200);
      const later = { ...named, id: 'named-2' };
      expect(await push(second, later)).toMatchObject({ status: 201 });
      const position = await settled(second);
      const live = await board(second, position);
      await second.stop();
      expect((await lianhu(at('second'), 'rebuild')).code).toBe(0);
      hub = await startApp('standalone', { folder: at('second'), args: ['--empty'] });
      expect(await board(hub, position)).toEqual(live);
      await hub.stop();
    },
    WITHIN_MS,
  );

  test('no name, number or key stands in the backup, nor a key outside its passphrase', () => {
    const files = readdirSync(at('backup'), { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(at('backup'), name)).isFile());
    const texts = files.map((name) => {
      const bytes = readFileSync(join(at('backup'), name));
      return name.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
    });
    const all = texts.join('\n');
    expect(all).toContain('police.dv-call.received');
    const hidden = [NAME, DOC, 'J-CANARY', '测试'].flatMap((text) => [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64')]);
    const keyFiles = readdirSync(at('first/keys')).filter((name) => name.endsWith('.key'));
    const keys = keyFiles.map((name) => readFileSync(join(at('first/keys'), name), 'utf8').trim());
    for (const secret of [...hidden, ...keys]) expect([secret.length > 1, all.includes(secret)]).toEqual([true, false]);
    for (const key of keys) expect(readFileSync(at('keys'), 'utf8')).not.toContain(key);
  });

  test(
    'a changed byte is named and a wrong passphrase refused, nothing is left behind; --replace sets aside what was there',
    async () => {
      writeFileSync(at('other'), 'another passphrase\n');
      expect(await lianhu(at('third'), 'restore', at('backup'), '--keys', at('keys'), '--passphrase-file', at('other'))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('passphrase'),
      });
      const bitten = at('backup/vault.identity.ndjson.gz');
      const bytes = readFileSync(bitten);
      writeFileSync(bitten, Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) as number) ^ 1)]));
      expect(await lianhu(at('second'), 'restore', at('backup'), '--replace', at('second'))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('vault.identity.ndjson.gz'),
      });
      writeFileSync(bitten, bytes);
      expect(await lianhu(at('second'), 'restore', at('backup'), '--replace', at('first'))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--replace names'),
      });
      expect(await lianhu(at('second'), 'restore', at('backup'), '--replace', at('second'))).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/lies in .*postgres\.replaced-\S+: remove it/),
      });
      expect(readdirSync(at('second')).filter((name) => name.startsWith('postgres.replaced-'))).toHaveLength(1);
      // Of the log that was there: where an earlier backup comes back than the last time, the hub would take it for a stranger's.
      expect(readdirSync(at('second')).filter((name) => ['restoring', 'log-mark.json'].includes(name))).toEqual([]);
      writeFileSync(at('second/restoring'), '');
      await expect(startApp('standalone', { folder: at('second'), args: ['--empty'] })).rejects.toThrow(/was not finished/);
    },
    WITHIN_MS,
  );
});
