import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFolder, writeDurably } from './durable';

/** A department's event about a child that was erased: whose it is and its leaf in the tree, nothing else. */
export interface ErasedEvent {
  readonly department: string;
  /** Base64. */
  readonly leaf: string;
}

const textOf = ({ department, leaf }: ErasedEvent): string => JSON.stringify({ department, leaf });

/**
 * Which events edges must give up, as a file apart from the database (`erased-events.ndjson` in the data folder, 0600). Sorted by
 * department and leaf: not even the order tells which events were one child's.
 */
export class ErasedEvents {
  private known: { readonly at: string; readonly leaves: ReadonlyMap<string, readonly string[]> } | undefined;

  constructor(readonly path: string) {}

  /** The file of a data folder. */
  static in = (folder: string): ErasedEvents => new ErasedEvents(join(folder, 'erased-events.ndjson'));

  /** Adds events, durable and whole when it returns. Again changes nothing. */
  add(events: readonly ErasedEvent[]): void {
    const before = this.lines();
    const all = new Set([...before, ...events.map(textOf)]);
    if (all.size === before.length) return;
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const draft = `${this.path}.new`;
    writeDurably(draft, 'w', `${[...all].sort().join('\n')}\n`);
    renameSync(draft, this.path);
    syncFolder(dirname(this.path));
  }

  /** A department's leaves, sorted. */
  of(department: string): readonly string[] {
    return this.read().get(department) ?? [];
  }

  /** Changes when a department's list does, and says nothing else; undefined while it is empty. */
  mark(department: string): string | undefined {
    const leaves = this.of(department);
    return leaves.length === 0 ? undefined : createHash('sha256').update(leaves.join()).digest('base64url');
  }

  private lines(): readonly string[] {
    return existsSync(this.path) ? readFileSync(this.path, 'utf8').split('\n').filter(Boolean) : [];
  }

  /** Read again only when it is another file: edges ask often. */
  private read(): ReadonlyMap<string, readonly string[]> {
    const { ino, mtimeMs } = statSync(this.path, { throwIfNoEntry: false }) ?? { ino: 0, mtimeMs: 0 };
    const at = `${ino} ${mtimeMs}`;
    if (this.known?.at === at) return this.known.leaves;
    const leaves = new Map<string, string[]>();
    for (const { department, leaf } of this.lines().map((line) => JSON.parse(line) as ErasedEvent)) {
      const own = leaves.get(department) ?? [];
      own.push(leaf);
      leaves.set(department, own);
    }
    this.known = { at, leaves };
    return leaves;
  }
}

/** The events of such a file among other ledgers; none when it is something else. */
export function readErasedEvents(path: string): readonly ErasedEvent[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"department":') && line.includes('"leaf":'))
    .map((line) => JSON.parse(line) as ErasedEvent);
}
