import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../harness/private-process.ts';
import { axeFindings, openBrowser, openProduct, photograph, visit, type Look, type Product } from './browser.ts';

const first = 'correct horse battery';
const second = 'a staple of another kind';
const look: Look = { language: 'en', theme: 'light', size: 'desktop' };

describe('the own account', { timeout: 120_000 }, () => {
  let browser: Browser;
  let product: Product;

  beforeAll(async () => {
    [browser, product] = await Promise.all([openBrowser(), openProduct({ ACTA_DATA: join(temporaryFolder('web', undefined), 'data'), ACTA_SIGN_IN: 'local' })]);
    await becomeAdministrator();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.end();
  });

  /** The first account of the installation, by the link that its start has printed. */
  const becomeAdministrator = async (): Promise<void> => {
    const secretOf = (): string | undefined => /\/setup#([\w-]+)/.exec(product.printed())?.[1];
    while (secretOf() === undefined) await new Promise((resolve) => void setTimeout(resolve, 50));
    const answer = await fetch(`${product.url}/api/sign-in/setup`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ secret: secretOf(), username: 'chen', name: '陈静', password: first }) });
    expect(answer.status).toBe(200);
  };

  const signedIn = async (password: string): Promise<Page> => {
    const { page } = await visit(browser, look);
    await page.goto(`${product.url}/sign-in?returnTo=/me`);
    await page.getByLabel('User name').fill('chen');
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: '陈静' }).waitFor();
    return page;
  };

  const fill = async (page: Page, current: string, next: string, again = next): Promise<void> => {
    await page.getByRole('textbox', { name: 'Present password' }).fill(current);
    await page.getByRole('textbox', { name: 'New password', exact: true }).fill(next);
    await page.getByRole('textbox', { name: 'New password again' }).fill(again);
    await page.getByRole('button', { name: 'Change password' }).click();
  };

  it('gets another password, which ends all other sessions; a wrong one is told at its field', async () => {
    const elsewhere = await signedIn(first);
    const page = await signedIn(first);
    await page.getByRole('button', { name: /Account.*陈静/ }).click();
    await page.getByRole('menuitem', { name: 'My account' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'My account' }).waitFor({ state: 'hidden' });
    expect(await axeFindings(page)).toEqual([]);

    await fill(page, first, second, 'something else');
    await page.getByText('The two new passwords differ.').waitFor();
    await fill(page, 'not my password', second);
    await page.getByText('The present password is another one.').waitFor();
    await fill(page, first, 'short');
    await page.getByRole('alert').getByText(/at least 10 characters/).waitFor();
    await fill(page, first, second);
    await page.getByText(/The password is changed/).waitFor();
    await photograph(page, 'account', look);

    await elsewhere.reload();
    await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signedIn(second);
  });

  it('shows where it is signed in, and signs another device out', async () => {
    const page = await signedIn(second);
    const elsewhere = await signedIn(second);
    await page.reload();
    const devices = page.getByRole('region', { name: 'Devices' }).getByRole('row');
    await devices.filter({ hasText: 'Chrome' }).first().waitFor();
    const before = await devices.count();

    // The newest stands first; the one that asks cannot be ended here.
    await page.getByRole('button', { name: /Sign out/ }).first().click();

    await expect.poll(() => devices.count()).toBe(before - 1);
    const left = await page.evaluate(async () => ((await (await fetch('/api/me/sessions')).json()) as { items: { isCurrent: boolean }[] }).items);
    expect(left.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    await elsewhere.reload();
    await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
