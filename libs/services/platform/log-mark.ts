import { open, readFile, rename } from 'node:fs/promises';
import { LianhuError, type Suite } from '@lianhu/kernel';
import { checkSuccessor, openCheckpoint, type CheckpointSigner, type EventLog, type Head } from '@lianhu/log';
import { logger } from './logger';
import { Seldom } from './seldom';

/** The log that is there is not the one that this hub wrote, or only the beginning of it. */
export class OlderCopy extends LianhuError {
  readonly code = 'hub.older-copy';
  constructor(what: string, remedy: string) {
    super(`${what}. Put back the database that this hub wrote. ${remedy}`);
  }
}

const ACCEPT = 'Is it lost for good: lianhu accept-copy goes on from this one, as from a backup (docs/operations.md, "A failover loses").';
/** What else an operator may mean. */
const otherwise = (path: string): string => `Is DATABASE_URL right? Only if this one is to be the log from now on, remove ${path}.`;

interface Mark {
  readonly epoch: string;
  /** The signed note over what was seen. */
  readonly checkpoint: string;
}

/** A mark is this much behind what was answered, at most. Unit: milliseconds. */
const BEHIND_MS = 1_000;

/**
 * How far a hub has seen its log stand, as a file apart from the database: a hub that starts on an older copy, which a failover or an
 * administrator has put in the database's place, would go on from it as if what came after had never been answered.
 */
export class LogMark {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** Lines that were seen, at least. */
  private seen = 0;
  private readonly seldom = new Seldom();

  constructor(
    private readonly path: string,
    private readonly log: Pick<EventLog, 'head' | 'consistency'>,
    private readonly trust: Pick<CheckpointSigner, 'origin' | 'publicKey'>,
    private readonly suite: Suite,
  ) {}

  /** At a hub's start, before anything is appended. Throws OlderCopy. */
  async check(): Promise<void> {
    const mark = await this.read();
    const head = await this.log.head();
    // After a restore the log goes on under another epoch, from a position before.
    if (mark === undefined || head.epoch === undefined || head.restoredFrom?.epoch === mark.epoch) return;
    const { size } = openCheckpoint(this.suite, this.trust, mark.checkpoint) ?? {};
    this.seen = size ?? 0;
    if (mark.epoch !== head.epoch || size === undefined)
      throw new OlderCopy(`The log of this database is another one than this hub has written`, otherwise(this.path));
    if (head.position < size)
      throw new OlderCopy(
        `The log ends at position ${head.position}, and this hub has seen it stand up to ${size}: the database is an older copy`,
        ACCEPT,
      );
    const hashes = size === 0 || size === head.position ? [] : await this.log.consistency(size, head.position);
    const { kind } = checkSuccessor(this.suite, this.trust, mark.checkpoint, head.checkpoint, hashes);
    if (kind !== 'successor' && kind !== 'same')
      throw new OlderCopy(`The log is another one before position ${size} than this hub has seen: an older copy of it went on elsewhere`, ACCEPT);
  }

  /** Says that the log may have grown. */
  touch(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.note();
    }, BEHIND_MS).unref();
  }

  /** Writes the mark a last time. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.note();
  }

  private note(): Promise<void> {
    this.writing = this.writing.then(async () => this.write(await this.log.head())).catch((error: unknown) => this.tell(error));
    return this.writing;
  }

  private async write({ epoch, checkpoint, position }: Head): Promise<void> {
    // A database that was replaced beneath a running hub takes nothing back.
    if (epoch === undefined || position <= this.seen) return;
    const fresh = `${this.path}.new`;
    const file = await open(fresh, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ epoch, checkpoint } satisfies Mark)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, this.path);
    this.seen = position;
  }

  private tell(error: unknown): void {
    const { name, code } = error as NodeJS.ErrnoException;
    this.seldom.say(code ?? name, () => logger.warn({ fault: name, code }, 'how far the log stands cannot be noted beside the database'));
  }

  private async read(): Promise<Mark | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    try {
      const { epoch, checkpoint } = JSON.parse(text) as Partial<Mark>;
      if (typeof epoch === 'string' && typeof checkpoint === 'string') return { epoch, checkpoint };
    } catch {
      // Said below.
    }
    throw new OlderCopy(`${this.path} cannot be read`, otherwise(this.path));
  }
}
