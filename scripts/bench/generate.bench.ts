import { blocksOf, county, TIERS } from '@lianhu/county';
import { momentOf } from '@lianhu/kernel';
import { benchOptions, figure } from './figures';
import { machineLine } from './machine';

const HELP = `
npm run bench -- generate [--quick]

Makes a county of the rugao tier (with --quick: rangtang) block by block as NDJSON, each block thrown away after it, and
measures events a second and the most memory that the process ever held.`;

const TOWNS = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`99010100${i + 1}`, `第${i + 1}镇`]));
/** How long the county is. Unit: years. */
const YEARS = 1;

const { quick } = benchOptions(HELP);
console.log(`generate · ${machineLine()}`);
const began = performance.now();
const used = process.cpuUsage();
let events = 0;
let bytes = 0;
const options = { seed: 'bench', area: '990101', areaName: '演示县', towns: TOWNS, dirt: true, years: YEARS, to: momentOf(Date.now()) };
for (const block of blocksOf({ ...options, tier: quick ? TIERS.rangtang : TIERS.rugao })) {
  for (const day of county(block).days) {
    for (const { event } of day.pushes) {
      events++;
      bytes += JSON.stringify(event).length;
    }
  }
}
const { user, system } = process.cpuUsage(used);
console.log(`    ${events} events, ${Math.round(bytes / 1e6)} million characters of NDJSON`);
figure({ what: 'county generated, events a second', unit: '/s', measured: (events / (performance.now() - began)) * 1000, floor: 20_000 });
figure({ what: 'county generated, events a second of processor', unit: '/s', measured: (events / (user + system)) * 1_000_000 });
figure({ what: 'memory of the generator at its most', unit: 'MiB', measured: process.resourceUsage().maxRSS / 1024, floor: 500, atMost: true });
