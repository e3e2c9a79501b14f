import { program } from 'commander';
import { COMMANDS } from './commands';

program
  .name('lianhu')
  .description(
    'Lianhu 联护: commands of operators, senders and auditors. The data folder is LIANHU_DATA (default ./data), a running hub LIANHU_URL (default http://127.0.0.1:3000).',
  )
  .showHelpAfterError();
// Help and mistyped names are answered from all of them.
const all = Object.entries(COMMANDS);
const asked = all.filter(([name]) => name === process.argv[2]);
for (const [, load] of asked.length > 0 ? asked : all) program.addCommand(await load());
// Whoever reads us has read enough, as `| head` does; anything else is a fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
