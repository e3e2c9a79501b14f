import { openMenu, overflow, VIEWPORTS, type Viewport } from './testing/browser.fixture';
import { INDICATOR_COUNT, realFigures, type RealFigures } from './testing/real-figures.fixture';
import { stage } from './testing/stage.fixture';

const scene = stage();
let figures: RealFigures;
beforeAll(async () => {
  figures = await realFigures();
});
beforeEach(() => {
  scene.server.figures = figures;
});
const quiet = (): void => expect(scene.complaints()).toEqual([]);

describe.each(Object.keys(VIEWPORTS) as Viewport[])('on a %s', (viewport) => {
  test('every board shows its figures, and a figure opens its definition', async () => {
    const page = await scene.as('office', 'rescue', viewport);
    await openMenu(page, 'boards');
    for (const { board, title } of figures.boards) {
      await page.goto(`${scene.server.url}/boards?board=${board}`);
      await page.getByTestId('board-table').waitFor();
      expect(await page.getByTestId('page-boards').textContent()).toContain(title);
      await scene.shoot(page, viewport, `40-board-${board}`);
      expect(`${board} ${await overflow(page)}`).toBe(`${board} 0`);
      const note = figures.board(board)?.note;
      expect(await page.getByTestId('board-note').count()).toBe(note === undefined ? 0 : 1);
    }
    await page.getByTestId('cell').first().click();
    expect(await page.getByTestId('cell-drawer').isVisible()).toBe(true);
    expect(await page.locator('.ant-drawer').textContent()).toContain('口径');
    quiet();
  });

  test('the quarter shows every indicator under its protection', async () => {
    const page = await scene.as('office', 'rescue', viewport);
    await openMenu(page, 'quarter');
    await page.getByTestId('report').waitFor();
    expect(await page.locator('[data-testid^="indicator-"]').count()).toBe(INDICATOR_COUNT);
    const heads = await page.locator('[data-testid^="protection-"]').evaluateAll((all) => all.map((one) => one.getAttribute('data-testid')));
    expect(heads).toEqual(['family', 'school', 'society', 'network', 'government', 'justice'].map((protection) => `protection-${protection}`));
    await scene.shoot(page, viewport, '41-quarter-whole');
    expect(await overflow(page)).toBe(0);
    quiet();
  });
});

test('a place is chosen, and the board shows it beside the county', async () => {
  const page = await scene.as('office', 'rescue');
  await page.goto(`${scene.server.url}/boards?board=domestic-violence`);
  await page.getByTestId('board-table').waitFor();
  const before = await page.getByTestId('board-table').locator('thead th').count();
  const town = figures.board('domestic-violence')?.rows[1]?.place ?? '';
  await page.goto(`${scene.server.url}/boards?board=domestic-violence&place=${town}`);
  await page.getByTestId('board-table').waitFor();
  expect(before).toBeGreaterThan(4);
  expect(await page.getByTestId('board-table').locator('thead th').count()).toBe(4);
  quiet();
});

test('figures that do not hold everything yet say until when they count, and become the newest by themselves', async () => {
  const updating = { asOf: '2026-06-01T08:15:00.000+08:00' };
  const earlier: RealFigures = { ...figures, report: { ...figures.report, updating }, board: (id) => ({ ...figures.board(id)!, updating }) };
  const page = await scene.as('office', 'rescue');
  await page.clock.install();
  for (const path of ['quarter', 'boards']) {
    scene.server.figures = earlier;
    await page.goto(`${scene.server.url}/${path}`);
    const note = page.getByTestId('updating');
    await note.waitFor();
    expect(await note.textContent()).toContain('截至 2026-06-01 08:15');
    if (path === 'quarter') await scene.shoot(page, 'desk', '42-quarter-updating');
    scene.server.figures = figures;
    await page.clock.fastForward(20_000);
    await note.waitFor({ state: 'detached' });
  }
  quiet();
});
