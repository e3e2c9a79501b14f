import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { asServer } from './account';
import { type Binaries } from './binaries';
import { type Place, SERVER_ENVIRONMENT } from './cluster';
import { PostgresFailed } from './errors';
import { exists, forgetStrangersPid, readPidFile, serverProcesses } from './processes';

/** A running server. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** How long an old server may take to die; a killed one stays as a zombie for seconds where process 1 is slow. Unit: ms. */
const OLD_SERVER_PATIENCE = 20_000;
/** Crash recovery replays at most `max_wal_size`. Unit: ms. */
const RECOVERY_PATIENCE = 120_000;
/** A fast shutdown writes one checkpoint; then it is cut short, and the next start recovers. Unit: ms. */
const STOP_PATIENCE = 30_000;
/** Unit: ms. */
const LOOK_EVERY = 15;
/** The server's log begins anew at a start when it is longer. Unit: bytes. */
const LOG_LIMIT = 5_000_000;
/** Reasons to fail that pass by themselves. */
const PASSING_TROUBLE = /lock file "[^"]*" already exists|pre-existing shared memory block|Address already in use|could not bind/;

/** Starts the server on a free port of loopback, after whatever ran on this cluster before has gone. */
export async function startPostmaster(place: Place, binaries: Binaries, settings: readonly string[], fixedPort?: number): Promise<Postmaster> {
  await stopOldServer(place.cluster);
  const deadline = Date.now() + OLD_SERVER_PATIENCE;
  for (;;) {
    forgetStrangersPid(place.cluster);
    const port = fixedPort ?? (await freePort());
    const result = await launch(place, binaries, settings, port);
    if (typeof result !== 'string') return result;
    if (!PASSING_TROUBLE.test(result) || Date.now() > deadline) throw new PostgresFailed(place.folder, result);
    await pause(200);
  }
}

/** The server that runs on a cluster already, as one of this process may. */
export function adoptPostmaster(cluster: string): Postmaster | undefined {
  const file = readPidFile(cluster);
  if (file?.status !== 'ready' || !serverProcesses(cluster).includes(file.pid)) return undefined;
  const ended = waitUntil(() => !exists(file.pid), Number.POSITIVE_INFINITY).then(() => undefined);
  return { pid: file.pid, port: file.port, ended, stop: () => stopOldServer(cluster) };
}

/** The settings that every server of ours has. No value of a row may reach its log. */
export const SETTINGS: readonly string[] = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'password_encryption=scram-sha-256',
  'max_connections=100',
  'shared_buffers=64MB',
  'synchronous_commit=on',
  'max_wal_size=1GB',
  'io_method=sync',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_statement=none',
  'log_min_messages=log',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
];

async function launch(place: Place, binaries: Binaries, settings: readonly string[], port: number): Promise<Postmaster | string> {
  const options = [...SETTINGS, ...settings, `port=${port}`].flatMap((setting) => ['-c', setting]);
  const line = asServer(binaries.postgres, ['-D', place.cluster, ...options], place.cluster);
  const { handle, from } = openLog(place.log);
  const child = spawn(line.command, line.args, { ...line.ids, cwd: '/', env: SERVER_ENVIRONMENT, detached: true, stdio: ['ignore', handle, handle] });
  closeSync(handle);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  child.unref();
  const state = { ended: false };
  void ended.then(() => (state.ended = true));
  const ready = (): boolean => {
    const file = readPidFile(place.cluster);
    return file?.pid === child.pid && file?.status === 'ready';
  };
  await waitUntil(() => state.ended || ready(), RECOVERY_PATIENCE);
  if (state.ended || !ready()) return await giveUp(child, ended, readFileSync(place.log, 'utf8').slice(from).trim());
  if (!line.diesWithParent) watchParent(child.pid ?? 0);
  return { pid: child.pid ?? 0, port, ended, stop: () => stopChild(child, ended) };
}

function openLog(log: string): { handle: number; from: number } {
  const handle = openSync(log, 'a', 0o600);
  if (statSync(log).size > LOG_LIMIT) truncateSync(log);
  return { handle, from: statSync(log).size };
}

async function giveUp(child: ChildProcess, ended: Promise<void>, lastWords: string): Promise<string> {
  child.kill('SIGQUIT');
  await ended;
  return lastWords || 'it could not be started';
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.ref();
  child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGQUIT'), STOP_PATIENCE);
  await ended;
  clearTimeout(late);
}

/** Ends a server whose Node is gone, and waits until nothing of it is left; what outlived its postmaster is not waited for. */
async function stopOldServer(cluster: string): Promise<void> {
  const isGone = (): boolean => serverProcesses(cluster).length === 0;
  const postmaster = serverProcesses(cluster).find((pid) => pid === readPidFile(cluster)?.pid);
  if (postmaster !== undefined) signal([postmaster], 'SIGINT');
  if (postmaster !== undefined && (await waitUntil(isGone, STOP_PATIENCE))) return;
  signal(serverProcesses(cluster), 'SIGQUIT');
  await waitUntil(isGone, STOP_PATIENCE);
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids.filter(exists)) process.kill(pid, name);
}

/** Where the kernel cannot do it, a shell waits for the end of this process and stops the server then. */
function watchParent(pid: number): void {
  const watcher = spawn('sh', ['-c', `read -r _; kill -INT ${pid}`], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.on('error', () => undefined).unref();
  (watcher.stdin as unknown as { unref?: () => void }).unref?.();
}

async function waitUntil(done: () => boolean, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  while (!done()) {
    if (Date.now() > deadline) return false;
    await pause(LOOK_EVERY, undefined, { ref: Number.isFinite(patience) });
  }
  return true;
}

/** A port that is free now; who loses the race for it tries another. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  return address.port;
}
