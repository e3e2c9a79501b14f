import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { countQuarter, publish, type RawReport } from '@lianhu/reports';
import { demonstrationPolicy } from '@lianhu/testing';
import { randomEvents } from '@lianhu/testing/random-events';
import { benchOptions, beside, figure, number } from './figures';
import { machineLine } from './machine';

const HELP = `
npm run bench -- quarter [--quick]

Counts a quarter of a county of 12,000 children and 120,000 events of every type, from zero: all indicators, then suppression.
The limit in the same run: JSON.parse of the same events.`;

const sha256 = (...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
const QUARTER = '2026-Q3';
const took = <T>(work: () => T): [T, number] => {
  const start = performance.now();
  return [work(), performance.now() - start];
};

function main(): void {
  const { quick } = benchOptions(HELP);
  console.log(`quarter · ${machineLine()}`);
  const policy = demonstrationPolicy;
  const towns = Object.keys(policy.towns);
  const size = quick ? { children: 3_000, events: 30_000 } : { children: 12_000, events: 120_000 };
  const events = randomEvents({ seed: 'bench', ...size, towns, from: '2026-01-01T00:00:00.000+08:00', to: '2026-10-05T00:00:00.000+08:00' });
  const texts = events.map((event) => JSON.stringify(event));
  const count = countQuarter({ quarter: QUARTER, policy, calendar: chinaCalendarAssuming, sha256 });
  const [, fed] = took(() => events.every((event) => count.add(event)));
  const [report, made] = took<RawReport>(() => count.report());
  const [published, hidden] = took(() => publish(report, { below: policy.report.suppressBelow }));
  const [, parsed] = took(() => texts.forEach((text) => void JSON.parse(text)));
  console.log(`    ${number(events.length)} events, ${number(published.cells.length)} cells of ${report.indicators.length} indicators`);
  figure({ what: 'quarter: all events counted', unit: 'ms', measured: fed, floor: 3_000, atMost: true });
  figure({ what: 'quarter: all cells made', unit: 'ms', measured: made, floor: 3_000, atMost: true });
  figure({ what: 'quarter: small cells suppressed', unit: 'ms', measured: hidden, floor: 5_000, atMost: true });
  beside('limit: JSON.parse of the same events', parsed, fed);
}

main();
