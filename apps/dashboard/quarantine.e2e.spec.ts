import { openMenu, overflow, VIEWPORTS, type Viewport } from './testing/browser.fixture';
import { stage } from './testing/stage.fixture';

const scene = stage();
const VIEWS = Object.keys(VIEWPORTS) as Viewport[];

test.each(VIEWS)('on a %s a data officer corrects one entry in place, lets one pass and discards a refusal, each with a reason', async (viewport) => {
  const page = await scene.as('data', 'supervise', viewport);
  await openMenu(page, 'quarantine');
  await page.getByTestId('desk-entry').nth(1).waitFor();
  await scene.shoot(page, viewport, '20-quarantine');
  expect(await overflow(page)).toBe(0);

  await page.getByTestId('correct').first().click();
  await page.getByTestId('decide-dialog').waitFor();
  await scene.shoot(page, viewport, '21-correct');
  await page.getByTestId('decide-ok').click();
  await page.getByText('请写明原因').waitFor();
  expect(scene.server.desk.deeds).toEqual([]);
  await page.getByTestId('field-/data/minor/sex').fill('1');
  await page.getByTestId('why').fill('身份证核对为男');
  await page.getByTestId('decide-ok').click();
  await page.getByTestId('decide-dialog').waitFor({ state: 'detached' });

  await page.getByTestId('release').first().click();
  await page.getByTestId('why').fill('暂住邻县');
  await page.getByTestId('decide-ok').click();
  await page.getByText('没有待核对的事件').waitFor();

  const refused = page.getByTestId('desk-refusal');
  expect(await refused.first().textContent()).toContain('测试丙');
  await page.getByTestId('correct-refused').click();
  await page.getByTestId('field-/corrects').fill('JQ-2026-000097');
  await page.getByTestId('why').fill('原编号抄错');
  await page.getByTestId('decide-ok').click();
  await page.getByTestId('correct-refused').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '已处理，移除' }).click();
  await page.getByTestId('why').fill('已在业务系统更正');
  await page.getByTestId('decide-ok').click();
  await page.getByTestId('desk-refusal').waitFor({ state: 'detached' });

  expect(scene.server.desk.deeds).toMatchObject([
    {
      deed: 'correct',
      about: '000000000000001',
      why: '身份证核对为男',
      event: { id: 'JQ-2026-000123', data: { minor: { sex: '1', name: '测试甲' } } },
    },
    { deed: 'release', about: '000000000000002', why: '暂住邻县' },
    { deed: 'correct', about: '000000000000009', event: { corrects: 'JQ-2026-000097', data: { minor: { name: '测试丙' } } } },
    { deed: 'discard', about: '000000000000008', why: '已在业务系统更正' },
  ]);
  expect(await page.getByTestId('desk-decisions').locator('li').count()).toBe(5);
  await scene.shoot(page, viewport, '22-decided');
  expect(scene.complaints()).toEqual([]);
});

test.each(VIEWS)('on a %s a withdrawn event stays on the timeline, struck through, with its reason', async (viewport) => {
  const page = await scene.as('office', 'rescue', viewport);
  await page.goto(`${scene.server.url}/minors`);
  await page.getByTestId('minors-table').getByRole('link').nth(1).click();
  const gone = page.locator('[data-testid="timeline-event"][data-state="withdrawn"]');
  await gone.waitFor();
  expect(await gone.textContent()).toContain('已撤回：身份错配');
  expect(await gone.locator('b').evaluate((title) => getComputedStyle(title).textDecorationLine)).toBe('line-through');
  await scene.shoot(page, viewport, '23-withdrawn');
  expect(await overflow(page)).toBe(0);
});
