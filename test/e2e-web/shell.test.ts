import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, openBrowser, openProduct, photograph, signInAs, visit, type Look, type Product } from './browser.ts';

let browser: Browser;
let product: Product;

beforeAll(async () => {
  [browser, product] = await Promise.all([openBrowser(), openProduct()]);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await product?.end();
});

const desktop: Look = { language: 'zh-CN', theme: 'light', size: 'desktop' };
const timeout = { timeout: 120_000 };

describe('a person who opens Acta', timeout, () => {
  it('meets the sign-in page, not the machine as its owner', async () => {
    const { page, context } = await visit(browser, desktop);

    await page.goto(`${product.url}/inbox?box=claimable`);
    await page.getByRole('heading', { name: '登录' }).waitFor();

    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await context.close();
  });

  it('continues as a sample person, lands where the link led, and signs out', async () => {
    const { page, context, complaints } = await visit(browser, desktop);
    await page.goto(`${product.url}/inbox?box=claimable`);

    await page.getByRole('button', { name: /李娜/ }).click();
    await page.waitForURL(/\/inbox\?box=claimable/);
    await page.getByRole('button', { name: /账号.*李娜/ }).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: '登录' }).waitFor();

    expect(await page.evaluate(async () => (await (await fetch('/api/me')).json()) as { kind: string })).toMatchObject({ kind: 'anonymous' });
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('may choose to be the owner of the machine', async () => {
    const { page, context } = await visit(browser, desktop);
    await page.goto(product.url);

    await page.getByRole('button', { name: '以本机所有者的身份继续' }).click();

    await page.getByRole('button', { name: /账号.*本机所有者/ }).waitFor();

    expect(new URL(page.url()).pathname).toBe('/');
    await context.close();
  });

  it('is not led to another site after signing in', async () => {
    const { page, context } = await visit(browser, desktop);
    await page.goto(`${product.url}/sign-in?returnTo=//example.org/`);

    await page.getByRole('button', { name: /李娜/ }).click();
    await page.getByRole('heading', { name: /李娜/ }).waitFor();

    expect(new URL(page.url()).origin).toBe(product.url);
    await context.close();
  });

  it('changes language and theme, and finds both again after a reload', async () => {
    const { page, context } = await visit(browser, desktop);
    await signInAs(page, product.url, 'li');
    await page.goto(product.url);

    await page.getByRole('button', { name: '语言' }).click();
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitem', { name: 'Dark' }).click();
    await page.reload();
    await page.getByRole('link', { name: 'Home' }).waitFor();

    expect([await page.locator('html').getAttribute('lang'), await page.locator('html').getAttribute('data-mantine-color-scheme')]).toEqual(['en', 'dark']);
    await context.close();
  });

  it('goes everywhere by keys, and sees them all by ?', async () => {
    const { page, context } = await visit(browser, { ...desktop, language: 'en' });
    await signInAs(page, product.url, 'li');
    await page.goto(product.url);
    await page.getByRole('link', { name: 'Home' }).waitFor();

    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.waitForURL(/\/inbox/);
    await page.keyboard.press('Shift+?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Where to, or what to do?').fill('Start');
    await page.keyboard.press('Enter');

    await page.waitForURL(/\/start/);

    await expect.poll(() => page.title()).toBe('Start · Acta');
    await context.close();
  });
});

describe('what is served', timeout, () => {
  it('is the page for people, and a problem for programs', async () => {
    const page = await fetch(`${product.url}/anywhere/deep`, { headers: { accept: 'text/html' } });
    const program = await fetch(`${product.url}/api/nothing`, { headers: { accept: 'text/html' } });
    const climbing = await fetch(`${product.url}/assets/..%2f..%2fpackage.json`);

    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect(program.status).toBe(404);
    expect(program.headers.get('content-type')).toMatch(/problem\+json/);
    expect(climbing.status).toBeGreaterThanOrEqual(400);
  });

  it('is kept for ever when its name has a hash, and never otherwise', async () => {
    const html = await (await fetch(product.url, { headers: { accept: 'text/html' } })).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    const answer = await fetch(`${product.url}${script}`);

    expect(answer.headers.get('cache-control')).toMatch(/max-age=31536000.*immutable/);
    expect((await fetch(product.url)).headers.get('cache-control')).toBe('no-cache');
  });
});

const looks: Look[] = (['zh-CN', 'en'] as const).flatMap((language) => (['light', 'dark'] as const).flatMap((theme) => (['desktop', 'phone'] as const).map((size) => ({ language, theme, size }))));
const screens = [['home', '/'], ['inbox', '/inbox'], ['start', '/start']] as const;

describe.each(looks)('in $language, $theme, on the $size', timeout, (look) => {
  it('axe finds nothing on any screen, and the browser has nothing to complain of', async () => {
    const { page, context, complaints } = await visit(browser, look);
    await page.goto(`${product.url}/sign-in`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    const findings = (await axeFindings(page)).map((finding) => `sign-in: ${finding}`);
    await photograph(page, 'sign-in', look);

    await signInAs(page, product.url, 'li');
    for (const [name, path] of screens) {
      await page.goto(product.url + path);
      await page.getByRole('main').waitFor();
      await page.waitForTimeout(600); // What comes after 150 ms of waiting has come.
      findings.push(...(await axeFindings(page)).map((finding) => `${name}: ${finding}`));
      await photograph(page, name, look);
    }

    expect(findings).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
