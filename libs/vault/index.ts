export { CipherBroken } from './cipher';
export { type MinorIdentity } from '@lianhu/standards';
export { KeyFileBroken, KeyFileOpen, keyFile } from './key-file';
export { alertIds, EpochKeyMissing, type HubSeeds, hubSeeds, openKeys, type VaultKeys } from './keys';
export { vaultMigrations } from './migrations';
export { OFFICE, References } from './references';
export { KeyGone, type SecretValues, type Values } from './values';
export { type Resolved, type ResolveRequest, type Unmatched, Vault, VaultBusy } from './vault';
export { type Candidate, type IsLive } from './waiting';
