/** Those who wait until something has become true; `wake` lets them look again. */
export class Waiters {
  private readonly waiting = new Set<() => void>();

  wake(): void {
    for (const look of [...this.waiting]) look();
  }

  /** Resolves when it is true, or after `ms`. */
  async until(isTrue: () => boolean, ms?: number): Promise<void> {
    if (isTrue()) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve();
      };
      const look = (): void => (isTrue() ? done() : undefined);
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      this.waiting.add(look);
    });
  }
}
