import { randomPassword, type Accounts, type NewAccount } from '@lianhu/access';
import { catalogue } from '@lianhu/catalogue';
import type { PolicyPack } from '@lianhu/kernel';

/** An account just made, with its password, shown once. */
export interface MadeAccount {
  readonly name: string;
  readonly title: string;
  readonly password: string;
}

/** The accounts with which a new installation begins. */
const accountsOf = (pack: PolicyPack): readonly (NewAccount & { readonly title: string })[] => {
  const { area } = pack;
  const [town, townName] = Object.entries(pack.towns)[0] ?? [`${area}001`, ''];
  return [
    { name: 'office', role: 'office', area, title: '未保办工作人员' },
    { name: 'office-lead', role: 'office-lead', area, title: '未保办负责人' },
    { name: 'town', role: 'town', area, town, title: `乡镇未保站（${townName}）` },
    { name: 'police', role: 'department-lead', department: 'police', area, title: '公安部门负责人' },
    { name: 'police-data', role: 'data-officer', department: 'police', area, title: '公安数据专员（文件导入、隔离区）' },
    { name: 'education', role: 'department-lead', department: 'education', area, title: '教育部门负责人' },
    { name: 'auditor', role: 'auditor', area, title: '审计人员' },
    { name: 'admin', role: 'admin', area, title: '系统管理员' },
  ];
};

/** The departments that standard 23 names and that have no account of their own above: in the demonstration each can be tried. */
const OTHERS = ['court', 'procuratorate', 'civil-affairs', 'health', 'justice', 'disabled-federation', 'womens-federation'] as const;

/**
 * Makes the first accounts when nobody can sign in yet; none otherwise. Their passwords are one-time, but not in the
 * demonstration: there they go on as printed, and the heads of the other departments share one.
 */
export async function firstAccounts(accounts: Accounts, pack: PolicyPack, demonstration: boolean): Promise<MadeAccount[]> {
  if (await accounts.anyAccount()) return [];
  const made: MadeAccount[] = [];
  for (const { title, ...account } of accountsOf(pack)) {
    const { password } = await accounts.createAccount(demonstration ? { ...account, password: randomPassword() } : account);
    made.push({ name: account.name, title, password });
  }
  if (demonstration) made.push(await oneForAll(accounts, pack));
  return made;
}

async function oneForAll(accounts: Accounts, { area }: PolicyPack): Promise<MadeAccount> {
  const password = randomPassword();
  for (const name of OTHERS) await accounts.createAccount({ name, role: 'department-lead', department: name, area, password });
  const titles = OTHERS.map((id) => `${id} ${catalogue.department(id)?.name ?? id}`);
  return { name: '其他部门', title: `七个部门负责人同一口令：${titles.join('、')}`, password };
}

/** Prints sign-in names and passwords: they are shown this once. */
export async function printAccounts(made: readonly MadeAccount[], demonstration: boolean): Promise<void> {
  if (made.length === 0) return console.log('账号已建立过；忘记口令用 npm run -s lianhu -- user reset <账号>');
  console.log(`登录账号（${demonstration ? '演示口令' : '一次性口令，登录后须先修改'}，只显示这一次） sign in as:`);
  for (const { name, title, password } of made) console.log(`  ${name.padEnd(12)} ${password}  ${title}`);
}
