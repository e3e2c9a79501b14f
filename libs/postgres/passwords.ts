import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The superuser of the embedded server. No service ever gets its password. */
export const ADMIN = 'lianhu_admin';
/** The roles of the database, as architecture.md §5 names them. */
export const ROLES = { owner: 'lianhu_owner', hub: 'lianhu_hub', monitor: 'lianhu_monitor', audit: 'lianhu_audit' } as const;

/** Password by role name. */
export type Passwords = Readonly<Record<string, string>>;

/** Length of a password before base64url. Unit: bytes. */
const PASSWORD_BYTES = 24;
/** PostgreSQL's own default. Unit: rounds. */
const SCRAM_ROUNDS = 4096;

/** The passwords of a data folder, made on first use and kept in a file that only its owner can read. */
export function passwordsOf(folder: string): Passwords {
  const file = join(folder, 'passwords.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Passwords;
  const passwords = Object.fromEntries([ADMIN, ...Object.values(ROLES)].map((role) => [role, randomBytes(PASSWORD_BYTES).toString('base64url')]));
  const fresh = `${file}.new`;
  writeFileSync(fresh, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600 });
  const handle = openSync(fresh, 'r');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(fresh, file);
  return passwords;
}

/** What PostgreSQL stores of a password, computed here so that the password itself never stands in a statement or a server's log. */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, SCRAM_ROUNDS, 32, 'sha256');
  const hmac = (data: string): Buffer => createHmac('sha256', salted).update(data).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${SCRAM_ROUNDS}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
