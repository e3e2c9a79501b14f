import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { isQuarter } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { replayQuarter } from '@lianhu/reports';

/** `lianhu replay`: counts a quarter again from an export and the policy pack, without database or keys; prints the frozen report's bytes. */
export const replayCommand = (): Command =>
  new Command('replay')
    .description('count a closed quarter again from an export and the policy pack that its closing names; prints the frozen report, byte for byte')
    .argument('<export>', 'whole export, NDJSON')
    .requiredOption('--quarter <quarter>', '2026-Q3')
    .requiredOption('--policy <file>', 'policy pack; its SHA-256 stands in hub.report.closed')
    .action(async (file: string, { quarter, policy }: { quarter: string; policy: string }) => {
      if (!isQuarter(quarter)) throw new Error(`--quarter ${quarter}: write it like 2026-Q3`);
      const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
      const bytes = await replayQuarter(lines, readFileSync(policy, 'utf8'), {
        quarter,
        calendar: chinaCalendarAssuming,
        sha256: (...data) => std1.sha256(...data),
      });
      process.stdout.write(bytes);
    });
