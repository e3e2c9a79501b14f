import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultSource, openIssuer, type Role } from '@lianhu/access';
import { std1 } from '@lianhu/log';

const run = promisify(execFile);
/** The workspace's root, where `dist` lies. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');
/** How long a process may take until it listens. Unit: milliseconds. */
const START_WITHIN_MS = 180_000;

/** What a process of ours says of an error that nobody waited for. */
const UNHEARD = 'nobody listened';

/** What a token says besides the role. */
export interface TokenParts {
  readonly department?: string;
  readonly town?: string;
  readonly name?: string;
}

/** A process of ours under test: its address, its data folder, and ways to end it. */
export interface Running {
  readonly url: string;
  readonly folder: string;
  readonly pid: number;
  /** Everything that it printed so far. */
  output(): string;
  /** Resolves with the exit code when it has ended, by itself or not. */
  readonly ended: Promise<number | null>;
  /** SIGTERM; resolves with the exit code. Throws when something in it has failed that nobody waited for. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** A bearer token from the local issuer of the data folder, for a day; what is left out is as with `lianhu token`. */
  token(role: Role, options?: TokenParts): Promise<string>;
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
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
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
    ended: gone,
    output: () => output,
    stop: async () => {
      const code = await ended(child, 'SIGTERM');
      // It goes on after a promise that failed unheard, so that a test would pass over it.
      if (output.includes(UNHEARD)) throw new Error(`${app} has failed unheard:\n${output}`);
      return code;
    },
    kill: async () => void (await ended(child, 'SIGKILL')),
    token: (role, parts) => tokenFrom(join(folder, 'keys'), role, parts),
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

/** Of the demonstration policy. */
const AREA = '990101';
/** Unit: seconds. */
const TOKEN_LIVES = 86_400;

/** A token of the issuer in a folder of keys. Made here and not by the command line, which takes a second to start: tests ask for hundreds. */
export async function tokenFrom(keys: string, role: Role, { department, town, name }: TokenParts = {}): Promise<string> {
  const issuer = await openIssuer(keys, std1);
  const source = role === 'sender' && department !== undefined ? defaultSource(department) : undefined;
  return issuer.issue({ name: name ?? [role, department].filter(Boolean).join('-'), role, department, source, area: AREA, town }, TOKEN_LIVES);
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

/** How long some work takes here and now. Unit: milliseconds. */
export async function tookMs(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/**
 * What "within a second" is on a machine that takes so long for one push: a second where a push takes 20 ms or less, in
 * proportion where it takes longer. Unit: milliseconds.
 */
export const aSecond = (pushedInMs: number): number => Math.max(1_000, 50 * pushedInMs);

/** Long enough for a machine ten times slower than ours: who waits for less says why. Unit: milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * Waits until every follower stands at the head of the log and nothing more is added, since what they decide is an event again.
 * Returns that position. The followers are those of the process itself, unless others are named.
 */
export async function settled(hub: Running, followers: readonly Running[] = [hub], auditor?: string): Promise<number> {
  const token = auditor ?? (await hub.token('auditor'));
  const head = async (): Promise<number> => (await call<{ position: number }>(hub.url, '/api/log/head', { token })).body.position;
  const look = async () => {
    const before = await head();
    const texts = await Promise.all(followers.map(async ({ url }) => (await call(url, '/metrics')).text));
    const lags = [...texts.join('\n').matchAll(/^lianhu_follower_lag_events\{[^}]*\} (\d+)/gm)].map(([, lag]) => Number(lag));
    return { before, lags, after: await head() };
  };
  const still = ({ before, lags, after }: Awaited<ReturnType<typeof look>>): boolean =>
    before === after && lags.length > 0 && lags.every((lag) => lag === 0);
  return (await eventually(look, still)).after;
}

/** Waits until a condition holds; throws with the last value seen when it does not in time. */
export async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean, withinMs = PATIENCE_MS): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > until) throw new Error(`still not so after ${withinMs} ms: ${JSON.stringify(value)?.slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
