import { existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Viewer } from '@lianhu/access';
import { logger, type Figure } from '@lianhu/services/platform';
import { sourceOf, type Edge } from './edge';
import { disk, putFile, removeFile, sharedDisk } from './files';
import { HeldFiles, LATER_MS } from './held-files';
import { IncomingFiles, isTable, stateOf } from './incoming-files';
import type { Outbox } from './outbox';
import { MAX_TABLE_BYTES } from './reading/limits';
import { tableJob, tableResult, TOO_LARGE, type TableResult } from './table-jobs/watched-table';
import { pushFile, TakesNothing, type FileResult } from './watched-file';
import type { TableJobs } from './table-jobs/table-jobs';

/** What a gateway is made of. */
export interface FileGatewayParts {
  /** The watched folder: `in`, `done`, `failed`, `receipts` are made in it. */
  readonly folder: string;
  readonly edge: Edge;
  /** Where tables go. */
  readonly files: TableJobs;
  /** Six digits; the default of an event's `area`. */
  readonly area: string;
  /** What waits at the edge for the hub. */
  readonly outbox: Pick<Outbox, 'size' | 'stuck'>;
  readonly now?: () => number;
}

/** How often the folder is looked at. Unit: milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** Tables whose rows are under way at once. Reason: a department's page shows 200 jobs, and a person's own file must find room there. */
const TABLES_AT_ONCE = 50;
const RESULTS = '.results.ndjson';
/** Of a file with events that wait for the hub: its results are written again when they stand. */
const WAITING = '.waiting';

/** Takes events from files that a gateway between networks puts into a folder, as the department's default source. */
export class FileGateway {
  private readonly incoming: IncomingFiles;
  /** Tables whose rows are under way. */
  private readonly tables = new Map<string, TableUnderWay>();
  private readonly held: HeldFiles;
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private notBefore = 0;
  /** Stuck events when results were last written again; undefined when that is not known to be enough. */
  private settledWith: number | undefined;
  private readonly viewer: Viewer;
  private readonly now: () => number;

  constructor(private readonly parts: FileGatewayParts) {
    const { edge, folder, area } = parts;
    for (const name of ['in', 'done', 'failed', 'receipts']) mkdirSync(join(folder, name), { recursive: true, mode: 0o770 });
    const viewer: Viewer = { name: `${edge.department}-files`, role: 'sender', kind: 'system', department: edge.department, area };
    this.viewer = { ...viewer, source: sourceOf(viewer) };
    this.now = parts.now ?? Date.now;
    this.incoming = new IncomingFiles(this.at('in'), this.now);
    this.held = new HeldFiles(edge.department, this.now);
  }

  /** Looks at the folder from now on. */
  start(): this {
    this.timer = setInterval(() => void this.round(), LOOK_EVERY_MS);
    return this;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  /** One look: takes what is whole, in order of name, tables last; their rows are not waited for. A look at work is waited for instead. */
  round(): Promise<void> {
    this.working ??= this.look().finally(() => (this.working = undefined));
    return this.working;
  }

  figures(): Figure[] {
    const labels = { department: this.parts.edge.department };
    return [
      {
        name: 'lianhu_watched_files_waiting',
        help: 'Files in the watched folder that are not taken yet',
        value: this.incoming.names().length,
        labels,
      },
      {
        name: 'lianhu_watched_files_held',
        help: 'Files in the watched folder that cannot be taken or read; they are tried again',
        value: this.held.size,
        labels,
      },
      { name: 'lianhu_watched_files_failed', help: 'Files of which nothing could be taken', value: readdirSync(this.at('failed')).length, labels },
    ];
  }

  private async look(): Promise<void> {
    if (this.now() < this.notBefore) return;
    try {
      for (const marker of this.incoming.lateMarkers()) await this.held.attempt(marker, async () => removeFile(marker));
      const names = this.incoming.names();
      for (const name of this.tables.keys()) if (!names.includes(name)) this.tables.delete(name);
      for (const name of names) {
        await this.held.attempt(this.at('in', name), async () => {
          if (this.incoming.isWhole(name)) await this.take(name);
        });
      }
      await this.settleOnce();
    } catch (error) {
      this.notBefore = this.now() + LATER_MS;
      if (!(error instanceof TakesNothing))
        logger.error({ fault: (error as Error).name, code: (error as { code?: unknown }).code }, 'watched folder');
      else
        logger.warn({ department: this.parts.edge.department, problem: error.message }, 'the watched folder waits until the edge takes events again');
    }
  }

  private async take(name: string): Promise<void> {
    const path = this.at('in', name);
    const kept = this.freeName(name);
    const results = this.at('receipts', `${kept}${RESULTS}`);
    const before = stateOf(path);
    const result = isTable(name) ? await this.takeTable(name, path, results) : await pushFile(this.parts.edge, this.pusher(), path, results);
    // Somebody went on writing: what was taken stands, and the file is looked at again.
    if (!result || stateOf(path) !== before) return;
    if (result.stored > 0) {
      putFile(this.at('receipts', `${kept}${WAITING}`), Buffer.alloc(0));
      this.settledWith = undefined;
    }
    const to = isFailed(result) ? 'failed' : 'done';
    disk.rename(path, this.at(to, kept));
    disk.syncFolder(this.at(to));
    this.tables.delete(name);
    this.incoming.unmark(name);
    disk.syncFolder(this.at('in'));
    logger.info({ department: this.parts.edge.department, to, ...result }, 'a file was taken');
  }

  /**
   * A table becomes a job, which later looks ask about; one whose columns nobody has confirmed yet waits there for a person, and the
   * file is taken all the same. Undefined while its rows are under way.
   */
  private async takeTable(name: string, path: string, results: string): Promise<FileResult | undefined> {
    const done = await this.tableResult(name, path);
    if (done) putFile(results, Buffer.from(done.lines), sharedDisk);
    return done?.result;
  }

  private async tableResult(name: string, path: string): Promise<TableResult | undefined> {
    if (lstatSync(path).size > MAX_TABLE_BYTES) return TOO_LARGE;
    const { files } = this.parts;
    const state = stateOf(path);
    const known = this.tables.get(name);
    if (known && known.state === state && files.get(known.id)) return tableResult(files, known.id);
    if (!known && this.tables.size >= TABLES_AT_ONCE) return undefined;
    const unread = new Set([...this.tables.values()].map(({ id }) => id));
    this.tables.set(name, { state, id: await tableJob(files, path, { name, viewer: this.viewer, unread }) });
    return undefined;
  }

  /** When nothing is on its way; with stuck events only when they are others than last time, as nothing would come of it. */
  private async settleOnce(): Promise<void> {
    const { size, stuck } = this.parts.outbox;
    if (size > stuck) this.settledWith = undefined;
    else if (stuck === 0 || stuck !== this.settledWith) {
      await this.settle();
      this.settledWith = stuck;
    }
  }

  /** What waited for the hub stands now, or was refused: the results say so. */
  private async settle(): Promise<void> {
    for (const marker of readdirSync(this.at('receipts')).filter((name) => name.endsWith(WAITING))) {
      const name = marker.slice(0, -WAITING.length);
      const path = this.at('done', name);
      await this.held.attempt(path, async () => {
        const result =
          existsSync(path) && !isTable(name)
            ? await pushFile(this.parts.edge, this.pusher(), path, this.at('receipts', `${name}${RESULTS}`))
            : undefined;
        if (!result?.stored) removeFile(this.at('receipts', marker));
      });
    }
  }

  private pusher() {
    return { viewer: this.viewer, language: 'zh' as const };
  }

  /** A name that no file before it bears: `a.ndjson`, then `a~2.ndjson`. */
  private freeName(name: string): string {
    const { name: stem, ext } = parse(name);
    for (let n = 1; ; n++) {
      const free = n === 1 ? name : `${stem}~${n}${ext}`;
      if (!existsSync(this.at('done', free)) && !existsSync(this.at('failed', free))) return free;
    }
  }

  private at(...names: readonly string[]): string {
    return join(this.parts.folder, ...names);
  }
}

/** A table that has become a job, and what its file was then. */
interface TableUnderWay {
  readonly id: string;
  readonly state: string | undefined;
}

const isFailed = ({ fault, taken, stored, quarantined }: FileResult): boolean => fault !== undefined || taken + stored + quarantined === 0;
