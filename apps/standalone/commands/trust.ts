import { Command } from 'commander';
import { toBase64 } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { loadPolicy, originOf, readConfig } from '@lianhu/services/platform';
import { hubSeeds } from '@lianhu/vault';

/** `lianhu trust`: prints what an export is verified against; hand it over apart from the export. */
export const trustCommand = (): Command =>
  new Command('trust').description('print the trust file: origin and public key of this log; hand it over apart from the export').action(() => {
    const config = readConfig();
    const { checkpoint } = hubSeeds(config.keyFolder, std1);
    console.log(JSON.stringify({ origin: originOf(loadPolicy(config.policyFile)), publicKey: toBase64(std1.publicKey(checkpoint)), suite: 'std-1' }));
  });
