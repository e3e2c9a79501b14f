import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { removeFile } from './files';

/** How long a file without a marker must not have changed, over two looks at least. Unit: milliseconds. */
export const UNCHANGED_MS = 10_000;
/** The same when it is empty or its last line has no end: somebody may still be writing. After as long a marker without a file goes. Unit: milliseconds. */
export const UNFINISHED_MS = 600_000;

const EVENTS = /^[^.].*\.(ndjson|jsonl|json|csv|xlsx|xml)$/i;
/** `a.ndjson.ok` or `a.ndjson.done` beside `a.ndjson` says that it is whole. */
const MARKERS = ['.ok', '.done'] as const;

/** Whether a file is a table in the department's own columns. */
export const isTable = (name: string): boolean => /\.(csv|xlsx|xml)$/i.test(name);

/** The files in the folder that others write into, and which of them are whole. */
export class IncomingFiles {
  private readonly seen = new Map<string, string | undefined>();

  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {}

  /** In order of name, tables last. */
  names(): string[] {
    const names = this.files()
      .filter((name) => EVENTS.test(name))
      .sort();
    for (const name of this.seen.keys()) if (!names.includes(name)) this.seen.delete(name);
    return [...names.filter((name) => !isTable(name)), ...names.filter(isTable)];
  }

  /** By its marker, or because it has not changed since the last look and for a while. */
  isWhole(name: string): boolean {
    const path = join(this.folder, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found) return false;
    if (markersOf(path).some((marker) => isOfFile(marker, found.mtimeMs))) return true;
    const state = stateOf(path);
    const unchanged = this.seen.get(name) === state;
    this.seen.set(name, state);
    return unchanged && this.now() - found.mtimeMs >= (endsALine(path, found.size) ? UNCHANGED_MS : UNFINISHED_MS);
  }

  /** A file was taken away: what it was marked with goes too. */
  unmark(name: string): void {
    for (const marker of markersOf(join(this.folder, name))) removeFile(marker);
  }

  /** Markers that came when their file had been taken, or that a crash left: they must not speak for the next file of that name. */
  lateMarkers(): string[] {
    const late = this.files().filter((name) => {
      const marker = MARKERS.find((ending) => name.endsWith(ending));
      const of = marker && name.slice(0, -marker.length);
      return of && EVENTS.test(of) && !existsSync(join(this.folder, of)) && this.ageOf(name) >= UNFINISHED_MS;
    });
    return late.map((name) => join(this.folder, name));
  }

  /** Unit: milliseconds. */
  private ageOf(name: string): number {
    const found = lstatSync(join(this.folder, name), { throwIfNoEntry: false });
    return found ? this.now() - found.mtimeMs : 0;
  }

  private files(): string[] {
    return readdirSync(this.folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  }
}

/** What a file is now: another one when somebody has written meanwhile; undefined when there is none. */
export function stateOf(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found && `${found.ino} ${found.size} ${found.mtimeMs}`;
}

const markersOf = (path: string): string[] => MARKERS.map((marker) => `${path}${marker}`);

/** A marker is written after its file; an older one was left by another file of that name. */
function isOfFile(marker: string, writtenAt: number): boolean {
  const found = lstatSync(marker, { throwIfNoEntry: false });
  return found !== undefined && found.mtimeMs >= writtenAt;
}

function endsALine(path: string, size: number): boolean {
  if (size === 0) return false;
  const file = openSync(path, 'r');
  try {
    const last = Buffer.alloc(1);
    readSync(file, last, 0, 1, size - 1);
    return last[0] === 10;
  } finally {
    closeSync(file);
  }
}
