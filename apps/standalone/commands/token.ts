import { Command, Option } from 'commander';
import { defaultSource, DEPARTMENT_ROLES, openIssuer, ROLES, type Role } from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { loadPolicy, readConfig } from '@lianhu/services/platform';
import { departmentOption } from '../department-option';

/** Seconds of `30s`, `10m`, `1h`, `7d`; undefined for anything else. */
export function secondsOf(text: string): number | undefined {
  const [, n, unit] = /^(\d{1,5})([smhd])$/.exec(text) ?? [];
  return n === undefined ? undefined : Number(n) * { s: 1, m: 60, h: 3_600, d: 86_400 }[unit as 's' | 'm' | 'h' | 'd'];
}

/** A token of the local issuer, with its key from the data folder. */
export async function issueToken(options: {
  role: Role;
  department?: string;
  source?: string;
  area?: string;
  town?: string;
  name?: string;
  ttlSeconds: number;
}): Promise<string> {
  const config = readConfig();
  const { role, department } = options;
  if (DEPARTMENT_ROLES.has(role) && department === undefined) throw new Error(`--role ${role} needs --department`);
  const issuer = await openIssuer(config.keyFolder, std1);
  const source = role === 'sender' && department !== undefined ? (options.source ?? defaultSource(department)) : undefined;
  return issuer.issue(
    {
      name: options.name ?? [role, department].filter(Boolean).join('-'),
      role,
      department,
      source,
      area: options.area ?? loadPolicy(config.policyFile).pack.area,
      town: options.town,
    },
    options.ttlSeconds,
  );
}

/** `lianhu token`: prints a token; it stands alone on the last line. */
export const tokenCommand = (): Command =>
  new Command('token')
    .description('print an access token, signed with the key of the data folder; it stands alone on the last line')
    .addOption(new Option('--role <role>', 'who bears it').choices([...ROLES]).makeOptionMandatory())
    .addOption(departmentOption('needed for senders and people of a department'))
    .option('--source <uri>', 'the one source system of a sender (default urn:lianhu:source:<department>:default)')
    .option('--area <digits>', "area code (default: the policy pack's)")
    .option('--town <digits>', 'own town (9 digits) or village (12)')
    .option('--name <name>', 'name in the access log (default: the role)')
    .option('--ttl <time>', 'how long it lives: 30s, 10m, 1h, 7d', '1h')
    .action(async (options: { role: Role; department?: string; source?: string; area?: string; town?: string; name?: string; ttl: string }) => {
      const ttlSeconds = secondsOf(options.ttl);
      if (ttlSeconds === undefined) throw new Error(`--ttl ${options.ttl}: write it like 30s, 10m, 1h or 7d`);
      console.log(await issueToken({ ...options, ttlSeconds }));
    });
