import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../harness/private-process.ts';
import { axeFindings, openBrowser, openProduct, photograph, visit, type Look, type Product } from './browser.ts';

const password = 'correct horse battery';
const look: Look = { language: 'zh-CN', theme: 'light', size: 'desktop' };

describe('an installation that was tried out and now asks who people are', { timeout: 120_000 }, () => {
  let browser: Browser;
  let product: Product;

  beforeAll(async () => {
    const ACTA_DATA = join(temporaryFolder('web', undefined), 'data');
    const tried = await openProduct({ ACTA_DATA });
    await tried.end();
    [browser, product] = await Promise.all([openBrowser(), openProduct({ ACTA_DATA, ACTA_SIGN_IN: 'local' })]);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.end();
  });

  /** It is told after the server is ready. */
  const printedLink = async (): Promise<string> => {
    for (;;) {
      const [, secret] = /\/setup#([\w-]+)/.exec(product.printed()) ?? [];
      if (secret !== undefined) return `${product.url}/setup#${secret}`;
      await new Promise((resolve) => void setTimeout(resolve, 50));
    }
  };

  it('has no sample people any more, and gives the first administrator a link that works once', async () => {
    const { page, context, complaints } = await visit(browser, look);
    await page.goto(product.url);
    await page.getByLabel('账号').waitFor();
    expect(await page.getByRole('button', { name: /李娜/ }).count()).toBe(0);

    const link = await printedLink();
    await page.goto(link);
    await page.getByRole('heading', { name: '成为管理员' }).waitFor();
    await photograph(page, 'setup', look);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('账号').fill('chen');
    await page.getByLabel('姓名').fill('陈静');
    await page.getByRole('textbox', { name: '密码' }).fill(password);
    await page.getByRole('button', { name: '创建账号' }).click();
    await page.getByRole('link', { name: '管理' }).waitFor();
    expect(await page.evaluate(async () => (await (await fetch('/api/me')).json()) as object)).toMatchObject({ id: 'chen', name: '陈静', method: 'password' });

    const again = await visit(browser, look);
    await again.page.goto(link);
    await again.page.getByLabel('账号').fill('mallory');
    await again.page.getByRole('textbox', { name: '密码' }).fill(password);
    await again.page.getByRole('button', { name: '创建账号' }).click();
    await again.page.getByRole('alert').waitFor();
    await again.page.goto(product.url);
    await again.page.getByLabel('账号').fill('chen');
    await again.page.getByRole('textbox', { name: '密码' }).fill(password);
    await again.page.getByRole('button', { name: '登录' }).click();
    await again.page.getByRole('heading', { name: /陈静/ }).waitFor();
    expect([complaints, again.complaints]).toEqual([[], []]);
    await context.close();
    await again.context.close();
  });
});
