import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** The workspace's root, where `dist` lies. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');
/** How long a process may take until it listens. Unit: milliseconds. */
const START_WITHIN_MS = 180_000;

/** A process of ours under test: its address, its data folder, and ways to end it. */
export interface Running {
  readonly url: string;
  readonly folder: string;
  readonly pid: number;
  /** Everything that it printed so far. */
  output(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** A bearer token from the local issuer of the data folder. */
  token(role: string, options?: Readonly<Record<string, string>>): Promise<string>;
}

/** Starts a bundled app on a free port and waits until it prints its address. */
export async function startApp(
  app: string,
  options: { folder?: string; args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<Running> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'lianhu-e2e-'));
  const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'dist', 'apps', app, 'main.js'), ...(options.args ?? [])], {
    cwd: ROOT,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', LIANHU_DATA: folder, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${app} did not start in time:\n${output}`)), START_WITHIN_MS);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (found) {
        clearTimeout(timer);
        resolve(found);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${app} ended with ${code}:\n${output}`));
    });
  });
  return {
    url,
    folder,
    pid: child.pid as number,
    output: () => output,
    stop: () => ended(child, 'SIGTERM'),
    kill: async () => void (await ended(child, 'SIGKILL')),
    token: (role, more) => token(folder, role, more),
  };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
  return child.exitCode;
}

/** What a command printed, and its exit code. */
export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line on a data folder. */
export const lianhu = (folder: string, ...args: readonly string[]): Promise<Printed> => lianhuIn({ LIANHU_DATA: folder }, ...args);

/** Runs the command line in an environment. */
export async function lianhuIn(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Printed> {
  try {
    const { stdout, stderr } = await run(process.execPath, [join(ROOT, 'dist', 'apps', 'standalone', 'cli.js'), ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Printed;
    return { code, stdout, stderr };
  }
}

async function token(folder: string, role: string, options: Readonly<Record<string, string>> = {}): Promise<string> {
  const { code, stdout, stderr } = await lianhu(
    folder,
    'token',
    '--role',
    role,
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
  );
  if (code !== 0) throw new Error(`no token: ${stderr}`);
  return stdout.trim().split('\n').at(-1) ?? '';
}

/** Removes a data folder. */
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** One HTTP call with a bearer token; JSON in and out. */
export async function call<T = Record<string, never>>(
  url: string,
  path: string,
  options: {
    token?: string;
    method?: string;
    body?: unknown;
    raw?: string | Uint8Array;
    type?: string;
    purpose?: string;
    headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<{ status: number; headers: Headers; body: T; text: string }> {
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const response = await fetch(new URL(path, url), {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(body === undefined ? {} : { 'content-type': options.type ?? 'application/json' }),
      ...(options.purpose === undefined ? {} : { purpose: options.purpose }),
      ...options.headers,
    },
    body: body as RequestInit['body'],
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) as T };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Waits until a condition holds; throws with the last value seen when it does not in time. */
export async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean, withinMs = 10_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > until) throw new Error(`still not so after ${withinMs} ms: ${JSON.stringify(value)?.slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
