import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSource, openIssuer, type Role } from '@lianhu/access';
import { toBase64 } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { logMigrations, postgresLog } from '@lianhu/log-postgres';
import { openDatabase } from '@lianhu/postgres';
import { hubSeeds } from '@lianhu/vault';

/** A running standalone under measurement. */
export interface Lianhu {
  readonly url: string;
  readonly folder: string;
  readonly pid: number;
  /** From the start of the process to its address, ms. */
  readonly startedIn: number;
  token(role: Role, department?: string): Promise<string>;
  /** Everything that it printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/** As `npm start` and infra/run.sh start it. */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=32'];
/** How long a start may take. Unit: ms. */
const START_WITHIN_MS = 120_000;
const AREA = '990101';
/** Origin of every log that a standalone here begins. */
const ORIGIN = `lianhu/${AREA}`;

/** Starts the built standalone on a data folder (a temporary one unless given) and a free port. */
export async function startLianhu(options: { readonly folder?: string; readonly args?: readonly string[] } = {}): Promise<Lianhu> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'lianhu-bench-'));
  const began = performance.now();
  const profile = process.env['LIANHU_BENCH_PROFILE'];
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const child = spawn(process.execPath, [...flags, ...NODE_FLAGS, join('dist', 'apps', 'standalone', 'main.js'), ...(options.args ?? ['--empty'])], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', LIANHU_DATA: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`the standalone ${why}:\n${output}`));
    const timer = setTimeout(() => fail('did not start in time'), START_WITHIN_MS);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => fail(`ended with ${code}`));
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
  return {
    url,
    folder,
    pid: child.pid as number,
    startedIn: performance.now() - began,
    output: () => output,
    stop,
    token: (role, department) => tokenOf(folder, role, department),
  };
}

async function tokenOf(folder: string, role: Role, department?: string): Promise<string> {
  const issuer = await openIssuer(join(folder, 'keys'), std1);
  const source = role === 'sender' && department !== undefined ? defaultSource(department) : undefined;
  return issuer.issue({ name: ['bench', role, department].filter(Boolean).join('-'), role, department, source, area: AREA }, 3_600);
}

/** Pushes police events as one NDJSON stream; lines a second, from the first byte to the last result. */
export async function pushStream(lianhu: Lianhu, events: readonly object[]): Promise<number> {
  const headers = { authorization: `Bearer ${await lianhu.token('sender', 'police')}`, 'content-type': 'application/x-ndjson' };
  const body = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const began = performance.now();
  const response = await fetch(new URL('/api/departments/police/events', lianhu.url), { method: 'POST', headers, body });
  const results = (await response.text()).split('\n').filter((line) => line !== '');
  const perSecond = (events.length * 1000) / (performance.now() - began);
  const refused = results.find((line) => !line.includes('"status":201'));
  if (results.length !== events.length || refused !== undefined)
    throw new Error(`${events.length} lines, ${results.length} results: ${refused ?? ''}`);
  return perSecond;
}

/** Opens the log of a data folder whose standalone has stopped, read-only, with what an export of it is verified against. */
export async function openStoppedLog(folder: string): Promise<{ log: EventLog; monitorUrl: string; trust: object; close(): Promise<void> }> {
  const database = await openDatabase({ folder: join(folder, 'postgres'), migrations: logMigrations });
  const log = postgresLog({ url: database.urls.audit, origin: ORIGIN, suite: std1 });
  const publicKey = toBase64(std1.publicKey(hubSeeds(join(folder, 'keys'), std1).checkpoint));
  const close = async (): Promise<void> => {
    await log.close();
    await database.stop();
  };
  return { log, monitorUrl: database.urls.monitor, trust: { origin: ORIGIN, publicKey, suite: std1.name }, close };
}

/** Removes a data folder. */
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

const postmasterOf = (folder: string): number => Number(readFileSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
const childrenOf = (pid: number): number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

/** Ticks of /proc a second. Unit: 1/s. Source: proc(5); the same on every Linux that we run on. */
const TICKS = 100;

/** Processor time spent so far by the process and by its PostgreSQL. Unit: microseconds. */
export function cpuOf({ pid, folder }: Lianhu): { readonly node: number; readonly postgres: number } {
  const postmaster = postmasterOf(folder);
  const postgres = [postmaster, ...childrenOf(postmaster)].reduce((sum, one) => sum + ticksOf(one), 0);
  return { node: (ticksOf(pid) * 1e6) / TICKS, postgres: (postgres * 1e6) / TICKS };
}

function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Memory of a process and of the PostgreSQL that it started, shared pages counted once. Unit: MiB. */
export function memoryOf({ pid, folder }: Lianhu): { readonly node: number; readonly postgres: number } {
  const postmaster = postmasterOf(folder);
  return { node: kib(pid, 'Pss') / 1024, postgres: [postmaster, ...childrenOf(postmaster)].reduce((sum, one) => sum + kib(one, 'Pss'), 0) / 1024 };
}

const kib = (pid: number, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
