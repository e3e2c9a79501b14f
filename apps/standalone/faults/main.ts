import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Judgement } from './checker';
import { FAULTS } from './faults';
import { runFaults } from './run-faults';
import { summaryOf } from './table';

/** `npm run faults`: strikes, lets the judge judge in a process of its own, prints what came of it. Exit 1 with findings, then the evidence stays. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, rounds: { type: 'string' }, minutes: { type: 'string' }, only: { type: 'string' } },
  });
  const seed = numberOf(values.seed, 'seed') ?? Date.now() % 1_000_000;
  const minutes = numberOf(values.minutes, 'minutes');
  const only = values.only?.split(',');
  const unknown = only?.find((name) => !FAULTS.some((fault) => fault.name === name));
  if (unknown !== undefined) throw new Error(`there is no fault ${unknown}; there are ${FAULTS.map(({ name }) => name).join(', ')}`);
  console.log(`seed ${seed}`);
  const ran = await runFaults({
    seed,
    rounds: numberOf(values.rounds, 'rounds') ?? (minutes === undefined ? 30 : 100_000),
    only,
    forMs: minutes === undefined ? undefined : minutes * 60_000,
    say: (text) => console.log(text),
  });
  const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'check.js'), ran.folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout === '') throw new Error(`the judge failed on ${ran.folder}: ${stderr}`);
  const judgement = JSON.parse(stdout) as Judgement;
  console.log(`\n${summaryOf(seed, ran, judgement)}`);
  if (judgement.findings.length === 0) rmSync(ran.folder, { recursive: true, force: true });
  else console.log(`the evidence is in ${ran.folder}`);
  return judgement.findings.length === 0 ? 0 : 1;
}

function numberOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} ${text}: a whole number above 0`);
  return number;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  },
);
