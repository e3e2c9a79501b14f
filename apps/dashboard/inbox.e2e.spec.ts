import { overflow, VIEWPORTS, type Viewport } from './testing/browser.fixture';
import { stage } from './testing/stage.fixture';

const scene = stage();
const quiet = (): void => expect(scene.complaints()).toEqual([]);

describe.each(Object.keys(VIEWPORTS) as Viewport[])('on a %s', (viewport) => {
  test('a department begins with its own page: red cards, notices, pushes with receipts, quarantine, freshness, its figures', async () => {
    const page = await scene.as('police', 'rescue', viewport);
    await page.getByTestId('page-home').waitFor();
    await page.getByTestId('red-card').waitFor();
    await page.getByTestId('home-quarter').locator('table').waitFor();
    await scene.shoot(page, viewport, '32-home');
    expect(await overflow(page)).toBe(0);
    const textOf = (panel: string): Promise<string | null> => page.getByTestId(panel).textContent();
    expect(await textOf('home-notices')).toContain('安全庇护');
    const gone = page.getByTestId('home-notices').locator('[data-withdrawn="true"]');
    expect([await gone.count(), await gone.locator('.tag-gone').textContent(), await gone.locator('s').textContent()]).toEqual([
      1,
      '已撤回',
      '需求：法律',
    ]);
    expect(await textOf('home-receipts')).toContain('6,204');
    expect(await textOf('home-freshness')).toContain('正常报送');
    expect(await textOf('home-quarantine')).toContain('没有待核对');
    expect(await textOf('home-quarter')).toContain('家暴警情涉未成年人');
    expect(await textOf('home-quarter')).not.toContain('督促监护令');
    const receipts = page.getByTestId('push-receipt');
    expect([await receipts.count(), await receipts.first().textContent()]).toEqual([8, '№ 20000']);
    await receipts.nth(1).click();
    expect(await page.getByTestId('home-receipt').textContent()).toContain('回执 № 19600');
    await page.getByTestId('home-receipt').getByText('JQ-19600').waitFor();
    expect([new URL(page.url()).search, await overflow(page)]).toEqual(['?receipt=19600', 0]);
    await page.getByTestId('receipt-close').click();
    await page.getByTestId('home-receipt').waitFor({ state: 'hidden' });
    await page.getByTestId('notice').first().getByTestId('notice-accept').click();
    await page.getByTestId('notice').first().getByTestId('notice-complete').waitFor();
    expect(scene.server.commands).toContainEqual({ notice: 'task-1', name: 'accept', reason: undefined });
    quiet();
  });

  test('red cards come first in the inbox and are answered there', async () => {
    const page = await scene.as('police', 'rescue', viewport);
    await page.goto(`${scene.server.url}/inbox`);
    await page.getByTestId('page-inbox').waitFor();
    const red = page.getByTestId('red-card');
    await red.waitFor();
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'hidden' });
    await scene.shoot(page, viewport, '30-inbox');
    expect(await overflow(page)).toBe(0);
    expect(await red.textContent()).toContain('学校发现疑似侵害');
    expect(await red.getByTestId('who-is-it').textContent()).toContain('请立即与教育部门值班人员联系');
    expect(await red.getByRole('link').count()).toBe(0);
    await red.getByTestId('notice-accept').click();
    await page.getByTestId('red-cards').waitFor({ state: 'hidden' });
    expect(scene.server.commands).toContainEqual({ notice: 'red-1', name: 'accept', reason: undefined });
    quiet();
  });

  test('a task that was taken on keeps its deadline in sight until it is done', async () => {
    const page = await scene.as('police', 'rescue', viewport);
    await page.goto(`${scene.server.url}/inbox`);
    const due = page.locator('[data-testid="notice"][data-state="accepted"]').getByTestId('still-due');
    expect(await due.first().textContent()).toMatch(/^时限 .+，已过，尚未办结$/);
    expect(await due.count()).toBe(1);
    quiet();
  });

  test('a notice is returned with a reason only', async () => {
    const page = await scene.as('police', 'rescue', viewport);
    await page.getByTestId('notice').first().getByTestId('notice-return').click();
    expect(await page.getByTestId('return-ok').isDisabled()).toBe(true);
    await page.getByTestId('reason-not-duty').click();
    await scene.shoot(page, viewport, '31-return');
    await Promise.all([page.waitForResponse(/\/return$/), page.getByTestId('return-ok').click()]);
    expect(scene.server.commands).toContainEqual({ notice: 'task-1', name: 'return', reason: 'not-duty' });
    quiet();
  });

  test('the office sees how many notices are overdue', async () => {
    const page = await scene.as('office', 'rescue', viewport);
    await page.getByTestId('figure-notices').waitFor();
    expect(await page.getByTestId('figure-notices').textContent()).toContain('6');
    quiet();
  });
});
