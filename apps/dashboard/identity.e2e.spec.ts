import { openMenu } from './testing/browser.fixture';
import { MINORS } from './testing/fake-county';
import { stage } from './testing/stage.fixture';

const scene = stage();

test('an event of the wrong child: both files are put side by side by hand, the event is chosen on the timeline, and a second person is asked', async () => {
  const page = await scene.as('office', 'rescue');
  await openMenu(page, 'identity');
  await page.getByTestId('pair-files').click();
  for (const at of [0, 1]) {
    const part = page.getByTestId(`pair-${at}`);
    const wanted = part.getByTestId('find-child').locator('input');
    await wanted.fill(MINORS[at]?.name ?? '');
    await wanted.press('Enter');
    await part.getByTestId('found-child').first().click();
  }
  await page.getByTestId('pair-ok').click();
  await page.getByTestId('pair-dialog').waitFor({ state: 'detached' });
  expect(scene.server.identity.said.splice(0)).toEqual([{ files: [MINORS[0]?.minorRef, MINORS[1]?.minorRef] }]);

  const pair = page.getByTestId('review-pair').first();
  await pair.getByTestId('say-move').click();
  const events = page.getByTestId('move-event');
  await events.first().waitFor();
  expect(await page.getByText('预警产生').count()).toBe(0);
  await events.filter({ hasText: '家暴警情' }).click();
  await scene.shoot(page, 'desk', '31-move-events');
  await page.getByTestId('reason').fill('派出所选错孩子');
  await page.getByTestId('move-ok').click();
  await page.getByText('您的意见：移动 1 件事件，等待第二人').waitFor();
  expect(scene.server.identity.said.splice(0)).toEqual([
    { id: 'pair-1', verdict: 'split', reason: '派出所选错孩子', file: MINORS[0]?.minorRef, events: ['t2'] },
  ]);
  expect(scene.complaints()).toEqual([]);
});

test('two files stand side by side with what agrees in words; a word needs a reason, and the second person’s merges', async () => {
  const page = await scene.as('office', 'rescue');
  await openMenu(page, 'identity');
  const pairs = page.getByTestId('review-pair');
  await pairs.first().waitFor();
  expect(await pairs.count()).toBe(2);
  expect(await pairs.first().getByTestId('compare').textContent()).toContain('姓名溪若云溪若云一致');
  expect(await pairs.nth(1).textContent()).toContain('已有一人意见：同一人，请第二人核对');
  await scene.shoot(page, 'desk', '30-identity');

  await pairs.nth(1).getByTestId('say-same').click();
  await page.getByTestId('say-ok').click();
  await page.getByText('请写明理由').waitFor();
  expect(scene.server.identity.said).toEqual([]);
  await page.getByTestId('reason').fill('已电话核实监护人');
  await page.getByTestId('say-ok').click();
  await pairs.nth(1).waitFor({ state: 'detached' });
  expect(scene.server.identity.said).toEqual([{ id: 'pair-2', verdict: 'same', reason: '已电话核实监护人' }]);

  await pairs.first().getByTestId('say-different').click();
  await page.getByTestId('reason').fill('两名孩子均已见到');
  await page.getByTestId('say-ok').click();
  await page.getByText('您的意见：不同人，等待第二人').waitFor();
  expect(await pairs.first().getByTestId('say-different').isDisabled()).toBe(true);

  await page.getByTestId('list-merged').click();
  await page.getByTestId('say-split').waitFor();
  expect(scene.complaints()).toEqual([]);
});
