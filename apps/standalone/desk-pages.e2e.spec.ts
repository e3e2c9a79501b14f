import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import type { Page } from 'playwright-core';
import { describeWithBrowser, Office, overflowOf, PICTURES, type Viewport } from './testing/office';
import { call, eventually, removeFolder, startApp, type Running } from './testing/running';

const CHILD = { number: '990101201506010014', name: '测试甲' };
const SECRETS = /990101201506010014|测试甲|dv-call|alarmNo/;

describeWithBrowser('files and forms of a department, in a browser, on a running standalone', () => {
  let app: Running;
  let office: Office;
  let reader: string;

  beforeAll(async () => {
    app = await startApp('standalone', { args: ['--empty'] });
    office = await Office.open(app);
    reader = await app.token('auditor');
  });
  afterEach(() => office?.leave());
  afterAll(async () => {
    await office?.close();
    await app?.stop();
    removeFolder(app?.folder);
  });

  async function signedIn(name: string, purpose: string, viewport: Viewport): Promise<Page> {
    const page = await office.page(viewport);
    await office.signIn(page, name, purpose);
    return page;
  }
  const show = (page: Page, id: string): Promise<void> => office.show(page, id);
  async function picture(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
    expect([name, await overflowOf(page)]).toEqual([name, 0]);
  }
  const count = async (type: string): Promise<number> => {
    const { body } = await call<{ lines: unknown[] }>(app.url, `/api/log/events?after=0&limit=1000&type=${type}`, {
      token: reader,
      purpose: 'audit',
    });
    return body.lines.length;
  };
  const choose = async (page: Page, name: string, label: string): Promise<void> => {
    const field = page.getByTestId(`field-${name}`);
    const side = field.getByText(label, { exact: true });
    if (await side.count()) return side.first().click();
    await field.getByRole('combobox').click();
    await page.locator('.ant-select-dropdown:visible').getByTitle(label, { exact: true }).click();
  };

  test('a data officer brings a table that nobody has seen: columns confirmed, faults marked, corrected, sent again', async () => {
    const page = await signedIn('police-data', 'statistics', 'desk');
    await show(page, 'files');
    const table = [
      '家暴警情台账,,,,,,,',
      '序号,警情单号,接报时间,孩子的角色,家里有没有人拿东西,伤情程度,孩子姓名,公民身份证号',
      `1,JB-1,2026年9月3日20时5分,目击,否,无,${CHILD.name},${CHILD.number}`,
      `2,JB-2,2026.9.4,被害,是,轻微,${CHILD.name},9.90101E+17`,
      `3,JB-3,2026/9/5,目睹,否,无,${CHILD.name},${CHILD.number}`,
      '合计,3,,,,,,',
    ].join('\n');
    await page.getByTestId('import-file').setInputFiles({ name: '家暴警情台账.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${table}\n`) });
    await page.getByTestId('mapping').waitFor();
    await picture(page, 'real-files-mapping');
    expect(await page.getByTestId('type').textContent()).toContain('家暴警情');
    expect(await page.getByTestId('confirm').isDisabled()).toBe(true);
    expect(await count('police.dv-call.received')).toBe(0);
    await page.getByLabel('家里有没有人拿东西 对应').click();
    await page.keyboard.type('持械');
    await page.keyboard.press('Enter');
    const open = await page.getByTestId('open').count();
    expect([open, open === 0 ? '' : await page.getByTestId('open').textContent()]).toEqual([0, '']);
    await page.getByTestId('confirm').click();
    await page.getByTestId('faults').waitFor();
    await picture(page, 'real-files-faults');
    expect(await page.getByTestId('faults').textContent()).toContain('第 4 行');
    expect(await page.getByTestId('faults').textContent()).toContain('公民身份证号');
    await eventually(
      () => count('police.dv-call.received'),
      (lines) => lines === 2,
    );
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('corrected').click()]);
    expect(download.suggestedFilename()).toBe('家暴警情台账-标出问题.xlsx');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(readFileSync(await download.path()) as never);
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    const headers = (sheet.getRow(1).values as (string | undefined)[]).map((text) => text ?? '');
    expect(sheet.getRow(3).getCell(headers.indexOf('问题')).text).toContain('Excel');
    sheet.getRow(3).getCell(headers.indexOf('公民身份证号')).value = CHILD.number;
    const corrected = Buffer.from(await book.xlsx.writeBuffer());
    await page.getByTestId('import-file').setInputFiles({ name: '改好.xlsx', mimeType: 'application/octet-stream', buffer: corrected });
    await page.getByTestId('tally').filter({ hasText: '新入库 1 · 此前已有 2' }).waitFor();
    await eventually(
      () => count('police.dv-call.received'),
      (lines) => lines === 3,
    );
    expect(await page.getByTestId('mapping').count()).toBe(0);
    await picture(page, 'real-files-again');
    expect(office.complaints).toEqual([]);
  });

  const enterChild = async (page: Page): Promise<void> => {
    await page.locator('#field-minor-docNo').fill(CHILD.number);
    await page.locator('#field-minor-name').fill(CHILD.name);
  };
  const open = async (page: Page, type: string, words: string): Promise<void> => {
    await show(page, 'entry');
    await page.getByTestId('entry-search').fill(words);
    await page.getByTestId(`enter-${type}`).click();
    await page.getByTestId('entry-form').waitFor();
  };
  const sent = async (page: Page): Promise<number> => {
    await page.getByTestId('entry-send').click();
    await page.getByTestId('receipt').waitFor();
    return Number(await page.getByTestId('receipt-number').textContent());
  };

  test.each(['desk', 'phone'] as const)(
    'three different events in a form, with receipts like those of pushed ones (%s)',
    async (viewport) => {
      const before = await Promise.all(['police.dv-call.received', 'police.household.registered', 'police.guardian.admonished'].map(count));
      const page = await signedIn('police', 'rescue', viewport);
      await open(page, 'police.dv-call.received', '家暴');
      await enterChild(page);
      await page.locator('#field-alarmNo').fill(`表-${viewport}-1`);
      await choose(page, 'minorRole', '目睹');
      const first = await sent(page);
      await picture(page, `real-entry-receipt-${viewport}`);
      await page.getByTestId('entry-back').click();
      await open(page, 'police.household.registered', '户口');
      await enterChild(page);
      await choose(page, 'kind', '迁入');
      const second = await sent(page);
      await page.getByTestId('entry-back').click();
      await open(page, 'police.guardian.admonished', '训诫');
      await enterChild(page);
      await page.locator('#field-guardian').fill('测试父');
      await choose(page, 'cause', '怠于监护');
      await choose(page, 'guidanceOrdered', '是');
      const third = await sent(page);
      expect([first > 0, second > first, third > second]).toEqual([true, true, true]);
      expect(await Promise.all(['police.dv-call.received', 'police.household.registered', 'police.guardian.admonished'].map(count))).toEqual(
        before.map((lines) => lines + 1),
      );
      expect(office.complaints).toEqual([]);
    },
    300_000,
  );

  test('the connection is cut, the page is loaded anew, the connection is back: sent once', async () => {
    const before = await count('police.dv-call.received');
    const page = await signedIn('police', 'rescue', 'phone');
    await open(page, 'police.dv-call.received', '家暴');
    await enterChild(page);
    await page.locator('#field-alarmNo').fill('断网-1');
    await choose(page, 'minorRole', '目睹');
    await page.context().setOffline(true);
    await page.getByTestId('entry-send').click();
    await page.getByTestId('queued').waitFor();
    await picture(page, 'real-entry-queued-phone');
    const kept = await page.evaluate<string>('JSON.stringify({ ...window.localStorage })');
    expect(kept).toContain('lianhu.draft.');
    expect(kept).not.toMatch(SECRETS);
    expect(await count('police.dv-call.received')).toBe(before);
    await page.context().setOffline(false);
    await page.reload();
    await eventually(
      () => count('police.dv-call.received'),
      (lines) => lines === before + 1,
    );
    await page.reload();
    await page.getByTestId('page-entry').waitFor();
    await page.getByTestId('sent-entry').first().waitFor();
    expect(await page.getByTestId('draft').count()).toBe(0);
    expect(await count('police.dv-call.received')).toBe(before + 1);
  });

  test('what a form says in contradiction waits in the same quarantine as a pushed event', async () => {
    const page = await signedIn('police-data', 'statistics', 'desk');
    await open(page, 'police.household.registered', '户口');
    await page.locator('#field-minor-docNo').fill(CHILD.number);
    await page.locator('#field-minor-name').fill(CHILD.name);
    await choose(page, 'minor-sex', '女');
    await choose(page, 'kind', '迁入');
    await page.getByTestId('entry-send').click();
    await page.getByTestId('receipt').waitFor();
    await picture(page, 'real-entry-quarantined');
    const sender = await app.token('data-officer', { department: 'police' });
    const pushed = await call<{ state: string; reason: string }>(app.url, '/api/departments/police/forms', {
      token: sender,
      body: {
        type: 'police.household.registered',
        id: 'quarantine-2',
        time: new Date().toISOString(),
        data: { kind: 'move-in', minor: { docType: '01', docNo: CHILD.number, name: CHILD.name, sex: '2', birthDate: '2015-06-01' } },
      },
    });
    expect([pushed.status, pushed.body]).toMatchObject([202, { state: 'quarantined', reason: 'identity-mismatch' }]);
    const desk = await call<{ rows: { reason: string; sent: { type: string } }[] }>(app.url, '/api/departments/police/quarantine', { token: sender });
    expect(desk.body.rows.map(({ reason, sent: { type } }) => [reason, type])).toEqual([
      ['identity-mismatch', 'police.household.registered'],
      ['identity-mismatch', 'police.household.registered'],
    ]);
    await show(page, 'quarantine');
    await picture(page, 'real-quarantine');
    expect(office.complaints).toEqual([]);
  });
});
