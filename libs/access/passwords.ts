import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt: 32 MiB and some tens of milliseconds a try. */
const LOG_N = 15;
const BLOCK = 8;
const HASH_BYTES = 32;
const SALT_BYTES = 16;
/** Only so many at once, because each takes 32 MiB; the others wait. */
const AT_ONCE = 2;
/** Whoever comes when so many wait is refused. Unit: tries. */
const MAX_WAITING = 64;
/** Letters and digits that nobody mistakes for another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
/** 14 of 31 characters are 69 bits. */
const RANDOM_LENGTH = 14;
/** Unit: characters. */
export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 200;

/** A random password to hand over. */
export const randomPassword = (): string => Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** Why a password may not be somebody's new one. */
export type PasswordFault = 'too-short' | 'too-long' | 'the-old-one' | 'the-name';

/** What speaks against a new password; undefined when nothing does. */
export function faultOf(next: string, { name, current }: { readonly name: string; readonly current: string }): PasswordFault | undefined {
  const plain = (text: string): string => text.normalize('NFKC');
  if (next.length < MIN_PASSWORD) return 'too-short';
  if (next.length > MAX_PASSWORD) return 'too-long';
  if (plain(next) === plain(current)) return 'the-old-one';
  return plain(next).toLowerCase() === plain(name).toLowerCase() ? 'the-name' : undefined;
}

/** The stored form of a password: `scrypt$15$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, LOG_N);
  return `scrypt$${LOG_N}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** Whether a password is the stored one. Without a stored one it takes the same time and is wrong. */
export async function checkPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, logN, salt, hash] = (stored ?? NOBODY).split('$');
  const derived = await derive(password, Buffer.from(salt ?? '', 'base64'), Number(logN));
  return timingSafeEqual(derived, Buffer.from(hash ?? '', 'base64')) && stored !== undefined;
}

const NOBODY = `scrypt$${LOG_N}$${Buffer.alloc(SALT_BYTES).toString('base64')}$${Buffer.alloc(HASH_BYTES).toString('base64')}`;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, logN: number): Promise<Buffer> {
  if (waiting.length >= MAX_WAITING) throw new Error('too many sign-ins at once');
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const options = { N: 2 ** logN, r: BLOCK, p: 1, maxmem: 2 ** logN * BLOCK * 256 };
      scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
