import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mapping } from '@lianhu/connectors';
import { logger } from '@lianhu/services/platform';
import { putFile, removeFile } from '../files';
import { MAX_ROW_BYTES } from '../reading/limits';
import { linesOf } from '../ndjson';
import { opened, sealed } from '../seal';
import type { Job, JobFault } from './job';

/** How the folder of a job ends whose record could not be read. */
const DAMAGED = '.damaged';

/** The folder of a department's files: one folder a job, and the mappings that people have confirmed. Everything that holds data is encrypted. */
export class JobStore {
  constructor(
    private readonly folder: string,
    private readonly key: Uint8Array,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Makes room for a new job. */
  make(id: string): void {
    mkdirSync(join(this.folder, id), { mode: 0o700 });
  }
  filePath = (id: string): string => join(this.folder, id, 'file.sealed');

  /** Durable when it returns. */
  keep(job: Job): void {
    putFile(join(this.folder, job.id, 'job.sealed'), sealed(this.key, job));
  }
  /** Every kept job, oldest first; a folder that was never finished is removed. */
  all(): Job[] {
    const jobs: Job[] = [];
    for (const entry of readdirSync(this.folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const path = join(this.folder, entry.name, 'job.sealed');
      if (entry.name.endsWith(DAMAGED)) continue;
      if (!existsSync(path)) this.remove(entry.name);
      else {
        const job = this.read(path) as Job | undefined;
        if (job) jobs.push(job);
        else renameSync(join(this.folder, entry.name), join(this.folder, `${entry.name}${DAMAGED}`));
      }
    }
    return jobs.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  }
  /** One damaged record holds up nothing: it is set aside for a person. */
  private read(path: string): unknown {
    try {
      return opened(this.key, readFileSync(path));
    } catch {
      logger.error({ file: path }, 'a kept file cannot be read and is set aside');
      return undefined;
    }
  }
  /** Removes a job's file; its record stays. */
  dropFile(id: string): void {
    removeFile(this.filePath(id));
  }
  remove(id: string): void {
    rmSync(join(this.folder, id), { recursive: true, force: true });
  }

  /**
   * Faults hold rows, headers and rules, no values. They are written before the job's own record says that their rows are done.
   * Each begins a line: one that a crash or a full disk cut off spoils none after it.
   */
  async addFaults(id: string, faults: readonly JobFault[]): Promise<void> {
    if (faults.length > 0) await appendFile(this.faultsPath(id), faults.map((fault) => `\n${JSON.stringify(fault)}`).join(''), { mode: 0o600 });
  }
  /** In order of rows; what a restart has written twice is told once. */
  async *faults(id: string): AsyncGenerator<JobFault> {
    if (!existsSync(this.faultsPath(id))) return;
    const ofRow = new Map<number, Set<string>>();
    for await (const { bytes } of linesOf(createReadStream(this.faultsPath(id)), MAX_ROW_BYTES)) {
      const text = bytes?.toString('utf8') ?? '';
      const fault = whole(text);
      if (!fault) continue;
      const known = ofRow.get(fault.row) ?? new Set();
      if (known.has(text)) continue;
      ofRow.set(fault.row, known.add(text));
      yield fault;
    }
  }
  private faultsPath = (id: string): string => join(this.folder, id, 'faults.ndjson');

  /** The mapping that a person confirmed for these headers. */
  remembered(fingerprint: string): Mapping | undefined {
    const path = join(this.folder, `${fingerprint}.mapping`);
    return existsSync(path) ? (this.read(path) as Mapping | undefined) : undefined;
  }
  remember(fingerprint: string, mapping: Mapping): void {
    putFile(join(this.folder, `${fingerprint}.mapping`), sealed(this.key, mapping));
  }
}

/** A fault; undefined of a line that was cut off. */
function whole(text: string): JobFault | undefined {
  try {
    return JSON.parse(text) as JobFault;
  } catch {
    return undefined;
  }
}
