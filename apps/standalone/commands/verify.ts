import { Command } from 'commander';
import { verifyFiles } from '@lianhu/log';

/** `lianhu verify`: proves an export off-line. Exit 0 proven, 1 tampered, 2 cannot tell. */
export const verifyCommand = (): Command =>
  new Command('verify')
    .description('verify an export off-line, without a database: exit 0 proven, 1 tampered (names the first bad position or range), 2 cannot tell')
    .argument('<export>', 'NDJSON file, as POST /api/audit/exports answers it')
    .option('--trust <file>', 'trust file, from `lianhu trust`; without it nothing can be proven')
    .action(async (file: string, { trust }: { trust?: string }) => {
      const { detail, exit } = await verifyFiles(file, trust);
      console.log(detail);
      process.exitCode = exit;
    });
