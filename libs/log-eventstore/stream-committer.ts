import { LianhuError, momentOf, type Clock, type Suite } from '@lianhu/kernel';
import { LogBroken, LogUnavailable, planAppend, type CheckpointSigner, type Group } from '@lianhu/log';
import {
  CutOff,
  grow,
  PATIENCE_MS,
  PAUSE_MS,
  type ClockGuard,
  type Committed,
  type GroupCommitter,
  type Grown,
  type HeadRow,
} from '@lianhu/log-postgres';
import { codeOf, isPassing } from '@lianhu/postgres';
import type { IndexTables } from './index-tables';
import { foundLine, lineEvent, type FoundLine } from './line-event';
import { StreamAway, type LineStream } from './line-stream';

/** Lines taken from the stream at a time. Unit: lines. */
const CATCH_UP_PAGE = 1_000;

/** What a commit is made with. `step` is called after each step; tests cut there. */
export interface StreamCommitting {
  readonly suite: Suite;
  readonly signer: CheckpointSigner;
  readonly clock?: Clock;
  readonly guard: ClockGuard;
  /** Whether this process may write now; asked before each try. None = always. */
  readonly alone?: () => boolean;
  readonly patienceMs?: number;
  readonly step?: (name: 'caught-up' | 'decided' | 'waiting' | 'appended' | 'confirmed') => void | Promise<void>;
}

/**
 * Decides groups on the tables, appends their lines at exactly the revision that the decision knew, then takes them into the
 * tables. Whoever finds the stream elsewhere, or does not know what became of an append, reads the stream and decides anew.
 */
export class StreamCommitter implements GroupCommitter {
  /** Whether the tables held everything of the stream when this node last looked. */
  private level = false;
  private closed = false;
  private catching: Promise<void> | undefined;

  constructor(
    private readonly stream: LineStream,
    private readonly tables: IndexTables,
    private readonly how: StreamCommitting,
  ) {}

  async commit(groups: readonly Group[]): Promise<Committed> {
    return this.patiently(async () => {
      if (this.how.alone?.() === false) throw new CutOff();
      if (!this.level) await this.takeInTurn();
      await this.how.step?.('caught-up');
      this.level = false;
      const committed = await this.attempt(groups);
      this.level = committed !== undefined;
      return committed;
    });
  }

  /** Takes what the stream holds beyond the tables into them; patient, like a commit. */
  async catchUp(): Promise<void> {
    await this.patiently(async () => {
      await this.takeInTurn();
      return true;
    });
  }

  giveUp(): void {
    this.closed = true;
  }

  async close(): Promise<void> {
    await this.stream.close();
  }

  /** One catch-up at a time; who comes meanwhile waits for it and looks again. */
  private async takeInTurn(): Promise<void> {
    while (this.catching) await this.catching.catch(() => undefined);
    this.catching = this.takeFromStream();
    try {
      await this.catching;
    } finally {
      this.catching = undefined;
    }
  }

  private async takeFromStream(): Promise<void> {
    for (;;) {
      const head = await this.tables.head();
      const first = Math.max(0, head.position - 1);
      const events = await this.stream.read(first, CATCH_UP_PAGE + 1);
      const lines = events.map(({ revision, data }) => foundLine(this.how.suite, revision, data));
      if (head.leaf) {
        const known = lines.shift();
        if (!known || known.position !== head.position || !head.leaf.equals(known.leaf))
          throw new LogBroken(`the stream and this database tell different histories at position ${head.position}`);
      }
      if (lines.length === 0) return;
      await this.tables.confirm(head, lines, this.grown(head, lines));
    }
  }

  /** Undefined: another writer was faster. */
  private async attempt(groups: readonly Group[]): Promise<Committed | undefined> {
    const { suite, clock, guard, step } = this.how;
    const { head, known, versions, reading } = await this.tables.stateFor(groups);
    if (!clock) guard.check(reading);
    const now = momentOf(clock?.now() ?? reading.database);
    const before = momentOf(head.recorded_at.getTime());
    const plan = planAppend({ suite, position: head.position, recordedAt: now > before ? now : before, known, versions }, groups);
    await step?.('decided');
    const { lines } = plan;
    if (lines.length === 0) return { plan, position: head.position, checkpoint: head.checkpoint };
    await this.tables.await(lines);
    await step?.('waiting');
    const events = lines.map((line) => lineEvent(line, line.entry.type));
    if (!(await this.stream.append(head.position - 1, events))) return undefined;
    await step?.('appended');
    const grown = this.grown(head, lines);
    if (!(await this.tables.confirm(head, lines, grown))) await this.takeInTurn();
    if (!clock) guard.committed(reading);
    await step?.('confirmed');
    return { plan, growth: grown.growth, position: grown.growth.to, checkpoint: grown.checkpoint };
  }

  private grown(head: HeadRow, lines: readonly FoundLine[]): Grown {
    return grow(
      this.how,
      head,
      lines.map(({ leaf }) => leaf),
    );
  }

  /** Tries until there is an answer; undefined = try again at once. */
  private async patiently<T>(work: () => Promise<T | undefined>): Promise<T> {
    const deadline = performance.now() + (this.how.patienceMs ?? PATIENCE_MS);
    for (let pause: number = PAUSE_MS.first; ; pause = Math.min(pause * 2, PAUSE_MS.longest)) {
      let why = 'other writers were faster';
      try {
        const found = await work();
        if (found !== undefined) return found;
      } catch (error) {
        if (!passes(error)) throw error;
        why = error instanceof StreamAway ? error.code : codeOf(error);
      }
      if (performance.now() > deadline || this.closed) throw new LogUnavailable(why);
      // Two nodes that were equally fast do not meet again at the same moment.
      await new Promise((resolve) => setTimeout(resolve, pause * Math.random()));
    }
  }
}

const passes = (error: unknown): boolean => error instanceof StreamAway || (!(error instanceof LianhuError) && isPassing(error));
