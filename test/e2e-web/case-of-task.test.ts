import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarioOf } from '../e2e/people.ts';
import { openBrowser, openProduct, photograph, signInAs, visit, type Look, type Product, type Visitor } from './browser.ts';

const look: Look = { language: 'zh-CN', theme: 'light', size: 'desktop' };

/** By the page's own requests: as whoever is signed in there. */
const ask = (page: Page, method: string, path: string, body: object): Promise<{ readonly [name: string]: unknown }> =>
  page.evaluate(async ([verb, url, text]) => {
    const answer = await fetch(url, { method: verb, headers: { 'content-type': 'application/json' }, body: text });
    if (!answer.ok) throw new Error(`${verb} ${url}: ${answer.status} ${await answer.text()}`);
    const said = await answer.text();
    return said === '' ? {} : (JSON.parse(said) as { readonly [name: string]: unknown });
  }, [method, path, JSON.stringify(body)] as const);

describe('a requisition that waits for its approval', { timeout: 400_000 }, () => {
  let browser: Browser;
  let product: Product;
  let key = '';

  /** However much else the machine has to do. */
  const open = async (): Promise<Visitor> => {
    const visitor = await visit(browser, look);
    visitor.context.setDefaultTimeout(120_000);
    return visitor;
  };

  beforeAll(async () => {
    [browser, product] = await Promise.all([openBrowser(), openProduct()]);
    const { start, steps: [first] } = scenarioOf('procurement', 'small-purchase');
    if (first === undefined || !('complete' in first)) throw new Error('Expected the scenario to begin with the requisition, but it does not');
    const { page, context } = await open();
    await signInAs(page, product.url, 'li');
    key = (await ask(page, 'POST', '/v2/process-instances', { processDefinitionId: 'procurement', variables: start.variables ?? {} }))['processInstanceKey'] as string;
    const { items } = await ask(page, 'POST', '/v2/user-tasks/search', { filter: { processInstanceKey: key, state: 'CREATED' } }) as unknown as { readonly items: readonly { readonly userTaskKey: string }[] };
    await ask(page, 'POST', `/v2/user-tasks/${items[0]?.userTaskKey}/completion`, { variables: first.variables ?? {} });
    await context.close();
  }, 400_000);
  afterAll(async () => {
    await browser?.close();
    await product?.end();
  }, 120_000);

  it('shows who decides where it is and how it came there, with people by their names', async () => {
    const { page, context, complaints } = await open();
    await signInAs(page, product.url, 'luo');
    await page.goto(`${product.url}/inbox?box=claimable`);
    await page.locator('.lbody').first().click();

    await page.getByRole('region', { name: '现在到哪了' }).locator('.djs-element.acta-active').first().waitFor();
    const story = page.getByRole('region', { name: '经过' });
    await story.getByText(/等待 部门经理 办理/).waitFor();
    await story.getByText('李娜 完成了“填写采购申请”').waitFor();
    await photograph(page, 'task-of-case', look);

    expect(complaints).toEqual([]);
    await context.close();
  });

  it('is found by who started it and who took part, and the address keeps that', async () => {
    const { page, context } = await open();
    await signInAs(page, product.url, 'zhou');
    await page.goto(`${product.url}/cases`);
    await page.getByRole('combobox', { name: '发起人' }).click();
    await page.getByRole('option', { name: '李娜' }).click();
    await page.waitForURL(/starter=li/);
    await page.getByRole('link', { name: '打印纸' }).waitFor();

    await page.goto(`${product.url}/cases?person=sun`);
    await page.getByText('没有符合条件的事项。').waitFor();
    await expect.poll(() => page.getByRole('combobox', { name: '参与人' }).inputValue(), { timeout: 20_000 }).toBe('孙悦');
    await context.close();
  });

  it('shows jobs and timers to those only who oversee the procedure', async () => {
    const { page, context } = await open();
    await signInAs(page, product.url, 'zhou');
    await page.goto(`${product.url}/cases/${key}`);
    await page.getByRole('tab', { name: /作业与定时/ }).click();
    await page.getByRole('rowheader', { name: '审批超时' }).waitFor();

    await signInAs(page, product.url, 'li');
    await page.goto(`${product.url}/cases/${key}?tab=work`);
    await page.getByRole('tab', { name: '经过' }).waitFor();
    expect(await page.getByRole('tab', { name: /作业与定时/ }).count()).toBe(0);
    await context.close();
  });
});
