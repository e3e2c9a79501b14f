import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { BackupRefused } from './errors';

/** Cost of guessing a passphrase: 128 MiB and about half a second a guess. Source: OWASP password storage, scrypt. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const KEY_BYTES = 32;
/** Unit: characters. */
const SHORTEST_PASSPHRASE = 12;
const FORM = 'lianhu-keys/1';

/** Key files by path below the data folder; their contents as text. */
export type KeyFiles = Readonly<Record<string, string>>;

/** Key files as one text under a passphrase (scrypt, AES-256-GCM). */
export function sealKeyFiles(files: KeyFiles, passphrase: string): string {
  if (passphrase.length < SHORTEST_PASSPHRASE)
    throw new BackupRefused(`The passphrase has fewer than ${SHORTEST_PASSPHRASE} characters; the names of all children hang on it.`);
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', scryptSync(passphrase, salt, KEY_BYTES, SCRYPT), nonce).setAAD(Buffer.from(FORM));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(files)), cipher.final(), cipher.getAuthTag()]);
  return `${JSON.stringify({ form: FORM, salt: salt.toString('base64'), nonce: nonce.toString('base64'), sealed: sealed.toString('base64') })}\n`;
}

/** The key files again; throws BackupRefused when the passphrase is another one or the text was changed. */
export function openKeyFiles(text: string, passphrase: string): KeyFiles {
  const { form, salt, nonce, sealed } = parse(text);
  if (form !== FORM) throw new BackupRefused('This is no file of keys, or one of a newer version.');
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const key = scryptSync(passphrase, Buffer.from(salt, 'base64'), KEY_BYTES, SCRYPT);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'), { authTagLength: 16 }).setAAD(Buffer.from(FORM));
    decipher.setAuthTag(bytes.subarray(-16));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString()) as KeyFiles;
  } catch {
    throw new BackupRefused('The file of keys does not open: the passphrase is another one, or the file was changed.');
  }
}

function parse(text: string): { form?: string; salt: string; nonce: string; sealed: string } {
  try {
    return JSON.parse(text) as { form?: string; salt: string; nonce: string; sealed: string };
  } catch {
    return { salt: '', nonce: '', sealed: '' };
  }
}
