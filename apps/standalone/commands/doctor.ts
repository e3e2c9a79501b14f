import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '@lianhu/services/platform';
import { hubUrl } from '../hub-url';

/** Less free disk than this is a fault. Unit: bytes. */
const LEAST_FREE = 1024 ** 3;

/** `lianhu doctor`: looks at what an installation needs and says what is wrong; exit 1 when something is. */
export const doctorCommand = (): Command =>
  new Command('doctor').description('check the installation: Node, data folder, disk, running services').action(async () => {
    const config = readConfig();
    const below = existsSync(config.folder) ? config.folder : dirname(config.folder);
    const disk = statfsSync(below);
    const checks: [string, boolean, string][] = [
      ['node', Number(process.versions.node.split('.')[0]) >= 20, process.version],
      ['data folder', writable(below), config.folder],
      ['free disk', disk.bavail * disk.bsize > LEAST_FREE, `${Math.round((disk.bavail * disk.bsize) / 1024 ** 2)} MiB`],
      ['policy pack', existsSync(config.policyFile), config.policyFile],
      ...(await readiness()),
    ];
    for (const [name, ok, detail] of checks) console.log(`${ok ? 'ok   ' : 'FAULT'} ${name}: ${detail}`);
    if (checks.some(([, ok]) => !ok)) process.exitCode = 1;
  });

async function readiness(): Promise<[string, boolean, string][]> {
  try {
    const response = await fetch(new URL('/health/ready', hubUrl()));
    const { checks } = (await response.json()) as { checks: { name: string; ok: boolean; detail?: string }[] };
    return checks.map(({ name, ok, detail }) => [name, ok, detail ?? '']);
  } catch {
    return [['running', false, `nothing answers at ${hubUrl()}`]];
  }
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
