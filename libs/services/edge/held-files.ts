import { existsSync } from 'node:fs';
import { logger } from '@lianhu/services/platform';
import { TakesNothing, TryLater } from './watched-file';

/** After the edge had no room for a file. Unit: milliseconds. */
export const LATER_MS = 5_000;
/** After a file could not be read, or its results not be written. Unit: milliseconds. Reason: it may be large, and somebody has to see to it. */
export const FAULT_MS = 60_000;

/** Files that could not be taken at the last try, and why: each is tried again after a while and holds up no other; the log says it once. */
export class HeldFiles {
  private readonly held = new Map<string, { readonly why: string; readonly until: number }>();

  constructor(
    private readonly department: string,
    private readonly now: () => number,
  ) {}

  get size(): number {
    for (const path of this.held.keys()) if (!existsSync(path)) this.held.delete(path);
    return this.held.size;
  }

  /** Does something with a file, unless it is held now; what goes wrong holds this file only. Throws TakesNothing. */
  async attempt(path: string, work: () => Promise<void>): Promise<void> {
    const known = this.held.get(path);
    if (known && this.now() < known.until) return;
    try {
      await work();
      this.held.delete(path);
    } catch (error) {
      if (error instanceof TakesNothing) throw error;
      this.hold(path, error);
    }
  }

  /** A file's name may be a child's: the log tells what is wrong, the folder which file it is. */
  private hold(path: string, error: unknown): void {
    const passes = error instanceof TryLater;
    const why = passes ? error.message : String((error as { code?: unknown }).code ?? (error as Error).name);
    const { department } = this;
    if (this.held.get(path)?.why !== why) {
      if (passes) logger.warn({ department, problem: why }, 'a file in the watched folder waits until the edge has room for it');
      else logger.error({ department, fault: why }, 'a file in the watched folder cannot be taken; it stays, the others go on');
    }
    this.held.set(path, { why, until: this.now() + (passes ? LATER_MS : FAULT_MS) });
  }
}
