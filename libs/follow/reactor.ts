import type { Pool } from 'pg';
import { recorded, type Position, type Recorded } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { ViewStore } from './store';

/** What a reactor does: decides from a page of events, and appends what it decided. */
export interface ReactorOptions {
  readonly name: string;
  readonly log: EventLog;
  readonly pool: Pool;
  /**
   * Decides and appends. Called again with the same page after a crash: what it appends bears ids that follow from what was
   * decided, so that it stands once.
   */
  readonly react: (events: readonly Recorded[], upTo: Position) => Promise<void>;
  readonly pageSize?: number;
}

const PAGE = 500;
const WAIT_MS = 1_000;
/** First and longest pause between two tries. Unit: milliseconds. */
const RETRY_MS = { first: 100, longest: 5_000 } as const;

/** Follows the log with a checkpoint of its own; the checkpoint moves only after what was decided has been appended. */
export class Reactor {
  private readonly store: ViewStore;
  private at: Position = 0;
  private stopping = false;
  private running: Promise<void> | undefined;
  private fault: string | undefined;

  constructor(private readonly options: ReactorOptions) {
    this.store = new ViewStore(options.pool);
  }

  async start(): Promise<void> {
    const { name } = this.options;
    await this.store.prepare();
    await this.store.moveReactor(name, undefined, 0);
    this.at = (await this.store.registered()).get(name)?.position ?? 0;
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  get position(): Position {
    return this.at;
  }
  /** What its last try failed with; undefined when it went well. */
  get error(): string | undefined {
    return this.fault;
  }

  private async run(): Promise<void> {
    let pause: number = RETRY_MS.first;
    while (!this.stopping) {
      try {
        if (!(await this.step())) await this.options.log.wait(this.at, WAIT_MS);
        pause = RETRY_MS.first;
        this.fault = undefined;
      } catch (error) {
        this.fault = (error as Error).name;
        await new Promise((resolve) => setTimeout(resolve, pause).unref());
        pause = Math.min(2 * pause, RETRY_MS.longest);
        this.at = (await this.store.registered().catch(() => undefined))?.get(this.options.name)?.position ?? this.at;
      }
    }
  }

  private async step(): Promise<boolean> {
    const { log, name, react, pageSize = PAGE } = this.options;
    const page = await log.read(this.at, pageSize);
    if (page.scannedTo <= this.at) return false;
    await react(page.lines.map(recorded), page.scannedTo);
    await this.store.moveReactor(name, this.at, page.scannedTo);
    this.at = page.scannedTo;
    return true;
  }
}
