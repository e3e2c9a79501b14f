import { Command, Option } from 'commander';
import { ROLES, SYSTEM_ROLES } from '@lianhu/access';
import { loadPolicy, readConfig } from '@lianhu/services/platform';
import { callHub } from '../hub-url';
import { issueToken } from './token';

/** `lianhu user add`: makes an account and prints its one-time password. */
export const accountCommand = (): Command =>
  new Command('user').description('accounts of people').addCommand(
    new Command('add')
      .description('make an account (or give it a new one-time password) and print the password once')
      .argument('<name>')
      .addOption(new Option('--role <role>').choices(ROLES.filter((role) => !SYSTEM_ROLES.has(role))).makeOptionMandatory())
      .option('--department <id>')
      .option('--area <digits>', "default: the policy pack's")
      .option('--town <digits>', 'own town (9 digits) or village (12)')
      .action(async (name: string, options: { role: string; department?: string; area?: string; town?: string }) => {
        const area = options.area ?? loadPolicy(readConfig().policyFile).pack.area;
        const token = await issueToken({ role: 'admin', ttlSeconds: 300 });
        const made = (await callHub('POST', '/api/accounts', token, { ...options, name, area })) as { password: string };
        console.log(`${name} ${made.password}`);
      }),
  );
