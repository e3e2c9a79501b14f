import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { defaultSource } from '@lianhu/access';
import { loadPolicy, readConfig } from '@lianhu/services/platform';
import { departmentOption } from '../department-option';
import { callHub } from '../hub-url';
import { issueToken } from './token';

/** `lianhu client add`: registers a system that trades its key for tokens. */
export const clientCommand = (): Command =>
  new Command('client').description('systems that trade a key pair for tokens (private_key_jwt)').addCommand(
    new Command('add')
      .argument('<id>', 'name of the client: iss and sub of its assertions')
      .addOption(departmentOption('whose system it is').makeOptionMandatory())
      .requiredOption('--jwk <file>', 'its public key as JWK (RS256, ES256 or EdDSA)')
      .option('--role <role>', 'sender or edge', 'sender')
      .option('--source <uri>')
      .option('--area <digits>')
      .action(async (id: string, options: { department: string; jwk: string; role: string; source?: string; area?: string }) => {
        const { department, role } = options;
        const area = options.area ?? loadPolicy(readConfig().policyFile).pack.area;
        const source = role === 'sender' ? (options.source ?? defaultSource(department)) : undefined;
        const token = await issueToken({ role: 'admin', ttlSeconds: 300 });
        await callHub('POST', '/api/hub/clients', token, {
          name: id,
          role,
          department,
          source,
          area,
          jwk: JSON.parse(readFileSync(options.jwk, 'utf8')) as unknown,
        });
        console.log(`${id} may trade assertions for tokens at /api/token`);
      }),
  );
