import type { Position, StoredLine, Suite } from '@lianhu/kernel';
import { HistoryDiverged } from '@lianhu/follow';
import { base64, leafHash, type LogReader } from '@lianhu/log';
import { BadKafkaSetting } from './settings';
import { faultName, NotALine, TopicUnfit } from './errors';
import { CLOSE_WITHIN_MS, noLongerThan } from './no-longer-than';
import { eventsTopic, lineOf, noticesTopic, recordOf } from './records';
import type { NewRecord, Stream } from './stream';

/** What a relay publishes, and where. */
export interface RelayOptions {
  readonly log: Pick<LogReader, 'read' | 'head' | 'leaves' | 'wait'>;
  readonly stream: Stream;
  readonly suite: Suite;
  /** Area of the hub: part of the topics' names. */
  readonly area: string;
  /** Departments that have a topic of notices. */
  readonly departments: readonly string[];
  /** Unit: milliseconds. */
  readonly retentionMs: number;
  readonly replicationFactor: number;
}

/** How a relay is. `halted` = a person has to look; the log goes on without it. */
export interface RelayStatus {
  readonly state: 'starting' | 'relaying' | 'away' | 'halted' | 'stopped';
  /** Newest position that the brokers have confirmed. */
  readonly position: Position;
  readonly head: Position;
  readonly lagEvents: number;
  /** Code or name of what it waits for or halted by. */
  readonly error?: string;
  /** What an operator has to know when it has halted. */
  readonly said?: string;
}

/** The event whose id goes to a department's own topic. */
export const NOTICE_SENT = 'hub.notice.sent';
/** Lines of a page. Reason: half a megabyte, one request. */
const PAGE = 500;
/** How long the log is waited for. Unit: milliseconds. */
const WAIT_MS = 1_000;
/** First and longest pause after a fault. Unit: milliseconds. */
const RETRY_MS = { first: 100, longest: 5_000 } as const;

/**
 * Follows the log into Kafka. The topic is its only checkpoint: it goes on behind the last record, after it has found that
 * line in the log. Kafka away stops nothing else; the relay catches up.
 */
export class Relay {
  private state: RelayStatus['state'] = 'starting';
  private position: Position = 0;
  private head: Position = 0;
  private found = false;
  /** Offset behind the record of `position`. */
  private end = 0;
  private fault: string | undefined;
  private said: string | undefined;
  private running: Promise<void> = Promise.resolve();
  private wake = (): void => undefined;

  constructor(private readonly options: RelayOptions) {}

  /** Begins to relay; never throws and waits for nobody. */
  start(): void {
    this.running = this.run();
  }

  /** Stops after the page that is under way, or without an answer to it. */
  async stop(): Promise<void> {
    this.state = 'stopped';
    this.wake();
    await noLongerThan(CLOSE_WITHIN_MS, this.running);
  }

  status(): RelayStatus {
    const { state, position, fault, said } = this;
    const head = Math.max(this.head, position);
    return { state, position, head, lagEvents: head - position, error: fault, said };
  }

  private get stopped(): boolean {
    return this.state === 'stopped';
  }

  private async run(): Promise<void> {
    let pause: number = RETRY_MS.first;
    while (!this.stopped) {
      try {
        if (!this.found) await this.findPlace();
        await this.step();
        this.become('relaying');
        pause = RETRY_MS.first;
      } catch (error) {
        // What was published last is not known: the topic says it.
        this.found = false;
        this.become(lasts(error) ? 'halted' : 'away', faultName(error));
        if (this.state === 'halted') return this.stay(error as Error);
        await this.look();
        await this.rest(pause);
        pause = Math.min(2 * pause, RETRY_MS.longest);
      }
    }
  }

  private become(state: RelayStatus['state'], fault?: string): void {
    if (!this.stopped) this.state = state;
    this.fault = fault;
  }

  /** Publishes nothing more, and says why and how far it falls behind. */
  private async stay({ message }: Error): Promise<void> {
    this.said = message;
    while (!this.stopped) {
      await this.look();
      await this.rest(RETRY_MS.longest);
    }
  }

  /** While nothing is published the lag still grows for operators to see. */
  private async look(): Promise<void> {
    const head = await this.options.log.head().catch(() => undefined);
    this.head = head?.position ?? this.head;
  }

  /** The line of the topic's last record must stand in the log; the relay goes on behind it. */
  private async findPlace(): Promise<void> {
    const { log, stream, suite, area, departments, retentionMs, replicationFactor } = this.options;
    const topic = eventsTopic(area);
    const topics = [topic, ...departments.map((department) => noticesTopic(area, department))];
    await stream.prepare(topics.map((name) => ({ topic: name, retentionMs, replicationFactor })));
    const { end } = await stream.range(topic);
    const last = end === 0 ? undefined : await stream.at(topic, end - 1);
    // A topic that retention has emptied is filled anew: readers drop what they have.
    const { position, leafHash: leaf } = last ? lineOf(suite, last) : { position: 0, leafHash: undefined };
    const [own] = position === 0 ? [] : await log.leaves(position - 1, position);
    if (own !== leaf) throw new HistoryDiverged(position);
    this.position = position;
    this.end = end;
    this.found = true;
  }

  private async step(): Promise<void> {
    const { log, suite } = this.options;
    const page = await log.read(this.position, PAGE);
    this.head = page.head;
    if (page.head < this.position) throw new HistoryDiverged(this.position);
    if (!(await this.inPlace())) return;
    if (page.lines.length === 0) return Promise.race([log.wait(this.position, WAIT_MS), this.until()]);
    page.lines.forEach((line, i) => {
      if (line.position !== this.position + 1 + i || base64(leafHash(suite, line)) !== line.leafHash) throw new HistoryDiverged(line.position);
    });
    await this.publish(page.lines);
    this.position += page.lines.length;
    this.end += page.lines.length;
  }

  /**
   * Whether the topic ends where this relay left it. Otherwise it was made anew or lost its end, which no broker says, or somebody else
   * writes: the place is looked for again before anything is added.
   */
  private async inPlace(): Promise<boolean> {
    const { end } = await this.options.stream.range(eventsTopic(this.options.area));
    return (this.found = end === this.end);
  }

  /** Notices first: where the lines stop in their topic, no notice before them is missing; it may stand there twice. */
  private async publish(lines: readonly StoredLine[]): Promise<void> {
    const { stream, area } = this.options;
    for (const [department, records] of this.notices(lines)) await stream.publish(noticesTopic(area, department), records);
    await stream.publish(eventsTopic(area), lines.map(recordOf));
  }

  /** By department, the ids under which notices stand in its inbox. */
  private notices(lines: readonly StoredLine[]): Map<string, NewRecord[]> {
    const { departments } = this.options;
    const notices = new Map<string, NewRecord[]>();
    for (const { claim } of lines) {
      if (!claim.includes(NOTICE_SENT)) continue;
      const { type, data } = JSON.parse(claim) as { type: string; data: { department?: string; notice?: string } };
      const { department, notice } = data;
      if (type !== NOTICE_SENT || department === undefined || notice === undefined || !departments.includes(department)) continue;
      notices.set(department, [...(notices.get(department) ?? []), { value: JSON.stringify({ noticeId: notice }) }]);
    }
    return notices;
  }

  private until(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }

  private async rest(ms: number): Promise<void> {
    if (this.stopped) return;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([new Promise<void>((resolve) => (timer = setTimeout(resolve, ms))), this.until()]);
    clearTimeout(timer);
  }
}

/** Whether trying again cannot help. */
const lasts = (error: unknown): boolean => [HistoryDiverged, NotALine, TopicUnfit, BadKafkaSetting].some((kind) => error instanceof kind);
