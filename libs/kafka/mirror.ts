import type { Pool } from 'pg';
import type { Position, StoredLine, Suite } from '@lianhu/kernel';
import { HistoryDiverged } from '@lianhu/follow';
import { base64, leafHash } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import { faultName, NotALine, StreamCutOff } from './errors';
import { MirrorLog } from './mirror-log';
import { addLines, copyState, leavesAt, moveCopy, prepareCopy, type CopyState } from './mirror-tables';
import { eventsTopic, lineFrom, lineOf, readerGroup } from './records';
import type { Stream, StreamRecord, Subscription } from './stream';

/** Who has the lines that a topic does not hold any more: the hub, over HTTP or by its database. */
export interface Backfill {
  read(after: Position, limit: number): Promise<{ readonly lines: readonly StoredLine[] }>;
}

/** What a copy is made from. */
export interface MirrorOptions {
  /** As role lianhu_monitor. */
  readonly pool: Pool;
  readonly stream: Stream;
  readonly suite: Suite;
  /** The hub's log and its area, whose topic is read. */
  readonly origin: string;
  readonly area: string;
  readonly backfill?: Backfill;
}

/** How a copy is. `halted` = a person has to look; rows stay as they are. */
export interface MirrorStatus {
  readonly state: 'starting' | 'following' | 'away' | 'halted' | 'stopped';
  readonly position: Position;
  readonly error?: string;
  /** What an operator has to know when it has halted. */
  readonly said?: string;
}

/** Lines fetched from the hub at a time. */
const BACKFILL_PAGE = 500;
/** Unit: milliseconds. */
const SETTLE_STEP_MS = 100;

/**
 * Copies one hub's lines from its topic into this database: lines, tree and offset in one transaction, so that each stands
 * once whatever is delivered twice. Followers read the copy as they would read the log.
 */
export class Mirror {
  readonly log: MirrorLog;
  private readonly topic: string;
  private state: MirrorStatus['state'] = 'starting';
  private position: Position = 0;
  private fault: string | undefined;
  private said: string | undefined;
  private subscription: Subscription | undefined;
  /** What is read goes on with the copy's own history: its last line was seen there, and was the same. */
  private joined = false;

  constructor(private readonly options: MirrorOptions) {
    this.log = new MirrorLog(options.pool, options.origin, options.suite);
    this.topic = eventsTopic(options.area);
  }

  /**
   * Starts to copy. Kafka away is no reason not to start. Throws StreamCutOff when retention has removed what is missing
   * here and nobody was named who has it.
   */
  async start(): Promise<void> {
    const { pool, origin, stream } = this.options;
    const reader = await prepareCopy(pool, origin);
    this.position = (await copyState(pool, origin)).position;
    await this.checkBeginning();
    this.subscription = await stream.subscribe(this.topic, {
      // Processes with one database share the topic, those with another read it for themselves.
      group: readerGroup(this.options.area, reader),
      from: () => this.nextOffset(),
      take: (records) => this.take(records),
      fault: (name) => this.become(name === undefined ? 'following' : 'away', name),
    });
  }

  /** Resolves when everything is copied that the topic holds now, or when that cannot be: halted, away, or not within `ms`. */
  async settle(ms: number): Promise<void> {
    const { stream, pool, origin } = this.options;
    const range = await stream.range(this.topic).catch(() => undefined);
    for (const until = performance.now() + ms; range && range.end > range.start && performance.now() < until;) {
      const { next = 0 } = await copyState(pool, origin);
      if (next >= range.end || this.state === 'halted' || this.state === 'stopped') return;
      await this.log.wait(this.position, SETTLE_STEP_MS);
    }
  }

  /** Stops after what is under way. */
  async stop(): Promise<void> {
    this.state = 'stopped';
    await this.subscription?.close();
  }

  status(): MirrorStatus {
    return { state: this.state, position: this.position, error: this.fault, said: this.said };
  }

  private become(state: MirrorStatus['state'], fault?: string): void {
    if (this.state === 'stopped' || this.state === 'halted') return;
    this.state = state;
    this.fault = fault;
  }

  /** With nobody to ask, what is missing must still be in the topic, and so must the copy's last line where nothing else shows whose history it is. */
  private async checkBeginning(): Promise<void> {
    const { stream, suite, backfill } = this.options;
    if (backfill) return;
    try {
      const { start, end } = await stream.range(this.topic);
      const next = Math.max(start, await this.nextOffset());
      const first = next < end ? await stream.at(this.topic, next) : undefined;
      const position = first && lineOf(suite, first).position;
      const goesOn = this.joined || this.position === 0;
      if (position !== undefined && position > this.position + (goesOn ? 1 : 0)) throw this.cutOff(this.position, position);
    } catch (error) {
      // Whatever else is wrong with the topic halts this copy when it is read: no reason not to start beside others.
      if (error instanceof StreamCutOff) throw error;
      this.become('away', faultName(error));
    }
  }

  /**
   * The offset that stands beside the rows, where the copy's last line lies just before it. Where another record does, the topic
   * was made anew: it is read from its beginning, and what the copy has is compared line by line.
   */
  private async nextOffset(): Promise<number> {
    const { pool, origin, stream, suite } = this.options;
    const { next = 0, position } = await copyState(pool, origin);
    const { start } = await stream.range(this.topic);
    this.joined = false;
    if (next <= start) return next;
    const before = await stream.at(this.topic, next - 1);
    const leaf = before && lineFrom(suite, before.value)?.leafHash;
    this.joined = leaf !== undefined && leaf === (await leavesAt(pool, origin, [position])).get(position);
    return this.joined ? next : start;
  }

  private async take(records: readonly StreamRecord[]): Promise<void> {
    try {
      const lines = records.map((record) => lineOf(this.options.suite, record));
      await this.join(lines);
      await this.fill(lines);
      await this.add(lines, (records.at(-1) as StreamRecord).offset + 1);
      this.become('following');
    } catch (error) {
      if (!(error instanceof HistoryDiverged || error instanceof NotALine || error instanceof StreamCutOff)) throw error;
      this.halt(error);
      throw error;
    }
  }

  /** Nothing moves on, here and in everything that follows this copy. */
  private halt(error: HistoryDiverged | NotALine | StreamCutOff): void {
    this.become('halted', error.code);
    this.said = error.message;
    if (error instanceof HistoryDiverged) this.log.refuse(error.position);
    void this.subscription?.close();
  }

  /**
   * A line by itself does not say of which history it is. Where the topic does not hold the copy's last line any more, also where it
   * goes on right behind it, the hub is asked for that one.
   */
  private async join(lines: readonly StoredLine[]): Promise<void> {
    const { pool, origin, backfill } = this.options;
    const { position } = await copyState(pool, origin);
    const beyond = lines.find((line) => line.position > position);
    if (this.joined || !beyond) return;
    if (position > 0 && !lines.some((line) => line.position === position)) {
      const { lines: own = [] } = (await backfill?.read(position - 1, 1)) ?? {};
      if (own[0]?.position !== position) throw this.cutOff(position, beyond.position);
      await this.add(this.believed(own));
    }
    this.joined = true;
  }

  /** The topic goes on too far behind the copy; or right behind it, and then it is the copy's last line that is missed. */
  private cutOff(position: Position, found: Position): StreamCutOff {
    return new StreamCutOff(this.topic, found > position + 1 ? position + 1 : position, found);
  }

  /** Fetches what lies between this copy and the lines that have come. */
  private async fill(lines: readonly StoredLine[]): Promise<void> {
    const { pool, origin, backfill } = this.options;
    for (;;) {
      const { position } = await copyState(pool, origin);
      const missing = gapIn(lines, position);
      if (!missing) return;
      if (!backfill) throw new StreamCutOff(this.topic, missing.after + 1, missing.found);
      // Lines before the gap that this portion brings itself are added with it.
      if (missing.after > position) await this.add(lines.filter((line) => line.position <= missing.after));
      // The last line that stands here is fetched once more: what follows it must be of its history.
      const from = Math.max(0, missing.after - 1);
      const page = await backfill.read(from, Math.min(BACKFILL_PAGE, missing.found - 1 - from));
      const own = page.lines.filter((line) => line.position < missing.found);
      if ((own.at(-1)?.position ?? 0) <= missing.after) throw new StreamCutOff(this.topic, missing.after + 1, missing.found);
      await this.add(this.believed(own));
    }
  }

  /** Fetched lines whose leaves are what they say. */
  private believed(lines: readonly StoredLine[]): readonly StoredLine[] {
    for (const line of lines) if (base64(leafHash(this.options.suite, line)) !== line.leafHash) throw new HistoryDiverged(line.position);
    return lines;
  }

  /** Adds what is new, compares what is not, and moves the offset: one transaction. */
  private async add(lines: readonly StoredLine[], next?: number): Promise<void> {
    const { pool, origin, suite } = this.options;
    const to = await inTransaction(pool, async (client): Promise<CopyState> => {
      const at = await copyState(client, origin, true);
      const { fresh, again } = sorted(lines, at.position);
      const known = await leavesAt(
        client,
        origin,
        again.map(({ position }) => position),
      );
      for (const { position, leafHash: leaf } of again) if (known.get(position) !== leaf) throw new HistoryDiverged(position);
      const moved = { ...(await addLines(client, suite, origin, at, fresh)), next: next ?? at.next };
      await moveCopy(client, origin, moved);
      return moved;
    });
    this.position = to.position;
    this.log.moved();
  }
}

/** The first place where lines go on further than a copy that grows by them; undefined when there is none. */
function gapIn(lines: readonly StoredLine[], position: Position): { readonly after: Position; readonly found: Position } | undefined {
  let after = position;
  for (const line of lines) {
    if (line.position > after + 1) return { after, found: line.position };
    after = Math.max(after, line.position);
  }
  return undefined;
}

/** Lines that follow on a position without a gap, and those that have been there before: also twice in one portion. */
function sorted(lines: readonly StoredLine[], position: Position): { readonly fresh: readonly StoredLine[]; readonly again: readonly StoredLine[] } {
  const fresh: StoredLine[] = [];
  const again: StoredLine[] = [];
  for (const line of lines) {
    const place = line.position - position - 1;
    if (place === fresh.length) fresh.push(line);
    else if (place < 0) again.push(line);
    else if (fresh[place]?.leafHash !== line.leafHash) throw new HistoryDiverged(line.position);
  }
  return { fresh, again };
}
