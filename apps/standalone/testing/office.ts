import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM_FLAGS, VIEWPORTS, type Viewport } from '@lianhu/testing/chromium';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ownPassword } from './own-password';
import { ROOT, type Running } from './running';

/** Where pictures go: the README's when asked for, else beside the build. */
export const PICTURES = process.env['LIANHU_PICTURES'] ?? join(ROOT, 'dist', 'pictures');
const CHROMIUM = process.env['CHROMIUM'];
/** `describe`, or its skipped form where no browser is named. */
export const describeWithBrowser = CHROMIUM === undefined ? describe.skip : describe;
export { type Viewport };

/** How long a page may take for what a person waits for, on a slow machine. Unit: milliseconds. */
const PATIENCE_MS = 60_000;

/** A browser in an office: one person at a time, on the pages of a running Lianhu. */
export class Office {
  /** What the page in front complained of. */
  readonly complaints: string[] = [];
  private context: BrowserContext | undefined;
  private readonly passwords = new Map<string, string>();

  private constructor(
    private readonly app: Running,
    private readonly browser: Browser,
  ) {}

  static async open(app: Running): Promise<Office> {
    mkdirSync(PICTURES, { recursive: true });
    return new Office(app, await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS] }));
  }

  /** A fresh page, signed in as nobody. */
  async page(viewport: Viewport): Promise<Page> {
    await this.leave();
    this.context = await this.browser.newContext({
      viewport: VIEWPORTS[viewport],
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      acceptDownloads: true,
    });
    const page = await this.context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    this.complaints.length = 0;
    page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
    page.on('pageerror', (error) => this.complaints.push(error.message));
    await page.goto(this.app.url);
    return page;
  }

  /** Signs in with the password that was printed, or the own one that it was changed to, and says why. */
  async signIn(page: Page, name: string, purpose: string): Promise<void> {
    await page.getByTestId('sign-in-name').fill(name);
    await page.getByTestId('sign-in-password').fill(await this.passwordOf(name));
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId(`purpose-${purpose}`).click();
    await page.getByTestId('purpose-ok').click();
    await page.getByTestId('purpose-dialog').waitFor({ state: 'hidden' });
  }

  private async passwordOf(name: string): Promise<string> {
    const printed = new RegExp(`^  ${name} +(\\S+)`, 'm').exec(this.app.output())?.[1] ?? '';
    const password = this.passwords.get(name) ?? (await ownPassword(this.app.url, name, printed));
    this.passwords.set(name, password);
    return password;
  }

  /** Goes to a page by the menu, as a person does. */
  async show(page: Page, id: string): Promise<void> {
    const entry = page.getByTestId(`menu-${id}`).first();
    if (!(await entry.isVisible())) await page.getByTestId('menu-more').click();
    await page.getByTestId(`menu-${id}`).first().click();
    await page.getByTestId(`page-${id}`).waitFor();
  }

  /** Closes the page in front. */
  async leave(): Promise<void> {
    await this.context?.close();
    this.context = undefined;
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

/** By how many pixels a page is wider than its window: none, if it is well made. */
export const overflowOf = (page: Page): Promise<unknown> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
