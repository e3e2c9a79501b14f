import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { LianhuError } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';

/** A ciphertext that its key does not open: changed, moved to another owner, or of an unknown format. */
export class CipherBroken extends LianhuError {
  readonly code = 'vault.cipher-broken';
  constructor() {
    super('A stored ciphertext does not open under its key; it was changed or belongs to something else.');
  }
}

/** Format of a ciphertext: this byte, the suite, the key's version, nonce, text, tag. A new format is a new number. */
const FORMAT = 1;
/** Suite `std-1`: AES-256-GCM. */
const STD_1 = 1;
/** Unit: bytes. */
const HEADER = 4;
const NONCE = 12;
const TAG = 16;

/** AES-256-GCM under a random nonce; `bound` is what the text belongs to and cannot be moved from. `keyVersion` < 65,536. */
export function encrypt(key: KeyObject, plain: Uint8Array | string, bound: string, keyVersion = 1): Buffer {
  const nonce = std1.random(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const header = Buffer.from([FORMAT, STD_1, keyVersion >> 8, keyVersion & 0xff]);
  cipher.setAAD(Buffer.concat([header, Buffer.from(bound)]));
  const text = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  return Buffer.concat([header, nonce, text, cipher.final(), cipher.getAuthTag()]);
}

/** The plain bytes of what `encrypt` made for the same `bound`; throws CipherBroken otherwise. */
export function decrypt(key: KeyObject, sealed: Uint8Array, bound: string): Buffer {
  if (sealed.length < HEADER + NONCE + TAG || sealed[0] !== FORMAT || sealed[1] !== STD_1) throw new CipherBroken();
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const header = bytes.subarray(0, HEADER);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(HEADER, HEADER + NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.concat([header, Buffer.from(bound)]));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(HEADER + NONCE, bytes.length - TAG)), decipher.final()]);
  } catch {
    throw new CipherBroken();
  }
}
