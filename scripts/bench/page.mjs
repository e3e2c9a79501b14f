/** Writes docs/performance.md and its plots from what the benches measured. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { init } from 'echarts';
import { format, resolveConfig } from 'prettier';
import { root } from '../workspace.mjs';

/**
 * @typedef {{ kind: 'figure', what: string, unit: string, measured: number, floor?: number, goal?: number, atMost?: boolean }} Figure
 * @typedef {{ kind: 'beside', what: string, measured: number, unit: string, ours: number }} Beside
 * @typedef {{ kind: 'curve', name: string, title: string, x: string, y: string, lines: { name: string, points: [number, number][] }[] }} Curve
 * @typedef {Figure | Beside | Curve} Entry
 * @typedef {{ date: string, machine: string, entries: Entry[] }} Measured
 */

const PAGE = join(root, 'docs', 'performance.md');
const FOLDER = join(root, 'docs', 'performance');
/** What was measured last, by bench: a bench that runs alone leaves the others' rows as they were. */
const KEPT = join(FOLDER, 'measured.json');

/** @param {number} value */
export const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : String(Math.round(value * 10) / 10));

/** @param {Figure} figure */
const budget = ({ floor, goal, atMost }) =>
  [floor, goal].map((value) => (value === undefined ? '' : `${atMost ? '≤' : '≥'} ${number(value)}`)).join(' | ');

/** @param {Entry} entry */
function rowOf(entry) {
  if (entry.kind === 'figure') return [`| **${entry.what}** | ${number(entry.measured)} ${entry.unit} | ${budget(entry)} |  |`];
  if (entry.kind === 'beside') return [`| ${entry.what} | ${number(entry.measured)} ${entry.unit} | | | ${entry.ours.toFixed(2)} of it |`];
  return [];
}

/** @param {Curve} curve */
function plot({ title, x, y, lines }) {
  const xs = lines.flatMap(({ points }) => points.map(([at]) => at));
  const wide = Math.max(...xs) / Math.max(1, Math.min(...xs)) > 50;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 720, height: 360 });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 'center', textStyle: { fontSize: 15 } },
    legend: lines.length > 1 ? { bottom: 0 } : undefined,
    grid: { left: 70, right: 30, top: 50, bottom: lines.length > 1 ? 70 : 50 },
    xAxis: { type: wide ? 'log' : 'value', name: x, nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'value', name: y, min: 0 },
    series: lines.map(({ name, points }) => ({ type: 'line', name, data: points, symbolSize: 7 })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/**
 * Puts what was measured now in the place of what the same benches measured before, and writes the page anew.
 * @param {Readonly<Record<string, Measured>>} measured by bench
 */
export async function writePage(measured) {
  mkdirSync(FOLDER, { recursive: true });
  /** @type {Record<string, Measured>} */
  const all = { ...(existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {}), ...measured };
  const sections = Object.entries(all).map(([bench, { date, machine, entries }]) => {
    const curves = entries.filter((entry) => entry.kind === 'curve');
    for (const curve of curves) writeFileSync(join(FOLDER, `${curve.name}.svg`), plot(curve));
    const table = ['| what | measured | floor | goal | ours against it |', '| --- | ---: | ---: | ---: | --- |', ...entries.flatMap(rowOf)];
    const plots = curves.map(({ name, title }) => `![${title}](performance/${name}.svg)`);
    return [`## ${bench}`, `${date} · ${machine}`, table.join('\n'), ...plots].join('\n\n');
  });
  const head = [
    '# Performance, as measured',
    'Written by `npm run bench -- --write` (and `--big`); nothing here is by hand. Bold rows are ours; the others are a peer or a limit that ran in the same run on the same machine, so ratios count more than absolute numbers. Load generator, services and PostgreSQL share the cores named below; commits are durable; checks, signatures, encryption and proofs are on.',
  ];
  writeFileSync(KEPT, `${JSON.stringify(all, null, 2)}\n`);
  const config = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format([...head, ...sections].join('\n\n'), { ...config, filepath: PAGE }));
}
