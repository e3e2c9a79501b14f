import { BadAnswer, Conflict, Refused, Unavailable, type Problem } from './errors';

/** How often and how long a sender tries again. */
export interface Retry {
  /** Unit: attempts, the first counted. */
  readonly attempts: number;
  /** First pause, doubled each time, of which a random part is waited. Unit: milliseconds. */
  readonly baseMs: number;
  /** Longest pause, also when `Retry-After` asks for more. Unit: milliseconds. */
  readonly maxMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 … 1. */
  readonly random: () => number;
}
/** Some two minutes altogether. Source: † (assumption), an edge restarts in seconds. */
export const DEFAULT_RETRY: Retry = {
  attempts: 10,
  baseMs: 250,
  maxMs: 30_000,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};
/** Longest answer that is read. Unit: bytes. Reason: 1,000 receipts with proofs are below 4 MiB. */
export const MAX_ANSWER = 16 * 1024 * 1024;
/** How long one answer may take. Unit: milliseconds. */
const ANSWER_WITHIN_MS = 60_000;

/** What came back, read whole. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** False when the connection broke before the end. */
  readonly whole: boolean;
}
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Whether the same request may do better later. Everything is idempotent here, so that it may always be sent again. */
export const mayPass = (status: number): boolean => status === 429 || status >= 500;

/** How long to wait before attempt `n` + 1. `asked` is what `Retry-After` said. Unit: milliseconds. */
export function pauseOf(retry: Retry, n: number, asked = 0): number {
  const backOff = Math.min(retry.maxMs, retry.baseMs * 2 ** (n - 1));
  return Math.min(retry.maxMs, Math.max(asked, backOff * (0.5 + retry.random() / 2)));
}
/** `Retry-After` in milliseconds; 0 when there is none. */
export function retryAfterMs(header: string | null, now = Date.now()): number {
  if (header === null) return 0;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/** Calls until an answer comes that waiting would not change. `headers` is asked each time, `anew` after a 401. Throws Unavailable. */
export async function callUntilAnswered(retry: Retry, call: (anew: boolean) => Promise<Call>, fetcher: typeof fetch = fetch): Promise<Answer> {
  let status: number | undefined;
  let anew = false;
  for (let n = 1; n <= retry.attempts; n++) {
    const tried = await once(await call(anew), fetcher);
    if (tried) status = tried.answer.status;
    if (tried && tried.answer.status === 401 && !anew) {
      anew = true;
      continue;
    }
    if (tried && !mayPass(tried.answer.status) && (tried.answer.whole || tried.answer.text !== '')) return tried.answer;
    if (n < retry.attempts) await retry.sleep(pauseOf(retry, n, tried?.retryAfter));
  }
  throw new Unavailable(status);
}

async function once({ url, ...init }: Call, fetcher: typeof fetch): Promise<{ answer: Answer; retryAfter: number } | undefined> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  let response: Response;
  try {
    response = await fetcher(url, { ...init, redirect: 'manual', signal });
  } catch {
    return undefined;
  }
  if (response.status >= 300 && response.status < 400) throw new BadAnswer('a redirect');
  const answer = await readWhole(response);
  return { answer, retryAfter: retryAfterMs(response.headers.get('retry-after')) };
}

async function readWhole(response: Response): Promise<Answer> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      length += piece.length;
      if (length > MAX_ANSWER) throw new BadAnswer('too long');
      pieces.push(Buffer.from(piece));
    }
  } catch (error) {
    if (error instanceof BadAnswer) throw error;
    return { status: response.status, text: Buffer.concat(pieces).toString('utf8'), whole: false };
  }
  return { status: response.status, text: Buffer.concat(pieces).toString('utf8'), whole: true };
}

/** The JSON object in a text. Throws BadAnswer. */
export function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Said below.
  }
  throw new BadAnswer('not a JSON object');
}

/** The error that a problem stands for. */
export function refusal(value: unknown, status: number): Refused {
  const problem = (typeof value === 'object' && value !== null ? value : {}) as Partial<Problem>;
  const whole: Problem = { ...problem, status, type: String(problem.type ?? ''), title: String(problem.title ?? '') };
  const code = whole.type.replace(/^.*\//, '');
  return code === 'idempotency-conflict' || code === 'partial-duplicate' ? new Conflict(whole) : new Refused(whole);
}
