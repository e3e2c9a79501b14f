/** Something that waits: whose it is, how large, and whether the law wants it reported at once 强制报告. */
export interface Waiting {
  readonly department: string;
  readonly entries: number;
  readonly bytes: number;
  readonly mandatory: boolean;
}

/** Sizes of a queue. Beyond them something is refused, never half-taken. */
export interface FairLimits {
  /** Everything that waits, the reserve included. Unit: entries. */
  readonly entries: number;
  /** Unit: bytes. */
  readonly bytes: number;
  /** Part of both that only mandatory reports may use. Unit: 1/100. */
  readonly reservePercent: number;
  /** Part of what is left that one department may fill. Unit: 1/100. */
  readonly sharePercent: number;
}

/** Why something is not taken: its department fills its own share, or everybody together fills the queue. */
export type FullScope = 'own-share' | 'whole';

/** A department's turn. Unit: cost, see `costOf`; 16 departments with work then fit into one commit of 1,000. */
const QUANTUM = 64;
/** Bytes that cost as much as one entry: a department with few large entries pays for them. Unit: bytes. */
const BYTES_PER_ENTRY = 4_096;

const costOf = ({ entries, bytes }: Waiting): number => Math.max(1, entries, Math.ceil(bytes / BYTES_PER_ENTRY));

/** What one department has waiting, oldest first, and what is left of its turn. */
class Lane<T extends Waiting> {
  entries = 0;
  bytes = 0;
  deficit = 0;
  topped = false;
  private jobs: T[] = [];
  private from = 0;

  get first(): T | undefined {
    return this.jobs[this.from];
  }

  push(job: T): void {
    this.jobs.push(job);
    this.entries += job.entries;
    this.bytes += job.bytes;
  }

  shift(): T {
    const job = this.jobs[this.from++] as T;
    this.entries -= job.entries;
    this.bytes -= job.bytes;
    if (this.from > 1_024 && this.from * 2 > this.jobs.length) [this.jobs, this.from] = [this.jobs.slice(this.from), 0];
    return job;
  }
}

/**
 * A bounded queue that no department can fill for the others. Mandatory reports leave first (half of a taking is theirs while
 * others wait, so that not even they can be a flood) and have a reserve of the room; everything else leaves by deficit round robin over departments: whoever waits is served in the next taking, in equal parts
 * if all want more than there is. Within a department, first come, first served.
 */
export class FairQueue<T extends Waiting> {
  private readonly urgent = new Lane<T>();
  private readonly lanes = new Map<string, Lane<T>>();
  /** Departments with something waiting; the first one has its turn. */
  private ring: Lane<T>[] = [];
  private readonly ordinary = { entries: 0, bytes: 0 };

  constructor(private readonly limits: FairLimits) {}

  /** Entries that wait. */
  get size(): number {
    return this.ordinary.entries + this.urgent.entries;
  }
  get isEmpty(): boolean {
    return this.ring.length === 0 && this.urgent.first === undefined;
  }

  /** Why a job would not be taken now; undefined = `push` it. A job larger than the queue is taken when nothing else waits. */
  refusal(job: Waiting): FullScope | undefined {
    const { entries, bytes, reservePercent, sharePercent } = this.limits;
    const beyond = (held: { entries: number; bytes: number }, percent: number): boolean =>
      held.entries + job.entries > (entries * percent) / 100 || held.bytes + job.bytes > (bytes * percent) / 100;
    if (this.isEmpty) return undefined;
    if (beyond({ entries: this.size, bytes: this.ordinary.bytes + this.urgent.bytes }, 100)) return 'whole';
    if (job.mandatory) return undefined;
    const open = 100 - reservePercent;
    const own = this.lanes.get(job.department);
    if (own && beyond(own, (open * sharePercent) / 100)) return 'own-share';
    return beyond(this.ordinary, open) ? 'whole' : undefined;
  }

  push(job: T): void {
    if (job.mandatory) return this.urgent.push(job);
    let lane = this.lanes.get(job.department);
    if (!lane) this.lanes.set(job.department, (lane = new Lane()));
    if (lane.first === undefined) this.ring.push(lane);
    lane.push(job);
    this.ordinary.entries += job.entries;
    this.ordinary.bytes += job.bytes;
  }

  /** Takes what goes together next: at most so much, but at least one job if any waits. */
  take(most: { readonly entries: number; readonly bytes: number }): T[] {
    const taken: T[] = [];
    let [entries, bytes] = [0, 0];
    const fits = (job: Waiting): boolean => taken.length === 0 || (entries + job.entries <= most.entries && bytes + job.bytes <= most.bytes);
    const add = (job: T): void => {
      taken.push(job);
      [entries, bytes] = [entries + job.entries, bytes + job.bytes];
    };
    for (let job = this.urgent.first; job && fits(job) && entries < most.entries / 2; job = this.urgent.first) add(this.urgent.shift());
    for (let job = this.next(); job && fits(job); job = this.next()) add(this.leave());
    if (this.ring.length === 0) for (let job = this.urgent.first; job && fits(job); job = this.urgent.first) add(this.urgent.shift());
    return taken;
  }

  /** The job whose turn it is; turns the ring until there is one that its department can pay. */
  private next(): T | undefined {
    for (;;) {
      const [lane] = this.ring;
      if (!lane?.first) return undefined;
      if (!lane.topped) lane.deficit += QUANTUM;
      lane.topped = true;
      if (costOf(lane.first) <= lane.deficit) return lane.first;
      lane.topped = false;
      this.ring.push(this.ring.shift() as Lane<T>);
    }
  }

  private leave(): T {
    const lane = this.ring[0] as Lane<T>;
    const job = lane.shift();
    lane.deficit -= costOf(job);
    this.ordinary.entries -= job.entries;
    this.ordinary.bytes -= job.bytes;
    if (lane.first === undefined) {
      this.ring.shift();
      this.lanes.delete(job.department);
    }
    return job;
  }
}
