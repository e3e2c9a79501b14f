import { catalogue } from '@lianhu/catalogue';
import { openTable, type Table, type TableRow } from '../reading/table';
import { SealedFile } from '../sealed-file';
import type { Job } from './job';
import type { JobStore } from './job-store';

/** The tables in the files of jobs, which lie encrypted on the disk: opened for as long as somebody reads. Throws NotATable and SealBroken. */
export class JobTables {
  constructor(
    private readonly store: Pick<JobStore, 'filePath'>,
    /** 32 bytes. */
    private readonly key: Uint8Array,
  ) {}

  /** Does something with a job's table. */
  async with(job: Job, use: (table: Table) => Promise<void>): Promise<void> {
    const file = await this.file(job.id);
    try {
      const table = await this.open(file, job);
      await use(table).finally(() => table.close());
    } finally {
      await file.close();
    }
  }

  async *rows(job: Job): AsyncGenerator<TableRow> {
    const file = await this.file(job.id);
    try {
      const table = await this.open(file, job);
      try {
        yield* table.rows();
      } finally {
        table.close();
      }
    } finally {
      await file.close();
    }
  }

  /** The file as it came. */
  async *bytes(id: string): AsyncGenerator<Buffer> {
    const file = await this.file(id);
    try {
      yield* file.stream();
    } finally {
      await file.close();
    }
  }

  private file(id: string): Promise<SealedFile> {
    return SealedFile.open(this.store.filePath(id), this.key);
  }

  private open(file: SealedFile, { sheet, department }: Job): Promise<Table> {
    const connectors = catalogue.department(department)?.connectors ?? [];
    const sheets = connectors.flatMap((connector) => connector.sheet ?? []);
    return openTable(file, { ...(sheet !== undefined && { sheet }), sheets, known: connectors.flatMap(({ columns }) => Object.keys(columns)) });
  }
}
