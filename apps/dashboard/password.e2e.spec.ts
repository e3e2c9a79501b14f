import type { Page } from 'playwright-core';
import { overflow, VIEWPORTS, type Viewport } from './testing/browser.fixture';
import { NEWCOMER } from './testing/fake-accounts';
import { stage } from './testing/stage.fixture';

const scene = stage();

const signIn = async (page: Page, name: string, password: string): Promise<void> => {
  await page.getByTestId('sign-in-name').fill(name);
  await page.getByTestId('sign-in-password').fill(password);
  await page.getByTestId('sign-in-submit').click();
};
const change = async (page: Page, current: string, next: string, again = next): Promise<void> => {
  await page.getByTestId('password-current').fill(current);
  await page.getByTestId('password-next').fill(next);
  await page.getByTestId('password-again').fill(again);
  await page.getByTestId('password-submit').click();
};
const alone = (page: Page): Promise<number> => page.getByTestId('shell').count();

test.each(Object.keys(VIEWPORTS) as Viewport[])('with a one-time password nothing is shown before it is changed (%s)', async (viewport) => {
  const page = await scene.open(viewport);
  await page.goto(scene.server.url);
  await signIn(page, NEWCOMER, 'pass');
  await page.getByTestId('first-password').waitFor();
  await scene.shoot(page, viewport, '70-first-password');
  expect([await alone(page), await overflow(page)]).toEqual([0, 0]);
  await page.goto(`${scene.server.url}/minors`);
  await page.getByTestId('first-password').waitFor();
  await change(page, 'pass', 'eleven long');
  await page.getByText('新口令至少 12 个字符').waitFor();
  await change(page, 'pass', 'a longer phrase', 'a longer phrasE');
  await page.getByText('两次输入不一致').waitFor();
  expect([await alone(page), scene.complaints()]).toEqual([0, []]);
  await change(page, 'wrong', 'a longer phrase');
  await page.getByText('当前口令不正确').waitFor();
  await change(page, 'pass', 'a longer phrase');
  await page.getByTestId('purpose-dialog').waitFor();
  expect([await alone(page), await page.getByTestId('first-password').count()]).toEqual([1, 0]);
});

test('who will not change it can only leave', async () => {
  const page = await scene.open('desk');
  await page.goto(scene.server.url);
  await signIn(page, NEWCOMER, 'pass');
  await page.getByTestId('password-leave').click();
  await page.getByTestId('sign-in').waitFor();
  expect(scene.complaints()).toEqual([]);
});

test.each(Object.keys(VIEWPORTS) as Viewport[])('whoever is signed in changes the password beside the own name (%s)', async (viewport) => {
  const page = await scene.as('office', 'rescue', viewport);
  await page.getByTestId('change-password').click();
  await page.getByTestId('password-form').waitFor();
  await scene.shoot(page, viewport, '71-change-password');
  expect(await overflow(page)).toBe(0);
  await change(page, 'pass', 'a longer phrase');
  await page.getByText('口令已修改').waitFor();
  await page.getByTestId('password-form').waitFor({ state: 'hidden' });
  expect(scene.server.people.passwords.get('office')).toBe('a longer phrase');
  await page.getByTestId('sign-out').click();
  await page.getByTestId('sign-in').waitFor();
  await signIn(page, 'office', 'a longer phrase');
  await page.getByTestId('purpose-dialog').waitFor();
  expect(scene.complaints()).toEqual([]);
});

test('the auditor sees in words whose password an administrator replaced', async () => {
  const page = await scene.as('auditor', 'audit');
  await page.getByTestId('tab-accesses').click();
  await page.getByTestId('accesses-table').getByText('重置口令：office-lead').waitFor();
});
