import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CHROMIUM_FLAGS, VIEWPORTS, type Viewport } from '@lianhu/testing/chromium';
import { chromium, type Browser, type Page } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export { VIEWPORTS, type Viewport };

/** The folder of the built pages. Builds them when one of their sources changed; `npm test` has done so before. */
export function builtPages(): string {
  const root = resolve(__dirname, '..', '..', '..');
  const { NODE_ENV: _, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), 'dashboard', '--quiet'], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`the pages could not be built: ${stderr}`);
  return join(root, 'dist', 'apps', 'dashboard');
}

/** Starts the system's Chromium without a window. */
export function launchBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) throw new Error(`no browser at ${CHROMIUM}; install chromium or set CHROMIUM`);
  return chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS], env: { ...process.env, LANGUAGE: 'zh_CN' } });
}

/** A page that notes everything a browser complains about. */
export interface Watched {
  readonly page: Page;
  readonly complaints: string[];
  readonly close: () => Promise<void>;
}
export async function openPage(browser: Browser, viewport: Viewport): Promise<Watched> {
  const context = await browser.newContext({
    viewport: VIEWPORTS[viewport],
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
    isMobile: viewport === 'phone',
    hasTouch: viewport === 'phone',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000); // ms, for a machine much slower than ours
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  return { page, complaints, close: () => context.close() };
}

/** Signs in and chooses a purpose as a person does. */
export async function signIn(page: Page, url: string, name: string, purpose: string): Promise<void> {
  await page.goto(url);
  await page.getByTestId('sign-in-name').fill(name);
  await page.getByTestId('sign-in-password').fill('pass');
  await page.getByTestId('sign-in-submit').click();
  await page.getByTestId(`purpose-${purpose}`).click();
  await page.getByTestId('purpose-ok').click();
  await page.getByTestId('purpose-dialog').waitFor({ state: 'hidden' });
}

/** Opens a page of the menu; on a telephone behind 更多 if need be. */
export async function openMenu(page: Page, id: string): Promise<void> {
  const entry = page.getByTestId(`menu-${id}`).first();
  if (!(await entry.isVisible())) await page.getByTestId('menu-more').click();
  await page.getByTestId(`menu-${id}`).first().click();
  await page.getByTestId(`page-${id}`).waitFor();
}

/** Wider than its window: something sticks out. Unit: CSS pixels. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Writes pictures into one folder, named by viewport and what they show. */
export const photographer =
  (folder: string) =>
  async (page: Page, viewport: Viewport, name: string): Promise<void> => {
    await mkdir(folder, { recursive: true });
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.waitForTimeout(150); // ms; fonts and the chart's first frame
    await page.screenshot({ path: join(folder, `${viewport}-${name}.png`), fullPage: true });
  };
