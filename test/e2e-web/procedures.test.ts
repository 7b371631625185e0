/** The procedures of the catalogue, each played to its end by the people whose work it is. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openProduct, type Look, type Product } from './browser.ts';
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

const signIn = (name: string, language: Look['language'] = 'zh-CN'): Promise<Person> => Person.signIn(browser, product.url, name, { language, theme: 'light', size: 'desktop' });

/** What somebody outside tells: a supplier, the other party. */
const tell = async (name: string, correlationKey: string, variables: object): Promise<void> => {
  const answer = await fetch(`${product.url}/v2/messages/publication`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, correlationKey, timeToLive: 60_000, variables }) });
  expect(answer.status).toBe(200);
};

interface Step {
  readonly actor: { readonly id: string; readonly kind: string; readonly method: string };
  readonly command: { readonly type: string };
  readonly events: readonly { readonly type: string }[];
}

/** As an auditor reads it: who did what people do, in order, and how it ended. */
const recordOf = async (caseKey: string) => {
  const headers = { accept: 'application/json' };
  const { steps } = (await (await fetch(`${product.url}/api/cases/${caseKey}/steps?limit=1000`, { headers })).json()) as { readonly steps: readonly Step[] };
  const one = (await (await fetch(`${product.url}/v2/process-instances/${caseKey}`, { headers })).json()) as { readonly state: string };
  const { items } = (await (await fetch(`${product.url}/v2/variables/search`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ filter: { processInstanceKey: caseKey, scopeKey: caseKey }, page: { limit: 200 } }) })).json()) as { readonly items: readonly { readonly name: string; readonly value: string }[] };
  return {
    state: one.state,
    acts: steps.filter(({ actor }) => actor.kind === 'person').map(({ actor, command }) => `${actor.id} ${command.type}`),
    methods: [...new Set(steps.filter(({ actor }) => actor.kind === 'person').map(({ actor }) => actor.method))],
    variables: Object.fromEntries(items.map(({ name, value }) => [name, JSON.parse(value) as unknown])),
  };
};

const done = (who: string): string[] => [`${who} AssignUserTask`, `${who} CompleteUserTask`];

describe('a purchase, in Chinese', { timeout: 240_000 }, () => {
  const requisition = (subject: string) => ({
    '申请人(账号)': 'li', 申请部门: '研发部', 采购事项: subject, 类别: '办公用品', 紧急程度: '一般',
    采购明细: [[['品名和规格', 'A4 打印纸'], ['数量', 60], ['单位', '箱'], ['估计单价(元)', 30]]] as const, 采购理由: '库存不足', 操作: '提交审批',
  });

  it('goes from the request to the payment through six pairs of hands, and each stands on the record', async () => {
    const subject = '打印纸';
    const luo = await signIn('罗岚');
    await luo.open('/inbox?box=claimable');
    await luo.page.getByText('没有可认领的待办').waitFor();

    const li = await signIn('李娜');
    const caseKey = await li.start('procurement');
    const other = await li.start('procurement');
    expect(other).not.toBe(caseKey);
    // Both wait for whoever writes them; Li takes both, so that one is left when the other is done.
    await li.open('/inbox?box=claimable');
    await li.row('填写采购申请').nth(1).waitFor();
    await li.page.getByRole('checkbox', { name: /选择 填写采购申请/ }).first().check();
    await li.page.getByRole('checkbox', { name: /选择 填写采购申请/ }).nth(1).check();
    await li.page.getByRole('toolbar', { name: '已选的待办' }).getByRole('button', { name: '认领' }).click();
    await li.page.getByText('成功 2 件，未成功 0 件。').waitFor();
    await li.page.keyboard.press('Escape');
    await li.box('todo').getByText('2', { exact: true }).waitFor();
    await li.box('claimable').getByText('0', { exact: true }).waitFor();

    await li.box('todo').click();
    await li.row('填写采购申请').nth(1).waitFor();
    const ofCase = ((await (await fetch(`${product.url}/v2/user-tasks/search`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ filter: { processInstanceKey: caseKey } }) })).json()) as { items: { userTaskKey: string }[] }).items[0]?.userTaskKey;
    await li.open(`/inbox?task=${ofCase}`);
    await li.fill(requisition(subject));
    await li.form.getByText('合计:1800').waitFor();
    await li.press();
    // The next one opens by itself, empty.
    await li.page.waitForURL((url) => url.searchParams.get('task') !== null && url.searchParams.get('task') !== ofCase);
    await li.box('todo').getByText('1', { exact: true }).waitFor();
    await expect.poll(() => li.form.getByLabel(/采购事项/).inputValue()).toBe('');

    // Luo has not touched his page: the task has come to it.
    await luo.row(subject).waitFor();
    await luo.box('claimable').getByText('1', { exact: true }).waitFor();
    await luo.row(subject).click();
    await luo.page.getByRole('heading', { name: subject }).waitFor();
    await luo.page.getByRole('button', { name: '认领' }).click();
    await luo.fill({ '审批人(账号)': 'luo', 审批意见: '同意' });
    await luo.press('同意');
    await luo.leave();

    const sun = await signIn('孙悦');
    await sun.work(subject, {
      报价: [[['供应商', '晨光'], ['总价(元)', 1750], ['交货期(天)', 2], ['质量评价', '合格']]], 选定供应商: '晨光', '选定总价(元)': 1750, '选定理由(质量、价格、交货期)': '质量合格，价格最低', '采购人(账号)': 'sun',
    });
    // A worker gives the number meanwhile; the next task comes to Sun's page.
    await sun.open('/inbox?box=claimable');
    await sun.row('下达采购订单').click();
    await sun.page.getByRole('button', { name: '认领' }).click();
    const orderNumber = await sun.form.getByLabel('订单编号').inputValue();
    expect(orderNumber).toMatch(/^PO-\d+$/);
    await sun.fill({ '收货人(账号)': 'wu' });
    await sun.press();
    await sun.leave();

    await tell('goods-delivered', orderNumber, { deliveryNote: 'SH-1' });
    const wu = await signIn('吴刚');
    await wu.open('/inbox');
    await wu.row('收货').click();
    await wu.fill({ 收货情况: '数量相符、外观完好' });
    await wu.press();
    await wu.page.getByText('没有等你办的事').waitFor();
    await wu.leave();

    const feng = await signIn('冯雪');
    await feng.work(/发票/, { 发票号码: '24312000', '发票金额(元)': 1750 });
    await feng.work(/付款单/, { '制单会计(账号)': 'feng', '付款人(账号)': 'peng' });
    await feng.leave();

    const peng = await signIn('彭涛');
    await peng.page.getByRole('link', { name: /我的待办/ }).getByText('1', { exact: true }).waitFor();
    await peng.open('/inbox');
    await peng.row(subject).click();
    await peng.fill({ 银行流水号: 'BK-20260320-7' });
    await peng.press();
    await peng.page.getByText('没有等你办的事').waitFor();
    await peng.leave();

    const record = await recordOf(caseKey);
    expect(record.state).toBe('COMPLETED');
    expect(record.acts).toEqual(['li CreateCase', ...done('li'), ...done('luo'), ...done('sun'), ...done('sun'), 'wu CompleteUserTask', ...done('feng'), ...done('feng'), 'peng CompleteUserTask']);
    expect(record.methods).toEqual(['sample']);
    expect(record.variables).toMatchObject({ amount: 1800, supplier: '晨光', orderNumber, receipt: { by: 'wu' }, invoice: { number: '24312000', amount: 1750 }, payment: { reference: 'BK-20260320-7', by: 'peng' } });

    await li.open(`/cases/${caseKey}`);
    await li.page.getByText('已办结').first().waitFor();
    await li.page.getByText('彭涛 完成了“付款”').waitFor();
    await li.page.getByText('罗岚 完成了“审批”').waitFor();
    await li.leave();
  });
});

describe('a contract, in English', { timeout: 240_000 }, () => {
  it('goes from the negotiation to the archive', async () => {
    const subject = 'Cold chain delivery';
    const enter = (name: string): Promise<Person> => signIn(name, 'en');
    const han = await enter('Han Lei');
    const caseKey = await han.start('contract', { Subject: subject, Partner: 'Ocean Logistics', 'Owner (user name)': 'han' });
    await han.work(subject, { 'Has agreement been reached?': 'Yes', Notes: 'They deliver twice a week' });
    await han.open('/inbox');
    await han.row(subject).click();
    await han.fill({ 'Contract number': 'HT-2026-017', 'Amount (CNY)': 150_000, 'Text of the contract (document number or link)': 'DOC-1', 'Rights and duties of both parties': 'As agreed', 'First milestone': 'First delivery' });
    await han.press();

    const song = await enter('Song Jie');
    await song.work(subject, { 'Legal opinion': 'Nothing against it' }, 'Correct');
    const luo = await enter('Luo Lan');
    await luo.work(subject, { Comment: 'Go ahead', Decision: 'Approve' });
    await tell('contract-signed', 'HT-2026-017', { partnerSignature: 'esign-4711' });
    await song.work(subject, { 'Number in the seal register': 'YY-88' });
    await song.leave();

    const li = await enter('Li Na');
    await li.work(subject, { 'Has everything been delivered?': 'Yes: to acceptance', Progress: 'All there' });
    await li.leave();
    await luo.work(subject, { Quality: 'Good', Schedule: 'On time', Decision: 'Accepted', Comment: 'As promised' });
    await luo.leave();
    await han.work(subject, { 'Archive number': 'DA-2026-031' });

    const record = await recordOf(caseKey);
    expect(record.state).toBe('COMPLETED');
    expect(record.acts).toEqual(['han CreateCase', ...done('han'), 'han CompleteUserTask', ...done('song'), ...done('luo'), ...done('song'), ...done('li'), ...done('luo'), ...done('han')]);
    expect(record.variables).toMatchObject({ archiveNumber: 'DA-2026-031', legalVersion: 1, amount: 150_000 });

    await han.open(`/cases/${caseKey}`);
    await han.page.getByText('Done', { exact: true }).first().waitFor();
    await han.page.getByText(/宋洁 completed “.+”/).first().waitFor();
    await han.leave();
  });
});
