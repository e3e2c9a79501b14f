/** How long brokers that do not answer may hold up a process that ends; nothing is lost by leaving then. Unit: milliseconds. */
export const CLOSE_WITHIN_MS = 3_000;

/** Resolves when some work has ended, or after `ms`. */
export async function noLongerThan(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))]).finally(() => clearTimeout(timer));
}
