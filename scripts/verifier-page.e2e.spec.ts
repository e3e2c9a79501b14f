import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { verifyExport } from '@lianhu/log';
import { chromium, type Browser, type Page } from 'playwright-core';
import { bytesOf, Dice, randomExport, spoil } from '../libs/log/tampering.fixture';
import { vectors } from '../libs/log/vectors/vectors';

const CHROMIUM = process.env['CHROMIUM'];
const PAGE = join(import.meta.dirname, '..', 'dist', 'apps', 'verifier', 'index.html');
/** Random exports that the page and Node must judge alike. */
const COUNT = 40;

(CHROMIUM === undefined ? describe.skip : describe)('核验.html in a real browser, opened from a disk', () => {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    if (!existsSync(PAGE)) throw new Error('build it first: node scripts/build.mjs verifier');
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(PAGE).href);
  });
  afterAll(async () => browser?.close());

  async function judged(bytes: Buffer, trust: string): Promise<{ verdict: string | null; text: string }> {
    await page.locator('#export').setInputFiles({ name: 'export.ndjson', mimeType: 'application/x-ndjson', buffer: bytes });
    await page.locator('#trust').setInputFiles({ name: 'trust.json', mimeType: 'application/json', buffer: Buffer.from(trust) });
    await page.locator('#verify').click();
    const outcome = page.locator('#outcome');
    await outcome.waitFor({ state: 'visible' });
    return { verdict: await outcome.getAttribute('data-verdict'), text: await outcome.innerText() };
  }
  const v = vectors();

  test('a good export is proven, under the key that is shown', async () => {
    const { verdict, text } = await judged(bytesOf(v.export), JSON.stringify(v.trust));
    expect(verdict).toBe('proven');
    expect(text).toContain('已证明（代码 0）');
    expect(text).toContain(v.trust.publicKey);
  });

  test('a changed one is not, and the first bad position is named in Chinese', async () => {
    const { verdict, text } = await judged(Buffer.from(bytesOf(v.export).toString().replace('witness', 'victim')), JSON.stringify(v.trust));
    expect(verdict).toBe('tampered');
    expect(text).toMatch(/已被改动（代码 1）\s+序号 5 /);
  });

  test('one without all of its content is proven in part, and what is open is named', async () => {
    const { verdict, text } = await judged(bytesOf(v.export.with(8, v.stub)), JSON.stringify(v.trust));
    expect(verdict).toBe('proven');
    expect(await page.locator('#outcome').getAttribute('data-complete')).toBe('false');
    expect(text).toMatch(/已证明所列部分（代码 0）\s+已证明：.*未证明：1 条的内容和部门签名/);
  });

  test('a trust file of a Windows editor is read', async () => {
    expect((await judged(bytesOf(v.export), `\ufeff${JSON.stringify(v.trust)}`)).verdict).toBe('proven');
  });

  test('without usable trust nothing can be told, and nothing can be pressed before both files are there', async () => {
    expect(await judged(bytesOf(v.export), '{}')).toMatchObject({ verdict: 'cannot-tell', text: expect.stringContaining('无法判断（代码 2）') });
    await page.reload();
    expect(await page.locator('#verify').isDisabled()).toBe(true);
    await page.locator('#export').setInputFiles({ name: 'export.ndjson', mimeType: 'application/x-ndjson', buffer: bytesOf(v.export) });
    expect(await page.locator('#verify').isDisabled()).toBe(true);
  });

  test('what stands in a file is never markup', async () => {
    const evil = '{"export":1,"origin":"<img src=x onerror=alert(1)>","from":1,"to":1,"of":"all"}';
    const trust = JSON.stringify({ ...v.trust, origin: '<img src=x onerror=alert(1)>' });
    expect((await judged(Buffer.from(`${evil}\n`), trust)).verdict).toBe('tampered');
    expect(await page.locator('#outcome img').count()).toBe(0);
  });

  test(`it says what Node says of ${COUNT} random exports, good and spoiled`, async () => {
    for (let i = 0; i < COUNT; i++) {
      const dice = new Dice(`page ${i}`);
      const good = await randomExport(dice);
      const { bytes, trust } = i % 2 === 0 ? { bytes: bytesOf(good.lines), trust: good.trust } : spoil(dice, good, await randomExport(dice));
      const { verdict, detail } = await verifyExport(linesOf(bytes), parse(trust));
      expect({ i, ...(await judged(bytes, trust)) }).toEqual({ i, verdict, text: expect.stringContaining(detail.split('（position')[0] as string) });
    }
  });

  test('it asked the network for nothing and the browser complained of nothing', () => {
    expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

async function* linesOf(bytes: Buffer): AsyncGenerator<string> {
  const lines = bytes.toString('utf8').split('\n');
  yield* lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
