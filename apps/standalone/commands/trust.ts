import { Command } from 'commander';
import { toBase64 } from '@lianhu/kernel';
import { openCheckpoint, std1 } from '@lianhu/log';
import { loadPolicy, originOf, readConfig } from '@lianhu/services/platform';
import { hubSeeds } from '@lianhu/vault';
import { callHub } from '../hub-url';
import { issueToken } from './token';

/** `lianhu trust`: prints what an export is verified against; hand it over apart from the export. */
export const trustCommand = (): Command =>
  new Command('trust')
    .description('print the trust file: origin and public key of this log; hand it over apart from the export')
    .option('--quarter <quarter>', 'with the signed checkpoint that covers a closed quarter, as it is printed on the report: 2026-Q3')
    .option('--newest', 'with the newest signed checkpoint: no export older than now is proven by it')
    .action(async ({ quarter, newest }: { quarter?: string; newest?: boolean }) => {
      const config = readConfig();
      const { checkpoint: seed } = hubSeeds(config.keyFolder, std1);
      const trust = { origin: originOf(loadPolicy(config.policyFile)), publicKey: std1.publicKey(seed) };
      const checkpoint = quarter === undefined && !newest ? undefined : await checkpointOf(quarter);
      if (checkpoint !== undefined && !openCheckpoint(std1, trust, checkpoint))
        throw new Error('the running Lianhu has another log key than this data folder');
      console.log(JSON.stringify({ ...trust, publicKey: toBase64(trust.publicKey), suite: 'std-1', checkpoint }));
    });

async function checkpointOf(quarter: string | undefined): Promise<string> {
  const token = await issueToken({ role: 'auditor', ttlSeconds: 300 });
  const path = quarter === undefined ? '/api/log/head' : `/api/reports/quarterly/${encodeURIComponent(quarter)}`;
  const { checkpoint } = (await callHub('GET', path, token)) as { checkpoint?: string };
  if (!checkpoint) throw new Error(quarter === undefined ? 'the log has no checkpoint' : `${quarter} is not closed yet: it has no checkpoint`);
  return checkpoint;
}
