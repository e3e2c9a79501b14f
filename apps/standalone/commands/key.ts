import { Command } from 'commander';
import { departmentOption } from '../department-option';
import { askEdge } from '../edge-request';
import { callHub } from '../hub-url';
import { issueToken } from './token';

/** `lianhu key`: registers, changes and ends the keys with which departments sign, and renews the vault's; each of it is an event of the log. */
export const keyCommand = (): Command =>
  new Command('key')
    .description("signing keys of departments, and the key under which the vault's keys stand")
    .addCommand(addCommand())
    .addCommand(rotateCommand())
    .addCommand(revokeCommand())
    .addCommand(epochCommand())
    .addCommand(renewCommand());

const addCommand = (): Command =>
  new Command('add')
    .description("register the public key with which a department's edge signs")
    .addOption(departmentOption().makeOptionMandatory())
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
    .addOption(departmentOption().makeOptionMandatory())
    .option('--folder <path>', "the edge's own folder (default: in LIANHU_DATA)")
    .action(({ department, folder }: { department: string; folder?: string }) => askEdge(department, 'rotate', folder));

const revokeCommand = (): Command =>
  new Command('revoke')
    .description('end a key that was stolen or is nobody’s: what it signs from now on is refused, what it has signed still holds')
    .addOption(departmentOption().makeOptionMandatory())
    .requiredOption('--key-id <id>', 'as it stands in hub.key.registered')
    .option('--last', 'also when the department has no other: it can never have one again, since its next key has to be signed by a valid one')
    .action(async ({ department, keyId, last }: { department: string; keyId: string; last?: boolean }) => {
      const token = await issueToken({ role: 'admin', ttlSeconds: 300 });
      console.log(JSON.stringify(await callHub('POST', '/api/hub/keys/revoke', token, { department, keyId, last })));
    });

/** The vault's epoch as the hub tells it. */
interface EpochState {
  readonly epoch: number;
  readonly begunAt: string;
  readonly days: number;
  readonly left?: number;
}

/** How often the hub is asked how far it is. Unit: milliseconds. */
const ASK_EVERY_MS = 500;

const epochs = async (method: 'GET' | 'POST'): Promise<EpochState> =>
  (await callHub(method, '/api/hub/epochs', await issueToken({ role: 'admin', ttlSeconds: 300 }))) as EpochState;

const epochCommand = (): Command =>
  new Command('epoch')
    .description("the epoch of the vault's key, its age, and how far a rotation is")
    .action(async () => console.log(JSON.stringify(await epochs('GET'))));

const renewCommand = (): Command =>
  new Command('renew')
    .description(
      "wrap the keys of all children under a new epoch's key and destroy the older one, while everything runs: what was copied from the vault before opens nothing any more without a copy of that key. Older backups can then not be restored: take a new one at once. Goes on by itself when the hub was stopped meanwhile; refused while one is running",
    )
    .action(async () => {
      let state = await epochs('POST');
      console.log(`epoch ${state.epoch} begun`);
      while (state.left !== undefined) {
        await new Promise((wake) => setTimeout(wake, ASK_EVERY_MS));
        state = await epochs('GET');
      }
      console.log(`every key stands under epoch ${state.epoch}; the older key files of this hub are destroyed`);
      console.log(
        'Now: lianhu backup and lianhu backup-keys anew, try them, then destroy every older backup and every older file of keys: both together still open what was erased.',
      );
    });
