import { readFileSync } from 'node:fs';
import { launchBrowser, openMenu, openPage, overflow, photographer } from './testing/browser';
const log = readFileSync('/tmp/lianhu-g-start.log', 'utf8');
const pass = (name: string) => new RegExp(`^  ${name}\\s+(\\S+)`, 'm').exec(log)![1]!;
const url = 'http://127.0.0.1:34719';
const shoot = photographer('/tmp/lianhu-g-real');
test.each([['office-lead', 'rescue', 'desk'], ['town', 'rescue', 'phone'], ['auditor', 'audit', 'desk'], ['police', 'investigate', 'desk'], ['admin', '', 'desk']] as const)('%s', async (name, purpose, viewport) => {
  const browser = await launchBrowser();
  const w = await openPage(browser, viewport);
  const { page } = w;
  page.on('response', (r) => { if (r.status() >= 400) w.complaints.push(`${r.status()} ${r.url()}`); });
  try {
  await page.goto(url);
  await page.getByTestId('sign-in-name').fill(name);
  await page.getByTestId('sign-in-password').fill(pass(name));
  await page.getByTestId('sign-in-submit').click();
  if (purpose) { await page.getByTestId(`purpose-${purpose}`).click(); await page.getByTestId('purpose-ok').click(); await page.getByTestId('purpose-dialog').waitFor({ state: 'hidden' }); }
  await page.waitForTimeout(1500);
  const ids = await page.evaluate(() => [...document.querySelectorAll('[data-testid^="menu-"]')].map((e) => e.getAttribute('data-testid')!.slice(5)));
  const all = ids.filter((i) => i !== 'more');
  if (ids.includes('more')) { await page.getByTestId('menu-more').click(); all.push(...(await page.evaluate(() => [...document.querySelectorAll('.more-drawer [data-testid^="menu-"]')].map((e) => e.getAttribute('data-testid')!.slice(5))))); await page.keyboard.press('Escape'); await page.waitForTimeout(300);}
  for (const id of all) {
    await openMenu(page, id);
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'hidden' });
    await page.waitForTimeout(900);
    await shoot(page, viewport, `${name}-${id}`);
    const o = await overflow(page); if (o) w.complaints.push(`overflow ${id} ${o}`);
    if (id === 'minors') {
      const row = page.getByTestId('minors-table').getByRole('link').first();
      if (await row.count()) { await row.click(); await page.waitForTimeout(1500); await shoot(page, viewport, `${name}-minor`); }
    }
    if (id === 'quarter') { const b = page.getByTestId('cell').first(); if (await b.count()) { await b.click(); await page.waitForTimeout(300); if (await page.getByTestId('show-events').count()) { await page.getByTestId('show-events').click(); await page.waitForTimeout(1000);} await shoot(page, viewport, `${name}-cell`); await page.keyboard.press('Escape'); await page.waitForTimeout(300);} }
    if (id === 'audit') for (const t of ['accesses', 'history', 'replay']) { if (await page.getByTestId('tab-' + t).count()) { await page.getByTestId('tab-' + t).click(); await page.waitForTimeout(800); if (t === 'replay') { await page.getByTestId('replay-run').click(); await page.waitForTimeout(4000);} await shoot(page, viewport, `${name}-audit-${t}`);} }
    if (id === 'catalogue' && viewport === 'phone') { await page.getByTestId('type-list').getByRole('link').nth(3).click(); await page.waitForTimeout(800); await shoot(page, viewport, `${name}-type`); }
  }
  } catch (e) { w.complaints.push(String(e)); await shoot(page, viewport, `${name}-FAILED`); }
  console.log(name, JSON.stringify(w.complaints, null, 1));
  await browser.close();
}, 120000);
