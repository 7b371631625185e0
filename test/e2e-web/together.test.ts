/** Several people at the same work: what one does is told to the others, and nobody loses what he typed or sees what is not his. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openProduct, type Product } from './browser.ts';
import { Person } from './person.ts';

let browser: Browser;
let product: Product;

beforeAll(async () => {
  [browser, product] = await Promise.all([openBrowser(), openProduct()]);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await product?.end();
});

const signIn = (name: string): Promise<Person> => Person.signIn(browser, product.url, name, { language: 'zh-CN', theme: 'light', size: 'desktop' });

/** As the owner of the machine, who sees everything. */
const search = async <T>(what: string, filter: object): Promise<readonly T[]> => {
  const answer = await fetch(`${product.url}/v2/${what}/search`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ filter }) });
  return ((await answer.json()) as { readonly items: readonly T[] }).items;
};
const taskOf = async (processInstanceKey: string): Promise<string> => {
  const [task] = await search<{ userTaskKey: string }>('user-tasks', { processInstanceKey, state: 'CREATED' });
  if (task === undefined) throw new Error(`Expected case ${processInstanceKey} to have an open task, but it has none`);
  return task.userTaskKey;
};

const requisition = {
  '申请人(账号)': 'li', 申请部门: '研发部', 采购事项: '打印纸', 类别: '办公用品', 紧急程度: '一般',
  采购明细: [[['品名和规格', 'A4 打印纸'], ['数量', 60], ['估计单价(元)', 30]]], 操作: '提交审批',
} as const;

describe('people at work', { timeout: 240_000 }, () => {
  it('find again after a reload what they typed, and what they typed last is sent too', async () => {
    const li = await signIn('李娜');
    const key = await li.start('procurement');
    const task = await taskOf(key);
    await li.open(`/inbox?task=${task}`);
    await li.fill(requisition);
    await li.page.getByText(/草稿已保存/).waitFor();

    await li.page.reload();
    await li.form.getByLabel(/申请部门/).waitFor();
    expect(await li.form.getByLabel(/申请部门/).inputValue()).toBe('研发部');
    expect(await li.form.getByLabel(/品名和规格/).inputValue()).toBe('A4 打印纸');
    expect(await li.form.getByRole('radio', { name: '提交审批' }).isChecked()).toBe(true);

    const reason = li.form.getByLabel(/采购理由/);
    await reason.fill('库存不足');
    const [answer] = await Promise.all([li.page.waitForResponse((response) => response.url().endsWith('/completion')), reason.press('Control+Enter')]);
    expect(answer.status()).toBe(204);
    const [justification] = await search<{ value: string }>('variables', { processInstanceKey: key, name: 'justification' });
    expect(justification?.value).toBe('"库存不足"');
    await li.leave();
  });

  it('leave nothing behind by looking at a task', async () => {
    const li = await signIn('李娜');
    const task = await taskOf(await li.start('procurement'));
    const drafts: string[] = [];
    li.page.on('request', (request) => { if (request.url().endsWith('/draft')) drafts.push(request.method()); });
    await li.page.clock.install();
    await li.open(`/inbox?task=${task}`);
    await li.form.getByLabel(/申请部门/).waitFor();
    await li.page.clock.runFor(10_000);
    expect(drafts).toEqual([]);
    await li.leave();
  });

  it('are told who was faster, and keep what they typed', async () => {
    const [li, sun] = await Promise.all([signIn('李娜'), signIn('孙悦')]);
    const task = await taskOf(await li.start('procurement'));
    await sun.open(`/inbox?task=${task}`);
    await sun.fill({ '申请人(账号)': 'sun', 采购事项: '墨盒' });
    await li.open(`/inbox?task=${task}`);
    await li.fill({ ...requisition, 采购理由: '库存不足' });
    await li.press();

    // Sun's page tells it by itself: she has done nothing.
    await sun.page.getByRole('status').getByText(/^李娜 已于 .+ 办结。你输入的内容仍在这里。$/).waitFor();
    expect(await sun.form.getByLabel(/采购事项/).inputValue()).toBe('墨盒');
    expect(await sun.page.getByRole('toolbar', { name: '可做的操作' }).count()).toBe(0);
    const [subject] = await search<{ value: string }>('variables', { name: 'subject', value: '"墨盒"' });
    expect(subject).toBeUndefined();
    await Promise.all([li.leave(), sun.leave()]);
  });

  it('who follow a link to what is not theirs see that it is not, and nothing else', async () => {
    const [han, peng] = await Promise.all([signIn('韩磊'), signIn('彭涛')]);
    const key = await han.start('contract', { 合同事项: '冷链配送', 合作伙伴: '远航物流', '业务负责人(账号)': 'han' });
    const negotiation = await taskOf(key);

    await peng.open(`/inbox?task=${negotiation}`);
    await peng.page.getByText('链接有误，或所指内容你无权查看。').waitFor();
    await peng.open(`/cases/${key}`);
    await peng.page.getByText('链接有误，或所指内容你无权查看。').waitFor();
    await peng.open('/admin');
    await peng.page.getByText('你无权查看').waitFor();
    expect(await peng.page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '管理' }).count()).toBe(0);

    const statuses = await peng.page.evaluate(async ([task = '', one = '']) => {
      const asked = [
        fetch(`/api/user-tasks/${task}/detail`), fetch(`/v2/user-tasks/${task}`), fetch(`/v2/process-instances/${one}`), fetch(`/api/cases/${one}/steps`), fetch('/api/api-keys'),
        fetch(`/v2/user-tasks/${task}/completion`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
        fetch('/v2/groups', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ groupId: 'mine', name: 'mine' }) }),
      ];
      return (await Promise.all(asked)).map(({ status }) => status);
    }, [negotiation, key]);
    expect(statuses.filter((status) => status !== 403 && status !== 404)).toEqual([]);
    await Promise.all([han.leave(), peng.leave()]);
  });
});
