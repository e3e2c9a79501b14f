import { KeyGone } from '@lianhu/vault';

/** What of an event could be a child that is being erased: its stream and its child. */
export interface OfAChild {
  readonly entry: { readonly subject?: string };
  readonly child?: string;
}

/**
 * Submissions on their way into the log. Between reading a child's key and the log's commit an erasure would see neither key nor line:
 * it shuts the child out first, and waits for those that may have come by before.
 */
export class Underway {
  private readonly running = new Set<Promise<unknown>>();
  private readonly shut = new Set<string>();

  /** Does the work, which counts as under way until it ends. */
  during<T>(work: () => Promise<T>): Promise<T> {
    const running = work().finally(() => this.running.delete(running));
    this.running.add(running);
    return running;
  }

  /** Throws KeyGone when one of these is shut out; the sender tries again and is then answered as for a child that nobody knows. Call it at the append. */
  admit(events: readonly OfAChild[]): void {
    if (events.some(({ entry, child = '' }) => this.shut.has(child) || this.shut.has(entry.subject ?? ''))) throw new KeyGone();
  }

  /** Resolves when what is under way now has ended, however it ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.running);
  }

  /** Shuts children out; when it resolves, none of their events is on its way. They stay out for ever unless `readmit` lets them in. */
  async shutOut(children: readonly string[]): Promise<void> {
    for (const child of children) this.shut.add(child);
    await this.settled();
  }

  readmit(children: readonly string[]): void {
    for (const child of children) this.shut.delete(child);
  }
}
