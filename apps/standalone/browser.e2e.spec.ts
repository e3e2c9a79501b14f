import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describeWithBrowser, Office, overflowOf, PICTURES, type Viewport } from './testing/office';
import { call, eventually, lianhu, lianhuIn, removeFolder, ROOT, startApp, type Running } from './testing/running';

/** The demonstration county loads in simulated time. Unit: milliseconds. */
const LOADED_WITHIN_MS = 600_000;

describeWithBrowser('the demonstration county in a real browser', () => {
  let hub: Running;
  let office: Office;

  beforeAll(async () => {
    hub = await startApp('standalone', { args: ['--small'] });
    office = await Office.open(hub);
  });
  afterEach(() => office?.leave());
  afterAll(async () => {
    await office?.close();
    await hub?.stop();
    removeFolder(hub?.folder);
  });

  const open = (viewport: Viewport): Promise<Page> => office.page(viewport);
  const signIn = (page: Page, name: string, purpose: string): Promise<void> => office.signIn(page, name, purpose);
  async function show(page: Page, id: string): Promise<void> {
    await office.show(page, id);
    await settled(page);
  }

  async function settled(page: Page): Promise<void> {
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'hidden' });
    expect(await overflowOf(page)).toBe(0);
  }

  const picture = (page: Page, name: string): Promise<Buffer> => page.screenshot({ path: join(PICTURES, `${name}.png`) });

  test(
    'the first page opens while the county loads, and says how far it is',
    async () => {
      const page = await open('desk');
      await page.getByTestId('sign-in-name').waitFor();
      await signIn(page, 'office', 'rescue');
      await page.getByTestId('loading-banner').waitFor();
      expect((await call(hub.url, '/health/ready')).status).toBe(503);
      await eventually(
        () => call(hub.url, '/health/ready'),
        ({ status }) => status === 200,
        LOADED_WITHIN_MS,
      );
      await page.getByTestId('loading-banner').waitFor({ state: 'hidden' });
      expect(office.complaints).toEqual([]);
    },
    LOADED_WITHIN_MS + 60_000,
  );

  test.each(['desk', 'phone'] as const)(
    'the office sees every page on a %s without a complaint of the browser',
    async (viewport) => {
      const page = await open(viewport);
      await settled(page);
      await picture(page, `${viewport}-sign-in`);
      await signIn(page, 'office', 'rescue');
      await page.getByTestId('urgent-alert').first().waitFor();
      await settled(page);
      expect(await page.getByTestId('demonstration').first().isVisible()).toBe(true);
      expect(await page.getByTestId('purpose').first().textContent()).toContain('救助');
      await picture(page, `${viewport}-overview`);
      for (const id of ['towns', 'minors', 'alerts', 'departments', 'quarter', 'catalogue']) {
        await show(page, id);
        if (id === 'quarter') await page.getByTestId('report').waitFor();
        await picture(page, `${viewport}-${id}`);
      }
      await show(page, 'minors');
      await page.getByTestId('minors-table').getByRole('link').first().click();
      await page.getByTestId('timeline-event').first().waitFor();
      await settled(page);
      await picture(page, `${viewport}-minor`);
      // The most urgent child stands first, and others were told of it: that is shown on demand.
      const about = await page.getByTestId('timeline-event').count();
      await page.getByTestId('with-notices').check();
      await page.getByTestId('timeline-event').nth(about).waitFor();
      await settled(page);
      expect(office.complaints).toEqual([]);
    },
    300_000,
  );

  test('an alert pushed by a department stands on the open desk without a reload, and is acknowledged and closed there', async () => {
    const page = await open('desk');
    await signIn(page, 'office', 'rescue');
    await show(page, 'alerts');
    const token = await hub.token('sender', { department: 'police' });
    const minor = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' };
    const data = { alarmNo: 'JQ-BROWSER-1', minorRole: 'witness', weapon: true, minor };
    const mine = page.getByTestId('alert').filter({ hasText: '测试甲' }).first();
    expect(await mine.count()).toBe(0);
    const push = await call(hub.url, '/api/departments/police/events', {
      token,
      body: { type: 'police.dv-call.received', id: 'browser-1', time: new Date().toISOString(), residencearea: '990101001', data },
    });
    expect(push.status).toBe(201);
    await mine.waitFor();
    await mine.getByTestId('acknowledge').click();
    await mine.getByText('已签收').first().waitFor();
    await mine.getByTestId('close-alert').click();
    await page.getByTestId('verdict-confirmed').click();
    await picture(page, 'desk-close-alert');
    expect(office.complaints).toEqual([]);
  });

  test('a town sees need and deadline, never the rule', async () => {
    const page = await open('phone');
    await signIn(page, 'town', 'rescue');
    await show(page, 'alerts');
    await picture(page, 'phone-town-alerts');
    expect(await page.locator('body').innerText()).not.toMatch(/家暴|R0[12]/);
    expect(office.complaints).toEqual([]);
  });

  test.each(['police', 'education', 'town'])(
    '%s sees its own pages, and no figure that is not its own',
    async (name) => {
      const page = await open('desk');
      await signIn(page, name, 'rescue');
      // A department begins at its own desk.
      await show(page, 'overview');
      await page.getByTestId('figures').waitFor();
      await settled(page);
      await picture(page, `desk-${name}-overview`);
      expect(await page.getByTestId('figure-open').count()).toBe(0);
      for (const id of ['towns', 'minors']) {
        const entry = page.getByTestId(`menu-${id}`).first();
        if ((await entry.count()) === 0) continue;
        await show(page, id);
        await picture(page, `desk-${name}-${id}`);
      }
      expect(office.complaints).toEqual([]);
    },
    300_000,
  );

  test('an auditor verifies a dropped export, replays a quarter and reads who read whom', async () => {
    const page = await open('desk');
    await signIn(page, 'auditor', 'audit');
    await show(page, 'audit');
    const token = await hub.token('auditor');
    const { text } = await call(hub.url, '/api/audit/exports', { token, purpose: 'audit', body: {} });
    const file = join(hub.folder, 'export.ndjson');
    writeFileSync(file, text);
    await page.getByTestId('verify-file').setInputFiles(file);
    await page.locator('[data-verdict="proven"]').waitFor();
    await picture(page, 'desk-audit');
    await page.getByTestId('tab-replay').click();
    await page.getByTestId('replay-run').click();
    await page.locator('[data-testid="replay-result"][data-equal="true"]').waitFor();
    await picture(page, 'desk-audit-replay');
    await page.getByTestId('tab-accesses').click();
    await page.getByTestId('accesses-table').waitFor();
    await picture(page, 'desk-audit-accesses');
    expect(office.complaints).toEqual([]);
  });

  test.each(['desk', 'phone'] as const)(
    'an auditor on a %s replays a view, compares two moments, opens an event and keeps the manifest',
    async (viewport) => {
      await eventually(
        () => call(hub.url, '/health/ready'),
        ({ status }) => status === 200,
        LOADED_WITHIN_MS,
      );
      const page = await open(viewport);
      await signIn(page, 'auditor', 'audit');
      await show(page, 'audit');
      await page.getByTestId('tab-refold').click();
      await page.getByTestId('replay-form').waitFor();
      await settled(page);
      await picture(page, `${viewport}-audit-refold-empty`);
      await page.getByTestId('replay-at-position').fill('4000');
      await page.getByTestId('replay-start').click();
      await page.getByTestId('replay-rows').waitFor();
      await settled(page);
      expect(await page.getByTestId('replay-summary').textContent()).toContain('4,000');
      await picture(page, `${viewport}-audit-refold-rows`);
      await page.getByTestId('replay-with-position').fill('5500');
      await page.getByTestId('replay-start').click();
      await page.getByTestId('replay-changes').waitFor();
      await settled(page);
      await picture(page, `${viewport}-audit-refold-changes`);
      const saved = page.waitForEvent('download');
      await page.getByTestId('replay-save-manifest').click();
      const manifest = JSON.parse(readFileSync(await (await saved).path(), 'utf8')) as { position: number; earlier: { position: number } };
      expect([manifest.earlier.position, manifest.position]).toEqual([4_000, 5_500]);
      await page.getByTestId('open-event').first().click();
      await page.locator('.ant-drawer .code-block').waitFor();
      await picture(page, `${viewport}-audit-refold-event`);
      expect(office.complaints).toEqual([]);
    },
    LOADED_WITHIN_MS + 120_000,
  );

  test('the closed quarter is replayed from an export off-line to the same bytes, and one changed event changes its cell', async () => {
    const { mkdtempSync, writeFileSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const folder = mkdtempSync(join(tmpdir(), 'lianhu-replay-'));
    const token = await hub.token('auditor');
    const quarters = await call<{ quarter: string; state: string }[]>(hub.url, '/api/reports/quarterly', { token });
    const closed = quarters.body.filter(({ state }) => state === 'closed');
    expect(closed).toHaveLength(5);
    const quarter = closed[0]?.quarter ?? '';
    const frozen = await call(hub.url, `/api/reports/quarterly/${quarter}/frozen`, { token, purpose: 'audit' });
    const { text } = await call(hub.url, '/api/audit/exports', { token, purpose: 'audit', body: {} });
    writeFileSync(join(folder, 'export'), text);
    writeFileSync(
      join(folder, 'changed'),
      text
        .split('\n')
        .filter((line) => !(line.includes('"type":"police.dv-call.received"') && inQuarter(line, quarter)))
        .join('\n'),
    );
    const policy = join(ROOT, 'infra', 'policy', 'demonstration.json');
    const replay = (file: string) => lianhu(hub.folder, 'replay', join(folder, file), '--quarter', quarter, '--policy', policy);
    expect((await replay('export')).stdout).toBe(frozen.text);
    const trust = await lianhuIn({ LIANHU_DATA: hub.folder, LIANHU_URL: hub.url }, 'trust', '--quarter', quarter);
    writeFileSync(join(folder, 'trust'), trust.stdout);
    const document = await call<{ checkpoint: string; position: number }>(hub.url, `/api/reports/quarterly/${quarter}`, { token, purpose: 'audit' });
    expect(JSON.parse(trust.stdout)).toMatchObject({ checkpoint: document.body.checkpoint });
    expect(Number(document.body.checkpoint.split('\n')[1])).toBeGreaterThanOrEqual(document.body.position);
    expect((await lianhu(hub.folder, 'verify', join(folder, 'export'), '--trust', join(folder, 'trust'))).code).toBe(0);
    const changed = JSON.parse((await replay('changed')).stdout) as { cells: { id: string; value: number }[] };
    expect(changed.cells.find(({ id }) => id === 'B14.incidents|county')?.value).toBe(0);
    removeFolder(folder);
  });
});

const inQuarter = (line: string, quarter: string): boolean => {
  const month = Number(/"time":"\d{4}-(\d{2})/.exec(line)?.[1]);
  return line.includes(`"time":"${quarter.slice(0, 4)}-`) && Math.ceil(month / 3) === Number(quarter.slice(6));
};
