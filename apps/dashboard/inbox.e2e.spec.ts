import { overflow, VIEWPORTS, type Viewport } from './testing/browser';
import { stage } from './testing/stage.fixture';

const scene = stage();
const quiet = (): void => expect(scene.complaints()).toEqual([]);

describe.each(Object.keys(VIEWPORTS) as Viewport[])('on a %s', (viewport) => {
  test('a department begins with its notices: red cards first, and answers them', async () => {
    const page = await scene.as('police', 'rescue', viewport);
    await page.getByTestId('page-inbox').waitFor();
    const red = page.getByTestId('red-card');
    await red.waitFor();
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'hidden' });
    await scene.shoot(page, viewport, '30-inbox');
    expect(await overflow(page)).toBe(0);
    expect(await red.textContent()).toContain('学校发现疑似侵害');
    expect(await red.getByRole('link').count()).toBe(0);
    await red.getByTestId('notice-accept').click();
    await page.getByTestId('red-cards').waitFor({ state: 'hidden' });
    expect(scene.server.commands).toContainEqual({ notice: 'red-1', name: 'accept', reason: undefined });
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
