import { createHmac, randomBytes } from 'node:crypto';
import type { Viewer } from '@lianhu/access';
import { catalogue } from '@lianhu/catalogue';
import { fingerprintText, guessColumns, guessTypes, inOrderOf, mappingFaults, mappingOf, type Mapping, type ReadContext } from '@lianhu/connectors';
import { momentOf } from '@lianhu/kernel';
import { logger, ProblemError } from '@lianhu/services/platform';
import { KEEP } from '../acknowledged';
import type { Edge } from '../edge';
import { isDiskFull } from '../files';
import { MAX_TABLE_BYTES, NotATable } from '../reading/limits';
import type { Table, TableRow } from '../reading/table';
import { SealBroken, sealFile } from '../sealed-file';
import { BadDecision, isOver, NOTHING, withoutFile, type Decision, type Job, type JobFault } from './job';
import { JobStore } from './job-store';
import { JobTables } from './job-tables';
import { EdgeBusy, sendRow, type RowOutcome } from './send-rows';

/** Rows on their way at once; after as many the job's record says how far it is. */
const ROWS_AT_ONCE = 256;
/** After the edge could not take a row, or the disk was full. Unit: milliseconds. */
const LATER_MS = 1_000;
/** Longest pause before a job that broke off is tried again; it doubles each time. Unit: milliseconds. */
const LATEST_MS = 600_000;
/** Jobs that are kept; the oldest that are over go first. */
const MAX_JOBS = 200;
/** Values of a column that a person is shown. */
const SHOWN = 5;

/** What the jobs of one department are made of. */
export interface TableJobsParts {
  /** Where rows go: the department's edge, or the office's desk. */
  readonly edge: Pick<Edge, 'department' | 'push'> & Partial<Pick<Edge, 'isSuperseded'>>;
  readonly folder: string;
  /** 32 bytes; files and records stand on the disk under it, and ids of rows are made with a key made from it. */
  readonly key: Uint8Array;
  /** Codes of the county's towns and villages → names. */
  readonly places?: Readonly<Record<string, string>>;
  readonly now: () => number;
  /** How long the file of a job that is over is kept. Unit: milliseconds. */
  readonly keepMs?: number;
  /** Whether rows may become events of a type; any of the department's without it. */
  readonly takes?: (type: string) => boolean;
}
/** How a file came. */
export interface Incoming {
  readonly name: string;
  readonly stream: AsyncIterable<Buffer>;
  readonly viewer: Viewer;
  readonly baseline?: boolean;
  readonly sheet?: string;
  readonly type?: string;
  /** Jobs that do not give way to it: what became of their rows is still to be read. */
  readonly unread?: ReadonlySet<string>;
}

/** A department's files: taken, looked through, mapped, sent row by row; one at a time, and on after a restart where the last one stopped. */
export class TableJobs {
  private readonly jobs = new Map<string, Job>();
  private readonly store: JobStore;
  private readonly tables: JobTables;
  private readonly idKey: Uint8Array;
  private readonly context: ReadContext;
  private queue: Promise<void> = Promise.resolve();
  private closing = false;

  constructor(private readonly parts: TableJobsParts) {
    this.store = new JobStore(parts.folder, parts.key);
    this.tables = new JobTables(this.store, parts.key);
    this.idKey = createHmac('sha256', parts.key).update('ids of rows').digest();
    this.context = { areas: new Map(Object.entries(parts.places ?? {}).map(([code, name]) => [name, code])) };
    for (const job of this.store.all()) this.jobs.set(job.id, { ...job, tally: { ...NOTHING, ...job.tally } });
    for (const { id, state } of this.jobs.values()) if (state === 'examining' || state === 'running') this.enqueue(id);
  }

  /** Takes a file; it is safe on the disk, encrypted, when this returns. Throws ProblemError. */
  async add({ name, stream, viewer, baseline = false, sheet, type, unread }: Incoming): Promise<Job> {
    this.tidy(unread);
    // The department in it tells a proxy in front of several edges whose job it is.
    const id = `job-${this.parts.edge.department}-${randomBytes(16).toString('base64url')}`;
    this.store.make(id);
    const size = await sealFile(this.store.filePath(id), this.parts.key, stream, MAX_TABLE_BYTES).catch((error: unknown) => {
      this.store.remove(id);
      throw error;
    });
    if (size === undefined) {
      this.store.remove(id);
      throw new ProblemError('too-large');
    }
    const { department } = this.parts.edge;
    const job: Job = {
      ...{ id, department, viewer, file: name.slice(-200), size, baseline, createdAt: momentOf(this.parts.now()), state: 'examining' },
      ...{ sheets: [], title: '', headers: [], samples: [], types: type === undefined ? [] : [type], guesses: [], row: 0, tally: NOTHING },
      ...(sheet !== undefined && { sheet }),
    };
    this.keep(job);
    this.enqueue(id);
    return job;
  }

  get(id: string): Job | undefined {
    return this.jobs.get(id);
  }
  /** Newest first. */
  list(): Job[] {
    return [...this.jobs.values()].reverse();
  }
  faults(id: string): AsyncGenerator<JobFault> {
    return this.store.faults(id);
  }

  /** A person says what the columns mean; it is remembered for the next file with these headers. Throws BadDecision. */
  decide(id: string, decision: Decision): Job {
    const job = this.jobs.get(id);
    if (job?.state !== 'waiting') throw new ProblemError(job ? 'refused' : 'not-found');
    const columns = job.headers.map((header, i) => ({ header, ...decision.columns[i] }));
    const mapping: Mapping = { name: this.fingerprint(job), type: decision.type, columns, constants: decision.constants ?? {}, changed: 'event' };
    const own = catalogue.departmentOf(decision.type)?.id === job.department && this.takes(decision.type);
    const faults = own ? mappingFaults(mapping) : [{ code: 'not-yours' as const, what: decision.type }];
    if (faults.length > 0) throw new BadDecision(faults);
    if (job.baseline && !catalogue.mayBeBaseline(decision.type)) throw new BadDecision([{ code: 'not-yours', what: '补录' }]);
    this.store.remember(this.fingerprint(job), mapping);
    this.keep({ ...job, mapping, state: 'running' });
    this.enqueue(id);
    return this.jobs.get(id) as Job;
  }

  /** Guesses again, for another type of the department. */
  async guess(id: string, type: string): Promise<Job> {
    const job = this.jobs.get(id);
    if (job?.state !== 'waiting') throw new ProblemError(job ? 'refused' : 'not-found');
    if (catalogue.departmentOf(type)?.id !== job.department || !catalogue.event(type) || !this.takes(type)) throw new ProblemError('type-not-yours');
    await this.tables.with(job, async (table) => {
      const guessed = this.guessed(table, type, job.types);
      // Somebody may have decided or cancelled while the table was read.
      if (this.jobs.get(id) === job) this.keep({ ...job, ...guessed });
    });
    return this.jobs.get(id) as Job;
  }

  /** Reads another sheet of the workbook: in place of the one that waits for a person, else as a job of its own, so that what was sent stays told. */
  async readSheet(id: string, sheet: string, viewer: Viewer): Promise<Job> {
    const job = this.jobs.get(id);
    if (!job) throw new ProblemError('not-found');
    if (!job.sheets.includes(sheet) || job.sheet === sheet) throw new ProblemError('refused');
    const { mapping: _mapping, counts: _counts, fault: _fault, ...kept } = job;
    const anew = { ...kept, sheet, state: 'examining' as const, headers: [], samples: [], guesses: [], types: [], title: '', row: 0, tally: NOTHING };
    if (job.state === 'waiting') this.keep(anew);
    else return this.add({ name: job.file, stream: this.tables.bytes(id), viewer, baseline: job.baseline, sheet });
    this.enqueue(id);
    return anew;
  }

  /** What was sent stays sent; the rest is not sent. */
  cancel(id: string): Job {
    const job = this.jobs.get(id);
    if (!job) throw new ProblemError('not-found');
    if (!isOver(job)) this.keep({ ...job, state: 'cancelled' });
    return this.jobs.get(id) as Job;
  }

  /** The rows of a job's file once more, for its corrected copy. */
  async *rows(id: string): AsyncGenerator<TableRow> {
    const job = this.jobs.get(id);
    if (!job) throw new ProblemError('not-found');
    yield* this.tables.rows(job);
  }

  /** Until nothing is under way. */
  settled(): Promise<void> {
    return this.queue;
  }
  async close(): Promise<void> {
    this.closing = true;
    await this.queue;
  }

  private takes(type: string): boolean {
    return this.parts.takes?.(type) ?? true;
  }

  /** Gives up the files of jobs that have been over for some days: a child that is erased must not stand there for ever. Again changes nothing. */
  prune(): void {
    const { now, keepMs = KEEP.ageMs } = this.parts;
    for (const job of this.list()) {
      if (!isOver(job) || job.fileDropped || now() - Date.parse(job.endedAt ?? job.createdAt) < keepMs) continue;
      this.store.dropFile(job.id);
      this.keep(withoutFile(job));
    }
  }

  private keep(job: Job): void {
    const kept = isOver(job) && job.endedAt === undefined ? { ...job, endedAt: momentOf(this.parts.now()) } : job;
    this.store.keep(kept);
    this.jobs.set(job.id, kept);
  }

  private tidy(unread: ReadonlySet<string> = new Set()): void {
    this.prune();
    const over = [...this.jobs.values()].filter((job) => isOver(job) && !unread.has(job.id));
    for (const { id } of over.slice(0, Math.max(0, this.jobs.size - MAX_JOBS + 1))) {
      this.store.remove(id);
      this.jobs.delete(id);
    }
    if (this.jobs.size >= MAX_JOBS) throw new ProblemError('storage-full', { retryAfter: 60 });
  }

  /** One that breaks off goes on later, behind those that wait, for as long as it is not over: nobody else would take it up again. */
  private enqueue(id: string, pauseMs = LATER_MS): void {
    this.queue = this.queue
      .then(() => this.work(id))
      .catch((error: unknown) => {
        const { name: fault, code } = error as NodeJS.ErrnoException;
        logger.error({ fault, code, department: this.parts.edge.department }, 'a file job broke off; it is tried again');
        setTimeout(() => this.enqueue(id, Math.min(2 * pauseMs, LATEST_MS)), pauseMs).unref();
      });
  }

  private async work(id: string): Promise<void> {
    if (this.closing) return;
    try {
      if (this.jobs.get(id)?.state === 'examining') await this.examine(this.jobs.get(id) as Job);
      if (this.jobs.get(id)?.state === 'running') await this.run(this.jobs.get(id) as Job);
    } catch (error) {
      if (!(error instanceof NotATable) && !(error instanceof SealBroken)) throw error;
      this.keep({ ...(this.jobs.get(id) as Job), state: 'refused', fault: error instanceof NotATable ? error.fault : 'broken' });
    }
  }

  /** A declared table, or one whose columns a person has confirmed, goes on by itself; any other waits for a person. */
  private async examine(job: Job): Promise<void> {
    await this.tables.with(job, async (table) => {
      const [wanted] = job.types;
      const { headers, sheet, sheets, title, counts } = table;
      const looked: Job = { ...job, headers, sheets, title, counts, ...(sheet !== undefined && { sheet }) };
      if (this.jobs.get(job.id)?.state === 'cancelled') return;
      // Its sheets stay told: the rows may stand in another one.
      if (counts.data === 0) return this.keep({ ...looked, state: 'refused', fault: 'no-rows' });
      const mapping = this.known(looked, wanted);
      const fits = mapping && (!job.baseline || catalogue.mayBeBaseline(mapping.type));
      if (fits) return this.keep({ ...looked, mapping, types: [mapping.type], state: 'running' });
      const types = guessTypes(job.department, headers, `${title} ${job.file}`).filter(
        (type) => this.takes(type) && (!job.baseline || catalogue.mayBeBaseline(type)),
      );
      this.keep({ ...looked, state: 'waiting', ...this.guessed(table, wanted ?? types[0] ?? '', types) });
    });
  }

  private known({ headers, department }: Job, type: string | undefined): Mapping | undefined {
    const connectors = (catalogue.department(department)?.connectors ?? []).filter((connector) => type === undefined || connector.type === type);
    for (const connector of connectors) {
      const mapping = mappingOf(connector, headers);
      if (mapping) return mapping;
    }
    const remembered = this.store.remembered(this.fingerprint({ headers }));
    return remembered && (type === undefined || remembered.type === type) ? inOrderOf(remembered, headers) : undefined;
  }

  private guessed(table: Table, type: string, types: readonly string[]): Pick<Job, 'types' | 'guesses' | 'samples'> {
    const samples = table.headers.map((_, i) => [...new Set(table.sample.flatMap((cells) => cells[i]?.text ?? []))].slice(0, SHOWN));
    const guesses = catalogue.event(type) ? guessColumns(type, table.headers, table.sample, this.context) : [];
    return { types: [type, ...types.filter((other) => other !== type)], guesses, samples };
  }

  /** Headers tell what a department calls its things; a keyed digest tells nobody. */
  private fingerprint({ headers }: Pick<Job, 'headers'>): string {
    return createHmac('sha256', this.idKey).update(fingerprintText(headers)).digest('base64url').slice(0, 32);
  }

  private async run(job: Job): Promise<void> {
    await this.tables.with(job, async (table) => {
      let batch: TableRow[] = [];
      for await (const row of table.rows()) {
        if (row.kind !== 'data' || row.row <= job.row) continue;
        batch.push(row);
        if (batch.length < ROWS_AT_ONCE) continue;
        if (!(await this.send(job.id, batch))) return;
        batch = [];
      }
      if (batch.length > 0 && !(await this.send(job.id, batch))) return;
      this.keep({ ...(this.jobs.get(job.id) as Job), state: 'done' });
    });
  }

  /** Sends rows and notes that they are done; false when the job is to stop. Rows that a crash leaves unnoted are sent again, which adds nothing. */
  private async send(id: string, rows: readonly TableRow[]): Promise<boolean> {
    for (let outcomes: readonly RowOutcome[] | undefined; ;) {
      const job = this.jobs.get(id) as Job;
      if (this.closing || job.state !== 'running') return false;
      try {
        // What is sent is sent once, also when there is no room to note it.
        outcomes ??= await Promise.all(rows.map((row) => sendRow(row, job, { edge: this.parts.edge, idKey: this.idKey, context: this.context })));
        await this.store.addFaults(
          id,
          outcomes.flatMap(({ faults }) => faults),
        );
        const tally = { ...job.tally };
        for (const { kind } of outcomes) tally[kind]++;
        const now = this.jobs.get(id) as Job;
        this.keep({ ...now, tally, row: rows.at(-1)?.row ?? job.row });
        return now.state === 'running';
      } catch (error) {
        if (!(error instanceof EdgeBusy) && !(error instanceof ProblemError) && !isDiskFull(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, LATER_MS));
      }
    }
  }
}
