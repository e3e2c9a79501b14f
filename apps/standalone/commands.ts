import type { Command } from 'commander';

/** The commands, in the order of the help. Each loads what it needs and no more, so that it answers in a fraction of a second. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  token: async () => (await import('./commands/token')).tokenCommand(),
  trust: async () => (await import('./commands/trust')).trustCommand(),
  export: async () => (await import('./commands/export')).exportCommand(),
  verify: async () => (await import('./commands/verify')).verifyCommand(),
  replay: async () => (await import('./commands/replay')).replayCommand(),
  push: async () => (await import('./commands/push')).pushCommand(),
  generate: async () => (await import('./commands/generate')).generateCommand(),
  import: async () => (await import('./commands/import')).importCommand(),
  key: async () => (await import('./commands/key')).keyCommand(),
  edge: async () => (await import('./commands/edge')).edgeCommand(),
  user: async () => (await import('./commands/account')).accountCommand(),
  client: async () => (await import('./commands/client')).clientCommand(),
  secrets: async () => (await import('./commands/secrets')).secretsCommand(),
  rebuild: async () => (await import('./commands/rebuild')).rebuildCommand(),
  follower: async () => (await import('./commands/follower')).followerCommand(),
  parked: async () => (await import('./commands/parked')).parkedCommand(),
  erase: async () => (await import('./commands/erase')).eraseCommand(),
  backup: async () => (await import('./commands/backup')).backupCommand(),
  'backup-keys': async () => (await import('./commands/backup')).backupKeysCommand(),
  restore: async () => (await import('./commands/restore')).restoreCommand(),
  'accept-copy': async () => (await import('./commands/accept-copy')).acceptCopyCommand(),
  doctor: async () => (await import('./commands/doctor')).doctorCommand(),
};
