import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openMenu } from './testing/browser.fixture';
import { TO_RESTATE } from './testing/fake-restatement';
import { stage } from './testing/stage.fixture';

const scene = stage();
const quiet = (): void => expect(scene.complaints()).toEqual([]);

test('alerts stand by deadline, overdue ones say so in words, and acknowledging takes one on', async () => {
  const page = await scene.as('office', 'rescue');
  await openMenu(page, 'alerts');
  const first = page.getByTestId('alert').first();
  await first.waitFor();
  expect(await first.textContent()).toContain('已逾期');
  await page.getByTestId('tab-open').click();
  const before = await page.getByTestId('alert').count();
  await page.getByTestId('acknowledge').first().click();
  await page
    .getByTestId('alert')
    .nth(before - 1)
    .waitFor({ state: 'detached' });
  expect(scene.server.commands).toMatchObject([{ name: 'acknowledge' }]);
  quiet();
});

test('a red alert is not closed before it says whether the child was seen, on which day and by whom', async () => {
  const page = await scene.as('office', 'rescue');
  await page.goto(`${scene.server.url}/alerts?alert=alert-1`);
  await page.locator('[data-alert="alert-1"]').getByTestId('close-alert').click();
  await page.getByTestId('verdict-confirmed').click();
  await page.getByTestId('close-ok').click();
  await page.getByText('红色预警须说明是否见到孩子').waitFor();
  await page.getByText('未见到', { exact: true }).click();
  await page.getByText('红色预警须先见到孩子才能办结').waitFor();
  expect(await page.getByTestId('close-ok').isDisabled()).toBe(true);
  await page.getByText('已见到').click();
  await page.getByTestId('close-ok').click();
  await page.getByText('请填写日期').waitFor();
  await page.getByTestId('seen-on').click();
  expect(await page.locator('.ant-picker-content thead').textContent()).toBe('日一二三四五六');
  await page.getByTestId('seen-on').fill('2026-01-02');
  await page.keyboard.press('Enter');
  await page.getByTestId('seen-by').click();
  await page.getByTitle('儿童督导员').click();
  await page.getByTestId('reason').fill('已入户见到孩子');
  await scene.shoot(page, 'desk', '17-close-alert');
  expect(scene.server.commands).toEqual([]);
  await page.getByTestId('close-ok').click();
  await page.getByTestId('close-dialog').waitFor({ state: 'hidden' });
  expect(scene.server.commands).toEqual([
    { name: 'close', alert: 'alert-1', verdict: 'confirmed', seen: { on: '2026-01-02', by: 'supervisor' }, reason: '已入户见到孩子' },
  ]);
  quiet();
});

test('a hint brings a new alert onto the board by itself', async () => {
  const page = await scene.as('office', 'rescue');
  await page.getByTestId('urgent-alert').first().waitFor();
  await page.getByText('实时更新').waitFor();
  const [model] = scene.server.alerts;
  if (model === undefined) throw new Error('the fake county has no alerts');
  scene.server.alerts.push({ ...model, alert: 'alert-new', title: '刚刚产生的预警', dueAt: '2020-01-01T00:00:00+08:00' });
  scene.server.hint('alerts');
  await page.getByText('刚刚产生的预警').waitFor();
  quiet();
});

test('a figure opens its definition, its parts and, by right, its events; a suppressed one opens nothing', async () => {
  const page = await scene.as('office', 'statistics');
  await openMenu(page, 'quarter');
  const row = page.getByTestId('indicator-B14');
  await row.getByTestId('cell').first().click();
  await page.getByTestId('show-events').click();
  await page.getByTestId('cell-events').waitFor();
  await scene.shoot(page, 'desk', '18-cell');
  await page.keyboard.press('Escape');
  await page.getByTestId('cell-drawer').waitFor({ state: 'hidden' });
  expect(await page.locator('.suppressed').first().textContent()).toBe('‹5');
  await page.getByTestId('parts-A01').click();
  await page.getByTestId('definition-A01').hover();
  await page.locator('.ant-popover .definition').getByText('季末24时已登记').waitFor();
  await scene.shoot(page, 'desk', '19-quarter-parts');
  quiet();
});

test('the office lead states a quarter again with a reason; the version before stays a click away', async () => {
  const page = await scene.as('office', 'statistics');
  await page.goto(`${scene.server.url}/quarter?quarter=${TO_RESTATE}`);
  const standing = page.getByTestId('standing');
  await standing.getByText('需重报：B14').waitFor();
  await page.getByTestId('restate').click();
  await page.getByTestId('restate-ok').click();
  await page.getByText('请写明理由').waitFor();
  await page.getByTestId('restate-reason').fill('公安更正重复警情');
  await scene.shoot(page, 'desk', '19-restate');
  await page.getByTestId('restate-ok').click();
  await page.getByTestId('version-1').waitFor();
  expect(scene.server.restatement.reasons).toEqual(['公安更正重复警情']);
  expect([await page.getByTestId('restate').count(), await page.getByTestId('version-2').isDisabled()]).toEqual([0, true]);
  await scene.shoot(page, 'desk', '19-restated');
  await page.getByTestId('version-1').click();
  await page.waitForURL(/version=1/);
  await page.locator('[data-testid="version-1"]:disabled').waitFor();
  expect(await page.getByTestId('version-2').isEnabled()).toBe(true);
  quiet();
});

test('the office lead closes a quarter once, downloads it, and prints it on A4', async () => {
  const page = await scene.as('office', 'statistics');
  await openMenu(page, 'quarter');
  await page.getByTestId('standing').waitFor();
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByTestId('xlsx').click()]);
  expect(saved.suggestedFilename()).toBe('演示县未成年人保护季报-2026-Q3.xlsx');
  expect((await readFile(await saved.path())).toString()).toBe('PK');
  await page.getByTestId('close-quarter').click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /办\s*结/ })
    .click();
  await page.locator('[data-testid="standing"][data-state="closed"]').waitFor();
  expect(await page.getByTestId('close-quarter').count()).toBe(0);
  const paper = process.env['LIANHU_SHOTS'] ?? scene.folder;
  await page.pdf({ path: join(paper, 'quarter.pdf'), preferCSSPageSize: true });
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 1047, height: 720 });
  await scene.shoot(page, 'desk', '20-print');
  const words = await page.locator('body').innerText();
  for (const needed of ['演示县未成年人保护工作季度报告', '演示数据', '指标口径', '2026年第3季度']) expect(words).toContain(needed);
  expect(words).not.toContain('下载 XLSX');
  for (const proof of ['18,402', 'kB0v1n8m2Jx5c7Qz4Rt6Yw3Lp9Ks0Hd1Gf2Ae5Ui8Oo=', '18432', '— lianhu/990101 SIGNATURE='])
    expect(words).toContain(proof);
  quiet();
});

test('no name reaches an address, and nothing is kept in the browser', async () => {
  const page = await scene.as('office', 'rescue');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(decodeURIComponent(request.url())));
  await openMenu(page, 'minors');
  await page.getByTestId('filter-category').click();
  await page.getByTitle('农村留守').click();
  await page.getByText('清除筛选').waitFor();
  expect(page.url()).toContain('category=04');
  await page.goto(`${scene.server.url}/minors?category=11`);
  await page.getByText('没有符合条件的未成年人').waitFor();
  await scene.shoot(page, 'desk', '21-empty');
  await page.getByText('清除筛选').click();
  await page.getByTestId('minors-table').getByRole('link').first().click();
  await page.getByTestId('timeline-event').first().waitFor();
  expect([...asked, decodeURIComponent(page.url())].filter((address) => address.includes('测试'))).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  quiet();
});

test('a child is found by name on the roster, and what is entered from its file is about this child', async () => {
  const page = await scene.as('office', 'rescue');
  await openMenu(page, 'minors');
  const name = await page.getByTestId('minors-table').getByRole('link').first().textContent();
  await page
    .getByTestId('find-child')
    .locator('input')
    .fill(name ?? '');
  await page.getByTestId('find-child').locator('input').press('Enter');
  await page.getByTestId('found-child').first().click();
  await page.getByTestId('page-minor').waitFor();
  await page.getByTestId('enter-about').click();
  expect(await page.getByTestId('entry-about').textContent()).toContain(name);
  expect(page.url()).toBe(`${scene.server.url}/entry`);
  await page.getByTestId('enter-hub.visit.done').click();
  expect(await page.getByTestId('chosen-child').textContent()).toContain(name);
  await openMenu(page, 'minors');
  await openMenu(page, 'entry');
  await page.getByTestId('entry-search').waitFor();
  expect(await page.getByTestId('entry-about').count()).toBe(0);
  quiet();
});

test('one step back from a child’s file is the roster as it was filtered', async () => {
  const page = await scene.as('office', 'rescue');
  await page.goto(`${scene.server.url}/minors?alertLevel=4`);
  await page.getByTestId('minors-table').getByRole('link').first().click();
  await page.getByTestId('page-minor').waitFor();
  await page.goBack();
  await page.getByTestId('page-minors').waitFor();
  expect(new URL(page.url()).search).toBe('?alertLevel=4');
  quiet();
});

test('a town answers an alert from its card: what it enters is about that child', async () => {
  const page = await scene.as('town', 'rescue');
  await openMenu(page, 'alerts');
  await page.getByTestId('alert').first().getByTestId('enter-about').click();
  await page.getByTestId('entry-about').waitFor();
  await page.getByTestId('enter-hub.visit.done').click();
  await page.getByTestId('chosen-child').waitFor();
  quiet();
});

test('a list of children, whose reading is recorded, is renewed only when its reader asks', async () => {
  const page = await scene.as('office', 'rescue');
  let read = 0;
  page.on('request', (request) => (read += Number(request.url().includes('/api/views/minors'))));
  await openMenu(page, 'minors');
  await page.getByTestId('minors-table').waitFor();
  expect(read).toBe(1);
  scene.server.hint('minors');
  await page.getByTestId('renew').waitFor();
  expect(read).toBe(1);
  await page.getByTestId('renew').click();
  await page.getByTestId('renew').waitFor({ state: 'hidden' });
  expect(read).toBe(2);
  quiet();
});

test('without the access log nothing is shown, and the page says why; it recovers by itself on retry', async () => {
  scene.server.failing.set('/api/views/minors', {
    status: 503,
    type: '/problems/access-log-unavailable',
    title: '查阅记录暂时无法写入，不能提供数据',
  });
  const page = await scene.as('office', 'rescue');
  await openMenu(page, 'minors');
  await page.getByTestId('error-panel').waitFor();
  expect(await page.getByTestId('error-panel').textContent()).toContain('查阅记录暂时无法写入');
  await scene.shoot(page, 'desk', '22-error');
  scene.server.failing.clear();
  await page.getByRole('button', { name: /重\s*试/ }).click();
  await page.getByTestId('minors-table').waitFor();
});

test('a session that has ended leads to the sign-in page, one without purpose to the purpose dialog', async () => {
  const page = await scene.as('office', 'rescue');
  scene.server.failing.set('/api/views/towns', { status: 403, type: '/problems/purpose-required', title: '请先选择查阅目的' });
  await page.getByTestId('menu-towns').click();
  await page.getByTestId('purpose-dialog').waitFor();
  await page.context().clearCookies();
  scene.server.failing.clear();
  await page.reload();
  await page.getByTestId('sign-in').waitFor();
  await page.getByTestId('sign-in-name').fill('office');
  await page.getByTestId('sign-in-password').fill('wrong');
  await page.getByTestId('sign-in-submit').click();
  await page.getByText('账号或密码不正确').waitFor();
});

/** A page of alerts that stands and has nothing left to ask. */
async function atRest(): Promise<Page> {
  const page = await scene.as('office', 'rescue');
  await page.getByText('实时更新').waitFor();
  await openMenu(page, 'alerts');
  await page.getByTestId('alert').first().waitFor();
  return page;
}

test('a session that is ended elsewhere leads to the sign-in page by itself, when the stream was refused once', async () => {
  const page = await atRest();
  const before = scene.server.streamsAsked;
  scene.server.cut(true);
  await page.getByTestId('sign-in').waitFor();
  expect(scene.server.streamsAsked).toBe(before + 1);
});

test('a stream that breaks comes back, and what it missed is read', async () => {
  const page = await atRest();
  const [model] = scene.server.alerts;
  if (model === undefined) throw new Error('the fake county has no alerts');
  scene.server.cut(false);
  scene.server.alerts.push({ ...model, alert: 'alert-missed', title: '断线时产生的预警', dueAt: '2020-01-01T00:00:00+08:00' });
  await page.getByText('断线时产生的预警').waitFor();
});

test('while demonstration data load, every page says how far they are', async () => {
  scene.server.loading = { state: 'loading', percent: 62, date: '2026-03-14', events: 12_340 };
  const page = await scene.as('office', 'rescue');
  await page.getByTestId('loading-banner').waitFor();
  expect(await page.getByTestId('loading-banner').textContent()).toContain('已推演至 2026-03-14 · 12,340 件事件');
  await page.getByTestId('urgent-alert').first().waitFor();
  await scene.shoot(page, 'desk', '23-loading');
  scene.server.loading = { state: 'ready' };
  await page.getByTestId('loading-banner').waitFor({ state: 'hidden' });
  quiet();
});
