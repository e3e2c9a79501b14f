import { alarms, benchChildren } from './alarms';
import { benchOptions, beside, figure, number } from './figures';
import { openStoppedLog, pushStream, removeFolder, startLianhu } from './lianhu';
import { machineLine } from './machine';
import { measureVerify } from './verify-export';

const HELP = `
npm run bench -- verify [--quick]

Verifies the export of a log whose claims were signed in full batches, off-line and on one core: tree and signatures.
The limit in the same run: JSON.parse of the same lines.`;

async function main(): Promise<void> {
  const { quick } = benchOptions(HELP);
  console.log(`verify · ${machineLine()}`);
  const lianhu = await startLianhu();
  try {
    await pushStream(lianhu, alarms(benchChildren(2_000), quick ? 10_000 : 30_000, 'verify'));
    await lianhu.stop();
    const { log, trust, close } = await openStoppedLog(lianhu.folder);
    const { lines, signatures, whole, tree, signature, parse } = await measureVerify(log, trust, quick ? 3 : 5).finally(close);
    figure({ what: 'verify an export: tree (canonical form, leaf, root)', unit: '/s', measured: tree, floor: 50_000 });
    figure({ what: 'verify an export: signatures (Ed25519)', unit: '/s', measured: signature, floor: 8_000 });
    console.log(`    whole, batch paths included: ${number(lines)} lines with ${number(signatures)} different signatures, ${number(whole)} lines/s`);
    beside('limit: JSON.parse of the same lines', parse, whole);
  } finally {
    await lianhu.stop();
    removeFolder(lianhu.folder);
  }
}

await main();
