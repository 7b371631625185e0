/** The ways in and out, through the page: a sign-in provider, a password, and keys that programs have. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openProduct, visit, type Look, type Product } from './browser.ts';

const look: Look = { language: 'zh-CN', theme: 'light', size: 'desktop' };
const password = 'correct horse battery';
const clientSecret = 'a secret of the client';

let browser: Browser;
let provider: Server;
let product: Product;

const listen = async (): Promise<{ readonly server: Server; readonly issuer: string }> => {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { server, issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

/** Whoever gives a name there is that person. */
const answerAs = (server: Server, issuer: string, callback: string): void => {
  const oidc = new Provider(issuer, {
    clients: [{ client_id: 'acta', client_secret: clientSecret, redirect_uris: [callback] }],
    cookies: { keys: ['test'] },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'preferred_username', 'name'] },
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: `subject-of-${id}`, preferred_username: id, name: '赵云' }) }),
    features: { devInteractions: { enabled: true } },
  });
  const answer = oidc.callback();
  server.on('request', (request, response) => void answer(request, response));
};

/** It is told after the server is ready. */
const setupLink = async (): Promise<string> => {
  for (;;) {
    const [, secret] = /\/setup#([\w-]+)/.exec(product.printed()) ?? [];
    if (secret !== undefined) return `${product.url}/setup#${secret}`;
    await new Promise((resolve) => void setTimeout(resolve, 50));
  }
};

const me = (page: Page): Promise<object> => page.evaluate(async () => (await (await fetch('/api/me')).json()) as object);

const typePassword = async (page: Page, name: string, secret: string): Promise<void> => {
  await page.getByLabel('账号').fill(name);
  await page.getByRole('textbox', { name: '密码' }).fill(secret);
};

const open = async () => {
  const visitor = await visit(browser, look);
  await visitor.page.goto(product.url);
  return visitor;
};

beforeAll(async () => {
  const { server, issuer } = await listen();
  provider = server;
  [browser, product] = await Promise.all([
    openBrowser(),
    openProduct({ ACTA_SIGN_IN: 'local', ACTA_OIDC_ISSUER: issuer, ACTA_OIDC_CLIENT_ID: 'acta', ACTA_OIDC_CLIENT_SECRET: clientSecret, ACTA_OIDC_NAME: '集团账号' }),
  ]);
  answerAs(provider, issuer, `${product.url}/api/sign-in/oidc/callback`);
  const { page, context } = await visit(browser, look);
  await page.goto(await setupLink());
  await page.getByLabel('姓名').fill('陈静');
  await typePassword(page, 'chen', password);
  await page.getByRole('button', { name: '创建账号' }).click();
  await page.getByRole('link', { name: '管理' }).waitFor();
  await context.close();
}, 400_000);

afterAll(async () => {
  await browser?.close();
  await product?.end();
  provider.closeAllConnections();
  await new Promise((resolve) => void provider.close(resolve));
});

describe('signing in', { timeout: 240_000 }, () => {
  it('by a provider leads there and back to where one wanted to go, and out again', async () => {
    const { page, context, complaints } = await visit(browser, look);
    await page.goto(`${product.url}/inbox?box=done`);

    await page.getByRole('link', { name: '用 集团账号 登录' }).click();
    await page.locator('input[name=login]').fill('zhao');
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${product.url}/inbox?box=done`);
    await page.getByText('还没有办结的事').waitFor();
    expect(await me(page)).toMatchObject({ id: 'zhao', name: '赵云', kind: 'person', method: 'oidc' });

    await page.getByRole('button', { name: /赵云/ }).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await page.goto(`${product.url}/inbox`);
    await page.getByRole('link', { name: '用 集团账号 登录' }).waitFor();
    expect(complaints.filter((complaint) => complaint.includes(product.url))).toEqual([]);
    await context.close();
  });

  it('with a wrong password is refused in a sentence, and who goes on guessing is told to wait', async () => {
    const { page, context } = await open();
    await typePassword(page, 'nobody', 'guess number one');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('alert').getByText('账号或密码不对。').waitFor();

    // Each failure doubles the wait, so that some try comes too early, however slow the machine is.
    const told = async (): Promise<string> => {
      const [answer] = await Promise.all([page.waitForResponse(/\/api\/sign-in$/), page.getByRole('button', { name: '登录', exact: true }).click()]);
      await page.getByRole('alert').waitFor();
      return answer.status() === 429 ? page.getByRole('alert').getByText(/秒后再试/).innerText() : '';
    };
    let sentence = '';
    for (let attempt = 0; attempt < 14 && sentence === ''; attempt += 1) sentence = await told();
    expect(sentence).toMatch(/^尝试次数过多。\d+ 秒后再试。$/);

    // Another account is not locked by it.
    await typePassword(page, 'chen', password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('heading', { name: /陈静/ }).waitFor();
    await context.close();
  });
});

describe('a program with an API key', { timeout: 240_000 }, () => {
  it('works until an administrator takes the key away', async () => {
    const { page, context, complaints } = await open();
    await typePassword(page, 'chen', password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('link', { name: '管理' }).click();
    await page.getByRole('tab', { name: 'API 密钥' }).click();
    await page.getByRole('button', { name: '新密钥' }).click();
    await page.getByLabel('名称').fill('ERP');
    await page.getByRole('button', { name: '添加' }).click();
    const secret = await page.locator('.secret code').innerText();
    const ask = async (): Promise<number> => (await fetch(`${product.url}/v2/user-tasks/search`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` }, body: '{}' })).status;

    expect(await ask()).toBe(200);
    await page.getByRole('row', { name: /ERP/ }).getByRole('button', { name: '移除' }).click();
    await page.getByText('没有 API 密钥。').waitFor();

    expect(await ask()).toBe(401);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
