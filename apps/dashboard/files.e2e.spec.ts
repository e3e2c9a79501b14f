import { openMenu, overflow, type Viewport } from './testing/browser.fixture';
import { stage } from './testing/stage.fixture';

const scene = stage();

test.each(['desk', 'phone'] as const)('a table is dropped, its unsure columns are decided, its faults are shown (%s)', async (viewport: Viewport) => {
  const page = await scene.as('data', 'statistics', viewport);
  await openMenu(page, 'files');
  await scene.shoot(page, viewport, '40-files-empty');
  await page.getByTestId('import-file').setInputFiles({ name: '补贴.csv', mimeType: 'text/csv', buffer: Buffer.from('姓名\n') });
  await page.getByTestId('mapping').waitFor();
  expect(await page.getByTestId('open').textContent()).toContain('2 列待确认');
  expect(await page.getByTestId('confirm').isDisabled()).toBe(true);
  await scene.shoot(page, viewport, '41-files-mapping');
  expect(await overflow(page)).toBe(0);
  expect(await page.getByTestId('other-sheets').textContent()).toContain('填表说明');
  for (const sheet of ['填表说明', '发放表']) {
    await page.getByTestId('sheet').click();
    await page.getByTitle(sheet, { exact: true }).last().click();
    await page.getByText(`只导入工作表“${sheet}”`).waitFor();
  }
  await page.getByLabel('发放额 对应').click();
  await page.getByTitle('金额（分） *').last().click();
  await page.getByLabel('发放额 单位').click();
  await page.getByTitle('元', { exact: true }).last().click();
  await page.getByLabel('银行账号 对应').click();
  await page.getByTitle('不报送这一列').last().click();
  await page.getByTestId('confirm').click();
  await page.getByTestId('faults').waitFor();
  await scene.shoot(page, viewport, '42-files-faults');
  expect(await overflow(page)).toBe(0);
  expect(scene.server.files.sent[0]?.columns.slice(5)).toEqual([{ target: 'data.amount', unit: 'yuan' }, { target: 'time' }, { target: null }]);
  expect(await page.getByTestId('faults').textContent()).toContain('第 14 行');
  expect(scene.complaints()).toEqual([]);
});
