/** People for trying Acta out: they cover the procedures that come with it. Only in the embedded default, and only on loopback. */
import { engineActor } from '../../engine/stream/index.ts';
import type { Grant, IdentityCommand } from '../../engine/identity/index.ts';
import type { Identities } from '../../runtime/identity/identities.ts';

interface SamplePerson {
  readonly username: string;
  readonly name: string;
  readonly nameEn: string;
  readonly position: string;
  readonly positionEn: string;
  readonly about: string;
  readonly aboutEn: string;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
}

const groups: readonly (readonly [id: string, name: string])[] = [
  ['employees', '全体员工'], ['department-manager', '部门经理'], ['purchasing', '采购部'], ['finance-manager', '财务经理'], ['general-manager', '总经理'],
  ['general-manager-office', '总经理办公室'], ['warehouse', '仓库'], ['quality', '质量部'], ['accounting', '会计'], ['cashier', '出纳'],
  ['legal', '法务部'], ['legal-head', '法务负责人'], ['manager', '业务经理'], ['executive', '高管'], ['project', '项目部'], ['sales', '销售部'],
  ['archive', '档案室'], ['seal-keeper', '印章管理员'],
];

type Said = readonly [zh: string, en: string];
type Described = readonly [username: string, name: Said, position: Said, about: Said, belongs: readonly string[], roles: readonly string[]];

const described: readonly Described[] = [
  ['li', ['李娜', 'Li Na'], ['研发部', 'R&D'], ['发起采购，看谁来审批', 'start a purchase, see who will approve'], ['project'], []],
  ['luo', ['罗岚', 'Luo Lan'], ['研发部经理', 'Head of R&D'], ['审批部门的申请', 'approve what the department asks for'], ['department-manager', 'manager'], []],
  ['sun', ['孙悦', 'Sun Yue'], ['采购员', 'Buyer'], ['询价、下单、跟进到货', 'ask for quotes, order, follow deliveries'], ['purchasing'], []],
  ['qian', ['钱蓉', 'Qian Rong'], ['财务经理', 'Finance manager'], ['审批金额与付款', 'approve amounts and payments'], ['finance-manager'], []],
  ['feng', ['冯雪', 'Feng Xue'], ['会计', 'Accountant'], ['核对发票，编制付款单', 'check invoices, prepare payments'], ['accounting'], []],
  ['peng', ['彭涛', 'Peng Tao'], ['出纳', 'Cashier'], ['付款', 'pay'], ['cashier'], []],
  ['wu', ['吴刚', 'Wu Gang'], ['仓库管理员', 'Storekeeper'], ['收货入库', 'receive deliveries'], ['warehouse'], []],
  ['zheng', ['郑敏', 'Zheng Min'], ['质检员', 'Quality inspector'], ['检验到货', 'inspect deliveries'], ['quality'], []],
  ['gao', ['高远', 'Gao Yuan'], ['总经理', 'General manager'], ['审批大额事项', 'approve what is large'], ['general-manager', 'general-manager-office', 'executive'], []],
  ['song', ['宋洁', 'Song Jie'], ['法务', 'Legal counsel'], ['审核合同', 'review contracts'], ['legal', 'legal-head', 'seal-keeper'], []],
  ['han', ['韩磊', 'Han Lei'], ['销售', 'Sales'], ['发起合同', 'ask for contracts'], ['sales', 'archive'], []],
  ['zhou', ['周明', 'Zhou Ming'], ['流程负责人', 'Procedure owner'], ['改流程，用历史检验', 'change a procedure, check it on history'], [], ['owner', 'operator']],
  ['he', ['何静', 'He Jing'], ['内部审计', 'Internal audit'], ['查看事项，核验记录', 'look at cases, verify records'], [], ['auditor']],
  ['wei', ['魏宁', 'Wei Ning'], ['系统管理员', 'Administrator'], ['管理用户、组和密钥', 'manage users, groups and keys'], [], ['admin']],
];

export const samplePeople: readonly SamplePerson[] = described.map(([username, [name, nameEn], [position, positionEn], [about, aboutEn], belongs, roles]) =>
  ({ username, name, nameEn, position, positionEn, about, aboutEn, groups: ['employees', ...belongs], roles: ['employee', ...roles] }));

/** Makes those that are not there. They are on the record like everybody else, and can prove nothing. */
export const ensureSamplePeople = async (identities: Identities): Promise<void> => {
  const view = await identities.directory.current();
  const command = (one: IdentityCommand) => identities.command(one, { actor: engineActor });
  // Together, so that they are few commits: the first start waits for them.
  await Promise.all(groups.filter(([group]) => !view.groups.has(group)).map(([group, name]) => command({ type: 'CreateGroup', group, name, description: null })));
  await Promise.all(samplePeople.filter(({ username }) => !view.users.has(username)).map(({ username: user, name, groups: belongs, roles }) =>
    command({ type: 'CreateUser', user, name, email: null, sample: true, grants: roles.map((role) => ({ role: role as Grant['role'], scope: [] })), groups: belongs })));
};

/** With real sign-in nobody is anybody without proof. The last one who may administer stays until somebody else may: he cannot sign in. */
export const removeSamplePeople = async (identities: Identities): Promise<number> => {
  const samples = [...(await identities.directory.current()).users.values()].filter(({ isSample }) => isSample);
  for (const { id: user } of samples) await identities.command({ type: 'DeleteUser', user }, { actor: engineActor });
  await identities.sessions.endSamples();
  return samples.length;
};
