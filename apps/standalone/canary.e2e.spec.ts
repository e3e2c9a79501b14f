import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { makeCitizenId } from '@lianhu/standards';
import { call, removeFolder, startApp, type Running } from './testing/running';

const COUNT = 100;
/** Names, numbers and telephones that stand nowhere else; the area is the unreal one. */
const CANARIES = Array.from({ length: COUNT }, (_, n) => ({
  name: `鸾鷟${String.fromCharCode(0x4e00 + 7 * n)}`,
  docNo: makeCitizenId('990101', '2014-03-09', 100 + 3 * n),
  phone: `1540000${String(4000 + n)}`,
  alarmNo: `CANARY-ALARM-${n}`,
}));

/** Every way in which a text may lie in a file. */
const formsOf = (text: string): Buffer[] => {
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  return [utf8, utf16, Buffer.from(utf16).swap16(), Buffer.from(utf8.toString('hex')), Buffer.from(JSON.stringify(text).slice(1, -1))];
};
const FORMS = CANARIES.flatMap(({ name, docNo, phone, alarmNo }) => [name, docNo, phone, alarmNo].flatMap(formsOf));
/** What all canaries begin with: a file that holds none of these holds no canary, and need not be searched for each. */
const STEMS = ['鸾鷟', '99010120140309', '15400004', 'CANARY-ALARM-'].flatMap(formsOf);
const leaks = (bytes: Buffer): number => (STEMS.some((stem) => bytes.includes(stem)) ? FORMS.filter((form) => bytes.includes(form)).length : 0);

test('the search finds every canary in every form', () => {
  for (const form of FORMS) expect(leaks(Buffer.concat([Buffer.from('x'), form, Buffer.from('y')]))).toBeGreaterThan(0);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return [];
    return found.isDirectory() ? filesBelow(path) : found.isFile() ? [path] : [];
  });
}

test('a hundred names and numbers stand in no file, output, export or error', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-canary-'));
  const hub: Running = await startApp('standalone', { folder, args: ['--empty'] });
  const said: string[] = [];
  const tokens = {
    police: await hub.token('sender', { department: 'police' }),
    education: await hub.token('sender', { department: 'education' }),
    auditor: await hub.token('auditor'),
  };
  const push = async (department: 'police' | 'education', options: object): Promise<number> => {
    const { status, text } = await call(hub.url, `/api/departments/${department}/events`, { token: tokens[department], method: 'POST', ...options });
    said.push(text);
    return status;
  };
  const minorOf = (n: number) => {
    const { name, docNo, phone } = CANARIES[n] as (typeof CANARIES)[number];
    return {
      docType: '01',
      docNo,
      name,
      sex: (Number(docNo[16]) % 2 === 1 ? '1' : '2') as string,
      birthDate: '2014-03-09',
      addressActual: `${name}巷`,
      guardians: [{ name, rel: 'father', phone }],
    };
  };
  const event = (n: number, more: object = {}) => ({
    type: 'police.dv-call.received',
    id: `c-${n}`,
    time: new Date().toISOString(),
    correlationid: CANARIES[n]?.alarmNo,
    data: { alarmNo: CANARIES[n]?.alarmNo, minorRole: 'witness', minor: minorOf(n), ...more },
  });
  for (let n = 0; n < 40; n++) expect(await push('police', { body: event(n) })).toBe(201);
  expect(await push('police', { body: Array.from({ length: 30 }, (_, n) => event(40 + n)), type: 'application/cloudevents-batch+json' })).toBe(201);
  await push('police', { raw: Array.from({ length: 20 }, (_, n) => JSON.stringify(event(70 + n))).join('\n'), type: 'application/x-ndjson' });
  expect(await push('police', { body: event(90, { weapon: 'x' }) })).toBe(422);
  expect(await push('police', { body: event(91, { minor: { ...minorOf(91), sex: minorOf(91).sex === '1' ? '2' : '1' } }) })).toBe(202);
  const harm = {
    type: 'education.harm.suspected',
    id: 'h-1',
    time: new Date().toISOString(),
    data: { clueRef: CANARIES[92]?.alarmNo, situation: '4', minor: minorOf(92) },
  };
  expect(await push('education', { body: harm })).toBe(201);
  said.push(
    (await call(hub.url, '/api/audit/exports', { token: tokens.auditor, purpose: 'audit', body: {} })).text,
    (await call(hub.url, '/metrics')).text,
    hub.output(),
  );
  const { lianhu_admin: password } = JSON.parse(readFileSync(join(folder, 'postgres', 'passwords.json'), 'utf8')) as Record<string, string>;
  const [, , , port] = readFileSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  const admin = new pg.Client({ host: '127.0.0.1', port: Number(port), user: 'lianhu_admin', password, database: 'lianhu' });
  await admin.connect();
  await admin.query('CHECKPOINT');
  await admin.end();
  await hub.stop();
  expect(said.map((text) => leaks(Buffer.from(text)))).toEqual(said.map(() => 0));
  expect(
    filesBelow(folder)
      .filter((file) => leaks(readFileSync(file)) > 0)
      .map((file) => file.slice(folder.length)),
  ).toEqual([]);
  removeFolder(folder);
});
