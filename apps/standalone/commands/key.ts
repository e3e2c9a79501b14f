import { Command } from 'commander';
import { askEdge } from '../edge-request';
import { callHub } from '../hub-url';
import { issueToken } from './token';

/** `lianhu key`: registers, changes and ends the keys with which departments sign; each of it is an event of the log. */
export const keyCommand = (): Command =>
  new Command('key').description('signing keys of departments').addCommand(addCommand()).addCommand(rotateCommand()).addCommand(revokeCommand());

const addCommand = (): Command =>
  new Command('add')
    .description("register the public key with which a department's edge signs")
    .requiredOption('--department <id>', 'police, education, …')
    .requiredOption('--public-key <base64>', 'raw Ed25519 public key')
    .option('--key-id <id>', 'unique for ever (default: made from the key)')
    .option('--previous-key-id <id>', "the department's present key, when it has one")
    .option('--previous-signature <base64>', "the present key's signature over the new one")
    .action(async (options: { department: string; publicKey: string; keyId?: string; previousKeyId?: string; previousSignature?: string }) => {
      const { department, publicKey, keyId, previousKeyId, previousSignature } = options;
      const previous =
        previousKeyId !== undefined && previousSignature !== undefined ? { keyId: previousKeyId, signature: previousSignature } : undefined;
      const token = await issueToken({ role: 'admin', ttlSeconds: 300 });
      console.log(JSON.stringify(await callHub('POST', '/api/hub/keys', token, { department, publicKey, keyId, previous })));
    });

const rotateCommand = (): Command =>
  new Command('rotate')
    .description("give a department's edge a new signing key without a stop; run it where the edge's data folder is")
    .requiredOption('--department <id>', 'police, education, …')
    .option('--folder <path>', "the edge's own folder (default: in LIANHU_DATA)")
    .action(({ department, folder }: { department: string; folder?: string }) => askEdge(department, 'rotate', folder));

const revokeCommand = (): Command =>
  new Command('revoke')
    .description('end a key that was stolen or is nobody’s: what it signs from now on is refused, what it has signed still holds')
    .requiredOption('--department <id>', 'police, education, …')
    .requiredOption('--key-id <id>', 'as it stands in hub.key.registered')
    .action(async ({ department, keyId }: { department: string; keyId: string }) => {
      const token = await issueToken({ role: 'admin', ttlSeconds: 300 });
      console.log(JSON.stringify(await callHub('POST', '/api/hub/keys/revoke', token, { department, keyId })));
    });
