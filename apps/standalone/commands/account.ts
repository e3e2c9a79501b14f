import { Command, Option } from 'commander';
import { ROLES, SYSTEM_ROLES } from '@lianhu/access';
import { loadPolicy, readConfig } from '@lianhu/services/platform';
import { departmentOption } from '../department-option';
import { callHub } from '../hub-url';
import { issueToken } from './token';

/** `lianhu user`: makes accounts, gives them new one-time passwords, closes them. */
export const accountCommand = (): Command =>
  new Command('user').description('accounts of people').addCommand(addCommand()).addCommand(resetCommand()).addCommand(disableCommand());

const addCommand = (): Command =>
  new Command('add')
    .description('make an account (or make it anew) and print its one-time password, which has to be changed at the first sign-in')
    .argument('<name>')
    .addOption(new Option('--role <role>').choices(ROLES.filter((role) => !SYSTEM_ROLES.has(role))).makeOptionMandatory())
    .addOption(departmentOption('for people of a department'))
    .option('--area <digits>', "default: the policy pack's")
    .option('--town <digits>', 'own town (9 digits) or village (12)')
    .action(async (name: string, options: { role: string; department?: string; area?: string; town?: string }) => {
      const area = options.area ?? loadPolicy(readConfig().policyFile).pack.area;
      console.log(`${name} ${await asked('/api/accounts', { ...options, name, area })}`);
    });

const resetCommand = (): Command =>
  new Command('reset')
    .description('give an account a new one-time password, print it, and end its sessions')
    .argument('<name>')
    .action(async (name: string) => console.log(`${name} ${await asked('/api/accounts/reset', { name })}`));

const disableCommand = (): Command =>
  new Command('disable')
    .description('close an account and end its sessions; `user add` opens it again')
    .argument('<name>')
    .action(async (name: string) => {
      await asked('/api/accounts/disable', { name });
      console.log(`${name} is closed`);
    });

/** Asks the running Lianhu as its administrator; the answer is a new password where there is one. */
async function asked(path: string, body: object): Promise<string | undefined> {
  const token = await issueToken({ role: 'admin', ttlSeconds: 300 });
  return ((await callHub('POST', path, token, body)) as { password?: string }).password;
}
