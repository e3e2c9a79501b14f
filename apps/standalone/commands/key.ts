import { Command } from 'commander';
import { callHub } from '../hub-url';
import { issueToken } from './token';

/** `lianhu key add`: registers a department's signing key as an event of the log. */
export const keyCommand = (): Command =>
  new Command('key').description('signing keys of departments').addCommand(
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
      }),
  );
