/** Runs the benches, scripts/bench/<name>.bench.ts, one after another, and ends with a table of all budgets. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { keptAs } from './bench/kept-as.mjs';
import { kafkaJars } from './kafka-jars.mjs';
import { helpOr, root, run } from './workspace.mjs';

const folder = join(root, 'scripts', 'bench');
const benches = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.replace('.bench.ts', ''));
/** Takes an hour or two and disk: only on request. */
const BIG = 'big';
const OPTIONS = ['--quick', '--big', '--million', '--write'];

const HELP = `
npm run bench -- [name …] [--quick | --big [--million]] [--write]

Measures the budgets of docs/ARCHITECTURE.md, each beside a peer or limit in the same run. Benches: ${benches.join(', ')};
all but ${BIG} without a name, in about five minutes. --quick: fewer and shorter rounds, for a first impression.
--big: 165,000 children and 5 million events, measured while the log grows from 100,000; an hour on a quiet machine, two on a busy one, and 20 GB of disk.
--million with it: to one million events only, in a quarter of an hour.
--write: puts what was measured into docs/performance.md, with plots.
Servers and data are temporary and listen on this machine only.`;

/**
 * @typedef {object} Figure
 * @property {string} what
 * @property {string} unit
 * @property {number} measured
 * @property {number} [floor]
 * @property {number} [goal]
 * @property {boolean} [atMost]
 */

/** @param {number} value */
const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : String(Math.round(value * 10) / 10));

/**
 * A budget's row: whether the floor is kept, and whether the goal is reached.
 * @param {Figure} figure
 */
function rowOf({ what, unit, measured, floor, goal, atMost }) {
  const limit = (/** @type {number | undefined} */ value) => (value === undefined ? '' : `${atMost ? '≤' : '≥'} ${number(value)}`);
  const keeps = (/** @type {number | undefined} */ value) => value !== undefined && (atMost ? measured <= value : measured >= value);
  const verdict = keeps(goal) ? 'yes, and the goal' : keeps(floor) ? 'yes' : 'NO';
  return [what, unit, limit(floor), limit(goal), number(measured), floor === undefined ? '' : verdict];
}

const HEAD = ['budget', 'unit', 'floor', 'goal', 'measured', 'ok'];

/** @param {readonly Figure[]} figures */
function printTable(figures) {
  const rows = figures.map(rowOf);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const padded = (/** @type {string} */ cell, /** @type {number} */ column) =>
    column > 1 && column < 5 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  console.log(`\n${HEAD.map(padded).join('  ')}\n${widths.map((width) => '─'.repeat(width)).join('──')}`);
  for (const row of rows) console.log(row.map(padded).join('  ').trimEnd());
  const missed = rows.filter((row) => row[5] === 'NO').length;
  console.log(missed === 0 ? 'All floors kept.' : `Floors missed: ${missed}. On a busy machine, measure again before you believe it.`);
  if (process.argv.includes('--quick')) console.log('--quick measures programs that are still cold, on little data: only a whole run counts.');
}

/** What the figures were measured on. */
const machineLine = () => `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} cores, Node ${process.version}`;

helpOr(HELP);
const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith('--'));
const named = args.filter((arg) => !arg.startsWith('--'));
const unknown = [...named.filter((name) => !benches.includes(name)), ...options.filter((option) => !OPTIONS.includes(option))];
if (unknown.length > 0) {
  console.error(`There is no bench or option called ${unknown.join(', ')}.\n${HELP}`);
  process.exit(2);
}
await ensure();
const { buildApp, bundle } = await import('./build.mjs');
await buildApp('standalone');
const results = mkdtempSync(join(tmpdir(), 'lianhu-bench-figures-'));
const file = join(results, 'figures.ndjson');
let failed = 0;
/** @type {Record<string, import('./bench/page.mjs').Measured>} */
const measured = {};
const usual = options.includes('--big') || options.includes('--million') ? [BIG] : benches.filter((name) => name !== BIG);
for (const name of named.length > 0 ? named : usual) {
  const program = `dist/bench/${name}.js`;
  await bundle(`scripts/bench/${name}.bench.ts`, program);
  const jars = process.env['KAFKA_JARS'] ?? kafkaJars();
  const env = { ...process.env, LIANHU_BENCH_FIGURES: file, ...(jars !== undefined && { KAFKA_JARS: jars }) };
  // As infra/run.sh starts a service: rebuilds, replays and appends are measured in this process.
  const code = await run(process.execPath, ['--enable-source-maps', '--max-semi-space-size=32', join(root, program), ...options], { env });
  if (code !== 0) failed += 1;
  const entries = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text))
    : [];
  rmSync(file, { force: true });
  measured[keptAs(name, options)] = { date: new Date().toISOString().slice(0, 10), machine: machineLine(), entries };
}
const figures = Object.values(measured).flatMap(({ entries }) => entries.flatMap((entry) => (entry.kind === 'figure' ? [entry] : [])));
if (options.includes('--write') && failed === 0) await (await import('./bench/page.mjs')).writePage(measured);
rmSync(results, { recursive: true, force: true });
if (figures.length > 0) printTable(figures);
process.exit(failed === 0 ? 0 : 1);
