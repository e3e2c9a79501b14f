import { program } from 'commander';
import { acceptCopyCommand } from './commands/accept-copy';
import { accountCommand } from './commands/account';
import { backupCommand, backupKeysCommand } from './commands/backup';
import { clientCommand } from './commands/client';
import { doctorCommand } from './commands/doctor';
import { edgeCommand } from './commands/edge';
import { eraseCommand } from './commands/erase';
import { exportCommand } from './commands/export';
import { followerCommand } from './commands/follower';
import { generateCommand } from './commands/generate';
import { importCommand } from './commands/import';
import { keyCommand } from './commands/key';
import { parkedCommand } from './commands/parked';
import { pushCommand } from './commands/push';
import { rebuildCommand } from './commands/rebuild';
import { replayCommand } from './commands/replay';
import { restoreCommand } from './commands/restore';
import { secretsCommand } from './commands/secrets';
import { tokenCommand } from './commands/token';
import { trustCommand } from './commands/trust';
import { verifyCommand } from './commands/verify';

program
  .name('lianhu')
  .description(
    'Lianhu 联护: commands of operators, senders and auditors. The data folder is LIANHU_DATA (default ./data), a running hub LIANHU_URL (default http://127.0.0.1:3000).',
  )
  .showHelpAfterError();
for (const command of [
  tokenCommand,
  trustCommand,
  exportCommand,
  verifyCommand,
  replayCommand,
  pushCommand,
  generateCommand,
  importCommand,
  keyCommand,
  edgeCommand,
  accountCommand,
  clientCommand,
  secretsCommand,
  rebuildCommand,
  followerCommand,
  parkedCommand,
  eraseCommand,
  backupCommand,
  backupKeysCommand,
  restoreCommand,
  acceptCopyCommand,
  doctorCommand,
]) {
  program.addCommand(command());
}
// Whoever reads us has read enough, as `| head` does; anything else is a fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
