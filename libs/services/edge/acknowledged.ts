import { mkdirSync, readdirSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '@lianhu/log';
import { logger, type EventOutcome, type Submission } from '@lianhu/services/platform';
import { disk, putFile, removeFile, type Files } from './files';
import { eventKey, type Kept } from './outbox';
import { opened, sealed } from './seal';

/** How long and how much of what was acknowledged is kept. Units: milliseconds, bytes. */
export interface KeepLimits {
  readonly ageMs: number;
  readonly bytes: number;
}
/** Reason: a hub's backups are restored within days, and a week of a county's events is some tens of MiB. */
export const KEEP: KeepLimits = { ageMs: 7 * 86_400_000, bytes: 1024 ** 3 };

/** What the hub acknowledged of a submission, the checkpoint that proved it, and the last position. */
export interface Acknowledgement {
  readonly kept: Kept;
  /** Each event's leaf as it was first acknowledged, by batch and event. */
  readonly leaves: readonly (readonly string[])[];
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly last: number;
}

/** One file of acknowledgements. Unit: bytes; what is older than the limits goes file by file. */
const SEGMENT_BYTES = 8 * 1024 * 1024;
/** The same by age. Unit: milliseconds. */
const SEGMENT_MS = 3_600_000;
const LENGTH_BYTES = 4;
const NAME_DIGITS = 15;

/**
 * What the hub has acknowledged in the last days, encrypted: with it a hub that was restored from an older backup becomes
 * whole again. It is a second copy, so it is written without waiting for the disk (`flush` does that now and then) and a
 * record cut off by a crash is passed over.
 */
export class Acknowledged {
  private segment: { readonly file: FileHandle; bytes: number; readonly since: number } | undefined;
  private work: Promise<void> = Promise.resolve();
  private dirty = false;
  private failed = false;
  private erased: ReadonlySet<string> = new Set();
  /** Files that may still hold what is erased; undefined = any. */
  private unscreened: readonly string[] | undefined;

  constructor(
    private readonly folder: string,
    /** 32 bytes; AES-256-GCM. */
    private readonly key: Uint8Array,
    private readonly limits: KeepLimits = KEEP,
    private readonly segmentBytes = SEGMENT_BYTES,
    private readonly files: Files = disk,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) if (name.endsWith('.part')) unlinkSync(join(folder, name));
    this.prune();
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.names().reduce((sum, name) => sum + (statSync(join(this.folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  /** False when the last record could not be written: a restored hub could then not be made whole from here. */
  get whole(): boolean {
    return !this.failed;
  }

  /** Keeps what the hub took of a submission. A fault of the disk is told, not thrown: the events stand in the log. */
  async add(submission: Submission, outcomes: readonly (readonly EventOutcome[])[], { size, root }: Checkpoint): Promise<void> {
    const taken = takenOf(submission, outcomes, this.erased);
    if (!taken) return;
    const positions = outcomes.flat().flatMap((outcome) => ('receipt' in outcome ? [outcome.receipt.position] : []));
    const record: Acknowledgement = { ...taken, size, root: Buffer.from(root).toString('base64'), last: Math.max(...positions) };
    await this.queue(async () => this.write(sealed(this.key, record)));
  }

  /** Everything added so far is on the disk when this resolves. */
  async flush(): Promise<void> {
    if (!this.dirty) return;
    await this.queue(async () => {
      this.dirty = false;
      await this.segment?.file.datasync();
    });
  }

  /** Ends the file at work, so that what is added from now on stands in another one. Answers the files before it, oldest first. */
  async roll(): Promise<readonly string[]> {
    await this.queue(() => this.end());
    return this.names();
  }

  /** The records of one file in the order in which they were written; none when it is gone. Throws when it cannot be read: nobody must believe that it held nothing. */
  async read(name: string): Promise<Acknowledgement[]> {
    const bytes = await readFile(join(this.folder, name)).catch((error: unknown) => {
      const { code } = error as { code?: unknown };
      if (code === 'ENOENT') return Buffer.alloc(0);
      throw new Error(`${name} of what the hub acknowledged cannot be read (${String(code)})`);
    });
    const records: Acknowledgement[] = [];
    for (let at = 0; at + LENGTH_BYTES <= bytes.length;) {
      const end = at + LENGTH_BYTES + bytes.readUInt32BE(at);
      if (end > bytes.length) break;
      const record = this.opened(bytes.subarray(at + LENGTH_BYTES, end));
      if (record) records.push(record);
      at = end;
    }
    return records;
  }

  /** Events whose leaf is one of these are not kept from now on. */
  leaveOut(erased: ReadonlySet<string>): void {
    if (isSame(erased, this.erased)) return;
    this.erased = erased;
    this.unscreened = undefined;
  }

  /**
   * The same, and those that are kept go from the disk: each file is there as it was or without them. Again changes nothing. A file that
   * cannot be read or written keeps none of the others from it; its fault is thrown in the end, and next time it is the only one that is tried.
   */
  async drop(erased: ReadonlySet<string>): Promise<void> {
    this.leaveOut(erased);
    const faults = new Map<string, unknown>();
    const names = this.unscreened ?? (await this.roll());
    for (const name of names) await this.screen(name).catch((error: unknown) => faults.set(name, error));
    this.unscreened = [...faults.keys()];
    for (const fault of faults.values()) throw fault;
  }

  /** Removes what is beyond the limits, oldest first. */
  prune(now = Date.now()): void {
    let bytes = this.bytes;
    for (const name of this.names().slice(0, this.segment ? -1 : undefined)) {
      const path = join(this.folder, name);
      const { size, mtimeMs } = statSync(path);
      if (bytes <= this.limits.bytes && now - mtimeMs <= this.limits.ageMs) return;
      unlinkSync(path);
      bytes -= size;
    }
  }

  async close(): Promise<void> {
    await this.flush();
    await this.queue(() => this.end());
  }

  /** Takes what is erased out of a file. */
  private async screen(name: string): Promise<void> {
    const records = await this.read(name);
    const stay = records.map((record) => withoutErased(record, this.erased));
    if (stay.every((record, n) => record === records[n])) return;
    const path = join(this.folder, name);
    const blobs = stay.flatMap((record) => (record ? [framed(sealed(this.key, record))] : []));
    const { atime, mtime } = statSync(path);
    if (blobs.length === 0) removeFile(path, this.files);
    else putFile(path, Buffer.concat(blobs), this.files);
    if (blobs.length > 0) utimesSync(path, atime, mtime);
  }

  private async write(blob: Uint8Array): Promise<void> {
    const now = Date.now();
    if (this.segment && (this.segment.bytes >= this.segmentBytes || now - this.segment.since >= SEGMENT_MS)) await this.end();
    if (!this.segment) {
      this.segment = { file: await open(join(this.folder, this.nextName(now)), 'wx', 0o600), bytes: 0, since: now };
      this.prune();
    }
    const bytes = framed(blob);
    await this.segment.file.appendFile(bytes);
    this.segment.bytes += bytes.length;
    this.dirty = true;
  }

  private async end(): Promise<void> {
    const ended = this.segment;
    this.segment = undefined;
    try {
      await ended?.file.datasync();
    } finally {
      await ended?.file.close();
    }
  }

  private async queue(step: () => Promise<void>): Promise<void> {
    this.work = this.work.then(step).then(
      () => void (this.failed = false),
      async (error: unknown) => {
        this.failed = true;
        logger.error({ code: (error as { code?: unknown }).code }, 'what the hub acknowledged cannot be kept a second time');
        await this.end().catch(() => undefined);
      },
    );
    await this.work;
  }

  private nextName(now: number): string {
    const newest = Number.parseInt(this.names().at(-1) ?? '0', 10);
    return `${String(Math.max(now, newest + 1)).padStart(NAME_DIGITS, '0')}.ack`;
  }

  private names(): string[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.ack'))
      .sort();
  }

  private opened(blob: Uint8Array): Acknowledgement | undefined {
    try {
      return opened(this.key, blob) as Acknowledgement;
    } catch {
      logger.error('a record of what the hub acknowledged cannot be read and is passed over');
      return undefined;
    }
  }
}

/** A record as it stands in a file: its length before it. */
function framed(blob: Uint8Array): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(blob.length);
  return Buffer.concat([length, blob]);
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((one) => b.has(one));

type Taken = Pick<Acknowledgement, 'kept' | 'leaves'>;

/** The part of a submission that the hub took and has not erased, with the events' keys and leaves; undefined when that is nothing. */
export function takenOf(
  submission: Submission,
  outcomes: readonly (readonly EventOutcome[])[],
  erased: ReadonlySet<string> = new Set(),
): Taken | undefined {
  const receipts = submission.batches.map(({ events }, b) =>
    events.map((_, e) => {
      const outcome = outcomes[b]?.[e];
      return outcome && 'receipt' in outcome ? outcome.receipt : undefined;
    }),
  );
  const keys = receipts.map((batch) => batch.map((receipt) => (receipt ? eventKey(receipt.source, receipt.id) : '')));
  const leaves = receipts.map((batch) => batch.map((receipt) => receipt?.leafHash ?? ''));
  return partOf({ kept: { submission, keys }, leaves }, (b, e) => receipts[b]?.[e] !== undefined && !erased.has(leaves[b]?.[e] ?? ''));
}

/** A record without erased events: itself when it has none, undefined when nothing is left of it. */
function withoutErased(record: Acknowledgement, erased: ReadonlySet<string>): Acknowledgement | undefined {
  // What an older version kept has no leaves; it goes when its days are over.
  if (!record.leaves?.flat().some((leaf) => erased.has(leaf))) return record;
  const part = partOf(record, (b, e) => !erased.has(record.leaves[b]?.[e] ?? ''));
  return part && { ...record, ...part };
}

/** Some events of a submission; a group stays when all of it does. */
function partOf({ kept: { submission, keys }, leaves }: Taken, stays: (b: number, e: number) => boolean): Taken | undefined {
  const some = <T>(of: readonly (readonly T[])[]): T[][] => of.map((batch, b) => batch.filter((_, e) => stays(b, e)));
  const events = some(submission.batches.map((batch) => batch.events));
  if (events.every((batch) => batch.length === 0)) return undefined;
  const groups = submission.groups?.filter((group) => group.every(([b, index]) => events[b]?.some((event) => event.index === index)));
  const { groups: _, ...rest } = submission;
  return {
    kept: {
      submission: {
        ...rest,
        batches: submission.batches.map((batch, b) => ({ ...batch, events: events[b] ?? [] })),
        ...(groups && groups.length > 0 ? { groups } : {}),
      },
      keys: some(keys),
    },
    leaves: some(leaves),
  };
}
