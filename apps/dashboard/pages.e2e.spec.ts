import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openMenu, overflow, VIEWPORTS, type Viewport } from './testing/browser.fixture';
import { TO_RESTATE } from './testing/fake-restatement';
import { stage } from './testing/stage.fixture';

const scene = stage();

/** Waits for the page's data, takes its picture, and checks that nothing sticks out. */
async function look(page: Page, viewport: Viewport, name: string): Promise<void> {
  await page.locator('[aria-busy="true"]').waitFor({ state: 'hidden' });
  await scene.shoot(page, viewport, name);
  expect(`${name} ${await overflow(page)}`).toBe(`${name} 0`);
}
const quiet = (): void => expect(scene.complaints()).toEqual([]);

describe.each(Object.keys(VIEWPORTS) as Viewport[])('on a %s', (viewport) => {
  test('the office sees every page of its menu without a complaint of the browser', async () => {
    const page = await scene.open(viewport);
    await page.goto(scene.server.url);
    await look(page, viewport, '01-sign-in');
    await page.getByTestId('sign-in-name').fill('office');
    await page.getByTestId('sign-in-password').fill('pass');
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId('purpose-dialog').waitFor();
    await look(page, viewport, '02-purpose');
    await page.getByTestId('purpose-rescue').click();
    await page.getByTestId('purpose-ok').click();

    await page.getByTestId('urgent-alert').first().waitFor();
    await page.locator('canvas').first().waitFor();
    await look(page, viewport, '03-overview');
    expect(await page.getByTestId('purpose').first().textContent()).toContain('救助');
    expect(await page.getByTestId('demonstration').isVisible()).toBe(true);

    await openMenu(page, 'towns');
    await page.locator('canvas').first().waitFor();
    await look(page, viewport, '04-towns');
    await openMenu(page, 'minors');
    await page.getByTestId('minors-table').waitFor();
    await look(page, viewport, '05-minors');
    await page.getByTestId('minors-table').getByRole('link').nth(1).click();
    await page.getByTestId('timeline-event').first().waitFor();
    await look(page, viewport, '06-minor');
    const told = page.getByTestId('timeline-event');
    const count = await told.count();
    await page.getByText('查看更早的记录').click();
    await page.getByText('回到最近的记录').waitFor();
    expect(await told.count()).toBe(1);
    await page.getByText('回到最近的记录').click();
    await told.nth(count - 1).waitFor();
    expect(await told.getByText('通知发出').count()).toBe(0);
    await page.getByTestId('with-notices').check();
    await told.getByText('通知发出').waitFor();
    await openMenu(page, 'alerts');
    await page.getByTestId('show-evidence').first().click();
    await look(page, viewport, '07-alerts');
    await openMenu(page, 'departments');
    await page.locator('canvas').first().waitFor();
    await look(page, viewport, '08-departments');
    await openMenu(page, 'quarter');
    await page.getByTestId('report').waitFor();
    await look(page, viewport, '09-quarter');
    await openMenu(page, 'catalogue');
    if (viewport === 'phone') {
      await look(page, viewport, '10-catalogue-list');
      await page.getByTestId('type-list').getByRole('link').nth(3).click();
    }
    await page.getByTestId('curl').waitFor();
    await look(page, viewport, '10-catalogue');
    quiet();
  });

  test('an auditor checks head, file, accesses, a moment and a quarter', async () => {
    const page = await scene.as('auditor', 'audit', viewport);
    await page.getByTestId('checkpoint').waitFor();
    const good = join(scene.folder, 'good.ndjson');
    await writeFile(good, '{"export":1,"from":1,"of":"all","origin":"lianhu/990101","to":1}\n');
    await page.getByTestId('verify-file').setInputFiles(good);
    await page.locator('[data-verdict="proven"]').waitFor();
    await look(page, viewport, '11-audit-log');
    const bad = join(scene.folder, 'bad.ndjson');
    await writeFile(bad, '{"export":1,"from":1,"of":"all","origin":"lianhu/990101","to":1}\ntampered');
    await page.getByTestId('verify-file').setInputFiles(bad);
    await page.locator('[data-verdict="tampered"]').waitFor();
    await writeFile(bad, '{"export":1,"from":1,"of":"all","origin":"lianhu/990101","to":1}\n{"leafHash":"x","position":1}');
    await page.getByTestId('verify-file').setInputFiles(bad);
    await page.locator('[data-verdict="proven"][data-complete="false"]').getByText('文件并非全部内容').waitFor();
    await page.getByTestId('export-known').fill('12000');
    const [asked] = await Promise.all([page.waitForRequest('**/api/audit/exports*'), page.getByTestId('export-save').click()]);
    expect(asked.postDataJSON()).toEqual({ known: 12_000 });

    await page.getByTestId('tab-accesses').click();
    await page.getByTestId('accesses-table').waitFor();
    await look(page, viewport, '12-audit-accesses');
    expect(await page.getByTestId('accesses-other').textContent()).toContain('第 1 页，本页显示 12 条');
    await page.getByText('查看更早的记录').click();
    await page.getByText('第 2 页，本页显示 3 条').waitFor();
    await page.getByText('回到最近的记录').click();
    await page.getByText('第 1 页，本页显示 12 条').waitFor();
    await page.getByTestId('tab-replay').click();
    await page.getByTestId('replay-run').click();
    await page.locator('[data-testid="replay-result"][data-equal="true"]').waitFor();
    await look(page, viewport, '13-audit-replay');
    await page.getByTestId('tab-history').click();
    await page.getByTestId('history-ref').fill('child-0001aZq7Lm2Xv9Kp4Rt6Yw');
    if (viewport === 'phone') {
      const [time, position] = [page.getByTestId('as-of-time'), page.getByTestId('as-of-position')];
      const seen = async (): Promise<readonly string[]> => [await time.inputValue(), await position.inputValue()];
      await position.fill('7');
      await time.fill('2026-10-01T09:30');
      expect(await seen()).toEqual(['2026-10-01T09:30', '']);
      await position.fill('7');
      expect(await seen()).toEqual(['', '7']);
      await position.fill('');
      expect(await page.getByTestId('as-of-show').isDisabled()).toBe(true);
    }
    await page.getByTestId('as-of-position').fill('12000');
    await look(page, viewport, '14-audit-history');
    await page.getByTestId('as-of-show').click();
    await page.getByTestId('timeline-event').first().waitFor();
    expect(await page.getByTestId('timeline-event').count()).toBe(5);
    expect(await page.getByTestId('page-minor').textContent()).not.toContain('测试甲');
    await look(page, viewport, '15-minor-as-of');
    quiet();
  });

  test('a town sees the need and the deadline, never rule, title or evidence', async () => {
    const page = await scene.as('town', 'rescue', viewport);
    await page.getByTestId('figures').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('东溪镇总览');
    expect(await page.getByTestId('user').textContent()).toContain('东溪镇');
    expect(await page.getByTestId('figure-check').textContent()).toMatch(/2.*未匹配 2/);
    expect(await page.getByTestId('figure-check').textContent()).not.toContain('报送待核');
    await openMenu(page, 'alerts');
    await page.getByTestId('alert').first().waitFor();
    const words = (await page.getByTestId('page-alerts').textContent()) ?? '';
    expect(words).toContain('监护支持');
    for (const hidden of ['R01', '家暴', '依据']) expect(words).not.toContain(hidden);
    expect(await page.getByTestId('acknowledge').count()).toBe(0);
    expect(await page.getByTestId('menu-departments').count()).toBe(0);
    await look(page, viewport, '16-town-alerts');
    quiet();
  });

  test('an auditor counts the version of a quarter that holds, or an earlier one, and compares the two', async () => {
    scene.server.restatement.restate('{"reason":"公安更正重复警情"}');
    const page = await scene.as('auditor', 'audit', viewport);
    const pick = async (field: string, title: string): Promise<void> => {
      await page.getByTestId(field).click();
      await page.locator('.ant-select-dropdown:visible').getByTitle(title).click();
    };
    const asked = async (start: string): Promise<unknown> => {
      const [request] = await Promise.all([
        page.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/api/audit/replays')),
        page.getByTestId(start).click(),
      ]);
      return request.postDataJSON();
    };
    await page.goto(`${scene.server.url}/audit?tab=replay`);
    await page.getByTestId('replay-run').waitFor();
    expect(await page.getByTestId('replay-version').count()).toBe(0);
    await pick('replay-quarter', '2026年第1季度');
    expect(await asked('replay-run')).toMatchObject({ report: TO_RESTATE, version: 2 });
    await page.locator('[data-testid="replay-result"][data-equal="true"]').getByText('重报的第 2 版').waitFor();
    await look(page, viewport, '17-replay-version');
    await pick('replay-version', '第 1 版（关账）');
    expect(await asked('replay-run')).toMatchObject({ report: TO_RESTATE, version: 1 });
    await page.getByTestId('replay-result').waitFor();

    // What comes after something else was chosen is not shown as its result.
    let answer: () => void = () => undefined;
    await page.route('**/api/audit/replays', (route) => (answer = () => void route.continue()), { times: 1 });
    await page.getByTestId('replay-run').click();
    await page.locator('.ant-spin-spinning').first().waitFor();
    await pick('replay-version', '第 2 版（重报，现行）');
    answer();
    await page.locator('.ant-spin-spinning').first().waitFor({ state: 'hidden' });
    expect(await page.getByTestId('replay-result').count()).toBe(0);

    await page.getByTestId('tab-refold').click();
    await pick('replay-what', '2026年第1季度');
    await pick('replay-against', '第 1 版（关账）');
    await look(page, viewport, '18-replay-versions');
    expect(await asked('replay-start')).toEqual({ report: TO_RESTATE, version: 2, compareWith: 18_402 });
    quiet();
  });
});
