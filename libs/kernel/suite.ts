/**
 * The cryptography of one named suite. `std-1` is SHA-256, HMAC-SHA-256 and Ed25519; another suite is another name,
 * never another meaning of this one. Keys are raw bytes: a 32-byte seed or a 32-byte public key.
 */
export interface Suite {
  readonly name: string;
  sha256(...parts: readonly (Uint8Array | string)[]): Uint8Array;
  hmac(key: Uint8Array, data: Uint8Array | string): Uint8Array;
  sign(seed: Uint8Array, message: Uint8Array | string): Uint8Array;
  verify(publicKey: Uint8Array, message: Uint8Array | string, signature: Uint8Array): boolean;
  publicKey(seed: Uint8Array): Uint8Array;
  random(bytes: number): Uint8Array;
}

/** Time as a port: the hub's clock may be simulated while a demonstration county loads. Unit: milliseconds since 1970. */
export interface Clock {
  now(): number;
}
