import { program } from 'commander';
import { accountCommand } from './commands/account';
import { clientCommand } from './commands/client';
import { doctorCommand } from './commands/doctor';
import { edgeCommand } from './commands/edge';
import { keyCommand } from './commands/key';
import { pushCommand } from './commands/push';
import { rebuildCommand } from './commands/rebuild';
import { replayCommand } from './commands/replay';
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
  verifyCommand,
  replayCommand,
  pushCommand,
  keyCommand,
  edgeCommand,
  accountCommand,
  clientCommand,
  secretsCommand,
  rebuildCommand,
  doctorCommand,
]) {
  program.addCommand(command());
}
program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
