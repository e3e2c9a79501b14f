import { appendFileSync } from 'node:fs';

/** One row of the closing table. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly measured: number;
  /** What must be kept, and what is wanted. With `atMost` less is better. Source: docs/ARCHITECTURE.md, budgets. */
  readonly floor?: number;
  readonly goal?: number;
  readonly atMost?: boolean;
}

/** A plot of what was measured at several sizes or loads. */
export interface Curve {
  /** File name of the plot, without ending. */
  readonly name: string;
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[];
}

/** Keeps a record for the closing table and for docs/performance.md. */
function keep(record: object): void {
  const file = process.env['LIANHU_BENCH_FIGURES'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(record)}\n`);
}

/** Prints a figure, and keeps it for the table at the end of all benches. */
export function figure(one: Figure): void {
  console.log(`  ${one.what}: ${number(one.measured)} ${one.unit}`);
  keep({ kind: 'figure', ...one });
}

/** Prints a peer's or a limit's figure with our share of it; it belongs to the figure before. */
export function beside(what: string, measured: number, ours: number, unit = '/s'): void {
  console.log(`    ${what}: ${number(measured)} ${unit} → ours is ${(ours / measured).toFixed(2)} of it`);
  keep({ kind: 'beside', what, measured, unit, ours: ours / measured });
}

/** Keeps a plot. */
export function curve(one: Curve): void {
  keep({ kind: 'curve', ...one });
}

/** A number to read: no digits that mean nothing. */
export const number = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en') : String(Math.round(value * 10) / 10));

/** The value below which a share of all lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The value in the middle. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Options that every bench takes: fewer repetitions with `--quick`. */
export function benchOptions(help: string): { readonly quick: boolean } {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(help.trim());
    process.exit(0);
  }
  return { quick: args.includes('--quick') };
}
