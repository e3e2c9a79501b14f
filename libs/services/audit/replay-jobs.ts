import { randomBytes } from 'node:crypto';
import type { Viewer } from '@lianhu/access';
import { ReadingStopped, type Replayed } from '@lianhu/follow';
import { LianhuError } from '@lianhu/kernel';
import { logger, ProblemError } from '@lianhu/services/platform';
import type { Manifest } from './manifest';

/** What bounds replays. */
export interface ReplayLimits {
  /** Folded at the same time. Reason: two cores, and each keeps some ten thousand folds in memory. */
  readonly atOnce: number;
  /** Running, waiting and kept, of all people together, and of one. */
  readonly jobs: number;
  readonly jobsOfOne: number;
  /** Longest run. Unit: milliseconds. Reason: ten times a county's log. */
  readonly runMs: number;
  /** How long results are kept after they were last read. Unit: milliseconds. */
  readonly keptMs: number;
}
const LIMITS: ReplayLimits = { atOnce: 2, jobs: 16, jobsOfOne: 4, runMs: 30 * 60_000, keptMs: 60 * 60_000 };

/** What a job tells its work, and the work the job. */
export interface Running {
  stopped(): boolean;
  /** Unit: percent. */
  progress(percent: number): void;
}
/** What a job's work comes to. */
export interface Outcome {
  readonly replayed: Replayed;
  readonly manifest: Manifest;
  /** The figures as a report, where a quarter was counted. */
  readonly report?: object;
  /** Whether that is the report that was closed or restated, by its hash. */
  readonly equal?: boolean;
}

/** A replay that somebody has asked for. */
export interface Job {
  readonly id: string;
  /** What was asked for. */
  readonly asked: Manifest;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly percent: number;
  readonly outcome?: Outcome;
  /** Stable code and sentence of why it failed. */
  readonly error?: string;
  readonly detail?: string;
  /** Resolves when it is done or has failed. */
  readonly finished: Promise<void>;
}
type Held = { -readonly [K in keyof Job]: Job[K] } & {
  readonly owner: string;
  stop: boolean;
  readers: number;
  dropped: boolean;
  timer?: NodeJS.Timeout;
};

/** Replays of this service: a few at a time, each seen by who started it only, gone an hour after the last look or when the service stops. */
export class ReplayJobs {
  private readonly jobs = new Map<string, Held>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private closed = false;

  constructor(private readonly limits: ReplayLimits = LIMITS) {}

  /** Starts work, or lets it wait for its turn. Throws ProblemError when there is no room. */
  start(viewer: Viewer, asked: Manifest, work: (running: Running) => Promise<Outcome>): Job {
    const owner = ownerOf(viewer);
    this.makeRoom(owner);
    const job: Held = {
      id: randomBytes(16).toString('base64url'),
      owner,
      asked,
      state: 'queued',
      percent: 0,
      stop: false,
      readers: 0,
      dropped: false,
      finished: Promise.resolve(),
    };
    this.jobs.set(job.id, job);
    job.finished = this.inTurn(() => this.run(job, work));
    return job;
  }

  /** A person's own job; undefined when there is none of this id, or it is another's. */
  find(viewer: Viewer, id: string): Job | undefined {
    const job = this.jobs.get(id);
    if (job?.owner !== ownerOf(viewer)) return undefined;
    if (job.timer) this.keep(job);
    return job;
  }

  /** A person's own jobs, newest first. */
  of(viewer: Viewer): readonly Job[] {
    return [...this.jobs.values()].filter(({ owner }) => owner === ownerOf(viewer)).reverse();
  }

  /** Parts that are read from a job's files, which stay until the last is read or nobody asks any more. */
  async *reading<T>({ id }: Job, parts: AsyncIterable<T>): AsyncGenerator<T> {
    const job = this.jobs.get(id);
    if (job) job.readers++;
    try {
      yield* parts;
    } finally {
      if (job && --job.readers === 0 && job.dropped) letGo(job);
    }
  }

  /** Stops what runs and lets go of every result. */
  async close(): Promise<void> {
    this.closed = true;
    const all = [...this.jobs.values()];
    for (const job of all) job.stop = true;
    await Promise.all(all.map(({ finished }) => finished));
    for (const job of all) this.drop(job);
  }

  /** A person's oldest result that is not being read makes room for his next job. */
  private makeRoom(owner: string): void {
    if (this.closed) throw new ProblemError('busy');
    const own = [...this.jobs.values()].filter((job) => job.owner === owner);
    if (own.length >= this.limits.jobsOfOne) {
      const oldest = own.find(({ timer, readers }) => timer !== undefined && readers === 0);
      if (!oldest) throw new ProblemError('too-many-requests', { retryAfter: RETRY_AFTER_S });
      this.drop(oldest);
    }
    if (this.jobs.size >= this.limits.jobs) throw new ProblemError('busy', { retryAfter: RETRY_AFTER_S });
  }

  private async inTurn(work: () => Promise<void>): Promise<void> {
    if (this.running >= this.limits.atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    await work();
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }

  private async run(job: Held, work: (running: Running) => Promise<Outcome>): Promise<void> {
    const until = performance.now() + this.limits.runMs;
    const tooLong = (): boolean => performance.now() > until;
    job.state = 'running';
    try {
      if (job.stop) throw new ReadingStopped();
      job.outcome = await work({ stopped: () => job.stop || tooLong(), progress: (percent) => (job.percent = percent) });
      job.percent = 100;
      job.state = 'done';
    } catch (error) {
      [job.error, job.detail] = tooLong() ? TOO_LONG : reasonOf(error);
      job.state = 'failed';
    }
    this.keep(job);
  }

  private keep(job: Held): void {
    clearTimeout(job.timer);
    job.timer = setTimeout(() => this.drop(job), this.limits.keptMs);
    job.timer.unref();
  }

  private drop(job: Held): void {
    clearTimeout(job.timer);
    this.jobs.delete(job.id);
    job.dropped = true;
    if (job.readers === 0) letGo(job);
  }
}

function letGo(job: Held): void {
  job.outcome?.replayed.close();
  job.outcome = undefined;
}

/** Unit: seconds. */
const RETRY_AFTER_S = 30;
const TOO_LONG = ['replay.too-long', 'The replay took too long and was ended; replay from an export with the command line.'] as const;
const ownerOf = ({ name, role, kind }: Viewer): string => `${kind} ${role} ${name}`;

function reasonOf(error: unknown): readonly [code: string, detail: string | undefined] {
  if (error instanceof ReadingStopped) return ['replay.stopped', 'The service was told to stop.'];
  if (error instanceof LianhuError) return [error.code, error.message];
  logger.error({ fault: (error as Error).name }, 'replay failed');
  return ['internal', undefined];
}
