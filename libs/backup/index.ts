export { acceptCopy } from './accept-copy';
export * from './errors';
export { type KeyFiles, openKeyFiles, sealKeyFiles } from './key-bundle';
export { type Manifest, MANIFEST } from './manifest';
export { NotProven, type Proven } from './prove';
export { epochsOf, holdsData, migrationsOf, openBackup, restoreBackup, type Restored, type RestoreOptions } from './restore-backup';
export { ledgerOf, restoreFiles } from './restore-files';
export { type BackupOptions, takeBackup } from './take-backup';
