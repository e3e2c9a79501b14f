import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@lianhu/access';
import { makeCitizenId } from '@lianhu/standards';
import { call, eventually, lianhu, removeFolder, startApp, type Running } from './testing/running';

/** Starts and folds on a busy machine. Unit: milliseconds. */
const WITHIN_MS = 300_000;
const CASE = '（2026）测刑1号';
const NO_CASE = 'case-AAAAAAAAAAAAAAAAAAAAAA';
const minor = { docType: '01', docNo: makeCitizenId('990101', '2012-01-01', 101), name: '测试甲', sex: '1', birthDate: '2012-01-01' };

type Lines = { readonly lines: readonly { readonly bound?: { readonly subject?: string } }[] };
interface Receipt {
  readonly position: number;
  readonly minorRef?: string;
}

/** What differs between two answers to the same question at two moments: times, and how far the log and its followers are. */
const apartFromTimes = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(\+08:00|Z)/g, 'T')
    .replaceAll(/"(position|treeSize|scannedTo|head|lagSeconds|notices|sent|open|today|to)":\d+/g, '"$1":0')
    .replaceAll(/"(root|hash|rowsHash|checkpoint|id)":"[^"]*"/g, '"$1":""');

describe('a sealed case 封存', () => {
  let app: Running;
  let folder: string;
  const tokens = new Map<string, Promise<string>>();
  const as = (role: Role, department?: string): Promise<string> => {
    const key = `${role} ${department ?? ''}`;
    const token = tokens.get(key) ?? app.token(role, department === undefined ? {} : { department });
    tokens.set(key, token);
    return token;
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianhu-seal-'));
    app = await startApp('standalone', { folder, args: ['--empty'] });
  }, WITHIN_MS);
  afterAll(async () => {
    await app?.stop();
    removeFolder(folder);
  });

  const time = new Date().toISOString();
  const push = async (department: string, type: string, id: string, data: object) =>
    call<Receipt>(app.url, `/api/departments/${department}/events`, {
      token: await as('sender', department),
      body: { type, id, time, data: { ...data, minor } },
    });
  const judgment = (id: string, caseRef = CASE) =>
    push('court', 'court.juvenile-judgment.effective', id, { caseRef, sentence: 'exempt', months: 1, seal: true });
  const order = async (department: string, type: string, id: string, kind: string, caseRef = CASE) => {
    const unit = type.endsWith('executed') ? 'holder' : 'authority';
    const data = { caseRef, kind, [unit]: 'org-example-001', minor };
    return call<Receipt>(app.url, '/api/records', { token: await as('case-officer', department), body: { type, id, time, data } });
  };
  const audited = async (path: string, body?: object) => (await call(app.url, path, { token: await as('auditor'), purpose: 'audit', body })).text;
  const inbox = async (department: string) => {
    const { text } = await call(app.url, `/api/departments/${department}/inbox`, {
      token: await as('department-lead', department),
      purpose: 'supervise',
    });
    return text;
  };
  const receipted = async (department: string, notice: string): Promise<number> => {
    const path = `/api/departments/${department}/inbox/${notice}/receipt`;
    return (await call(app.url, path, { token: await as('department-lead', department), purpose: 'supervise', body: {} })).status;
  };
  /** The case of an event, as an auditor reads it in the whole log. */
  const caseAt = async (position: number): Promise<string> => {
    const { lines } = JSON.parse(await audited(`/api/log/events?after=${position - 1}&limit=1`)) as Lines;
    return lines[0]?.bound?.subject ?? '';
  };
  const replayed = async (subject: string): Promise<string> => {
    const { id } = JSON.parse(await audited('/api/audit/replays', { subject, asOf: 1 })) as { id: string };
    const done = await eventually(
      () => audited(`/api/audit/replays/${id}`),
      (text) => text.includes('"state":"done"'),
    );
    return apartFromTimes(done).replaceAll(subject, 'SUBJECT');
  };
  /** Everything that can be asked about a case by its name. */
  const asked = async (name: string): Promise<readonly string[]> => [
    apartFromTimes(await audited(`/api/log/events?subject=${name}&limit=1000`)),
    apartFromTimes(await audited('/api/audit/exports', { subject: name })).replaceAll(/"hashes":\[[^\]]*\]/g, ''),
    await audited(`/api/audit/accesses?minorRef=${name}`),
    await replayed(name),
  ];
  const boards = async (): Promise<readonly string[]> => {
    const token = await as('office');
    const paths = ['/api/views/minors', '/api/views/towns', '/api/views/alerts'];
    const own = await Promise.all(paths.map(async (path) => (await call(app.url, path, { token, purpose: 'rescue' })).text));
    return own.map(apartFromTimes);
  };
  const alarms = async (): Promise<number> => Number(/^lianhu_sealed_case_events (\d+)/m.exec((await call(app.url, '/metrics')).text)?.[1]);

  test(
    'after the order every query answers as if there were no such case, counts stay, a push is answered as any, the alarm is internal',
    async () => {
      const nothing = await inbox('procuratorate');
      expect(JSON.parse(nothing)).toMatchObject({ rows: [], total: 0 });
      const first = await judgment('j-1');
      const other = await judgment('j-2', '（2026）测刑2号');
      expect([first.status, other.status]).toEqual([201, 201]);
      const [name, kept] = [await caseAt(first.body.position), await caseAt(other.body.position)];
      expect(name).toMatch(/^case-/);
      expect(kept).not.toBe(name);
      const both = await eventually(
        () => inbox('procuratorate'),
        (text) => (JSON.parse(text) as { total: number }).total === 2,
      );
      expect(both).toContain('notice');
      const [absent, there] = [await asked(NO_CASE), await asked(name)];
      expect(there[0]).not.toBe(absent[0]);
      expect(there[1]).not.toBe(absent[1]);
      const before = await boards();
      const answers: number[] = [];

      expect((await order('police', 'hub.case-order.issued', 'o-0', 'seal')).status).toBe(403);
      const ordered = await order('court', 'hub.case-order.issued', 'o-1', 'seal');
      expect(ordered.status).toBe(201);
      expect(await caseAt(ordered.body.position)).toBe(name);

      expect(await asked(name)).toEqual(await asked(NO_CASE));
      expect((await asked(kept))[0]).not.toBe((await asked(NO_CASE))[0]);
      expect(JSON.parse(await inbox('procuratorate'))).toMatchObject({ total: 1 });
      for (const row of (JSON.parse(both) as { rows: { notice: string }[] }).rows) answers.push(await receipted('procuratorate', row.notice));
      expect(answers.sort()).toEqual([200, 404]);
      expect(await boards()).toEqual(before);

      const again = await judgment('j-1-more');
      const plain = await judgment('j-2-more', '（2026）测刑2号');
      expect([again.status, Object.keys(again.body), await judgment('j-1').then(({ status }) => status)]).toEqual([
        201,
        Object.keys(plain.body),
        200,
      ]);
      expect(again.body.minorRef).toBe(first.body.minorRef);
      const receipt = await call<Receipt>(app.url, '/api/departments/court/receipts?source=urn:lianhu:source:court:default&id=j-1', {
        token: await as('sender', 'court'),
      });
      expect([receipt.status, receipt.body.position]).toEqual([200, first.body.position]);
      await eventually(alarms, (count) => count === 1);
      expect(await asked(name)).toEqual(await asked(NO_CASE));
      expect(await audited(`/api/log/events?after=${first.body.position - 1}&limit=1`)).toContain(name);
    },
    WITHIN_MS,
  );

  test(
    'a holder seals its own token of the matter by carrying the order out; only the court orders a case opened again',
    async () => {
      const mine = '（2026）测检1号';
      const suspect = { caseRef: mine, stage: 'arrest', charge: 'theft', ageAtAct: 14, sex: '1' };
      const received = await push('procuratorate', 'procuratorate.suspect-case.received', 'p-1', suspect);
      expect(received.status).toBe(201);
      const name = await caseAt(received.body.position);
      expect((await order('procuratorate', 'hub.case-order.executed', 'e-1', 'seal', mine)).status).toBe(201);
      expect(await asked(name)).toEqual(await asked(NO_CASE));

      const refused = await order('procuratorate', 'hub.case-order.issued', 'o-2', 'unseal', mine);
      expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('/data/kind')]);
      expect((await order('court', 'hub.case-order.issued', 'o-3', 'unseal')).status).toBe(201);
      expect((await order('court', 'hub.case-order.issued', 'o-4', 'extend')).status).toBe(201);
      const opened = await eventually(
        () => inbox('procuratorate'),
        (text) => (JSON.parse(text) as { total: number }).total >= 2,
      );
      expect(JSON.parse(opened)).toMatchObject({ total: 4 });

      await app.stop();
      app = await startApp('standalone', { folder, args: ['--empty'] });
      expect(await asked(name)).toEqual(await asked(NO_CASE));
    },
    WITHIN_MS,
  );

  test(
    'a case that was sealed after a backup stays sealed when that backup is restored',
    async () => {
      const last = '（2026）测刑3号';
      const name = await caseAt((await judgment('j-3', last)).body.position);
      const backup = join(folder, 'backup');
      expect(await lianhu(folder, 'backup', backup)).toMatchObject({ code: 0 });
      expect((await order('court', 'hub.case-order.issued', 'o-5', 'seal', last)).status).toBe(201);
      expect(await asked(name)).toEqual(await asked(NO_CASE));

      await app.stop();
      expect(await lianhu(folder, 'restore', backup, '--replace', folder)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('seals.ndjson'),
      });
      app = await startApp('standalone', { folder, args: ['--empty'] });
      expect(await asked(name)).toEqual(await asked(NO_CASE));
      expect((await order('court', 'hub.case-order.issued', 'o-6', 'unseal', last)).status).toBe(201);
      expect(await asked(name)).not.toEqual(await asked(NO_CASE));
    },
    WITHIN_MS,
  );
});
