import type { Moment, PlainDate, Position } from '@lianhu/kernel';
import { base64, CHECKPOINT_EVERY, Frontier, type EventLog } from '@lianhu/log';
import { HistoryDiverged } from '../errors';
import { lastDay, NO_DAY, readLine } from '../lines';
import { readThrough, ReadingStopped, type Reading } from '../read-through';
import { differences, type Change, type ReplayedRow } from './compare';
import { RowFile } from './row-file';
import type { ReplayTarget } from './targets';

/** What a replay reads. */
export interface ReplayParts extends Reading {
  readonly log: Pick<EventLog, 'read' | 'checkpoints'>;
}

/** One moment of a replay: where it stands in the log, provably, and the rows there. */
export interface ReplayedMoment {
  readonly position: Position;
  /** Root of the tree of this size (base64), from the lines themselves. */
  readonly root: string;
  /** When the event at the position was recorded. */
  readonly recordedAt?: Moment;
  /** The day that it was. */
  readonly today?: PlainDate;
  /** SHA-256 (base64) of the policy pack that was in force. */
  readonly policy?: string;
  /** The signed note that is next after it; the lines up to there give its root. */
  readonly checkpoint?: string;
  readonly rows: RowFile<ReplayedRow>;
}

/** What came out. A comparison tells what differs from the first moment to the second. */
export interface Replayed {
  /** One, or two of a comparison, the earlier first. */
  readonly moments: readonly ReplayedMoment[];
  readonly changes?: RowFile<Change>;
  readonly counts?: Readonly<Record<Change['change'], number>>;
  close(): void;
}

/** Rows written between two looks at whether the replay shall stop. */
const LOOK_EVERY = 1_000;
const POLICY_ACTIVATED = 'hub.policy.activated';

/**
 * Counts something again from position 1 to one position, or to two and compares them: one scan, every leaf recomputed,
 * rows in temporary files. Throws ReadingStopped, HistoryDiverged, UnknownEventType, FoldFailed, OutOfRange, NoRoomAside.
 */
export async function replay(target: ReplayTarget, positions: readonly Position[], parts: ReplayParts): Promise<Replayed> {
  const moments: ReplayedMoment[] = [];
  const changes = positions.length > 1 ? new RowFile<Change>() : undefined;
  const close = (): void => {
    for (const { rows } of moments) rows.close();
    changes?.close();
  };
  try {
    const scan = new Scan(target, parts);
    for (const position of [...positions].sort((a, b) => a - b)) {
      await scan.to(position);
      moments.push(await scan.moment());
      if (changes && moments.length === 1) target.remember();
    }
    const counts = changes && (await compare(target, moments, changes, parts));
    return { moments, changes, counts, close };
  } catch (error) {
    close();
    throw error;
  } finally {
    target.close();
  }
}

/** A target on its way through the log. */
class Scan {
  private readonly frontier: Frontier;
  private today: PlainDate | undefined;
  private recordedAt: Moment | undefined;
  private policy: string | undefined;

  constructor(
    private readonly target: ReplayTarget,
    private readonly parts: ReplayParts,
  ) {
    this.frontier = new Frontier(parts.suite);
  }

  async to(position: Position): Promise<void> {
    for await (const events of readThrough(this.parts, this.frontier, position)) {
      this.today = lastDay(events) ?? this.today;
      this.recordedAt = events.at(-1)?.recordedAt ?? this.recordedAt;
      const activated = events.findLast(({ type, data }) => type === POLICY_ACTIVATED && data['pack'] === 'policy');
      this.policy = (activated?.data['hash'] as string | undefined) ?? this.policy;
      await this.target.add(events, this.today ?? NO_DAY);
    }
  }

  async moment(): Promise<ReplayedMoment> {
    const { frontier, today, recordedAt, policy } = this;
    const checkpoint = await nextCheckpoint(this.parts, frontier.copy());
    const rows = new RowFile<ReplayedRow>();
    try {
      for await (const row of this.target.rowsAt(frontier.size, today ?? NO_DAY)) {
        rows.add(row);
        if (rows.count % LOOK_EVERY === 0 && this.parts.stopped?.()) throw new ReadingStopped();
      }
    } catch (error) {
      rows.close();
      throw error;
    }
    return { position: frontier.size, root: base64(frontier.root()), recordedAt, today, policy, checkpoint, rows };
  }
}

/** The note of the first checkpoint at or after a size; the lines between must give the root that stands in it. Throws HistoryDiverged. */
async function nextCheckpoint(parts: ReplayParts, frontier: Frontier): Promise<string | undefined> {
  const { log, suite } = parts;
  const { size } = frontier;
  // The log may grow between its two answers: what was its end is then no checkpoint any more, and the kept one is there.
  const next = (await firstCheckpoint(parts, size)) ?? (await firstCheckpoint(parts, size));
  if (!next) return undefined;
  const page = next.size > size ? await log.read(size, next.size - size) : undefined;
  for (const line of page?.lines ?? []) frontier.push(readLine(suite, line).leaf);
  const root = next.note.split('\n')[2];
  if (frontier.size !== next.size || base64(frontier.root()) !== root) throw new HistoryDiverged(next.size);
  return next.note;
}

async function firstCheckpoint({ log }: ReplayParts, size: number): Promise<{ readonly size: number; readonly note: string } | undefined> {
  return [...(await log.checkpoints(Math.max(0, size - 1), size + CHECKPOINT_EVERY))].sort((a, b) => a.size - b.size)[0];
}

async function compare(
  target: ReplayTarget,
  [before, after]: readonly ReplayedMoment[],
  changes: RowFile<Change>,
  { stopped }: ReplayParts,
): Promise<NonNullable<Replayed['counts']>> {
  const counts = { added: 0, removed: 0, changed: 0 };
  if (!before || !after) return counts;
  for (const change of differences(before.rows.values(), after.rows.values())) {
    changes.add({ ...change, events: await target.causesOf(change.key) });
    counts[change.change] += 1;
    if (changes.count % LOOK_EVERY === 0 && stopped?.()) throw new ReadingStopped();
  }
  return counts;
}
